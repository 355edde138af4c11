//! Template and data to resolution, then to a rendering, then its report.

#![allow(missing_docs, reason = "criterion_group! writes a public function")]

mod texts;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::{Context, OnGap};

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

criterion_group!(benches, resolve);
criterion_main!(benches);
