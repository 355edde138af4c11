//! A placeholder with its place in the text.

use std::fmt;

use super::Template;
use super::expression::{Expression, Operand, PlaceholderRow};
use super::steps::segment_spans;
use crate::escape::HtmlContext;
use crate::path::Within;
use crate::span::{Locator, Position, Span};

/// A placeholder of a [`Template`].
///
/// ```
/// use lacuna::{Placeholder, Template};
///
/// let template = Template::text("Dear [[ name || 'you' ]],")?;
/// let placeholder: Placeholder = template.placeholders().next().unwrap();
/// assert_eq!(placeholder.span().range(), 5..24);
/// assert_eq!(placeholder.text(), "[[ name || 'you' ]]");
/// assert_eq!(placeholder.expression(), "name || 'you'");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Placeholder<'t> {
    template: &'t Template<'t>,
    row: PlaceholderRow,
}

impl<'t> Placeholder<'t> {
    pub(crate) const fn new(template: &'t Template<'t>, row: PlaceholderRow) -> Self {
        Self { template, row }
    }

    /// The template in whose text it stands.
    pub(crate) const fn template(&self) -> &'t Template<'t> {
        self.template
    }

    pub(super) fn expression_row(&self) -> &'t Expression {
        &self.template.tables.expressions[self.row.expression as usize]
    }

    /// Where it stands, delimiters included.
    pub const fn span(&self) -> Span {
        self.row.span
    }

    /// Where it stands, as people count; walks over the text before it.
    ///
    /// ```
    /// let template = lacuna::Template::text("one\ntwo [[ a ]]")?;
    /// let position = template.placeholders().next().unwrap().position();
    /// assert_eq!((position.line, position.column), (2, 5));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn position(&self) -> Position {
        Locator::new(self.template.source()).locate(self.row.span.start())
    }

    /// The string of a tree in which it stands; none for a template that is a text.
    pub fn within(&self) -> Option<&'t Within> {
        self.template.within()
    }

    /// The placeholder as written, delimiters included.
    pub fn text(&self) -> &'t str {
        &self.template.source[self.row.span.range()]
    }

    /// What stands between the delimiters, without the white space around it.
    pub fn expression(&self) -> &'t str {
        let text = self.text();
        let syntax = &self.template.syntax;
        text[syntax.open().len()..text.len() - syntax.close().len()].trim()
    }

    /// What a value means where it stands in a page; none if the template is no page
    /// ([`Template::html`]).
    ///
    /// ```
    /// use lacuna::{HtmlContext, Template};
    ///
    /// let page = Template::html("<script>var name = '[[ name ]]';</script>")?;
    /// let placeholder = page.placeholders().next().unwrap();
    /// assert_eq!(placeholder.context(), Some(HtmlContext::ScriptString));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "html")]
    pub fn context(&self) -> Option<HtmlContext> {
        self.html_context()
    }

    pub(crate) fn html_context(&self) -> Option<HtmlContext> {
        self.template.escape.is_html().then_some(self.expression_row().at.place.context)
    }

    /// Where an operand of the expression stands in this placeholder.
    ///
    /// An expression that is only a path is shared, and its own span is that of the first.
    pub(crate) fn operand_span(&self, operand: &Operand) -> Span {
        if self.row.span.start() <= operand.span.start()
            && operand.span.end() <= self.row.span.end()
        {
            return operand.span;
        }
        self.expression_span()
    }

    /// Where the expression stands, without the delimiters and the white space around it.
    pub(crate) fn expression_span(&self) -> Span {
        let expression = self.expression();
        let start = nom::Offset::offset(self.template.source(), expression);
        Span::new(start, start + expression.len())
    }

    /// Where the segment `index` of the path `operand` stands; the whole operand if there is none.
    pub(crate) fn segment_span(&self, operand: &Operand, index: usize) -> Span {
        let whole = self.operand_span(operand);
        let text = &self.template.source[whole.range()];
        let spans = segment_spans(text, self.template.syntax.close());
        spans.get(index).map_or(whole, |span| {
            Span::new(whole.start() + span.start(), whole.start() + span.end())
        })
    }
}

impl fmt::Debug for Placeholder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placeholder")
            .field("span", &self.span())
            .field("expression", &self.expression())
            .finish()
    }
}
