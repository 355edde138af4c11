//! Putting many short parts together: each is copied as a chunk of fixed size, which takes a few
//! instructions where a copy of just its length takes a call.

use std::mem;

use super::printed::Printout;
use crate::template::Stride;

/// What is copied of a value at once. What lies behind a shorter one is written over by what follows.
const CHUNK: usize = 32;

/// The most that is written for a stride whose value is short.
const WINDOW: usize = Stride::LITERAL + CHUNK;

/// A value's first bytes, and behind them its length, or [`LONG`].
const RECORD: usize = CHUNK + 8;

/// The length of a value that is longer than a chunk: ASCII, as all of a record has to be.
const LONG: u8 = 127;

impl Printout<'_> {
    /// Whether [`Printout::print_dense`] is worth a try for an output of `len` bytes: there are many
    /// parts, most of them short, and little is needed behind the output.
    fn is_dense(&self, len: usize) -> bool {
        let tables = self.template.tables();
        !tables.strides.is_empty()
            && self.fills.is_empty()
            && self.dropped.is_empty()
            && tables.expressions.len() * RECORD <= len
            && len <= tables.strides.len() * 2 * CHUNK
    }

    /// The whole output, `len` bytes, in the place of `out`, which is empty; whether that was done, since
    /// it may not be dense, or not ASCII.
    pub(super) fn print_dense(&self, len: usize, out: &mut String) -> bool {
        if !self.is_dense(len) {
            return false;
        }
        let tables = self.template.tables();
        let room = (tables.expressions.len() + 1) * RECORD;
        let mut bytes = mem::take(out).into_bytes();
        bytes.resize(len + WINDOW + room, 0);
        // Behind the output stand the values. What is ASCII is quickly seen to be UTF-8.
        let (printed, values) = bytes.split_at_mut(len + WINDOW);
        let is_done = self.gather(values) && self.put(values, printed).is_some();
        bytes.truncate(if is_done { len } else { 0 });
        let Ok(text) = String::from_utf8(bytes) else { return false };
        *out = text;
        is_done
    }

    /// Writes a record for each expression, and leaves the last, which prints nothing; whether all is
    /// ASCII.
    fn gather(&self, values: &mut [u8]) -> bool {
        let mut is_ascii = true;
        let expressions = self.template.tables().expressions.len();
        for (number, record) in (0..).zip(values.chunks_exact_mut(RECORD).take(expressions)) {
            let text = self.text(number).as_bytes();
            let start = &text[..text.len().min(CHUNK)];
            record[..start.len()].copy_from_slice(start);
            record[CHUNK] = match u8::try_from(text.len()) {
                Ok(len) if text.len() <= CHUNK => len,
                _ => LONG,
            };
            is_ascii &= text.len() <= CHUNK || text.is_ascii();
        }
        is_ascii && values.is_ascii()
    }

    /// Puts the strides one behind the other; none if they are not as long as `printed`, but for the
    /// window that is written last.
    fn put(&self, values: &[u8], printed: &mut [u8]) -> Option<()> {
        let mut rest = printed;
        for stride in &self.template.tables().strides {
            let window: &mut [u8; WINDOW] = rest.first_chunk_mut()?;
            *window.first_chunk_mut()? = stride.literal;
            let literal = usize::from(stride.len).min(Stride::LITERAL);
            let record = stride.expression as usize * RECORD;
            let value: &[u8; RECORD] = values.get(record..)?.first_chunk()?;
            *window[literal..].first_chunk_mut()? = *value.first_chunk::<CHUNK>()?;
            let len = usize::from(value[CHUNK]);
            if len > CHUNK {
                let text = self.text(stride.expression).as_bytes();
                rest = rest.get_mut(literal + CHUNK..)?;
                let (to, behind) = rest.split_at_mut_checked(text.len() - CHUNK)?;
                to.copy_from_slice(&text[CHUNK..]);
                rest = behind;
            } else {
                rest = &mut rest[literal + len..];
            }
        }
        (rest.len() == WINDOW).then_some(())
    }
}
