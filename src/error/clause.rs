//! Clauses of messages that depend on what they tell of.

use super::WIDTH;
use crate::visible::{one_line, shown};

/// The most things that a list names.
const LISTED: usize = 8;

/// A clause on how many records have something.
pub(super) fn had_by(records: usize) -> String {
    if records > 1 { format!(", which {records} records have") } else { String::new() }
}

/// What was found on one line; a space that looks like any other is written out.
pub(super) fn with_spaces(found: &str) -> String {
    let mut chars = found.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_whitespace() => c.escape_default().to_string(),
        _ => one_line(found, WIDTH),
    }
}

/// The first of some things, and how many more there are.
pub(super) fn listed(things: &[impl AsRef<str>]) -> String {
    let named = things.iter().take(LISTED).map(|thing| shown(thing.as_ref(), WIDTH));
    let list = named.collect::<Vec<_>>().join(", ");
    match things.len().checked_sub(LISTED) {
        None | Some(0) => list,
        Some(more) => format!("{list} and {more} more"),
    }
}
