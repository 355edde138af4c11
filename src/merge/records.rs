//! Where records come from.

use std::fmt;
use std::io::{self, Read};
use std::sync::Mutex;

use super::batch::Batch;
use super::read::{Count, Fed, InputFault, Reading};
use super::split::Splitter;
use super::stream::{StreamFault, Streamed};
use crate::resolve::Source;

/// The sources that are taken at once.
const TAKEN: usize = 64;

/// The records of a merge, in order: from lines of JSON, from one JSON array, or from an iterator.
///
/// Bytes are read as they come, and no more of them are held than a batch needs. A byte order mark at their very beginning is passed
/// over.
pub struct Records<'r>(Mutex<Feed<'r>>);

/// The same for the one thread that uses them.
pub(super) enum Feed<'r> {
    Bytes(Reading<'r>),
    Sources(Taking<'r>),
}

type Item<'r> = io::Result<Box<dyn Source + Send + 'r>>;

/// Takes records from an iterator.
pub(super) struct Taking<'r> {
    iterator: Box<dyn Iterator<Item = Item<'r>> + Send + 'r>,
    count: Count,
    /// What the iterator failed with, behind records that were good.
    fault: Option<io::Error>,
    is_ended: bool,
}

impl<'r> Records<'r> {
    /// A record on each line, which ends with `\n` or `\r\n`. A line of white space only is no record.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let template = Template::text("[[ name ]]")?;
    /// let mut out = String::from("Names: ").into_bytes();
    /// let records = Records::ndjson(&b"{\"name\": \"Ada\"}\r\n\r\n{\"name\": \"Grace\"}"[..]);
    /// let merged = Merge::new(&template).separator(", ").run(records, Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, b"Names: Ada, Grace");
    /// assert_eq!(merged.done(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ndjson(reader: impl Read + Send + 'r) -> Self {
        Self(Mutex::new(Feed::Bytes(Reading::new(reader, Splitter::LINES))))
    }

    /// The elements of one JSON array. They are told apart by their brackets and quotes: one that is malformed
    /// between them is rejected on its own. Where that is not possible (a comma or the end of something is missing),
    /// the merge ends with an error that says at which byte.
    ///
    /// ```
    /// use lacuna::{Merge, MergeFault, Output, Records, Rejects, Template};
    ///
    /// let (template, mut out) = (Template::text("[[ $ | join: '+' ]];")?, Vec::new());
    /// let records = Records::array(&b"[[1, 2], [3 4], [5]"[..]);
    /// let error = Merge::new(&template).run(records, Output::text(&mut out), Rejects::new()).unwrap_err();
    /// assert_eq!(error.fault(), MergeFault::Frame);
    /// assert_eq!((error.merged().done(), error.merged().rejected()), (3, 1));
    /// assert_eq!(error.to_string(), "the array is broken after 3 records: expected `,` or `]` at byte 19 (from 0)");
    /// assert_eq!(out, b"1+2;5;");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn array(reader: impl Read + Send + 'r) -> Self {
        Self(Mutex::new(Feed::Bytes(Reading::new(reader, Splitter::ARRAY))))
    }

    /// The sources that an iterator gives: JSON trees, say. They are taken some at a time, ahead of their outputs.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (template, mut out) = (Template::text("[[ n ]] ")?, Vec::new());
    /// let records = Records::sources((0..3).map(|n| json!({"n": n})));
    /// Merge::new(&template).run(records, Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, b"0 1 2 ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sources<I>(sources: I) -> Self
    where
        I: IntoIterator<Item: Source + Send + 'r, IntoIter: Send + 'r>,
    {
        Self::of(sources.into_iter().map(Ok))
    }

    /// The same for an iterator that can fail: its first error ends the merge, behind the records before it.
    ///
    /// ```
    /// use std::io;
    ///
    /// use lacuna::{Merge, MergeFault, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (template, mut out) = (Template::text("[[ n ]] ")?, Vec::new());
    /// let rows = [Ok(json!({"n": 1})), Err(io::Error::other("the connection is lost"))];
    /// let records = Records::try_sources(rows);
    /// let error = Merge::new(&template).run(records, Output::text(&mut out), Rejects::new()).unwrap_err();
    /// assert_eq!((error.fault(), error.merged().done()), (MergeFault::Input, 1));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn try_sources<S, I>(sources: I) -> Self
    where
        S: Source + Send + 'r,
        I: IntoIterator<Item = io::Result<S>, IntoIter: Send + 'r>,
    {
        Self::of(sources.into_iter())
    }

    fn of<S: Source + Send + 'r>(sources: impl Iterator<Item = io::Result<S>> + Send + 'r) -> Self {
        let boxed = |source| Box::new(source) as Box<dyn Source + Send + 'r>;
        let iterator = Box::new(sources.map(move |source| source.map(boxed)));
        let taking = Taking { iterator, count: Count::default(), fault: None, is_ended: false };
        Self(Mutex::new(Feed::Sources(taking)))
    }

    pub(super) fn into_feed(self, limit: usize, skip: u64) -> Feed<'r> {
        let mut feed = super::unlocked(self.0);
        match &mut feed {
            Feed::Bytes(reading) => (reading.limit, reading.count.skip) = (limit, skip),
            Feed::Sources(taking) => taking.count.skip = skip,
        }
        feed
    }
}

impl fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

impl<'r> Feed<'r> {
    /// Fills the batch with at least one record and at most `most`.
    pub(super) fn fill(&mut self, batch: &mut Batch<'r>, most: usize) -> Result<Fed, InputFault> {
        match self {
            Self::Bytes(reading) => reading.fill(batch, most),
            Self::Sources(taking) => taking.fill(batch, most.min(TAKEN)),
        }
    }

    /// Hands on the record that is too long, piece by piece.
    pub(super) fn stream(
        &mut self,
        piece: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Streamed, StreamFault> {
        match self {
            Self::Bytes(reading) => reading.stream(piece),
            Self::Sources(_) => Ok(Streamed::Passed),
        }
    }

    /// How many records were taken from the input.
    pub(super) const fn number(&self) -> u64 {
        match self {
            Self::Bytes(reading) => reading.count.number,
            Self::Sources(taking) => taking.count.number,
        }
    }

    /// How many bytes of the input were taken.
    pub(super) const fn passed(&self) -> u64 {
        match self {
            Self::Bytes(reading) => reading.passed(),
            Self::Sources(_) => 0,
        }
    }

    /// Whether records may hold line breaks.
    pub(super) const fn may_break(&self) -> bool {
        match self {
            Self::Bytes(reading) => reading.may_break(),
            Self::Sources(_) => true,
        }
    }
}

impl<'r> Taking<'r> {
    fn fill(&mut self, batch: &mut Batch<'r>, most: usize) -> Result<Fed, InputFault> {
        batch.clear();
        if let Some(fault) = self.fault.take() {
            self.is_ended = true;
            return Err(InputFault::Failed(fault));
        }
        while batch.len() < most && !self.is_ended {
            match self.iterator.next() {
                None => self.is_ended = true,
                Some(Err(fault)) if batch.len() == 0 => return Err(InputFault::Failed(fault)),
                Some(Err(fault)) => {
                    self.fault = Some(fault);
                    break;
                }
                Some(Ok(source)) => {
                    if self.count.passes() {
                        continue;
                    }
                    if batch.len() == 0 {
                        batch.first = self.count.number;
                    }
                    batch.sources.push(source);
                }
            }
        }
        Ok(if batch.len() > 0 { Fed::Batch } else { Fed::End })
    }
}
