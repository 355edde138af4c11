//! How far it is, for a person who waits.

use std::cell::{Cell, OnceCell};
use std::io::{self, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Nobody wants to see a bar before.
const LONG: Duration = Duration::from_secs(1);
const FORM: &str = "{wide_bar} {bytes} of {total_bytes}, {eta} left";

/// A bar on standard error, if that is a terminal and it takes long. It goes when this is dropped.
pub(crate) struct Progress {
    total: u64,
    done: Cell<u64>,
    begun: Instant,
    bar: OnceCell<ProgressBar>,
}

impl Progress {
    /// Of so many bytes nothing is done.
    pub(crate) fn new(total: u64) -> Self {
        Self { total, done: Cell::new(0), begun: Instant::now(), bar: OnceCell::new() }
    }

    /// The same bytes, which count as done when they are read.
    pub(crate) fn watch<R: Read>(&self, reader: R) -> Watched<'_, R> {
        Watched { progress: self, reader }
    }

    fn advance(&self, bytes: usize) {
        self.done.set(self.done.get() + bytes as u64);
        if self.begun.elapsed() < LONG {
            return;
        }
        // Where nobody watches indicatif draws nothing.
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template(FORM);
            ProgressBar::new(self.total)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(self.done.get());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

pub(crate) struct Watched<'p, R> {
    progress: &'p Progress,
    reader: R,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.progress.advance(read);
        Ok(read)
    }
}
