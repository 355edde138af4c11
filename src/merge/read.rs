//! Records from bytes: reads what there is, and hands it on in whole records.

use std::io::{self, Read};

use super::batch::{Batch, Raw};
use super::fault::MergeFault;
use super::split::{Splitter, Step};
use crate::json::is_space;

/// How much is read at once, in bytes: little at first, so that work begins soon ...
const FIRST_CHUNK: usize = 32 << 10;
/// ... and from time to time twice as much.
const CHUNK: usize = 256 << 10;
/// What some programs write before UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What a feed gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// Records.
    Batch,
    /// A record that is too long to be held stands next: `stream.rs`.
    Long,
    /// There are no more.
    End,
}

/// Why there are no more records.
#[derive(Debug)]
pub(super) enum InputFault {
    /// The reader failed, or the iterator.
    Failed(io::Error),
    /// The input is no array.
    Frame {
        /// From 0.
        byte: u64,
        expected: &'static str,
    },
}

impl InputFault {
    pub(super) fn told(self) -> (MergeFault, io::Error) {
        match self {
            Self::Failed(cause) => (MergeFault::Input, cause),
            Self::Frame { byte, expected } => {
                let message = format!("expected {expected} at byte {byte} (from 0)");
                (MergeFault::Frame, io::Error::new(io::ErrorKind::InvalidData, message))
            }
        }
    }
}

/// Reads records.
pub(super) struct Reading<'r> {
    reader: Box<dyn Read + Send + 'r>,
    pub(super) splitter: Splitter,
    /// What was read and handed on to nobody: it begins between two records, where the splitter stands.
    pub(super) rest: Vec<u8>,
    /// Where that begins in the input.
    pub(super) offset: u64,
    /// How much is read next, in bytes.
    chunk: usize,
    is_started: bool,
    is_ended: bool,
    /// The most bytes of a record.
    pub(super) limit: usize,
    pub(super) count: Count,
}

/// Records that are read, of which the first are passed over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// Those that were read.
    pub(super) number: u64,
    /// Those that are still to be passed over.
    pub(super) skip: u64,
}

impl Count {
    /// Counts a record; whether it is passed over.
    pub(super) const fn passes(&mut self) -> bool {
        self.number += 1;
        let passes = self.skip > 0;
        self.skip = self.skip.saturating_sub(1);
        passes
    }
}

impl<'r> Reading<'r> {
    pub(super) fn new(reader: impl Read + Send + 'r, splitter: Splitter) -> Self {
        Self {
            reader: Box::new(reader),
            splitter,
            rest: Vec::new(),
            offset: 0,
            chunk: FIRST_CHUNK,
            is_started: false,
            is_ended: false,
            limit: 0,
            count: Count::default(),
        }
    }

    /// How much of the input was handed on, in bytes.
    pub(super) const fn passed(&self) -> u64 {
        self.offset
    }

    /// Whether records may hold line breaks.
    pub(super) const fn may_break(&self) -> bool {
        matches!(self.splitter, Splitter::Array(_))
    }

