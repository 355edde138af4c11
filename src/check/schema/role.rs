//! What a chain is for, and so which values it can print.

use crate::schema::{Facts, Kinds};
use crate::value::Kind;

/// What an expression can do with an array or object.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Takes {
    /// Nothing.
    Texts,
    /// `join` an array.
    Arrays,
    Anything,
}

/// What a chain is for.
#[derive(Clone, Copy)]
pub(super) struct Role {
    pub(super) takes: Takes,
    /// It is no gap if nothing answers.
    pub(super) may_be_missing: bool,
    /// An empty array or object is turned into a text that is not blank.
    pub(super) shows_empty: bool,
}

impl Role {
    /// What a value may be and cannot be printed.
    pub(super) fn refused(self, facts: &Facts) -> Kinds {
        facts.filled.and(match self.takes {
            Takes::Texts => Kinds::CONTAINERS,
            Takes::Arrays => Kinds::of(Kind::Object),
            Takes::Anything => Kinds::NONE,
        })
    }

    /// What it may be and print nothing; that an array or object may be empty too is no matter where it is
    /// refused.
    pub(super) fn blank(self, facts: &Facts) -> Kinds {
        let shown = if self.shows_empty { Kinds::CONTAINERS } else { self.refused(facts) };
        facts.blank.without(shown)
    }
}

/// Kinds that print nothing, in words.
pub(super) fn blanks(kinds: Kinds) -> String {
    let names = kinds.iter().map(|kind| match kind {
        Kind::Array => "an empty array",
        Kind::Object => "an empty object",
        _ => "empty or blank",
    });
    names.collect::<Vec<_>>().join(", or ")
}
