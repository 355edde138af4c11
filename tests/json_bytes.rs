//! JSON bytes answer as a `serde_json::Value` of the same bytes does, and refuse what it refuses.

#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::single_match_else,
    reason = "it is read more often than it is run"
)]

use lacuna::{Context, JsonBytes, Layout, OnGap, Outcome, Scratch, Source, Syntax, Template};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{generators, naive};

/// Choices that somebody has made beforehand, one after the other and then again from the first.
struct Choices<'c> {
    bytes: &'c [u8],
    next: usize,
}

impl Choices<'_> {
    fn one_of(&mut self, count: usize) -> usize {
        self.next += 1;
        self.bytes.get(self.next % self.bytes.len().max(1)).map_or(0, |byte| *byte as usize % count)
    }
}

fn write_space(choices: &mut Choices<'_>, out: &mut String) {
    out.push_str(["", "", "", "", " ", "\n", "\t\r\n  "][choices.one_of(7)]);
}

/// A string, some of its characters as escapes.
fn write_text(text: &str, choices: &mut Choices<'_>, out: &mut String) {
    out.push('"');
    let escapes = choices.one_of(4) == 0;
    for c in text.chars() {
        if escapes && choices.one_of(3) == 0 {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
            continue;
        }
        let written = json!(c.to_string()).to_string();
        out.push_str(&written[1..written.len() - 1]);
    }
    out.push('"');
}

/// The value as somebody else may write it: with white space, escapes, in another order, and with keys twice, of
/// which the last counts.
fn write(value: &Value, choices: &mut Choices<'_>, out: &mut String) {
    write_space(choices, out);
    match value {
        Value::Array(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number > 0 { "," } else { "" });
                write(item, choices, out);
            }
            write_space(choices, out);
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            let mut fields: Vec<_> = fields.iter().collect();
            if choices.one_of(2) == 0 {
                fields.reverse();
            }
            let mut is_first = true;
            for (key, value) in &fields {
                let others = ["1", r#"{"value": "x", "a": {"b": 1}}"#, r#"[1, {"value": 2}]"#];
                for (key, other) in
                    [(key.as_str(), choices.one_of(15)), ("unread", choices.one_of(24))]
                {
                    let Some(other) = others.get(other) else { continue };
                    out.push_str(if is_first { "" } else { "," });
                    is_first = false;
                    write_text(key, choices, out);
                    out.push(':');
                    out.push_str(other);
                }
                out.push_str(if is_first { "" } else { "," });
                is_first = false;
                write_space(choices, out);
                write_text(key, choices, out);
                write_space(choices, out);
                out.push(':');
                write(value, choices, out);
            }
            write_space(choices, out);
            out.push('}');
        }
        Value::String(text) => write_text(text, choices, out),
        other => out.push_str(&other.to_string()),
    }
    write_space(choices, out);
}

/// Whether `serde_json` prints every number of a document as it stands there.
fn keeps_numbers(document: &str) -> bool {
    let (mut in_string, mut escaped, mut number, mut keeps) = (false, false, String::new(), true);
    for c in document.chars().chain([' ']) {
        if !in_string && matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E') {
            number.push(c);
            continue;
        }
        if !number.is_empty() && number.contains(|c: char| c.is_ascii_digit()) {
            let parsed = serde_json::from_str::<serde_json::Number>(&number);
            keeps &= parsed.is_ok_and(|parsed| parsed.to_string() == number);
        }
        number.clear();
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    keeps
}

/// Everything that can be told of a template over a source.
fn told(template: &Template<'_>, source: &dyn Source) -> String {
    let context = Context::new(source);
    let resolution = template.resolve(&context);
    let mut told = String::new();
    for resolved in resolution.outcomes() {
        told += &format!("{:?} {:?}", resolved.outcome(), resolved.error_kind());
        for rejected in resolved.rejected() {
            told += &format!(" {rejected:?}");
        }
        told.push('\n');
    }
    told += &match resolution.finish(OnGap::Empty) {
        Ok(rendering) => rendering.to_string(),
        Err(error) => format!("{error:#}"),
    };
    told + &format!("{:?}", template.render(&context))
}

