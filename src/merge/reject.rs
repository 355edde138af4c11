//! Records that were rejected: why, and where they go.

use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::sync::Mutex;

use crate::error::Error;
use crate::visible::{shown, visible};

/// Why a record was rejected; `Display` is a clause for people.
///
/// ```
/// use lacuna::{Merge, Output, Records, RejectReason, Rejects, Template};
///
/// let template = Template::text("Dear [[ name ]]")?;
/// let mut reasons = Vec::new();
/// let rejects = Rejects::new().tell(|rejection| {
///     reasons.push((rejection.number(), rejection.reason().code(), rejection.reason().to_string()));
///     std::ops::ControlFlow::Continue(())
/// });
/// let input = "{\"name\": \"Ada\"}\n{\"nmae\": \"Grace\"}\n{\"name\"}\n";
/// let mut out = Vec::new();
/// Merge::new(&template).run(Records::ndjson(input.as_bytes()), Output::text(&mut out), rejects)?;
/// assert_eq!(reasons, [
///     (2, "gap", "1:9: nothing found for `name`: there is no key `name`".to_owned()),
///     (3, "json", "1:8: the data is no JSON: expected `:`".to_owned()),
/// ]);
/// assert_ne!(RejectReason::TooLong { limit: 9 }.code(), "gap");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RejectReason {
    /// It is no JSON, even if the template reads nothing of it.
    Malformed(Error),
    /// The template refuses it: there are gaps, or something failed, or the output would be too long.
    Refused(Error),
    /// The template of its name refuses it: see [`Merge::name`](crate::Merge::name).
    Unnamed(Error),
    /// None of the templates is the one that it asks for: see [`Merge::choose`](crate::Merge::choose).
    NoTemplate {
        /// Where it should say which.
        path: String,
        /// What it asks for, cut if it is long; none if that is no text.
        asked: Option<String>,
    },
    /// Where its language should stand is no language tag: see
    /// [`Merge::locale_from`](crate::Merge::locale_from).
    NoLocale(Error),
    /// It is longer than [`Merge::record_limit`](crate::Merge::record_limit).
    TooLong {
        /// The most bytes there may be.
        limit: usize,
    },
    /// A filter or another part of the caller's own panicked.
    Panicked {
        /// What it said, cut if it is long.
        message: String,
    },
    /// The callback of the output did not want it: see [`Next::Reject`](crate::Next::Reject).
    Declined {
        /// What it said.
        message: String,
    },
}

impl RejectReason {
    /// A name of the reason that does not change: that of the first problem, if it is an [`Error`], else
    /// `no-template`, `record-too-long`, `panicked` or `declined`. [`explain`](crate::explain) says more about it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error)
            | Self::Refused(error)
            | Self::Unnamed(error)
            | Self::NoLocale(error) => error.kind().code(),
            Self::NoTemplate { .. } => "no-template",
            Self::TooLong { .. } => "record-too-long",
            Self::Panicked { .. } => "panicked",
            Self::Declined { .. } => "declined",
        }
    }

    /// The error of the template, of the JSON or of the language tag, if it is one.
    ///
    /// ```
    /// assert_eq!(lacuna::RejectReason::TooLong { limit: 9 }.error(), None);
    /// ```
    pub const fn error(&self) -> Option<&Error> {
        match self {
            Self::Malformed(error)
            | Self::Refused(error)
            | Self::Unnamed(error)
            | Self::NoLocale(error) => Some(error),
            Self::NoTemplate { .. }
            | Self::TooLong { .. }
            | Self::Panicked { .. }
            | Self::Declined { .. } => None,
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) | Self::Refused(error) | Self::NoLocale(error) => {
                fmt::Display::fmt(error, f)
            }
            Self::Unnamed(error) => write!(f, "it has no name: {error}"),
            Self::NoTemplate { path, asked: Some(asked) } => {
                let (path, asked) = (shown(path, 60), shown(asked, 60));
                write!(f, "there is no template `{asked}`, which `{path}` asks for")
            }
            Self::NoTemplate { path, asked: None } => {
                write!(f, "`{}` does not say which template", shown(path, 60))
            }
            Self::TooLong { limit } => write!(f, "it is longer than {limit} bytes"),
            Self::Panicked { message } => write!(f, "it panicked: {}", visible(message)),
            Self::Declined { message } => f.write_str(&visible(message)),
        }
    }
}

