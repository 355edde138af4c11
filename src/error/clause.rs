//! Clauses of messages that depend on what they tell of.

use super::WIDTH;
use crate::visible::one_line;

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
