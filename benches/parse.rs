//! Text to template, in bytes of text a second.

#![allow(missing_docs, reason = "criterion_group! writes a public function")]

mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for (name, syntax, text, _) in &texts::all() {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |bencher| bencher.iter(|| syntax.text(black_box(&**text))));
    }
    let large = texts::large();
    group.throughput(Throughput::Bytes(large.len() as u64));
    group.bench_function("large, memmem alone", |bencher| {
        bencher.iter(|| memchr::memmem::find_iter(black_box(large.as_bytes()), "[[").count());
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