/// A record that was rejected, as [`Rejects::tell`] hears of it.
#[derive(Clone, Copy, Debug)]
pub struct Rejection<'a> {
    pub(super) number: u64,
    pub(super) line: Option<u64>,
    pub(super) reason: &'a RejectReason,
    pub(super) record: Option<&'a [u8]>,
}

impl<'a> Rejection<'a> {
    /// The number of the record, from 1: all records of the input count, also those that were skipped.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The line of the input, from 1, if records are lines: blank ones count too.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejection, Rejects, Template};
    ///
    /// let template = Template::text("[[ a ]]")?;
    /// let mut told = Vec::new();
    /// let rejects = Rejects::new().tell(|rejection: &Rejection| {
    ///     told.push((rejection.number(), rejection.line(), rejection.record().map(<[u8]>::to_vec)));
    ///     std::ops::ControlFlow::Continue(())
    /// });
    /// let mut out = Vec::new();
    /// Merge::new(&template).run(Records::ndjson(&b"\n\n[]\n"[..]), Output::text(&mut out), rejects)?;
    /// assert_eq!(told, [(1, Some(3), Some(b"[]".to_vec()))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn line(&self) -> Option<u64> {
        self.line
    }

    /// Why.
    pub const fn reason(&self) -> &'a RejectReason {
        self.reason
    }

    /// The bytes of the record; none if it is too long to be held, or was given as a source.
    pub const fn record(&self) -> Option<&'a [u8]> {
        self.record
    }
}

pub(super) type Teller<'o> = Box<dyn FnMut(&Rejection<'_>) -> ControlFlow<()> + Send + 'o>;

/// Where rejected records go: to a writer, to a callback, to both, or nowhere but into the count.
///
/// ```
/// use lacuna::{Merge, Output, Records, Rejects, Template};
///
/// let template = Template::text("[[ name ]];")?;
/// let (mut out, mut rejected) = (Vec::new(), Vec::new());
/// let input = r#"[{"name": "Ada"}, {"name": null}, {"name": "Ida"}]"#;
/// let rejects = Rejects::new().write_to(&mut rejected);
/// let merged = Merge::new(&template).run(Records::array(input.as_bytes()), Output::text(&mut out), rejects)?;
/// assert_eq!(out, b"Ada;Ida;");
/// assert_eq!(rejected, b"{\"name\": null}\n");
/// assert_eq!((merged.done(), merged.written(), merged.rejected()), (3, 2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Rejects<'o> {
    // Nobody locks them: they are only to be shared like everything else.
    writer: Option<Mutex<Box<dyn io::Write + Send + 'o>>>,
    teller: Option<Mutex<Teller<'o>>>,
}

/// The same for the one thread that uses them.
pub(super) struct RejectSinks<'o> {
    pub(super) writer: Option<Box<dyn io::Write + Send + 'o>>,
    pub(super) teller: Option<Teller<'o>>,
}

impl<'o> Rejects<'o> {
    /// Rejected records are only counted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes the bytes of each rejected record as they came, and a line feed: nothing else. Line breaks
    /// within an element of an array become spaces, so that what is written is NDJSON again. Of a source the JSON is written
    /// ([`Source::json`](crate::Source::json) or [`Source::tree`](crate::Source::tree)), or nothing if it has none.
    ///
    /// Every record is a write of its own, so that it is known how far the writer came. One that buffers by itself is
    /// flushed at the end; if it fails later than it took the bytes, what it lost counts as written.
    #[must_use]
    pub fn write_to(mut self, writer: impl io::Write + Send + 'o) -> Self {
        self.writer = Some(Mutex::new(Box::new(writer)));
        self
    }

    /// Calls `teller` with each rejected record, once its bytes are written. After a
    /// [`ControlFlow::Break`] the merge is stopped; that record is done.
    #[must_use]
    pub fn tell(
        mut self,
        teller: impl FnMut(&Rejection<'_>) -> ControlFlow<()> + Send + 'o,
    ) -> Self {
        self.teller = Some(Mutex::new(Box::new(teller)));
        self
    }

    pub(super) fn into_sinks(self) -> RejectSinks<'o> {
        RejectSinks {
            writer: self.writer.map(super::unlocked),
            teller: self.teller.map(super::unlocked),
        }
    }
}

impl fmt::Debug for Rejects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejects")
            .field("writes", &self.writer.is_some())
            .field("tells", &self.teller.is_some())
            .finish()
    }
}
