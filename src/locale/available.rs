//! The tags that are there, found as other people write them.

use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::parents::Parents;
use super::tag::Tag;
use crate::error::Error;

/// Tags in their order, of those that fold together the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Available {
    by_folded: IndexMap<String, Tag>,
    /// The first that has this normal form, by its number.
    by_normal: HashMap<String, usize>,
}

impl Available {
    /// Adds a tag; gives the one that stands in its place already, if there is one.
    pub(crate) fn insert(&mut self, tag: Tag) -> Option<&Tag> {
        let number = self.by_folded.len();
        match self.by_folded.entry(tag.folded().to_owned()) {
            Entry::Occupied(other) => Some(other.into_mut()),
            Entry::Vacant(place) => {
                if let Some(normal) = tag.normal() {
                    self.by_normal.entry(normal.to_owned()).or_insert(number);
                }
                place.insert(tag);
                None
            }
        }
    }

    /// The tag that is written like this one, but for case and `_`; or else the one that has the
    /// same normal form, if the tag was read by rules that know of one.
    pub(crate) fn find(&self, tag: &Tag) -> Option<&Tag> {
        self.position(tag).map(|number| &self.by_folded[number])
    }

    /// The number of that tag, in the order in which they were added.
    pub(crate) fn position(&self, tag: &Tag) -> Option<usize> {
        let by_normal = || self.by_normal.get(tag.normal()?).copied();
        self.by_folded.get_index_of(tag.folded()).or_else(by_normal)
    }

    /// Reads a tag with all that it can be found by, whatever the rules of who looks for it.
    pub(crate) fn read(text: &str) -> Result<Tag, Error> {
        Parents::MOST.read(text)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.by_folded.values()
    }
}
