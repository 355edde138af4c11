//! The messages of one locale, by key, and the forms of each key.

use std::cmp::Ordering;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use indexmap::map::raw_entry_v1::RawEntryApiV1;

use super::form::{Exact, Member, suffixed};
use super::message::{Body, Message};
use crate::locale::{Counting, PluralCategory, PluralRules, Tag};

/// All that the catalogs have for one locale.
#[derive(Clone, Debug)]
pub(crate) struct Locale {
    tag: Tag,
    pub(super) rules: PluralRules,
    /// Every key that has a message, and every key that has forms.
    entries: IndexMap<Box<str>, Entry, RandomState>,
    messages: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    message: Option<Written>,
    pub(super) forms: Option<Box<[Forms; 2]>>,
}

#[derive(Clone, Debug)]
struct Written {
    body: Body,
    origin: Origin,
}

impl Written {
    const fn message<'c>(&'c self, key: &'c str) -> Message<'c> {
        Message { key, body: &self.body, catalog: self.origin.catalog }
    }
}

/// Where a message stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The number of its catalog.
    pub(super) catalog: usize,
    /// In how many objects.
    pub(super) depth: usize,
}

/// A message of a locale, by its number.
pub(super) type Row = u32;

/// The forms of a key for one kind of counting.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    /// `key_one`, by category.
    pub(super) suffixed: [Option<Row>; 6],
    /// `one` in the object that the key names, by category.
    pub(super) nested: [Option<Row>; 6],
    /// `=0` in that object.
    pub(super) exact: Vec<(Exact, Row)>,
}

impl Forms {
    /// What may be the form for a category, the first wins.
    pub(super) fn of(&self, category: PluralCategory) -> impl Iterator<Item = Row> {
        [self.suffixed[category as usize], self.nested[category as usize]].into_iter().flatten()
    }

    fn all(&self) -> impl Iterator<Item = Row> {
        let categories = self.suffixed.iter().chain(&self.nested).flatten();
        categories.chain(self.exact.iter().map(|(_, row)| row)).copied()
    }
}

/// What a short look at a locale shows; [`Locale::find`] says the same.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Glance<'c> {
    /// A text, or one with placeholders.
    Body(&'c Body),
    /// Nothing that is translated.
    Nothing,
    /// It has to be looked at again: there are plural forms, or it cannot be used.
    Unclear,
}

/// What became of a message whose key has one already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// Nothing stood there, or nothing that anybody would miss.
    Alone,
    /// Whichever stands in fewer objects counts.
    Flatter,
    /// It counts, and not the other.
    Instead,
}

impl Locale {
    pub(super) fn new(tag: Tag, hasher: RandomState) -> Self {
        let rules = PluralRules::of(&tag);
        Self { tag, rules, entries: IndexMap::with_hasher(hasher), messages: 0 }
    }

    pub(crate) fn tag(&self) -> &Tag {
        &self.tag
    }

    /// How many keys have a message.
    pub(super) const fn len(&self) -> usize {
        self.messages
    }

    pub(super) fn entry(&self, key: &str) -> Option<(Row, &Entry)> {
        let (row, _, entry) = self.entries.get_full(key)?;
        Some((number(row), entry))
    }

    /// What answers for a key with this hash, without a number and a context, as far as one look tells.
    #[inline]
    pub(crate) fn at_a_look(&self, hash: u64, key: &str) -> Glance<'_> {
        let entry = self.entries.raw_entry_v1().from_hash(hash, |other| **other == *key);
        let Some((_, Entry { message, forms })) = entry else { return Glance::Nothing };
        match message.as_ref().map(|written| &written.body) {
            _ if forms.is_some() => Glance::Unclear,
            Some(Body::Unusable(_)) => Glance::Unclear,
            None | Some(Body::Untranslated) => Glance::Nothing,
            Some(body) => Glance::Body(body),
        }
    }

    /// The message with that number, if the key with that number has one.
    pub(super) fn message(&self, row: Row) -> Option<Message<'_>> {
        let (key, entry) = self.entries.get_index(row as usize)?;
        let written = entry.message.as_ref()?;
        Some(written.message(key))
    }

    /// The message of a key, or the first of its forms.
    pub(super) fn first(&self, key: &str) -> Option<Message<'_>> {
        let (row, entry) = self.entry(key)?;
        let mut forms = entry.forms.iter().flat_map(|forms| forms.iter().flat_map(Forms::all));
        self.message(row).or_else(|| forms.find_map(|row| self.message(row)))
    }

    /// All messages, in the order in which their keys came; those too that cannot be used.
    pub(crate) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        let all = self.entries.iter();
        all.filter_map(|(key, entry)| Some(entry.message.as_ref()?.message(key)))
    }

    /// Every key that has a message or forms.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|key| &**key)
    }

    /// Puts a message under its key. Of two in one catalog that counts which stands in fewer
    /// objects, or else the second; of two catalogs the second; but what is not translated never
    /// takes the place of what is.
    pub(super) fn insert(&mut self, key: &str, body: Body, origin: Origin) -> (Row, Placed) {
        let entry = self.entries.entry(key.into());
        let row = number(entry.index());
        let entry = entry.or_default();
        let is_untranslated = matches!(body, Body::Untranslated);
        let placed = match &entry.message {
            None | Some(Written { body: Body::Untranslated, .. }) => Placed::Alone,
            Some(_) if is_untranslated => return (row, Placed::Alone),
            Some(Written { origin: other, .. }) if other.catalog == origin.catalog => {
                match origin.depth.cmp(&other.depth) {
                    Ordering::Less => Placed::Flatter,
                    Ordering::Equal => Placed::Instead,
                    Ordering::Greater => return (row, Placed::Flatter),
                }
            }
            Some(_) => Placed::Instead,
        };
        let is_new = entry.message.replace(Written { body, origin }).is_none();
        if is_new {
            self.messages += 1;
            for (base, counting, category) in suffixed(key) {
                self.forms(base, counting).suffixed[category as usize] = Some(row);
            }
        }
        (row, placed)
    }

    /// Takes the members of a plural object as the forms of its key.
    pub(super) fn insert_forms(
        &mut self,
        key: &str,
        counting: Counting,
        members: impl IntoIterator<Item = (Member, Row)>,
    ) {
        let forms = self.forms(key, counting);
        for (member, row) in members {
            match member {
                Member::Category(category) => forms.nested[category as usize] = Some(row),
                Member::Exact(number) => {
                    forms.exact.retain(|(other, _)| *other != number);
                    forms.exact.push((number, row));
                }
                // Its own members are the forms.
                Member::Ordinal => {}
            }
        }
    }

    fn forms(&mut self, key: &str, counting: Counting) -> &mut Forms {
        let entry = self.entries.entry(key.into()).or_default();
        &mut entry.forms.get_or_insert_default()[counting as usize]
    }
}

/// A catalog of more messages than that would not fit into memory.
fn number(row: usize) -> Row {
    Row::try_from(row).unwrap_or(Row::MAX)
}
