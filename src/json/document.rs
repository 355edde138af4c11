//! A document that can be looked at through windows of a fixed size, to its very end: then nothing that a window shows
//! has to be looked for behind another check of where the document ends.

/// What a window shows: most values, and what comes behind them.
pub(crate) type Window = [u8; WINDOW];

/// A quote and two looks at sixteen bytes.
pub(super) const WINDOW: usize = 1 + 2 * 16;

/// The bytes of a document, which the last windows show with zeros behind: no JSON has those.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) bytes: &'a [u8],
    /// The last bytes.
    tail: [u8; 2 * WINDOW],
    tail_start: usize,
}

impl<'a> Document<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut tail = [0; 2 * WINDOW];
        let tail_start = bytes.len().saturating_sub(WINDOW);
        let last = &bytes[tail_start..];
        tail[..last.len()].copy_from_slice(last);
        Self { bytes, tail, tail_start }
    }

    /// What stands from this byte on; nothing behind the end.
    #[inline]
    pub(crate) fn window(&self, at: usize) -> Option<&Window> {
        match self.bytes.get(at..)?.first_chunk() {
            Some(window) => Some(window),
            None => self.last_window(at),
        }
    }

    #[inline(never)]
    fn last_window(&self, at: usize) -> Option<&Window> {
        self.tail.get(at - self.tail_start..)?.first_chunk()
    }
}
