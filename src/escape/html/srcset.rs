//! Where in a list of URLs a placeholder stands: those of `srcset`, and those of `ping`.

use super::context::HtmlContext;
use super::url::UrlLexer;
use crate::error::HtmlFault;

/// Reads the literals of `srcset`
/// ([WHATWG HTML](https://html.spec.whatwg.org/#parsing-a-srcset-attribute)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SrcsetLexer {
    place: Place,
    seen: Seen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before a URL.
    Between,
    Url {
        url: UrlLexer,
        /// Nothing but values, which may be empty, stands before a comma.
        is_bare: bool,
        /// Behind a comma, which ends the URL if white space follows.
        behind_comma: bool,
    },
    /// Behind a URL.
    Descriptor {
        is_open: bool,
        /// Nothing but what may stand beside a value: were the URL before it empty, browsers would
        /// take it for the URL.
        is_number: bool,
        has_value: bool,
    },
}

/// What there was, apart from white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Nothing,
    Placeholder,
    More,
}

const NO_SPACE: &str = "a comma separates two images only if white space follows";
const NO_NUMBER: &str =
    "behind the URL of an image stands a number with `w` or `x`, and nothing else";

impl Place {
    const NO_DESCRIPTOR: Self =
        Self::Descriptor { is_open: false, is_number: true, has_value: false };
}

impl SrcsetLexer {
    pub(super) const fn new() -> Self {
        Self { place: Place::Between, seen: Seen::Nothing }
    }

    /// Reads on; a fault if it spoils a placeholder that stands before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        bytes.iter().find_map(|&byte| self.read(byte))
    }

    fn read(&mut self, byte: u8) -> Option<HtmlFault> {
        let is_space = byte.is_ascii_whitespace();
        if !is_space {
            self.seen = Seen::More;
        }
        match &mut self.place {
            Place::Between if is_space || byte == b',' => None,
            Place::Between => {
                let mut url = UrlLexer::new();
                let fault = url.feed(&[byte]);
                self.place = Place::Url { url, is_bare: false, behind_comma: false };
                fault
            }
            Place::Url { behind_comma: true, .. } if is_space => {
                self.place = Place::Between;
                None
            }
            Place::Url { .. } if is_space => {
                self.place = Place::NO_DESCRIPTOR;
                None
            }
            Place::Url { is_bare: true, behind_comma, .. } if byte == b',' => {
                *behind_comma = true;
                None
            }
            Place::Url { is_bare: true, behind_comma: true, .. } => {
                Some(HtmlFault::Unclear { why: NO_SPACE })
            }
            Place::Url { url, is_bare, behind_comma } => {
                (*is_bare, *behind_comma) = (false, byte == b',');
                url.feed(&[byte])
            }
            Place::Descriptor { is_open: false, .. } if is_space || byte == b',' => {
                self.place = if is_space { Place::NO_DESCRIPTOR } else { Place::Between };
                None
            }
            Place::Descriptor { is_open, is_number, has_value } => {
                *is_open = byte == b'(' || *is_open && byte != b')';
                *is_number &= matches!(byte, b'0'..=b'9' | b'.' | b'w' | b'x' | b'h');
                (*has_value && !*is_number).then_some(HtmlFault::Unclear { why: NO_NUMBER })
            }
        }
    }

    /// What a placeholder means that stands here.
    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, HtmlFault> {
        self.seen = if self.seen == Seen::Nothing { Seen::Placeholder } else { Seen::More };
        match &mut self.place {
            Place::Between => {
                let mut url = UrlLexer::new();
                let part = url.placeholder()?;
                self.place = Place::Url { url, is_bare: true, behind_comma: false };
                Ok(HtmlContext::SrcsetUrl(part))
            }
            Place::Url { is_bare: true, behind_comma: true, .. } => {
                Err(HtmlFault::Unclear { why: NO_SPACE })
            }
            Place::Url { url, behind_comma, .. } => {
                // If the value is empty, the comma still ends the URL, and what follows is the next
                // one; no value is unsafe in either.
                *behind_comma = false;
                Ok(HtmlContext::SrcsetUrl(url.placeholder()?))
            }
            Place::Descriptor { is_number: false, .. } => {
                Err(HtmlFault::Unclear { why: NO_NUMBER })
            }
            Place::Descriptor { has_value, .. } => {
                *has_value = true;
                Ok(HtmlContext::SrcsetDescriptor)
            }
        }
    }

    /// Whether all there was is one placeholder, which may then be the whole list.
    pub(super) fn is_whole(&self) -> bool {
        self.seen == Seen::Placeholder
    }
}

/// Reads the literals of URLs with white space between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UrlListLexer(UrlLexer);

impl UrlListLexer {
    pub(super) const fn new() -> Self {
        Self(UrlLexer::new())
    }

    /// Reads on; a fault if it spoils a placeholder that stands before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        bytes.iter().find_map(|&byte| {
            if byte.is_ascii_whitespace() {
                self.0 = UrlLexer::new();
                return None;
            }
            self.0.feed(&[byte])
        })
    }

    /// What a placeholder means that stands here.
    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, HtmlFault> {
        self.0.placeholder().map(HtmlContext::Url)
    }
}
