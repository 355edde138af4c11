//! From ranges and the tags that are there to the chain of those that are wanted.

use std::collections::HashMap;

use super::available::Available;
use super::chain::{Links, LocaleChain};
use super::parents::Parents;
use super::ranges::Range;
use super::tag::Tag;
use crate::error::Error;

/// What is wanted, and what is there.
#[derive(Debug)]
pub(super) struct Negotiation<'r> {
    parents: Parents,
    /// By weight, the heaviest in front.
    ranges: &'r [Range],
    /// What the ranges say, but for `*`.
    weights: HashMap<&'r str, u16>,
    there: Available,
}

impl<'r> Negotiation<'r> {
    pub(super) fn of<T: AsRef<str>>(
        parents: Parents,
        ranges: &'r [Range],
        available: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let mut there = Available::default();
        for tag in available {
            there.insert(parents.read(tag.as_ref())?);
        }
        let named = ranges.iter().filter_map(|range| Some((range.folded()?, range.weight)));
        Ok(Self { parents, ranges, weights: named.collect(), there })
    }

    pub(super) fn chain(&self, default: &str) -> Result<LocaleChain, Error> {
        let default_tag = self.parents.read(default)?;
        let stand_in = self.there.find(&default_tag);
        let mut links = Links::default();
        // Where the default stands, if only `*` has put it there.
        let mut default_at = None;
        for range in self.ranges.iter().filter(|range| range.weight > 0) {
            let Some(tag) = &range.tag else {
                if let Some(found) = self.any(stand_in, &links) {
                    if stand_in == Some(found) {
                        default_at = Some(links.len());
                    }
                    links.push(found.clone());
                }
                continue;
            };
            for step in self.parents.chain(self.parents.read(tag.as_str())?) {
                if let Some(found) = self.there.find(&step).filter(|tag| !self.exclude(tag)) {
                    if stand_in == Some(found) {
                        default_at = None;
                    }
                    links.push(found.clone());
                }
            }
        }
        // If nothing follows `*`, that stands for the default (RFC 4647 §3.4).
        if default_at.is_some_and(|at| at + 1 == links.len()) {
            links.pop();
        }
        links.requested(self.parents).then(default)
    }

    /// What `*` finds: the default, or else the first tag, that no range names; or else the first
    /// that is not excluded.
    fn any<'a>(&'a self, default: Option<&'a Tag>, links: &Links) -> Option<&'a Tag> {
        let mut all = default.into_iter().chain(self.there.iter());
        let unnamed = all.find(|tag| self.weight(tag).is_none() && !links.contains(tag));
        let is_free = |tag: &&Tag| !self.exclude(tag) && !links.contains(tag);
        unnamed.or_else(|| self.there.iter().find(is_free))
    }

    /// The weight of the longest range that the tag begins with; none if no range names it.
    fn weight(&self, tag: &Tag) -> Option<u16> {
        let mut prefix = tag.folded();
        loop {
            if let Some(weight) = self.weights.get(prefix) {
                return Some(*weight);
            }
            prefix = &prefix[..prefix.rfind('-')?];
        }
    }

    fn exclude(&self, tag: &Tag) -> bool {
        self.weight(tag) == Some(0)
    }
}
