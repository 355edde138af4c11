//! Which placeholders are the defaults of others, if the layout pairs those; and settling it.

use std::iter;

use super::expression::{OperandKind, Pair, Tables};
use super::syntax::Syntax;

/// The expressions that may print nothing because another one prints them as its default.
pub(super) fn pairs(text: &str, syntax: &Syntax, tables: &Tables) -> Vec<Pair> {
    // Every expression stands in a placeholder.
    let mut first = vec![u32::MAX; tables.expressions.len()];
    for (number, row) in (0..).zip(&tables.placeholders) {
        let first = &mut first[row.expression as usize];
        *first = number.min(*first);
    }
    let mut pairs = Vec::new();
    let mut segments = Vec::new();
    for (value, expression) in (0..).zip(&tables.expressions) {
        for operand in expression.chain.operands.of(&tables.operands) {
            let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
                continue;
            };
            tables.paths.segments(text, node, &mut segments);
            for default in syntax.layout.defaults(&segments) {
                let node = tables.paths.find(text, default.segments());
                match node.and_then(|node| tables.paths.bare(node)) {
                    Some(default) if default != value => {
                        let placeholder = first[value as usize];
                        let pair = |default| Pair { default, value, placeholder };
                        pairs.extend(tables.with_copies(default).map(pair));
                    }
                    _ => {}
                }
            }
        }
    }
    values_first(tables.expressions.len(), pairs)
}

impl Tables {
    /// An expression and its copies for other places of a page, but for those that cannot print nothing.
    fn with_copies(&self, expression: u32) -> impl Iterator<Item = u32> {
        let copies = self.copies.iter().filter(move |(original, _)| *original == expression);
        let all = iter::once(expression).chain(copies.map(|(_, copy)| *copy));
        all.filter(|copy| self.expressions[*copy as usize].at.place.may_be_empty())
    }
}

/// How an expression stands while pairs are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Prints something, perhaps an empty text.
    Prints,
    Gap,
    /// Prints nothing, since another one prints it.
    Paired,
}

impl Tables {
    /// Calls `settle` for each pair whose value prints and whose default is not paired yet.
    pub(crate) fn settle_pairs<T>(
        &self,
        rows: &mut T,
        standing: impl Fn(&T, u32) -> Standing,
        mut settle: impl FnMut(&mut T, &Pair),
    ) {
        for pair in &self.pairs {
            let prints = standing(rows, pair.value) == Standing::Prints;
            if prints && standing(rows, pair.default) != Standing::Paired {
                settle(rows, pair);
            }
        }
    }
}

/// The pairs so ordered that what prints for others is settled before they are: what is paired
/// itself prints for nobody else. Where rules lead in a circle, the order of the text decides.
fn values_first(expressions: usize, pairs: Vec<Pair>) -> Vec<Pair> {
    let mut waits_for = vec![0_usize; expressions];
    let mut prints_for: Vec<Vec<Pair>> = vec![Vec::new(); expressions];
    for pair in pairs {
        waits_for[pair.default as usize] += 1;
        prints_for[pair.value as usize].push(pair);
    }
    let mut ordered = Vec::new();
    let mut settled = vec![false; expressions];
    let free =
        (0..expressions).filter(|expression| waits_for[*expression] == 0).collect::<Vec<_>>();
    for first in free.into_iter().chain(0..expressions) {
        let mut ready = vec![first];
        while let Some(expression) = ready.pop() {
            if std::mem::replace(&mut settled[expression], true) {
                continue;
            }
            for pair in std::mem::take(&mut prints_for[expression]) {
                let default = pair.default as usize;
                ordered.push(pair);
                waits_for[default] -= 1;
                if waits_for[default] == 0 {
                    ready.push(default);
                }
            }
        }
    }
    ordered
}
