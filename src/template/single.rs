//! One placeholder, read where it begins, without a template around it.

use nom::Finish;

use super::expression::OperandKind;
use super::grammar::Grammar;
use super::syntax::Syntax;
use crate::error::ErrorKind;
use crate::path::Segment;
use crate::span::Span;

/// A placeholder that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Single {
    /// Behind its closing delimiter.
    pub(crate) end: usize,
    /// Whether it holds a `t(…)` or a path under one of the roots.
    pub(crate) is_known: bool,
    /// Whether it is one path with a dot in it, and nothing else.
    pub(crate) is_dotted_path: bool,
}

impl Syntax {
    /// The first keys that paths are known by: the declared roots, else those of the layout's rules
    /// and translations.
    pub(crate) fn known_roots(&self) -> Vec<String> {
        if self.roots.are_declared() {
            return self.roots.all().to_vec();
        }
        let rules = self.layout.rules().iter().flat_map(super::layout::Rule::heads);
        let texts = self.layout.translations_root().and_then(|root| root.segments().first());
        let mut roots: Vec<_> =
            rules.chain(texts).map(|segment| segment.text().into_owned()).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// Reads the placeholder that `text` begins with; under a [`strict`](Self::strict) syntax whatever its
    /// roots.
    ///
    /// # Errors
    ///
    /// With what is wrong, and where.
    pub(crate) fn single(&self, text: &str, known: &[String]) -> Result<Single, (Span, ErrorKind)> {
        let inside = self.open().len();
        let mut grammar = Grammar::new(text, self);
        let (expression, end) = match grammar.plain(inside) {
            Some(plain) => plain,
            None => match grammar.body(&text[inside..]).finish() {
                Ok((rest, body)) => (grammar.expression(body), grammar.at(rest)),
                Err(failure) => {
                    let (span, kind, _) = failure.parts(text);
                    return Err((span, kind));
                }
            },
        };
        let tables = &grammar.tables;
        let is_known = tables.operands.iter().any(|operand| match operand.kind {
            OperandKind::Translation(_) => true,
            OperandKind::Path(node) | OperandKind::PageText(node) => {
                let path = tables.paths.path(text, node);
                let first = path.segments().first().map(Segment::text);
                first.is_some_and(|first| known.iter().any(|root| *root == first))
            }
            OperandKind::Literal(_) => false,
        });
        let expression = &tables.expressions[expression as usize];
        let path =
            expression.path.filter(|_| expression.chain.operands.of(&tables.operands).len() == 1);
        let is_dotted_path = path.is_some() && text[..end].contains('.');
        Ok(Single { end, is_known, is_dotted_path })
    }
}
