//! Lacuna with all that it does by default, strict, a rendering for each record.

use std::sync::LazyLock;

use ::lacuna::{Context, JsonBytes, Projection, Scratch, Source, Template, Tree};
use serde_json::{Deserializer, Value};

use super::{Input, lines};
use crate::contender::{Contender, Role};
use crate::letter;

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    vec![
        contender("lacuna, `JsonBytes::new`", input, JsonBytes::new),
        contender("lacuna, `JsonBytes::unvalidated`", input, JsonBytes::unvalidated),
        contender("lacuna, `serde_json::Value`", input, |line| {
            serde_json::from_slice::<Value>(line).expect("a record")
        }),
        contender("lacuna, `Projection` of serde_json", input, projected),
        // `Merge` stands here once there is one: with one thread and with two, under the names of `goals::MERGE`.
    ]
}

fn contender<S: Source + 'static>(
    name: &'static str,
    input: Input,
    source: fn(Input) -> S,
) -> Contender {
    let template = Template::text(letter::TEXT).expect("the letter is a template");
    let mut scratch = Scratch::new();
    Contender::writer(Role::Lacuna, name, move |out: &mut String| {
        for line in lines(input) {
            let source = source(line);
            let rendered = template.render_into(&Context::new(&source), &mut scratch, out);
            rendered.expect("there is no gap");
        }
    })
}

/// The part of a record that the letter reads.
fn projected(line: Input) -> Tree {
    static PROJECTION: LazyLock<Projection> = LazyLock::new(|| {
        Projection::of(&Template::text(letter::TEXT).expect("the letter is a template"))
    });
    let mut json = Deserializer::from_slice(line);
    let record = PROJECTION.read(&mut json).expect("a record");
    json.end().expect("a record and no more");
    record
}
