//! Small schemas, values that pass some of them, and templates about both.

use lacuna::{Layout, Syntax};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Map, Value, json};

use super::fitting::{Chance, fitting};
use super::oracle::PATTERNS;

const KEYS: [&str; 3] = ["a", "b", "c"];
const TYPES: [&str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];

fn key() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(&KEYS[..])
}

/// Values of few forms, so that many pass.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1.5),
        json!(""),
        json!(" "),
        json!("\u{3000}"),
        json!("a"),
        json!("ab"),
        json!("x"),
        json!([]),
        json!({}),
    ]);
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..3).prop_map(Value::from),
            3 => vec((key(), inner), 0..4).prop_map(object),
        ]
    })
}

fn object(fields: Vec<(&'static str, Value)>) -> Value {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}

fn pattern() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&PATTERNS[..]).prop_map(|(pattern, _)| pattern)
}

type Keywords = Vec<(&'static str, Value)>;

/// Keywords that hold no schemas.
fn plain() -> impl Strategy<Value = Keywords> {
    let size = 0..3_u64;
    let one = |keyword: &'static str| move |value: Value| vec![(keyword, value)];
    let type_ = prop::sample::select(&TYPES[..]);
    let sizes = prop::sample::select(vec![
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ]);
    prop_oneof![
        6 => type_.prop_map(Value::from).prop_map(one("type")),
        2 => subsequence(TYPES.to_vec(), 1..3).prop_map(Value::from).prop_map(one("type")),
        1 => value().prop_map(one("const")),
        1 => vec(value(), 1..4).prop_map(Value::from).prop_map(one("enum")),
        3 => pattern().prop_map(Value::from).prop_map(one("pattern")),
        3 => (sizes, size).prop_map(|(keyword, size)| vec![(keyword, json!(size))]),
        4 => subsequence(KEYS.to_vec(), 1..3).prop_map(Value::from).prop_map(one("required")),
        1 => (key(), key()).prop_map(|(a, b)| vec![("dependentRequired", json!({a: [b]}))]),
        1 => Just(vec![("$ref", json!("#/$defs/x"))]),
        1 => Just(vec![("$ref", json!("#/$defs/y"))]),
    ]
}

/// Keywords that hold schemas.
fn holding(inner: &(impl Strategy<Value = Value> + Clone + 'static)) -> BoxedStrategy<Keywords> {
    let single = prop::sample::select(vec![
        "additionalProperties",
        "unevaluatedProperties",
        "propertyNames",
        "items",
        "unevaluatedItems",
        "contains",
        "not",
    ]);
    let lists = prop::sample::select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]);
    let closing = prop::sample::select(vec!["additionalProperties", "unevaluatedProperties"]);
    let fields = vec((key(), inner.clone()), 1..4).prop_map(object);
    prop_oneof![
        6 => fields.clone().prop_map(|fields| vec![("properties", fields)]),
        4 => (fields, closing).prop_map(|(fields, closing)| vec![
            ("type", json!("object")), ("properties", fields), (closing, json!(false)),
        ]),
        4 => (single, inner.clone()).prop_map(|(keyword, schema)| vec![(keyword, schema)]),
        4 => (lists, vec(inner.clone(), 1..3))
            .prop_map(|(keyword, schemas)| vec![(keyword, schemas.into())]),
        1 => (pattern(), inner.clone())
            .prop_map(|(pattern, schema)| vec![("patternProperties", json!({pattern: schema}))]),
        1 => (key(), inner.clone())
            .prop_map(|(key, schema)| vec![("dependentSchemas", json!({key: schema}))]),
        1 => (inner.clone(), 0..2_u64)
            .prop_map(|(schema, least)| vec![("contains", schema), ("minContains", json!(least))]),
        2 => (inner.clone(), prop::option::of(inner.clone()), prop::option::of(inner.clone()))
            .prop_map(|(condition, then, other)| {
                let then = then.map(|then| ("then", then));
                [("if", condition)].into_iter().chain(then).chain(other.map(|it| ("else", it))).collect()
            }),
    ]
    .boxed()
}

fn schema_of(keywords: Vec<Keywords>) -> Value {
    object(keywords.into_iter().flatten().collect())
}

fn subschema() -> impl Strategy<Value = Value> + Clone {
    let leaf = prop_oneof![
        1 => Just(json!(true)),
        1 => Just(json!(false)),
        12 => vec(plain(), 0..3).prop_map(schema_of),
    ];
    leaf.prop_recursive(3, 24, 3, |inner| {
        let inner = inner.boxed();
        (vec(holding(&inner), 1..3), vec(plain(), 0..3))
            .prop_map(|(holding, plain)| schema_of(holding.into_iter().chain(plain).collect()))
    })
    .boxed()
}

