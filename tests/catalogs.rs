//! Catalogs as they are read: a table of what becomes of messages, bad input, and laws. Which form
//! answers is a table of `src/catalog/tests.rs`.

use std::collections::BTreeMap;

use lacuna::{Catalog, CatalogFault, Catalogs, ErrorKind, Limits, Syntax, Template};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::generators::config;

/// A catalog and what becomes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    catalog: Option<Value>,
    /// Instead of the catalog: its JSON.
    text: Option<String>,
    delimiters: Option<(String, String)>,
    #[serde(default)]
    references: bool,
    roots: Option<Vec<String>>,
    namespace: Option<String>,
    file: Option<String>,
    messages: BTreeMap<String, Option<String>>,
    /// How many messages there are, if that is not told by the others.
    count: Option<usize>,
    /// Each with the way out, if there is one.
    #[serde(default)]
    findings: Vec<Vec<String>>,
    /// The order depends on that of the keys of an object.
    #[serde(default)]
    unordered: bool,
}

impl Case {
    fn catalogs(&self) -> Catalogs {
        let mut syntax = Syntax::new().lenient(true);
        if let Some((open, close)) = &self.delimiters {
            syntax = syntax.delimiters(open, close).unwrap();
        }
        if let Some(roots) = &self.roots {
            syntax = syntax.roots(roots).unwrap();
        }
        Catalogs::new().syntax(&syntax).references(self.references)
    }

    fn told<'c>(&'c self, mut catalog: Catalog<'c>) -> Catalog<'c> {
        if let Some(namespace) = &self.namespace {
            catalog = catalog.namespace(namespace);
        }
        match &self.file {
            Some(file) => catalog.named(file),
            None => catalog,
        }
    }

    fn check(&self, catalogs: &Catalogs) {
        let name = &self.name;
        for (key, text) in &self.messages {
            assert_eq!(catalogs.message("de", key), text.as_deref(), "{name}: {key}");
        }
        if let Some(count) = self.count {
            assert_eq!(catalogs.len(), count, "{name}");
        }
        let findings = catalogs.findings().list().iter().map(|finding| {
            let help = finding.problem().help().map(str::to_owned);
            [finding.to_string()].into_iter().chain(help).collect::<Vec<_>>()
        });
        let (mut findings, mut wanted): (Vec<_>, _) = (findings.collect(), self.findings.clone());
        if self.unordered {
            findings.sort();
            wanted.sort();
        }
        assert_eq!(findings, wanted, "{name}");
    }
}

#[test]
fn what_is_read() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("catalogs/read.json")).unwrap();
    for case in &cases {
        let text = case.text.clone().unwrap_or_else(|| case.catalog.as_ref().unwrap().to_string());
        let from_text = case.catalogs().add("de", case.told(Catalog::json(&text))).unwrap();
        case.check(&from_text);
        let strict = case.catalogs().strict(true).add("de", case.told(Catalog::json(&text)));
        match (strict, &*case.findings) {
            (Ok(_), []) => {}
            (Err(error), findings) => assert_eq!(error.count(), findings.len(), "{}", case.name),
            (Ok(_), _) => panic!("{}: the strict mode does not mind", case.name),
        }
        if let Some(value) = &case.catalog {
            let from_value = case.catalogs().add("de", case.told(value.into())).unwrap();
            case.check(&from_value);
        }
    }
}

fn refusal(tag: &str, catalog: Catalog<'_>) -> (String, &'static str) {
    let error = Catalogs::new().add(tag, catalog).unwrap_err();
    (error.to_string(), error.kind().code())
}

