//! Other texts that are read like a template: those that were found in the page, those of a second pass.

use super::Template;
#[cfg(feature = "html")]
use super::expression::PlaceholderRow;
use super::run::push_as_text;
use crate::error::Error;
use crate::escape::Escape;

impl Template<'_> {
    /// A text that was found in the page, read like this one; but nobody hears its warnings, so
    /// whatever is malformed in it is an error. Its places are told only if it `is_markup`.
    pub(crate) fn message<'m>(
        &self,
        text: &'m str,
        is_markup: bool,
    ) -> Result<Template<'m>, Error> {
        let escape = if is_markup { self.escape.clone() } else { Escape::none() };
        self.syntax.strict().escaped(escape, text)
    }

    /// Another text, read and named like this one, with those of its placeholders that have these numbers.
    pub(crate) fn again(&self, text: String, kept: &[usize]) -> Result<Template<'static>, Error> {
        let plain = self.syntax.escaped(Escape::none(), text);
        let mut template = plain.map_err(|error| self.name_error(error))?;
        template.escape = self.escape.clone();
        #[cfg(feature = "html")]
        if self.escape.is_html() {
            // Where they stood counts: what stands around them now may hold what was printed.
            let tables = &self.tables;
            let at = |row: &PlaceholderRow| tables.expressions[row.expression as usize].at.place;
            let places = kept.iter().filter_map(|number| tables.placeholders.get(*number)).map(at);
            template.tables.set_places(&template.source, &self.syntax, places);
        }
        #[cfg(not(feature = "html"))]
        let _ = kept;
        Ok(Template { name: self.name.clone(), ..template })
    }

    /// A placeholder of its own, read like those of this template but for its place in a page.
    pub(crate) fn alone<'p>(&self, placeholder: &'p str) -> Result<Template<'p>, Error> {
        self.syntax.escaped(Escape::none(), placeholder)
    }

    /// Another text, read and named like this one.
    pub(crate) fn anew(&self, text: String) -> Result<Template<'static>, Error> {
        let template = self.syntax.escaped(self.escape.clone(), text);
        let template = template.map_err(|error| self.name_error(error))?;
        Ok(Template { name: self.name.clone(), ..template })
    }

    /// A comment, as this template would write one.
    pub(crate) fn comment(&self) -> String {
        format!("{}!{}", self.syntax.open(), self.syntax.close())
    }

    /// Whether an opening delimiter stands in `text`.
    pub(crate) fn has_opener(&self, text: &str) -> bool {
        self.syntax.has_opener(text)
    }

    /// Appends `text` as this template would write it: see [`push_as_text`].
    pub(crate) fn push_as_text(&self, text: &str, goes_on: bool, out: &mut String) {
        push_as_text(text, &self.syntax, goes_on, out);
    }
}
