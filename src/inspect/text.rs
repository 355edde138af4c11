//! A text with what its placeholders printed in `mark` elements.

use super::told::Origin;
use crate::escape::{At, Escape};
use crate::report::Report;

/// So many bytes at least stand in one block, which a browser lays out only when it is looked at. It ends with a line.
const BLOCK: usize = 4096;
/// In a line of so many bytes it ends behind a mark, since such a line is wrapped anyway and browsers take quadratic
/// time over a paragraph of very many marks.
const LONG: usize = 4 * BLOCK;

/// The text as HTML: without tags, and with its references read, it is `output`.
///
/// What is written besides the text are these tags alone, with a number and one of our words in them, and every
/// piece of the text goes through one function that leaves neither `<` nor `&`. So nothing of a text is ever markup.
pub(super) fn marked(output: &str, report: &Report<'_>) -> String {
    let mut text = Marked::default();
    let mut at = 0;
    for (number, entry) in report.placeholders.iter().enumerate() {
        let Some(range) = entry.output.clone() else { continue };
        text.literal(&output[at..range.start]);
        let origin = Origin::of(&entry.outcome).name();
        text.tag(&format!("<mark data-origin=\"{origin}\" data-n=\"{number}\">"));
        text.push(&output[range.clone()]);
        text.tag("</mark>");
        if text.len() > LONG {
            text.end_block();
        }
        at = range.end;
    }
    text.literal(&output[at..]);
    text.finish()
}

#[derive(Default)]
struct Marked {
    html: String,
    /// Where the block begins that is open; none if there is none.
    block: Option<usize>,
}

impl Marked {
    fn tag(&mut self, tag: &str) {
        if self.block.is_none() {
            self.html.push_str("<div>");
            self.block = Some(self.html.len());
        }
        self.html.push_str(tag);
    }

    fn push(&mut self, text: &str) {
        self.tag("");
        Escape::element_text().push(At::default(), text, &mut self.html);
    }

    /// The bytes of the block that is open.
    fn len(&self) -> usize {
        self.block.map_or(0, |start| self.html.len() - start)
    }

    /// Literal text, between whose lines blocks may end.
    fn literal(&mut self, mut text: &str) {
        while !text.is_empty() {
            let from = text.len().min(BLOCK.saturating_sub(self.len()));
            let line = memchr::memchr(b'\n', &text.as_bytes()[from..]);
            let Some(end) = line.map(|line| from + line + 1) else { return self.push(text) };
            self.push(&text[..end]);
            self.end_block();
            text = &text[end..];
        }
    }

    fn end_block(&mut self) {
        if self.block.take().is_some() {
            self.html.push_str("</div>");
        }
    }

    fn finish(mut self) -> String {
        self.end_block();
        self.html
    }
}
