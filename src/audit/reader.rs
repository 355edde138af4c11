//! The same for a text that is never held as a whole.

use std::io::{self, Read};

use super::scan::{AHEAD, BACK, Scan};
use crate::error::Problem;
use crate::finding::Findings;
use crate::span::floor_char_boundary;
use crate::span::{Locator, Position, Span};
use crate::template::Syntax;
use crate::visible::SUBSTITUTE;

/// How much is read at once, in bytes.
const CHUNK: usize = 128 << 10;
/// What stays behind the place that was looked at last: enough for an excerpt too.
const KEPT: usize = 2 * BACK;
/// What has to follow a place before it is judged: enough for an excerpt too.
const NEEDED: usize = AHEAD + 2 * BACK;
/// A character is no longer, nor is what the standard library probes for the end with.
const LONGEST: usize = 64;

impl Syntax {
    /// Looks through a finished text that is read piece by piece: see [`Syntax::audit`].
    ///
    /// Finds the same, and holds less than 512 KiB of the text at a time. Spans of what stands behind
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
            let text = &*window.text;
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
            // A placeholder that ends in the next piece may hold it.
            let passed_invalid = window.invalid.filter(|at| invalid.is_none() && *at < from);
            if let Some(at) = passed_invalid {
                let (place, byte) = (Span::new(at, at + 1), window.offset + at);
                findings.push_with(limit, |is_drawn| {
                    behind(Problem::not_utf8(&mut locator, place, byte, is_drawn))
                });
            }
            if is_end {
                return Ok(findings);
            }
            let passed = floor_char_boundary(text, from.saturating_sub(KEPT));
            let end = locator.locate(passed);
            if invalid.or(passed_invalid).is_some() {
                (window.invalid, window.is_told) = (None, true);
            }
            window.discard(passed, end);
            from -= passed;
        }
    }
}

/// A piece of a text, and where that begins in the whole.
struct Window {
    text: String,
    /// What was read and is no whole character yet.
    read: Vec<u8>,
    /// The first byte that began none, until it is told.
    invalid: Option<usize>,
    is_told: bool,
    offset: usize,
    start: Position,
}

impl Default for Window {
    fn default() -> Self {
        let start = Position { line: 1, column: 1 };
        // All there will be, so that nothing grows to twice of it.
        let text = String::with_capacity(CHUNK + NEEDED + KEPT + 2 * LONGEST);
        let read = Vec::with_capacity(CHUNK + LONGEST);
        Self { text, read, invalid: None, is_told: false, offset: 0, start }
    }
}

impl Window {
    /// Reads on; whether that was all.
    fn fill(&mut self, reader: &mut impl Read) -> io::Result<bool> {
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let is_end = reader.by_ref().take(chunk).read_to_end(&mut self.read)? < CHUNK;
        let mut rest = &*self.read;
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(valid) => {
                    self.text.push_str(valid);
                    rest = &[];
                    break;
                }
                Err(error) => error,
            };
            let (valid, behind) = rest.split_at(error.valid_up_to());
            self.text.push_str(std::str::from_utf8(valid).unwrap_or_default());
            rest = behind;
            let Some(len) = error.error_len().or(is_end.then_some(behind.len())) else { break };
            if !self.is_told {
                self.invalid.get_or_insert(self.text.len());
            }
            // A character of one byte in the place of each, so that no other moves.
            self.text.extend(std::iter::repeat_n(SUBSTITUTE, len));
            rest = &behind[len..];
        }
        let passed = self.read.len() - rest.len();
        self.read.drain(..passed);
        Ok(is_end)
    }

    /// Forgets what stands before `at`, which is `end` in this piece.
    fn discard(&mut self, at: usize, end: Position) {
        self.start = self.start.and(end);
        self.text.drain(..at);
        self.invalid = self.invalid.map(|invalid| invalid.saturating_sub(at));
        self.offset += at;
    }
}
