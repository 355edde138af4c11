//! The messages of one locale, by key, and the forms of each key.

use std::cmp::Ordering;

use super::form::{Exact, Member, suffixed};
use super::keys::{KeyId, Keys};
use super::message::{Body, Message};
use crate::locale::{Counting, PluralCategory, PluralRules, Tag};

/// All that the catalogs have for one locale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Locale<'c> {
    pub(super) keys: &'c Keys,
    pub(super) table: &'c Table,
}

/// The same without the keys, which all locales share.
#[derive(Clone, Debug)]
pub(super) struct Table {
    tag: Tag,
    rules: PluralRules,
    /// Every key that has a message, and every key that has forms, in the order in which they came.
    entries: Vec<(KeyId, Entry)>,
    /// Of those the row, by the number of the key.
    rows: Vec<Row>,
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

/// The row of a key of other locales.
const NONE: Row = Row::MAX;

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

impl<'c> Locale<'c> {
    pub(crate) const fn tag(self) -> &'c Tag {
        &self.table.tag
    }

    pub(super) const fn rules(self) -> &'c PluralRules {
        &self.table.rules
    }

    pub(super) fn entry(self, key: &str) -> Option<(Row, &'c Entry)> {
        let row = self.table.row(self.keys.id(key)?)?;
        Some((row, &self.table.entries[row as usize].1))
    }

    /// What answers for a key without a number and a context, as far as one look tells.
    #[inline]
    pub(crate) fn at_a_look(self, id: KeyId) -> Glance<'c> {
        let Some(row) = self.table.row(id) else { return Glance::Nothing };
        let (_, Entry { message, forms }) = &self.table.entries[row as usize];
        match message.as_ref().map(|written| &written.body) {
            _ if forms.is_some() => Glance::Unclear,
            Some(Body::Unusable(_)) => Glance::Unclear,
            None | Some(Body::Untranslated) => Glance::Nothing,
            Some(body) => Glance::Body(body),
        }
    }

    /// The message with that number, if the key with that number has one.
    pub(super) fn message(self, row: Row) -> Option<Message<'c>> {
        let (id, entry) = self.table.entries.get(row as usize)?;
        Some(entry.message.as_ref()?.message(self.keys.key(*id)))
    }

    /// The message of a key, or the first of its forms.
    pub(super) fn first(self, key: &str) -> Option<Message<'c>> {
        let (row, entry) = self.entry(key)?;
        let mut forms = entry.forms.iter().flat_map(|forms| forms.iter().flat_map(Forms::all));
        self.message(row).or_else(|| forms.find_map(|row| self.message(row)))
    }

    /// All messages, in the order in which their keys came; those too that cannot be used.
    pub(crate) fn messages(self) -> impl Iterator<Item = Message<'c>> {
        let all = self.table.entries.iter();
        all.filter_map(move |(id, entry)| Some(entry.message.as_ref()?.message(self.keys.key(*id))))
    }

    /// Every key that has a message or forms.
    pub(crate) fn keys(self) -> impl Iterator<Item = &'c str> {
        self.table.entries.iter().map(move |(id, _)| self.keys.key(*id))
    }
}

impl Table {
    pub(super) fn new(tag: Tag) -> Self {
        let rules = PluralRules::of(&tag);
        Self { tag, rules, entries: Vec::new(), rows: Vec::new(), messages: 0 }
    }

    pub(super) const fn tag(&self) -> &Tag {
        &self.tag
    }

    /// How many keys have a message.
    pub(super) const fn len(&self) -> usize {
        self.messages
    }

    #[inline]
    fn row(&self, id: KeyId) -> Option<Row> {
        self.rows.get(id.index()).copied().filter(|row| *row != NONE)
    }

    /// The row of a key, which is new or is there.
    fn place(&mut self, id: KeyId) -> Row {
        if self.rows.len() <= id.index() {
            self.rows.resize(id.index() + 1, NONE);
        }
        let row = &mut self.rows[id.index()];
        if *row == NONE {
            // A catalog of more messages than that would not fit into memory.
            *row = Row::try_from(self.entries.len()).unwrap_or(NONE);
            self.entries.push((id, Entry::default()));
        }
        *row
    }

    /// Puts a message under its key. Of two in one catalog that counts which stands in fewer
    /// objects, or else the second; of two catalogs the second; but what is not translated never
    /// takes the place of what is.
    pub(super) fn insert(
        &mut self,
        keys: &mut Keys,
        key: &str,
        body: Body,
        origin: Origin,
    ) -> (Row, Placed) {
        let row = self.place(keys.insert(key));
        let entry = &mut self.entries[row as usize].1;
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
                let base = keys.insert(base);
                self.forms(base, counting).suffixed[category as usize] = Some(row);
            }
        }
        (row, placed)
    }

    /// Takes the members of a plural object as the forms of its key.
    pub(super) fn insert_forms(
        &mut self,
        key: KeyId,
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

    fn forms(&mut self, key: KeyId, counting: Counting) -> &mut Forms {
        let row = self.place(key);
        let forms = &mut self.entries[row as usize].1.forms;
        &mut forms.get_or_insert_default()[counting as usize]
    }
}
