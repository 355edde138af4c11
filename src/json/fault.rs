//! What keeps bytes from being JSON: `serde_json` decides, and says where.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::span::{Locator, Position, floor_char_boundary};
use crate::visible::visible;

/// What is wrong with a document, and where. `{}` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) reason: String,
    /// The byte at fault, from 0; the length of the document if it ends too early.
    pub(crate) byte: usize,
    position: Position,
    /// What to do about it, if that can be told.
    pub(crate) way_out: Option<&'static str>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reason, byte, position: Position { line, column }, .. } = self;
        let reason = visible(reason);
        write!(
            f,
            "the JSON is malformed at line {line}, column {column} (byte {byte}, from 0): {reason}"
        )
    }
}

/// Whether `serde_json` would make a value of the document.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        // What stands before it is text.
        let before = std::str::from_utf8(&bytes[..byte]).unwrap_or_default();
        Fault::at("not UTF-8", before, byte)
    })?;
    let mut json = serde_json::Deserializer::from_str(text);
    let checked = json.deserialize_any(Checker).and_then(|()| json.end());
    checked.map_err(|error| {
        let (reason, byte) = place(&error, text);
        Fault { way_out: way_out(&reason, &text[byte..]), ..Fault::at(&reason, text, byte) }
    })
}

impl Fault {
    fn at(reason: &str, text: &str, byte: usize) -> Self {
        let position = Locator::new(text).locate(byte);
        Self { reason: reason.to_owned(), byte, position, way_out: None }
    }
}

/// What the error says without its place, and the byte of the text that it names, at a character.
pub(crate) fn place(error: &serde_json::Error, text: &str) -> (String, usize) {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = message.strip_suffix(&place).unwrap_or(&message).to_owned();
    // Columns are bytes there, and the first is 1; at a line end it is 0.
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let start = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    (reason, floor_char_boundary(text, start))
}

const QUOTES: &str = "strings and keys of JSON stand between straight double quotes";

/// What other languages and programs write for JSON, and what JSON has for it.
const HABITS: [(&[&str], &str); 4] = [
    (&["NaN", "Infinity"], "JSON has no NaN and no infinity: `null` says that there is no number"),
    (&["None", "True", "False", "undefined"], "JSON has `null`, `true` and `false`"),
    (&["'", "“", "”"], QUOTES),
    (&["\u{feff}"], "a byte order mark stands there: remove those three bytes"),
];

/// What to do about the `rest` of a document that is malformed at its beginning, if that is a habit.
fn way_out(reason: &str, rest: &str) -> Option<&'static str> {
    if matches!(reason, "unexpected end of hex escape" | "lone leading surrogate in hex escape") {
        return Some(
            "an escape from `\\ud800` to `\\udfff` is half a character: write both halves, or the character",
        );
    }
    if reason == "key must be a string" && !rest.starts_with('"') {
        return Some(QUOTES);
    }
    let is_one = |(starts, _): &&(&[&str], _)| starts.iter().any(|start| rest.starts_with(start));
    HABITS.iter().find(is_one).map(|(_, way_out)| *way_out)
}

/// Looks at all of a value as `serde_json::Value` does, and keeps nothing of it.
struct Checker;

impl<'de> Deserialize<'de> for Checker {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(Self).map(|()| Self)
    }
}

impl<'de> Visitor<'de> for Checker {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while array.next_element::<Self>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while object.next_entry::<Self, Self>()?.is_some() {}
        Ok(())
    }
}
