//! Template and data to output, in bytes of output a second.

#![allow(missing_docs, reason = "criterion_group! writes a public function")]

mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lacuna::{Context, Scratch, Syntax};

fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("render");
    let (record, page, large, dense) =
        (texts::record(), texts::page_record(), texts::large(), texts::dense());
    for (name, syntax, text, data) in [
        ("letter", Syntax::new(), texts::LETTER, &record),
        ("page", texts::page_syntax(), texts::PAGE, &page),
        ("dense", Syntax::new(), &dense.0, &dense.1),
        ("large", Syntax::new(), &large, &record),
    ] {
        let context = Context::new(data);
        for (kind, template) in [("text", syntax.text(text)), ("html_text", syntax.html_text(text))]
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
