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
}

impl Written {
    const ROOM: usize = 6;
}

/// One load instead of five comparisons for each byte.
static WRITTEN: [Written; 256] = {
    let mut table = [Written { bytes: [0; Written::ROOM], len: 1 }; 256];
    let mut byte = 0;
    while byte < table.len() {
        #[allow(clippy::cast_possible_truncation)] // it is the number of a byte
        let own = [byte as u8];
        let bytes = match reference(own[0]) {
            Some(text) => text.as_bytes(),
            None => own.as_slice(),
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
        byte += 1;
    }
    table
};

fn first_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| WRITTEN[usize::from(byte)].len > 1)
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
    /// So much is quoted at once, since there must be room for the longest that may come of it.
    const BLOCK: usize = 1 << 10;
    for block in text.as_bytes().chunks(BLOCK) {
        push_block(block, out);
    }
}

fn push_block(block: &[u8], out: &mut Quoted) {
    let room = out.room(block.len() * Written::ROOM + CHUNK);
    let (mut rest, mut at) = (block, 0);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_look_find_the_same_bytes() {
        for byte in 0..=u8::MAX {
            let is_special = reference(byte).is_some();
            assert_eq!(has_special(&[byte; CHUNK]), is_special);
            assert_eq!(first_special(&[b'a', byte]), is_special.then_some(1));
        }
        for len in 0..40 {
            let clean = "a".repeat(len);
            assert!(is_clean(&clean));
            for at in 0..len {
                let mut dirty = clean.clone();
                dirty.replace_range(at..=at, "<");
                assert!(!is_clean(&dirty), "{dirty}");
            }
        }
    }
}
