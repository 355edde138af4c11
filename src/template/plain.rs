//! The quick way to read most placeholders, which are a path of plain names: one look at each byte.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::expression::{Chain, Expression, Join, Operand, Rows};
use super::grammar::{Grammar, Walk};
use super::run::Run;
use super::syntax::Syntax;
use super::token::{begin_with, is_plain, is_space};
use crate::span::Span;

/// The most names of a path that is read like this: more than most paths have.
const NAMES: usize = 8;

/// The expressions of paths as they are written; for texts that have many.
pub(super) type Known<'t> = HashMap<&'t str, u32, RandomState>;

/// A path of plain names between delimiters, by where its parts end.
struct Plain {
    path: Span,
    names: [usize; NAMES],
    count: usize,
    /// Behind the closing delimiter.
    end: usize,
}

impl Syntax {
    /// Whether paths can be read in the quick way.
    pub(super) fn reads_plain(&self) -> bool {
        !self.roots.are_declared() && !self.close().starts_with('.')
    }

    /// How many placeholders a text has if each is a path of plain names: then it can be read for
    /// sure, at any time. Of other texts nothing is said.
    pub(crate) fn placeholders_at_a_look(&self, text: &str) -> Option<usize> {
        let (mut from, mut placeholders) = (0, 0);
        while let Some(run) = Run::next(text, self.opener(), from) {
            let open = run.last();
            // Backslashes in front are left to the long way.
            if text[from..open].ends_with('\\') {
                return None;
            }
            from = self.plain(text, open + self.open().len())?.end;
            placeholders += 1;
        }
        (self.reads_plain() && text.len() <= Span::MAX).then_some(placeholders)
    }

    /// The placeholder that begins at `inside`, if it is nothing but a path of plain names.
    #[inline]
    fn plain(&self, text: &str, inside: usize) -> Option<Plain> {
        let bytes = text.as_bytes();
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
        let close = self.close().as_bytes();
        let is_short = behind - inside <= self.limits.expression_bytes();
        if !is_short || !begin_with(&bytes[behind..], close) {
            return None;
        }
        let path = Span::new(start, end);
        Some(Plain { path, names, count: read, end: behind + close.len() })
    }
}

impl Grammar<'_, '_> {
    /// Reads the placeholder that begins at `inside`, if it is nothing but a path of plain names: its
    /// expression, and where it ends.
    pub(super) fn plain(&mut self, inside: usize) -> Option<(u32, usize)> {
        if !self.reads_plain {
            return None;
        }
        let Plain { path, names, count, end } = self.syntax.plain(self.text, inside)?;
        Some((self.plain_path(path, &names[..count]), end))
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
