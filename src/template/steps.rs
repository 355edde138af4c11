//! How a path is written: in a placeholder, in a layout, and alone.

use nom::{Finish, Offset, Parser};
use serde::{Deserialize, Deserializer};

use super::foreign::{Place, unexpected};
use super::number::number;
use super::token::{Failure, Parsed, bracketed, exactly, name, named, require};
use crate::error::Error;
use crate::path::{Path, Segment};
use crate::span::Span;

/// `"." name | "[" ( index | string ) "]"`, one step of a path.
pub(super) fn step<'t>(
    rest: &'t str,
    stop: Option<&str>,
    delimiters: (&str, &str),
) -> Parsed<'t, Segment<'t>> {
    if let Ok((behind, _)) = exactly(".").parse(rest) {
        let fail = |rest| unexpected(rest, "a key behind the dot", Place::Name, delimiters);
        if stop.is_some_and(|stop| behind.starts_with(stop)) {
            return fail(behind).err();
        }
        return require(name(stop).map(named), fail).parse(behind);
    }
    let (rest, _) = exactly("[").parse(rest)?;
    let expected = "an index or a key in quotes";
    let inside = require(bracketed, |rest| unexpected(rest, expected, Place::Bracket, delimiters));
    let end = require(exactly("]"), |rest| unexpected(rest, "`]`", Place::Other, delimiters));
    (inside, end).map(|(segment, _)| segment).parse(rest)
}

/// The head of a path that stands alone; none if it is the root, `$`.
pub(super) fn head(rest: &str) -> Parsed<'_, Option<Segment<'_>>> {
    let fail = |rest| unexpected(rest, "a path", Place::Operand, ("", ""));
    if let Ok(_) | Err(nom::Err::Failure(_)) = number(None).parse(rest) {
        return fail(rest).help("a first key that begins with a digit is written `$['0']`").err();
    }
    let head = name(None).map(|head| (head != "$").then(|| Segment::Key(head.into())));
    require(head, fail).parse(rest)
}

/// One step of a path that stands alone.
pub(super) fn segment(rest: &str) -> Parsed<'_, Segment<'_>> {
    let fail = |rest| unexpected(rest, "`.` or `[`", Place::Other, ("", ""));
    require(|rest| step(rest, None, ("", "")), fail).parse(rest)
}

/// The spans of the segments of the path that `text` begins with, which is a path.
pub(super) fn segment_spans(text: &str, stop: &str) -> Vec<Span> {
    let span = |from: &str, to: &str| Span::new(text.offset(from), text.offset(to));
    let mut spans = Vec::new();
    let Ok((mut rest, first)) = name(Some(stop)).parse(text) else { return spans };
    if first != "$" {
        spans.push(span(text, rest));
    }
    while !rest.starts_with(stop) {
        let Ok((behind, _)) = step(rest, Some(stop), ("", "")) else { break };
        let dot = usize::from(rest.starts_with('.'));
        spans.push(span(&rest[dot..], behind));
        rest = behind;
    }
    spans
}

impl<'p> Path<'p> {
    /// Reads a path as a template would: `data.name`, `items[0]`, `$['a b']`.
    ///
    /// # Errors
    ///
    /// If `text` is not one path and nothing else; the place is in `text`.
    ///
    /// ```
    /// let error = lacuna::Path::parse("items[-1]").unwrap_err();
    /// assert_eq!(error.to_string(), "1:7: `-1` is not an index: it has a sign");
    /// ```
    pub fn parse(text: &'p str) -> Result<Self, Error> {
        let refuse = |failure| path_error(text, failure);
        let (mut rest, head) = head(text).finish().map_err(refuse)?;
        let mut segments = Vec::from_iter(head);
        while !rest.is_empty() {
            let (behind, segment) = segment(rest).finish().map_err(refuse)?;
            segments.push(segment);
            rest = behind;
        }
        Ok(Self::new(segments))
    }
}

impl<'de> Deserialize<'de> for Path<'_> {
    /// From the text that `Display` writes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Path::parse(&text).map(Path::into_owned).map_err(serde::de::Error::custom)
    }
}

fn path_error(text: &str, failure: Failure<'_>) -> Error {
    let (span, kind, help) = failure.parts(text);
    Error::at(text, None, kind, span, help)
}
