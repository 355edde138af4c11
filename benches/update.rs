//! One changed value of 1,000: all rendered anew, in times of an update; in one run, in turns.
//! `cargo bench --bench update`; with `-- --test` once.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

mod turns;

use std::cell::RefCell;
use std::hint::black_box;

use lacuna::{Context, OnGap, Path, Scratch, Syntax, Template};
use serde_json::{Value, json};
use turns::medians;

const ROUNDS: usize = 101;

/// So many updates are measured as one work: a single one is too short for a clock.
const AT_ONCE: usize = 200;

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let rounds = if is_test { 1 } else { ROUNDS };
    println!("one value of 1,000 changed, ÷ an update (medians of {rounds} rounds in turns)");
    for (name, paths) in [("1,000 paths", 1000), ("100 paths", 100)] {
        let text = dense(paths);
        for (kind, template) in
            [("text", Syntax::new().text(&*text)), ("html_text", Syntax::new().html_text(&*text))]
        {
            compare(&format!("{name}, {kind}"), &template.expect("the text is a template"), rounds);
        }
    }
}

/// 1,000 placeholders over so many paths, ten bytes of text before each, as in the dense text of the other benchmarks.
fn dense(paths: usize) -> String {
    let placeholder =
        |number: usize| format!("0123456789[[ data.field_{}.value ]]", number % paths);
    (0..1000).map(placeholder).collect::<Vec<_>>().concat()
}

/// The values of 1,000 fields; one of them is this.
fn values(one: &str) -> Value {
    let value = |number| if number == 50 { one.to_owned() } else { format!("value of {number}") };
    let fields =
        (0..1000).map(|number| (format!("field_{number}"), json!({"value": value(number)})));
    json!({"data": fields.collect::<Value>()})
}

fn compare(name: &str, template: &Template<'_>, rounds: usize) {
    let (old, new) = (values("one value"), values("another value"));
    let (old, new) = (Context::new(&old), Context::new(&new));
    let changed = [Path::parse("data.field_50.value").expect("it is a path")];
    let rendering = template.resolve(&old).finish(OnGap::Fail).expect("the data has no gap");
    let rendering = RefCell::new(rendering);
    let update = |number: usize| {
        let context = if number % 2 == 0 { &new } else { &old };
        rendering.borrow_mut().update(&changed, context, OnGap::Fail).expect("it has no gap");
    };
    update(0);
    assert_eq!(rendering.borrow().to_string(), template.render(&new).expect("the data has no gap"));
    let scratch = RefCell::new((Scratch::new(), String::new()));
    let out = RefCell::new(String::new());
    let works: [(&str, &dyn Fn() -> usize); 5] = [
        ("update", &|| {
            (0..AT_ONCE).for_each(update);
            rendering.borrow().len()
        }),
        ("update, and the text", &|| {
            for number in 0..AT_ONCE {
                update(number);
                let mut out = out.borrow_mut();
                out.clear();
                rendering.borrow().push_to(&mut out);
            }
            out.borrow().len()
        }),
        ("render", &|| {
            (0..AT_ONCE).map(|_| black_box(template.render(&new)).map_or(0, |it| it.len())).sum()
        }),
        ("render_into, with a scratch", &|| {
            for _ in 0..AT_ONCE {
                let (scratch, out) = &mut *scratch.borrow_mut();
                out.clear();
                template.render_into(&new, scratch, out).expect("the data has no gap");
            }
            AT_ONCE
        }),
        ("resolve and finish", &|| {
            let whole = |_| template.resolve(&new).finish(OnGap::Fail).map_or(0, |it| it.len());
            (0..AT_ONCE).map(whole).sum()
        }),
    ];
    let times = medians(rounds, &works);
    for ((work, _), time) in works.iter().zip(&times) {
        println!("{name:22} {work:28} {:6.1}", time / times[0]);
    }
}
