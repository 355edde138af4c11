//! Which placeholders are the defaults of others, if the layout pairs those.

use super::expression::{OperandKind, Pair, Tables};
use super::syntax::Syntax;

/// The expressions that may print nothing because another one prints them as its default.
pub(super) fn pairs(text: &str, syntax: &Syntax, tables: &Tables) -> Vec<Pair> {
    let mut first = vec![None; tables.expressions.len()];
    for (number, row) in (0..).zip(&tables.placeholders) {
        first[row.expression as usize].get_or_insert(number);
    }
    let mut pairs = Vec::new();
    let mut segments = Vec::new();
    for (value, expression) in (0..).zip(&tables.expressions) {
        for operand in expression.chain.operands.of(&tables.operands) {
            let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
                continue;
            };
            tables.paths.segments(text, node, &mut segments);
            let rules = syntax.settings().rules().iter();
            for default in rules.filter_map(|rule| rule.apply(&segments)) {
                let node = tables.paths.find(text, default.segments());
                match node.and_then(|node| tables.paths.bare(node)) {
                    Some(default) if default != value => {
                        let placeholder = first[value as usize].unwrap_or(0);
                        pairs.push(Pair { default, value, placeholder });
                    }
                    _ => {}
                }
            }
        }
    }
    pairs
}
