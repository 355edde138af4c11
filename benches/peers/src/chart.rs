//! The picture for README: how far everybody is from the limit.

use std::fmt::Write as _;

use crate::contender::{Manner, Role};
use crate::contest::{Entry, Event, Results};
use crate::table::rounded;

/// The workloads that are drawn, with the words for them.
const DRAWN: [(&str, &str); 6] = [
    ("page", "A page of prose with 7 placeholders"),
    ("dense", "1,000 placeholders over 100 values"),
    ("distinct", "1,000 placeholders over 1,000 values"),
    ("fallback", "The text over 100 values, half of them filled by a default"),
    ("html-clean", "1,000 placeholders, escaped for HTML"),
    ("html-dirty", "The same, and there is something to escape"),
];

/// Whose bars are drawn besides lacuna's: what the names of their entries start with.
const PEERS: [&str; 6] = [
    "askama",
    "sailfish",
    "hand-written",
    "tera, prepared",
    "minijinja, prepared",
    "handlebars, prepared",
];

// Colours and a grey that can be seen on white and on black.
const OWN: &str = "#e8590c";
const COMPILED: &str = "#868e96";
const OTHERS: &str = "#4c7bd9";
const INK: &str = "#7d8590";

const WIDTH: f64 = 760.0;
/// Where the bars start, and where the longest may end: its figure stands behind it.
const LEFT: f64 = 170.0;
const RIGHT: f64 = 715.0;
const ROW: f64 = 17.0;
/// The ends of the axis, as ratios to the limit; it is logarithmic.
const FROM: f64 = 0.3;
const TO: f64 = 150.0;

/// The chart as SVG: a bar for each peer and workload, with a new output each time.
pub(crate) fn draw(results: &Results) -> String {
    let mut body = String::new();
    let mut top = 54.0;
    for (workload, title) in DRAWN {
        if let Some(event) = results.event(workload) {
            top = push_group(event, title, top, &mut body);
        }
    }
    let height = top + 10.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"{INK}\" \
         role=\"img\">\n\
         <title>How long lacuna and its peers take for a rendering</title>\n\
         <text x=\"12\" y=\"20\" font-size=\"14\" font-weight=\"bold\">Time of a rendering into a new string \
         ÷ time of copying its pieces (shorter is better, logarithmic)</text>\n\
         {legend}{body}</svg>\n",
        legend = legend(),
    )
}

fn legend() -> String {
    let mut out = String::new();
    let kinds =
        [(OWN, "lacuna"), (OTHERS, "at run time"), (COMPILED, "compiled or written by hand")];
    let _ = writeln!(out, "<text x=\"12\" y=\"40\">┊ is 1, the limit</text>");
    for ((colour, words), x) in kinds.into_iter().zip([LEFT, LEFT + 90.0, LEFT + 205.0]) {
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"31\" width=\"10\" height=\"10\" fill=\"{colour}\"/>"
        );
        let _ = writeln!(out, "<text x=\"{}\" y=\"40\">{words}</text>", x + 15.0);
    }
    out
}

/// The bars of a workload, from the shortest to the longest; where the next group starts.
fn push_group(event: &Event, title: &str, top: f64, out: &mut String) -> f64 {
    let _ =
        writeln!(out, "<text x=\"12\" y=\"{}\" font-weight=\"bold\">{title}</text>", top + 13.0);
    let mut top = top + 19.0;
    let entries = drawn(event);
    push_limit(top, top + ROW * entries.len() as f64, out);
    for entry in entries {
        push_bar(entry, entry.time / event.limit().time, top, out);
        top += ROW;
    }
    top + 9.0
}

/// The entries of a workload that get a bar.
fn drawn(event: &Event) -> Vec<&Entry> {
    let is_fresh = |entry: &Entry| entry.manner == Manner::Fresh;
    let best = event.best(|entry| is_fresh(entry) && entry.role == Role::Engine);
    let is_best = |entry: &Entry| best.is_some_and(|best| best.name == entry.name);
    let is_drawn = |entry: &&Entry| {
        let is_known = PEERS.iter().any(|peer| entry.name.starts_with(peer));
        is_fresh(entry) && (entry.role == Role::Lacuna || is_known || is_best(entry))
    };
    let mut entries: Vec<&Entry> = event.entries.iter().filter(is_drawn).collect();
    entries.sort_by(|one, other| one.time.total_cmp(&other.time));
    entries
}

fn push_bar(entry: &Entry, ratio: f64, top: f64, out: &mut String) {
    let (colour, weight) = match entry.role {
        Role::Lacuna => (OWN, "bold"),
        Role::Compiled | Role::HandWritten => (COMPILED, "normal"),
        _ => (OTHERS, "normal"),
    };
    // The name of the engine without the way in which it is used.
    let name = entry.name.split([',', ' ']).next().unwrap_or_default();
    let (base, end) = (top + 12.0, x_of(ratio));
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\" font-weight=\"{weight}\">{name}</text>\n\
         <rect x=\"{LEFT}\" y=\"{}\" width=\"{:.1}\" height=\"{}\" rx=\"2\" fill=\"{colour}\"/>\n\
         <text x=\"{:.1}\" y=\"{base}\" font-weight=\"{weight}\">{}</text>",
        LEFT - 8.0,
        top + 2.0,
        end - LEFT,
        ROW - 4.0,
        end + 5.0,
        rounded(ratio),
    );
}

/// The line at 1, the limit itself, behind the bars of a group.
fn push_limit(top: f64, bottom: f64, out: &mut String) {
    let x = x_of(1.0);
    let _ = writeln!(
        out,
        "<line x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"{INK}\" \
         stroke-dasharray=\"3 3\"/>"
    );
}

/// Where a ratio is on the axis.
fn x_of(ratio: f64) -> f64 {
    let share = (ratio.clamp(FROM, TO) / FROM).ln() / (TO / FROM).ln();
    LEFT + share * (RIGHT - LEFT)
}
