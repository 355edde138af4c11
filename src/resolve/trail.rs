//! What is written down while expressions are answered.

use super::answer::{Answer, Origin};
use crate::value::Kind;

/// A candidate that was passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reject {
    pub(super) operand: usize,
    pub(super) origin: Origin,
    pub(super) why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Why {
    Missing,
    /// The source could not look: nothing else answers instead.
    Broken,
    Null,
    Empty,
    Blank,
    /// A translation that is null, empty or blank.
    NoText,
    /// Something other than a text where a translation belongs.
    NotTranslation(Kind),
    /// An argument of the translation is a gap: the row of the reason.
    Argument(usize),
    /// Something within the text that was found, or that an argument found, is a gap: the row of the
    /// reason.
    Told(usize),
    /// The text was given an argument, by number, that found a text with a gap in it.
    Given(usize),
}

/// Hears about every candidate that is looked at.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// Those that were passed over; none if nobody wants to know.
    rejects: Option<Vec<Reject>>,
    /// More data may give something else, for a reason that no reject shows: an array or object
    /// was found, or something within a text or an argument is open.
    pub(super) is_open: bool,
    /// Wants to know what texts within texts are made of.
    tells_parts: bool,
    /// A text was passed over since something within it is a gap: only an answer may hide that.
    pub(super) is_unfilled: bool,
}

impl Trail {
    /// Writes nothing down.
    pub(super) const fn deaf() -> Self {
        Self { rejects: None, is_open: false, tells_parts: false, is_unfilled: false }
    }

    /// Listens, and tells what texts within texts are made of if somebody wants to know.
    pub(super) const fn listening(tells_parts: bool) -> Self {
        Self { rejects: Some(Vec::new()), is_open: false, tells_parts, is_unfilled: false }
    }

    /// Another one, which hears as much.
    pub(super) const fn another(&self) -> Self {
        if self.listens() { Self::listening(self.tells_parts) } else { Self::deaf() }
    }

    pub(super) const fn listens(&self) -> bool {
        self.rejects.is_some()
    }

    pub(super) const fn tells_parts(&self) -> bool {
        self.tells_parts
    }

    pub(super) fn reject(&mut self, operand: usize, origin: Origin, why: Why) {
        if let Some(rejects) = &mut self.rejects {
            rejects.push(Reject { operand, origin, why });
        }
    }

    /// The answer where a source is broken: a gap, whatever stands behind it.
    pub(super) fn broken<'a>(&mut self, operand: usize, origin: Origin, why: Why) -> Answer<'a> {
        self.reject(operand, origin, why);
        // It may be mended before the next pass.
        self.is_open = true;
        Answer::missing(true, operand, origin)
    }

    pub(super) fn rejects(&self) -> &[Reject] {
        self.rejects.as_deref().unwrap_or_default()
    }

    pub(super) fn into_rejects(self) -> Vec<Reject> {
        self.rejects.unwrap_or_default()
    }
}
