//! Which of a template's hollow candidates turned out hollow.

use super::printed::Printout;
use crate::span::Span;
use crate::value::{State, text_state};

/// The lines that go: every placeholder printed nothing or white space, and none of them `is_kept`:
/// filled with something that is no value.
pub(super) fn hollow_lines<'p>(
    printout: Printout<'p>,
    is_kept: impl Fn(usize) -> bool + 'p,
) -> impl Iterator<Item = Span> + 'p {
    let is_hollow =
        move |number| !is_kept(number) && text_state(printout.placeholder(number)) != State::Value;
    let lines = printout.template.tables().lines.iter();
    lines
        .filter(move |line| (line.placeholders.start()..line.placeholders.end()).all(&is_hollow))
        .map(|line| line.span)
}
