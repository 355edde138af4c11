//! Schemas that are made to hurt: an error, or an answer that claims nothing, and soon.

use std::time::{Duration, Instant};

use lacuna::{Findings, Schema, Template};
use serde_json::{Value, json};

/// So long something may take here, on a slow machine and without optimisation.
const LONG: Duration = Duration::from_secs(60);

fn told(schema: &Value, template: &str) -> Result<Findings, lacuna::Error> {
    let begun = Instant::now();
    let schema = Schema::new(schema)?;
    let findings = Template::text(template).unwrap().check_schema(&schema);
    assert!(begun.elapsed() < LONG, "{template} took {:?}", begun.elapsed());
    Ok(findings)
}

fn codes(findings: &Findings) -> Vec<&'static str> {
    findings.counts().keys().copied().collect()
}

#[test]
fn nested_too_deep() {
    // `json!` would copy what it is given.
    let with = |key: &str, value: Value| {
        Value::Object([(key.to_owned(), value)].into_iter().collect::<serde_json::Map<_, _>>())
    };
    let deep = move |levels: usize| {
        (0..levels).fold(json!({"type": "string", "pattern": "\\S"}), |schema, _| {
            let mut object = json!({"type": "object", "required": ["a"]});
            object["properties"] = with("a", schema);
            object
        })
    };
    // Dropping so deep a value takes a stack of its own.
    let run = move || {
        let error = Schema::new(&deep(10_000)).unwrap_err();
        assert_eq!(error.to_string(), "the tree is nested more than 127 levels deep");
    };
    std::thread::Builder::new().stack_size(256 << 20).spawn(run).unwrap().join().unwrap();
    let path = vec!["a"; 60].join(".");
    let findings = told(&deep(60), &format!("[[ {path} ]] [[ {path}.a ]]")).unwrap();
    assert_eq!(codes(&findings), ["impossible-path"]);
}

#[test]
fn a_path_longer_than_any_schema() {
    let tree = json!({"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]});
    let path = vec!["a"; 2_000].join(".");
    let findings = told(&tree, &format!("[[ {path} ]]")).unwrap();
    assert_eq!(codes(&findings), ["container-path"]);
}

#[test]
fn many_branches() {
    let branch = |number: usize| json!({"type": "object", "required": ["a"], "properties": {"a": {"const": format!("x{number}")}}});
    let few: Vec<Value> = (0..500).map(branch).collect();
    assert!(told(&json!({"anyOf": few}), "[[ a ]]").unwrap().is_empty());
    let many: Vec<Value> = (0..10_000).map(branch).collect();
    let findings = told(&json!({"anyOf": many}), "[[ a ]] [[ a.b ]]").unwrap();
    assert_eq!(codes(&findings), ["unjudged-path"]);
}

#[test]
fn choices_that_multiply() {
    let choice = |number: usize| {
        let key = |side: &str| json!({"required": [format!("{side}{number}")]});
        json!({"anyOf": [key("a"), key("b")]})
    };
    let all: Vec<Value> = (0..40).map(choice).collect();
    let findings = told(&json!({"type": "object", "allOf": all}), "[[ a0 ]] [[ z ]]").unwrap();
    assert_eq!(codes(&findings), ["unjudged-path"]);
    let all: Vec<Value> = (0..8).map(choice).collect();
    let findings = told(&json!({"type": "object", "allOf": all}), "[[ a0 || '' ]]").unwrap();
    assert_eq!(codes(&findings), ["untyped-path"]);
}

#[test]
fn references_that_multiply() {
    let mut defs = serde_json::Map::new();
    for number in 0..30 {
        let next = format!("#/$defs/d{}", number + 1);
        let both = json!([{"$ref": next}, {"properties": {"x": {"$ref": next}}}]);
        defs.insert(format!("d{number}"), json!({"allOf": both, "anyOf": both}));
    }
    defs.insert("d30".to_owned(), json!({"type": "object"}));
    let schema = json!({"$ref": "#/$defs/d0", "$defs": defs});
    let template = format!("[[ {} ]]", vec!["x"; 40].join("."));
    told(&schema, &template).unwrap();
}

#[test]
fn a_long_chain_of_references() {
    let mut defs = serde_json::Map::new();
    for number in 0..10_000 {
        defs.insert(format!("d{number}"), json!({"$ref": format!("#/$defs/d{}", number + 1)}));
    }
    defs.insert("d10000".to_owned(), json!({"type": "integer"}));
    let mut schema =
        json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/d0"}}, "required": ["a"]});
    schema["$defs"] = defs.into();
    assert!(told(&schema, "[[ a ]]").unwrap().is_empty());
    schema["$defs"]["d10000"] = json!({"$ref": "#/$defs/d0"});
    let error = Schema::new(&schema).unwrap_err();
    assert_eq!(error.kind().code(), "schema-circle");
    assert!(error.to_string().len() < 1_000, "{error}");
}

#[test]
fn patterns_that_are_long_or_grow() {
    for pattern in [
        "a".repeat(1 << 20),
        r"\cA".repeat(1_300),
        "(".repeat(2_000),
        "(a{1000}){1000}{1000}".to_owned(),
        r"(\p{L}{100}){100}".to_owned(),
        "(a|aa)+".repeat(300),
        r"[\s\S]*a[\s\S]{300}".to_owned(),
    ] {
        let schema = json!({
            "type": "object", "required": ["a"],
            "properties": {"a": {"type": "string", "pattern": pattern}},
            "patternProperties": {pattern.clone(): {"type": "string"}},
        });
        told(&schema, "[[ a ]] [[ aaaaaaaaaaaaaaaaaaaaaaaaaaaa || '' ]]").unwrap();
    }
    let many: serde_json::Map<_, _> =
        (0..2_000).map(|number| (format!("^(\\w{{50}}|x{number})$"), json!(true))).collect();
    told(&json!({"patternProperties": many}), "[[ a || '' ]] [[ b || '' ]]").unwrap();
}

#[test]
fn many_paths_and_wide_objects() {
    let keys: serde_json::Map<_, _> =
        (0..20_000).map(|number| (format!("key{number}"), json!({"type": "integer"}))).collect();
    let schema = json!({"type": "object", "properties": keys, "additionalProperties": false});
    let placeholders = (0..2_000).map(|number| format!("[[ kye{number} || '' ]]"));
    let template = placeholders.collect::<Vec<_>>().concat();
    let findings = told(&schema, &template).unwrap();
    assert_eq!(findings.counts()["impossible-path"], 2_000);
}

#[test]
fn names_that_look_like_something_else() {
    let schema = json!({
        "type": "object", "additionalProperties": false,
        "properties": {"a\u{202E}\n\u{1B}[31m": {"type": "strin\u{202E}g"}},
    });
    let error = Schema::new(&schema).unwrap_err();
    let told = format!("{error:#}");
    assert!(!told.contains(['\u{202E}', '\u{1B}']), "{told}");
    let schema = json!({"properties": {"a\u{202E}": false, "$ref": {"type": "string"}}});
    let findings = told_text(&schema, "[[ $['a\u{202E}'] || '' ]]");
    assert!(!findings.contains('\u{202E}'), "{findings}");
}

fn told_text(schema: &Value, template: &str) -> String {
    told(schema, template).unwrap().to_string()
}
