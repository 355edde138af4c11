//! Template and data to resolution, and the report of it.

mod texts;

use criterion::{Criterion, criterion_group, criterion_main};
use lacuna::{Context, OnGap, Template};

fn resolve(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolve");
    let (record, large, dense) = (texts::record(), texts::large(), texts::dense());
    for (name, text, data) in [
        ("letter", texts::LETTER, &record),
        ("page", texts::PAGE, &record),
        ("dense", &dense.0, &dense.1),
        ("large", &large, &record),
    ] {
        let template = Template::text(text).expect("the text is a template");
        let context = Context::new(data);
        group.bench_function(name, |bencher| bencher.iter(|| template.resolve(&context)));
        group.bench_function(format!("{name}, finish and report"), |bencher| {
            bencher.iter(|| {
                template.resolve(&context).finish(OnGap::Empty).map(|rendering| rendering.report())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, resolve);
criterion_main!(benches);
