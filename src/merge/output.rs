//! Where outputs go.

use std::fmt;
use std::io;
use std::sync::Mutex;

use crate::resolve::Source;

/// What a callback wants after a record: see [`Output::each`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// The next record.
    Record,
    /// No more: the merge is stopped, and this record is done.
    Stop,
    /// This record is rejected, for this reason, and the next one follows.
    Reject(String),
}

/// A record and its output, as a callback is given them: see [`Output::each`].
#[derive(Clone, Copy)]
pub struct MergedRecord<'a> {
    pub(super) number: u64,
    pub(super) text: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) template: &'a str,
    pub(super) source: &'a dyn Source,
}

impl<'a> MergedRecord<'a> {
    /// The number of the record, from 1: all records of the input count, also those that were skipped or
    /// rejected.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The output.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// What the template of the names gave: see [`Merge::name`](crate::Merge::name).
    pub const fn name(&self) -> Option<&'a str> {
        self.name
    }

    /// The name under which [`Merge::choose`](crate::Merge::choose) knows the template, or that of the
    /// template itself; empty if it has none.
    pub const fn template(&self) -> &'a str {
        self.template
    }

    /// The record itself.
    pub const fn source(&self) -> &'a dyn Source {
        self.source
    }
}

impl fmt::Debug for MergedRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MergedRecord")
            .field("number", &self.number)
            .field("text", &self.text)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

pub(super) type Receiver<'o> = Box<dyn FnMut(&MergedRecord<'_>) -> io::Result<Next> + Send + 'o>;

/// Where the outputs of a merge go.
///
/// A writer gets many outputs at once, and is flushed at the end. One that buffers by itself is not needed; if it fails
/// later than it took the bytes, what it lost counts as written.
pub struct Output<'o>(Mutex<Sink<'o>>);

/// The same for the one thread that uses it.
pub(super) enum Sink<'o> {
    /// One behind the other.
    Text(Box<dyn io::Write + Send + 'o>),
    /// Each in a line.
    Ndjson(Box<dyn io::Write + Send + 'o>),
    Each(Receiver<'o>),
}

impl<'o> Output<'o> {
    /// One text: the outputs with the separator between them ([`Merge::separator`](crate::Merge::separator)).
    pub fn text(writer: impl io::Write + Send + 'o) -> Self {
        Self(Mutex::new(Sink::Text(Box::new(writer))))
    }

    /// A line of JSON for each output: an object with the number of its `record` and its `text`, and the
    /// `name` if there is a template for names.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let template = Template::text("Dear [[ name ]],\n")?;
    /// let mut out = Vec::new();
    /// let records = Records::ndjson(&b"{}\n{\"name\": \"Ada\"}\n"[..]);
    /// Merge::new(&template).run(records, Output::ndjson(&mut out), Rejects::new())?;
    /// assert_eq!(out, b"{\"record\":2,\"text\":\"Dear Ada,\\n\"}\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ndjson(writer: impl io::Write + Send + 'o) -> Self {
        Self(Mutex::new(Sink::Ndjson(Box::new(writer))))
    }

    /// Calls `receiver` with each output, in the order of the records, on the thread that called
    /// [`Merge::run`](crate::Merge::run). An error of it ends the merge, and its record is not done. Its panics are its
    /// caller's.
    ///
    /// ```
    /// use lacuna::{Merge, MergedRecord, Next, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (letter, file) = (Template::text("Dear [[ name ]]")?, Template::text("[[ id ]].txt")?);
    /// let mut files = Vec::new();
    /// let output = Output::each(|record: &MergedRecord| {
    ///     let name = record.name().unwrap_or_default();
    ///     if name.contains('/') {
    ///         return Ok(Next::Reject(format!("`{name}` is no name of a file")));
    ///     }
    ///     files.push(format!("{} {name}: {}", record.number(), record.text()));
    ///     Ok(Next::Record)
    /// });
    /// let records = [json!({"name": "Ada", "id": 7}), json!({"name": "Ida"}), json!({"name": "Eva", "id": "/etc"})];
    /// let merged = Merge::new(&letter).name(&file).run(Records::sources(records), output, Rejects::new())?;
    /// assert_eq!(files, ["1 7.txt: Dear Ada"]);
    /// assert_eq!(merged.rejected_by_code()["declined"], 1);
    /// assert_eq!(merged.rejected_by_code()["gap"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn each(receiver: impl FnMut(&MergedRecord<'_>) -> io::Result<Next> + Send + 'o) -> Self {
        Self(Mutex::new(Sink::Each(Box::new(receiver))))
    }

    pub(super) fn into_sink(self) -> Sink<'o> {
        super::unlocked(self.0)
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").finish_non_exhaustive()
    }
}
