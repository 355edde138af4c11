//! Words of a script, of which some are keywords, and what a `/` behind them is.

use super::character::is_name;
use super::escape::{Escape, Place};

/// The last token, as far as it says what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// An expression may begin behind it.
    Operator,
    /// An expression ends with it.
    Operand,
    /// A name follows, even if it reads like a keyword.
    Dot,
    /// The end of a block, a body or an object, which are hard to tell apart.
    Brace,
    /// A keyword in one place and a name in another, or a sign that may be before or behind its operand.
    Doubtful,
    /// A statement may begin behind the parentheses that follow.
    Condition,
    /// `import`, and `(` behind it.
    Import,
    ImportParenthesis,
    /// A name, or what stands before the name of a module.
    From,
}

impl Last {
    /// Whether a `/` behind it divides; nothing if that cannot be told.
    pub(super) const fn divides(self) -> Option<bool> {
        match self {
            Self::Operand | Self::From => Some(true),
            Self::Operator | Self::Condition | Self::Import | Self::ImportParenthesis => {
                Some(false)
            }
            Self::Dot | Self::Brace | Self::Doubtful => None,
        }
    }

    /// Whether what follows says which module the page runs.
    pub(super) const fn names_module(self) -> bool {
        matches!(self, Self::Import | Self::ImportParenthesis | Self::From)
    }
}

/// A word that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// As much of it as may be a keyword.
    letters: [u8; Word::LONGEST],
    len: usize,
    /// Whether it can be no keyword.
    is_name: bool,
    escape: Escape,
}

impl Word {
    /// `instanceof`.
    const LONGEST: usize = 10;

    const fn new(is_name: bool) -> Self {
        Self { letters: [0; Self::LONGEST], len: 0, is_name, escape: Escape::None }
    }

    /// The flags of a regular expression.
    pub(super) const fn flags() -> Self {
        Self::new(true)
    }

    /// The word that begins with `char`, if one does.
    pub(super) fn begin(char: char, last: Last) -> Option<Self> {
        let mut word = Self::new(matches!(last, Last::Dot));
        word.read(char).then_some(word)
    }

    /// Takes in a character if it belongs to the word.
    pub(super) fn read(&mut self, char: char) -> bool {
        if let Some(escape) = self.escape.read(char, Place::Text) {
            self.is_name = true; // no keyword is written with escapes
            self.escape = escape;
            return true;
        }
        self.escape = Escape::None;
        if !is_name(char) {
            return false;
        }
        match (u8::try_from(char), self.letters.get_mut(self.len)) {
            (Ok(byte), Some(letter)) if byte.is_ascii() => {
                *letter = byte;
                self.len += 1;
            }
            _ => self.is_name = true,
        }
        true
    }

    /// What the word is behind `last`.
    pub(super) fn token(&self, last: Last) -> Last {
        if self.is_name {
            return Last::Operand;
        }
        match self.letters.get(..self.len).unwrap_or_default() {
            b"await" if last == Last::Condition => Last::Condition, // `for await (`
            b"if" | b"while" | b"for" | b"with" => Last::Condition,
            b"of" | b"yield" | b"await" => Last::Doubtful,
            b"import" => Last::Import,
            b"from" => Last::From,
            // All other reserved words but `this`, `super`, `null`, `true` and `false`: none of them
            // ends an expression.
            b"break" | b"case" | b"catch" | b"class" | b"const" | b"continue" | b"debugger"
            | b"default" | b"delete" | b"do" | b"else" | b"enum" | b"export" | b"extends"
            | b"finally" | b"function" | b"in" | b"instanceof" | b"new" | b"return" | b"switch"
            | b"throw" | b"try" | b"typeof" | b"var" | b"void" => Last::Operator,
            _ => Last::Operand,
        }
    }
}
