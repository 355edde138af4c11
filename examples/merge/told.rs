//! What is told on standard error: rejected records, how far it is, a summary.

use std::fmt::{Display, Write as _};
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressState, ProgressStyle};
use lacuna::{Findings, MergeError, Merged, RejectReason, Rejection, Template};

use crate::interrupt;
use crate::options::visible;

/// Nobody wants to see a bar before.
const LONG: Duration = Duration::from_secs(1);
const SIZED: &str = "{wide_bar} {bytes} of {total_bytes}, {rate}, {eta} left; {msg}";
const UNSIZED: &str = "{spinner} {bytes}, {rate}; {msg}";
/// Rejected records wait until so many bytes tell of them, or the batch is done.
const WAITING: usize = 64 << 10;
/// The most warnings of a template that are drawn; the rest is counted.
const DRAWN: usize = 100;

/// Tells while the merge runs.
pub(crate) struct Told {
    lines: Mutex<String>,
    /// The bytes of the input, if they are known.
    size: Option<u64>,
    is_watched: bool,
    begun: Instant,
    bar: OnceLock<ProgressBar>,
}

impl Told {
    pub(crate) fn new(size: Option<u64>, is_watched: bool) -> Self {
        let (lines, bar) = (Mutex::default(), OnceLock::new());
        Self { lines, size, is_watched, begun: Instant::now(), bar }
    }

    /// A rejected record: its number, its line if that is another one, and why.
    pub(crate) fn reject(&self, rejection: &Rejection<'_>) -> ControlFlow<()> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, reason) = (rejection.number(), rejection.reason());
        // Writing to memory does not fail.
        let _ = match rejection.line().filter(|line| *line != number) {
            Some(line) => write!(lines, "record {number} (line {line}): {reason}"),
            None => write!(lines, "record {number}: {reason}"),
        };
        let _ = match way_out(rejection) {
            Some(way_out) => writeln!(lines, ": {way_out}"),
            None => writeln!(lines),
        };
        if lines.len() < WAITING { ControlFlow::Continue(()) } else { self.write(&mut lines) }
    }

    /// How far it is.
    pub(crate) fn observe(&self, merged: &Merged) -> ControlFlow<()> {
        if self.is_watched && self.begun.elapsed() >= LONG {
            // Where nobody watches indicatif draws nothing.
            let bar = self.bar.get_or_init(|| self.bar());
            bar.set_position(merged.input_bytes());
            let rejected = merged.rejected();
            bar.set_message(format!("{} records, {rejected} rejected", merged.done()));
        }
        if interrupt::is_asked() {
            return ControlFlow::Break(());
        }
        self.write(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells what is left, and takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
        // If nobody hears it, the merge is at its end all the same.
        let _ = self.write(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn bar(&self) -> ProgressBar {
        let (bar, form) = match self.size {
            Some(size) => (ProgressBar::new(size), SIZED),
            None => (ProgressBar::new_spinner(), UNSIZED),
        };
        let begun = self.begun;
        // The bar appears late, and takes what is done by then for a moment's work.
        let rate = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let milliseconds = begun.elapsed().as_millis().max(1);
            let rate = u128::from(state.pos()) * 1000 / milliseconds;
            let _ = write!(out, "{}/s", HumanBytes(u64::try_from(rate).unwrap_or(u64::MAX)));
        };
        let style = ProgressStyle::with_template(form).map(|style| style.with_key("rate", rate));
        let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.with_elapsed(begun.elapsed())
    }

    /// Writes the lines, above the bar; a merge whose rejects nobody hears of is stopped.
    fn write(&self, lines: &mut String) -> ControlFlow<()> {
        if lines.is_empty() {
            return ControlFlow::Continue(());
        }
        let write = || io::stderr().lock().write_all(lines.as_bytes());
        let written = match self.bar.get() {
            Some(bar) => bar.suspend(write),
            None => write(),
        };
        lines.clear();
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// What to do about a record that is no JSON, if that can be told.
fn way_out<'r>(rejection: &Rejection<'r>) -> Option<&'r str> {
    let RejectReason::Malformed(error) = rejection.reason() else { return None };
    let record = rejection.record().unwrap_or_default().trim_ascii();
    if matches!(record, b"{" | b"[") {
        return Some("it goes on in the next line, and a record of NDJSON has to stand in one");
    }
    error.all().first()?.help()
}

/// A line, if anybody hears it.
pub(crate) fn say(message: &impl Display) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// What there is to say before the first record.
pub(crate) fn say_warnings(template: &Template<'_>, catalogs: &Findings) {
    if !catalogs.is_empty() {
        say(&format!("{catalogs:#}"));
    }
    let name = visible(template.name().unwrap_or_default());
    for warning in template.warnings().iter().take(DRAWN) {
        say(&format!("warning: {name}:{warning:#}\n"));
    }
    if template.warning_count() > DRAWN {
        say(&format!("… and {} more warnings\n", template.warning_count() - DRAWN));
    }
}

/// What was done.
pub(crate) fn say_summary(merged: &Merged, replaced: u64) {
    let _ = write!(io::stderr().lock(), "{merged}");
    if replaced > 0 {
        say(&format!("files replaced: {replaced}"));
    }
}

/// Whether whoever reads the outputs has enough.
pub(crate) fn is_broken_pipe(error: &MergeError) -> bool {
    let cause =
        std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
