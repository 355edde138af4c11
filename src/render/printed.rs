//! Putting what the expressions print between the literals.

use std::convert::Infallible;

use super::hollow::hollow_lines;
use super::printer::Printer;
use super::rendering::Fill;
use crate::error::Error;
use crate::escape::Quoted;
use crate::resolve::{Resolution, Slots};
use crate::span::Span;
use crate::template::{Piece, Tables, Template};

/// What a resolution prints: its expressions, what stands in the place of gaps, and without which
/// lines.
#[derive(Debug)]
pub(super) struct Printed<'a> {
    pub(super) slots: Slots<'a>,
    pub(super) buffer: String,
    /// The bytes of the buffer that are printed: updates leave others behind.
    pub(super) buffered: usize,
    pub(super) fills: Vec<Fill>,
    pub(super) dropped: Vec<Span>,
}

impl<'a> Printed<'a> {
    /// With these `fills`, and with the lines that they stand on if they `keep_lines`.
    pub(super) fn new(
        resolution: &Resolution<'a>,
        fills: Vec<Fill>,
        keep_lines: bool,
    ) -> Result<Self, Error> {
        let (slots, buffer) = print_answers(resolution)?;
        let buffered = buffer.len();
        let mut printed = Self { slots, buffer, buffered, fills, dropped: Vec::new() };
        printed.drop_hollow_lines(resolution.template(), keep_lines);
        Ok(printed)
    }

    /// Finds the lines that go, anew.
    pub(super) fn drop_hollow_lines(&mut self, template: &Template<'_>, keep_lines: bool) {
        self.dropped.clear();
        let is_kept = |number| keep_lines && self.is_filled(number);
        self.dropped = hollow_lines(self.printout(template), is_kept).collect();
    }

    /// What an expression prints that is no gap.
    pub(super) fn text(&self, expression: u32) -> &str {
        self.slots.text(expression as usize, &self.buffer)
    }

    /// Whether the placeholder with this number is filled.
    pub(super) fn is_filled(&self, number: usize) -> bool {
        self.fills.binary_search_by_key(&number, |(filled, _)| *filled).is_ok()
    }

    /// The parts of the output; `template` is that of the resolution.
    pub(super) fn printout<'p>(&'p self, template: &'p Template<'p>) -> Printout<'p> {
        let Self { slots, buffer, fills, dropped, .. } = self;
        Printout { template, slots, buffer, fills, dropped }
    }
}

/// What every expression prints, and the buffer for what cannot be borrowed.
fn print_answers<'a>(resolution: &Resolution<'a>) -> Result<(Slots<'a>, String), Error> {
    let template = resolution.template();
    let mut buffer = Quoted::default();
    let mut printer = Printer::new(template, &mut buffer);
    let answers = template.tables().expressions.iter().zip(resolution.answers());
    let slots = answers.map(|(expression, answer)| printer.print(expression, answer));
    let slots: Option<Vec<_>> = slots.collect();
    let slots = slots.ok_or_else(|| template.output_too_long())?;
    Ok((Slots::of(slots), buffer.into_string()))
}

/// The parts of an output, ready to be put one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printout<'p> {
    pub(super) template: &'p Template<'p>,
    pub(super) slots: &'p Slots<'p>,
    pub(super) buffer: &'p str,
    /// What gaps are filled with, by the number of the placeholder, ascending.
    pub(super) fills: &'p [Fill],
    /// The hollow lines that go, ascending.
    pub(super) dropped: &'p [Span],
}

impl<'p> Printout<'p> {
    /// What the placeholder with this number prints.
    #[inline]
    pub(super) fn placeholder(&self, number: usize) -> &'p str {
        if self.fills.is_empty() {
            return self.text(self.tables().placeholders[number].expression);
        }
        match self.fills.binary_search_by_key(&number, |(filled, _)| *filled) {
            Ok(found) => &self.fills[found].1,
            Err(_) => self.text(self.tables().placeholders[number].expression),
        }
    }

    #[inline]
    pub(super) fn text(&self, expression: u32) -> &'p str {
        self.slots.text(expression as usize, self.buffer)
    }

    /// The length of the whole output in bytes.
    pub(super) fn len(&self) -> usize {
        if self.fills.is_empty() && self.dropped.is_empty() {
            let Tables { expressions, literal_bytes, .. } = self.tables();
            let printed = (0..).zip(expressions).map(|(number, expression)| {
                self.text(number).len().saturating_mul(expression.uses as usize)
            });
            return printed.fold(*literal_bytes, usize::saturating_add);
        }
        let mut len = 0_usize;
        let Ok(()) = self.for_each(|part, _| -> Result<(), Infallible> {
            len = len.saturating_add(part.len());
            Ok(())
        });
        len
    }

    /// The length, unless it is over the limit of the template.
    pub(super) fn checked_len(&self) -> Result<usize, Error> {
        let len = self.len();
        if len > self.template.limits().output_bytes() {
            return Err(self.template.output_too_long());
        }
        Ok(len)
    }

    /// Appends the whole output, `len` bytes.
    pub(super) fn push_to(&self, out: &mut String, len: usize) {
        if out.is_empty() && self.print_dense(len, out) {
            return;
        }
        out.reserve(len);
        if self.fills.is_empty() && self.dropped.is_empty() {
            return self.push_plain_to(out);
        }
        let Ok(()) = self.for_each(|part, _| -> Result<(), Infallible> {
            out.push_str(part);
            Ok(())
        });
    }

    /// The same, without fills and dropped lines to look out for: a third faster on dense texts.
    fn push_plain_to(&self, out: &mut String) {
        let source = self.template.source();
        for piece in &self.tables().pieces {
            match *piece {
                Piece::Literal(span) => out.push_str(&source[span.range()]),
                Piece::Placeholder(expression) => out.push_str(self.text(expression)),
                Piece::Comment => {}
            }
        }
    }

    /// Calls `sink` with every part of the output in order, and with the number of the
    /// placeholder that printed it, if it is not literal.
    pub(super) fn for_each<E>(
        &self,
        mut sink: impl FnMut(&'p str, Option<usize>) -> Result<(), E>,
    ) -> Result<(), E> {
        let source = self.template.source();
        let mut dropped = self.dropped.iter().peekable();
        let mut number = 0;
        for piece in &self.tables().pieces {
            match *piece {
                Piece::Comment => {}
                Piece::Literal(span) if self.dropped.is_empty() => {
                    sink(&source[span.range()], None)?;
                }
                Piece::Literal(span) => {
                    // It may begin within a line that goes, and end within another one.
                    let mut start = span.start();
                    while let Some(line) = dropped.next_if(|line| line.end() <= span.end()) {
                        if line.start() > start {
                            sink(&source[start..line.start()], None)?;
                        }
                        start = start.max(line.end());
                    }
                    let end = dropped
                        .peek()
                        .map_or(span.end(), |line| line.start().clamp(start, span.end()));
                    if start < end {
                        sink(&source[start..end], None)?;
                    }
                }
                Piece::Placeholder(_) => {
                    let span = self.tables().placeholders[number].span;
                    while dropped.next_if(|line| line.end() <= span.start()).is_some() {}
                    if dropped.peek().is_none_or(|line| span.start() < line.start()) {
                        sink(self.placeholder(number), Some(number))?;
                    }
                    number += 1;
                }
            }
        }
        Ok(())
    }

    fn tables(&self) -> &'p Tables {
        self.template.tables()
    }
}
