//! Records from bytes: reads what there is, and hands it on in whole records.

use std::io::{self, Read};

use super::batch::{Batch, Raw};
use super::split::{Splitter, Step, is_space};

/// How much is read at once, in bytes.
const CHUNK: usize = 256 << 10;
/// What some programs write before UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// What a feed gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// Records.
    Batch,
    /// A record that is too long to be held stands next: [`Reading::stream`].
    Long,
    /// There are no more.
    End,
}

/// What became of a record that is too long.
#[derive(Clone, Copy, Debug)]
pub(super) enum Streamed {
    /// It was passed over: its merge is done, or it is blank.
    Passed,
    Record {
        line: Option<u64>,
    },
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

/// Why a record that is too long was not streamed to its end.
#[derive(Debug)]
pub(super) enum StreamFault {
    Input(InputFault),
    Sink(io::Error),
}

/// Reads records.
pub(super) struct Reading<'r> {
    reader: Box<dyn Read + Send + 'r>,
    splitter: Splitter,
    /// What was read and handed on to nobody: it begins between two records, where the splitter stands.
    rest: Vec<u8>,
    /// Where that begins in the input.
    offset: u64,
    is_started: bool,
    is_ended: bool,
    /// The most bytes of a record.
    pub(super) limit: usize,
    /// Records that are still to be passed over.
    pub(super) skip: u64,
    /// Records that were read.
    pub(super) number: u64,
}

impl<'r> Reading<'r> {
    pub(super) fn new(reader: impl Read + Send + 'r, splitter: Splitter) -> Self {
        Self {
            reader: Box::new(reader),
            splitter,
            rest: Vec::new(),
            offset: 0,
            is_started: false,
            is_ended: false,
            limit: 0,
            skip: 0,
            number: 0,
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
            let before = self.splitter;
            let (end, next) = match self.splitter.step(&batch.bytes[at..filled]) {
                Step::Begin(begin) => {
                    at += begin;
                    open = Some((at, before));
                    continue;
                }
                Step::End { at: end, next } => (at + end, at + next),
                Step::Broken { at: broken, expected } => {
                    let byte = self.offset + (at + broken) as u64;
                    return self.stop_before(batch, filled, open, at, || InputFault::Frame {
                        byte,
                        expected,
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
            let Some((start, splitter)) = open.take() else { continue };
            let record = without_return(&batch.bytes[start..end]);
            if record.len() > self.limit {
                self.keep(batch, start..filled, splitter);
                return Ok(if batch.len() > 0 { Fed::Batch } else { Fed::Long });
            }
            if is_blank(record) {
                continue;
            }
            self.number += 1;
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            if batch.len() == 0 {
                batch.first = self.number;
            }
            let raw = Raw { start, end: start + record.len(), line: self.splitter.lines() };
            batch.raws.push(raw);
            if batch.len() >= most {
                self.keep(batch, at..filled, self.splitter);
                return Ok(Fed::Batch);
            }
        }
    }

    /// Hands on the record that is too long, piece by piece, without the white space before it.
    pub(super) fn stream(
        &mut self,
        piece: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Streamed, StreamFault> {
        let mut bytes = std::mem::take(&mut self.rest);
        let (mut at, mut from, mut filled) = (0, 0, bytes.len());
        let is_passed = self.skip > 0;
        let mut has_text = false;
        // Was the last byte so far, and is perhaps part of the line end.
        let mut has_return = false;
        let mut hand_on = |text: &[u8]| -> io::Result<bool> {
            let start = text.iter().position(|byte| !is_space(*byte));
            let text = match start {
                Some(start) if !has_text => &text[start..],
                None if !has_text => return Ok(false),
                _ => text,
            };
            has_text = true;
            let kept = without_return(text);
            if !is_passed && has_return && !text.is_empty() {
                piece(b"\r")?;
            }
            if !text.is_empty() {
                has_return = kept.len() < text.len();
            }
            if !is_passed && !kept.is_empty() {
                piece(kept)?;
            }
            Ok(true)
        };
        let is_record = loop {
            match self.splitter.step(&bytes[at..filled]) {
                Step::Begin(begin) => {
                    at += begin;
                    from = at;
                }
                Step::End { at: end, next } => {
                    let is_record = hand_on(&bytes[from..at + end]);
                    at += next;
                    break is_record.map_err(StreamFault::Sink)?;
                }
                Step::Broken { at: broken, expected } => {
                    let byte = self.offset + (at + broken) as u64;
                    return Err(StreamFault::Input(InputFault::Frame { byte, expected }));
                }
                Step::More => {
                    hand_on(&bytes[from..filled]).map_err(StreamFault::Sink)?;
                    self.offset += filled as u64;
                    (at, from) = (0, 0);
                    let failed = |fault| StreamFault::Input(InputFault::Failed(fault));
                    filled = self.read(&mut bytes, 0).map_err(failed)?;
                    if filled == 0 {
                        let byte = self.offset;
                        let broken = |expected| InputFault::Frame { byte, expected };
                        self.splitter
                            .finish()
                            .map_err(|expected| StreamFault::Input(broken(expected)))?;
                        break hand_on(&[]).map_err(StreamFault::Sink)?;
                    }
                }
            }
        };
        self.offset += at as u64;
        self.rest.extend_from_slice(&bytes[at..filled]);
        if !is_record {
            return Ok(Streamed::Passed);
        }
        self.number += 1;
        if is_passed {
            self.skip -= 1;
            return Ok(Streamed::Passed);
        }
        Ok(Streamed::Record { line: self.splitter.lines() })
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
    fn read(&mut self, bytes: &mut Vec<u8>, filled: usize) -> io::Result<usize> {
        if self.is_ended {
            return Ok(0);
        }
        if bytes.len() < filled + CHUNK {
            bytes.resize(filled + CHUNK, 0);
        }
        loop {
            match self.reader.read(&mut bytes[filled..filled + CHUNK]) {
                Ok(0) => {
                    self.is_ended = true;
                    return Ok(0);
                }
                // A reader that claims to have read more than there was room for has filled it.
                Ok(read) => return Ok(read.min(CHUNK)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The record without the carriage return of its line end.
fn without_return(record: &[u8]) -> &[u8] {
    record.strip_suffix(b"\r").unwrap_or(record)
}

fn is_blank(record: &[u8]) -> bool {
    record.iter().all(|byte| is_space(*byte))
}
