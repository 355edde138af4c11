//! The chain of locales in which a translation is looked for.

use std::collections::HashSet;
use std::fmt;

use super::languages::Languages;
use super::number::NumberFormat;
use super::parents::Parents;
use super::plural::PluralRules;
use super::tag::Tag;
use crate::error::Error;

/// Language tags in the order in which a translation is looked for, without duplicates; prints as
/// `de-CH → de → en`.
///
/// Tags are written as BCP 47 has it, or with `_`, and keep the form in which they were written;
/// they are compared without regard to either or to case. What a tag looks like is checked, not
/// whether its language exists. `und` is never part of a chain.
///
/// ```
/// use lacuna::LocaleChain;
///
/// let chain = LocaleChain::lookup(["de-CH", "fr_CA"])?.then("en")?;
/// assert_eq!(chain.to_string(), "de-CH → de → fr_CA → fr → en");
///
/// let error = LocaleChain::lookup(["de_DE.UTF-8"]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`de_DE.UTF-8` is no language tag: `.` begins the encoding of a POSIX locale, the tag is `de-DE`"
/// );
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocaleChain {
    tags: Vec<Tag>,
    /// So many of them are the caller's; the rest are defaults.
    requested: usize,
    parents: Parents,
    languages: Languages,
}

impl LocaleChain {
    /// Each tag with what is left of it when its subtags are taken away from the end, one by one;
    /// all of a tag before the next. A single letter or digit goes together with what it
    /// introduced (RFC 4647 §3.4).
    ///
    /// Needs no data, and has no idea of languages: `zh-TW` leads to `zh`, which most people take
    /// to be written in simplified characters. Name the tags yourself then, or see `cldr` (feature
    /// `icu`).
    ///
    /// # Errors
    ///
    /// If one is no language tag.
    ///
    /// ```
    /// use lacuna::LocaleChain;
    ///
    /// let chain = LocaleChain::lookup(["zh-Hant-CN-x-private1-private2"])?;
    /// assert_eq!(chain.tags().collect::<Vec<_>>(), [
    ///     "zh-Hant-CN-x-private1-private2",
    ///     "zh-Hant-CN-x-private1",
    ///     "zh-Hant-CN",
    ///     "zh-Hant",
    ///     "zh",
    /// ]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn lookup<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        Self::of(Parents::Truncated, tags)
    }

    /// Each tag with its parents in CLDR (UTS #35, Locale Inheritance), as ICU4X has them; all of a
    /// tag before the next. Needs the feature `icu`.
    ///
    /// A tag is followed by the form that CLDR would write, if that differs, and without its
    /// extensions. What CLDR has no place for (`en-GB-oed`, `zh-yue`, a second variant) is truncated
    /// as by [`lookup`](Self::lookup) until it has. Tags that CLDR has replaced (`iw`) are not
    /// exchanged for new ones.
    ///
    /// # Errors
    ///
    /// If one is no language tag.
    ///
    /// ```
    /// use lacuna::LocaleChain;
    ///
    /// assert_eq!(LocaleChain::cldr(["es-AR"])?.to_string(), "es-AR → es-419 → es");
    /// assert_eq!(LocaleChain::cldr(["zh_TW"])?.to_string(), "zh_TW → zh-Hant");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "icu")]
    pub fn cldr<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        Self::of(Parents::Cldr, tags)
    }

    /// The chain with the default locale behind it, without parents of its own; as it is, if the
    /// caller has asked for that anyway.
    ///
    /// A default is not quite like a tag of the caller: what a page says in one language only comes
    /// before it.
    ///
    /// # Errors
    ///
    /// If it is no language tag.
    ///
    /// ```
    /// use lacuna::LocaleChain;
    ///
    /// let chain = LocaleChain::lookup(["de-CH"])?.then("en-GB")?;
    /// assert_eq!(chain.to_string(), "de-CH → de → en-GB");
    /// assert_eq!(LocaleChain::lookup(["de-CH"])?.then("DE")?.to_string(), "de-CH → de");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn then(mut self, tag: &str) -> Result<Self, Error> {
        let tag = self.parents.read(tag)?;
        if self.tags.iter().all(|other| other.folded() != tag.folded()) {
            self.tags.push(tag);
            self.languages = Languages::default();
        }
        Ok(self)
    }

    /// This chain behind `tag` and its parents.
    pub(crate) fn behind(&self, tag: &str) -> Result<Self, Error> {
        let mut links = Links::default();
        for link in self.parents.chain(self.parents.read(tag)?) {
            links.push(link);
        }
        for link in self.requested_tags() {
            links.push(link.clone());
        }
        let chain = links.requested(self.parents);
        self.defaults().try_fold(chain, Self::then)
    }

    /// All tags, the first to be tried in front.
    ///
    /// ```
    /// let chain = lacuna::LocaleChain::lookup(["pt-BR"])?.then("en")?;
    /// assert_eq!(chain.tags().collect::<Vec<_>>(), ["pt-BR", "pt", "en"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn tags(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        self.tags.iter().map(Tag::as_str)
    }

    /// The tags that the caller asked for, with their parents.
    ///
    /// ```
    /// let chain = lacuna::LocaleChain::lookup(["pt-BR"])?.then("en")?;
    /// assert_eq!(chain.requested().collect::<Vec<_>>(), ["pt-BR", "pt"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn requested(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        self.requested_tags().iter().map(Tag::as_str)
    }

    /// The tags that only [`then`](Self::then) added: one, as a rule, or none if the caller asked
    /// for it.
    ///
    /// ```
    /// let chain = lacuna::LocaleChain::lookup(["pt-BR"])?.then("en")?;
    /// assert_eq!(chain.defaults().collect::<Vec<_>>(), ["en"]);
    /// assert_eq!(chain.then("pt")?.defaults().len(), 1);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn defaults(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        self.default_tags().iter().map(Tag::as_str)
    }

    pub(crate) fn all_tags(&self) -> &[Tag] {
        &self.tags
    }

    /// How the language of the tag with this number counts.
    pub(crate) fn rules(&self, number: usize) -> Option<&PluralRules> {
        self.languages.rules(&self.tags).get(number)
    }

    /// How it writes numbers.
    pub(crate) fn numbers(&self, number: usize) -> Option<&NumberFormat> {
        self.languages.numbers(&self.tags).get(number)?.as_ref()
    }

    pub(crate) fn requested_tags(&self) -> &[Tag] {
        &self.tags[..self.requested]
    }

    pub(crate) fn default_tags(&self) -> &[Tag] {
        &self.tags[self.requested..]
    }

    fn of<T: AsRef<str>>(
        parents: Parents,
        tags: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let mut links = Links::default();
        for tag in tags {
            for link in parents.chain(parents.read(tag.as_ref())?) {
                links.push(link);
            }
        }
        Ok(links.requested(parents))
    }
}

impl fmt::Display for LocaleChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, tag) in self.tags().enumerate() {
            let arrow = if number > 0 { " → " } else { "" };
            write!(f, "{arrow}{tag}")?;
        }
        Ok(())
    }
}

/// A chain in the making.
#[derive(Debug, Default)]
pub(super) struct Links {
    tags: Vec<Tag>,
    seen: HashSet<String>,
}

impl Links {
    /// Adds a tag, unless it is there already.
    pub(super) fn push(&mut self, tag: Tag) {
        if self.seen.insert(tag.folded().to_owned()) {
            self.tags.push(tag);
        }
    }

    pub(super) fn contains(&self, tag: &Tag) -> bool {
        self.seen.contains(tag.folded())
    }

    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// Takes the last one away.
    pub(super) fn pop(&mut self) {
        if let Some(tag) = self.tags.pop() {
            self.seen.remove(tag.folded());
        }
    }

    /// The chain of these tags, all of which the caller asked for.
    pub(super) fn requested(self, parents: Parents) -> LocaleChain {
        let (requested, languages) = (self.tags.len(), Languages::default());
        LocaleChain { tags: self.tags, requested, parents, languages }
    }
}
