//! Byte ranges of a text, and all arithmetic from bytes to lines and columns.
//!
//! Nothing else in the crate counts lines or columns.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::visible::{push_visible, visible_width};

/// A half-open range of bytes in a template's text.
///
/// One that was deserialised is not checked against any text: use `str::get`.
///
/// ```
/// let template = lacuna::Template::text("Dear [[ name ]],")?;
/// let span: lacuna::Span = template.placeholders().next().unwrap().span();
/// assert_eq!((span.start(), span.end(), span.len()), (5, 15, 10));
/// assert!(!span.is_empty());
/// assert_eq!(&template.source()[span.range()], "[[ name ]]");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The longest text that spans can describe, in bytes (4 GiB less one).
    pub(crate) const MAX: usize = u32::MAX as usize;

    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The offset of the first byte, 0-based.
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// The offset behind the last byte, 0-based.
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// The span as a range that can index the text.
    pub const fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Whether no byte lies in the span.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// Texts longer than [`Span::MAX`] are refused before any span is made.
#[allow(clippy::cast_possible_truncation)]
const fn clamp(offset: usize) -> u32 {
    if offset > Span::MAX { u32::MAX } else { offset as u32 }
}

/// A place as people count: 1-based, columns in code points.
///
/// Lines end at `\n` or `\r\n`.
///
/// ```
/// use lacuna::{Position, Template};
///
/// let error = Template::text("Grüße,\r\nß [[ ]]").unwrap_err();
/// assert_eq!(error.all()[0].position(), Some(Position { line: 2, column: 6 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, 1-based.
    pub line: usize,
    /// The column, 1-based, in code points.
    pub column: usize,
}

impl Position {
    /// The place that lies at `other` in a text that begins here.
    pub(crate) const fn and(self, other: Self) -> Self {
        let column = if other.line == 1 { self.column + other.column - 1 } else { other.column };
        Self { line: self.line + other.line - 1, column }
    }
}

/// Turns ascending byte offsets of one text into positions, in one walk over the text.
///
/// An offset before the last one starts the walk again.
#[derive(Clone, Debug)]
pub(crate) struct Locator<'t> {
    text: &'t str,
    offset: usize,
    line_start: usize,
    position: Position,
}

impl<'t> Locator<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line_start: 0, position: Position { line: 1, column: 1 } }
    }

    pub(crate) fn locate(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let passed = &self.text.as_bytes()[self.offset..offset];
        for newline in memchr::memchr_iter(b'\n', passed) {
            self.line_start = self.offset + newline + 1;
            self.position.line += 1;
        }
        if self.line_start >= self.offset {
            self.position.column = 1;
            self.offset = self.line_start;
        }
        let rest = &self.text.as_bytes()[self.offset..offset];
        self.position.column += count_chars(rest);
        self.offset = offset;
        self.position
    }

    /// Where `span` begins and ends. Moves to where it begins: the next one may stand within it.
    pub(crate) fn locate_both(&mut self, span: Span) -> (Position, Position) {
        let start = self.locate(span.start());
        (start, self.clone().locate(span.end().max(span.start())))
    }

    /// The text of `span`, and its line up to there. Moves there.
    pub(crate) fn around(&mut self, span: Span) -> (&'t str, &'t str) {
        self.locate(span.start());
        let text = self.text.get(span.start()..span.end().min(self.text.len())).unwrap_or("");
        (text, &self.text[self.line_start..self.offset])
    }

    /// The line around the start of `span`, cut to what a person can take in. Moves there.
    pub(crate) fn excerpt(&mut self, span: Span) -> Excerpt {
        self.locate(span.start());
        Excerpt::new(self.text, self.line_start, span)
    }
}

/// The last place in `text` at or before `at` that stands in no character.
pub(crate) fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The code points of a text.
fn count_chars(bytes: &[u8]) -> usize {
    // So many that their count fits a byte: compilers add up many at once then.
    const FEW: usize = 192;
    let count = |few: &[u8]| few.iter().map(|&byte| u8::from(is_char_start(byte))).sum::<u8>();
    bytes.chunks(FEW).map(|few| usize::from(count(few))).sum()
}

const fn is_char_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// One line of a text with the columns to underline, ready to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// Code points of `text` before the underlined ones.
    pub(crate) indent: usize,
    /// Code points to underline, at least one.
    pub(crate) width: usize,
}

impl Excerpt {
    /// The most code points that an excerpt shows, besides the ellipses at its ends.
    const WIDTH: usize = 120;
    /// How many of them may stand before the place.
    const BEFORE: usize = 60;

