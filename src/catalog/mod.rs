//! Catalogs: the messages of each locale, loaded once, found by key, context and number.
//!
//! Knows no page and no data; `resolve/` asks [`Locale::find`] along a chain. `read.rs` walks over the
//! JSON, `manner.rs` makes messages of its texts, `locale.rs` keeps them with their forms, `find.rs`
//! says which one answers.

mod cover;
mod find;
mod form;
mod keys;
mod load;
mod locale;
mod manner;
mod message;
mod read;
mod reference;
mod source;
mod unread;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(crate) use self::cover::{Cover, context_of};
pub(crate) use self::find::{Found, Wanted};
pub(crate) use self::form::{Exact, is_zero};
use self::keys::{KeyId, Keys};
use self::locale::Table;
pub(crate) use self::locale::{Glance, Locale};
use self::manner::Manner;
pub(crate) use self::message::{Body, Message};
pub use self::source::Catalog;
use crate::error::Error;
use crate::finding::Findings;
use crate::locale::{Available, Tag};
use crate::template::Syntax;

/// The messages of all locales, each read when its catalog is added. Cheap to clone.
///
/// Catalogs are those that people have: JSON objects of texts, nested or with dots in their keys.
///
/// | in the catalog | asked for |
/// |---|---|
/// | `{"a": {"b": "…"}}` or `{"a.b": "…"}` | `t('a.b')` |
/// | `{"k_one": "…", "k_other": "…"}` | `t('k', count: n)`, by the plural category of CLDR; `k_zero` is also for 0 |
/// | `{"k_ordinal_two": "…"}` | `t('k', ordinal: n)` |
/// | `{"k_friend": "…", "k_friend_few": "…"}` | `t('k', context: 'friend', count: n)` |
/// | `{"k": {"one": "…", "other": "…", "=0": "…", "ordinal": {"two": "…"}}}` | the same, if all keys of the object are of that kind |
///
/// Placeholders of a message stand between `[[` and `]]` unless [`syntax`](Self::syntax) says
/// otherwise. An empty or blank text and null are *untranslated*: as if they were not there.
///
/// A message that cannot be read is unusable; [`findings`](Self::findings) lists those with the way
/// out, and the others are whole: formats (`{{n, number}}`), the unescaped `{{- x}}`, references with
/// options (`$t(k, {…})`), choices of ICU's `MessageFormat` (`{n, plural, …}`), and what is no text.
///
/// ```
/// use lacuna::{Catalogs, Syntax};
/// use serde_json::json;
///
/// let catalogs = Catalogs::new()
///     .syntax(&Syntax::new().delimiters("{{", "}}")?)
///     .add("en", &json!({"hi": "Hi {{name}}", "cart": {"items_one": "one item", "items_other": "{{count}} items"}}))?
///     .add("de", &json!({"hi": "Hallo {{name}}", "price": "{{n, number}} €"}))?;
/// assert_eq!(catalogs.message("de", "hi"), Some("Hallo {{name}}"));
/// assert_eq!(catalogs.locales().collect::<Vec<_>>(), ["en", "de"]);
/// assert_eq!(
///     catalogs.findings().list()[0].to_string(),
///     "de:price:1:4: error[unreadable-message]: the message cannot be read: \
///      expected `||`, `??`, `|` or `}}`, found `,`"
/// );
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Catalogs {
    manner: Manner,
    is_strict: bool,
    available: Available,
    /// In the order of the tags that are available.
    locales: Vec<Arc<Table>>,
    /// The names of the catalogs.
    names: Vec<Arc<str>>,
    keys: Arc<Keys>,
    findings: Findings,
}

impl Catalogs {
    /// No catalog yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How the messages are read of the catalogs that are added from here on: delimiters, filters,
    /// limits, and the layout, whose rules give defaults to the paths of messages too. Roots and the
    /// lenient mode do not concern messages.
    ///
    /// ```
    /// use lacuna::{Catalogs, Syntax};
    /// use serde_json::json;
    ///
    /// for (open, close) in [("{{", "}}"), ("{", "}"), ("%{", "}"), ("${", "}")] {
    ///     let text = format!("Hallo {open}name{close}");
    ///     let syntax = Syntax::new().delimiters(open, close)?;
    ///     let catalogs = Catalogs::new().syntax(&syntax).add("de", &json!({"hi": text}))?;
    ///     assert!(catalogs.findings().is_empty());
    /// }
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn syntax(mut self, syntax: &Syntax) -> Self {
        self.manner.set_syntax(syntax);
        self
    }

