//! The keywords about objects and arrays, and what a keyword is where it stands.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::node::NodeId;
use super::read::Reader;
use crate::path::{Place, Segment};

/// A keyword in its schema.
pub(super) struct At<'v, 'n> {
    pub(super) id: NodeId,
    /// Its schema.
    pub(super) keywords: &'v Map<String, Value>,
    pub(super) keyword: &'n str,
    pub(super) value: &'v Value,
    pub(super) place: Arc<Place>,
}

impl<'v, 'n> At<'v, 'n> {
    /// A keyword of the schema that stands there.
    pub(super) fn new(
        id: NodeId,
        keywords: &'v Map<String, Value>,
        (keyword, value): (&'n str, &'v Value),
        above: Option<&Arc<Place>>,
    ) -> Self {
        let place = Place::below(above.cloned(), Segment::Key(keyword.to_owned().into()));
        Self { id, keywords, keyword, value, place }
    }

    /// A part of its value.
    pub(super) fn below(&self, key: &str, value: &'v Value) -> Self {
        Self { value, place: key_below(&self.place, key), ..*self }
    }
}

pub(super) fn key_below(place: &Arc<Place>, key: &str) -> Arc<Place> {
    Place::below(Some(Arc::clone(place)), Segment::Key(key.to_owned().into()))
}

impl<'v> Reader<'v> {
    /// What a keyword says of objects; whether it is one of those.
    pub(super) fn object(&mut self, at: &At<'v, '_>) -> bool {
        let node = at.id.index();
        match at.keyword {
            "properties" => {
                let properties = self.map(at).into_iter();
                let properties = properties.map(|(key, schema)| (key.to_owned(), schema)).collect();
                self.nodes[node].object.properties = properties;
            }
            "patternProperties" => {
                for (pattern, schema) in self.map(at) {
                    let id = self.pattern(at.id, key_below(&at.place, pattern), pattern);
                    self.nodes[node].object.patterns.push((id, schema));
                }
            }
            "additionalProperties" => {
                self.nodes[node].object.additional = Some(self.one(at));
            }
            "unevaluatedProperties" => {
                self.nodes[node].object.unevaluated = Some(self.one(at));
            }
            "propertyNames" => self.nodes[node].object.names = Some(self.one(at)),
            "required" => match texts(at.value) {
                Some(keys) => self.nodes[node].object.required.extend(keys),
                None => self.refuse(at, "an array of keys", required_help(at.value)),
            },
            "dependentRequired" => match at.value {
                Value::Object(fields) => {
                    for (key, value) in fields {
                        match texts(value) {
                            Some(keys) => {
                                self.nodes[node].object.dependent.push((key.clone(), keys));
                            }
                            None => self.refuse(&at.below(key, value), "arrays of keys", ""),
                        }
                    }
                }
                _ => self.refuse(at, "an object of arrays of keys", ""),
            },
            "minProperties" => self.nodes[node].object.min = self.count(at).unwrap_or(0),
            "maxProperties" => self.nodes[node].object.max = self.count(at),
            _ => return false,
        }
        true
    }

    /// The same of arrays.
    pub(super) fn array(&mut self, at: &At<'v, '_>) -> bool {
        let node = at.id.index();
        match at.keyword {
            "prefixItems" => self.nodes[node].array.prefix = self.list(at),
            "items" if at.value.is_array() => {
                let help = "one schema for each element is `prefixItems` since 2020-12, and what was `additionalItems` is `items`";
                self.refuse(at, "one schema for all elements", help);
            }
            "items" => self.nodes[node].array.items = Some(self.one(at)),
            "unevaluatedItems" => self.nodes[node].array.unevaluated = Some(self.one(at)),
            "contains" => {
                self.one(at);
                self.nodes[node].array.has_contains = true;
            }
            "minItems" => self.nodes[node].array.min = self.count(at).unwrap_or(0),
            "maxItems" => self.nodes[node].array.max = self.count(at),
            _ => return false,
        }
        true
    }
}

/// The whole number of at least 0 that a value is; `2.0` is one.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let is_whole = |number: &f64| *number >= 0.0 && number.fract() == 0.0;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is whole, and one too large becomes the largest"
    )]
    let of_float = || value.as_f64().filter(is_whole).map(|number| number as u64);
    value.as_u64().or_else(of_float)
}

/// A text, or the texts of an array.
pub(super) fn names(value: &Value) -> impl Iterator<Item = &str> {
    let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    all.iter().filter_map(Value::as_str)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect()
}

fn required_help(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "the object names the keys that it requires: `\"required\": [\"name\"]`",
        _ => "",
    }
}

/// What has to be changed in a schema of another dialect.
pub(super) fn way_to_2020_12(dialect: &str) -> &'static str {
    if dialect.contains("2019-09") {
        "let `$schema` be `https://json-schema.org/draft/2020-12/schema`; an array of `items` becomes `prefixItems`, `additionalItems` becomes `items`, `$recursiveRef` becomes `$dynamicRef`"
    } else if dialect.contains("draft-0") {
        "let `$schema` be `https://json-schema.org/draft/2020-12/schema`; an array of `items` becomes `prefixItems`, `additionalItems` becomes `items`, `dependencies` becomes `dependentRequired` and `dependentSchemas`, `id` becomes `$id`, and what stands beside a `$ref` counts"
    } else {
        "let `$schema` be `https://json-schema.org/draft/2020-12/schema`, or leave it out, if the schema has only keywords of that"
    }
}
