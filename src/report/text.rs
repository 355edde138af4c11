//! The report as text: aligned columns, and a line of counts.

use std::fmt;

use super::{Entry, Report};
use crate::error::Reason;
use crate::resolve::{Outcome, Rejected};
use crate::span::Position;
use crate::visible::{cut, one_line, one_line_of};

/// The widest that a column gets, in code points: of the expressions, and of the strings of a tree.
const WIDTH: usize = 48;
/// The widest that the outcome gets, and what is said of a candidate.
const CLAUSE: usize = 240;
/// The most that is said of the candidates of a placeholder.
const LISTED: usize = 8;

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = Vec::with_capacity(self.placeholders.len());
        self.placeholders.iter().for_each(|entry| push_rows(&mut rows, entry, 0));
        let width = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| text.chars().count()).max().unwrap_or(0)
        };
        let places = width(&mut rows.iter().map(|row| &row.place));
        let expressions = width(&mut rows.iter().map(|row| &row.expression));
        for Row { place, expression, entry } in &rows {
            let outcome = cut(&entry.outcome.to_string(), CLAUSE);
            let kept = if entry.kept { "kept so far: " } else { "" };
            write!(f, "{place:places$}  {expression:expressions$}  {kept}{outcome}")?;
            write_rejected(f, entry)?;
            f.write_str("\n")?;
        }
        let count = self.placeholders.len();
        write!(f, "{count} placeholder{}", if count == 1 { "" } else { "s" })?;
        for (index, (outcome, count)) in self.counts().into_iter().enumerate() {
            write!(f, "{} {count} {outcome}", if index == 0 { ":" } else { "," })?;
        }
        match self.placeholders.iter().filter(|entry| entry.kept).count() {
            0 => f.write_str("\n"),
            kept => writeln!(f, "; {kept} kept"),
        }
    }
}

struct Row<'e> {
    place: String,
    expression: String,
    entry: &'e Entry<'e>,
}

/// A row for the entry, and below it those of its parts, indented.
fn push_rows<'e>(rows: &mut Vec<Row<'e>>, entry: &'e Entry<'e>, depth: usize) {
    let indent = "  ".repeat(depth);
    let expression = one_line(&entry.expression, WIDTH);
    let (place, expression) = (indent.clone() + &place(entry), indent + &expression);
    rows.push(Row { place, expression, entry });
    entry.parts.iter().for_each(|part| push_rows(rows, part, depth + 1));
}

fn place(entry: &Entry<'_>) -> String {
    let Position { line, column } = entry.position;
    match &entry.within {
        Some(within) => format!("{}:{line}:{column}", one_line_of(within, WIDTH)),
        None => format!("{line}:{column}"),
    }
}

/// What was passed over, but for what the outcome itself tells; a candidate with what all layers
/// have of it.
fn write_rejected(f: &mut fmt::Formatter<'_>, entry: &Entry<'_>) -> fmt::Result {
    let answered = match &entry.outcome {
        Outcome::Data { path, .. } | Outcome::Default { path, .. } => path.to_string(),
        _ => String::new(),
    };
    let candidate = |rejected: &Rejected<'_>| {
        let path = rejected.at.as_ref().map(ToString::to_string);
        let path = path.as_deref().unwrap_or(&rejected.operand);
        if path == answered { "in earlier layers it".to_owned() } else { one_line(path, WIDTH) }
    };
    // What the outcome is about has been told.
    let told = match &entry.outcome {
        Outcome::Missing { why } => {
            entry.rejected.iter().find(|rejected| rejected.why == *why).map(candidate)
        }
        Outcome::Blank { path, .. } => Some(one_line(&path.to_string(), WIDTH)),
        _ => None,
    };
    let mut listed = 0;
    let mut join = if told.is_some() { ", and" } else { ", since" };
    let (mut last_candidate, mut last_state) = (String::new(), String::new());
    for rejected in &entry.rejected {
        let (candidate, state) = (candidate(rejected), state(&rejected.why));
        if told.as_ref() == Some(&candidate) {
            continue;
        }
        let is_other = candidate != last_candidate;
        if !is_other && state == last_state {
            continue;
        }
        listed += 1;
        if listed > LISTED {
            return f.write_str(", …");
        }
        if is_other {
            write!(f, "{join} {candidate} {state}")?;
            join = " and";
        } else {
            write!(f, ", then {}", state.strip_prefix("is ").unwrap_or(&state))?;
        }
        (last_candidate, last_state) = (candidate, state);
    }
    Ok(())
}

/// Shorter than the reason itself, which would name the parent of what is missing.
fn state(why: &Reason) -> String {
    match why {
        Reason::Null { .. } => "is null".to_owned(),
        Reason::Empty { .. } => "is empty".to_owned(),
        Reason::Blank { .. } => "is blank".to_owned(),
        Reason::Absent
        | Reason::NoKey { .. }
        | Reason::NoIndex { .. }
        | Reason::WrongKind { .. } => "is missing".to_owned(),
        Reason::Untranslated { .. } => "has no translation".to_owned(),
        other => format!("gives nothing ({})", cut(&other.to_string(), CLAUSE)),
    }
}
