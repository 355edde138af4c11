//! Hostile texts, and JSON of them.

use lacuna_html::hostile::{CODE, TEXTS};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Number, Value, json};

/// What means something to one of the languages.
#[rustfmt::skip] // in groups
const ATOMS: &[&str] = &[
    "'", "\"", "`", "\\", "\n", "\r", "\r\n", "\t", "\0", "\u{b}", "\u{c}", "\u{7f}", "\u{85}",
    "\u{2028}", "\u{2029}", "\u{feff}", "</", "<!--", "-->", "<script", "]]>", "&amp;", "&", "#",
    ";", "$", "{", "}", "${", "(", ")", "[", "]", "^", "-", "--", "/", "*", "/*", "*/", "//", "+",
    "?", ".", "|", ",", ":", "=", "!", "@", "%", "~", "<", ">", "\\u", "\\ud800", "\\x4", "\\41 ",
    "\\0", "1", "0", "a", "f", "n", "Z", "_", " ", "é", "ß", "\u{130}", "😀", "𝒳", "\u{fffd}",
    "\u{10ffff}", "\u{e000}", "__proto__", "u{1}", "p{L}", "k<a>",
];

pub(crate) fn text() -> impl Strategy<Value = String> + Clone {
    let atom = prop_oneof![
        6 => prop::sample::select(ATOMS).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => prop::sample::select(TEXTS).prop_map(str::to_owned),
        1 => prop::sample::select(CODE).prop_map(str::to_owned),
    ];
    // Without a value there is nothing that a place could get wrong, but that it is empty.
    prop::collection::vec(atom, 0..8).prop_map(|atoms| atoms.concat())
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(|number| json!(number)),
        any::<u64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| Number::from_f64(number).map_or(json!(-0.0), Value::Number)),
        prop::sample::select(&[-1.0, -0.5, 1e300, 1e-7, 5e-324, 0.0][..])
            .prop_map(|number| json!(number)),
        Just(json!(12_345_678_901_234_567_890_u64)),
        Just(json!(-1)),
    ]
}

/// What holds nothing else.
pub(crate) fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => number(),
        4 => text().prop_map(Value::String),
    ]
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let key = prop_oneof![4 => text(), 1 => Just("__proto__".to_owned())];
    leaf().prop_recursive(3, 12, 4, move |inner| {
        let pairs = prop::collection::vec((key.clone(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            pairs.prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Runs so many cases as `PROPTEST_CASES` says, and leaves no files.
pub(crate) fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })
}
