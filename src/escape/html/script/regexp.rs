//! Regular expressions: where they end, and where in them a text can stand.

use super::Why;
use super::character::is_line_end;
use super::escape::{Escape, Place};
use crate::escape::html::HtmlContext;

#[derive(Clone, Copy, Debug)]
pub(super) struct Regexp {
    part: Part,
    escape: Escape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Pattern,
    /// Right behind `(`.
    Group,
    /// Behind `(?`, and letters.
    Kind,
    /// Right behind `(?<`.
    Less,
    /// In the name of a group.
    Name,
    /// In `{`, digits and commas.
    Quantifier,
    /// Right behind the `[` of a class.
    ClassStart,
    /// Right behind `[^`.
    Negated,
    Class,
    /// Behind `-` in a class: the range may end here.
    Dash,
    /// Behind a placeholder that a class begins with, perhaps with an empty text.
    BehindFirst,
    /// Behind another placeholder in a class.
    BehindText,
    /// Behind a placeholder and `-`.
    BehindTextDash,
}

/// What a character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Inside,
    End,
    /// The line ends, which it may not.
    Broken,
}

impl Regexp {
    pub(super) const fn new() -> Self {
        Self { part: Part::Pattern, escape: Escape::None }
    }

    pub(super) fn read(&mut self, char: char) -> Result<Step, Why> {
        if is_line_end(char) {
            return Ok(Step::Broken);
        }
        if let Some(escape) = self.escape.read(char, Place::Regexp) {
            if !self.escape.is_open() {
                self.part = self.next(char)?;
            }
            self.escape = escape;
            return Ok(Step::Inside);
        }
        self.escape = Escape::None;
        if char == '/' && !self.is_in_class() {
            return Ok(Step::End);
        }
        self.part = self.next(char)?;
        Ok(Step::Inside)
    }

    const fn is_in_class(self) -> bool {
        !matches!(
            self.part,
            Part::Pattern | Part::Group | Part::Kind | Part::Less | Part::Name | Part::Quantifier
        )
    }

    fn next(self, char: char) -> Result<Part, Why> {
        Ok(match (self.part, char) {
            (_, ']') if self.is_in_class() => Part::Pattern,
            (Part::BehindFirst, '^') => {
                return Err("an empty value before `^` would turn the class into its opposite");
            }
            (Part::BehindTextDash, _) => return Err("it would be the beginning of a range"),
            (Part::BehindFirst | Part::BehindText, '-') => Part::BehindTextDash,
            (Part::ClassStart, '^') => Part::Negated,
            (Part::Class | Part::Dash, '-') => Part::Dash,
            _ if self.is_in_class() => Part::Class,
            (_, '[') => Part::ClassStart,
            (Part::Kind, '<') => Part::Less,
            (Part::Group, '?') | (Part::Kind, 'a'..='z' | '-') => Part::Kind,
            (Part::Less, '=' | '!' | '>') | (Part::Name, '>') => Part::Pattern,
            (Part::Less | Part::Name, _) => Part::Name,
            (Part::Quantifier, '0'..='9' | ',') | (_, '{') => Part::Quantifier,
            (_, '(') => Part::Group,
            _ => Part::Pattern,
        })
    }

    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, Why> {
        if self.escape.is_open() {
            return Err("it would be part of the escape before it");
        }
        self.part = match self.part {
            Part::Pattern | Part::Group => Part::Pattern,
            Part::Kind | Part::Less => return Err("`(?` before it has no end"),
            Part::Name => return Err("it would be part of the name of a group"),
            Part::Quantifier => return Err("it would be part of a quantifier"),
            Part::Dash | Part::BehindTextDash => return Err("it would be the end of a range"),
            Part::ClassStart | Part::BehindFirst => Part::BehindFirst,
            Part::Negated | Part::Class | Part::BehindText => Part::BehindText,
        };
        Ok(if self.is_in_class() { HtmlContext::RegexpClass } else { HtmlContext::Regexp })
    }
}
