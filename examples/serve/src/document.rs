//! A file of the folder: what it is, by its name, and what is made of its text.

use std::sync::Arc;

use lacuna::{Catalog, Catalogs, JsonBytes, Limits, Syntax, Template};
use serde_json::Value;

use crate::address;
use crate::fault::Told;

/// The folder of templates and records.
pub const PAGES: &str = "pages";
/// The folder of catalogs.
pub const CATALOGS: &str = "catalogs";
/// The record behind those of all pages.
pub const SHARED: &str = "site.json";

/// The key below which the server tells a page about the request: `page.locale`, `page.direction`.
pub const SERVED: &str = "page";

/// So many problems of one file are kept; the rest is counted.
const PROBLEMS: usize = 20;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'n> {
    /// `pages/shop/mug.html`, with `shop/mug`.
    Template(&'n str),
    /// `pages/shop/mug.json`, with `shop/mug`.
    Record(&'n str),
    /// `site.json`.
    Shared,
    /// `catalogs/de.json`, with `de`.
    Catalog(&'n str),
}

impl<'n> Kind<'n> {
    /// What the file with that name is; none if it is nothing for a server.
    ///
    /// ```
    /// use lacuna_serve::document::Kind;
    ///
    /// assert_eq!(Kind::of("pages/shop/mug.html"), Some(Kind::Template("shop/mug")));
    /// assert_eq!(Kind::of("catalogs/de.json"), Some(Kind::Catalog("de")));
    /// assert_eq!(Kind::of("pages/mug.png"), None);
    /// ```
    pub fn of(name: &'n str) -> Option<Self> {
        let Some((folder, rest)) = name.split_once('/') else {
            return (name == SHARED).then_some(Self::Shared);
        };
        match (folder, rest.rsplit_once('.')?) {
            (PAGES, (stem, "html")) => Some(Self::Template(stem)),
            (PAGES, (stem, "json")) => Some(Self::Record(stem)),
            (CATALOGS, (tag, "json")) if !tag.contains('/') => Some(Self::Catalog(tag)),
            _ => None,
        }
    }
}

/// What was made of a file; cheap to clone.
#[derive(Clone, Debug)]
pub enum Document {
    /// A page of HTML.
    Template(Arc<Template<'static>>),
    /// The data of a page, or of all.
    Record(Arc<Value>),
    /// The text of a catalog, which can be read.
    Messages(Arc<str>),
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct Reader {
    syntax: Syntax,
}

impl Reader {
    /// Pages are at most so long when they are finished, in bytes.
    pub fn new(longest_page: usize) -> Self {
        let limits = Limits::new().output(longest_page).problems(PROBLEMS);
        Self { syntax: Syntax::new().limits(limits) }
    }

    /// How messages of catalogs are read, which is how pages are.
    pub fn catalogs(&self) -> Catalogs {
        Catalogs::new().syntax(&self.syntax).references(true)
    }

    /// Makes of a text what its name says it is.
    ///
    /// # Errors
    ///
    /// If it cannot be used: what keeps a page from being published is told here, as long as it does not depend on data.
    pub fn read(&self, name: &str, text: String) -> Result<Document, Told> {
        // Some editors write it in front of everything.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        match Kind::of(name) {
            Some(Kind::Template(stem)) => self.template(name, stem, text),
            Some(Kind::Catalog(tag)) => self.messages(name, tag, text),
            _ => record(name, &text),
        }
    }

    fn template(&self, name: &str, stem: &str, text: String) -> Result<Document, Told> {
        if let Err(why) = address::of_page(stem) {
            return Err(Told::line(format!("{name}: {why}")));
        }
        // An editor that empties a file before it writes it is stopped between the two now and then.
        if text.trim().is_empty() {
            let way_out = "write `[[! nothing ]]` if the page is meant to be empty";
            return Err(Told::line(format!("{name}: the template is empty: {way_out}")));
        }
        // Damage is no error of the language, and yet a visitor would read it.
        let findings = self.syntax.check_html(&text).named(name);
        if findings.errors() > 0 {
            return Err(Told::findings(&findings));
        }
        let template = self.syntax.html(text).map_err(|error| error.named(name))?;
        Ok(Document::Template(Arc::new(template.named(name))))
    }

    fn messages(&self, name: &str, tag: &str, text: String) -> Result<Document, Told> {
        let catalogs = self.catalogs().add(tag, Catalog::json(&text).named(name))?;
        if catalogs.findings().errors() > 0 {
            return Err(Told::findings(catalogs.findings()));
        }
        Ok(Document::Messages(text.into()))
    }
}

fn record(name: &str, text: &str) -> Result<Document, Told> {
    JsonBytes::new(text).check().map_err(|error| error.named(name))?;
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) if fields.contains_key(SERVED) => {
            let what = "the server says there which locale a page is in: choose another key";
            Err(Told::line(format!("{name}: `{SERVED}` is no key of a record: {what}")))
        }
        Ok(Value::Object(fields)) => Ok(Document::Record(Arc::new(Value::Object(fields)))),
        Ok(_) => {
            let way_out = "`{}` is one for a page without data";
            Err(Told::line(format!("{name}: a record is an object: {way_out}")))
        }
        // What is JSON, and yet no value, as it is nested too deep.
        Err(error) => Err(Told::line(format!("{name}: {error}"))),
    }
}
