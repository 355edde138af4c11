//! How much of a declaration or a rule was read on one level of blocks.

use super::Why;
use super::word::{Kind, Word};

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Declaration {
    pub(super) part: Part,
    /// Its name, once read.
    name: Option<Word>,
    /// Whether a value stands in its value.
    pub(super) has_placeholder: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing but white space and comments.
    #[default]
    Start,
    /// The name.
    Name,
    /// Behind the `:`, as far as can be seen: it may still be a selector.
    Value,
    /// What begins like no declaration.
    Selector,
    /// An at-rule, before its block.
    At,
    /// Behind a placeholder for the whole.
    Trusted,
}

impl Declaration {
    /// A token other than white space, and the word that it is.
    pub(super) fn token(&mut self, word: Option<Word>) {
        self.part = match (self.part, word) {
            (Part::Start, Some(word)) if word.kind == Kind::Name => {
                self.name = Some(word);
                Part::Name
            }
            (Part::Start, Some(word)) if word.kind == Kind::At => Part::At,
            (Part::Start | Part::Name, _) => Part::Selector,
            (part, _) => part,
        };
    }

    pub(super) fn colon(&mut self) {
        match self.part {
            Part::Name => self.part = Part::Value,
            _ => self.token(None),
        }
    }

    /// Whether it is one of a custom property, whose value may hold blocks.
    pub(super) fn is_custom(&self) -> bool {
        self.name.is_some_and(|name| name.text().starts_with(b"--"))
    }

    /// Whether something can stand in its value.
    pub(super) fn check_name(&self) -> Result<(), Why> {
        match &self.name {
            Some(name) if name.has_escape => {
                Err("the name of the property is written with escapes")
            }
            Some(name) if matches!(name.text(), b"behavior" | b"-moz-binding") => {
                Err("old browsers run what this property names")
            }
            _ => Ok(()),
        }
    }
}