/// Templates that ask for everything in every way.
fn templates() -> Vec<Template<'static>> {
    let texts = [
        "[[ data.a.value ]] [[ data.b.value || metadata.defaultData.b ]] [[ a ]] [[ a | json ]]",
        "[[ data.a ]][[ data.a.value ]][[ data ]][[ $ | json ]][[ data.b.value.a.b ]]",
        "[[ a[0] ]] [[ a[1].a ]] [[ a.0 ]] [[ b.0.value ]] [[ data['0'].value ]] [[ data.0 ?? 'x' ]]",
        "[[ metadata.translations.a ]] [[ t('b') ]] [[ value ?? 'none' ]] [[ unread | json ]]",
        "nothing",
        "[[ b.a.b.a ]] [[ b.a.b ]] [[ b.a ]] [[ b ]] [[ b['a'].b | json ]]",
    ];
    texts.iter().map(|text| Template::text(*text).unwrap()).collect()
}

/// What holds for any document, whether it is JSON or not. `scratches` remember other documents.
fn check(document: &[u8], templates: &[Template<'_>], scratches: &mut [Scratch]) {
    let value = serde_json::from_slice::<Value>(document);
    for (template, scratch) in templates.iter().zip(scratches) {
        let json = JsonBytes::new(document);
        let printed = |scratch: &mut Scratch, source: &dyn Source| {
            let mut out = String::new();
            let printed = template.render_into(&Context::new(source), scratch, &mut out);
            printed.map(|()| out)
        };
        match &value {
            Ok(value) => {
                assert!(json.check().is_ok());
                let document = std::str::from_utf8(document).unwrap();
                if !keeps_numbers(document) {
                    continue;
                }
                assert_eq!(told(template, &json), told(template, value), "{document}");
                let expected = printed(&mut Scratch::new(), value);
                for json in [JsonBytes::new(document), JsonBytes::unvalidated(document)] {
                    assert_eq!(printed(scratch, &json), expected, "{document}");
                }
            }
            Err(_) => {
                assert!(json.check().is_err());
                let json = JsonBytes::new(document);
                let is_empty = template.placeholders().next().is_none();
                assert_eq!(printed(scratch, &json).is_ok(), is_empty);
                let context = Context::new(&json);
                let resolution = template.resolve(&context);
                let mut messages: Vec<_> = resolution
                    .outcomes()
                    .map(|resolved| match resolved.outcome() {
                        Outcome::Failed { message } => message.into_owned(),
                        other => panic!("{other:?} of a document that is malformed"),
                    })
                    .collect();
                messages.dedup();
                assert!(messages.len() <= 1, "{messages:?}");
                // Whatever it says, it says it without harm.
                let _ = told(template, &JsonBytes::unvalidated(document));
                let _ = printed(scratch, &JsonBytes::unvalidated(document));
            }
        }
    }
}

fn scratches(templates: &[Template<'_>]) -> Vec<Scratch> {
    templates.iter().map(|_| Scratch::new()).collect()
}

proptest! {
    #![proptest_config(generators::config())]

    #[test]
    fn bytes_answer_as_a_value_does(
        trees in prop::collection::vec((generators::tree(), prop::collection::vec(any::<u8>(), 1..40)), 1..6),
        parts in generators::parts(),
        options in generators::options(),
    ) {
        let source = naive::source(&parts);
        let own = generators::parse(&source, options).map(Template::into_owned);
        let mut templates = templates();
        let some = usize::from(trees[0].1[0]) % templates.len();
        templates.rotate_left(some);
        templates.truncate(2);
        templates.extend(own);
        let mut scratches = scratches(&templates);
        for (tree, choices) in &trees {
            let mut document = String::new();
            write(tree, &mut Choices { bytes: choices, next: 0 }, &mut document);
            check(document.as_bytes(), &templates, &mut scratches);
        }
    }

    #[test]
    fn a_layer_of_bytes_is_like_any_other(
        first in generators::tree(),
        second in generators::tree(),
        choices in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let mut documents = [String::new(), String::new()];
        for (tree, document) in [&first, &second].into_iter().zip(&mut documents) {
            write(tree, &mut Choices { bytes: &choices, next: 0 }, document);
        }
        let [one, other] = documents.each_ref().map(|document| JsonBytes::new(document.as_str()));
        if documents.iter().any(|document| !keeps_numbers(document)) {
            return Ok(());
        }
        let [first, second] =
            documents.each_ref().map(|document| serde_json::from_str::<Value>(document).unwrap());
        for template in templates() {
            let expected = template.render(&Context::new(&first).or(&second));
            prop_assert_eq!(template.render(&Context::new(&one).or(&other)), expected.clone());
            prop_assert_eq!(template.render(&Context::new(&first).or(&other)), expected.clone());
            prop_assert_eq!(template.render(&Context::new(&one).or(&second)), expected);
        }
    }
}

/// Records whose every prefix, and every byte of which, is put to the test.
const RECORDS: [&str; 6] = [
    r#"{"data":{"a":{"value":"Ada"},"b":{"value":""}},"a":[1,{"a":"x"}],"metadata":{"defaultData":{"b":"B"}}}"#,
    "{\"data\" : {\"a\":{\"value\": \"\\u00e4\\ud83d\\ude00\\n\"} , \"0\":true},\n\"b\":{\"a\":{\"b\":{\"a\":null}}}, \"unread\":[[],{},[[1]]]}",
    r#"{"a":-0.5,"b":12,"value":1e2,"data":false,"c":[0.125,10,-1],"d":{"e":"ü€😀"}}"#,
    r#"{"data":{"a":{"value":"first"}},"data":{"b":{"value":"last"}},"a":"1","a":"2"}"#,
    r#"[{"a":1},"text",null,true]"#,
    r#"  "a text alone"  "#,
];

#[test]
fn every_prefix_is_refused_or_taken_as_a_value_is() {
    let templates = templates();
    let mut scratches = scratches(&templates);
    for record in RECORDS {
        // So that something is remembered.
        for _ in 0..3 {
            check(record.as_bytes(), &templates, &mut scratches);
        }
        for end in 0..=record.len() {
            check(&record.as_bytes()[..end], &templates, &mut scratches);
        }
    }
}

#[test]
fn every_byte_may_be_corrupt() {
    let templates = templates();
    let mut scratches = scratches(&templates);
    let bytes = *b"\0\n \"\\,:}]-.0eu\x80\xff";
    let templates = &templates[..1];
    for record in RECORDS {
        for _ in 0..3 {
            check(record.as_bytes(), templates, &mut scratches);
        }
        let mut corrupt = record.as_bytes().to_vec();
        for at in 0..corrupt.len() {
            for byte in bytes {
                let whole = std::mem::replace(&mut corrupt[at], byte);
                check(&corrupt, templates, &mut scratches[..1]);
                corrupt[at] = whole;
            }
        }
    }
}

#[test]
fn what_is_malformed_is_what_serde_json_says() {
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let objects = |levels: usize| r#"{"a":"#.repeat(levels) + "1" + &"}".repeat(levels);
    let digits = |count: usize| format!("[{}]", "9".repeat(count));
    let mut documents: Vec<Vec<u8>> = [
        "",
        " ",
        "nul",
        "nulll",
        "true false",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{1:2}",
        "[01]",
        "[-]",
        "[-01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "[1e+]",
        "[1e5]",
        "[1E-5]",
        "[1e400]",
        "[-1e400]",
        "[1e-400]",
        "[1.5e3.2]",
        "[NaN]",
        "[Infinity]",
        "[-Infinity]",
        "'a'",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"\\u12G4\"]",
        "[\"\\ud800\"]",
        "[\"\\ud800\\u0041\"]",
        "[\"\\udc00\"]",
        "[\"\\ud83d\\ude00\"]",
        "[\"\\ud83d\\ud83d\"]",
        "[\"\n\"]",
        "[\"\t\"]",
        "[\"\u{7f}\"]",
        "\u{feff}{}",
        "{}\u{feff}",
        "[1]]",
        "[1",
        "{\"a\":[}",
        "[\"a\":1]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "\u{a0}[]",
        "[\u{b}1]",
        "[1]\0",
        "0",
        "-0",
        "[-0.0]",
        "[12345678901234567890123]",
        "[0.1234567890123456789]",
        "\"",
        "\"\\",
        "\"\\u",
        "[\"\\\\\"]",
        "[tru]",
        "[t",
        "[f",
        "[fals",
        "[falsey]",
        "/**/{}",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    for levels in [1, 2, 100, 126, 127, 128, 129, 1_000, 100_000] {
        documents.extend([deep(levels), objects(levels)].map(String::into_bytes));
    }
    for count in [299, 300, 301, 308, 309, 310, 400] {
        documents
            .extend([digits(count), format!("[0.{}]", "1".repeat(count))].map(String::into_bytes));
    }
    documents.extend([
        b"[\"\xff\"]".to_vec(),
        b"\xff".to_vec(),
        b"[\"\xed\xa0\x80\"]".to_vec(),
        b"[\"\xc3\"]".to_vec(),
    ]);
    let templates = templates();
    let mut scratches = scratches(&templates);
    for document in &documents {
        check(document, &templates, &mut scratches);
    }
}

#[test]
fn what_is_remembered_of_one_template_is_not_used_for_another() {
    let mut scratch = Scratch::new();
    let record = r#"{"a":{"x":"ax","y":"ay"},"b":{"x":"bx","y":"by"},"c":[{"x":"c0"},{"x":"c1"}]}"#;
    let texts = ["[[ a.x ]]", "[[ a.y ]]", "[[ b.x ]][[ a.y ]]", "[[ c[1].x ]]", "[[ c[0].x ]]"];
    let expected = ["ax", "ay", "bxay", "c1", "c0"];
    for _ in 0..20 {
        for (text, expected) in texts.iter().zip(expected) {
            let template = Template::text(*text).unwrap();
            for _ in 0..3 {
                let mut out = String::new();
                let json = JsonBytes::new(record);
                template.render_into(&Context::new(&json), &mut scratch, &mut out).unwrap();
                assert_eq!(out, expected);
            }
        }
    }
}

#[test]
fn numbers_keep_their_digits() {
    let template = Template::text("[[ a ]] [[ b ]] [[ c.0 ]] [[ d | prefix: '+' ]]").unwrap();
    let json = JsonBytes::new(
        r#"{"a": 12.50, "b": 1E+2, "c": [123456789012345678901234567890], "d": 0.10}"#,
    );
    let printed = template.render(&Context::new(&json)).unwrap();
    assert_eq!(printed, "12.50 1E+2 123456789012345678901234567890 +0.10");
}

#[test]
fn a_default_and_a_script_take_bytes_as_they_take_values() {
    let layout = Layout::metadata().paired_defaults(true).drop_hollow_lines(true);
    let text = "[[ data.n.value ]]\n[[ metadata.defaultData.n ]]\n[[ data.x.value ]] ,\n"
        .to_owned()
        + &(0..40).map(|n| format!("[[ data.k{n}.value ]]\n")).collect::<String>();
    let template = Syntax::new().layout(layout).text(text).unwrap();
    let data = json!({
        "data": {"n": {"value": ""}, "k1": {"value": "one"}, "k2": {"value": 2}, "k3": {"value": null}},
        "metadata": {"defaultData": {"n": "N", "k0": "zero", "k2": "no", "x": "", "k3": 3}},
    });
    let document = data.to_string();
    let context = Context::new(&data);
    let expected = template.resolve(&context).finish(OnGap::Empty).unwrap().to_string();
    let json = JsonBytes::new(&document);
    let context = Context::new(&json);
    assert_eq!(template.resolve(&context).finish(OnGap::Empty).unwrap().to_string(), expected);
}

#[test]
fn what_others_write_for_json_has_a_way_out() {
    let quotes = "strings and keys of JSON stand between straight double quotes";
    let words = "JSON has `null`, `true` and `false`";
    let numbers = "JSON has no NaN and no infinity: `null` says that there is no number";
    let half = "an escape from `\\ud800` to `\\udfff` is half a character: write both halves, or the character";
    for (document, way_out) in [
        ("{\"a\": NaN}", Some(numbers)),
        ("[-Infinity]", Some(numbers)),
        ("[1, None]", Some(words)),
        ("{\"a\": True}", Some(words)),
        ("{'a': 1}", Some(quotes)),
        ("{a: 1}", Some(quotes)),
        ("[“a”]", Some(quotes)),
        ("\u{FEFF}{}", Some("a byte order mark stands there: remove those three bytes")),
        (r#"["\ud800 lone"]"#, Some(half)),
        (r#"["\ude00"]"#, Some(half)),
        (r#"["\ud83d\u0041"]"#, Some(half)),
        ("[1,]", None),
        ("[\"a\tb\"]", None),
        ("{\"a\": 01}", None),
        ("", None),
    ] {
        let error = JsonBytes::new(document).check().unwrap_err();
        assert_eq!(error.all()[0].help(), way_out, "{document}");
    }
}

#[test]
fn errors_of_large_documents_are_those_of_their_values() {
    let document = format!(
        "{{{}\"z\": [[1, 2], {{\"z\": 1, \"z\": 2}}]}}",
        "\"key\": 1, \"kex\": {},".repeat(500)
    );
    let value: Value = serde_json::from_str(&document).unwrap();
    let texts = [
        "[[ kez ]][[ kexy.a ]][[ z[0][7] ]][[ z.1.y ]][[ z[2] ]][[ key.a ]]",
        "[[ z.1.z ]][[ q ]]",
    ];
    for text in texts {
        let template = Template::text(text).unwrap();
        assert_eq!(told(&template, &JsonBytes::new(&document)), told(&template, &value));
    }
}
