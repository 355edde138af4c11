//! Lacuna with all that it does by default, strict, a rendering for each record.

use std::sync::LazyLock;

use ::lacuna::{
    Context, JsonBytes, Merge, Output, Projection, Records, Rejects, Scratch, Source, Template,
    Tree,
};
use serde_json::{Deserializer, Value};

use super::{Input, lines};
use crate::contender::{Contender, Role};
use crate::goals::MERGE;
use crate::letter;

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    vec![
        contender("lacuna, `JsonBytes::new`", input, JsonBytes::new),
        contender("lacuna, `JsonBytes::unvalidated`", input, JsonBytes::unvalidated),
        contender("lacuna, `serde_json::Value`", input, |line| {
            serde_json::from_slice::<Value>(line).expect("a record")
        }),
        contender("lacuna, `Projection` of serde_json", input, projected),
        merge(MERGE[0], input, 1),
        merge(MERGE[1], input, 2),
    ]
}

/// All records at once, on so many threads, which stay from run to run.
fn merge(name: &'static str, input: Input, threads: usize) -> Contender {
    let template = Template::text(letter::TEXT).expect("the letter is a template");
    let template: &'static Template<'static> = Box::leak(Box::new(template));
    let merge = Merge::new(template).threads(threads);
    Contender::writer(Role::Lacuna, name, move |out: &mut Vec<u8>| {
        let records = Records::ndjson(input);
        let merged = merge.run(records, Output::text(out), Rejects::new()).expect("no sink fails");
        assert_eq!(merged.rejected(), 0);
    })
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
