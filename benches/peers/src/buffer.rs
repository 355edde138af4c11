//! Memory that one run leaves to the next.

/// What can be written to, emptied and written to again.
pub(crate) trait Buffer: Default {
    fn clear(&mut self);
    fn text(&self) -> &str;
}

impl Buffer for String {
    fn clear(&mut self) {
        self.clear();
    }

    fn text(&self) -> &str {
        self
    }
}

impl Buffer for Vec<u8> {
    fn clear(&mut self) {
        self.clear();
    }

    fn text(&self) -> &str {
        str::from_utf8(self).expect("engines write text")
    }
}
