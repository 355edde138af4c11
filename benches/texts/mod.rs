//! The texts that all benchmarks use: a letter, a page, and 10 MB of prose.

#![allow(dead_code, reason = "no benchmark uses all of them")]

use serde_json::Value;

/// A letter of ten placeholders.
pub(crate) const LETTER: &str = include_str!("../data/letter.txt");

/// The page of the example `page`: eleven placeholders in prose.
pub(crate) const PAGE: &str = include_str!("../../examples/page/portfolio.txt");

/// What all of them are filled with.
pub(crate) fn record() -> Value {
    serde_json::from_str(include_str!("../data/record.json")).expect("the record is JSON")
}

/// 10 MB of prose with a placeholder every 10,000 bytes.
pub(crate) fn large() -> String {
    let prose =
        "A kiln cannot be hurried; clay that is fired before it is dry cracks. ".repeat(143);
    format!("{prose}[[ data.name.value ]]\n").repeat(1000)
}

/// 1,000 placeholders over 100 paths, ten bytes of text before each.
pub(crate) fn dense() -> (String, Value) {
    let text = (0..1000).map(|number| format!("0123456789[[ data.field_{}.value ]]", number % 100));
    let fields = (0..100).map(|number| {
        (format!("field_{number}"), serde_json::json!({"value": format!("value of {number}")}))
    });
    (text.collect(), serde_json::json!({"data": fields.collect::<Value>()}))
}
