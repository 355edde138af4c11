//! Which tags stand behind a tag in a chain.

use std::iter;

#[cfg(feature = "icu")]
use super::cldr;
use super::tag::Tag;
use crate::error::Error;

/// Where the parents of a tag come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parents {
    /// From the tag alone, which is truncated (RFC 4647 §3.4).
    Truncated,
    /// From CLDR (UTS #35, Locale Inheritance), which also knows how a tag is best written.
    #[cfg(feature = "icu")]
    Cldr,
}

impl Parents {
    /// Those that know most of a tag.
    #[cfg(not(feature = "icu"))]
    pub(super) const MOST: Self = Self::Truncated;
    #[cfg(feature = "icu")]
    pub(super) const MOST: Self = Self::Cldr;

    /// Reads a tag, with whatever it is compared by under these rules.
    pub(super) fn read(self, text: &str) -> Result<Tag, Error> {
        let tag = Tag::read(text)?;
        match self {
            Self::Truncated => Ok(tag),
            #[cfg(feature = "icu")]
            Self::Cldr => Ok(cldr::normalized(tag)),
        }
    }

    /// The tag and its parents, the nearest first; never `und`.
    pub(super) fn chain(self, tag: Tag) -> Vec<Tag> {
        match self {
            Self::Truncated => iter::successors(Some(tag), Tag::truncated).collect(),
            #[cfg(feature = "icu")]
            Self::Cldr => cldr::chain(tag),
        }
    }
}
