//! What a report knows, told in words for the page: nothing invisible, nothing too long.

use std::collections::BTreeMap;
use std::iter::Peekable;

use serde::Serialize;

use crate::finding::{Finding, Findings};
use crate::report::{Entry, Report};
use crate::resolve::{Outcome, Rejected};
use crate::visible::{shown, visible};

/// The longest that an output or an expression is told, and a path or reason, in code points.
const LONG: usize = 400;

/// Where what a placeholder printed comes from, for a reader: the outcomes that look the same to one are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Origin {
    Data,
    Default,
    Translation,
    Literal,
    Blank,
    Paired,
    Gap,
    Refused,
    Failed,
}

impl Origin {
    const ALL: [Self; 9] = [
        Self::Data,
        Self::Default,
        Self::Translation,
        Self::Literal,
        Self::Blank,
        Self::Paired,
        Self::Gap,
        Self::Refused,
        Self::Failed,
    ];

    pub(super) const fn of(outcome: &Outcome<'_>) -> Self {
        match outcome {
            Outcome::Data { .. } => Self::Data,
            Outcome::Default { .. } => Self::Default,
            Outcome::Translation { .. } => Self::Translation,
            Outcome::Literal => Self::Literal,
            Outcome::Blank { is_gap: false, .. } => Self::Blank,
            Outcome::Paired { .. } => Self::Paired,
            Outcome::Missing { .. } | Outcome::NotText { .. } | Outcome::Blank { .. } => Self::Gap,
            Outcome::Refused { .. } => Self::Refused,
            Outcome::Failed { .. } => Self::Failed,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Default => "default",
            Self::Translation => "translation",
            Self::Literal => "literal",
            Self::Blank => "blank",
            Self::Paired => "paired",
            Self::Gap => "gap",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// All that the page tells.
pub(super) struct Told {
    pub(super) rows: Vec<Row>,
}

/// A placeholder as the page tells it.
#[derive(Default, Serialize)]
pub(super) struct Row {
    origin: Option<Origin>,
    /// Line and column in the template, from 1.
    at: String,
    expression: String,
    told: String,
    /// What stands in the output; none if nothing does, since its line went.
    #[serde(skip_serializing_if = "Option::is_none")]
    printed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<usize>,
    /// What a value means at its place in a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    /// The candidates that were passed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rejected: Vec<Passed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Row>,
    /// The code of what was found, and the way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

#[derive(Serialize)]
struct Passed {
    operand: String,
    /// Where it was looked for, if the operand does not say that.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    layer: usize,
    why: String,
}

impl Told {
    /// `findings` are those of the same resolution, in the order of the text.
    pub(super) fn new(report: &Report<'_>, output: &str, findings: &Findings) -> Self {
        let mut findings = findings.iter().peekable();
        let rows = report.placeholders.iter().map(|entry| {
            let mut row = Row::of(entry, output);
            if let Some(finding) = finding_of(entry, &mut findings) {
                row.code = Some(finding.kind().code());
                row.help = finding.problem().help().map(visible);
            }
            row
        });
        Self { rows: rows.collect() }
    }

    /// How many placeholders have which origin.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts: BTreeMap<_, _> = Origin::ALL.map(|origin| (origin.name(), 0)).into();
        for origin in self.rows.iter().filter_map(|row| row.origin) {
            *counts.entry(origin.name()).or_default() += 1;
        }
        counts
    }

    /// How many placeholders there are, and whether all is well.
    pub(super) fn summary(&self) -> String {
        let counts = self.counts();
        let count = |count: usize, one: &str, many: &str| match count {
            0 => format!("no {many}"),
            1 => format!("1 {one}"),
            _ => format!("{count} {many}"),
        };
        let mut parts = vec![
            count(self.rows.len(), "placeholder", "placeholders"),
            count(counts["gap"], "gap", "gaps"),
        ];
        for name in ["refused", "failed"] {
            if counts[name] > 0 {
                parts.push(format!("{} {name}", counts[name]));
            }
        }
        parts.join(", ")
    }
}

/// The finding that is about this placeholder, of findings in the order of the text.
fn finding_of<'f>(
    entry: &Entry<'_>,
    findings: &mut Peekable<impl Iterator<Item = &'f Finding>>,
) -> Option<&'f Finding> {
    let start = |finding: &Finding| finding.problem().start();
    while findings.next_if(|finding| start(finding) < entry.span.start()).is_some() {}
    findings.next_if(|finding| start(finding) < entry.span.end())
}

impl Row {
    fn of(entry: &Entry<'_>, output: &str) -> Self {
        let printed = entry.output.clone().and_then(|range| output.get(range));
        let mut row = Self {
            origin: Some(Origin::of(&entry.outcome)),
            at: format!("{}:{}", entry.position.line, entry.position.column),
            expression: shown(&entry.expression, LONG),
            told: shown(&entry.outcome.to_string(), LONG),
            printed: printed.map(|text| shown(text, LONG)),
            context: entry.context.map(|context| context.to_string()),
            rejected: entry.rejected.iter().map(Passed::of).collect(),
            parts: entry.parts.iter().map(|part| Self::of(part, output)).collect(),
            ..Self::default()
        };
        match &entry.outcome {
            Outcome::Data { path, layer }
            | Outcome::Default { path, layer, .. }
            | Outcome::Blank { path, layer, .. } => {
                row.path = Some(shown(&path.to_string(), LONG));
                row.layer = Some(*layer);
            }
            Outcome::NotText { path, layer, .. } | Outcome::Refused { path, layer, .. } => {
                row.path = path.as_ref().map(|path| shown(&path.to_string(), LONG));
                row.layer = Some(*layer);
            }
            Outcome::Translation { key, locale, layer } => {
                row.key = Some(shown(key, LONG));
                row.locale = locale.as_ref().map(|locale| visible(locale));
                // Messages of catalogs stand in no layer, and those of the page mostly in the first.
                row.layer = Some(*layer).filter(|layer| *layer > 0);
            }
            Outcome::Literal
            | Outcome::Paired { .. }
            | Outcome::Missing { .. }
            | Outcome::Failed { .. } => {}
        }
        row
    }
}

impl Passed {
    fn of(rejected: &Rejected<'_>) -> Self {
        Self {
            operand: shown(&rejected.operand, LONG),
            path: rejected.at.as_ref().map(|path| shown(&path.to_string(), LONG)),
            layer: rejected.layer,
            why: shown(&rejected.why.to_string(), LONG),
        }
    }
}
