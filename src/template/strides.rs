//! What a dense text is made of, so laid out that it is quickly put together again: a copy of its
//! literals, in pieces of fixed size.

use super::expression::{Piece, Tables, row};

/// A short literal, and what is printed behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stride {
    /// The literal; what stands behind its end does not matter.
    pub(crate) literal: [u8; Stride::LITERAL],
    /// The bytes of the literal.
    pub(crate) len: u8,
    /// The expression; where a longer literal goes on, the number of all expressions, which is none.
    pub(crate) expression: u32,
}

impl Stride {
    /// The most bytes of a literal.
    pub(crate) const LITERAL: usize = 16;
}

/// The strides of a text that is ASCII and full of placeholders; none of another one.
pub(super) fn strides(text: &str, tables: &Tables) -> Vec<Stride> {
    /// At least one placeholder for so many bytes, and so many placeholders.
    const DENSE: usize = 64;
    // Only where it counts: a look at every byte costs as much as finding the delimiters.
    let (placeholders, expressions) = (tables.placeholders.len(), tables.expressions.len());
    let is_dense = placeholders >= text.len().div_ceil(DENSE).max(DENSE);
    // And only where values stand in more than one place, since all are gathered first.
    if !is_dense || 2 * expressions > placeholders || !text.is_ascii() {
        return Vec::new();
    }
    let nothing = row(expressions);
    let mut strides = Vec::with_capacity(placeholders + 1);
    let mut literal: &[u8] = &[];
    for piece in &tables.pieces {
        match *piece {
            Piece::Literal(span) => {
                push(literal, nothing, nothing, &mut strides);
                literal = &text.as_bytes()[span.range()];
            }
            Piece::Placeholder(expression) => {
                push(literal, expression, nothing, &mut strides);
                literal = &[];
            }
            Piece::Comment => {}
        }
    }
    push(literal, nothing, nothing, &mut strides);
    strides
}

/// Adds a literal in as many strides as it takes, and what is printed behind it.
fn push(literal: &[u8], expression: u32, nothing: u32, strides: &mut Vec<Stride>) {
    let mut parts = literal.chunks(Stride::LITERAL).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        strides.push(Stride::new(part, if is_last { expression } else { nothing }));
    }
    if literal.is_empty() && expression != nothing {
        strides.push(Stride::new(&[], expression));
    }
}

impl Stride {
    fn new(part: &[u8], expression: u32) -> Self {
        let mut stride = Self { literal: [0; Self::LITERAL], len: 0, expression };
        for (place, byte) in stride.literal.iter_mut().zip(part) {
            *place = *byte;
            stride.len += 1;
        }
        stride
    }
}
