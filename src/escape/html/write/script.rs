//! Texts and values in scripts and JSON, the same bytes in a raw element and, once quoted for it, in an attribute.

use crate::escape::Quoted;

/// For each byte whether it can be copied without a look at it.
type Plain = [bool; 256];

/// All bytes but controls, the listed ones and the first of U+2028 and U+2029.
const fn all_but(listed: &[u8]) -> Plain {
    let mut plain = [true; 256];
    let mut control = 0;
    while control < 0x20 {
        plain[control] = false;
        control += 1;
    }
    plain[0x7F] = false;
    plain[LEAD as usize] = false;
    let mut at = 0;
    while at < listed.len() {
        plain[listed[at] as usize] = false;
        at += 1;
    }
    plain
}

/// The first byte of U+2028 and U+2029, which end a line of a script.
const LEAD: u8 = 0xE2;

/// In strings, template literals and strings of JSON.
static STRING: Plain = all_but(b"\"'\\`<>&${}");

/// In a string of JSON that is written already.
static WRITTEN: Plain = all_but(b"\"\\'`<>&");

/// In a regular expression: letters, digits, and what is not ASCII.
static REGEXP: Plain = {
    let mut plain = all_but(b"");
    let mut byte = 0;
    while byte < 0x80 {
        #[allow(clippy::cast_possible_truncation)] // it is ASCII
        let is_plain = (byte as u8).is_ascii_alphanumeric();
        plain[byte] = is_plain;
        byte += 1;
    }
    plain
};

fn first_special(bytes: &[u8], plain: &Plain) -> Option<usize> {
    bytes.iter().position(|byte| !plain[usize::from(*byte)])
}

fn push_bytes(bytes: &[u8], out: &mut Quoted) {
    if let Some(room) = out.room(bytes.len()).get_mut(..bytes.len()) {
        room.copy_from_slice(bytes);
        out.wrote(bytes.len());
    }
}

/// As `\uXXXX`, which all of them understand.
fn push_unicode(code: u16, out: &mut Quoted) {
    let digit = |shift: u16| {
        let value = (code >> shift & 0xF) as u8;
        if value < 10 { b'0' + value } else { b'A' + value - 10 }
    };
    push_bytes(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)], out);
}

/// Writes the front of `bytes`, which is not plain; what is left of them.
fn push_special<'b>(bytes: &'b [u8], out: &mut Quoted) -> &'b [u8] {
    match bytes {
        [LEAD, 0x80, last @ (0xA8 | 0xA9), rest @ ..] => {
            push_unicode(0x2000 | u16::from(last & 0x3F), out);
            rest
        }
        [LEAD, rest @ ..] => {
            push_bytes(&[LEAD], out);
            rest
        }
        [byte, rest @ ..] => {
            push_unicode(u16::from(*byte), out);
            rest
        }
        [] => bytes,
    }
}

fn push(mut bytes: &[u8], plain: &Plain, out: &mut Quoted) {
    while let Some(special) = first_special(bytes, plain) {
        let (clean, rest) = bytes.split_at(special);
        push_bytes(clean, out);
        bytes = push_special(rest, out);
    }
    push_bytes(bytes, out);
}

/// The text in a string or template literal of a script or in a string of JSON.
pub(super) fn push_string(text: &str, out: &mut Quoted) {
    push(text.as_bytes(), &STRING, out);
}

/// Whether [`push_string`] writes the text as it is; in doubt, not.
pub(super) fn is_plain_string(text: &str) -> bool {
    first_special(text.as_bytes(), &STRING).is_none()
}

/// The text as a regular expression that matches it and nothing else.
///
/// With the flag `i` it matches other cases too, and in a class a character beyond U+FFFF is two unless
/// the flag `u` or `v` is set: flags are the author's.
pub(super) fn push_regexp(text: &str, is_class: bool, out: &mut Quoted) {
    if !is_class {
        // So that what follows, as `*`, means the whole text, and an empty text is no comment.
        out.push_str("(?:");
        push(text.as_bytes(), &REGEXP, out);
        out.push_str(")");
        return;
    }
    match text.as_bytes() {
        // Whatever is open before a class's member must not be completed by it.
        [first, rest @ ..] if first.is_ascii() => {
            push_unicode(u16::from(*first), out);
            push(rest, &REGEXP, out);
        }
        bytes => push(bytes, &REGEXP, out),
    }
}

/// A value, given as compact JSON, as an expression of JavaScript or as JSON.
pub(super) fn push_value(json: &str, is_json: bool, out: &mut Quoted) {
    if is_json || json.starts_with(['"', '[']) {
        push_written(json.as_bytes(), is_json, out);
    } else if json.starts_with('{') {
        // Behind `=>`, and where a statement begins, it would be a block.
        out.push_str("(");
        push_written(json.as_bytes(), is_json, out);
        out.push_str(")");
    } else {
        // Between spaces, or `a-[[ x ]]` with -1 would be `a--1`, and `[[ x ]].y` with 1 no property.
        out.push_str(" ");
        out.push_str(json);
        out.push_str(" ");
    }
}

/// A text as a value.
pub(super) fn push_text_value(text: &str, out: &mut Quoted) {
    out.push_str("\"");
    push_string(text, out);
    out.push_str("\"");
}

fn push_written(mut json: &[u8], is_json: bool, out: &mut Quoted) {
    const PROTOTYPE: &[u8] = b"__proto__\":";
    while let Some(quote) = json.iter().position(|byte| *byte == b'"') {
        let (before, rest) = json.split_at(quote);
        push_bytes(before, out);
        json = match rest {
            // As a plain key it would set the prototype, unlike any other.
            [_, rest @ ..] if !is_json && rest.starts_with(PROTOTYPE) => {
                out.push_str("[\"__proto__\"]:");
                rest.get(PROTOTYPE.len()..).unwrap_or_default()
            }
            [_, rest @ ..] => push_written_string(rest, out),
            [] => rest,
        };
    }
    push_bytes(json, out);
}

/// The rest of a string that was written in JSON, with its quotes; what stands behind it.
fn push_written_string<'j>(mut json: &'j [u8], out: &mut Quoted) -> &'j [u8] {
    out.push_str("\"");
    while let Some(special) = first_special(json, &WRITTEN) {
        let (clean, rest) = json.split_at(special);
        push_bytes(clean, out);
        json = match rest {
            [b'"', rest @ ..] => {
                out.push_str("\"");
                return rest;
            }
            [b'\\', escaped, rest @ ..] if escaped.is_ascii() => {
                push_bytes(&[b'\\', *escaped], out);
                rest
            }
            _ => push_special(rest, out),
        };
    }
    push_bytes(json, out);
    &[]
}

#[cfg(test)]
mod tests;
