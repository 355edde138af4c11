//! Many records: which of them would leave a gap, and why.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use crate::resolve::Resolution;
use crate::span::Position;
use crate::visible::visible;

/// The records of a group that are named.
const EXAMPLES: usize = 3;
/// The most groups; what would make another is only counted.
const GROUPS: usize = 1_000;

/// Which of many records would be refused by a template or several, grouped by placeholder and reason.
///
/// Holds nothing of the records but the groups. `Display` lists those, the largest first; as JSON:
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
/// letter.txt:1:31: [gap] nothing found for `code`: there is no key `code`: 1 record, #1
/// letter.txt:1:31: [gap] nothing found for `code`: `code` is null: 1 record, #3
/// 2 of 3 records would be refused
/// ");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Survey {
    records: usize,
    refused: usize,
    /// The record that was refused last.
    last: usize,
    groups: IndexMap<(Option<String>, String), Group>,
    /// Refusals beyond the groups.
    others: usize,
}

/// Records that are refused for the same reason: an element of [`Survey::groups`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// The name of the template, if it has one.
    #[serde(rename = "file", skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Where the first placeholder stands that is concerned.
    #[serde(flatten)]
    pub position: Position,
    /// The code of the finding.
    pub code: &'static str,
    /// What stands between the delimiters.
    pub expression: String,
    /// What is wrong, with the reason.
    pub message: String,
    /// How many records it concerns.
    pub records: usize,
    /// The first of them, from 1.
    pub examples: Vec<usize>,
    #[serde(skip)]
    last: usize,
}

impl Survey {
    /// A survey of no record.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is added from now on belongs to the next record.
    pub const fn begin_record(&mut self) {
        self.records += 1;
    }

    /// Takes in what became of a template with the record that has begun.
    pub fn add(&mut self, resolution: &Resolution<'_>) {
        let (record, template) = (self.records, resolution.template());
        for resolved in resolution.outcomes() {
            let Some(kind) = resolved.error_kind() else { continue };
            if self.last != record {
                (self.last, self.refused) = (record, self.refused + 1);
            }
            let name = template.name().map(str::to_owned);
            let key = (name.clone(), kind.to_string());
            let is_new = !self.groups.contains_key(&key);
            if is_new && self.groups.len() >= GROUPS {
                self.others += 1;
                continue;
            }
            let group = self.groups.entry(key).or_insert_with(|| Group {
                template: name,
                position: resolved.placeholder().position(),
                code: kind.code(),
                expression: resolved.expression().to_owned(),
                message: kind.to_string(),
                records: 0,
                examples: Vec::new(),
                last: 0,
            });
            if group.last == record {
                continue;
            }
            (group.last, group.records) = (record, group.records + 1);
            if group.examples.len() < EXAMPLES {
                group.examples.push(record);
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

    /// The reasons, the one that concerns most records first; at most 1,000.
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
        groups.sort_by_key(|group| std::cmp::Reverse(group.records));
        groups
    }
}

impl fmt::Display for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |count| if count == 1 { "" } else { "s" };
        for group in self.groups() {
            if let Some(name) = &group.template {
                write!(f, "{}:", visible(name))?;
            }
            let Group { position, code, message, records, .. } = group;
            write!(f, "{}:{}: [{code}] {message}", position.line, position.column)?;
            write!(f, ": {records} record{}, ", s(*records))?;
            for (number, example) in group.examples.iter().enumerate() {
                write!(f, "{}#{example}", if number == 0 { "" } else { ", " })?;
            }
            f.write_str(if *records > group.examples.len() { ", …\n" } else { "\n" })?;
        }
        if self.others > 0 {
            writeln!(f, "… and {} more placeholder{}", self.others, s(self.others))?;
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
        let Self { records, refused, others, .. } = *self;
        Told { records, refused, groups: self.groups(), others }.serialize(serializer)
    }
}
