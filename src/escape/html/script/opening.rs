//! `<!--`, which the tokenizer of HTML sees wherever in a script it stands.

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Opening {
    /// How much of it was just read.
    read: usize,
    is_found: bool,
}

impl Opening {
    pub(super) fn read(&mut self, byte: u8) {
        const OPENING: &[u8] = b"<!--";
        self.read = match OPENING.get(self.read) {
            Some(next) if *next == byte => self.read + 1,
            _ => usize::from(byte == b'<'),
        };
        self.is_found |= self.read == OPENING.len();
    }

    pub(super) const fn is_found(self) -> bool {
        self.is_found
    }

    /// Whether the text before ends with the beginning of one, which a value might complete, or of a tag.
    pub(super) const fn is_begun(self) -> bool {
        self.read > 0
    }

    /// A value that is not empty and neither begins nor ends like it stands here.
    pub(super) const fn interrupt(&mut self) {
        self.read = 0;
    }
}
