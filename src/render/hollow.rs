//! Which of a template's hollow candidates turned out hollow.

use super::printed::Printout;
use crate::span::Span;
use crate::value::{State, text_state};

/// The lines that go: every placeholder printed nothing or white space, and none was filled with
/// something that is no value.
pub(super) fn hollow_lines(printout: &Printout<'_>, is_kept: impl Fn(usize) -> bool) -> Vec<Span> {
    let lines = &printout.template.tables().lines;
    let is_hollow =
        |number| !is_kept(number) && text_state(printout.placeholder(number)) != State::Value;
    lines
        .iter()
        .filter(|line| (line.placeholders.start()..line.placeholders.end()).all(is_hollow))
        .map(|line| line.span)
        .collect()
}
