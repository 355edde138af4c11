//! Gathers problems in the order of a text, up to a limit.

use std::collections::BTreeMap;

use super::{DRAWN, Error, ErrorKind, Problem};
use crate::path::Within;
use crate::span::{Locator, Span};

/// Problems in the order in which they were found, as many as a limit keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Problems {
    pub(crate) kept: Vec<Problem>,
    /// How many were not kept, by code.
    pub(crate) dropped: BTreeMap<&'static str, usize>,
}

impl Problems {
    /// This one alone.
    pub(crate) fn one(problem: Problem) -> Self {
        Self { kept: vec![problem], ..Self::default() }
    }

    /// Counts what is not kept.
    pub(crate) fn count_dropped(&mut self, code: &'static str, count: usize) {
        *self.dropped.entry(code).or_default() += count;
    }

    pub(crate) fn count(&self) -> usize {
        self.kept.len() + self.dropped.values().sum::<usize>()
    }

    /// The error, if there was a problem.
    pub(crate) fn into_error(self) -> Option<Error> {
        (!self.kept.is_empty()).then(|| Error::of(self))
    }
}

/// Collects the problems of one text, in the order of the text.
#[derive(Debug)]
pub(crate) struct Collector<'t> {
    locator: Locator<'t>,
    within: Option<&'t Within>,
    problems: Problems,
    limit: usize,
}

impl<'t> Collector<'t> {
    pub(crate) fn new(text: &'t str, limit: usize) -> Self {
        Self::continuing(Problems::default(), text, None, limit)
    }

    /// Goes on with the problems of the texts before this one, which stands within a tree.
    pub(crate) const fn continuing(
        problems: Problems,
        text: &'t str,
        within: Option<&'t Within>,
        limit: usize,
    ) -> Self {
        Self { locator: Locator::new(text), within, problems, limit }
    }

    /// Whether the next problem will be drawn, so that a suggestion is worth its cost.
    pub(crate) fn will_draw(&self) -> bool {
        self.problems.kept.len() < DRAWN
    }

    /// Adds a problem; what was kept of it.
    pub(crate) fn push(
        &mut self,
        kind: ErrorKind,
        span: Span,
        help: Option<String>,
    ) -> Option<&mut Problem> {
        if self.problems.kept.len() >= self.limit.max(1) {
            self.problems.count_dropped(kind.code(), 1);
            return None;
        }
        let is_drawn = self.will_draw();
        let problem = Problem::at(&mut self.locator, kind, span, help, is_drawn);
        self.problems.kept.push(problem.within_string(self.within));
        self.problems.kept.last_mut()
    }

    /// The same for a problem behind `anchor`: only those have to ascend.
    pub(crate) fn push_behind(
        &mut self,
        anchor: usize,
        kind: ErrorKind,
        span: Span,
        help: Option<String>,
    ) {
        self.locator.locate(anchor);
        let here = self.locator.clone();
        self.push(kind, span, help);
        self.locator = here;
    }

    #[cfg(feature = "html")]
    pub(crate) fn is_empty(&self) -> bool {
        self.problems.count() == 0
    }

    pub(crate) fn into_problems(self) -> Problems {
        self.problems
    }
}
