//! Reads what is wanted of data, value by value, and passes over the rest.

use std::fmt;
use std::sync::LazyLock;

use serde::Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use super::Node;
use crate::path::index;

/// How a number looks where `serde_json` keeps its digits (its feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// What is wanted of the value that is being read: all of it, or what some nodes say. A key may lead to two, since `.0`
/// and `['0']` differ in what else they lead to.
pub(super) struct Wanted<'p> {
    nodes: &'p [Node],
    /// None if the value is wanted as a whole.
    first: Option<&'p Node>,
    others: Vec<&'p Node>,
}

impl<'p> Wanted<'p> {
    pub(super) const WHOLE: Self = Self { nodes: &[], first: None, others: Vec::new() };

    /// What these rows say, if there are any.
    pub(super) fn of(nodes: &'p [Node], rows: impl Iterator<Item = usize>) -> Option<Self> {
        let mut wanted = rows.map(|row| &nodes[row]);
        let first = wanted.next()?;
        // One is all in all but rare cases, and needs no memory.
        let others: Vec<_> = wanted.collect();
        let is_whole = first.is_whole || others.iter().any(|node| node.is_whole);
        Some(if is_whole { Self::WHOLE } else { Self { nodes, first: Some(first), others } })
    }

    const fn is_whole(&self) -> bool {
        self.first.is_none()
    }

    fn all(&self) -> impl Iterator<Item = &'p Node> {
        self.first.into_iter().chain(self.others.iter().copied())
    }

    /// What is wanted below a key of an object.
    fn member(&self, key: &str) -> Option<Self> {
        if self.is_whole() {
            return Some(Self::WHOLE);
        }
        let as_index = |node: &Node| {
            let index = if node.keys_or_indices.is_empty() { None } else { index(key) };
            index.and_then(|index| node.keys_or_indices.get(&index).copied())
        };
        let rows = self.all().flat_map(|node| [node.keys.get(key).copied(), as_index(node)]);
        Self::of(self.nodes, rows.flatten())
    }

    /// What is wanted of an element of an array.
    fn element(&self, index: usize) -> Option<Self> {
        if self.is_whole() {
            return Some(Self::WHOLE);
        }
        let rows = self.all().flat_map(|node| {
            [&node.indices, &node.keys_or_indices].map(|rows| rows.get(&index).copied())
        });
        Self::of(self.nodes, rows.flatten())
    }

    /// Whether elements can be asked for, so that it matters how many there are.
    fn counts(&self) -> bool {
        let has = |node: &Node| !(node.indices.is_empty() && node.keys_or_indices.is_empty());
        self.is_whole() || self.all().any(has)
    }

    /// A scalar: if only what is below it is asked for, of which there is nothing, one of the same kind.
    fn scalar(&self, value: impl Into<Value>, of_its_kind: impl Into<Value>) -> Value {
        if self.is_whole() { value.into() } else { of_its_kind.into() }
    }
}

/// Whether `serde_json` keeps the digits of numbers, and hands them on as an object.
fn keeps_digits() -> bool {
    static KEEPS: LazyLock<bool> = LazyLock::new(|| {
        let number: Option<Number> = "1.00".parse().ok();
        number.is_some_and(|number| number.to_string() == "1.00")
    });
    *KEEPS
}

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what can be a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(self.scalar(value, false))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(self.scalar(number, 0))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(self.scalar(number, 0))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Value, E> {
        let number = Number::from_i128(number).ok_or_else(|| E::custom("number out of range"))?;
        Ok(self.scalar(number, 0))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Value, E> {
        let number = Number::from_u128(number).ok_or_else(|| E::custom("number out of range"))?;
        Ok(self.scalar(number, 0))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        let is_number = number.is_finite();
        Ok(self.scalar(number, if is_number { Value::from(0) } else { Value::Null }))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(self.scalar(if self.is_whole() { text } else { "" }, ""))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(self.scalar(text, ""))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        let bytes = if self.counts() { bytes } else { &[] };
        Ok(Value::from(bytes))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
        self.deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        if !self.counts() {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Array(array));
        }
        loop {
            let element = match self.element(array.len()) {
                Some(wanted) => elements.next_element_seed(wanted)?,
                None => elements.next_element::<IgnoredAny>()?.map(|_| Value::Null),
            };
            let Some(element) = element else { return Ok(Value::Array(array)) };
            array.push(element);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(Key(&self))? {
            match key {
                // Of two that are the same the last counts, and nothing is left of the first.
                Found::Wanted(key, wanted) => {
                    object.insert(key, members.next_value_seed(wanted)?);
                }
                Found::Unwanted => drop(members.next_value::<IgnoredAny>()?),
                Found::Number => {
                    let digits: String = members.next_value()?;
                    let number: Number = digits.parse().map_err(A::Error::custom)?;
                    return Ok(self.scalar(number, 0));
                }
            }
        }
        Ok(Value::Object(object))
    }

    /// A tag of YAML, say: as enums are written in JSON.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (variant, content): (String, _) = data.variant()?;
        let mut object = Map::new();
        match self.member(&variant) {
            Some(wanted) => {
                object.insert(variant, content.newtype_variant_seed(wanted)?);
            }
            None => drop(content.newtype_variant::<IgnoredAny>()?),
        }
        Ok(Value::Object(object))
    }
}

/// Reads a key of an object of which this is wanted.
struct Key<'w, 'p>(&'w Wanted<'p>);

enum Found<'p> {
    Wanted(String, Wanted<'p>),
    Unwanted,
    /// The object is a number, the digits of which follow.
    Number,
}

impl<'p> Key<'_, 'p> {
    fn found(&self, key: &str) -> Found<'p> {
        if key == NUMBER && keeps_digits() {
            return Found::Number;
        }
        match self.0.member(key) {
            Some(wanted) => Found::Wanted(key.to_owned(), wanted),
            None => Found::Unwanted,
        }
    }
}

impl<'de, 'p> DeserializeSeed<'de> for Key<'_, 'p> {
    type Value = Found<'p>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<'p>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'p> Visitor<'de> for Key<'_, 'p> {
    type Value = Found<'p>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that can be one of JSON")
    }

    fn visit_str<E>(self, key: &str) -> Result<Found<'p>, E> {
        Ok(self.found(key))
    }

    fn visit_bool<E>(self, key: bool) -> Result<Found<'p>, E> {
        Ok(self.found(if key { "true" } else { "false" }))
    }

    fn visit_i64<E>(self, key: i64) -> Result<Found<'p>, E> {
        Ok(self.found(itoa::Buffer::new().format(key)))
    }

    fn visit_u64<E>(self, key: u64) -> Result<Found<'p>, E> {
        Ok(self.found(itoa::Buffer::new().format(key)))
    }

    fn visit_f64<E: Error>(self, key: f64) -> Result<Found<'p>, E> {
        let number = Number::from_f64(key).ok_or_else(|| E::custom("a key must be finite"))?;
        Ok(self.found(&number.to_string()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Found<'p>, D::Error> {
        self.deserialize(inner)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Found<'p>, A::Error> {
        let (variant, content): (String, _) = data.variant()?;
        content.unit_variant()?;
        Ok(self.found(&variant))
    }
}