#[test]
fn what_is_no_catalog() {
    let no_object = |json: &str, found: &str| {
        let message = format!("x.json: a catalog is an object, this is {found}");
        let wanted = (message, "catalog-object");
        assert_eq!(refusal("de", Catalog::json(json).named("x.json")), wanted);
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(refusal("de", Catalog::from(&value).named("x.json")), wanted);
    };
    no_object("[]", "an array");
    no_object("\"[[ a b ]]\"", "a text");
    no_object("17", "a number");
    no_object("null", "null");
    no_object("false", "a boolean");

    let json = |text: &str| {
        let (message, code) = refusal("de", Catalog::json(text).named("x.json"));
        assert_eq!(code, "catalog-json");
        message
    };
    assert_eq!(json(""), "x.json:1:1: the catalog is no JSON: EOF while parsing a value");
    assert_eq!(json("{} {}"), "x.json:1:4: the catalog is no JSON: trailing characters");
    let text = "{\n  \"ä\": \"ö\",\n}";
    assert_eq!(json(text), "x.json:3:1: the catalog is no JSON: trailing comma");
    let error = Catalogs::new().add("de", Catalog::json("{\"ä\": 'ö'}")).unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "de:1:7: the catalog is no JSON: expected value\n  |\n1 | {\"ä\": 'ö'}\n  |       ^"
    );
}

#[test]
fn tags_and_namespaces() {
    let empty = json!({});
    let (message, code) = refusal("d", Catalog::from(&empty).named("d.json"));
    assert!(message.starts_with("d.json: `d` is no language tag: "), "{message}");
    assert_eq!(code, "language-tag");
    assert_eq!(refusal("und", Catalog::from(&empty)).1, "language-tag");
    let namespace = |namespace| refusal("de", Catalog::from(&empty).namespace(namespace)).0;
    assert_eq!(namespace(""), "de/: `` cannot be a namespace: it is empty");
    assert_eq!(namespace("a:b"), "de/a:b: `a:b` cannot be a namespace: `:` ends it");

    let catalogs = Catalogs::new().add("de-CH", &json!({"a": "1"})).unwrap();
    for other in ["de_CH", "DE-CH", "de-ch"] {
        let error = catalogs.clone().add(other, &empty).unwrap_err();
        let ErrorKind::Catalog(fault) = error.kind() else { panic!("{error}") };
        let (tag, other) = (other.to_owned(), "de-CH".to_owned());
        assert_eq!(fault, &CatalogFault::SameLocale { tag, other });
        assert_eq!(fault.code(), "same-locale");
        assert_eq!(catalogs.message(error.to_string().split('`').nth(1).unwrap(), "a"), Some("1"));
    }
    let catalogs = catalogs.add("de", &json!({"a": "2"})).unwrap();
    assert_eq!(catalogs.locales().collect::<Vec<_>>(), ["de-CH", "de"]);
    assert_eq!(catalogs.message("de", "a"), Some("2"));
    assert_eq!(catalogs.message("de-AT", "a"), None);
    assert_eq!(catalogs.message("not a tag", "a"), None);
}

#[cfg(feature = "icu")]
#[test]
fn a_tag_finds_the_locale_with_its_normal_form() {
    let catalogs = Catalogs::new().add("zh-TW", &json!({"a": "1"})).unwrap();
    assert_eq!(catalogs.message("zh-Hant-TW", "a"), Some("1"));
    assert_eq!(catalogs.message("zh-Hant", "a"), None);
}

