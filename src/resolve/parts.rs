//! What a text that was filled is made of: told to reports, which want every placeholder in it.

use std::ops::Range;
use std::sync::Arc;

use super::Resolution;
use super::answer::{Origin, Verdict};
use super::lookup::Lookup;
use super::outcome::{Outcome, Rejected};
use super::trail::Trail;
use crate::escape::{Escape, HtmlContext};
use crate::span::{Locator, Position, Span};
use crate::template::Template;

static RAW: Escape = Escape::none();

/// So many bytes of expressions and operands count as another part.
const LONG: usize = 256;

/// A placeholder within a text that was filled, with what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) expression: String,
    pub(crate) context: Option<HtmlContext>,
    /// In the text that holds it.
    pub(crate) span: Span,
    pub(crate) position: Position,
    pub(crate) outcome: Outcome<'static>,
    pub(crate) rejected: Vec<Rejected<'static>>,
    /// In the text that came out of the outermost text that was filled.
    pub(crate) range: Range<usize>,
    pub(crate) parts: Option<Parts>,
}

/// The parts of a text, shared by all who use that.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    list: Arc<[Part]>,
    /// How much there is to tell, that of parts within parts included.
    pub(crate) count: usize,
}

impl Parts {
    pub(crate) fn list(&self) -> &[Part] {
        &self.list
    }

    /// The same with the ranges moved to where `at` says, which is asked for ascending offsets.
    fn moved(&self, at: &mut impl FnMut(usize) -> usize) -> Self {
        let list = self.list.iter().map(|part| {
            let start = at(part.range.start);
            let parts = part.parts.as_ref().map(|parts| parts.moved(at));
            Part { parts, range: start..at(part.range.end), ..part.clone() }
        });
        Self { list: list.collect(), count: self.count }
    }
}

impl Lookup<'_> {
    /// What a text was made of, whose placeholders printed at `ranges`; none if there is more to
    /// tell than a report may have, since each text is told wherever it stands.
    pub(super) fn parts(
        &mut self,
        template: &Template<'_>,
        resolution: &Resolution<'_>,
        ranges: Vec<Range<usize>>,
    ) -> Option<Parts> {
        // Those of the texts within it are its own from here on; those of arguments stay.
        let answers = resolution.answers();
        let inner = answers.filter(|answer| !matches!(answer.origin, Origin::Argument(_)));
        let inner = inner.filter_map(|answer| answer.parts.as_ref());
        self.expansion.parts += inner.map(|parts| parts.count).sum::<usize>();

        let mut locator = Locator::new(template.source());
        let (mut list, mut count) = (Vec::new(), 0_usize);
        for (resolved, range) in resolution.outcomes().zip(ranges) {
            let (placeholder, answer) = (resolved.placeholder(), resolved.answer());
            // For an argument candidates were passed over where it was given.
            let mut rejected = match answer.origin {
                Origin::Argument(number) => resolution.lookup.argument_rejected(number).to_vec(),
                _ => Vec::new(),
            };
            rejected.extend(resolved.rejected().map(Rejected::into_owned));
            let inner = answer.parts.as_ref().filter(|_| answer.verdict == Verdict::Value);
            count += 1 + rejected.len() + inner.map_or(0, |parts| parts.count);
            // Long expressions and candidates count for more.
            let operands = rejected.iter().map(|rejected| rejected.operand.len());
            count += (placeholder.expression().len() + operands.sum::<usize>()) / LONG;
            if count > self.expansion.parts {
                return None;
            }
            let parts = inner.and_then(|parts| {
                let datum = answer.held.datum();
                let text = datum.text().unwrap_or_default();
                // Where an offset of the text that was put in lies in what was put in.
                let escape = self.escape_within(template).unwrap_or(&RAW);
                let mut offsets = escape.offsets(resolved.at(), text)?;
                Some(parts.moved(&mut |offset| range.start + offsets.at(offset)))
            });
            list.push(Part {
                expression: placeholder.expression().to_owned(),
                context: placeholder.html_context(),
                span: placeholder.span(),
                position: locator.locate(placeholder.span().start()),
                outcome: resolved.outcome().into_owned(),
                rejected,
                parts,
                range,
            });
        }
        self.expansion.parts -= count;
        Some(Parts { list: list.into(), count })
    }
}

impl Resolution<'_> {
    /// What the texts are made of that hold placeholders themselves, for each expression that found
    /// one and has no filter. Worked out anew, since only reports ask.
    pub(crate) fn parts(&self) -> Vec<Option<Parts>> {
        let template = self.template();
        let expressions = &template.tables().expressions;
        if !template.layout().expands() && self.lookup.context.messages().is_none() {
            return vec![None; expressions.len()];
        }
        let mut lookup = self.lookup.anew();
        let answers = expressions.iter().zip(self.answers());
        let parts = answers.map(|(expression, answer)| {
            if answer.verdict != Verdict::Value || !expression.calls.is_empty() {
                return None;
            }
            let told = lookup.answer_with(expression, &mut Trail::listening(true));
            // A source may have changed its mind.
            let is_same = told.held.datum() == answer.held.datum();
            told.parts.filter(|_| is_same)
        });
        parts.collect()
    }
}
