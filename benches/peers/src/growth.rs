//! What happens when everything grows: templates, trees, threads.

use std::fmt::Write as _;
use std::hint::black_box;
use std::thread;
use std::time::Instant;

use lacuna::{Context, Scratch, Template};
use serde_json::{Value, json};

use crate::contender::{Contender, Job, Role};
use crate::goals::{Bound, Goal};
use crate::measure;
use crate::peers::forever;
use crate::table::rounded;
use crate::workloads::{self, Piece, Place};

/// By which factor noise may miss a bound of growth.
const NOISE: f64 = 1.1;

/// How often each thread renders in one measurement: some tens of milliseconds.
const RENDERINGS: usize = 4000;

/// As long, with nothing but arithmetic.
const MULTIPLICATIONS: u64 = 20_000_000;

pub(crate) fn goals(rounds: usize) -> Vec<Goal> {
    eprintln!("growth: templates, trees and threads");
    let mut goals = doublings(rounds);
    goals.push(wide_tree(rounds));
    goals.push(two_threads(rounds));
    goals
}

/// The dimensions of a template.
#[derive(Clone, Copy)]
struct Size {
    placeholders: usize,
    text: usize,
    paths: usize,
    depth: usize,
}

const DENSE: Size = Size { placeholders: 1000, text: 10, paths: 100, depth: 3 };

/// A dense template so many times as large in one dimension.
type Scale = fn(usize) -> Size;

/// What one, two and four times as much of each dimension costs: the larger of both steps.
fn doublings(rounds: usize) -> Vec<Goal> {
    let dimensions: [(&str, Scale); 4] = [
        ("placeholders", |times| Size { placeholders: 1000 * times, ..DENSE }),
        ("text", |times| Size { text: 200 * times, ..DENSE }),
        ("distinct paths", |times| Size { paths: 100 * times, ..DENSE }),
        ("depth", |times| Size { depth: 8 * times, ..DENSE }),
    ];
    let mut jobs: Vec<Box<dyn Job>> = Vec::new();
    for (_, size) in dimensions {
        jobs.extend([1, 2, 4].map(|times| {
            let (template, data) = template(size(times));
            rendering(template, forever(data))
        }));
    }
    let times = medians(&mut jobs, rounds);
    let goal = |((what, _), times): ((&str, _), &[f64])| Goal {
        workload: "growth",
        what: format!("twice the {what}, reused"),
        figure: (times[1] / times[0]).max(times[2] / times[1]),
        bound: Bound::AtMost(2.0 * NOISE),
    };
    dimensions.into_iter().zip(times.chunks(3)).map(goal).collect()
}

/// A dense text, and a tree that has exactly what it reads.
fn template(size: Size) -> (Template<'static>, Value) {
    let Size { placeholders, text, paths, depth } = size;
    // Between the field and `value`: what paths share is looked up once and would cost nothing.
    let between = "level.".repeat(depth - 3);
    let mut written = String::new();
    for piece in workloads::dense_pieces(placeholders, paths, text) {
        match piece {
            Piece::Text(text) => written += &text,
            Piece::Place(place) => {
                let [first, field, last] = Place::names(&place.path);
                let _ = write!(written, "[[ {first}.{field}.{between}{last} ]]");
            }
        }
    }
    let mut data = workloads::fields(paths, workloads::short_value);
    for field in data.as_object_mut().expect("fields make an object").values_mut() {
        for _ in 3..depth {
            *field = json!({"level": field.take()});
        }
    }
    (Template::text(written).expect("the text is a template"), json!({"data": data}))
}

fn rendering(template: Template<'static>, data: &'static Value) -> Box<dyn Job> {
    let context: &'static Context<'_> = forever(Context::new(data));
    let mut scratch = Scratch::new();
    let render = move |out: &mut String| {
        template.render_into(context, &mut scratch, out).expect("there is no gap");
    };
    Contender::reused(Role::Lacuna, "lacuna", render).job
}

