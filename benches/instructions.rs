//! Work to count: `instructions WORK TIMES` does a fixed piece of work so often, for
//! `.ci/instructions`, which counts with callgrind. Without arguments it does each once.

#![allow(missing_docs, reason = "a program")]

mod texts;

use std::hint::black_box;

use lacuna::{Context, Scratch};

/// What is counted: a benchmark text, and whether it is rendered or parsed.
const WORKS: [(&str, &str); 4] =
    [("parse", "letter"), ("letter", "letter"), ("page", "page"), ("dense", "dense")];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let (work, times) = (arguments.next(), arguments.next());
    let times = times.map_or(1, |times| times.parse().expect("a number of times"));
    for (name, text) in WORKS {
        if work.as_deref().is_none_or(|work| work == name) {
            run(name, text, times);
        }
    }
}

fn run(work: &str, text: &str, times: usize) {
    let all = texts::all();
    let (_, syntax, text, data) = all.iter().find(|(name, ..)| *name == text).expect("a text");
    let parse = || syntax.text(&**text).expect("the text is a template");
    if work == "parse" {
        (0..times).for_each(|_| drop(black_box(parse())));
        return;
    }
    let (template, context) = (parse(), Context::new(data));
    let (mut scratch, mut out) = (Scratch::new(), String::new());
    for _ in 0..times {
        out.clear();
        template.render_into(&context, &mut scratch, &mut out).expect("there is no gap");
        black_box(&out);
    }
}
