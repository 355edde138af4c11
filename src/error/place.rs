//! Where something stands in a text, and a mark of what stands there.

use crate::span::{Locator, Position, Span};

/// The bytes at fault, where they begin and end, and a mark of them by which they are known again elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) start: Position,
    /// Behind the last of them.
    pub(crate) end: Position,
    mark: u64,
}

impl Place {
    /// So much before a place with nothing in it stands for it, in bytes.
    const BEFORE: usize = 64;
    /// So much of what stands at a place is marked, in bytes.
    const MARKED: usize = 1 << 10;

    pub(crate) fn new(locator: &mut Locator<'_>, span: Span) -> Self {
        let (start, end) = locator.locate_both(span);
        let (text, line) = locator.around(span);
        // An error at the end of a text is about what stands before it.
        let marked = if text.is_empty() {
            &line.as_bytes()[line.len().saturating_sub(Self::BEFORE)..]
        } else {
            &text.as_bytes()[..text.len().min(Self::MARKED)]
        };
        Self { span, start, end, mark: Mark::default().and(marked).0 }
    }

    /// The same if so many bytes stand before the text, which begins at `start`.
    pub(crate) fn behind(self, offset: usize, start: Position) -> Self {
        let span = Span::new(offset + self.span.start(), offset + self.span.end());
        Self { span, start: start.and(self.start), end: start.and(self.end), ..self }
    }

    pub(crate) const fn mark(&self) -> u64 {
        self.mark
    }
}

/// FNV-1a of 64 bits (Fowler, Noll and Vo): the same on every machine and in every version, which the
/// hashes of the standard library are not.
#[derive(Clone, Copy)]
pub(crate) struct Mark(pub(crate) u64);

impl Default for Mark {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Mark {
    /// The mark of what was marked and these bytes; a checkout with other line ends has the same.
    pub(crate) fn and(self, bytes: &[u8]) -> Self {
        let bytes = bytes.iter().filter(|byte| **byte != b'\r');
        Self(bytes.fold(self.0, |mark, byte| {
            (mark ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, start: usize, end: usize) -> Place {
        Place::new(&mut Locator::new(text), Span::new(start, end))
    }

    #[test]
    fn marks_are_those_of_fnv() {
        for (text, mark) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(Mark::default().and(text.as_bytes()).0, mark, "{text}");
        }
    }

    #[test]
    fn places_end_behind_their_last_character() {
        let at = |text: &str, start, end| {
            let Place { start, end, .. } = place(text, start, end);
            ((start.line, start.column), (end.line, end.column))
        };
        assert_eq!(at("ä日👩‍👧[[x]]", 16, 21), ((1, 6), (1, 11)));
        assert_eq!(at("a\r\nb [[\r\nx ]]", 5, 13), ((2, 3), (3, 5)));
        assert_eq!(at("", 0, 0), ((1, 1), (1, 1)));
        assert_eq!(at("ab", 1, 9), ((1, 2), (1, 3)));
    }

    #[test]
    fn what_is_marked_does_not_hang_on_what_stands_around() {
        let alone = place("[[ a ]]", 0, 7).mark();
        assert_eq!(place("x\ny [[ a ]] z", 4, 11).mark(), alone);
        assert_ne!(place("[[ b ]]", 0, 7).mark(), alone);
        // Line ends of Windows are no difference.
        assert_eq!(place("[[\r\na ]]", 0, 8).mark(), place("[[\na ]]", 0, 7).mark());
        // Nothing is marked by what stands before it on its line.
        assert_eq!(place("x\nab", 4, 4).mark(), place("ab", 2, 2).mark());
        assert_ne!(place("ab", 2, 2).mark(), place("ac", 2, 2).mark());
    }
}
