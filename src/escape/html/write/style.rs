//! Texts and values in styles.

use crate::escape::Quoted;

/// What stands for a byte in a string or a URL of a style, if it may not stand for itself.
const fn is_special(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7F | b'"' | b'\'' | b'(' | b')' | b'/' | b';' | b'@' | b'[' | b'\\')
        || matches!(byte, b']' | b'{' | b'}' | b'<' | b'>' | b'&' | b':' | b'=' | b'`')
}

static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        #[allow(clippy::cast_possible_truncation)] // it is ASCII
        let is_special = is_special(byte as u8);
        table[byte] = is_special;
        byte += 1;
    }
    table
};

fn first_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| SPECIAL[usize::from(*byte)])
}

/// The text in a string or a URL, with or without quotes.
pub(super) fn push_string(text: &str, out: &mut Quoted) {
    let mut bytes = text.as_bytes();
    while let Some(special) = first_special(bytes) {
        let (clean, rest) = bytes.split_at(special);
        push_bytes(clean, out);
        bytes = rest;
        if let [byte, rest @ ..] = rest {
            push_escape(*byte, out);
            bytes = rest;
        }
    }
    push_bytes(bytes, out);
}

/// As hex digits with the space that ends them, whatever follows.
fn push_escape(byte: u8, out: &mut Quoted) {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
    match (byte >> 4, byte & 0xF) {
        (0, 0) => out.push_str("\\fffd "), // there is no way to write it
        (0, low) => push_bytes(&[b'\\', digit(low), b' '], out),
        (high, low) => push_bytes(&[b'\\', digit(high), digit(low), b' '], out),
    }
}

fn push_bytes(bytes: &[u8], out: &mut Quoted) {
    if let Some(room) = out.room(bytes.len()).get_mut(..bytes.len()) {
        room.copy_from_slice(bytes);
        out.wrote(bytes.len());
    }
}

/// Whether [`push_string`] writes the text as it is.
pub(super) fn is_plain_string(text: &str) -> bool {
    first_special(text.as_bytes()).is_none()
}

/// Whether the text can stand in the value of a declaration as it is: names, numbers with units, colours and
/// lists of them.
///
/// Such a text can only be more or other words of the same value, next to whatever literal:
/// - No quote, bracket, `;`, `:`, `!`, `@`, `\`, `/` or `*` is in it, so that it neither ends the declaration
///   nor begins a string, a function, a comment or an escape. That what stands behind it does not make
///   it the name of a function is seen when the template is parsed (`url` before `(`).
/// - No `--` is in it, which would name a custom property, or end an HTML comment with a `>` behind.
///   A literal `-` before it and one in it can still meet: that is a name like others, without effect
///   but that of the property that the author chose.
/// - Joined to a literal it can be another word (`1` and `e3`, `#` and `fff`, nothing and `px`): a value
///   that the property knows or that the browser drops, nothing else.
/// - It may well be none or `inherit` or several words. Which words a property may have is not known here.
pub(super) fn is_value(text: &str) -> bool {
    let is_allowed = |char: char| match char {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' | '#' | '%' | ',' | '+' | ' ' => true,
        _ => !char.is_ascii() && !char.is_control() && !matches!(char, '\u{2028}' | '\u{2029}'),
    };
    text.chars().all(is_allowed) && !text.contains("--")
}

#[cfg(test)]
mod tests;
