//! What languages somebody wants, and the chain of those that are there.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::chain::LocaleChain;
use super::header;
use super::negotiation::Negotiation;
use super::parents::Parents;
use super::tag::Tag;
use crate::error::{Error, Problem};

/// The range that every language is in.
pub(super) const ANYTHING: &str = "*";
/// The weight of what has none, in thousandths.
pub(super) const FULL: u16 = 1000;

/// The languages that somebody wants, the most wanted first: tags, or `*` for any (the basic
/// language ranges of RFC 4647 §2.1).
///
/// From them and the locales that are there, [`negotiate`](Self::negotiate) makes a chain.
///
/// ```
/// use lacuna::LanguageRanges;
///
/// let ranges = LanguageRanges::from_header("fr;q=0.3, de-CH, en;q=0.8");
/// let chain = ranges.negotiate(["de", "en", "fr", "it"], "en")?;
/// assert_eq!(chain.to_string(), "de → en → fr");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageRanges {
    /// By weight, the heaviest in front.
    ranges: Vec<Range>,
    ignored: Vec<Problem>,
}

/// A range with its weight in thousandths; 0 excludes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Range {
    /// None for `*`.
    pub(super) tag: Option<Tag>,
    pub(super) weight: u16,
}

impl Range {
    pub(super) fn folded(&self) -> Option<&str> {
        self.tag.as_ref().map(Tag::folded)
    }

