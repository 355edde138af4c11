//! The strings of a JSON file, edited where they stand: no byte of anything else changes.

use std::ops::Range;
use std::path::Path;

use lacuna::Error;

use crate::Changes;
use crate::options::{Fault, parse_json};

/// The document with each string that is no key as the changes of its text make it, and how many there are.
pub(crate) fn edit_strings(
    file: &Path,
    document: &str,
    mut changes: impl FnMut(&str) -> Result<Changes, Error>,
) -> Result<(String, usize), Fault> {
    // Whatever is no JSON is refused with its place before anything is looked for in it.
    parse_json(file, document)?;
    let (mut out, mut done, mut count) = (String::with_capacity(document.len()), 0, 0);
    for inside in strings(document) {
        let written = &document[inside.clone()];
        let text: String = serde_json::from_str(&format!("\"{written}\"")).unwrap_or_default();
        let changes = changes(&text).map_err(|error| {
            let line = document[..inside.start].matches('\n').count() + 1;
            Fault::from(error.named(format!("{}, the string in line {line}", file.display())))
        })?;
        count += changes.len();
        let (mut at, mut decoded) = (inside.start, 0);
        for (place, new) in changes {
            at += written_len(&document[at..inside.end], place.start - decoded);
            out.push_str(&document[done..at]);
            let quoted = serde_json::Value::from(new).to_string();
            out.push_str(&quoted[1..quoted.len() - 1]);
            at += written_len(&document[at..inside.end], place.len());
            (done, decoded) = (at, place.end);
        }
    }
    out.push_str(&document[done..]);
    Ok((out, count))
}

/// What stands between the quotes of each string of a document that is no key.
fn strings(document: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + document[at..].find('"')? + 1;
            let end = start + end_of_string(&document[start..]);
            at = end + 1;
            let is_key = document[at..].trim_start().starts_with(':');
            if !is_key {
                return Some(start..end);
            }
        }
    })
}

/// How many bytes of a string there are before its closing quote.
fn end_of_string(rest: &str) -> usize {
    let mut is_escaped = false;
    let quote = rest.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    quote.unwrap_or(rest.len())
}

/// How many bytes of what is `written` make so many bytes of the string's text.
fn written_len(written: &str, text: usize) -> usize {
    let (mut len, mut made) = (0, 0);
    while made < text {
        let rest = &written[len..];
        let escape = rest.strip_prefix('\\').map(|rest| (rest.starts_with('u'), rest.get(1..5)));
        let (bytes, of_text) = match escape {
            None => rest.chars().next().map_or((1, 1), |c| (c.len_utf8(), c.len_utf8())),
            Some((true, Some(digits))) => match u32::from_str_radix(digits, 16) {
                // The first half of a pair, which is one character.
                Ok(0xD800..=0xDBFF) => (12, 4),
                Ok(unit) => (6, char::from_u32(unit).map_or(1, char::len_utf8)),
                Err(_) => (6, 1),
            },
            Some(_) => (2, 1),
        };
        (len, made) = (len + bytes, made + of_text);
    }
    len
}
