//! Catalogs loaded, in times of `serde_json::from_str` of the same texts; in one run, in turns.
//! `cargo bench --bench catalogs`; with `-- --test` once, on a few messages.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

mod turns;

use std::fmt::Write;
use std::hint::black_box;

use lacuna::{Catalog, Catalogs, Syntax};
use serde_json::Value;

const ROUNDS: usize = 9;

/// Tags as people have them, with whatever follows `en`.
const TAGS: [&str; 30] = [
    "en", "ar", "bg", "ca", "cs", "cy", "da", "de", "el", "es", "et", "fi", "fr", "ga", "he", "hu",
    "it", "ja", "ko", "lt", "lv", "nl", "pl", "pt", "ru", "sl", "sv", "tr", "uk", "zh",
];

/// How many of 20 messages have placeholders: none, as in most interfaces, and all.
const SHARES: [usize; 3] = [0, 5, 20];

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let (keys, rounds) = if is_test { (40, 1) } else { (5_000, ROUNDS) };
    println!(
        "{keys} messages × {} locales loaded, ÷ from_str (medians of {rounds} rounds in turns)",
        TAGS.len()
    );
    for share in SHARES {
        let texts: Vec<String> = TAGS.iter().map(|tag| catalog(tag, keys, share)).collect();
        let values: Vec<Value> = texts.iter().map(|text| value(text)).collect();
        let works: [(&str, &dyn Fn() -> usize); 3] = [
            ("from_str", &|| {
                texts.iter().filter(|text| black_box(value(text)).is_object()).count()
            }),
            ("add, a text", &|| loaded(texts.iter().map(|text| Catalog::json(text)), keys)),
            ("add, a value", &|| loaded(values.iter().map(Catalog::from), keys)),
        ];
        let medians = turns::medians(rounds, &works);
        for ((work, _), time) in works.iter().zip(&medians) {
            println!(
                "{:3} % with placeholders  {work:14} {:6.2}  {:8.2} ms",
                100 * share / 20,
                time / medians[0],
                time * 1000.0
            );
        }
    }
}

/// A catalog of nested objects of twenty messages, of which `share` have placeholders and four are
/// the forms of two keys.
fn catalog(tag: &str, keys: usize, share: usize) -> String {
    let mut out = String::from("{");
    for number in 0..keys {
        let (section, place) = (number / 20, number % 20);
        if place == 0 {
            let separator = if section > 0 { "}," } else { "" };
            write!(out, "{separator}\n  \"section{section}\": {{").expect("a text grows");
        }
        let key = match place {
            16 | 18 => format!("count{place}_one"),
            17 | 19 => format!("count{}_other", place - 1),
            _ => format!("message{place}"),
        };
        let text = if place < share {
            format!("Text {number} ({tag}) für {{{{name}}}} von {{{{ user.group }}}}, Seite eins")
        } else {
            format!("Text {number} ({tag}): über das Konto und seine Einstellungen, Seite eins")
        };
        let separator = if place > 0 { "," } else { "" };
        write!(out, "{separator}\n    \"{key}\": \"{text}\"").expect("a text grows");
    }
    out.push_str("}\n}");
    out
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn loaded<'c>(all: impl Iterator<Item = Catalog<'c>>, keys: usize) -> usize {
    let syntax = Syntax::new().delimiters("{{", "}}").expect("they can be");
    let mut catalogs = Catalogs::new().syntax(&syntax);
    for (tag, catalog) in TAGS.iter().zip(all) {
        catalogs = catalogs.add(tag, catalog).expect("nothing is wrong with it");
    }
    assert_eq!((catalogs.len(), catalogs.findings().is_empty()), (keys * TAGS.len(), true));
    black_box(catalogs).len()
}
