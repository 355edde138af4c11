//! URLs of a style.

use crate::error::HtmlFault;
use crate::escape::html::UrlPart;
use crate::escape::html::url::UrlLexer;

#[derive(Clone, Debug)]
pub(super) struct StyleUrl {
    lexer: UrlLexer,
    has_placeholder: bool,
    /// Whether something in it is written with an escape: then its parts are not seen.
    has_escape: bool,
}

impl StyleUrl {
    pub(super) fn new() -> Self {
        Self { lexer: UrlLexer::new(), has_placeholder: false, has_escape: false }
    }

    /// Takes in a byte, which may belong to an escape.
    pub(super) fn read(&mut self, byte: u8, is_escape: bool) -> Option<HtmlFault> {
        self.has_escape |= is_escape;
        if is_escape && self.has_placeholder {
            return Some(HtmlFault::Style { why: "an escape stands behind it in its URL" });
        }
        self.lexer.feed(&[byte])
    }

    /// What cannot stand in it without quotes: a fault if the URL before may be empty and so have them.
    pub(super) const fn check_broken(&self) -> Result<(), HtmlFault> {
        if self.has_placeholder {
            return Err(HtmlFault::Style { why: "its URL goes on as none without quotes can" });
        }
        Ok(())
    }

    pub(super) fn placeholder(&mut self) -> Result<UrlPart, HtmlFault> {
        if self.has_escape {
            return Err(HtmlFault::Style { why: "an escape stands before it in its URL" });
        }
        self.has_placeholder = true;
        self.lexer.placeholder()
    }
}
