//! Lacuna with all that it does by default, strict, a rendering for each record.

use ::lacuna::{Context, JsonBytes, Scratch, Source, Template};
use serde_json::Value;

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
        // `Merge` stands here once there is one: with one thread (and with two, under the names of `goals::MERGE`.
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
