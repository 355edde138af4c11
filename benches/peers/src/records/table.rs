//! The results as Markdown.

use std::fmt::Write;

use crate::allocations::Allocations;
use crate::contender::Role;
use crate::{RECORDS, goals};

/// What became of a contender.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    /// Nanoseconds of a run: the median of the rounds, and the least.
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) allocations: Allocations,
}

/// What is compared, everybody's times, and the goals.
pub(crate) fn document(input: &str, letters: usize, entries: &[Entry], rounds: usize) -> String {
    let limit = entries.iter().find(|entry| entry.role == Role::Limit).expect("there is one");
    let mut out = format!(
        "# Records\n\n{RECORDS} records of {} bytes on average, {:.1} MB of letters, {rounds} rounds in turns. The limit \
         reads {:.1} GB/s.\n\n\
         | contender | ÷ limit | least ÷ least | allocations |\n|---|---:|---:|---:|\n",
        input.len() as u64 / RECORDS,
        letters as f64 / 1e6,
        input.len() as f64 / limit.median,
    );
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|one, other| one.median.total_cmp(&other.median));
    for entry in sorted {
        let mark = if entry.role == Role::Lacuna { "*" } else { "" };
        let name = entry.name;
        let (median, least) = (entry.median / limit.median, entry.least / limit.least);
        let Allocations { new, grown } = entry.allocations;
        writeln!(out, "| {mark}{name}{mark} | {median:.2} | {least:.2} | {new}+{grown} |")
            .expect("a text grows");
    }
    out += "\n| figure of lacuna | goal | reached | |\n|---|---:|---:|---|\n";
    for goal in goals::of(entries) {
        let _ = writeln!(out, "{goal}");
    }
    out
}
