//! Templates and catalogs side by side: what is translated into which language, before there is data.
//!
//! `uses.rs` gathers what templates ask for, `wanted.rs` follows that through the messages, `judge.rs`
//! looks at one locale, `told.rs` makes findings of it (`arguments.rs` those about arguments) and `table.rs` a
//! table.

mod arguments;
mod judge;
mod table;
mod told;
mod uses;
mod wanted;

use serde::Serialize;

pub use self::uses::MessageUses;
use crate::finding::Findings;

/// How far the messages that templates use are translated, locale by locale: made by
/// [`MessageUses::coverage`].
///
/// `Display` is a table; [`findings`](Self::findings) say it one by one, with the place and the way out.
/// As JSON: `knows_plurals` and `locales`.
///
/// ```
/// use lacuna::{Catalogs, Coverage, LocaleChain, MessageUses, Template};
/// use serde_json::json;
///
/// let letter = Template::text("[[ t('hello', name: data.name) ]] [[ t('bye') ]] [[ t('thanks') ]]")?.named("letter.txt");
/// let catalogs = Catalogs::new()
///     .add("en", &json!({"hello": "Hello [[ name ]]", "bye": "Bye", "old": "Hullo"}))?
///     .add("de", &json!({"hello": "Hallo [[ nam ]]"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let chains = [LocaleChain::lookup(["en"])?, LocaleChain::lookup(["de"])?.then("en")?];
/// let coverage: Coverage = uses.coverage(&catalogs, &chains);
/// assert_eq!(coverage.findings().to_string(), "\
/// letter.txt:1:4   error  missing-argument        the message `hello` in de has a placeholder `nam`, which nothing gives it here
/// letter.txt:1:38  note   default-locale          the default en answers for the message `bye` in de
/// letter.txt:1:53  error  missing-message         there is no message `thanks` for en, de
/// de:hello         error  different-placeholders  the placeholders of `hello` in de are not those in en: it lacks `name`, only it has `nam`
/// 3 errors, 1 note: 1 default-locale, 1 different-placeholders, 1 missing-argument, 1 missing-message
/// ");
/// assert_eq!(
///     coverage.unused().list()[0].to_string(),
///     "en:old: note[unused-message]: no template uses the message `old` (en)"
/// );
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    knows_plurals: bool,
    locales: Vec<LocaleCoverage>,
    #[serde(skip)]
    findings: Findings,
    #[serde(skip)]
    unused: Findings,
}

impl Coverage {
    /// Whether it is known which plural categories a language needs: with the feature `icu`.
    ///
    /// ```
    /// let coverage = lacuna::MessageUses::new().coverage(&lacuna::Catalogs::new(), &[]);
    /// assert_eq!(coverage.knows_plurals(), cfg!(feature = "icu"));
    /// ```
    pub const fn knows_plurals(&self) -> bool {
        self.knows_plurals
    }

    /// One for each chain that is not empty, in their order.
    pub fn locales(&self) -> &[LocaleCoverage] {
        &self.locales
    }

    /// What there is to mend: messages that are missing or never end, plural forms that a language needs,
    /// placeholders that differ, and names that a message needs and is not given are errors; that a default
    /// answers, and that no message uses an argument, are notes.
    ///
    /// A finding about a use stands where the message is used first; one about a message has the name of
    /// its catalog.
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// A note for each message that no template uses, which means something only if all templates were
    /// looked at.
    pub const fn unused(&self) -> &Findings {
        &self.unused
    }
}

/// How far the messages that templates use are translated for one locale: an element of
/// [`Coverage::locales`].
///
/// A message stands there by its key, with its context behind it: `friend_male`.
///
/// ```
/// use lacuna::{Catalogs, LocaleChain, LocaleCoverage, MessageUses, Template};
/// use serde_json::json;
///
/// let letter = Template::text("[[ t('hello') ]] [[ t('bye') ]] [[ t('thanks') ]]")?;
/// let catalogs = Catalogs::new().add("en", &json!({"bye": "Bye"}))?.add("de", &json!({"hello": "Hallo", "old": "x"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let coverage = uses.coverage(&catalogs, &[LocaleChain::lookup(["de-CH", "de"])?.then("en")?]);
/// let locale: &LocaleCoverage = &coverage.locales()[0];
/// assert_eq!((locale.locale.as_str(), locale.chain.len()), ("de-CH", 3));
/// let fallen: Vec<_> = locale.fallen_back.iter().map(|it| (&*it.key, &*it.to)).collect();
/// assert_eq!(fallen, [("hello", "de"), ("bye", "en")]);
/// assert_eq!((locale.translated, &*locale.missing), (0, &["thanks".to_owned()][..]));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LocaleCoverage {
    /// The first tag of its chain.
    pub locale: String,
    /// All tags of the chain.
    pub chain: Vec<String>,
    /// How many messages the locale has itself.
    pub translated: usize,
    /// Those that another locale of the chain has to answer for.
    pub fallen_back: Vec<FallenBack>,
    /// Those that no locale of the chain has: gaps, where nothing else is printed.
    pub missing: Vec<String>,
    /// Plural forms that the language needs, of messages that the locale has itself.
    pub missing_forms: Vec<MissingForms>,
    /// Its messages that have other placeholders than those of another locale.
    pub differences: Vec<Difference>,
    /// The first way found on which messages ask for each other in a circle, or deeper than
    /// [`Limits::expansion_depth`](crate::Limits::expansion_depth) allows by default.
    pub endless: Option<Vec<String>>,
    /// The keys of the locale that no template uses.
    pub unused: Vec<String>,
}

