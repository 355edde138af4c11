//! The results as Markdown.

use std::fmt::Write as _;

use crate::contender::Role;
use crate::contest::{Entry, Event, Results};
use crate::goals::Goal;
use crate::peers;

/// All tables, with what is compared and how.
pub(crate) fn document(results: &Results, goals: &[Goal]) -> String {
    let mut out = head(results);
    out += "\n## Goals\n\n";
    push_goals(goals, &mut out);
    for event in &results.events {
        push_event(event, &mut out);
    }
    out
}

fn head(results: &Results) -> String {
    format!(
        "\
# Lacuna and its peers

Written by `cargo bench --manifest-path benches/peers/Cargo.toml`: one run on {machine}, compiled
by {compiler}, the contenders in turns, medians of {rounds} rounds. Compare ratios within a
table and nothing else: the machine is noisy, so no times are told, and differences of a tenth mean nothing. [`floors.md`](floors.md)
says what binds where a goal is missed.

- **The limit** of a rendering is `push_str` of the resolved pieces, a `Vec<&str>`, into a `String` that is large enough
  already; for HTML the pieces are escaped beforehand. That of a parse is `memmem` of lacuna's opening delimiter over the text.
  It is a unit that everybody knows, not a floor: a call for each short piece costs more than the bytes.
- In the dense texts each of 100 fields stands ten times. Lacuna looks up and escapes each once, the others ten times; *distinct* is the
  same text without that.
- Every rendering is of the same data, which are in the cache then, for all contenders alike.
- **÷ lacuna** compares fresh with fresh and reused with reused. *Reused*: the output, and whatever else can be kept, is that
  of the run before. A name in **bold** is ahead of lacuna, whose own lines are in *italics*.
- **Allocations** of one run, and after the plus how often memory grew.
- **Prepared** engines got their own type of value beforehand; *from `&Value`* includes making it of a `serde_json::Value`, which
  lacuna and the hand-written code walk as it is. *Flat* maps have the answer to every placeholder as the value of one key: that
  is less work than a walk. *Compile-time* engines have the template in the program.
- The versions of `Cargo.lock`: {versions}. minijinja has its
  feature `speedups`, tera its feature `fast`.
- Lacuna works with all that it does by default: rules for defaults, strict, every gap would be reported.
- Every output was compared byte for byte. Only askama's differs: it writes `&#60;` for `&lt;`, and so on.
",
        rounds = results.rounds,
        versions = versions(),
        machine = machine(),
        compiler = env!("COMPILER"),
    )
}

/// How many cores there are, and which, as far as the system tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    match model {
        Some(model) => format!("a machine of {cores} cores ({model})"),
        None => format!("a machine of {cores} cores"),
    }
}

fn push_goals(goals: &[Goal], out: &mut String) {
    *out += "| workload | figure of lacuna | goal | reached | |\n|---|---|---:|---:|---|\n";
    for goal in goals {
        let Goal { workload, what, figure, bound } = goal;
        let verdict = if goal.is_held() { "held" } else { "**missed**" };
        let _ = writeln!(
            out,
            "| {workload} | {what} | {bound} | {} | {verdict} |",
            bound.shown(*figure)
        );
    }
}

fn push_event(event: &Event, out: &mut String) {
    let workload = event.workload;
    let _ = write!(out, "\n## {}\n\nThis is {}.\n\n", workload.name, workload.about);
    *out += "| contender | ÷ limit | ÷ lacuna | allocations | |\n|---|---:|---:|---:|---|\n";
    let mut entries: Vec<&Entry> = event.entries.iter().collect();
    entries.sort_by(|one, other| one.time.total_cmp(&other.time));
    for entry in entries {
        let of_limit = rounded(entry.time / event.limit().time);
        let of_lacuna = entry.time / event.lacuna(entry.manner).time;
        let is_ahead = of_lacuna < 1.0 && entry.is_peer();
        let mark = match entry.role {
            Role::Lacuna => "*",
            _ if is_ahead => "**",
            _ => "",
        };
        let of_lacuna = if entry.is_peer() { rounded(of_lacuna) } else { String::new() };
        let (name, allocations) = (&entry.name, entry.allocations);
        let _ = writeln!(
            out,
            "| {mark}{name}{mark} | {of_limit} | {of_lacuna} | {}+{} | {} |",
            allocations.new,
            allocations.grown,
            entry.remark.replace('|', "\\|"),
        );
    }
    let _ = writeln!(out, "\nLeft out: {}", peers::left_out(workload));
}

/// The newest versions when the lock file was written.
fn versions() -> String {
    let peers = [
        "askama",
        "handlebars",
        "leon",
        "liquid",
        "minijinja",
        "ramhorns",
        "sailfish",
        "subst",
        "tera",
        "text_placeholder",
        "tinytemplate",
        "upon",
    ];
    let lock = include_str!("../Cargo.lock");
    let version = |peer: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{peer}\"\nversion = \""))?;
        Some(format!("{peer} {}", rest.split_once('"')?.0))
    };
    let versions = peers.map(|peer| version(peer).expect("the lock file has every dependency"));
    versions.join(", ")
}

impl Entry {
    /// Whether it is somebody else's way to do the same work.
    fn is_peer(&self) -> bool {
        !matches!(self.role, Role::Lacuna | Role::Limit | Role::Aside)
    }
}

/// Two places behind the point; one from 10 on, none from 100 on.
pub(crate) fn rounded(figure: f64) -> String {
    match figure {
        _ if figure < 10.0 => format!("{figure:.2}"),
        _ if figure < 100.0 => format!("{figure:.1}"),
        _ => format!("{figure:.0}"),
    }
}