/// Schemas that say what a value is, as people write them.
fn sensible() -> impl Strategy<Value = Value> + Clone {
    let text = json!({"type": "string", "pattern": "\\S"});
    let leaf = prop::sample::select(vec![
        text.clone(),
        text,
        json!({"type": "string"}),
        json!({"type": "string", "pattern": "^[a-z]*$", "minLength": 1}),
        json!({"type": "integer"}),
        json!({"type": "boolean"}),
        json!({"type": ["string", "null"]}),
        json!({"enum": ["a", "ab", 0]}),
        json!({"type": "array", "minItems": 1, "items": {"type": "string", "pattern": "\\S"}}),
        json!({"$ref": "#/$defs/x"}),
    ]);
    leaf.prop_recursive(2, 9, 3, |inner| {
        let fields = vec((key(), inner.clone()), 1..4).prop_map(object);
        let required = subsequence(KEYS.to_vec(), 0..4);
        let closed = any::<bool>();
        let record = (fields, required, closed).prop_map(|(fields, required, is_closed)| {
            json!({
                "type": "object", "properties": fields, "required": required,
                "additionalProperties": !is_closed,
            })
        });
        let either = vec(inner.clone(), 1..3).prop_map(|schemas| json!({"anyOf": schemas}));
        // One of several keys has to be there.
        let required = vec(subsequence(KEYS.to_vec(), 1..3), 2..4);
        let fields = vec((key(), inner), 1..4).prop_map(object);
        let one_of_keys = (fields, required).prop_map(|(fields, required)| {
            let branches: Vec<_> = required.iter().map(|keys| json!({"required": keys})).collect();
            json!({"type": "object", "properties": fields, "anyOf": branches})
        });
        prop_oneof![4 => record, 1 => either, 1 => one_of_keys]
    })
}

/// A schema with two others that it may refer to.
fn schema() -> impl Strategy<Value = Value> {
    let subschema = || prop_oneof![sensible(), subschema()];
    (subschema(), subschema(), subschema()).prop_map(|(root, x, y)| {
        let mut keywords = root.as_object().cloned().unwrap_or_default();
        if root == json!(false) {
            keywords.insert("not".to_owned(), json!({}));
        }
        keywords.insert("$defs".to_owned(), json!({"x": x, "y": y}));
        keywords.into()
    })
}

/// A schema and values, many of which pass it.
pub(super) fn schema_and_values() -> impl Strategy<Value = (Value, Vec<Value>)> {
    (schema(), vec(value(), 4), vec(any::<u64>(), 8)).prop_map(|(schema, values, seeds)| {
        let fitted = |seed: u64| fitting(&schema, &schema, &mut Chance::new(seed), 4);
        let values = values.into_iter().chain(seeds.into_iter().map(fitted)).collect();
        (schema, values)
    })
}

/// How templates are read.
pub(super) fn syntax() -> impl Strategy<Value = Syntax> {
    (any::<bool>(), any::<bool>()).prop_map(|(blank_is_gap, has_rule)| {
        let layout = Layout::plain().blank_is_gap(blank_is_gap);
        let with_rule = |layout: Layout| layout.default_rule("a.*", "c.*").unwrap();
        Syntax::new().layout(if has_rule { with_rule(layout) } else { layout })
    })
}

/// An expression, in operands and what stands behind them.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) operands: Vec<String>,
    pub(super) join: &'static str,
    pub(super) filter: &'static str,
}

impl Written {
    /// The template with the first operands.
    pub(super) fn text(&self, count: usize) -> String {
        format!("[[ {}{} ]]", self.operands[..count].join(self.join), self.filter)
    }

    /// The same, in which one operand alone still has the operator.
    pub(super) fn text_with_operator(&self, count: usize) -> String {
        let last = &self.operands[count - 1];
        let operands = self.operands[..count].join(self.join);
        format!("[[ {operands}{}{last}{} ]]", self.join, self.filter)
    }

    /// How many operands stand before the one that starts there in the text.
    pub(super) fn before(&self, start: usize) -> usize {
        let ends = |count: &usize| {
            "[[ ".len() + self.operands[..*count].join(self.join).len() + self.join.len() == start
        };
        (1..self.operands.len()).find(ends).unwrap()
    }
}

pub(super) fn expression() -> impl Strategy<Value = Written> {
    let segment = prop::sample::select(vec![".a", ".b", ".c", "[0]", "[1]", ".0"]);
    let path = (key(), vec(segment, 0..3))
        .prop_map(|(key, segments)| format!("{key}{}", segments.concat()));
    let literal = prop::sample::select(vec!["'x'", "''", "0"]).prop_map(str::to_owned);
    let others = vec(prop_oneof![3 => path.clone(), 1 => literal], 0..3);
    let join = prop::sample::select(vec![" || ", " ?? "]);
    let filter = prop::sample::select(vec!["", "", "", " | json", " | join: ','", " | upper"]);
    (path, others, join, filter).prop_map(|(path, others, join, filter)| Written {
        operands: [path].into_iter().chain(others).collect(),
        join,
        filter,
    })
}
