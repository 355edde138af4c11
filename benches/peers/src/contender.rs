//! Somebody who does a workload in one way.

use std::hint::black_box;

use crate::buffer::Buffer;

/// A peer, a limit or lacuna, and one way in which it does a workload.
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) manner: Manner,
    /// What the reader has to know to compare it fairly.
    pub(crate) remark: &'static str,
    /// How its output is made comparable: a difference that is a matter of spelling.
    pub(crate) respelt: fn(&str) -> String,
    pub(crate) job: Box<dyn Job>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Lacuna,
    /// What the ratios of a workload are relative to.
    Limit,
    /// Shown for orientation; it does other work, or none.
    Aside,
    /// Written by hand for this one workload.
    HandWritten,
    /// Templates at run time, with paths into a tree.
    Engine,
    /// Templates at run time, with keys of a flat map.
    Flat,
    /// Templates at compile time.
    Compiled,
}

/// Only the same manners are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A new output each time.
    Fresh,
    /// The output, and what else can be kept, from the time before.
    Reused,
    Parse,
}

/// A run of something that is measured.
pub(crate) trait Job {
    fn run(&mut self);
    /// What a run writes; nothing if it only parses.
    fn output(&mut self) -> Option<String>;
}

impl Contender {
    pub(crate) fn fresh(
        role: Role,
        name: impl Into<String>,
        render: impl FnMut() -> String + 'static,
    ) -> Self {
        Self::new(role, name.into(), Manner::Fresh, Box::new(Fresh(render)))
    }

    /// `render` appends to an output that is empty.
    pub(crate) fn reused<B: Buffer + 'static>(
        role: Role,
        name: impl Into<String>,
        render: impl FnMut(&mut B) + 'static,
    ) -> Self {
        let job = Reused { buffer: B::default(), render };
        Self::new(role, name.into() + ", reused", Manner::Reused, Box::new(job))
    }

    pub(crate) fn parse<T>(
        role: Role,
        name: impl Into<String>,
        mut parse: impl FnMut() -> T + 'static,
    ) -> Self {
        let parse = move || drop(black_box(parse()));
        Self::new(role, name.into(), Manner::Parse, Box::new(Parse(parse)))
    }

    fn new(role: Role, name: String, manner: Manner, job: Box<dyn Job>) -> Self {
        Self { name, role, manner, remark: "", respelt: str::to_owned, job }
    }

    pub(crate) fn remark(mut self, remark: &'static str) -> Self {
        self.remark = remark;
        self
    }

    pub(crate) fn respelt(mut self, respelt: fn(&str) -> String) -> Self {
        self.respelt = respelt;
        self
    }
}

struct Fresh<F>(F);

impl<F: FnMut() -> String> Job for Fresh<F> {
    fn run(&mut self) {
        black_box((self.0)());
    }

    fn output(&mut self) -> Option<String> {
        Some((self.0)())
    }
}

struct Reused<B, F> {
    buffer: B,
    render: F,
}

impl<B: Buffer, F: FnMut(&mut B)> Job for Reused<B, F> {
    fn run(&mut self) {
        self.buffer.clear();
        (self.render)(&mut self.buffer);
        black_box(&self.buffer);
    }

    fn output(&mut self) -> Option<String> {
        self.run();
        Some(self.buffer.text().to_owned())
    }
}

struct Parse<F>(F);

impl<F: FnMut()> Job for Parse<F> {
    fn run(&mut self) {
        (self.0)();
    }

    fn output(&mut self) -> Option<String> {
        None
    }
}
