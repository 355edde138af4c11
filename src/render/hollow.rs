//! Which of a template's hollow candidates turned out hollow.

use super::printed::Printout;
use crate::span::Span;
use crate::value::{State, TextStates};

/// The lines that go: every placeholder printed nothing or white space, and none of them `is_kept`:
/// filled with something that is no value.
pub(super) fn hollow_lines<'p>(
    printout: Printout<'p>,
    is_kept: impl Fn(usize) -> bool + 'p,
) -> impl Iterator<Item = Span> + 'p {
    // One blank value may stand on many lines.
    let mut known = TextStates::default();
    let mut is_blank = move |text: &'p str| known.state(text) != State::Value;
    let lines = printout.template.tables().lines.iter().filter(move |line| {
        let mut placeholders = line.placeholders.start()..line.placeholders.end();
        placeholders.all(|number| !is_kept(number) && is_blank(printout.placeholder(number)))
    });
    lines.map(|line| line.span)
}
