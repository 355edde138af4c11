//! From text to template: how a text is read, and what it consists of.
//!
//! Knows nothing of data. `parse.rs` finds the placeholders, `grammar.rs` reads them into the
//! tables of `expression.rs`.

mod calls;
mod expression;
mod foreign;
mod grammar;
mod layout;
mod limits;
mod lines;
mod number;
mod pairs;
mod parse;
mod paths;
mod recover;
mod steps;
mod syntax;
mod token;
mod translation;

use std::borrow::Cow;
use std::fmt;

pub use self::layout::Layout;
pub use self::limits::Limits;
pub use self::syntax::Syntax;

pub(crate) use self::expression::{
    Chain, Expression, Join, Operand, OperandKind, Piece, PlaceholderRow, Tables, Translation,
};
pub(crate) use self::layout::RuleDefault;
pub(crate) use self::number::is_number;
pub(crate) use self::pairs::Standing;
pub(crate) use self::paths::NodeId;
use self::steps::segment_spans;

use crate::error::{Error, ErrorKind};
use crate::escape::Escape;
use crate::path::{Path, Segment};
use crate::span::Span;

/// A text whose placeholders have been found: parsed once, rendered as often as you like.
///
/// Borrows the text, or owns it: parsed from a `String`, or after [`Template::into_owned`].
///
/// ```
/// use lacuna::{Context, Template};
/// use serde_json::json;
///
/// let template = Template::text("Dear [[ data.name.value || 'reader' ]],")?;
/// assert_eq!(template.render(&Context::new(&json!({})))?, "Dear reader,");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Template<'s> {
    source: Cow<'s, str>,
    name: Option<Box<str>>,
    syntax: Syntax,
    escape: Escape,
    tables: Tables,
}

impl<'s> Template<'s> {
    /// A template whose output is plain text, read with the default [`Syntax`].
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, as many as [`Limits::problems`] keeps; or if the text is
    /// longer than 4 GiB less one byte.
    ///
    /// ```
    /// let error = lacuna::Template::text("Dear [[ name").unwrap_err();
    /// assert_eq!(error.to_string(), "1:13: placeholder is never closed, expected `]]`");
    /// ```
    pub fn text(source: impl Into<Cow<'s, str>>) -> Result<Self, Error> {
        Syntax::new().text(source)
    }

    /// A template for element text and quoted attributes of HTML, read with the default
    /// [`Syntax`]: what placeholders print is escaped as [`Escape::html_text`] says.
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, as many as [`Limits::problems`] keeps; or if the text is
    /// longer than 4 GiB less one byte.
    ///
    /// ```
    /// use lacuna::{Context, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::html_text("<p>[[ name ]] [[ bio | safe ]]</p>")?;
    /// let data = json!({"name": "Ada & co.", "bio": "<em>1815</em>"});
    /// assert_eq!(template.render(&Context::new(&data))?, "<p>Ada &amp; co. <em>1815</em></p>");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn html_text(source: impl Into<Cow<'s, str>>) -> Result<Self, Error> {
        Syntax::new().html_text(source)
    }

    fn new(source: Cow<'s, str>, syntax: Syntax, escape: Escape, tables: Tables) -> Self {
        Self { source, name: None, syntax, escape, tables }
    }

    /// The template with a name that stands before every place in errors: `letter.txt:3:7`.
    ///
    /// Syntax errors come before there is a template; [`Error::named`] names those.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into().into());
        self
    }

    /// The template that owns its text; copies it if it was borrowed.
    ///
    /// ```
    /// # use lacuna::Template;
    /// fn load() -> Result<Template<'static>, lacuna::Error> {
    ///     let text = String::from("Dear [[ name ]],");
    ///     Ok(Template::text(&text)?.into_owned())
    /// }
    /// assert_eq!(load()?.source(), "Dear [[ name ]],");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn into_owned(self) -> Template<'static> {
        Template {
            source: Cow::Owned(self.source.into_owned()),
            name: self.name,
            syntax: self.syntax,
            escape: self.escape,
            tables: self.tables,
        }
    }

    /// The text as it was parsed.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name, if it was given one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The placeholders in the order of the text.
    ///
    /// ```
    /// let template = lacuna::Template::text("[[a]] [[! no ]] [[ b | trim ]]")?;
    /// let expressions: Vec<_> = template.placeholders().map(|p| p.expression()).collect();
    /// assert_eq!(expressions, ["a", "b | trim"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn placeholders(&self) -> impl ExactSizeIterator<Item = Placeholder<'_>> + use<'_, 's> {
        self.tables.placeholders.iter().map(|row| Placeholder { template: self, row: *row })
    }

    /// Every path that rendering can look up, sorted, each once: those that are written, the rule
    /// defaults of the layout, and where the page holds translations.
    ///
    /// ```
    /// let template = lacuna::Template::text("[[ data.name.value || t('anon') ]]")?;
    /// let paths: Vec<_> = template.paths().iter().map(ToString::to_string).collect();
    /// assert_eq!(paths, ["data.name.value", "metadata.defaultData.name", "metadata.translations.anon"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn paths(&self) -> Vec<Path<'_>> {
        let mut paths = Vec::new();
        for operand in &self.tables.operands {
            match operand.kind {
                OperandKind::Path(node) | OperandKind::PageText(node) => {
                    let path = self.path(node);
                    let rules = self.syntax.layout.rules().iter();
                    let defaults = rules.filter_map(|rule| rule.apply(path.segments()));
                    paths.extend(defaults.map(|default| default.path().into_owned()));
                    paths.push(path);
                }
                OperandKind::Translation(id) => {
                    let nodes = self.tables.translations[id as usize].nodes;
                    paths.extend(nodes.into_iter().flatten().map(|node| self.path(node)));
                }
                OperandKind::Literal(_) => {}
            }
        }
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// The error with the name of this template, if it has one.
    pub(crate) fn name_error(&self, error: Error) -> Error {
        match self.name() {
            Some(name) => error.named(name),
            None => error,
        }
    }

    pub(crate) fn output_too_long(&self) -> Error {
        let limit = self.limits().output_bytes();
        self.name_error(Error::nowhere(ErrorKind::OutputTooLong { limit }))
    }

    pub(crate) const fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(crate) const fn escape(&self) -> &Escape {
        &self.escape
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.syntax.layout
    }

    pub(crate) const fn limits(&self) -> Limits {
        self.syntax.limits
    }

    pub(crate) fn path(&self, node: NodeId) -> Path<'_> {
        self.tables.paths.path(&self.source, node)
    }

    pub(crate) fn segment(&self, node: NodeId) -> Segment<'_> {
        self.tables.paths.segment(&self.source, node)
    }

    pub(crate) fn operands(&self, chain: Chain) -> &[Operand] {
        chain.operands.of(&self.tables.operands)
    }
}

impl fmt::Debug for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("name", &self.name)
            .field("source", &self.source)
            .field("escape", &self.escape)
            .finish_non_exhaustive()
    }
}

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

    /// Where it stands, delimiters included.
    pub const fn span(&self) -> Span {
        self.row.span
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
