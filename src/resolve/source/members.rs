//! What the objects and arrays of a document hold, remembered while errors are written: those ask for much, many times.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::json;
use crate::span::place;

/// So many values are looked up before anything is remembered.
const LOOKS: u32 = 4;

/// The memory of one document; places are ranges of its bytes.
#[derive(Debug, Default)]
pub(super) struct Members(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    looks: u32,
    all: Option<Box<Remembered>>,
}

/// By where they begin in memory.
#[derive(Debug, Default)]
struct Remembered {
    objects: HashMap<usize, Arc<Vec<Field>>>,
    arrays: HashMap<usize, Arc<Vec<Range<usize>>>>,
}

#[derive(Debug)]
struct Field {
    key: Range<usize>,
    value: Range<usize>,
}

/// The members of an object, sorted by key as those of a `Value`, the last of those with one key.
pub(super) struct Fields<'j> {
    document: &'j [u8],
    all: Arc<Vec<Field>>,
}

/// The elements of an array.
pub(super) struct Elements<'j> {
    document: &'j [u8],
    all: Arc<Vec<Range<usize>>>,
}

impl Members {
    /// Counts a value that is looked up; whether what is met on the way is remembered from now on.
    pub(super) fn look(&self) -> bool {
        self.with(|memory| {
            memory.looks = memory.looks.saturating_add(1);
            memory.looks > LOOKS
        })
    }

    /// The members of an object of the document.
    pub(super) fn fields<'j>(&self, document: &'j [u8], object: &'j [u8]) -> Fields<'j> {
        let made = || Arc::new(fields(document, object));
        let all = self.with(|memory| {
            let objects = &mut memory.all.get_or_insert_default().objects;
            Arc::clone(objects.entry(object.as_ptr().addr()).or_insert_with(made))
        });
        Fields { document, all }
    }

    /// The elements of an array of the document.
    pub(super) fn elements<'j>(&self, document: &'j [u8], array: &'j [u8]) -> Elements<'j> {
        let places = || json::elements(array).filter_map(|element| place(document, element));
        let all = self.with(|memory| {
            let arrays = &mut memory.all.get_or_insert_default().arrays;
            let made = || Arc::new(places().collect());
            Arc::clone(arrays.entry(array.as_ptr().addr()).or_insert_with(made))
        });
        Elements { document, all }
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Memory) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn fields(document: &[u8], object: &[u8]) -> Vec<Field> {
    let members =
        json::members(object).filter_map(|(key, value)| Some((json::text(key)?, key, value)));
    let mut members: Vec<_> = members.collect();
    // Of those with one key the last counts, which the stable sort leaves behind the others.
    members.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    members.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        if is_same {
            kept.2 = later.2;
        }
        is_same
    });
    // All of them are parts of the document.
    let field = |(_, key, value)| {
        Some(Field { key: place(document, key)?, value: place(document, value)? })
    };
    members.into_iter().filter_map(field).collect()
}

impl<'j> Fields<'j> {
    pub(super) fn get(&self, key: &str) -> Option<&'j [u8]> {
        let found = self.all.binary_search_by(|field| self.key(field).as_ref().cmp(key)).ok()?;
        Some(&self.document[self.all[found].value.clone()])
    }

    pub(super) fn keys(self) -> impl Iterator<Item = Cow<'j, str>> {
        (0..self.all.len()).map(move |at| self.key(&self.all[at]))
    }

    fn key(&self, field: &Field) -> Cow<'j, str> {
        // Others were left out.
        json::text(&self.document[field.key.clone()]).unwrap_or_default()
    }
}

impl<'j> Elements<'j> {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&'j [u8]> {
        self.all.get(index).map(|range| &self.document[range.clone()])
    }
}
