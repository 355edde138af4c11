//! Putting many short parts together: each is copied as a chunk of fixed size, which takes a few
//! instructions where a copy of just its length takes a call.

use std::mem;

use super::printed::Printout;
use crate::resolve::{Slot, Slots};
use crate::template::{Piece, Template};

/// What is copied at once. What lies behind a shorter part is written over by the next one.
const CHUNK: usize = 32;

impl Printout<'_> {
    /// Whether the short way is worth it: there are many parts, most of them short, and values
    /// that stand in more than one place. All must be ASCII, which is quickly seen to be UTF-8.
    pub(super) fn is_dense(&self, len: usize) -> bool {
        let tables = self.template.tables();
        let (pieces, expressions) = (tables.pieces.len(), tables.expressions.len());
        tables.is_ascii
            && self.dropped.is_empty()
            && expressions * 2 <= tables.placeholders.len()
            && len <= pieces * 2 * CHUNK
            && tables.expressions.iter().zip(0..).all(|(_, number)| self.text(number).is_ascii())
    }
}

/// The output of a [dense](Printout::is_dense) printout of `len` bytes, in the place of `out`,
/// which is empty. `slots` refer to something else then.
pub(super) fn print_dense(
    template: &Template<'_>,
    slots: &mut Slots<'_>,
    buffer: &str,
    len: usize,
    out: &mut String,
) -> bool {
    let (source, tables) = (template.source().as_bytes(), template.tables());
    let mut bytes = mem::take(out).into_bytes();
    let texts: usize =
        (0..tables.expressions.len()).map(|number| slots.text(number, buffer).len()).sum();
    bytes.resize(len + texts + 2 * CHUNK, 0);
    // Behind the output stands each text once, with room for a chunk.
    let (printed, gathered) = bytes.split_at_mut(len + CHUNK);
    let mut end = 0;
    for number in 0..tables.expressions.len() {
        let text = slots.text(number, buffer).as_bytes();
        let start = end;
        end = put(gathered, start, text, 0, text.len());
        slots.print(number, Slot::Buffered { start, end });
    }
    let mut at = 0;
    for piece in &tables.pieces {
        match *piece {
            Piece::Literal(span) => at = put(printed, at, source, span.start(), span.end()),
            Piece::Placeholder(expression) => {
                if let Slot::Buffered { start, end } = slots.printed(expression) {
                    at = put(printed, at, gathered, start, end);
                }
            }
            Piece::Comment => {}
        }
    }
    bytes.truncate(len);
    match String::from_utf8(bytes) {
        Ok(text) => {
            *out = text;
            true
        }
        Err(_) => false,
    }
}

/// Copies a part of `from` to `at`, and perhaps what stands behind it; where the copy ends.
#[inline]
fn put(to: &mut [u8], at: usize, from: &[u8], start: usize, end: usize) -> usize {
    let len = end - start;
    if len <= CHUNK / 2 {
        let room = to.get_mut(at..at + CHUNK / 2).zip(from.get(start..start + CHUNK / 2));
        if let Some((to, from)) = room {
            to.copy_from_slice(from);
            return at + len;
        }
    }
    let whole = len.next_multiple_of(CHUNK);
    if let Some((to, from)) = to.get_mut(at..at + whole).zip(from.get(start..start + whole)) {
        for (to, from) in to.chunks_exact_mut(CHUNK).zip(from.chunks_exact(CHUNK)) {
            to.copy_from_slice(from);
        }
        return at + len;
    }
    to[at..at + len].copy_from_slice(&from[start..end]);
    at + len
}
