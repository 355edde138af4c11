//! Texts that were quoted, one behind the other.

use std::fmt;

/// Like a `String` that is written to with room to spare, so that chunks of fixed size can be copied
/// where a copy of just their length would take a call.
#[derive(Debug, Default)]
pub(crate) struct Quoted {
    /// Text up to `end`, and behind it whatever was there.
    bytes: Vec<u8>,
    end: usize,
}

impl Quoted {
    /// The length in bytes.
    pub(crate) const fn len(&self) -> usize {
        self.end
    }

    /// Forgets what stands from `end` on, which must be between two characters.
    pub(crate) fn truncate(&mut self, end: usize) {
        self.end = self.end.min(end);
    }

    /// Makes room for so many texts like the one of so many bytes, but not for too much: they may
    /// be shorter, or not come.
    pub(crate) fn expect(&mut self, texts: usize, bytes: usize) {
        const MOST: usize = 1 << 16;
        let each = bytes.saturating_mul(2);
        self.room(each.saturating_mul(texts).min(MOST));
    }

    /// Appends a text as it is.
    pub(crate) fn push_str(&mut self, text: &str) {
        self.room(text.len())[..text.len()].copy_from_slice(text.as_bytes());
        self.end += text.len();
    }

    /// The text from `start` on, which must be between two characters.
    pub(crate) fn since(&self, start: usize) -> &str {
        let text = std::str::from_utf8(&self.bytes[start..self.end]);
        debug_assert!(text.is_ok(), "only whole texts were written");
        text.unwrap_or_default()
    }

    /// Replaces bytes of what stands from `start` on by what `reference` gives for them.
    pub(super) fn replace_since(
        &mut self,
        start: usize,
        reference: impl Fn(u8) -> Option<&'static str>,
    ) {
        let old = self.bytes.get(start..self.end).unwrap_or_default();
        let more = old.iter().filter_map(|byte| reference(*byte)).map(|text| text.len() - 1);
        let (mut from, mut to) = (self.end, self.end + more.sum::<usize>());
        self.room(to - from);
        self.end = to;
        // From the back, so that nothing is written over that is still to be read.
        while from < to {
            from -= 1;
            let byte = self.bytes[from];
            let own = [byte];
            let text = reference(byte).map_or(&own[..], str::as_bytes);
            to -= text.len();
            self.bytes[to..to + text.len()].copy_from_slice(text);
        }
    }

    pub(crate) fn into_string(mut self) -> String {
        self.bytes.truncate(self.end);
        let text = String::from_utf8(self.bytes);
        debug_assert!(text.is_ok(), "only whole texts were written");
        text.unwrap_or_default()
    }

    /// The place for what comes next, at least so many bytes; [`Quoted::wrote`] says how much it was.
    pub(super) fn room(&mut self, bytes: usize) -> &mut [u8] {
        let need = self.end + bytes;
        if self.bytes.len() < need {
            self.bytes.resize(need.max(2 * self.bytes.len()), 0);
        }
        &mut self.bytes[self.end..]
    }

    /// Takes in so many bytes of the room, which are whole characters.
    pub(super) const fn wrote(&mut self, bytes: usize) {
        self.end += bytes;
    }
}

impl fmt::Write for Quoted {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}
