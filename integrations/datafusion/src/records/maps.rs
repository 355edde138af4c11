//! Keys of large maps, of which a template may ask for many.
//!
//! A map is a list of entries, in no order. A walk through it finds one key soonest; as many walks as there are keys would take
//! quadratic time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use quick_cache::DefaultHashBuilder;

use super::elements::Entries;

/// A map with fewer entries is walked whenever it is asked.
const LARGE: usize = 64;
/// A larger one is walked so many times before its keys are put in a table.
const WALKS: usize = 4;

/// What was asked of the large maps of a record.
#[derive(Default)]
pub(super) struct Maps<'a> {
    large: Mutex<HashMap<Identity, Map<'a>, DefaultHashBuilder>>,
}

/// The column of the values, and where those of the map begin in it.
type Identity = (usize, usize);

#[derive(Default)]
struct Map<'a> {
    walks: usize,
    places: HashMap<&'a str, usize, DefaultHashBuilder>,
}

impl<'a> Maps<'a> {
    /// Where the value of a key stands: the last one, if it comes twice.
    pub(super) fn place(&self, entries: &Entries<'a>, key: &str) -> Option<usize> {
        let walk = || entries.iter().rev().find(|(other, _)| *other == key).map(|(_, at)| at);
        if entries.len() < LARGE {
            return walk();
        }
        let identity = (std::ptr::from_ref(entries.values).addr(), entries.start());
        let mut large = self.large.lock().unwrap_or_else(PoisonError::into_inner);
        let map = large.entry(identity).or_default();
        if map.walks < WALKS {
            map.walks += 1;
            return walk();
        }
        if map.places.is_empty() {
            map.places.extend(entries.iter());
        }
        map.places.get(key).copied()
    }
}
