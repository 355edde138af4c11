//! The source of a style, read just far enough to tell what a placeholder in it is.
//!
//! Follows [CSS Syntax Level 3](https://www.w3.org/TR/css-syntax-3/). A byte that is not ASCII is part of a name
//! there, whatever character it belongs to.

mod declaration;
mod escape;
#[cfg(test)]
mod tests;
mod token;
mod url;
mod word;

use self::declaration::{Declaration, Part};
use self::escape::Escape;
use self::url::StyleUrl;
use self::word::{Kind, Word};
use super::HtmlContext;
use crate::error::HtmlFault;

/// Why no value can stand at a place, for the author of the template.
type Why = &'static str;

/// What a style is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    /// The text of an element `style`.
    Sheet,
    /// The value of an attribute `style`.
    Declarations,
}

/// Reads a style whose literals come in chunks, with placeholders between them.
#[derive(Clone, Debug)]
pub(super) struct StyleLexer {
    sheet: Sheet,
    state: State,
    /// The byte right before.
    before: u8,
    declaration: Declaration,
    levels: Vec<Level>,
    /// The last URL.
    url: StyleUrl,
    /// Why nothing more can be said.
    unclear: Option<Why>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Between,
    Slash,
    Comment {
        is_starred: bool,
    },
    /// So much of `<!--`.
    Opening(u8),
    Word(Word),
    /// Right behind a placeholder for a value, and whether a slash stands before that.
    BehindValue {
        is_slashed: bool,
    },
    String {
        quote: u8,
        escape: Escape,
        is_url: bool,
    },
    /// Behind `url(`.
    UrlStart,
    /// In a URL without quotes.
    Url(Escape),
    /// Behind it, before the `)`.
    UrlEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Block,
    Parenthesis,
    Bracket,
    /// The parentheses of a function whose strings are URLs.
    Urls,
}

impl StyleLexer {
    pub(super) fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            state: State::Between,
            before: b' ',
            declaration: Declaration::default(),
            levels: Vec::new(),
            url: StyleUrl::new(),
            unclear: None,
        }
    }

    /// Reads on; a fault if what follows spoils the placeholder before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        for &byte in bytes {
            if self.unclear.is_some() {
                return None;
            }
            if let Err(fault) = self.step(byte) {
                return Some(fault);
            }
            self.before = byte;
        }
        None
    }

    /// Where a placeholder stands that comes now; reads on as if a value stood there.
    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, HtmlFault> {
        self.settle();
        if let Some(why) = self.unclear {
            return Err(fault(why));
        }
        match self.state {
            State::Comment { .. } => Err(fault("it stands in a comment")),
            State::String { is_url: false, escape, .. } => {
                if escape.is_open() {
                    return Err(fault("it would be part of the escape before it"));
                }
                if self.declaration.part == Part::At {
                    return Err(fault(AT));
                }
                self.declaration.check_name().map_err(fault)?;
                Ok(HtmlContext::StyleString)
            }
            State::String { .. } | State::Url(_) | State::UrlStart => {
                self.check_place().map_err(fault)?;
                let part = self.url.placeholder()?;
                if matches!(self.state, State::UrlStart) {
                    self.state = State::Url(Escape::None);
                }
                self.declaration.has_placeholder = true;
                Ok(HtmlContext::StyleUrl(part))
            }
            State::UrlEnd => Err(fault("it follows a URL without quotes, which ends at a space")),
            _ => self.value().map_err(fault),
        }
    }

    /// Whether the value of a declaration stands here.
    fn check_place(&self) -> Result<(), Why> {
        match self.declaration.part {
            // Brackets hold no blocks, so that a block is the first level or there is none.
            Part::Value
                if self.sheet == Sheet::Sheet && self.levels.first() != Some(&Level::Block) =>
            {
                Err(SELECTOR)
            }
            Part::Value => self.declaration.check_name(),
            Part::At => Err(AT),
            Part::Start | Part::Name | Part::Selector => Err(SELECTOR),
            Part::Trusted => {
                Err("it follows another one that stands for whole declarations or rules")
            }
        }
    }

    /// A placeholder outside of strings and URLs.
    fn value(&mut self) -> Result<HtmlContext, Why> {
        if self.declaration.part == Part::Start {
            self.declaration.part = Part::Trusted;
            return Ok(HtmlContext::StyleSheet);
        }
        self.check_place()?;
        let is_slashed = match self.state {
            State::BehindValue { is_slashed } => is_slashed,
            State::Word(word) => match word.kind {
                Kind::Dash | Kind::Number | Kind::NumberDash | Kind::Hash | Kind::Joined => false,
                _ => return Err("it would be part of the name before it"),
            },
            _ => match self.before {
                b'/' => !matches!(self.state, State::Between),
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b':' | b',' | b'(' | b'+' | b'*' => false,
                _ => return Err("put a space before it"),
            },
        };
        self.declaration.has_placeholder = true;
        self.state = State::BehindValue { is_slashed };
        Ok(HtmlContext::StyleValue)
    }
}

fn fault(why: Why) -> HtmlFault {
    HtmlFault::Style { why }
}

const AT: Why = "it stands in an at-rule, before its block";
const SELECTOR: Why = "it stands outside of the value of a declaration";
