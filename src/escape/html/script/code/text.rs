//! Strings and template literals, behind what opens them.

use crate::escape::html::script::Why;
use crate::escape::html::script::escape::{Escape, Place};

/// A string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    quote: char,
    pub(super) escape: Escape,
}

impl Text {
    pub(super) const fn new(quote: char) -> Self {
        Self { quote, escape: Escape::None }
    }

    /// Whether it goes on; nothing if it is broken.
    pub(super) fn read(&mut self, char: char) -> Option<bool> {
        if let Some(escape) = self.escape.read(char, Place::Text) {
            self.escape = escape;
            return Some(true);
        }
        self.escape = Escape::None;
        match char {
            '\n' | '\r' => None, // the other line ends may stand in it
            _ => Some(char != self.quote),
        }
    }
}

/// A template literal, outside of `${…}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) escape: Escape,
    /// Whether a function is called with its parts, as they were written too.
    pub(super) is_tagged: bool,
    dollar: Dollar,
}

/// Whether a `$` stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dollar {
    No,
    Right,
    /// With placeholders between.
    Before,
}

/// What a character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Inside,
    End,
    /// `${` is complete.
    Substitution,
}

impl Template {
    pub(super) const fn new(is_tagged: bool) -> Self {
        Self { escape: Escape::None, is_tagged, dollar: Dollar::No }
    }

    pub(super) fn read(&mut self, char: char) -> Result<Step, Why> {
        let dollar = std::mem::replace(&mut self.dollar, Dollar::No);
        if let Some(escape) = self.escape.read(char, Place::Text) {
            self.escape = escape;
            return Ok(Step::Inside);
        }
        self.escape = Escape::None;
        match (char, dollar) {
            ('`', _) => return Ok(Step::End),
            ('{', Dollar::Right) => return Ok(Step::Substitution),
            ('{', Dollar::Before) => return Err("if it is empty, `$` and `{` around it meet"),
            ('$', _) => self.dollar = Dollar::Right,
            _ => {}
        }
        Ok(Step::Inside)
    }

    pub(super) fn placeholder(&mut self) {
        if self.dollar == Dollar::Right {
            self.dollar = Dollar::Before;
        }
    }
}
