//! JSON Schema a second time, without care for speed: whether a value passes, for what `generator.rs` makes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What has been evaluated of a value that passes.
#[derive(Default)]
struct Seen {
    keys: BTreeSet<String>,
    items: BTreeSet<usize>,
}

impl Seen {
    fn and(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.items.extend(other.items);
    }
}

/// A pattern, and whether a text fits it.
pub(super) type Pattern = (&'static str, fn(&str) -> bool);

/// The patterns that there are.
pub(super) const PATTERNS: [Pattern; 8] = [
    ("^a", |text| text.starts_with('a')),
    ("b", |text| text.contains('b')),
    ("\\S", |text| text.chars().any(|c| !c.is_whitespace())),
    ("^\\S+$", |text| !text.is_empty() && !text.contains(char::is_whitespace)),
    ("^[a-z]*$", |text| text.bytes().all(|byte| byte.is_ascii_lowercase())),
    ("^\\s*$", |text| text.chars().all(char::is_whitespace)),
    ("^.$", |text| text.chars().count() == 1),
    ("^(?!a)", |text| !text.starts_with('a')),
];

fn fits(pattern: &str, text: &str) -> bool {
    PATTERNS.iter().find(|(known, _)| *known == pattern).unwrap().1(text)
}

/// Whether the value passes the schema, which is a whole document.
pub(super) fn is_valid(schema: &Value, value: &Value) -> bool {
    passes(schema, schema, value).is_some()
}

/// Whether the value passes the schema, and what has been evaluated of it.
fn passes(root: &Value, schema: &Value, value: &Value) -> Option<Seen> {
    let keywords = match schema {
        Value::Bool(passes) => return passes.then(Seen::default),
        Value::Object(keywords) => keywords,
        _ => panic!("{schema} is no schema"),
    };
    let mut seen = in_place(root, keywords, value)?;
    let is_right = match value {
        Value::String(text) => text_passes(keywords, text),
        Value::Array(items) => array_passes(root, keywords, items, &mut seen),
        Value::Object(fields) => object_passes(root, keywords, fields, &mut seen),
        _ => true,
    };
    is_right.then_some(seen)
}

fn in_place(root: &Value, keywords: &Map<String, Value>, value: &Value) -> Option<Seen> {
    let mut seen = Seen::default();
    let list = |keyword: &str| keywords.get(keyword).and_then(Value::as_array);
    if let Some(reference) = keywords.get("$ref") {
        let target = root.pointer(&reference.as_str().unwrap()[1..]).unwrap();
        seen.and(passes(root, target, value)?);
    }
    for schema in list("allOf").into_iter().flatten() {
        seen.and(passes(root, schema, value)?);
    }
    for (keyword, most) in [("anyOf", usize::MAX), ("oneOf", 1)] {
        if let Some(schemas) = list(keyword) {
            let all: Vec<_> =
                schemas.iter().filter_map(|schema| passes(root, schema, value)).collect();
            if all.is_empty() || all.len() > most {
                return None;
            }
            for one in all {
                seen.and(one);
            }
        }
    }
    if keywords.get("not").is_some_and(|schema| passes(root, schema, value).is_some()) {
        return None;
    }
    if let Some(condition) = keywords.get("if") {
        let (keyword, own) = match passes(root, condition, value) {
            Some(own) => ("then", own),
            None => ("else", Seen::default()),
        };
        seen.and(own);
        if let Some(schema) = keywords.get(keyword) {
            seen.and(passes(root, schema, value)?);
        }
    }
    let dependent = keywords.get("dependentSchemas").and_then(Value::as_object);
    for (key, schema) in dependent.into_iter().flatten() {
        if value.get(key).is_some() {
            seen.and(passes(root, schema, value)?);
        }
    }
    if keywords.get("type").is_some_and(|names| !has_type(names, value)) {
        return None;
    }
    if keywords.get("const").is_some_and(|constant| !same(constant, value)) {
        return None;
    }
    if list("enum").is_some_and(|values| !values.iter().any(|other| same(other, value))) {
        return None;
    }
    Some(seen)
}

fn has_type(names: &Value, value: &Value) -> bool {
    let is_type = |name: &Value| match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    names.as_array().map_or_else(|| is_type(names), |all| all.iter().any(is_type))
}

/// As JSON Schema understands it: numbers by their value.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}

/// Whether a size is within the limits that two keywords set.
fn within(keywords: &Map<String, Value>, least: &str, most: &str, size: usize) -> bool {
    let limit = |keyword: &str| keywords.get(keyword).map(|limit| limit.as_u64().unwrap());
    limit(least).is_none_or(|least| size as u64 >= least)
        && limit(most).is_none_or(|most| size as u64 <= most)
}

fn text_passes(keywords: &Map<String, Value>, text: &str) -> bool {
    within(keywords, "minLength", "maxLength", text.chars().count())
        && keywords.get("pattern").is_none_or(|pattern| fits(pattern.as_str().unwrap(), text))
}

fn array_passes(
    root: &Value,
    keywords: &Map<String, Value>,
    items: &[Value],
    seen: &mut Seen,
) -> bool {
    if !within(keywords, "minItems", "maxItems", items.len()) {
        return false;
    }
    let prefix = keywords.get("prefixItems").and_then(Value::as_array);
    let prefix = prefix.map_or(&[][..], Vec::as_slice);
    for (index, item) in items.iter().enumerate() {
        if let Some(schema) = prefix.get(index).or_else(|| keywords.get("items")) {
            if passes(root, schema, item).is_none() {
                return false;
            }
            seen.items.insert(index);
        }
    }
    if let Some(schema) = keywords.get("contains") {
        let found: Vec<usize> =
            (0..items.len()).filter(|at| passes(root, schema, &items[*at]).is_some()).collect();
        let least = keywords.get("minContains").map_or(1, |least| least.as_u64().unwrap());
        if (found.len() as u64) < least {
            return false;
        }
        seen.items.extend(found);
    }
    if let Some(schema) = keywords.get("unevaluatedItems") {
        for (index, item) in items.iter().enumerate() {
            if seen.items.insert(index) && passes(root, schema, item).is_none() {
                return false;
            }
        }
    }
    true
}

fn object_passes(
    root: &Value,
    keywords: &Map<String, Value>,
    fields: &Map<String, Value>,
    seen: &mut Seen,
) -> bool {
    let has = |key: &Value| fields.contains_key(key.as_str().unwrap());
    let fields_of = |keyword: &str| keywords.get(keyword).and_then(Value::as_object);
    let required = keywords.get("required").and_then(Value::as_array);
    let is_complete = required.into_iter().flatten().all(has)
        && fields_of("dependentRequired").into_iter().flatten().all(|(key, keys)| {
            !fields.contains_key(key) || keys.as_array().unwrap().iter().all(has)
        });
    if !is_complete || !within(keywords, "minProperties", "maxProperties", fields.len()) {
        return false;
    }
    for (key, value) in fields {
        let direct = fields_of("properties").and_then(|properties| properties.get(key));
        let patterns = fields_of("patternProperties").into_iter().flatten();
        let fitting = patterns.filter(|(pattern, _)| fits(pattern, key)).map(|(_, schema)| schema);
        let mut own: Vec<&Value> = direct.into_iter().chain(fitting).collect();
        if own.is_empty() {
            own.extend(keywords.get("additionalProperties"));
        }
        if own.iter().any(|schema| passes(root, schema, value).is_none()) {
            return false;
        }
        if !own.is_empty() {
            seen.keys.insert(key.clone());
        }
        let names = keywords.get("propertyNames");
        if names.is_some_and(|names| passes(root, names, &key.clone().into()).is_none()) {
            return false;
        }
    }
    if let Some(schema) = keywords.get("unevaluatedProperties") {
        for (key, value) in fields {
            if seen.keys.insert(key.clone()) && passes(root, schema, value).is_none() {
                return false;
            }
        }
    }
    true
}