    pub(super) fn is_for_the_same(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

impl LanguageRanges {
    /// Tags, and perhaps `*`, in the order in which they are wanted; the first of duplicates stays.
    ///
    /// # Errors
    ///
    /// If one is no language tag and not `*`.
    ///
    /// ```
    /// use lacuna::LanguageRanges;
    ///
    /// let wanted = LanguageRanges::from_tags(["pt-BR", "es"])?;
    /// assert_eq!(wanted.negotiate(["en", "es", "pt"], "en")?.to_string(), "pt → es → en");
    /// assert!(LanguageRanges::from_tags(["Portuguese, please"]).is_err());
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn from_tags<T: AsRef<str>>(tags: impl IntoIterator<Item = T>) -> Result<Self, Error> {
        let (mut ranges, mut seen) = (Vec::new(), HashSet::new());
        for tag in tags {
            let tag = tag.as_ref();
            let tag = if tag == ANYTHING { None } else { Some(Tag::read(tag)?) };
            let range = Range { tag, weight: FULL };
            if seen.insert(range.folded().map(str::to_owned)) {
                ranges.push(range);
            }
        }
        Ok(Self { ranges, ignored: Vec::new() })
    }

    /// The ranges of an Accept-Language header (RFC 9110 §12.5.4), by weight; those of the same
    /// weight in the header's order. A range of weight 0 excludes what it names.
    ///
    /// Never fails, as a bad header should not keep anybody from a page: a part that cannot be
    /// understood is passed over, as is one whose range stood before, the 101st and what follows,
    /// and all of a header of more than 64 KiB. [`ignored`](Self::ignored) lists them. A header that
    /// is empty wants nothing in particular.
    ///
    /// ```
    /// use lacuna::LanguageRanges;
    ///
    /// let ranges = LanguageRanges::from_header("en;q=0.7, da, en-GB;q=0.8");
    /// assert_eq!(ranges.tags().collect::<Vec<_>>(), ["da", "en-GB", "en"]);
    /// ```
    pub fn from_header(header: &str) -> Self {
        let (mut ranges, ignored) = header::ranges(header);
        ranges.sort_by_key(|range| Reverse(range.weight));
        Self { ranges, ignored }
    }

    /// What was passed over in the header, in its order.
    ///
    /// ```
    /// use lacuna::LanguageRanges;
    ///
    /// let ranges = LanguageRanges::from_header("de, Klingon!, en;q=2");
    /// let ignored: Vec<_> = ranges.ignored().iter().map(ToString::to_string).collect();
    /// assert_eq!(ignored, [
    ///     "1:5: `Klingon!` is passed over: `!` is neither an ASCII letter or digit nor a hyphen",
    ///     "1:15: `en;q=2` is passed over: \
    ///      a weight is a number from 0 to 1 with at most three digits behind the point",
    /// ]);
    /// ```
    pub fn ignored(&self) -> &[Problem] {
        &self.ignored
    }

    /// The tags that are wanted, the most wanted first; without `*` and what is excluded.
    ///
    /// For a chain where nobody knows yet what is there: `LocaleChain::lookup(ranges.tags())`.
    ///
    /// ```
    /// use lacuna::{LanguageRanges, LocaleChain};
    ///
    /// let ranges = LanguageRanges::from_header("*;q=0.1, de-CH, en;q=0, fr;q=0.5");
    /// let chain = LocaleChain::lookup(ranges.tags())?;
    /// assert_eq!(chain.to_string(), "de-CH → de → fr");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn tags(&self) -> impl Iterator<Item = &str> + Clone {
        let wanted = self.ranges.iter().filter(|range| range.weight > 0);
        wanted.filter_map(|range| range.tag.as_ref()).map(Tag::as_str)
    }

    /// The chain of the `available` locales that are wanted, and the default behind them.
    ///
    /// A range finds the tag that is the same, then those that it is truncated to (RFC 4647 §3.4),
    /// never one that is longer: who wants `de-CH` or `de` is not given `de-AT`. All that a range
    /// finds stands before what the next one finds, and as it is written in `available`.
    ///
    /// A range of weight 0 excludes its tag and all that begin with it, but for those that a longer
    /// range wants: `de;q=0, de-AT` wants `de-AT` and not `de`. It does not exclude the default, as
    /// something has to be said.
    ///
    /// `*` finds one more, not all there are, for those would hide the default: the default itself
    /// if it is available, or else the first that no range names, or else the first that none
    /// excludes. `*;q=0` finds nothing, and excludes nothing that a range leads to.
    ///
    /// # Errors
    ///
    /// If an available tag or the default is no language tag.
    ///
    /// ```
    /// use lacuna::LanguageRanges;
    ///
    /// let available = ["ar", "de", "en_GB", "fr"];
    /// let chain = |header| LanguageRanges::from_header(header).negotiate(available, "en");
    /// assert_eq!(chain("EN-gb, de-CH;q=0.5")?.to_string(), "en_GB → de → en");
    /// assert_eq!(chain("it, *;q=0.1, ar;q=0")?.to_string(), "de → en");
    /// assert_eq!(chain("it")?.to_string(), "en");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn negotiate<T: AsRef<str>>(
        &self,
        available: impl IntoIterator<Item = T>,
        default: &str,
    ) -> Result<LocaleChain, Error> {
        Negotiation::of(Parents::Truncated, &self.ranges, available)?.chain(default)
    }

    /// The same with the parents of CLDR (see [`LocaleChain::cldr`]) instead of truncation. Needs
    /// the feature `icu`.
    ///
    /// Tags that CLDR writes in the same way are the same: `zh-TW` finds `zh-Hant-TW`.
    ///
    /// # Errors
    ///
    /// If an available tag or the default is no language tag.
    ///
    /// ```
    /// use lacuna::LanguageRanges;
    ///
    /// let wanted = LanguageRanges::from_tags(["zh-TW", "es-MX"])?;
    /// let chain = wanted.negotiate_cldr(["en", "es", "es-419", "zh", "zh-Hant"], "en")?;
    /// assert_eq!(chain.to_string(), "zh-Hant → es-419 → es → en");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[cfg(feature = "icu")]
    pub fn negotiate_cldr<T: AsRef<str>>(
        &self,
        available: impl IntoIterator<Item = T>,
        default: &str,
    ) -> Result<LocaleChain, Error> {
        Negotiation::of(Parents::Cldr, &self.ranges, available)?.chain(default)
    }
}
