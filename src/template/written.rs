//! Paths as they are written in a placeholder, each with its place.

use std::fmt;

use super::Placeholder;
use super::expression::{Operand, OperandKind};
use crate::path::Path;
use crate::span::Span;

/// A path that is written in a placeholder: as an operand, or as one in an argument of `t(…)`.
///
/// ```
/// use lacuna::{Template, WrittenPath};
///
/// let template = Template::text("[[ data.nick || t('hi', name: data['name']) ]]")?;
/// let placeholder = template.placeholders().next().unwrap();
/// let written: Vec<WrittenPath> = placeholder.paths().collect();
/// assert_eq!(written.len(), 2);
/// assert_eq!(written[1].text(), "data['name']");
/// assert_eq!(written[1].path().to_string(), "data.name");
/// assert_eq!(written[1].span().range(), 30..42);
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct WrittenPath<'t> {
    placeholder: Placeholder<'t>,
    operand: &'t Operand,
}

impl<'t> WrittenPath<'t> {
    /// Where it stands, in bytes of the template's text.
    pub fn span(&self) -> Span {
        self.placeholder.operand_span(self.operand)
    }

    /// The path as written.
    pub fn text(&self) -> &'t str {
        &self.placeholder.template().source()[self.span().range()]
    }

    /// The path, however it is written.
    pub fn path(&self) -> Path<'t> {
        let template = self.placeholder.template();
        match self.operand.kind {
            OperandKind::Path(node) | OperandKind::PageText(node) => template.path(node),
            // Those are not told.
            OperandKind::Translation(_) | OperandKind::Literal(_) => Path::default(),
        }
    }

    /// The placeholder in which it stands.
    pub const fn placeholder(&self) -> Placeholder<'t> {
        self.placeholder
    }

    /// Where its first so many segments stand, with the `$` before them; all of it if it has fewer.
    pub(crate) fn prefix_span(&self, segments: usize) -> Span {
        let last = self.placeholder.segment_span(self.operand, segments.saturating_sub(1));
        Span::new(self.span().start(), last.end())
    }
}

impl<'t> Placeholder<'t> {
    /// The paths that are written in it, in the order of the text; not what its translations and rule
    /// defaults are looked up at, which [`Template::paths`](super::Template::paths) has too.
    ///
    /// ```
    /// let template = lacuna::Template::text("[[ a || b.c | upper ]] [[ t('key') ]]")?;
    /// let written: Vec<_> = template.placeholders().flat_map(|it| it.paths()).map(|it| it.text()).collect();
    /// assert_eq!(written, ["a", "b.c"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn paths(&self) -> impl Iterator<Item = WrittenPath<'t>> + use<'t> {
        let mut operands = Vec::new();
        self.template().for_each_operand(self.expression_row().chain, &mut |operand| {
            if matches!(operand.kind, OperandKind::Path(_) | OperandKind::PageText(_)) {
                operands.push(operand);
            }
        });
        let placeholder = *self;
        operands.into_iter().map(move |operand| WrittenPath { placeholder, operand })
    }
}

impl fmt::Debug for WrittenPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrittenPath")
            .field("span", &self.span())
            .field("text", &self.text())
            .finish()
    }
}
