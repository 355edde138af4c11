//! A page of HTML with comments that tell where its placeholders printed.
//!
//! Comments change nothing of what a page shows: they are no text, no element, and no selector sees them. Where
//! one cannot stand (within a tag, a script, a style, a title) it stands before the start tag. Nothing depends on that
//! for its safety: the frame in which the page is shown runs nothing, whatever this page is.

use std::collections::BTreeSet;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};
use serde::Serialize;

use crate::escape::text_state;
use crate::report::Report;

/// A page for the frame.
#[derive(Serialize)]
pub(super) struct Framed {
    page: String,
    /// What our comments begin with, and no other does: `<!--key:0-->`, and `<!--/key:0-->` behind an output.
    key: String,
}

impl Framed {
    pub(super) fn new(output: &str, report: &Report<'_>) -> Self {
        let key = free_key(output);
        let ranges = report.placeholders.iter().enumerate();
        let ranges: Vec<(usize, Range<usize>)> =
            ranges.filter_map(|(number, entry)| Some((number, entry.output.clone()?))).collect();
        let mut places = Places { closed: closed(output), cdata: cdata(output), passed: 0 };
        let mut page = String::with_capacity(output.len() + ranges.len() * 2 * (key.len() + 16));
        let mut written = 0;
        let mut put = |at: usize, comment: String| {
            // A place that cannot be one would be a mistake of the tokenizer: the page goes without that comment.
            if let Some(text) = output.get(written..at) {
                page.push_str(text);
                page.push_str(&comment);
                written = at;
            }
        };
        for (number, Range { start, end }) in ranges {
            let opening = format!("<!--{key}:{number}-->");
            match places.at(output, start) {
                Place::Text => {
                    put(start, opening);
                    // What is vouched for may leave a tag open.
                    let end =
                        if matches!(places.at(output, end), Place::Text) { end } else { start };
                    put(end, format!("<!--/{key}:{number}-->"));
                }
                Place::Within { tag: Some(tag) } => put(tag, opening),
                Place::Within { tag: None } => {}
            }
        }
        page.push_str(&output[written..]);
        Self { page, key }
    }
}

/// A beginning for comments that the page does not have.
fn free_key(page: &str) -> String {
    let numbers = page.match_indices("lacuna-").filter_map(|(at, name)| {
        let behind = &page[at + name.len()..];
        let digits = behind.bytes().take(10).take_while(u8::is_ascii_digit).count();
        behind[..digits].parse::<usize>().ok()
    });
    let taken: BTreeSet<usize> = numbers.collect();
    // Of one number more than are taken one is free.
    let free = (0..=taken.len()).find(|number| !taken.contains(number)).unwrap_or_default();
    format!("lacuna-{free}")
}

/// What a place of a page is to a comment.
enum Place {
    /// One can stand there.
    Text,
    /// None can, but one before the start tag of the element if there is one.
    Within { tag: Option<usize> },
}

/// A part of a page in which no comment can stand: between its ends, not at them.
#[derive(Debug)]
struct Closed {
    start: usize,
    end: usize,
    is_element: bool,
}

/// Tells the places of a page, of which ascending ones are asked.
struct Places {
    closed: Vec<Closed>,
    /// What may be CDATA, in order: an element of SVG decides, and the tokenizer does not know it.
    cdata: Vec<Range<usize>>,
    /// So many parts end before the place that was asked last.
    passed: usize,
}

impl Places {
    fn at(&mut self, page: &str, at: usize) -> Place {
        while self.closed.get(self.passed).is_some_and(|part| part.end <= at) {
            self.passed += 1;
        }
        match self.closed.get(self.passed) {
            Some(part) if part.start < at => {
                Place::Within { tag: part.is_element.then_some(part.start) }
            }
            _ if self.is_cdata(at) || is_cut(page, at) => Place::Within { tag: None },
            _ => Place::Text,
        }
    }

    fn is_cdata(&self, at: usize) -> bool {
        let before = self.cdata.partition_point(|part| part.start < at);
        before.checked_sub(1).is_some_and(|last| at < self.cdata[last].end)
    }
}

fn cdata(page: &str) -> Vec<Range<usize>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(start) = page[at..].find("<![CDATA[").map(|start| at + start) {
        at = page[start..].find("]]>").map_or(page.len(), |end| start + end + 3);
        parts.push(start..at);
    }
    parts
}

/// Whether a comment would cut something in two: a reference, a line end, a tag that the end of the page leaves open.
fn is_cut(page: &str, at: usize) -> bool {
    const NEAR: usize = 256;
    let (before, behind) = page.as_bytes().split_at(at);
    let near = &before[before.len().saturating_sub(NEAR)..];
    let is_reference = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = near.iter().rev().take_while(|byte| is_reference(byte)).count();
    let is_in_reference = near.len() > name && near[near.len() - name - 1] == b'&';
    let is_in_tag = near.iter().rposition(|byte| matches!(byte, b'<' | b'>')).is_some_and(|last| {
        let next = near.get(last + 1).copied().unwrap_or_default();
        near[last] == b'<'
            && (last + 1 == near.len() || next.is_ascii_alphabetic() || b"/!?".contains(&next))
    });
    let is_in_line_end = before.ends_with(b"\r") && behind.starts_with(b"\n");
    is_in_reference || is_in_tag || is_in_line_end
}

/// What a tokenizer tells of a page.
enum Token {
    /// A start tag begins, of an element whose text is read in this way.
    Open {
        start: usize,
        text: Option<State>,
        swallows_line: bool,
    },
    Close {
        end: usize,
    },
    Other {
        start: usize,
        end: usize,
        is_end_tag: bool,
    },
}

/// The parts of a page in which no comment can stand, in order.
fn closed(page: &str) -> Vec<Closed> {
    let mut tokenizer = Tokenizer::new_with_emitter(
        page,
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| token(&event, span)),
    );
    let mut parts: Vec<Closed> = Vec::new();
    let mut text = None;
    let mut swallows = false;
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            Token::Open { start, text: state, swallows_line } => {
                // It may never be closed.
                parts.push(Closed { start, end: usize::MAX, is_element: true });
                (text, swallows) = (state, swallows_line);
            }
            Token::Close { end } => {
                // The text of such an element belongs to it, up to its end tag.
                if let Some(state) = text {
                    tokenizer.set_state(state);
                } else if let Some(tag) = parts.last_mut() {
                    // A line end right behind is left out by browsers, unless something stands between.
                    tag.end = if swallows { end + 1 } else { end };
                }
            }
            Token::Other { start, end, is_end_tag } => {
                if let (Some(_), true, Some(element)) = (&text, is_end_tag, parts.last_mut()) {
                    element.end = start + 1;
                    text = None;
                }
                parts.push(Closed { start, end, is_element: false });
            }
        }
    }
    parts
}

/// What is of interest here of what html5gum tells.
fn token(event: &CallbackEvent<'_>, Span { start, end }: Span<usize>) -> Option<Token> {
    match *event {
        CallbackEvent::OpenStartTag { name } => {
            let swallows_line = matches!(name, b"pre" | b"listing");
            Some(Token::Open { start, text: text_state(name), swallows_line })
        }
        CallbackEvent::CloseStartTag { .. } => Some(Token::Close { end }),
        CallbackEvent::EndTag { .. } => Some(Token::Other { start, end, is_end_tag: true }),
        CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } => {
            Some(Token::Other { start, end, is_end_tag: false })
        }
        CallbackEvent::String { .. }
        | CallbackEvent::AttributeName { .. }
        | CallbackEvent::AttributeValue { .. }
        | CallbackEvent::Error(_) => None,
    }
}
