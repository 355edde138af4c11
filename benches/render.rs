//! Template and data to output, in bytes of output a second.

mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lacuna::{Context, Scratch, Template};

fn render(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("render");
    let (record, large, dense) = (texts::record(), texts::large(), texts::dense());
    // The page asks for more than the record has; what it lacks is a literal of the template.
    let page = texts::PAGE
        .replace(" | join: ', '", " || ''")
        .replace("data.since.value", "data.days.value");
    for (name, text, data) in [
        ("letter", texts::LETTER, &record),
        ("page", &page, &record),
        ("dense", &dense.0, &dense.1),
        ("large", &large, &record),
    ] {
        let context = Context::new(data);
        for (kind, template) in
            [("text", Template::text(text)), ("html_text", Template::html_text(text))]
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
