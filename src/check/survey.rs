//! Many records: which of them would leave a gap, and why.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use super::data::note;
use crate::error::{DRAWN, ErrorKind, Problem, Problems, Reason};
use crate::finding::{Findings, Severity, columns};
use crate::path::Within;
use crate::resolve::{Resolution, Resolved, TreeResolution};
use crate::span::{Locator, Position, Span};
use crate::template::{Limits, Placeholder};
use crate::visible::visible;

/// The records of a group that are named.
const EXAMPLES: usize = 3;
/// The most groups; what would make another is only counted.
const GROUPS: usize = 1_000;

/// Which of many records would be refused by a template or several, and which would have blanks or
/// defaults, grouped by placeholder and reason.
///
/// Holds nothing of the records but the groups. `Display` lists those in columns, the largest first; as JSON:
/// `records`, `refused` and `groups`.
///
/// ```
/// use lacuna::{Context, Survey, Template};
/// use serde_json::json;
///
/// let letter = Template::text("Dear [[ name ]], your code is [[ code ]].")?.named("letter.txt");
/// let mut survey = Survey::new();
/// for record in [json!({"name": "Ada"}), json!({"name": "Grace", "code": 7}), json!({"name": "Ida", "code": null})] {
///     survey.begin_record();
///     survey.add(&letter.resolve(&Context::new(&record)));
/// }
/// assert_eq!((survey.records(), survey.refused()), (3, 2));
/// assert_eq!(survey.to_string(), "\
/// 1 × letter.txt:1:31  gap  nothing found for `code`: there is no key `code` (#1)
/// 1 × letter.txt:1:31  gap  nothing found for `code`: `code` is null (#3)
/// 2 of 3 records would be refused
/// ");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Survey {
    records: usize,
    /// The number of the record that has begun.
    number: usize,
    refused: usize,
    /// The record that was refused last, counted from 1.
    last: usize,
    /// By template, expression and what is the same for all records.
    groups: IndexMap<(Option<String>, String, String), Group>,
    /// What would have made more groups, by code.
    others: BTreeMap<&'static str, usize>,
}

/// Records that are refused for the same reason: an element of [`Survey::groups`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// The name of the template, if it has one.
    #[serde(rename = "file", skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The string in which it stands, if the template is a tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// Where the first placeholder stands that is concerned.
    #[serde(flatten)]
    pub position: Position,
    /// The bytes of that placeholder.
    pub span: Span,
    /// The code of the finding.
    pub code: &'static str,
    /// Whether its records are refused, or only worth a look.
    pub severity: Severity,
    /// What stands between the delimiters.
    pub expression: String,
    /// What is wrong with the first of the records, with the reason.
    pub message: String,
    /// How many records it concerns.
    pub records: usize,
    /// The numbers of the first three of them.
    pub examples: Vec<usize>,
    #[serde(skip)]
    last: usize,
    /// What is wrong with the first of the records, as a finding has it.
    #[serde(skip)]
    problem: Problem,
}

impl Survey {
    /// A survey of no record.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is added from now on belongs to the next record, whose number is one more than that of
    /// the last.
    pub const fn begin_record(&mut self) {
        self.begin_record_at(self.number + 1);
    }

    /// The same for a record that is known by another number: its line, say.
    ///
    /// ```
    /// let mut survey = lacuna::Survey::new();
    /// survey.begin_record_at(42);
    /// assert_eq!(survey.records(), 1);
    /// ```
    pub const fn begin_record_at(&mut self, number: usize) {
        (self.records, self.number) = (self.records + 1, number);
    }

    /// Takes in what became of a template with the record that has begun.
    pub fn add(&mut self, resolution: &Resolution<'_>) {
        self.add_outcomes(resolution.template().name(), resolution.outcomes());
    }