    /// Fills the batch with at least one record and at most `most`.
    pub(super) fn fill(&mut self, batch: &mut Batch<'_>, most: usize) -> Result<Fed, InputFault> {
        self.start()?;
        batch.clear();
        let mut filled = self.rest.len();
        if batch.bytes.len() < filled {
            batch.bytes.resize(filled, 0);
        }
        batch.bytes[..filled].copy_from_slice(&self.rest);
        self.rest.clear();
        let mut at = 0;
        // Where a record has begun, and the splitter as it was before.
        let mut open: Option<(usize, Splitter)> = None;
        loop {
            let (end, next) = match self.splitter.step(&batch.bytes[at..filled]) {
                Step::Begin(begin) => {
                    at += begin;
                    open = Some((at, self.splitter.before()));
                    continue;
                }
                Step::End { at: end, next } => (at + end, at + next),
                Step::Broken { at: broken, expected } => {
                    let byte = self.offset + (at + broken) as u64;
                    return self.stop_before(batch, filled, open, at + broken, || {
                        InputFault::Frame { byte, expected }
                    });
                }
                Step::More if batch.len() > 0 => {
                    let (start, splitter) = open.unwrap_or((filled, self.splitter));
                    self.keep(batch, start..filled, splitter);
                    return Ok(Fed::Batch);
                }
                Step::More => {
                    at = filled;
                    let start = open.map_or(filled, |(start, _)| start);
                    if let Some((start, splitter)) = open {
                        // A carriage return may belong to the end of the line.
                        if filled - start > self.limit.saturating_add(1) {
                            self.keep(batch, start..filled, splitter);
                            return Ok(Fed::Long);
                        }
                    }
                    batch.bytes.copy_within(start..filled, 0);
                    self.offset += start as u64;
                    (at, filled) = (at - start, filled - start);
                    open = open.map(|(_, splitter)| (0, splitter));
                    let read = self.read(&mut batch.bytes, filled).map_err(InputFault::Failed)?;
                    if read > 0 {
                        filled += read;
                        continue;
                    }
                    match self.splitter.finish() {
                        Ok(true) => (filled, filled),
                        Ok(false) => return Ok(Fed::End),
                        Err(expected) => {
                            let byte = self.offset + filled as u64;
                            return Err(InputFault::Frame { byte, expected });
                        }
                    }
                }
            };
            at = next;
            let Some((start, _)) = open.take() else { continue };
            let record = without_return(&batch.bytes[start..end]);
            let Some(text) = record.iter().position(|byte| !is_space(*byte)) else { continue };
            if self.count.passes() {
                continue;
            }
            if batch.len() == 0 {
                batch.first = self.count.number;
            }
            let (end, line) = (start + record.len(), self.splitter.lines());
            let is_long = record.len() > self.limit;
            // As it would stand among the rejects if it had gone past: see `stream`.
            let start = if is_long { start + text } else { start };
            batch.raws.push(Raw { start, end, line, is_long });
            if batch.len() >= most {
                self.keep(batch, at..filled, self.splitter);
                return Ok(Fed::Batch);
            }
        }
    }

    /// Keeps what a batch has no record of for the next one, which begins where the splitter stood.
    fn keep(&mut self, batch: &mut Batch<'_>, rest: std::ops::Range<usize>, splitter: Splitter) {
        batch.offset = self.offset;
        self.offset += rest.start as u64;
        self.rest.clear();
        self.rest.extend_from_slice(&batch.bytes[rest]);
        self.splitter = splitter;
    }

    /// Ends with a fault, or first with the records that stand before it.
    fn stop_before(
        &mut self,
        batch: &mut Batch<'_>,
        filled: usize,
        open: Option<(usize, Splitter)>,
        at: usize,
        fault: impl FnOnce() -> InputFault,
    ) -> Result<Fed, InputFault> {
        if batch.len() == 0 {
            return Err(fault());
        }
        // The next batch finds the fault again, in front.
        let (start, splitter) = open.unwrap_or((at, self.splitter));
        self.keep(batch, start..filled, splitter);
        Ok(Fed::Batch)
    }

    /// Passes over a byte order mark.
    fn start(&mut self) -> Result<(), InputFault> {
        if self.is_started {
            return Ok(());
        }
        let (mut bytes, mut filled) = (Vec::new(), 0);
        while filled < BOM.len() && BOM.starts_with(&bytes[..filled]) && !self.is_ended {
            filled += self.read(&mut bytes, filled).map_err(InputFault::Failed)?;
        }
        self.is_started = true;
        let text = &bytes[..filled];
        let text = text.strip_prefix(BOM).unwrap_or(text);
        self.offset = (filled - text.len()) as u64;
        self.rest.extend_from_slice(text);
        Ok(())
    }

    /// Reads on behind the bytes that are filled; how many there were, none at the end.
    pub(super) fn read(&mut self, bytes: &mut Vec<u8>, filled: usize) -> io::Result<usize> {
        if self.is_ended {
            return Ok(0);
        }
        let chunk = self.chunk;
        self.chunk = (2 * chunk).min(CHUNK);
        if bytes.len() < filled + chunk {
            bytes.resize(filled + chunk, 0);
        }
        loop {
            match self.reader.read(&mut bytes[filled..filled + chunk]) {
                Ok(0) => {
                    self.is_ended = true;
                    return Ok(0);
                }
                // A reader that claims to have read more than there was room for has filled it.
                Ok(read) => return Ok(read.min(chunk)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The record without the carriage return of its line end.
pub(super) fn without_return(record: &[u8]) -> &[u8] {
    record.strip_suffix(b"\r").unwrap_or(record)
}
