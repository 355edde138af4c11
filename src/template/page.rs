//! Templates of HTML pages, whose placeholders know where they stand.

use std::borrow::Cow;

use super::places::find_places;
use super::{Syntax, Template};
use crate::error::{Collector, Error};
use crate::escape::Escape;

impl Syntax {
    /// A template of an HTML page, safe in every place: each value is written as what it means there, in a
    /// text, an attribute, a URL, a script or a style. The place is decided here, once.
    ///
    /// The template's own text is never changed. What cannot be made safe is an error, with the way out
    /// ([`HtmlFault`](crate::HtmlFault)); a value that its place cannot take, such as a `javascript:` URL, is
    /// replaced by a text that does nothing (`lacuna-refused` is in each), and is an outcome
    /// ([`Outcome::Refused`](crate::Outcome::Refused)).
    ///
    /// Takes about half as long again as to read the page with a tokenizer of HTML.
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, or else with every placeholder that cannot be safe where it
    /// stands, as many as [`Limits::problems`](super::Limits::problems) keeps; or if the text is
    /// longer than 4 GiB less one byte.
    ///
    /// ```
    /// let error = lacuna::Syntax::new().html("<a href=[[ url ]]>").unwrap_err();
    /// assert_eq!(error.kind().code(), "html-unquoted");
    /// ```
    #[cfg(feature = "html")]
    pub fn html<'s>(&self, source: impl Into<Cow<'s, str>>) -> Result<Template<'s>, Error> {
        self.escaped(Escape::html(self.trusted.schemes.clone()), source)
    }
}

impl<'s> Template<'s> {
    /// A template of an HTML page, read with the default [`Syntax`]: what placeholders print is safe in every
    /// place, as [`Syntax::html`] says.
    ///
    /// # Errors
    ///
    /// As [`Syntax::html`].
    ///
    /// ```
    /// use lacuna::{Context, Template};
    /// use serde_json::json;
    ///
    /// let page = Template::html(r#"<a href="[[ url ]]" onclick="go('[[ name ]]')">[[ name ]]</a>"#)?;
    /// let data = json!({"url": "javascript:alert(1)", "name": "O'Hara <3"});
    /// assert_eq!(
    ///     page.render(&Context::new(&data))?,
    ///     r#"<a href="about:invalid#lacuna-refused" onclick="go('O\u0027Hara \u003C3')">O&#39;Hara &lt;3</a>"#
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "html")]
    pub fn html(source: impl Into<Cow<'s, str>>) -> Result<Self, Error> {
        Syntax::new().html(source)
    }
}

impl Template<'_> {
    /// The same as a page, if all of its placeholders are safe where they stand.
    pub(crate) fn as_page(&self) -> Result<Template<'static>, Error> {
        let mut page = self.clone().into_owned();
        let mut problems = Collector::new(&self.source, self.syntax.limits.problem_count());
        find_places(&self.source, &self.syntax, &mut page.tables, &mut problems);
        if let Some(error) = problems.into_problems().into_error() {
            return Err(error);
        }
        page.tables.arrange(&self.source, &self.syntax, true);
        page.escape = Escape::html(self.syntax.trusted.schemes.clone());
        Ok(page)
    }
}
