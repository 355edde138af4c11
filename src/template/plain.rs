//! The quick way to read most placeholders, which are a path of plain names: one look at each byte.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::expression::{Chain, Expression, Join, Operand, Rows};
use super::grammar::{Grammar, Walk};
use super::token::{begin_with, is_plain, is_space};
use crate::span::Span;

/// The most names of a path that is read like this: more than most paths have.
const NAMES: usize = 8;

/// The expressions of paths as they are written; for texts that have many.
pub(super) type Known<'t> = HashMap<&'t str, u32, RandomState>;

impl Grammar<'_, '_> {
    /// Reads the placeholder that begins at `inside`, if it is nothing but a path of plain names: its
    /// expression, and where it ends.
    pub(super) fn plain(&mut self, inside: usize) -> Option<(u32, usize)> {
        if !self.reads_plain {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = inside + count(&bytes[inside..], is_space);
        let (mut names, mut read, mut end) = ([0; NAMES], 0, start);
        loop {
            let name = end;
            end += count(&bytes[name..], is_plain);
            // A number is an index or a literal.
            if end == name || bytes[name].is_ascii_digit() {
                return None;
            }
            *names.get_mut(read)? = end;
            read += 1;
            if bytes.get(end) != Some(&b'.') {
                break;
            }
            end += 1;
        }
        let behind = end + count(&bytes[end..], is_space);
        let close = self.syntax.close().as_bytes();
        let is_short = behind - inside <= self.syntax.limits.expression_bytes();
        if !is_short || !begin_with(&bytes[behind..], close) {
            return None;
        }
        let path = Span::new(start, end);
        Some((self.plain_path(path, &names[..read]), behind + close.len()))
    }

    /// The expression that is this path, with the names that end there.
    fn plain_path(&mut self, path: Span, names: &[usize]) -> u32 {
        // A hash costs more than a walk down a small trie.
        const MANY: usize = 64;
        let text = self.text;
        let written = &text[path.range()];
        if let Some(known) = self.known.get(written) {
            return *known;
        }
        let (mut walk, mut start) = (Walk::new(self.texts), path.start());
        for end in names {
            walk.name(&mut self.tables.paths, text, Span::new(start, *end));
            start = end + 1;
        }
        let node = walk.node();
        let expression = self.tables.paths.bare(node).unwrap_or_else(|| {
            let first = self.tables.operands.len();
            self.tables.operands.push(Operand { kind: walk.kind(), span: path });
            let operands = Rows::since(first, &self.tables.operands);
            let chain = Chain { operands, join: Join::Or };
            self.push_expression(
                Expression { path: Some(node), ..Expression::of(chain) },
                Some(node),
            )
        });
        if self.tables.expressions.len() > MANY {
            self.known.insert(written, expression);
        }
        expression
    }
}

/// How many bytes at the beginning are such.
#[inline]
fn count(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| !is_it(byte)).unwrap_or(bytes.len())
}
