//! From text to template: how a text is read, and what it consists of.
//!
//! Knows nothing of data. `parse.rs` finds the placeholders, `grammar.rs` reads them into the
//! tables of `expression.rs`.

mod again;
mod asked;
mod calls;
mod defaults;
mod dependencies;
mod expression;
mod foreign;
mod grammar;
mod layout;
mod limits;
mod lines;
mod meant;
mod number;
#[cfg(feature = "html")]
mod page;
mod page_form;
mod pairs;
mod parse;
mod paths;
mod placeholder;
#[cfg(feature = "html")]
mod places;
mod plain;
mod recover;
mod roots;
mod run;
mod single;
mod steps;
mod strides;
mod syntax;
mod token;
mod translation;
mod tree;
#[cfg_attr(not(feature = "html"), allow(dead_code, reason = "there are no pages"))]
mod trusted;
mod written;

use std::borrow::Cow;
use std::fmt;

pub use self::layout::Layout;
pub use self::limits::Limits;
pub use self::page_form::PageForm;
pub use self::placeholder::Placeholder;
pub use self::syntax::Syntax;
pub use self::tree::TreeTemplate;
pub use self::written::WrittenPath;

pub(crate) use self::asked::{Asked, AskedContext};
pub(crate) use self::expression::{
    Chain, Expression, Join, Operand, OperandKind, Piece, Tables, Translation,
};
pub(crate) use self::layout::RuleDefault;
pub(crate) use self::limits::READ;
pub(crate) use self::pairs::Standing;
pub(crate) use self::paths::{NodeId, Parent, Paths};
pub(crate) use self::strides::Stride;
pub(crate) use self::token::{closes, last_backslashes};
pub(crate) use self::translation::{CONTEXT, COUNT, ORDINAL};
use crate::error::{Error, ErrorKind, Problem, Problems};
use crate::escape::Escape;
use crate::path::{Path, Within};

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
    tables: Box<Tables>,
    warnings: Problems,
    /// The string of a tree that it is.
    within: Option<Within>,
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

    fn new(source: Cow<'s, str>, syntax: Syntax, escape: Escape, tables: Box<Tables>) -> Self {
        let (name, warnings, within) = (None, Problems::default(), None);
        Self { source, name, syntax, escape, tables, warnings, within }
    }

    fn warned(mut self, warnings: Problems) -> Self {
        self.warnings = warnings;
        self
    }

    fn within_tree(mut self, within: Within) -> Self {
        self.within = Some(within);
        self
    }

    /// The message in which translations that end at these places get the arguments of the message.
    pub(crate) fn handing_on(mut self, ends: &[usize]) -> Self {
        let Tables { operands, translations, .. } = &mut *self.tables;
        for operand in operands.iter().filter(|operand| ends.contains(&operand.span.end())) {
            if let OperandKind::Translation(id) = operand.kind {
                translations[id as usize].hands_on = true;
            }
        }
        self
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
            warnings: self.warnings,
            within: self.within,
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

    /// The string of a tree that it is, if it is one.
    pub(crate) fn within(&self) -> Option<&Within> {
        self.within.as_ref()
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
        self.tables.placeholders.iter().map(|row| Placeholder::new(self, *row))
    }

    /// What looks like a placeholder and stays text, under [`Syntax::roots`] or
    /// [`Syntax::lenient`], in the order of the text; at most as many as [`Limits::problems`]
    /// keeps. Like every [`Problem`], they do not have the name of the template.
    ///
    /// ```
    /// let template = lacuna::Syntax::new().roots(["data"])?.text("[[ data.a ]]\n[[ b ]]")?;
    /// let warning = &template.warnings()[0];
    /// assert_eq!(warning.kind().code(), "left-as-text");
    /// assert_eq!(
    ///     warning.to_string(),
    ///     "2:4: left as text: no path in it begins with a declared root (`data`)"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings.kept
    }

    /// How many warnings there are, those that were not kept included.
    ///
    /// ```
    /// use lacuna::{Limits, Syntax};
    ///
    /// let few = Syntax::new().lenient(true).limits(Limits::new().problems(2));
    /// let template = few.text("[[ ]] [[ ]] [[ ]]")?;
    /// assert_eq!((template.warnings().len(), template.warning_count()), (2, 3));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn warning_count(&self) -> usize {
        self.warnings.count()
    }

    pub(crate) fn open(&self) -> &str {
        self.syntax.open()
    }

    pub(crate) fn close(&self) -> &str {
        self.syntax.close()
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

    pub(crate) const fn syntax(&self) -> &Syntax {
        &self.syntax
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

    pub(crate) fn operands(&self, chain: Chain) -> &[Operand] {
        chain.operands.of(&self.tables.operands)
    }

    /// Tells of the operands of a chain in the order of the text, of a translation before its arguments.
    fn for_each_operand<'t>(&'t self, chain: Chain, tell: &mut impl FnMut(&'t Operand)) {
        for operand in self.operands(chain) {
            tell(operand);
            if let OperandKind::Translation(id) = operand.kind {
                let arguments = self.tables.translations[id as usize].arguments;
                for argument in arguments.of(&self.tables.arguments) {
                    self.for_each_operand(argument.chain, tell);
                }
            }
        }
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
