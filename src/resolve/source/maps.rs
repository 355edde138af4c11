//! Maps of strings as sources: an object whose values are texts.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::{JsonBytes, Keys, Miss, Source};
use crate::path::{Path, Segment};
use crate::value::{Datum, Kind};

/// The answer of a flat object: `get` has the texts, `entries` all of them for the root.
fn find<'d, I: Iterator<Item = (&'d str, &'d str)>>(
    path: &Path<'_>,
    get: impl FnOnce(&str) -> Option<&'d str>,
    entries: impl FnOnce() -> I,
) -> Result<Datum<'d>, Miss> {
    let [first, rest @ ..] = path.segments() else {
        // Reversed, so that of equal keys the first stays.
        let mut entries: Vec<_> = entries().map(|(key, text)| (key.to_owned(), text)).collect();
        entries.reverse();
        let object = entries.into_iter().map(|(key, text)| (key, Value::from(text))).collect();
        return Ok(Datum::Tree(std::borrow::Cow::Owned(Value::Object(object))));
    };
    let text = match first {
        Segment::Key(key) => get(key),
        Segment::KeyOrIndex(index) => get(itoa::Buffer::new().format(*index)),
        Segment::Index(_) => return Err(Miss::WrongKind { segment: 0, found: Kind::Object }),
    };
    let text = text.ok_or(Miss::NoKey { segment: 0 })?;
    if rest.is_empty() {
        return Ok(text.into());
    }
    Err(Miss::WrongKind { segment: 1, found: Kind::Text })
}

fn keys<'d>(at: &Path<'_>, keys: impl Iterator<Item = &'d str> + Send + Sync + 'd) -> Keys<'d> {
    if at.segments().is_empty() {
        Box::new(keys.map(Into::into))
    } else {
        Box::new(std::iter::empty())
    }
}

macro_rules! flat {
    ($(($($generics:tt)*) $map:ty;)*) => {$(
        /// A flat object of texts: `[[ HOME ]]`. A key with a dot is written `[[ $['a.b'] ]]`. For
        /// values that are no strings there is [`Tree`](crate::Tree).
        impl<$($generics)*> Source for $map {
            fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
                let entries = || self.iter().map(|(key, text)| (key.borrow(), text.as_ref()));
                find(path, |key| self.get(key).map(AsRef::as_ref), entries)
            }

            fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
                keys(at, self.keys().map(Borrow::borrow))
            }
        }
    )*};
}

flat! {
    (K: Borrow<str> + Eq + Hash + Sync, V: AsRef<str> + Sync, S: BuildHasher + Sync) HashMap<K, V, S>;
    (K: Borrow<str> + Eq + Hash + Sync, V: AsRef<str> + Sync, S: BuildHasher + Sync) IndexMap<K, V, S>;
    (K: Borrow<str> + Ord + Sync, V: AsRef<str> + Sync) BTreeMap<K, V>;
}

/// A flat object of texts, as pairs of key and text; of equal keys the first counts. Each look-up
/// walks over them. A key with a dot is written `[[ $['a.b'] ]]`.
impl<K: AsRef<str> + Sync, V: AsRef<str> + Sync> Source for [(K, V)] {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        let entries = || self.iter().map(|(key, text)| (key.as_ref(), text.as_ref()));
        find(path, |key| entries().find(|(other, _)| *other == key).map(|(_, text)| text), entries)
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        keys(at, self.iter().map(|(key, _)| key.as_ref()))
    }
}

/// What holds or borrows a source is that source.
macro_rules! forward {
    ($(($($generics:tt)*) $holder:ty => $source:ty;)*) => {$(
        impl<$($generics)*> Source for $holder {
            fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
                <$source as Source>::find(self, path)
            }

            fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
                <$source as Source>::keys(self, at)
            }

            fn tree(&self) -> Option<&Value> {
                <$source as Source>::tree(self)
            }

            fn json(&self) -> Option<&JsonBytes<'_>> {
                <$source as Source>::json(self)
            }
        }
    )*};
}

forward! {
    (S: Source + ?Sized) &S => S;
    (S: Source + ?Sized) Box<S> => S;
    (S: Source + Send + ?Sized) Arc<S> => S;
    (K: AsRef<str> + Sync, V: AsRef<str> + Sync) Vec<(K, V)> => [(K, V)];
    (K: AsRef<str> + Sync, V: AsRef<str> + Sync, const N: usize) [(K, V); N] => [(K, V)];
}
