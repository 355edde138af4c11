//! `noscript`, which is HTML where there are no scripts, and otherwise a text that the first `</noscript`
//! ends: one that HTML would read as part of something else is where both part.

/// A `noscript` that is open, and whether both readings have parted.
#[derive(Debug, Default)]
pub(super) struct Noscript {
    /// Up to where its text has been looked at: a piece, and how many bytes of it are left.
    open: Option<(usize, usize)>,
    /// How many placeholders stand before the one that was opened last.
    first: usize,
    has_parted: bool,
}

const END: &[u8] = b"</noscript";

impl Noscript {
    pub(super) fn begin(&mut self, position: (usize, usize)) {
        if self.has_parted {
            return;
        }
        if self.open.is_none() {
            (self.open, self.first) = (Some(position), position.0);
        }
    }

    /// Hears of its end tag, which has been read just now.
    pub(super) fn end(&mut self, pieces: &[&[u8]], position: (usize, usize)) {
        let Some(start) = self.open.take() else { return };
        // The end tag itself is one of them.
        self.has_parted |= ends(pieces, start, position) != 1;
    }

    /// Looks for its end in what was read since.
    pub(super) fn look(&mut self, pieces: &[&[u8]], position: (usize, usize)) {
        let Some(start) = self.open.replace(position) else {
            self.open = None;
            return;
        };
        self.has_parted |= ends(pieces, start, position) > 0;
    }

    /// From which placeholder on both readings differ, if they do at the end of the text.
    pub(super) fn finish(mut self, pieces: &[&[u8]]) -> Option<usize> {
        self.look(pieces, (pieces.len(), 0));
        self.has_parted.then_some(self.first)
    }

    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn unclear(&self) -> Option<&'static str> {
        self.has_parted.then_some("with scripts a `noscript` ended before, within something else")
    }
}

/// How many end tags of it begin between two positions.
fn ends(pieces: &[&[u8]], from: (usize, usize), to: (usize, usize)) -> usize {
    let between = pieces.iter().enumerate().take(to.0 + 1).skip(from.0).map(|(number, piece)| {
        let start = if number == from.0 { piece.len().saturating_sub(from.1) } else { 0 };
        let end = if number == to.0 { piece.len().saturating_sub(to.1) } else { piece.len() };
        piece.get(start..end).unwrap_or_default()
    });
    let count = |text: &[u8]| {
        let starts = memchr::memmem::find_iter(text, b"</");
        let is_end = |at: &usize| {
            text.get(*at..at + END.len()).is_some_and(|name| name.eq_ignore_ascii_case(END))
        };
        starts.filter(is_end).count()
    };
    between.map(count).sum()
}
