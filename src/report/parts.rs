//! What texts are made of that hold placeholders themselves, as entries of a report.

use super::Entry;
use crate::resolve::{Part, Parts};

impl Entry<'_> {
    /// An entry for each of the parts, without ranges.
    pub(super) fn of(parts: Option<&Parts>) -> Vec<Self> {
        let entries = list(parts).iter().map(|part| Self {
            within: None,
            span: part.span,
            position: part.position,
            expression: part.expression.clone().into(),
            context: part.context,
            outcome: part.outcome.clone(),
            rejected: part.rejected.clone(),
            output: None,
            kept: false,
            parts: Self::of(part.parts.as_ref()),
        });
        entries.collect()
    }

    /// Tells the ranges of the parts: `at` is where an offset of the text lies in the output, and
    /// is asked for ascending ones.
    pub(super) fn place(&mut self, parts: &[Part], at: &mut impl FnMut(usize) -> usize) {
        for (entry, part) in self.parts.iter_mut().zip(parts) {
            let start = at(part.range.start);
            entry.place(list(part.parts.as_ref()), at);
            entry.output = Some(start..at(part.range.end));
        }
    }
}

pub(super) fn list(parts: Option<&Parts>) -> &[Part] {
    parts.map_or(&[], Parts::list)
}