#[test]
fn merged_catalogs() {
    let first = Catalog::json(r#"{"a": "1", "b": "1", "c": "1", "d": ""}"#).named("1.json");
    let second = Catalog::json(r#"{"b": "2", "c": " ", "d": "2", "e": "2"}"#).named("2.json");
    let catalogs = Catalogs::new().add("de", first).unwrap().add("de", second.clone()).unwrap();
    let messages = ["a", "b", "c", "d", "e"].map(|key| catalogs.message("de", key).unwrap());
    assert_eq!(messages, ["1", "2", "1", "2", "2"]);
    assert_eq!((catalogs.len(), catalogs.is_empty()), (5, false));
    let findings: Vec<_> = catalogs.findings().list().iter().map(ToString::to_string).collect();
    assert_eq!(
        findings,
        ["2.json:b: note[duplicate-message]: the key `b` comes twice, and the second counts"]
    );
    // What is added under other delimiters keeps them.
    let syntax = Syntax::new().delimiters("{{", "}}").unwrap();
    let catalogs = catalogs.syntax(&syntax).strict(true);
    let catalogs = catalogs.add("de", &json!({"f": "{{ x }} [x"})).unwrap();
    assert!(catalogs.add("de", second).is_err());
}

#[test]
fn many_messages_and_long_ones() {
    let many: Map<_, _> =
        (0..100_000).map(|n| (format!("k{n}_one"), json!(format!("[[ n{n} ]]")))).collect();
    let catalogs = Catalogs::new().add("de", &Value::Object(many)).unwrap();
    assert_eq!((catalogs.len(), catalogs.findings().is_empty()), (100_000, true));
    assert_eq!(catalogs.message("de", "k99999_one"), Some("[[ n99999 ]]"));

    let long = json!({"long": "[[ a ]] and 'b' ".repeat(1 << 16)});
    let catalogs = Catalogs::new().add("de", &long).unwrap();
    assert_eq!(catalogs.message("de", "long"), long["long"].as_str());

    // So often that quadratic work would take minutes.
    let long = |piece: &str| piece.repeat((1 << 17) / piece.len());
    let hostile = [
        "ä",
        " ",
        "{",
        "[[",
        "{{",
        "$t(",
        "{a, plural, ",
        "[[ a ]]",
        "{{a}}",
        "[[ a",
        "\\[[ a ]]",
        "{a,",
        "$t(a)",
        "%{",
        "{ ",
    ];
    for delimiters in [("[[", "]]"), ("{{", "}}"), ("{", "}"), ("%{", "}")] {
        let syntax = Syntax::new().delimiters(delimiters.0, delimiters.1).unwrap();
        let few = syntax.limits(Limits::new().problems(10));
        for piece in hostile {
            let message = json!({"long": long(piece)});
            let catalogs = Catalogs::new().syntax(&few).references(true);
            let catalogs = catalogs.add("de", &message).unwrap();
            assert!(catalogs.findings().list().len() <= 10);
            assert!(catalogs.findings().to_string().len() < 20_000);
            let is_usable = catalogs.message("de", "long").is_some();
            assert!(is_usable || piece == " " || catalogs.findings().errors() > 0, "{piece}");
        }
    }
}

#[test]
fn deep_catalogs_and_long_keys() {
    let nested = |depth: usize| "{\"a\":".repeat(depth) + "\"x\"" + &"}".repeat(depth);
    let catalogs = Catalogs::new().add("de", Catalog::json(&nested(127))).unwrap();
    assert_eq!(catalogs.message("de", &["a"; 127].join(".")), Some("x"));
    let deep = ("de: the tree is nested more than 127 levels deep".to_owned(), "tree-too-deep");
    assert_eq!(refusal("de", Catalog::json(&nested(128))), deep);
    assert_eq!(refusal("de", Catalog::json(&nested(100_000))), deep);
    let lists = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(refusal("de", Catalog::json(&lists)).1, "catalog-object");
    let lists = format!("{{\"a\": {lists}}}");
    assert_eq!(Catalogs::new().add("de", Catalog::json(&lists)).unwrap().findings().errors(), 1);
    let mut value = json!("x");
    for _ in 0..128 {
        value = json!({"a": value});
    }
    assert_eq!(refusal("de", Catalog::from(&value)), deep);

    // All keys of an object begin with its own: a long one, and many in it, would be too much.
    let many: Map<_, _> = (0..10_000).map(|n| (format!("k{n}"), json!("x"))).collect();
    let catalogs = Catalogs::new()
        .add("de", &json!({"a".repeat(1_025): many, "b".repeat(1_024): "ok", "c": "fine"}))
        .unwrap();
    assert_eq!(catalogs.len(), 2);
    assert_eq!(catalogs.message("de", &"b".repeat(1_024)), Some("ok"));
    let [finding] = catalogs.findings().list() else { panic!("{}", catalogs.findings()) };
    assert_eq!(finding.kind().code(), "message-key");
    assert!(finding.to_string().len() < 500, "{finding}");
}

/// What may be a text of a catalog, and mostly means something.
fn text() -> impl Strategy<Value = String> {
    let whole = ["[[ a.b ]]", "{{ a }}", "$t(a.b)", "{a}", "%{a}", "ä ", "[[ a | upper ]]", "\\"];
    let whole = prop::sample::select(whole.to_vec()).prop_map(str::to_owned);
    let piece = prop_oneof![1 => "[\\[{}\\]$%,.a-c t('!|)-]{0,6}", 3 => whole];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// A catalog, nested, with keys that meet and plural forms.
fn catalog() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![6 => text().prop_map(Value::from), 1 => Just(json!(null)), 1 => Just(json!(1))];
    let key = "a|b|a\\.b|a_one|b_other|a_few|one|other|=0|ordinal||k_ordinal_two";
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop::collection::btree_map(key, inner, 0..6)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    })
    .prop_filter("an object", Value::is_object)
}

