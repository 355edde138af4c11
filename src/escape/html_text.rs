//! The five characters that mean something in HTML's element text and quoted attributes.

use super::quoted::Quoted;

/// What stands for `byte`, if it may not stand for itself.
const fn reference(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

/// What is written at once; compilers compare as many bytes with one instruction.
const CHUNK: usize = 16;

/// What stands for a byte, and its length.
#[derive(Clone, Copy)]
struct Written {
    bytes: [u8; Written::ROOM],
    len: u8,
    is_reference: bool,
}

impl Written {
    const ROOM: usize = 6;
}

/// One load instead of five comparisons for each byte.
static WRITTEN: [Written; 256] = {
    let mut table = [Written { bytes: [0; Written::ROOM], len: 1, is_reference: false }; 256];
    let mut byte = 0;
    while byte < table.len() {
        #[allow(clippy::cast_possible_truncation)] // it is the number of a byte
        let own = [byte as u8];
        let (bytes, is_reference) = match reference(own[0]) {
            Some(text) => (text.as_bytes(), true),
            None => (own.as_slice(), false),
        };
        let mut at = 0;
        while at < bytes.len() {
            table[byte].bytes[at] = bytes[at];
            at += 1;
        }
        #[allow(clippy::cast_possible_truncation)] // a reference has at most six bytes
        {
            table[byte].len = at as u8;
        }
        table[byte].is_reference = is_reference;
        byte += 1;
    }
    table
};

fn first_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| WRITTEN[usize::from(byte)].is_reference)
}

/// Whether one of the bytes may not stand for itself.
#[allow(clippy::needless_bitwise_bool, reason = "without branches all bytes are compared at once")]
#[inline]
fn has_special<const N: usize>(chunk: &[u8; N]) -> bool {
    let is_quote = |byte| (byte == b'"') | (byte == b'\'');
    let is_special = |byte| is_quote(byte) | (byte == b'&') | (byte == b'<') | (byte == b'>');
    chunk.iter().fold(false, |any, &byte| any | is_special(byte))
}

pub(super) fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    match (bytes.last_chunk::<CHUNK>(), bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(last), ..) => {
            let mut rest = bytes;
            while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
                if has_special(chunk) {
                    return false;
                }
                rest = behind;
            }
            !has_special(last)
        }
        (None, Some(first), Some(last)) => !has_special(first) && !has_special(last),
        _ => first_special(bytes).is_none(),
    }
}

pub(super) fn push(text: &str, out: &mut Quoted) {
    let room = out.room(text.len() * Written::ROOM + 2 * CHUNK);
    let (mut rest, mut at) = (text.as_bytes(), 0);
    while let Some(chunk) = rest.first_chunk::<CHUNK>() {
        // Whole, though what stands behind a special byte is written over.
        room[at..at + CHUNK].copy_from_slice(chunk);
        let clean = if has_special(chunk) { first_special(chunk) } else { None };
        let Some(clean) = clean else {
            (rest, at) = (&rest[CHUNK..], at + CHUNK);
            continue;
        };
        at += clean + put(chunk[clean], &mut room[at + clean..]);
        rest = &rest[clean + 1..];
    }
    for byte in rest {
        at += put(*byte, &mut room[at..]);
    }
    out.wrote(at);
}

/// Writes what stands for `byte` to the front of `room`; how many bytes that are.
#[inline]
fn put(byte: u8, room: &mut [u8]) -> usize {
    let written = &WRITTEN[usize::from(byte)];
    room[..Written::ROOM].copy_from_slice(&written.bytes);
    usize::from(written.len)
}
