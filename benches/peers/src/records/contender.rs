//! Somebody who makes letters of records in one way, from the bytes to one text.

use std::hint::black_box;

use crate::buffer::Buffer;

/// A peer, a limit or lacuna, and one way in which it does the work.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) job: Box<dyn Job>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Lacuna,
    /// What the ratios are relative to.
    Limit,
    /// What part of the work takes; it writes no letters.
    Floor,
    /// Parses JSON and writes the letter by hand.
    HandWritten,
    /// Parses JSON and has a template.
    Engine,
}

/// A run of something that is measured.
pub(crate) trait Job {
    fn run(&mut self);
    /// What the last run wrote; nothing if it writes no letters.
    fn output(&self) -> Option<&str>;
}

impl Contender {
    /// `write` appends all letters to an output that is empty, and is given its memory from the run before.
    pub(crate) fn writer<B: Buffer + 'static>(
        role: Role,
        name: &'static str,
        write: impl FnMut(&mut B) + 'static,
    ) -> Self {
        Self { name, role, job: Box::new(Writer { out: B::default(), write }) }
    }

    /// Does a part of the work.
    pub(crate) fn floor<T>(
        role: Role,
        name: &'static str,
        mut work: impl FnMut() -> T + 'static,
    ) -> Self {
        let work = move || drop(black_box(work()));
        Self { name, role, job: Box::new(Floor(work)) }
    }
}

struct Writer<B, W> {
    out: B,
    write: W,
}

impl<B: Buffer, W: FnMut(&mut B)> Job for Writer<B, W> {
    fn run(&mut self) {
        self.out.clear();
        (self.write)(&mut self.out);
        black_box(&self.out);
    }

    fn output(&self) -> Option<&str> {
        Some(self.out.text())
    }
}

struct Floor<W>(W);

impl<W: FnMut()> Job for Floor<W> {
    fn run(&mut self) {
        (self.0)();
    }

    fn output(&self) -> Option<&str> {
        None
    }
}