impl LocaleCoverage {
    /// How many messages are used: those that are translated, fallen back or missing.
    ///
    /// ```
    /// use lacuna::{Catalogs, LocaleChain, MessageUses, Template};
    ///
    /// let letter = Template::text("[[ t('friend', context: 'male') ]] [[ t('friend') ]] [[ t('friend') ]]")?;
    /// let mut uses = MessageUses::new();
    /// uses.add(&letter);
    /// let coverage = uses.coverage(&Catalogs::new(), &[LocaleChain::lookup(["en"])?]);
    /// assert_eq!(coverage.locales()[0].messages(), 2);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn messages(&self) -> usize {
        self.translated + self.fallen_back.len() + self.missing.len()
    }
}

/// A message that another locale answers for: an element of [`LocaleCoverage::fallen_back`].
///
/// ```
/// use lacuna::{Catalogs, FallenBack, LocaleChain, MessageUses, Template};
///
/// let letter = Template::text("[[ t('bye') ]]")?;
/// let catalogs = Catalogs::new().add("en", &serde_json::json!({"bye": "Bye"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let coverage = uses.coverage(&catalogs, &[LocaleChain::lookup(["fr"])?.then("en")?]);
/// let fallen: &FallenBack = &coverage.locales()[0].fallen_back[0];
/// assert_eq!((&*fallen.key, &*fallen.to, fallen.is_default), ("bye", "en", true));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FallenBack {
    /// The message.
    pub key: String,
    /// The tag of the chain that answers.
    pub to: String,
    /// Whether that is only a default of the chain: nobody asked for it.
    pub is_default: bool,
}

/// The plural forms that a message lacks: an element of [`LocaleCoverage::missing_forms`].
///
/// A form counts as there if it is written, or if every whole number of its category has a form of its
/// own, as `=1` is all that English has of `one`. Messages without any forms are for all numbers.
///
/// ```
/// use lacuna::{Catalogs, LocaleChain, MessageUses, MissingForms, Template};
///
/// let letter = Template::text("[[ t('item', count: n) ]]")?;
/// let catalogs = Catalogs::new().add("en", &serde_json::json!({"item_other": "[[ count ]] items"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let coverage = uses.coverage(&catalogs, &[LocaleChain::lookup(["en"])?]);
/// let missing: Option<&MissingForms> = coverage.locales()[0].missing_forms.first();
/// if coverage.knows_plurals() {
///     assert_eq!(missing.unwrap().categories, ["one"]);
/// }
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MissingForms {
    /// The message.
    pub key: String,
    /// Whether it is used with `ordinal`, not with `count`.
    pub is_ordinal: bool,
    /// The names of the categories (UTS #35, Language Plural Rules).
    pub categories: Vec<&'static str>,
}

/// A message whose placeholders are others than in another locale, all of its forms together: an element
/// of [`LocaleCoverage::differences`].
///
/// It is compared with the default of the chains, or else with the first locale of the catalogs that has
/// the message.
///
/// ```
/// use lacuna::{Catalogs, Difference, LocaleChain, MessageUses, Template};
/// use serde_json::json;
///
/// let letter = Template::text("[[ t('hello', name: data.name) ]]")?;
/// let catalogs = Catalogs::new().add("en", &json!({"hello": "Hello [[ name ]]"}))?.add("de", &json!({"hello": "Hallo"}))?;
/// let mut uses = MessageUses::new();
/// uses.add(&letter);
/// let coverage = uses.coverage(&catalogs, &[LocaleChain::lookup(["de"])?]);
/// let difference: &Difference = &coverage.locales()[0].differences[0];
/// assert_eq!((&*difference.other, &*difference.lacks[0], difference.adds.len()), ("en", "name", 0));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The message.
    pub key: String,
    /// The locale that it is compared with.
    pub other: String,
    /// The paths that it lacks.
    pub lacks: Vec<String>,
    /// The paths that only it has.
    pub adds: Vec<String>,
}
