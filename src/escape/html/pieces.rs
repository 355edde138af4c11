//! The text of a template as html5gum reads it: its literals, and a byte for each placeholder.

use std::cell::Cell;
use std::convert::Infallible;

use html5gum::{Readable, Reader};

/// What stands for a placeholder: no text holds this byte, and HTML gives it no meaning.
pub(super) const MARK: u8 = 0xFF;

/// How far a text has been read, for whoever hears what is read.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// The piece that is read; so many placeholders stand before it.
    piece: Cell<usize>,
    /// How many bytes of it are left.
    left: Cell<usize>,
    ended: Cell<bool>,
    /// Nothing more is to be read.
    is_stopped: Cell<bool>,
}

impl Progress {
    /// How many placeholders have been read.
    pub(super) fn placeholders(&self) -> usize {
        self.piece.get()
    }

    /// The piece that is read, and how many bytes of it are left.
    pub(super) fn position(&self) -> (usize, usize) {
        (self.piece.get(), self.left.get())
    }

    /// The byte that was read last of these pieces.
    pub(super) fn last(&self, pieces: &[&[u8]]) -> u8 {
        let piece = pieces.get(self.piece.get()).copied().unwrap_or_default();
        let read = piece.len().saturating_sub(self.left.get());
        read.checked_sub(1).and_then(|last| piece.get(last)).map_or(MARK, |byte| *byte)
    }

    /// Ends the text here.
    pub(super) fn stop(&self) {
        self.is_stopped.set(true);
        self.left.set(0);
    }

    /// Whether somebody has read on at the end of the text.
    pub(super) fn has_ended(&self) -> bool {
        self.ended.get()
    }
}

/// Reads pieces one behind the other, with [`MARK`] between two of them.
#[derive(Debug)]
pub(super) struct PieceReader<'p> {
    pieces: &'p [&'p [u8]],
    piece: &'p [u8],
    progress: &'p Progress,
}

impl<'p> PieceReader<'p> {
    pub(super) fn new(pieces: &'p [&'p [u8]], progress: &'p Progress) -> Self {
        let piece = pieces.first().copied().unwrap_or_default();
        progress.left.set(piece.len());
        Self { pieces, piece, progress }
    }

    /// What is left of the piece.
    #[inline]
    fn rest(&self) -> &'p [u8] {
        let read = self.piece.len().saturating_sub(self.progress.left.get());
        self.piece.get(read..).unwrap_or_default()
    }

    #[inline]
    fn advance(&self, bytes: usize) {
        self.progress.left.set(self.progress.left.get() - bytes);
    }

    /// Goes on to the next piece, if there is one.
    #[cold]
    fn next_piece(&mut self) -> Option<u8> {
        let next = self.progress.piece.get() + 1;
        let is_stopped = self.progress.is_stopped.get();
        let Some(piece) = self.pieces.get(next).filter(|_| !is_stopped) else {
            self.progress.ended.set(true);
            return None;
        };
        self.piece = piece;
        self.progress.piece.set(next);
        self.progress.left.set(piece.len());
        Some(MARK)
    }
}

#[allow(clippy::inline_always, reason = "what is searched for is known where it is called")]
impl Reader for PieceReader<'_> {
    type Error = Infallible;

    #[inline(always)]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let Some(byte) = self.rest().first() else { return Ok(self.next_piece()) };
        self.advance(1);
        Ok(Some(*byte))
    }

    #[inline(always)]
    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Infallible> {
        let rest = self.rest();
        // The reader of html5gum knows how to look for them quickly.
        let Some(chunk) = rest.to_reader().read_until(needle, buffer)?.map(<[u8]>::len) else {
            let Some(mark) = self.next_piece() else { return Ok(None) };
            buffer[0] = mark;
            return Ok(Some(&buffer[..1]));
        };
        self.advance(chunk);
        Ok(rest.get(..chunk))
    }

    #[inline(always)]
    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let is_there = self.rest().to_reader().try_read_string(text, case_sensitive)?;
        if is_there {
            self.advance(text.len());
        }
        Ok(is_there)
    }
}