    /// Whether `$t(other.key)` in a message refers to another message, in the catalogs that are
    /// added from here on. Off unless asked for: then it is text.
    ///
    /// It is read as `t('other.key')` between the delimiters; so a message of a namespace is named
    /// with it, `$t(shop:cart)`. It hands on the arguments of its message, `count` and `context` too, as in
    /// i18next.
    ///
    /// ```
    /// use lacuna::Catalogs;
    /// use serde_json::json;
    ///
    /// let messages = json!({"bye": "$t(hi) and goodbye", "hi": "Hello"});
    /// let catalogs = Catalogs::new().references(true).add("en", &messages)?;
    /// assert_eq!(catalogs.message("en", "bye"), Some("[[ t('hi') ]] and goodbye"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn references(mut self, yes: bool) -> Self {
        self.manner.set_references(yes);
        self
    }

    /// Whether the messages are markup, in the catalogs that are added from here on. Off unless asked for:
    /// then they are texts, and escaped as such.
    ///
    /// In a page ([`Syntax::html`]) such a message is written as it is, and may stand in the text of elements
    /// only; what is filled into it is escaped for its place in the message. One that could not be safe is
    /// told like any that cannot be read.
    ///
    /// ```
    /// use lacuna::{Catalogs, Context, LocaleChain, Template};
    /// use serde_json::json;
    ///
    /// let messages = json!({"hi": "Hello <a href='/of/[[ name ]]'>[[ name ]]</a>"});
    /// let catalogs = Catalogs::new().markup(true).add("en", &messages)?;
    /// let chain = LocaleChain::lookup(["en"])?;
    /// let data = json!({"name": "<Ada>"});
    /// let context = Context::new(&data).locales(&chain).catalogs(&catalogs);
    /// let page = Template::html("<p>[[ t('hi', name: name) ]]</p>")?;
    /// assert_eq!(page.render(&context)?, "<p>Hello <a href='/of/%3CAda%3E'>&lt;Ada&gt;</a></p>");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "html")]
    #[must_use]
    pub fn markup(mut self, yes: bool) -> Self {
        self.manner.set_markup(yes);
        self
    }

    /// Whether whatever would be a finding is an error, in the catalogs that are added from here on.
    /// Off unless asked for.
    ///
    /// ```
    /// use lacuna::Catalogs;
    /// use serde_json::json;
    ///
    /// let error = Catalogs::new().strict(true).add("de", &json!({"n": 1})).unwrap_err();
    /// assert_eq!(error.to_string(), "de:n: a message is a text, this is a number");
    /// ```
    #[must_use]
    pub const fn strict(mut self, yes: bool) -> Self {
        self.is_strict = yes;
        self
    }

    /// Adds the messages of a locale: a `&Value`, or a [`Catalog`], which may be a JSON text, has a
    /// name and perhaps a namespace.
    ///
    /// To a locale that is there, whose tag must be written in the same way, they are added. Where a
    /// key comes twice the later catalog counts, and within one that which stands in fewer objects,
    /// `{"a.b": …}` before `{"a": {"b": …}}`; that is a finding, and an untranslated message never
    /// takes the place of a translated one.
    ///
    /// Takes at most three times as long as to read the JSON into a `Value`; messages without
    /// placeholders cost next to nothing.
    ///
    /// # Errors
    ///
    /// If the tag is no language tag, or another way to write one that is there; if the catalog is no
    /// JSON, no object, or nested more than 127 levels deep; if the namespace is empty or has a `:`;
    /// in the strict mode with all findings.
    ///
    /// ```
    /// use lacuna::Catalogs;
    /// use serde_json::json;
    ///
    /// let catalogs = Catalogs::new()
    ///     .add("de-CH", &json!({"hi": "Grüezi", "bye": "Ade"}))?
    ///     .add("de-CH", &json!({"bye": "Tschüss"}))?;
    /// assert_eq!(catalogs.message("de-CH", "bye"), Some("Tschüss"));
    /// assert_eq!(catalogs.message("de-CH", "hi"), Some("Grüezi"));
    ///
    /// let error = catalogs.add("de_CH", &json!({})).unwrap_err();
    /// assert_eq!(error.to_string(), "`de_CH` and `de-CH` are one locale");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn add<'c>(mut self, tag: &str, catalog: impl Into<Catalog<'c>>) -> Result<Self, Error> {
        self.load(tag, catalog.into())?;
        Ok(self)
    }

    /// The tags of the locales, in the order in which they were first added: what a negotiation
    /// calls available.
    ///
    /// ```
    /// use lacuna::{Catalogs, LanguageRanges};
    /// use serde_json::json;
    ///
    /// let catalogs = Catalogs::new().add("en", &json!({}))?.add("pt", &json!({}))?;
    /// let chain = LanguageRanges::from_header("pt-BR").negotiate(catalogs.locales(), "en")?;
    /// assert_eq!(chain.to_string(), "pt → en");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn locales(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.locales.iter().map(|table| table.tag().as_str())
    }

    /// What there is to say about all catalogs, each under the name of its file, in the order in
    /// which they were added. An error is a message that cannot be used, a note is only worth a look:
    /// a key that comes twice, plural forms without `other`, a placeholder of another language, null.
    ///
    /// ```
    /// use lacuna::{Catalog, Catalogs};
    ///
    /// let catalog = Catalog::json(r#"{"a": {"b": "[[ x y ]]"}, "n": {"one": "1"}}"#).named("de.json");
    /// let catalogs = Catalogs::new().add("de", catalog)?;
    /// assert_eq!(format!("{:#}", catalogs.findings()), "\
    /// de.json:a.b:1:6: error[unreadable-message]: the message cannot be read: expected `||`, `??`, `|` or `]]`, found `y`
    ///   |
    /// 1 | [[ x y ]]
    ///   |      ^
    ///   = a key with white space is written `$['x y']`; if `[[` is meant as text, write `\\` before it
    ///
    /// de.json:n: note[plural-without-other]: the plural forms of `n` lack `other`
    ///
    /// 1 error, 1 note: 1 plural-without-other, 1 unreadable-message
    /// ");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The text of a message of one locale, as it was parsed: no other locale is asked, no form is
    /// chosen, nothing is filled in. None if there is no such message, or if it cannot be used.
    ///
    /// Costs one hash.
    ///
    /// ```
    /// use lacuna::Catalogs;
    ///
    /// let catalogs = Catalogs::new().add("de", &serde_json::json!({"n_one": "ein [[ what ]]"}))?;
    /// assert_eq!(catalogs.message("DE", "n_one"), Some("ein [[ what ]]"));
    /// assert_eq!(catalogs.message("de", "n"), None);
    /// assert_eq!(catalogs.message("de-CH", "n_one"), None);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn message(&self, tag: &str, key: &str) -> Option<&str> {
        let locale = self.locale(&Available::read(tag).ok()?)?;
        match locale.find(&Wanted { key, context: None, number: None }) {
            Found::Message(message) => message.text(),
            _ => None,
        }
    }

    /// How many messages there are in all locales, those too that cannot be used.
    ///
    /// ```
    /// use lacuna::Catalogs;
    ///
    /// let catalogs = Catalogs::new().add("de", &serde_json::json!({"a": {"b": "", "c": 1}}))?;
    /// assert_eq!(catalogs.len(), 2);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.locales.iter().map(|table| table.len()).sum()
    }

    /// Whether there is no message at all.
    ///
    /// ```
    /// assert!(lacuna::Catalogs::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A key that some locale has.
    #[inline]
    pub(crate) fn key(&self, key: &str) -> Option<KeyId> {
        self.keys.id(key)
    }

    /// The locale that a tag of a chain finds: written like it, but for case and `_`, or else with
    /// the same normal form.
    pub(crate) fn locale(&self, tag: &Tag) -> Option<Locale<'_>> {
        self.position(tag).map(|number| self.number(number))
    }

    /// The number of that locale among all.
    pub(crate) fn position(&self, tag: &Tag) -> Option<usize> {
        self.available.position(tag)
    }

    /// The name of the catalog in which a locale has a message, or the first form of one.
    pub(crate) fn file(&self, tag: &str, key: &str) -> Option<&str> {
        let locale = self.locale(&Available::read(tag).ok()?)?;
        Some(&self.names[locale.first(key)?.catalog])
    }

    /// The locale with that number.
    pub(crate) fn number(&self, number: usize) -> Locale<'_> {
        Locale { keys: &self.keys, table: &self.locales[number] }
    }

    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = Locale<'_>> + Clone {
        (0..self.locales.len()).map(|number| self.number(number))
    }
}
