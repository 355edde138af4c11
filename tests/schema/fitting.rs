//! Values made after a schema, most of which pass it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Numbers that look like chance.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What is asked of a value, as far as it is looked at.
#[derive(Default)]
struct Asked<'s> {
    types: Vec<&'s str>,
    values: Vec<&'s Value>,
    fields: BTreeMap<&'s str, &'s Value>,
    required: Vec<&'s str>,
    prefix: &'s [Value],
    items: Option<&'s Value>,
    least: usize,
}

const TEXTS: [&str; 8] = ["", " ", "a", "ab", "x", "ba", "\u{3000}", "a b"];
const TYPES: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

/// A value that asks little more than its schema does.
pub(super) fn fitting(root: &Value, schema: &Value, chance: &mut Chance, depth: usize) -> Value {
    let mut asked = Asked::default();
    gather(root, schema, &mut asked, chance, depth);
    if !asked.values.is_empty() {
        return (*chance.pick(&asked.values)).clone();
    }
    let guess = if asked.fields.is_empty() && asked.required.is_empty() {
        *chance.pick(&TYPES)
    } else {
        "object"
    };
    let any = |asked: &[&'static str]| asked.to_vec();
    let types = if asked.types.is_empty() { any(&[guess]) } else { asked.types.clone() };
    match *chance.pick(&types) {
        "null" => json!(null),
        "boolean" => json!(chance.below(2) == 0),
        "number" => chance.pick(&[json!(0), json!(1.5)]).clone(),
        "integer" => json!(0),
        "string" => json!(chance.pick(&TEXTS)),
        _ if depth == 0 => json!({}),
        "array" => {
            let count = asked.least.max(asked.prefix.len().min(2)) + chance.below(2);
            let below =
                |index| asked.prefix.get(index).or(asked.items).unwrap_or(&Value::Bool(true));
            (0..count.min(3)).map(|index| fitting(root, below(index), chance, depth - 1)).collect()
        }
        _ => {
            let mut fields = Map::new();
            for key in asked.required {
                asked.fields.entry(key).or_insert(&Value::Bool(true));
                let value = fitting(root, asked.fields[key], chance, depth - 1);
                fields.insert(key.to_owned(), value);
            }
            for (key, schema) in asked.fields {
                if !fields.contains_key(key) && chance.below(3) > 0 {
                    fields.insert(key.to_owned(), fitting(root, schema, chance, depth - 1));
                }
            }
            fields.into()
        }
    }
}

fn gather<'s>(
    root: &'s Value,
    schema: &'s Value,
    asked: &mut Asked<'s>,
    chance: &mut Chance,
    depth: usize,
) {
    let Value::Object(keywords) = schema else { return };
    for (keyword, value) in keywords {
        let texts = || value.as_array().into_iter().flatten().filter_map(Value::as_str);
        match keyword.as_str() {
            "type" => {
                asked.types = value.as_str().map_or_else(|| texts().collect(), |one| vec![one]);
            }
            "const" => asked.values.push(value),
            "enum" => asked.values.extend(value.as_array().unwrap()),
            "required" => asked.required.extend(texts()),
            "properties" => {
                let fields = value.as_object().unwrap().iter();
                asked.fields.extend(fields.map(|(key, schema)| (&**key, schema)));
            }
            "prefixItems" => asked.prefix = value.as_array().unwrap(),
            "items" => asked.items = Some(value),
            "minItems" => asked.least = usize::try_from(value.as_u64().unwrap()).unwrap(),
            "$ref" if depth > 0 => {
                let target = root.pointer(&value.as_str().unwrap()[1..]).unwrap();
                gather(root, target, asked, chance, depth - 1);
            }
            "allOf" => {
                for schema in value.as_array().unwrap() {
                    gather(root, schema, asked, chance, depth);
                }
            }
            "anyOf" | "oneOf" => {
                let schema = chance.pick(value.as_array().unwrap());
                gather(root, schema, asked, chance, depth);
            }
            "then" | "else" if chance.below(2) == 0 => gather(root, value, asked, chance, depth),
            _ => {}
        }
    }
}
