//! Where in `<meta http-equiv="refresh" content="…">` a placeholder stands.

use super::context::HtmlContext;
use super::url::UrlLexer;
use crate::error::HtmlFault;

/// Reads the literals of the content
/// ([WHATWG HTML](https://html.spec.whatwg.org/#shared-declarative-refresh-steps)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RefreshLexer(Place);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the seconds, or before them.
    Time { is_begun: bool },
    /// Behind the seconds and white space, or one `;` or `,`.
    Separator { is_over: bool },
    /// Behind so many letters of `url`.
    Word { letters: u8, has_space: bool },
    /// Behind `url=`.
    Equals,
    /// In the URL, perhaps in quotes.
    Url { url: UrlLexer, quote: Option<u8> },
    /// Behind what browsers read, or read alike.
    Over { why: &'static str },
}

const NO_TIME: &str = "a refresh begins with a number of seconds";
const QUOTED: &str = "browsers ignore what stands behind the quoted URL of a refresh";
const NO_NAME: &str = "it may be a part of `url=`, or of the URL; write `url=` before it";

impl RefreshLexer {
    pub(super) const fn new() -> Self {
        Self(Place::Time { is_begun: false })
    }

    /// Reads on; a fault if it spoils a placeholder that stands before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        bytes.iter().find_map(|&byte| self.read(byte))
    }

    fn read(&mut self, byte: u8) -> Option<HtmlFault> {
        let is_space = byte.is_ascii_whitespace();
        self.0 = match self.0 {
            Place::Time { is_begun: false } | Place::Separator { .. } | Place::Equals
                if is_space =>
            {
                return None;
            }
            Place::Time { .. } if byte.is_ascii_digit() || byte == b'.' => {
                Place::Time { is_begun: true }
            }
            Place::Time { is_begun: true } if is_space => Place::Separator { is_over: false },
            Place::Time { is_begun: true } if matches!(byte, b';' | b',') => {
                Place::Separator { is_over: true }
            }
            Place::Time { .. } => Place::Over { why: NO_TIME },
            Place::Separator { is_over: false } if matches!(byte, b';' | b',') => {
                Place::Separator { is_over: true }
            }
            Place::Separator { .. } if byte.eq_ignore_ascii_case(&b'u') => {
                Place::Word { letters: 1, has_space: false }
            }
            Place::Separator { .. } | Place::Equals => match byte {
                b'"' | b'\'' => Place::Url { url: UrlLexer::new(), quote: Some(byte) },
                _ => return self.begin_url(b"", byte),
            },
            Place::Word { letters, has_space } => match (letters, byte) {
                (1, b'r' | b'R') | (2, b'l' | b'L') => {
                    Place::Word { letters: letters + 1, has_space: false }
                }
                (3, b'=') => Place::Equals,
                (3, _) if is_space => Place::Word { letters, has_space: true },
                // It was the beginning of the URL itself.
                (1, _) => return self.begin_url(b"u", byte),
                (2, _) => return self.begin_url(b"ur", byte),
                _ if has_space => return self.begin_url(b"url ", byte),
                _ => return self.begin_url(b"url", byte),
            },
            Place::Url { quote, .. } if quote == Some(byte) => Place::Over { why: QUOTED },
            Place::Url { mut url, quote } => {
                let fault = url.feed(&[byte]);
                self.0 = Place::Url { url, quote };
                return fault;
            }
            Place::Over { .. } => return None,
        };
        None
    }

    fn begin_url(&mut self, before: &[u8], byte: u8) -> Option<HtmlFault> {
        let mut url = UrlLexer::new();
        let fault = url.feed(before).or_else(|| url.feed(&[byte]));
        self.0 = Place::Url { url, quote: None };
        fault
    }

    /// What a placeholder means that stands here.
    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, HtmlFault> {
        let (mut url, quote) = match self.0 {
            Place::Time { .. } => {
                self.0 = Place::Time { is_begun: true };
                return Ok(HtmlContext::RefreshTime);
            }
            Place::Separator { .. } | Place::Word { .. } => {
                return Err(HtmlFault::Unclear { why: NO_NAME });
            }
            Place::Equals => (UrlLexer::new(), None),
            Place::Url { url, quote } => (url, quote),
            Place::Over { why } => return Err(HtmlFault::Unclear { why }),
        };
        let part = url.placeholder()?;
        self.0 = Place::Url { url, quote };
        Ok(HtmlContext::Url(part))
    }
}
