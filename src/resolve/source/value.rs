//! A `serde_json::Value` as a source.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Keys, Miss, Source};
use crate::path::{Path, Segment};
use crate::value::{Datum, Kind};

impl Source for Value {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        walk(self, path.segments().iter()).map(Datum::from)
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        let object = walk(self, at.segments().iter()).ok().and_then(Value::as_object);
        Box::new(object.into_iter().flat_map(Map::keys).map(|key| Cow::Borrowed(key.as_str())))
    }

    fn tree(&self) -> Option<&Value> {
        Some(self)
    }
}

impl Source for Map<String, Value> {
    /// The root, `$`, is a copy of the whole.
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        let Some((first, rest)) = path.segments().split_first() else {
            return Ok(Datum::from(Value::Object(self.clone())));
        };
        let key = match first {
            Segment::Index(_) => {
                return Err(Miss::WrongKind { segment: 0, found: Kind::Object });
            }
            Segment::Key(_) | Segment::KeyOrIndex(_) => first.text(),
        };
        let value = self.get(&*key).ok_or(Miss::NoKey { segment: 0 })?;
        walk(value, rest.iter()).map(Datum::from).map_err(|miss| miss.behind(1))
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        let Some((first, rest)) = at.segments().split_first() else {
            return Box::new(Map::keys(self).map(|key| Cow::Borrowed(key.as_str())));
        };
        let value = self.get(&*first.text()).and_then(|value| walk(value, rest.iter()).ok());
        let object = value.and_then(Value::as_object);
        Box::new(object.into_iter().flat_map(Map::keys).map(|key| Cow::Borrowed(key.as_str())))
    }
}

/// The value at the end of `segments`.
pub(in crate::resolve) fn walk<'d, 's>(
    root: &'d Value,
    segments: impl Iterator<Item = &'s Segment<'s>>,
) -> Result<&'d Value, Miss> {
    let mut value = root;
    for (number, segment) in segments.enumerate() {
        value = step(value, segment).ok_or_else(|| match (value, segment) {
            (Value::Object(_), Segment::Key(_) | Segment::KeyOrIndex(_)) => {
                Miss::NoKey { segment: number }
            }
            (Value::Array(items), Segment::Index(_) | Segment::KeyOrIndex(_)) => {
                Miss::NoIndex { segment: number, len: items.len() }
            }
            _ => Miss::WrongKind { segment: number, found: Kind::of(value) },
        })?;
    }
    Ok(value)
}

/// The value one segment further.
pub(in crate::resolve) fn step<'d>(value: &'d Value, segment: &Segment<'_>) -> Option<&'d Value> {
    match (value, segment) {
        (Value::Object(fields), Segment::Key(key)) => fields.get(&**key),
        (Value::Object(fields), Segment::KeyOrIndex(index)) => {
            fields.get(itoa::Buffer::new().format(*index))
        }
        (Value::Array(items), Segment::Index(index) | Segment::KeyOrIndex(index)) => {
            items.get(*index)
        }
        _ => None,
    }
}