/// All texts of a catalog, by their flat keys.
fn flat(prefix: Option<&str>, value: &Value, all: &mut Vec<(String, String)>) {
    let Value::Object(members) = value else { return };
    for (key, value) in members {
        let key = prefix.map_or_else(|| key.clone(), |prefix| format!("{prefix}.{key}"));
        match value {
            Value::String(text) => all.push((key, text.clone())),
            value => flat(Some(&key), value, all),
        }
    }
}

proptest! {
    #![proptest_config(config())]

    /// A message is usable if a template of the same syntax is, or it is said why not; and it is the
    /// same whether it is read at once or later.
    #[test]
    fn a_message_is_a_template(text in text(), number in 0_usize..4) {
        let (open, close) = [("[[", "]]"), ("{{", "}}"), ("{", "}"), ("%{", "}")][number];
        let syntax = Syntax::new().delimiters(open, close).unwrap();
        let catalogs = Catalogs::new().syntax(&syntax).add("de", &json!({"k": text})).unwrap();
        let template: Result<Template<'_>, _> = syntax.text(&*text);
        let is_blank = text.trim().is_empty();
        match catalogs.message("de", "k") {
            Some(message) => {
                prop_assert_eq!(message, &*text);
                prop_assert!(template.is_ok() && !is_blank);
                prop_assert_eq!(catalogs.findings().errors(), 0);
            }
            None if is_blank => prop_assert!(catalogs.findings().is_empty()),
            None => {
                prop_assert!(template.is_err(), "{}", catalogs.findings());
                prop_assert!(catalogs.findings().errors() > 0);
            }
        }
    }

    /// A merged catalog answers as its parts do, the last one first.
    #[test]
    fn a_merged_catalog_answers_as_its_parts(first in catalog(), second in catalog()) {
        let alone = |value| Catalogs::new().add("de", value).unwrap();
        let (one, two) = (alone(&first), alone(&second));
        let merged = alone(&first).add("de", &second).unwrap();
        let mut all = Vec::new();
        flat(None, &first, &mut all);
        flat(None, &second, &mut all);
        for (key, _) in &all {
            let parts = || two.message("de", key).or_else(|| one.message("de", key));
            let message = merged.message("de", key);
            // What cannot be used in the later one is not hidden by what can.
            prop_assert!(message == parts() || (message.is_none() && two.findings().errors() > 0));
        }
    }

    /// From a text and from a value the same is read, and nothing is lost: each text is a message, or
    /// blank, or there is a finding.
    #[test]
    fn a_text_is_read_as_its_value(value in catalog()) {
        let json = value.to_string();
        let from_text = Catalogs::new().add("de", Catalog::json(&json)).unwrap();
        let from_value = Catalogs::new().add("de", &value).unwrap();
        prop_assert_eq!(from_text.findings(), from_value.findings());
        prop_assert_eq!(from_text.len(), from_value.len());
        let mut all = Vec::new();
        flat(None, &value, &mut all);
        for (key, text) in all {
            let message = from_text.message("de", &key);
            prop_assert_eq!(message, from_value.message("de", &key));
            prop_assert!(
                message == Some(&*text) || text.trim().is_empty() || !from_text.findings().is_empty()
            );
        }
    }
}
