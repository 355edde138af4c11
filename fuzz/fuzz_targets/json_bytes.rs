//! Any bytes as a document, in the memory of documents before it: the same is told of it as of the `Value` that
//! `serde_json` makes of it, and what `serde_json` refuses is refused.

#![no_main]

use std::cell::RefCell;

use lacuna::{Context, JsonBytes, OnGap, Scratch, Source, Template};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const TEXTS: [&str; 4] = [
    "[[ data.a.value ]][[ data.b.value || metadata.defaultData.b ]][[ a ]][[ a | json ]]",
    "[[ $ | json ]][[ data ]][[ data.a ]][[ data.b.value.a ]][[ unread ?? 'none' ]]",
    "[[ a[0] ]][[ a[1].a ]][[ a.0 ]][[ b.0.value ]][[ data['0'] ]][[ long_key_of_more_than_sixteen_bytes ]]",
    "nothing",
];

struct Letter {
    template: Template<'static>,
    scratch: Scratch,
    /// Of documents that nobody validates.
    other: Scratch,
}

thread_local! {
    static LETTERS: RefCell<Vec<Letter>> = RefCell::new(
        TEXTS
            .into_iter()
            .map(|text| {
                let template = Template::text(text).unwrap();
                Letter { template, scratch: Scratch::new(), other: Scratch::new() }
            })
            .collect(),
    );
}

/// Everything that can be told of a template over a source.
fn told(template: &Template<'_>, source: &dyn Source) -> String {
    let context = Context::new(source);
    let resolution = template.resolve(&context);
    let mut told = String::new();
    for resolved in resolution.outcomes() {
        told += &format!("{:?} {:?}\n", resolved.outcome(), resolved.error_kind());
    }
    match resolution.finish(OnGap::Empty) {
        Ok(rendering) => told + &rendering.to_string(),
        Err(error) => told + &format!("{error:#}"),
    }
}

fn rendered(template: &Template<'_>, source: &dyn Source, scratch: &mut Scratch) -> Option<String> {
    let mut out = String::new();
    template.render_into(&Context::new(source), scratch, &mut out).ok().map(|()| out)
}

/// Whether a `Value` prints all numbers as they stand there, as far as a short look tells.
fn keeps_numbers(document: &[u8]) -> bool {
    let are_short = document.split(|byte| !byte.is_ascii_digit()).all(|digits| digits.len() < 16);
    let has = |part: &[u8]| document.windows(part.len()).any(|window| window == part);
    are_short && ![b".", &b"e"[..], b"E", b"-0"].into_iter().any(has)
}

fuzz_target!(|document: &[u8]| {
    let value: Result<Value, _> = serde_json::from_slice(document);
    assert_eq!(JsonBytes::new(document).check().is_ok(), value.is_ok());
    LETTERS.with_borrow_mut(|letters| {
        for Letter { template, scratch, other } in letters {
            let json = JsonBytes::new(document);
            let out = rendered(template, &json, scratch);
            let unvalidated = rendered(template, &JsonBytes::unvalidated(document), other);
            let Ok(value) = &value else {
                assert!(out.is_none() || template.placeholders().count() == 0);
                continue;
            };
            if !keeps_numbers(document) {
                assert_eq!(out.is_some(), rendered(template, value, &mut Scratch::new()).is_some());
                continue;
            }
            assert_eq!(out, rendered(template, value, &mut Scratch::new()));
            assert_eq!(unvalidated, out);
            if document.len() < 300 {
                assert_eq!(told(template, &json), told(template, value));
            }
        }
    });
});
