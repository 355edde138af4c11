//! Template and data to output, in bytes of output a second.

#![allow(missing_docs, reason = "criterion_group! writes a public function")]

mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lacuna::{Context, Scratch};

fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("render");
    for (name, syntax, text, data) in &texts::all() {
        let context = Context::new(data);
        for (kind, template) in
            [("text", syntax.text(&**text)), ("html_text", syntax.html_text(&**text))]
        {
            let template = template.expect("the text is a template");
            let output = template.render(&context).expect("the data has no gap");
            group.throughput(Throughput::Bytes(output.len() as u64));
            group.bench_function(format!("{name}, {kind}"), |bencher| {
                bencher.iter(|| template.render(&context));
            });
            let (mut scratch, mut out) = (Scratch::new(), String::new());
            group.bench_function(format!("{name}, {kind}, with a scratch"), |bencher| {
                bencher.iter(|| {
                    out.clear();
                    template.render_into(&context, &mut scratch, &mut out)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, render);
criterion_main!(benches);