    /// The same for a JSON tree.
    ///
    /// ```
    /// use lacuna::{Context, Survey, Syntax};
    /// use serde_json::json;
    ///
    /// let (template, record) = (Syntax::new().tree(json!({"host": "[[ a ]]"}))?, json!({}));
    /// let mut survey = Survey::new();
    /// survey.begin_record();
    /// survey.add_tree(&template.resolve(&Context::new(&record)));
    /// assert_eq!(survey.groups()[0].within.as_ref().unwrap().to_string(), "host");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn add_tree(&mut self, resolution: &TreeResolution<'_>) {
        self.add_outcomes(resolution.template().name(), resolution.outcomes());
    }

    fn add_outcomes<'r>(
        &mut self,
        template: Option<&str>,
        outcomes: impl Iterator<Item = Resolved<'r>>,
    ) {
        if self.records == 0 {
            self.begin_record();
        }
        let record = self.records;
        for resolved in outcomes {
            let kind = resolved.error_kind();
            if kind.is_some() && self.last != record {
                (self.last, self.refused) = (record, self.refused + 1);
            }
            let Some(kind) = kind.or_else(|| Some(note(&resolved)?.0)) else { continue };
            let name = template.map(str::to_owned);
            let key = (name.clone(), resolved.expression().to_owned(), reason(&kind));
            let is_new = !self.groups.contains_key(&key);
            if is_new && self.groups.len() >= GROUPS {
                *self.others.entry(kind.code()).or_default() += 1;
                continue;
            }
            let is_drawn = self.groups.len() < DRAWN;
            let group = self.groups.entry(key).or_insert_with(|| Group {
                template: name,
                within: resolved.placeholder().within().cloned(),
                position: resolved.placeholder().position(),
                span: resolved.placeholder().span(),
                code: kind.code(),
                severity: Severity::of(kind.code()),
                expression: resolved.expression().to_owned(),
                message: kind.to_string(),
                records: 0,
                examples: Vec::new(),
                last: 0,
                problem: problem(&resolved.placeholder(), kind, is_drawn),
            });
            if group.last == record {
                continue;
            }
            (group.last, group.records) = (record, group.records + 1);
            if group.examples.len() < EXAMPLES {
                group.examples.push(self.number);
            }
        }
    }

    /// How many records there were.
    pub const fn records(&self) -> usize {
        self.records
    }

    /// How many of them would be refused.
    pub const fn refused(&self) -> usize {
        self.refused
    }

    /// The reasons: errors before notes, and the one that concerns most records first; at most 1,000.
    ///
    /// ```
    /// use lacuna::{Context, Group, Survey, Template};
    ///
    /// let (template, record) = (Template::text("[[ a ]]")?, serde_json::json!({}));
    /// let mut survey = Survey::new();
    /// survey.begin_record();
    /// survey.add(&template.resolve(&Context::new(&record)));
    /// let group: &Group = survey.groups()[0];
    /// assert_eq!((&*group.expression, group.records), ("a", 1));
    /// assert_eq!(group.examples, [1]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn groups(&self) -> Vec<&Group> {
        let mut groups: Vec<_> = self.groups.values().collect();
        groups.sort_by_key(|group| Reverse((group.severity, group.records)));
        groups
    }

    /// The reasons as findings, so that they can be told as those are: one for each of the [groups](Self::groups),
    /// with the records as the way out.
    ///
    /// ```
    /// use lacuna::{Context, Survey, Template};
    ///
    /// let letter = Template::text("Dear [[ name ]],")?.named("letter.txt");
    /// let mut survey = Survey::new();
    /// for record in [serde_json::json!({}), serde_json::json!({"name": "Ada"})] {
    ///     survey.begin_record();
    ///     survey.add(&letter.resolve(&Context::new(&record)));
    /// }
    /// let findings = survey.findings();
    /// assert_eq!(findings.list()[0].kind().code(), "gap");
    /// assert_eq!(findings.list()[0].problem().help(), Some("look at record 1 (1 of 2)"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        let limit = Limits::new().problem_count();
        for group in self.groups() {
            let kept = vec![group.problem.clone().with_help(self.records_of(group))];
            let problems = Problems { kept, ..Problems::default() };
            let found = Findings::of(problems, limit).named_if(group.template.as_deref());
            findings.append(found);
        }
        let dropped = Problems { kept: Vec::new(), dropped: self.others.clone() };
        findings.append(Findings::of(dropped, limit));
        findings
    }

    /// How often there was something for which there is no group.
    fn others(&self) -> usize {
        self.others.values().sum()
    }

    fn records_of(&self, group: &Group) -> String {
        let examples: Vec<_> = group.examples.iter().map(ToString::to_string).collect();
        let more = if group.records > examples.len() { ", …" } else { "" };
        let (concerned, of) = (group.records, self.records);
        format!("look at record {}{more} ({concerned} of {of})", examples.join(", "))
    }
}

/// What is wrong with a placeholder, which is marked as a whole.
fn problem(placeholder: &Placeholder<'_>, kind: ErrorKind, is_drawn: bool) -> Problem {
    let mut locator = Locator::new(placeholder.template().source());
    Problem::at(&mut locator, kind, placeholder.span(), None, is_drawn)
        .within_string(placeholder.within())
}

/// What is the same for all records of a group: not how long their arrays are, nor what a filter said of a
/// value.
fn reason(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::Gap { reason: Reason::NoIndex { parent, index, .. }, .. } => {
            format!("{parent} {index}")
        }
        ErrorKind::Failed { .. } => String::new(),
        kind => kind.to_string(),
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = self.groups();
        let place = |group: &Group| {
            let mut place = group.template.as_deref().map_or_else(String::new, visible);
            if let Some(within) = &group.within {
                place += ":";
                place += &visible(&within.to_string());
            }
            let Position { line, column } = group.position;
            format!("{place}:{line}:{column}").trim_start_matches(':').to_owned()
        };
        let [count_width, place_width, code_width] = columns(groups.iter().map(|group| {
            let count = group.records.to_string().len();
            [count, place(group).chars().count(), group.code.len()]
        }));
        for group in &groups {
            let Group { code, message, records, .. } = group;
            let examples: Vec<_> =
                group.examples.iter().map(|number| format!("#{number}")).collect();
            let more = if *records > examples.len() { ", …" } else { "" };
            write!(f, "{records:>count_width$} × {:place_width$}  ", place(group))?;
            let note = if group.severity == Severity::Note { "note: " } else { "" };
            writeln!(f, "{code:code_width$}  {note}{message} ({}{more})", examples.join(", "))?;
        }
        let s = |count| if count == 1 { "" } else { "s" };
        let others = self.others();
        if others > 0 {
            writeln!(f, "… and {others} more finding{}", s(others))?;
        }
        let Self { records, refused, .. } = self;
        writeln!(f, "{refused} of {records} record{} would be refused", s(*records))
    }
}

impl Serialize for Survey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Told<'s> {
            records: usize,
            refused: usize,
            groups: Vec<&'s Group>,
            others: usize,
        }
        let Self { records, refused, .. } = *self;
        Told { records, refused, groups: self.groups(), others: self.others() }
            .serialize(serializer)
    }
}
