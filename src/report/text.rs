//! The report as text: aligned columns, and a line of counts.

use std::fmt;

use super::{Entry, Report};
use crate::error::Reason;
use crate::resolve::{Outcome, Rejected};
use crate::span::Position;
use crate::visible::one_line;

/// The widest that the column of placeholders gets, in code points.
const WIDTH: usize = 48;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self
            .placeholders
            .iter()
            .map(|entry| (place(entry), one_line(&entry.text, WIDTH)))
            .collect();
        let width = |column: fn(&(String, String)) -> &String| {
            rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0)
        };
        let (places, texts) = (width(|row| &row.0), width(|row| &row.1));
        for ((place, text), entry) in rows.iter().zip(&self.placeholders) {
            write!(f, "{place:places$}  {text:texts$}  {}", entry.outcome)?;
            let told = |rejected: &&Rejected<'_>| match &entry.outcome {
                Outcome::Missing { why } => *why == rejected.why,
                Outcome::Blank { .. } => {
                    matches!(rejected.why, Reason::Empty { .. } | Reason::Blank { .. })
                }
                _ => false,
            };
            let untold = entry.rejected.iter().filter(|rejected| !told(rejected));
            for (index, rejected) in untold.enumerate() {
                let join = if index == 0 { ", since" } else { " and" };
                write!(f, "{join} {}", clause(rejected))?;
            }
            f.write_str("\n")?;
        }
        let count = self.placeholders.len();
        write!(f, "{count} placeholder{}", if count == 1 { "" } else { "s" })?;
        for (index, (outcome, count)) in self.counts().into_iter().enumerate() {
            write!(f, "{} {count} {outcome}", if index == 0 { ":" } else { "," })?;
        }
        f.write_str("\n")
    }
}

fn place(entry: &Entry) -> String {
    let Position { line, column } = entry.position;
    match &entry.within {
        Some(within) => format!("{within}:{line}:{column}"),
        None => format!("{line}:{column}"),
    }
}

/// Shorter than the reason itself, which would name the parent of what is missing.
fn clause(rejected: &Rejected<'_>) -> String {
    let path = rejected.default.as_ref().map(ToString::to_string);
    let candidate = one_line(path.as_deref().unwrap_or(&rejected.operand), WIDTH);
    match &rejected.why {
        Reason::Null { .. } => format!("{candidate} is null"),
        Reason::Empty { .. } => format!("{candidate} is empty"),
        Reason::Blank { .. } => format!("{candidate} is blank"),
        Reason::Absent
        | Reason::NoKey { .. }
        | Reason::NoIndex { .. }
        | Reason::WrongKind { .. } => {
            format!("{candidate} is missing")
        }
        Reason::Untranslated { .. } => format!("{candidate} has no translation"),
        other => format!("{candidate}: {other}"),
    }
}
