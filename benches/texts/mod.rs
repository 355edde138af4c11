//! The texts of the benchmarks: a letter, a page, a dense text and 10 MB of prose.

use lacuna::{Layout, Syntax};
use serde_json::Value;

/// A letter of nine placeholders.
const LETTER: &str = include_str!("../data/letter.txt");

/// The page of the example `page`: eleven placeholders in prose, with its own record.
const PAGE: &str = include_str!("../../examples/page/portfolio.txt");

/// How the page is read: pairs and hollow lines are part of it.
fn page_syntax() -> Syntax {
    Syntax::new().layout(Layout::metadata().paired_defaults(true).drop_hollow_lines(true))
}

/// What the page is filled with.
fn page_record() -> Value {
    serde_json::from_str(include_str!("../../examples/page/record.json")).expect("it is JSON")
}

/// What the letter and the prose are filled with.
fn record() -> Value {
    serde_json::from_str(include_str!("../data/record.json")).expect("the record is JSON")
}

/// Every text with its name, how it is read, and what it is filled with.
pub(crate) fn all() -> [(&'static str, Syntax, String, Value); 4] {
    let (dense, fields) = dense();
    [
        ("letter", Syntax::new(), LETTER.to_owned(), record()),
        ("page", page_syntax(), PAGE.to_owned(), page_record()),
        ("dense", Syntax::new(), dense, fields),
        ("large", Syntax::new(), large(), record()),
    ]
}

/// 10 MB of prose with a placeholder every 10,000 bytes.
pub(crate) fn large() -> String {
    let prose =
        "A kiln cannot be hurried; clay that is fired before it is dry cracks. ".repeat(143);
    format!("{prose}[[ data.name.value ]]\n").repeat(1000)
}

/// 1,000 placeholders over 100 paths, ten bytes of text before each.
fn dense() -> (String, Value) {
    let text = (0..1000).map(|number| format!("0123456789[[ data.field_{}.value ]]", number % 100));
    let fields = (0..100).map(|number| {
        (format!("field_{number}"), serde_json::json!({"value": format!("value of {number}")}))
    });
    (text.collect(), serde_json::json!({"data": fields.collect::<Value>()}))
}
