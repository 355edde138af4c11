//! Template and data to resolution, then to a rendering, then its report; and the kinds of sources.

#![allow(missing_docs, reason = "criterion_group! writes a public function")]

mod texts;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::{Context, FnSource, OnGap, Source};
use serde_json::json;

fn resolve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolve");
    for (name, syntax, text, data) in &texts::all() {
        let template = syntax.text(&**text).expect("the text is a template");
        let context = Context::new(data);
        let finish = || template.resolve(&context).finish(OnGap::Fail).expect("there is no gap");
        group.bench_function(*name, |bencher| bencher.iter(|| template.resolve(&context)));
        group.bench_function(format!("{name}, finish"), |bencher| bencher.iter(finish));
        group.bench_function(format!("{name}, finish and report"), |bencher| {
            bencher.iter(|| finish().report());
        });
    }
    group.finish();
}

/// The same letter from one tree, from the last of three layers, and from a source that is none.
fn sources(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sources");
    let [(_, syntax, text, data), ..] = &texts::all();
    let template = syntax.text(&**text).expect("the text is a template");
    let nothing = json!({});
    let closure = FnSource::new(|path| data.find(path));
    for (name, context) in [
        ("tree", Context::new(data)),
        ("third layer", Context::new(&nothing).or(&nothing).or(data)),
        ("closure", Context::new(&closure)),
    ] {
        template.render(&context).expect("there is no gap");
        group.bench_function(name, |bencher| bencher.iter(|| template.render(&context)));
    }
    group.finish();
}

criterion_group!(benches, resolve, sources);
criterion_main!(benches);
