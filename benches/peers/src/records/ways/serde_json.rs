//! `serde_json`, with letters by hand and with engines.

use ::serde_json::value::Value;
use ::serde_json::{Deserializer, from_slice, from_str};
use askama::Template as _;
use minijinja::Environment;
use serde::de::{DeserializeSeed, IgnoredAny};
use tera::{Context, Tera};

use super::{Input, lines, texts};
use crate::contender::{Contender, Role};
use crate::letter::{self, Letter, Record, letter_by_keys};
use crate::projection::{Found, Node, Seed};

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    let root = Node::root();
    vec![
        Contender::floor(Role::Floor, "serde_json: `IgnoredAny`, `from_slice`", move || {
            for line in lines(input) {
                from_slice::<IgnoredAny>(line).expect("a record");
            }
        }),
        Contender::floor(Role::Floor, "serde_json: `IgnoredAny`, `from_str`", move || {
            for line in texts(input) {
                from_str::<IgnoredAny>(line).expect("a record");
            }
        }),
        Contender::writer(Role::HandWritten, "serde_json: typed, `from_slice`", move |out| {
            for line in lines(input) {
                from_slice::<Record<'_>>(line).expect("a record").letter().write(out);
            }
        }),
        Contender::writer(Role::HandWritten, "serde_json: typed, `from_str`", move |out| {
            for line in texts(input) {
                from_str::<Record<'_>>(line).expect("a record").letter().write(out);
            }
        }),
        Contender::writer(
            Role::HandWritten,
            "serde_json: `DeserializeSeed`, `from_str`",
            move |out| {
                for line in texts(input) {
                    let mut found = Found::default();
                    let mut json = Deserializer::from_str(line);
                    Seed(&root, &mut found).deserialize(&mut json).expect("a record");
                    json.end().expect("a record and no more");
                    found.letter().write(out);
                }
            },
        ),
        Contender::writer(Role::HandWritten, "serde_json: `Value`, `from_slice`", move |out| {
            for line in lines(input) {
                letter_of(&from_slice(line).expect("a record")).write(out);
            }
        }),
    ]
}

letter_by_keys!(letter_of, Value);

pub(super) fn engines(input: Input) -> Vec<Contender> {
    // The names end so that nothing is escaped.
    const NAME: &str = "letter.txt";
    let mut environment = Environment::new();
    environment.add_template_owned(NAME, letter::braces()).expect("it parses");
    let of_value = environment.clone();
    let mut tera = Tera::new();
    tera.add_raw_template(NAME, &letter::braces()).expect("it parses");
    vec![
        Contender::writer(
            Role::Engine,
            "serde_json: typed, `from_str`; askama",
            move |out: &mut String| {
                for line in texts(input) {
                    let record: Record<'_> = from_str(line).expect("a record");
                    record.letter().render_into(out).expect("nothing can fail");
                }
            },
        ),
        Contender::writer(
            Role::Engine,
            "serde_json: `Value`, `from_slice`; minijinja",
            move |out: &mut Vec<u8>| {
                let template = of_value.get_template(NAME).expect("it is there");
                for line in lines(input) {
                    let record: Value = from_slice(line).expect("a record");
                    template
                        .render_captured_to(
                            minijinja::Value::from(minijinja::value::Serde(record)),
                            &mut *out,
                        )
                        .expect("it renders");
                }
            },
        ),
        Contender::writer(
            Role::Engine,
            "serde_json: minijinja's `Value`, `from_slice`; minijinja",
            move |out: &mut Vec<u8>| {
                let template = environment.get_template(NAME).expect("it is there");
                for line in lines(input) {
                    let record: minijinja::Value = from_slice(line).expect("a record");
                    template.render_captured_to(record, &mut *out).expect("it renders");
                }
            },
        ),
        Contender::writer(
            Role::Engine,
            "serde_json: `Value`, `from_slice`; tera",
            move |out: &mut Vec<u8>| {
                for line in lines(input) {
                    let record: Value = from_slice(line).expect("a record");
                    let context =
                        Context::from_serialize(&record).expect("the record is an object");
                    tera.render_to(NAME, &context, &mut *out).expect("it renders");
                }
            },
        ),
    ]
}