    fn new(text: &str, line_start: usize, span: Span) -> Self {
        let (before, rest) = (&text[line_start..span.start()], &text[span.start()..]);
        let (mut cut, mut room) = (before.len(), Self::BEFORE);
        for (at, c) in before.char_indices().rev() {
            let Some(left) = room.checked_sub(visible_width(c)) else { break };
            (cut, room) = (at, left);
        }
        let mut shown = String::from(if cut > 0 { "…" } else { "" });
        push_visible(&mut shown, &before[cut..]);
        let indent = shown.chars().count();

        let line = rest.split('\n').next().unwrap_or("");
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (mut end, mut room, mut width) = (0, Self::WIDTH - (Self::BEFORE - room), 0);
        for (at, c) in line.char_indices() {
            let Some(left) = room.checked_sub(visible_width(c)) else { break };
            (end, room) = (at + c.len_utf8(), left);
            if at < span.len() {
                width += visible_width(c);
            }
        }
        push_visible(&mut shown, &line[..end]);
        if end < line.len() {
            shown.push('…');
        }
        Self { text: shown, indent, width: width.max(1) }
    }
}

/// Where `part` stands in `whole`, if it is a part of it and not only the same.
pub(crate) fn place(whole: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    let end = start.checked_add(part.len())?;
    (end <= whole.len()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = Locator::new(text).locate(offset);
        (line, column)
    }

    #[test]
    fn columns_count_code_points() {
        assert_eq!(at("äöü [[", "äöü ".len()), (1, 5));
        assert_eq!(at("日本 [[", "日本 ".len()), (1, 4));
        assert_eq!(at("a👩‍👩‍👧 [[", "a👩‍👩‍👧 ".len()), (1, 8)); // the family is five code points
        assert_eq!(at("", 0), (1, 1));
        let long = "aé".repeat(1000);
        assert_eq!(at(&long, long.len()), (1, 2001));
    }

    #[test]
    fn lines_end_at_lf_and_crlf() {
        assert_eq!(at("a\r\nb", 3), (2, 1));
        assert_eq!(at("a\n\nb", 2), (2, 1));
        assert_eq!(at("a\n\nb", 3), (3, 1));
        assert_eq!(at("a\rb", 2), (1, 3)); // a lone CR ends no line
    }

    #[test]
    fn the_end_of_the_text_has_a_place() {
        assert_eq!(at("ab", 2), (1, 3));
        assert_eq!(at("ab\n", 3), (2, 1));
        assert_eq!(at("ab\r\n", 4), (2, 1));
    }

    #[test]
    fn a_locator_walks_on_and_back() {
        let text = "é\né [[ a\n[[";
        let mut locator = Locator::new(text);
        let mut offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).collect();
        let walked: Vec<_> = offsets.iter().map(|&offset| locator.locate(offset)).collect();
        let anew: Vec<_> = offsets.iter().map(|&o| Locator::new(text).locate(o)).collect();
        assert_eq!(walked, anew);
        offsets.reverse();
        let back: Vec<_> = offsets.iter().map(|&offset| locator.locate(offset)).collect();
        assert_eq!(back.into_iter().rev().collect::<Vec<_>>(), anew);
    }

    #[test]
    fn excerpts_are_cut_around_the_place() {
        let text = format!("{}[[ x ]]{}\nnext", "ä".repeat(500), "b".repeat(500));
        let start = 1000;
        let excerpt = Locator::new(&text).excerpt(Span::new(start, start + 7));
        assert_eq!(excerpt.text.chars().count(), 122); // 120 and two ellipses
        let tabs = format!("{}[[ x ]]{}", "\t".repeat(200), "\u{1}".repeat(200));
        let shown = Locator::new(&tabs).excerpt(Span::new(200, 207)).text.chars().count();
        assert!((110..=122).contains(&shown), "{shown}");
        assert!(excerpt.text.starts_with("…ä") && excerpt.text.ends_with("b…"));
        let marked: String =
            excerpt.text.chars().skip(excerpt.indent).take(excerpt.width).collect();
        assert_eq!(marked, "[[ x ]]");
    }

    #[test]
    fn excerpts_show_what_is_invisible() {
        let excerpt = Locator::new("a\u{200b}\t\u{1b}[[ x").excerpt(Span::new(6, 8));
        assert_eq!(excerpt.text, "a\\u{200b}\\t\\u{1b}[[ x");
        assert_eq!(excerpt.indent, "a\\u{200b}\\t\\u{1b}".len());
        let end = Locator::new("a\r\n").excerpt(Span::new(1, 1));
        assert_eq!((end.text.as_str(), end.indent, end.width), ("a", 1, 1));
        let empty = Locator::new("").excerpt(Span::new(0, 0));
        assert_eq!((empty.text.as_str(), empty.indent, empty.width), ("", 0, 1));
    }
}
