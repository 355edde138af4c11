//! A page within a page: the value of `srcdoc`, a conditional comment, the text of a script that holds a template.

use super::analysis::{Analysis, analyze_at};
use super::pieces::MARK;
use super::place::Place;
use crate::error::HtmlFault;

/// The text of a page within the page, with [`MARK`] for each of its placeholders.
#[derive(Debug, Default)]
pub(super) struct Nested {
    bytes: Vec<u8>,
    /// The placeholders by their numbers in the page around it.
    placeholders: Vec<usize>,
}

impl Nested {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), placeholders: Vec::new() }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn placeholder(&mut self, number: usize) {
        self.bytes.push(MARK);
        self.placeholders.push(number);
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.placeholders.clear();
    }

    /// Whether it is the text of a conditional comment, which mail programs read as HTML.
    pub(super) fn is_conditional(&self) -> bool {
        let text = self.bytes.trim_ascii_start();
        text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"[if"))
    }

    /// Where each placeholder stands, `depth` levels deep, with `settle` for what stands around the page.
    pub(super) fn places(
        &self,
        depth: usize,
        settle: impl Fn(Place) -> Place,
        mut tell: impl FnMut(usize, Result<Place, HtmlFault>),
    ) {
        self.places_from(0, self.bytes.len(), depth, settle, &mut tell);
    }

    /// The same of a conditional comment: between its condition and its end.
    pub(super) fn conditional_places(
        &self,
        depth: usize,
        mut tell: impl FnMut(usize, Result<Place, HtmlFault>),
    ) {
        const END: &[u8] = b"<![endif]";
        // Without the end of its condition it is a comment like others, and no value has one.
        let Some(start) = memchr::memchr(b'>', &self.bytes).map(|at| at + 1) else { return };
        let text = self.bytes.trim_ascii_end();
        let len = text.len().saturating_sub(END.len());
        let has_end = text.get(len..).is_some_and(|end| end.eq_ignore_ascii_case(END));
        let end = if has_end { len } else { self.bytes.len() };
        self.places_from(start, end, depth, Place::within_raw_text, &mut tell);
    }

    fn places_from(
        &self,
        start: usize,
        end: usize,
        depth: usize,
        settle: impl Fn(Place) -> Place,
        tell: &mut impl FnMut(usize, Result<Place, HtmlFault>),
    ) {
        let marks = |bytes: &[u8]| memchr::memchr_iter(MARK, bytes).count();
        let (front, text) = (self.bytes.get(..start), self.bytes.get(start..end));
        let (Some(front), Some(text)) = (front, text) else { return };
        let first = marks(front);
        let why = "it stands in the condition of a conditional comment";
        for number in self.placeholders.iter().take(first) {
            tell(*number, Err(HtmlFault::Unclear { why }));
        }
        if depth > 1 {
            let inner = self.placeholders.iter().skip(first);
            inner.for_each(|number| tell(*number, Err(HtmlFault::Nested)));
            return;
        }
        let pieces: Vec<_> = text.split(|byte| *byte == MARK).collect();
        let Analysis { places, end } = analyze_at(&pieces, depth);
        let numbers = self.placeholders.iter().skip(first);
        for (number, place) in numbers.zip(places) {
            // What is open at the end would swallow what stands around it.
            let place = match &end {
                Some(fault) => Err(fault.clone()),
                None => place.map(&settle),
            };
            tell(*number, place);
        }
    }
}
