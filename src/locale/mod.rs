//! Languages: tags, the chains in which they are tried, and the negotiation that finds a chain.
//!
//! Knows no table of languages. Parents and normal forms are those of CLDR, which ICU4X has
//! (feature `icu`).

mod available;
mod chain;
#[cfg(feature = "icu")]
mod cldr;
mod header;
mod languages;
mod negotiation;
mod number;
mod parents;
mod plural;
mod ranges;
mod tag;

pub(crate) use self::available::Available;
pub use self::chain::LocaleChain;
pub(crate) use self::number::NumberFormat;
pub(crate) use self::plural::{Counting, PluralCategory, PluralRules};
pub use self::ranges::LanguageRanges;
pub(crate) use self::tag::Tag;
