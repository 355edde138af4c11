//! The keys of all locales, each once: a key is hashed once for a whole chain.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// Every key that has a message or forms in some locale, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    all: IndexSet<Box<str>, RandomState>,
}

/// A key by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyId(u32);

impl Keys {
    #[inline]
    pub(crate) fn id(&self, key: &str) -> Option<KeyId> {
        self.all.get_index_of(key).map(KeyId::new)
    }

    pub(super) fn insert(&mut self, key: &str) -> KeyId {
        // Most locales have the keys of the first.
        self.id(key).unwrap_or_else(|| KeyId::new(self.all.insert_full(key.into()).0))
    }

    pub(super) fn key(&self, id: KeyId) -> &str {
        self.all.get_index(id.index()).map_or("", |key| key)
    }
}

impl KeyId {
    /// So many keys that a number does not fit would not fit into memory.
    fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}
