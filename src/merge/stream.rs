//! A record that is too long to be held goes past, piece by piece.

use std::io;

use super::read::{InputFault, Reading, without_return};
use super::split::Step;
use crate::json::is_space;

/// What became of a record that is too long.
#[derive(Clone, Copy, Debug)]
pub(super) enum Streamed {
    /// It was passed over: its merge is done, or it is blank.
    Passed,
    Record {
        line: Option<u64>,
        /// Where it ends in the input, without its line end.
        end: u64,
    },
}

/// Why a record that is too long was not streamed to its end.
#[derive(Debug)]
pub(super) enum StreamFault {
    Input(InputFault),
    Sink(io::Error),
}

impl Reading<'_> {
    /// Hands on the record that is too long, piece by piece, without the white space before it.
    pub(super) fn stream(
        &mut self,
        piece: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Streamed, StreamFault> {
        let mut bytes = std::mem::take(&mut self.rest);
        let (mut at, mut from, mut filled) = (0, 0, bytes.len());
        let is_passed = self.count.skip > 0;
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
        let (is_record, end) = loop {
            match self.splitter.step(&bytes[at..filled]) {
                Step::Begin(begin) => {
                    at += begin;
                    from = at;
                }
                Step::End { at: end, next } => {
                    let is_record = hand_on(&bytes[from..at + end]).map_err(StreamFault::Sink)?;
                    let end = self.offset + (at + end) as u64;
                    at += next;
                    break (is_record, end);
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
                        break (hand_on(&[]).map_err(StreamFault::Sink)?, byte);
                    }
                }
            }
        };
        self.offset += at as u64;
        self.rest.extend_from_slice(&bytes[at..filled]);
        if !is_record {
            return Ok(Streamed::Passed);
        }
        if self.count.passes() {
            return Ok(Streamed::Passed);
        }
        let end = end - u64::from(has_return);
        Ok(Streamed::Record { line: self.splitter.lines(), end })
    }
}
