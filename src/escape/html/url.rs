//! Where in a URL a placeholder stands.

use super::context::UrlPart;
use super::schemes::is_special;
use crate::error::HtmlFault;

/// Reads the literals of a URL as browsers do ([WHATWG URL](https://url.spec.whatwg.org/#url-parsing)),
/// for whatever values stand between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UrlLexer(Place);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Behind nothing but what browsers strip.
    Start,
    /// In what may turn out to be a scheme.
    Name(Name),
    /// Behind a value that may have begun a scheme, since nothing has ended it.
    Value {
        /// Nothing else stands there that browsers do not strip.
        is_alone: bool,
    },
    /// Right behind a first `/`, or one that is the first if a value before it is empty.
    Slash,
    /// Behind `http:` or `http:/`.
    Special {
        has_slash: bool,
    },
    /// Where a host is, its port, and who asks.
    Authority {
        at: At,
        has_value: bool,
    },
    Path,
    Query,
    Fragment,
    /// Behind a scheme that no value may follow.
    Never {
        why: &'static str,
    },
}

/// Where in `user:password@host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Behind `//`: more of them are skipped.
    Slashes,
    /// Behind `@`.
    User,
    /// Behind some of it.
    Within,
    /// Behind `:`.
    Colon,
    /// Behind a value that is empty or has ended the host.
    Behind,
}

const TAKES_SCHEME: &str = "a value before `:` would be the scheme of the URL; \
    write the scheme yourself, or `./` before the value if it is a file";
const SCRIPT: &str = "what follows `javascript:` or `vbscript:` in a URL is a script, where nothing can be escaped; \
    write the script as an attribute like `onclick`, or as an element";
const DATA: &str = "what follows `data:` is a whole document, where nothing can be escaped; \
    let the URL be the address of one";
const NO_SLASHES: &str = "a value right behind a scheme like `http:` is a host or a path, as the page has it; \
    write `//` behind it";
const BEFORE_AT: &str = "a value before `@` would be a name or a password";
const IN_HOST: &str = "a value in the middle of a host would end it; \
    let one value be all of the host up to there, right behind `//`";

impl UrlLexer {
    pub(super) const fn new() -> Self {
        Self(Place::Start)
    }

    /// Reads on; a fault if it spoils a placeholder that stands before it.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Option<HtmlFault> {
        bytes.iter().find_map(|&byte| match self.0.behind(byte) {
            Ok(place) => {
                self.0 = place;
                None
            }
            Err(fault) => Some(fault),
        })
    }

    /// Which part of the URL a placeholder is that stands here.
    pub(super) fn placeholder(&mut self) -> Result<UrlPart, HtmlFault> {
        let (part, place) = match self.0 {
            Place::Start => (UrlPart::Start, Place::Value { is_alone: true }),
            Place::Name(_) => (UrlPart::Scheme, Place::Value { is_alone: false }),
            Place::Value { .. } => (UrlPart::Scheme, self.0),
            // Whatever the value is, something is written.
            Place::Slash => (UrlPart::Root, Place::Path),
            Place::Special { .. } => return Err(HtmlFault::UrlScheme { why: NO_SLASHES }),
            Place::Authority { at, .. } => {
                let (part, at) = match at {
                    At::Slashes | At::User => (UrlPart::Host, At::Within),
                    At::Colon => (UrlPart::Port, At::Within),
                    At::Within | At::Behind => (UrlPart::BehindHost, At::Behind),
                };
                (part, Place::Authority { at, has_value: true })
            }
            Place::Path => (UrlPart::Path, Place::Path),
            Place::Query => (UrlPart::Query, Place::Query),
            Place::Fragment => (UrlPart::Fragment, Place::Fragment),
            Place::Never { why } => return Err(HtmlFault::UrlScheme { why }),
        };
        self.0 = place;
        Ok(part)
    }
}

impl Place {
    /// Where it goes on behind `byte`.
    fn behind(self, byte: u8) -> Result<Self, HtmlFault> {
        Ok(match (self, byte) {
            // Browsers drop them wherever they stand, and strip more from the beginning, which is
            // still here if a value is empty.
            (_, b'\t' | b'\n' | b'\r')
            | (Self::Start | Self::Value { is_alone: true }, 0..=b' ')
            | (Self::Never { .. } | Self::Fragment, _) => self,
            (_, b'#') => Self::Fragment,
            (Self::Query, _) | (_, b'?') => Self::Query,
            (Self::Start | Self::Value { is_alone: true }, b'/' | b'\\') => Self::Slash,
            (Self::Value { .. }, b':') => return Err(HtmlFault::UrlScheme { why: TAKES_SCHEME }),
            (Self::Path, _)
            | (Self::Start, b':')
            | (Self::Name(_) | Self::Value { .. }, b'/' | b'\\') => Self::Path,
            (Self::Value { .. }, _) => Self::Value { is_alone: false },
            (Self::Start, _) => Self::Name(Name::default().and(byte)),
            (Self::Name(name), b':') => name.place_behind(),
            (Self::Name(name), _) => Self::Name(name.and(byte)),
            (Self::Special { has_slash: false }, b'/' | b'\\') => Self::Special { has_slash: true },
            (Self::Slash | Self::Special { .. }, b'/' | b'\\') => {
                Self::Authority { at: At::Slashes, has_value: false }
            }
            (Self::Slash, _) => Self::Path,
            // A host, or a path for pages of the same scheme: what holds behind a host does for both.
            (Self::Special { .. }, _) => At::Slashes.behind(byte, false)?,
            (Self::Authority { at, has_value }, _) => at.behind(byte, has_value)?,
        })
    }
}

impl At {
    /// Where a URL goes on behind `byte`, which is neither `?` nor `#`.
    fn behind(self, byte: u8, has_value: bool) -> Result<Place, HtmlFault> {
        let at = match (self, byte) {
            // More of the same, and what is stripped if it is the end.
            (Self::Slashes, b'/' | b'\\') | (Self::Behind, 0..=b' ') => self,
            (_, b'/' | b'\\') => return Ok(Place::Path),
            (_, b'@') if has_value => return Err(HtmlFault::Unclear { why: BEFORE_AT }),
            (_, b'@') => Self::User,
            (Self::Behind, _) => return Err(HtmlFault::Unclear { why: IN_HOST }),
            (_, b':') => Self::Colon,
            _ => Self::Within,
        };
        Ok(Place::Authority { at, has_value })
    }
}

/// The beginning of a URL in lower case, as far as it may be a scheme that matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Name {
    bytes: [u8; Name::ROOM],
    /// More than fits for what is none of them.
    len: u8,
}

impl Name {
    /// As many as `javascript` has.
    const ROOM: usize = 10;

    fn and(mut self, byte: u8) -> Self {
        if let Some(place) = self.bytes.get_mut(usize::from(self.len)) {
            *place = byte.to_ascii_lowercase();
        }
        self.len = self.len.saturating_add(1);
        self
    }

    /// Where a URL goes on behind the `:` after this name.
    fn place_behind(self) -> Place {
        match self.bytes.get(..usize::from(self.len)) {
            Some(b"javascript" | b"vbscript") => Place::Never { why: SCRIPT },
            Some(b"data") => Place::Never { why: DATA },
            Some(name) if is_special(name) => Place::Special { has_slash: false },
            // The author's own scheme, or no scheme at all.
            _ => Place::Path,
        }
    }
}
