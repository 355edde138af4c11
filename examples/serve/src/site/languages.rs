//! The languages of a site: its catalogs, and which of them somebody is answered in.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use icu_locale::{Direction, Locale, LocaleDirectionality};
use lacuna::{Catalog, Catalogs, Error, LanguageRanges, LocaleChain};
use serde_json::{Value, json};

use crate::document::{Reader, SERVED};
use crate::fault::{Fault, Told};

/// So many wishes are remembered with the chains that they lead to ...
const REMEMBERED: usize = 256;
/// ... if they are at most so long, in bytes.
const LONGEST: usize = 256;

/// The messages of all locales, and what is known of each of those.
#[derive(Debug)]
pub struct Languages {
    catalogs: Catalogs,
    /// The text of each catalog, by its tag.
    messages: BTreeMap<String, Messages>,
    /// The files of catalogs that are for the locale of another one, and left out.
    clashes: Vec<String>,
    default: String,
    audiences: HashMap<String, Audience>,
    /// What was made of wishes that came before: there are only so many browsers.
    choices: RwLock<HashMap<Wish, Arc<Choice>>>,
}

/// A catalog: the name of its file, and its text.
#[derive(Clone, Debug)]
pub(super) struct Messages {
    pub(super) file: String,
    pub(super) text: Arc<str>,
}

/// Those who are answered in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    /// The tag, as BCP 47 writes it.
    pub tag: String,
    /// The layer that says so to the page: `page.locale`, and `page.direction`, `ltr` or `rtl`.
    pub layer: Value,
}

/// What a request wants to be answered in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wish {
    /// This language, as the address says it.
    Tag(String),
    /// One of these: the fields `Accept-Language` of the request.
    Header(String),
}

/// What it is answered in.
#[derive(Debug)]
pub struct Choice {
    /// The locales in which messages are looked for.
    pub chain: LocaleChain,
    /// Whose language comes first.
    pub audience: Audience,
}

impl Languages {
    /// Of these catalogs; what cannot be added to the others is left out and told.
    pub(super) fn new(
        reader: &Reader,
        messages: BTreeMap<String, Messages>,
        default: &str,
    ) -> (Self, Vec<Fault>) {
        let (mut catalogs, mut faults) = (reader.catalogs(), Vec::new());
        for (tag, Messages { file, text }) in &messages {
            let catalog = Catalog::json(text).named(file);
            match catalogs.clone().add(tag, catalog) {
                Ok(more) => catalogs = more,
                // Each of them is fine; two are for the same locale.
                Err(error) => {
                    let told =
                        format!("{}: only the latter is used: remove one", error.named(file));
                    faults.push(Fault::now(file, Told::line(told)));
                }
            }
        }
        let tags = catalogs.locales().chain([default]);
        let audiences = tags.map(|tag| (tag.to_owned(), Audience::of(tag))).collect();
        let clashes = faults.iter().map(|fault| fault.file.clone()).collect();
        let (default, choices) = (default.to_owned(), RwLock::default());
        (Self { catalogs, messages, clashes, default, audiences, choices }, faults)
    }

    /// The messages.
    pub const fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }

    pub(super) const fn messages(&self) -> &BTreeMap<String, Messages> {
        &self.messages
    }

    pub(super) fn clashes(&self) -> &[String] {
        &self.clashes
    }

    /// The locale that answers when no other does.
    pub fn default_locale(&self) -> &str {
        &self.default
    }

    /// The language in which a wish is answered, and those that stand in for it.
    ///
    /// # Errors
    ///
    /// If the address names a language by what is no language tag. A header is never wrong: what cannot be
    /// understood of it is passed over.
    pub fn choose(&self, wish: Wish) -> Result<Arc<Choice>, Error> {
        let known = self.choices.read().unwrap_or_else(PoisonError::into_inner).get(&wish).cloned();
        if let Some(choice) = known {
            return Ok(choice);
        }
        let (ranges, length) = match &wish {
            Wish::Tag(tag) => (LanguageRanges::from_tags([tag])?, tag.len()),
            Wish::Header(header) => (LanguageRanges::from_header(header), header.len()),
        };
        let chain = ranges.negotiate_cldr(self.catalogs.locales(), &self.default)?;
        let first = chain.tags().next().unwrap_or(&self.default);
        let audience = self.audiences.get(first).cloned();
        let audience = audience.unwrap_or_else(|| Audience::of(first));
        let choice = Arc::new(Choice { chain, audience });
        if length <= LONGEST {
            let mut choices = self.choices.write().unwrap_or_else(PoisonError::into_inner);
            // Nobody can fill it for good.
            if choices.len() >= REMEMBERED {
                choices.clear();
            }
            choices.insert(wish, Arc::clone(&choice));
        }
        Ok(choice)
    }
}

impl Audience {
    fn of(tag: &str) -> Self {
        // What ICU4X has no place for is written as it is, but for the `_` of file names.
        let written = tag.replace('_', "-");
        let locale = Locale::try_from_str(&written).ok();
        let direction =
            locale.as_ref().and_then(|locale| LocaleDirectionality::new_common().get(&locale.id));
        let tag = locale.map_or(written, |locale| locale.to_string());
        let direction = if direction == Some(Direction::RightToLeft) { "rtl" } else { "ltr" };
        let layer = json!({SERVED: {"locale": tag, "direction": direction}});
        Self { tag, layer }
    }
}