/// What a rendering takes from a tree that has 100 times as many fields as the template reads,
/// compared with code by hand that looks up each of the paths once and pushes the same pieces:
/// whatever else cost time in proportion to the tree would show.
fn wide_tree(rounds: usize) -> Goal {
    let fields = workloads::fields(100 * DENSE.paths, workloads::short_value);
    let data = forever(json!({"data": fields}));
    let times = medians(&mut [rendering(template(DENSE).0, data), by_hand(data)], rounds);
    Goal {
        workload: "growth",
        what:
            "a tree 100 times as wide as it needs ÷ the same by hand with a look-up for each path"
                .to_owned(),
        figure: times[0] / times[1],
        bound: Bound::AtMost(NOISE),
    }
}

fn by_hand(data: &'static Value) -> Box<dyn Job> {
    let fields: Vec<String> = (0..DENSE.paths).map(workloads::field).collect();
    let pieces = workloads::dense_pieces(DENSE.placeholders, DENSE.paths, DENSE.text);
    let texts: Vec<String> = pieces
        .into_iter()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None })
        .collect();
    let mut values = Vec::new();
    let render = move |out: &mut String| {
        values.clear();
        values.extend(fields.iter().map(|field| data["data"][&**field]["value"].as_str()));
        for (text, value) in texts.iter().zip(values.iter().cycle()) {
            out.push_str(text);
            out.push_str(value.expect("there is no gap"));
        }
    };
    Contender::reused(Role::HandWritten, "by hand", render).job
}

/// How much more two threads do with one template than one thread; and how much more they do with
/// what shares nothing at all, since a second core that is busy elsewhere, or half of the first one,
/// gains nothing for anybody: with arithmetic, and with `push_str` of the same pieces.
fn two_threads(rounds: usize) -> Goal {
    let (template, data) = template(DENSE);
    let context = Context::new(&data);
    let render = || {
        let (mut scratch, mut out) = (Scratch::new(), String::new());
        for _ in 0..RENDERINGS {
            out.clear();
            template.render_into(&context, &mut scratch, &mut out).expect("there is no gap");
            black_box(&out);
        }
    };
    let pieces = workloads::dense_pieces(DENSE.placeholders, DENSE.paths, DENSE.text);
    let pieces: Vec<&str> = pieces.iter().map(|piece| piece.filled(&data)).collect();
    let push = || {
        let mut out = String::new();
        for _ in 0..RENDERINGS {
            out.clear();
            for piece in &pieces {
                out.push_str(black_box(piece));
            }
            black_box(&out);
        }
    };
    let calculate = || {
        black_box(
            (0..MULTIPLICATIONS)
                .fold(1_u64, |product, factor| black_box(product.wrapping_mul(factor | 1))),
        );
    };
    let (mut rendering, mut pushing, mut arithmetic) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        rendering.push(gain(&render));
        pushing.push(gain(&push));
        arithmetic.push(gain(&calculate));
    }
    let [pushing, arithmetic] = [pushing, arithmetic].map(|gains| rounded(measure::median(gains)));
    Goal {
        workload: "threads",
        what: format!(
            "what two threads do with one template ÷ what one does (with arithmetic: {arithmetic}; \
             with `push_str` of the pieces, which share nothing: {pushing})"
        ),
        figure: measure::median(rendering),
        bound: Bound::AtLeast(1.9),
    }
}

/// What two threads do in the time that one needs for the same.
fn gain(work: &(impl Fn() + Sync)) -> f64 {
    let start = Instant::now();
    work();
    let alone = start.elapsed();
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    2.0 * alone.as_secs_f64() / start.elapsed().as_secs_f64()
}

fn medians(jobs: &mut [Box<dyn Job>], rounds: usize) -> Vec<f64> {
    let mut jobs: Vec<&mut dyn Job> =
        jobs.iter_mut().map(|job| &mut **job as &mut dyn Job).collect();
    measure::times(&mut jobs, rounds).into_iter().map(measure::median).collect()
}
