//! The lines that may turn out hollow: only separators besides placeholders and comments.

use super::expression::{Line, Piece, Rows, Tables};
use crate::escape::HtmlContext;
use crate::span::Span;

/// What a line may consist of and still be hollow.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | ';' | ':' | '.' | '|' | '/' | '·' | '•' | '*' | '-' | '–' | '—')
}

/// The lines with a placeholder or a comment whose own text is only separators.
///
/// Lines lie between `\n` or `\r\n` of the literals; a placeholder over several lines joins them.
/// Of a page only those of element text: elsewhere a line may mean something.
pub(super) fn hollow_candidates(text: &str, tables: &Tables, is_page: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = OpenLine { start: 0, first: 0, is_filled: false, is_bare: true };
    let mut placeholders = 0;
    for piece in &tables.pieces {
        match *piece {
            Piece::Comment => line.is_filled = true,
            Piece::Placeholder(_) => {
                line.is_filled = true;
                placeholders += 1;
            }
            Piece::Literal(span) => {
                let literal = &text[span.range()];
                let Some(end) = literal.find('\n') else {
                    line.is_bare &= literal.chars().all(is_separator);
                    continue;
                };
                line.is_bare = line.is_bare && literal[..end].chars().all(is_separator);
                lines.extend(line.candidate(span.start() + end + 1, placeholders));
                let start = literal.rfind('\n').map_or(0, |last| last + 1);
                let is_bare = literal[start..].chars().all(is_separator);
                line = OpenLine {
                    start: span.start() + start,
                    first: placeholders,
                    is_filled: false,
                    is_bare,
                };
            }
        }
    }
    lines.extend(line.candidate(text.len(), placeholders));
    if is_page {
        lines.retain(|line| stands_in_text(line, tables));
    }
    lines
}

/// Whether all that a line of a page holds is text of elements; nobody knows it of comments alone.
fn stands_in_text(line: &Line, tables: &Tables) -> bool {
    let placeholders = line.placeholders.of(&tables.placeholders);
    let is_text = |expression: u32| {
        let place = tables.expressions[expression as usize].at.place;
        place.context == HtmlContext::ElementText
    };
    !placeholders.is_empty() && placeholders.iter().all(|row| is_text(row.expression))
}

/// The line that is being read.
struct OpenLine {
    start: usize,
    /// Its first placeholder.
    first: usize,
    is_filled: bool,
    is_bare: bool,
}

impl OpenLine {
    fn candidate(&self, end: usize, placeholders: usize) -> Option<Line> {
        let placeholders = Rows::between(self.first, placeholders);
        (self.is_filled && self.is_bare)
            .then(|| Line { span: Span::new(self.start, end), placeholders })
    }
}
