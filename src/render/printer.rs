//! What each expression prints: borrowed where it can be, else written to a buffer.

use std::fmt::Write;

use serde_json::Value;

use super::Note;
use crate::escape::{self, At, Escape, Quoted, Refusal};
use crate::resolve::{Answer, Held, Slot, Verdict};
use crate::template::{Expression, Template};

/// Prints expressions one after the other, until what cannot be borrowed is too long for an output.
#[derive(Debug)]
pub(super) struct Printer<'p> {
    escape: &'p Escape,
    /// How many expressions there are.
    expressions: usize,
    buffer: &'p mut Quoted,
    /// The most bytes of an output.
    most: usize,
    /// The bytes that all placeholders print so far.
    printed: usize,
    /// Whether the value that was printed last was refused.
    is_refused: bool,
}

impl<'p> Printer<'p> {
    pub(super) fn new(template: &'p Template<'_>, buffer: &'p mut Quoted) -> Self {
        let expressions = template.tables().expressions.len();
        let most = template.limits().output_bytes();
        Self { escape: template.escape(), expressions, buffer, most, printed: 0, is_refused: false }
    }

    /// The same for a few expressions alone.
    pub(super) const fn of_few(mut self) -> Self {
        self.expressions = 1;
        self
    }

    /// What an expression prints with this answer; none if it is too long. What failed must have been
    /// refused before.
    pub(super) fn print<'a>(
        &mut self,
        expression: &Expression,
        answer: &Answer<'a>,
    ) -> Option<Slot<'a>> {
        let at = At { is_vouched: answer.is_vouched, ..expression.at };
        match &answer.verdict {
            Verdict::Paired { .. } => Some(Slot::Paired),
            verdict if verdict.is_gap() => Some(Slot::Gap),
            Verdict::Refused(refusal) => self.write(expression, |_, buffer| {
                Escape::push_inert(at, buffer);
                Err(*refusal)
            }),
            _ if self.escape.takes_json(at.place) => self.print_made(expression, at, &answer.held),
            _ => match answer.held.borrowed_text() {
                Some(text) => self.print_at(expression, at, text),
                None => self.print_made(expression, at, &answer.held),
            },
        }
    }

    /// The same for a text that was found, and that no program vouches for.
    #[inline]
    pub(super) fn print_text<'a>(
        &mut self,
        expression: &Expression,
        text: &'a str,
    ) -> Option<Slot<'a>> {
        self.print_at(expression, expression.at, text)
    }

    #[inline]
    fn print_at<'a>(&mut self, expression: &Expression, at: At, text: &'a str) -> Option<Slot<'a>> {
        if self.escape.leaves_alone(at, text) {
            self.count(expression, text.len());
            return Some(Slot::Text(text));
        }
        if text.len() > self.most && !self.escape.may_shorten() {
            return None;
        }
        if self.buffer.len() == 0 {
            self.buffer.expect(self.expressions, text.len());
        }
        self.write(expression, |escape, buffer| quote(escape, at, text, buffer))
    }

    /// The same for a value that has to be written out.
    fn print_made<'a>(
        &mut self,
        expression: &Expression,
        at: At,
        held: &Held<'_>,
    ) -> Option<Slot<'a>> {
        self.write(expression, |escape, buffer| {
            let Held::Value(Value::Number(number)) = held else {
                return held.push_to(escape, at, buffer);
            };
            let start = buffer.len();
            // Writing to memory does not fail.
            let _ = write!(buffer, "{number}");
            if escape.leaves_alone(at, buffer.since(start)) {
                return Ok(());
            }
            buffer.truncate(start);
            held.push_to(escape, at, buffer)
        })
    }

    /// The same for the text that was `made` last, from `start` on.
    pub(super) fn print_copy<'a>(
        &mut self,
        expression: &Expression,
        made: &mut String,
        start: usize,
    ) -> Option<Slot<'a>> {
        let (text, end) = (&made[start..], made.len());
        let at = expression.at;
        if self.escape.leaves_alone(at, text) {
            self.count(expression, end - start);
            return (end <= self.most).then_some(Slot::Made { start, end });
        }
        let slot = self.write(expression, |escape, buffer| quote(escape, at, text, buffer));
        made.truncate(start);
        slot
    }

    fn write<'a>(
        &mut self,
        expression: &Expression,
        write: impl FnOnce(&Escape, &mut Quoted) -> Result<(), Refusal>,
    ) -> Option<Slot<'a>> {
        let start = self.buffer.len();
        // What is refused is written as such.
        self.is_refused = write(self.escape, self.buffer).is_err();
        let end = self.buffer.len();
        self.count(expression, end - start);
        (end <= self.most).then_some(Slot::Buffered { start, end })
    }

    #[inline]
    fn count(&mut self, expression: &Expression, bytes: usize) {
        let all = bytes.saturating_mul(expression.uses as usize);
        self.printed = self.printed.saturating_add(all);
    }

    /// Notes that the value of the expression with this number, which was printed last, was refused.
    #[inline]
    pub(super) fn note_refusal(&mut self, number: u32, notes: &mut Vec<Note>) {
        if std::mem::take(&mut self.is_refused) {
            notes.push(Note::Refused(number));
        }
    }

    /// The bytes that all placeholders print, if none of them is paired.
    pub(super) const fn printed(&self) -> usize {
        self.printed
    }
}

fn quote(escape: &Escape, at: At, text: &str, buffer: &mut Quoted) -> Result<(), Refusal> {
    escape.quote(at, escape::Value::Text(text), buffer)
}
