//! The same for a text that is never held as a whole.

use std::io::{self, Read};

use super::scan::{AHEAD, BACK, Scan};
use crate::error::Problem;
use crate::finding::Findings;
use crate::span::{Locator, Position, Span};
use crate::template::{Syntax, floor_char_boundary};
use crate::visible::SUBSTITUTE;

/// How much is read at once, in bytes.
const CHUNK: usize = 256 << 10;
/// What stays behind the place that was looked at last: enough for an excerpt too.
const KEPT: usize = 2 * BACK;
/// What has to follow a place before it is judged: enough for an excerpt too.
const NEEDED: usize = AHEAD + 2 * BACK;

impl Syntax {
    /// Looks through a finished text that is read piece by piece: see [`Syntax::audit`].
    ///
    /// Finds the same, and holds less than 1 MiB of the text at a time. Spans of what stands behind
    /// the first 4 GiB end there; lines and columns count on.
    ///
    /// # Errors
    ///
    /// If the reader fails. Bytes that are not UTF-8 are a finding, told once, and the rest is looked
    /// through all the same.
    ///
    /// ```
    /// let findings = lacuna::Syntax::new().audit_reader(&b"caf\xE9 [[data.x]]"[..])?;
    /// let codes: Vec<_> = findings.list().iter().map(|finding| finding.kind().code()).collect();
    /// assert_eq!(codes, ["not-utf8", "leftover"]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn audit_reader(&self, mut reader: impl Read) -> io::Result<Findings> {
        let scan = Scan::new(self);
        let limit = self.limits_set().problem_count();
        let mut findings = Findings::default();
        let mut window = Window::default();
        let mut from = 0;
        loop {
            let is_end = window.fill(&mut reader)?;
            let text = window.text()?;
            let to = if is_end { text.len() } else { text.len().saturating_sub(NEEDED) };
            let mut locator = Locator::new(text);
            let behind = |problem: Problem| problem.behind(window.offset, window.start);
            let invalid = window.invalid.filter(|at| *at < to);
            for end in invalid.into_iter().chain([to]) {
                from = scan.run(text, from, end.max(from), &mut |found| {
                    findings
                        .push_with(limit, |is_drawn| behind(found.problem(&mut locator, is_drawn)));
                });
                if invalid == Some(end) {
                    let (place, byte) = (Span::new(end, end + 1), window.offset + end);
                    findings.push_with(limit, |is_drawn| {
                        behind(Problem::not_utf8(&mut locator, place, byte, is_drawn))
                    });
                }
            }
            if is_end {
                return Ok(findings);
            }
            let passed = floor_char_boundary(text, from.saturating_sub(KEPT));
            let end = locator.locate(passed);
            if invalid.is_some() {
                (window.invalid, window.is_told) = (None, true);
            }
            window.discard(passed, end);
            from -= passed;
        }
    }
}

/// A piece of a text, and where that begins in the whole.
struct Window {
    bytes: Vec<u8>,
    /// How many bytes are UTF-8, or were made so.
    valid: usize,
    /// The first byte that was none, until it is told.
    invalid: Option<usize>,
    is_told: bool,
    offset: usize,
    start: Position,
}

impl Default for Window {
    fn default() -> Self {
        let start = Position { line: 1, column: 1 };
        Self { bytes: Vec::new(), valid: 0, invalid: None, is_told: false, offset: 0, start }
    }
}

impl Window {
    /// Reads on; whether that was all.
    fn fill(&mut self, reader: &mut impl Read) -> io::Result<bool> {
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let read = reader.by_ref().take(chunk).read_to_end(&mut self.bytes)?;
        let is_end = read < CHUNK;
        loop {
            match std::str::from_utf8(&self.bytes[self.valid..]) {
                Ok(_) => self.valid = self.bytes.len(),
                Err(error) => {
                    self.valid += error.valid_up_to();
                    if error.error_len().is_some() || is_end {
                        self.replace(error.error_len());
                        continue;
                    }
                }
            }
            break;
        }
        Ok(is_end)
    }

    /// Puts a character of one byte in the place of each that begins none, so that no other moves.
    fn replace(&mut self, len: Option<usize>) {
        if !self.is_told {
            self.invalid.get_or_insert(self.valid);
        }
        let end = len.map_or(self.bytes.len(), |len| self.valid + len);
        self.bytes[self.valid..end].fill(SUBSTITUTE as u8);
        self.valid = end;
    }

    fn text(&self) -> io::Result<&str> {
        std::str::from_utf8(&self.bytes[..self.valid])
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// Forgets what stands before `at`, which is `end` in this piece.
    fn discard(&mut self, at: usize, end: Position) {
        self.start = self.start.and(end);
        self.bytes.drain(..at);
        self.valid -= at;
        self.invalid = self.invalid.map(|invalid| invalid.saturating_sub(at));
        self.offset += at;
    }
}
