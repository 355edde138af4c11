//! The five characters that mean something in HTML's element text and quoted attributes; and two that
//! browsers replace, of which a whole page takes care too.

use super::quoted::Quoted;

/// What stands for `byte`, if it may not stand for itself; in a `PAGE` nothing of a value is lost.
pub(super) const fn reference<const PAGE: bool>(byte: u8) -> Option<&'static str> {
    match byte {
        // A browser makes a line feed of it.
        b'\r' if PAGE => Some("&#13;"),
        // There is no reference to it; a browser drops it, or writes this instead.
        b'\0' if PAGE => Some("\u{fffd}"),
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
struct Table<const PAGE: bool>;

impl<const PAGE: bool> Table<PAGE> {
    const WRITTEN: &'static [Written; 256] = &written::<PAGE>();
}

const fn written<const PAGE: bool>() -> [Written; 256] {
    let mut table = [Written { bytes: [0; Written::ROOM], len: 1 }; 256];
    let mut byte = 0;
    while byte < table.len() {
        #[allow(clippy::cast_possible_truncation)] // it is the number of a byte
        let own = [byte as u8];
        let bytes = match reference::<PAGE>(own[0]) {
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
}

fn first_special<const PAGE: bool>(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| reference_len::<PAGE>(byte) > 1)
}

#[inline]
const fn reference_len<const PAGE: bool>(byte: u8) -> u8 {
    Table::<PAGE>::WRITTEN[byte as usize].len
}

/// Whether one of the bytes may not stand for itself.
#[allow(clippy::needless_bitwise_bool, reason = "without branches all bytes are compared at once")]
#[inline]
fn has_special<const PAGE: bool, const N: usize>(chunk: &[u8; N]) -> bool {
    let is_quote = |byte| (byte == b'"') | (byte == b'\'');
    let is_special = |byte| is_quote(byte) | (byte == b'&') | (byte == b'<') | (byte == b'>');
    let is_lost = |byte| PAGE & ((byte == b'\r') | (byte == b'\0'));
    chunk.iter().fold(false, |any, &byte| any | is_special(byte) | is_lost(byte))
}

#[inline]
pub(super) fn is_clean<const PAGE: bool>(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() >= LONG {
        return is_long_clean::<PAGE>(bytes);
    }
    match (bytes.last_chunk::<CHUNK>(), bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(last), ..) => {
            let mut rest = bytes;
            while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
                if has_special::<PAGE, CHUNK>(chunk) {
                    return false;
                }
                rest = behind;
            }
            !has_special::<PAGE, CHUNK>(last)
        }
        (None, Some(first), Some(last)) => {
            !has_special::<PAGE, 8>(first) && !has_special::<PAGE, 8>(last)
        }
        _ => first_special::<PAGE>(bytes).is_none(),
    }
}

/// From so many bytes on `memchr`, which knows what the CPU can do, is faster than one walk; it looks for three
/// bytes at a time, block by block, so that a text is read from memory once.
const LONG: usize = 256;

fn is_long_clean<const PAGE: bool>(bytes: &[u8]) -> bool {
    bytes.chunks(1 << 12).all(|block| {
        memchr::memchr3(b'<', b'&', b'>', block).is_none()
            && if PAGE {
                memchr::memchr3(b'"', b'\'', b'\r', block).is_none()
                    && memchr::memchr(0, block).is_none()
            } else {
                memchr::memchr2(b'"', b'\'', block).is_none()
            }
    })
}

pub(super) fn push<const PAGE: bool>(text: &str, out: &mut Quoted) {
    /// So much is quoted at once, since there must be room for the longest that may come of it.
    const BLOCK: usize = 1 << 10;
    for block in text.as_bytes().chunks(BLOCK) {
        push_block::<PAGE>(block, out);
    }
}

fn push_block<const PAGE: bool>(block: &[u8], out: &mut Quoted) {
    let room = out.room(block.len() * Written::ROOM + CHUNK);
    let (mut rest, mut at) = (block, 0);
    while let Some(chunk) = rest.first_chunk::<CHUNK>() {
        // Whole, though what stands behind a special byte is written over.
        room[at..at + CHUNK].copy_from_slice(chunk);
        let is_clean = !has_special::<PAGE, CHUNK>(chunk);
        let clean = if is_clean { None } else { first_special::<PAGE>(chunk) };
        let Some(clean) = clean else {
            (rest, at) = (&rest[CHUNK..], at + CHUNK);
            continue;
        };
        at += clean + put::<PAGE>(chunk[clean], &mut room[at + clean..]);
        rest = &rest[clean + 1..];
    }
    for byte in rest {
        at += put::<PAGE>(*byte, &mut room[at..]);
    }
    out.wrote(at);
}

/// Writes what stands for `byte` to the front of `room`; how many bytes that are.
#[inline]
fn put<const PAGE: bool>(byte: u8, room: &mut [u8]) -> usize {
    let written = &Table::<PAGE>::WRITTEN[usize::from(byte)];
    room[..Written::ROOM].copy_from_slice(&written.bytes);
    usize::from(written.len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_ways_agree<const PAGE: bool>() {
        for byte in 0..=u8::MAX {
            let is_special = reference::<PAGE>(byte).is_some();
            assert_eq!(has_special::<PAGE, CHUNK>(&[byte; CHUNK]), is_special);
            assert_eq!(first_special::<PAGE>(&[b'a', byte]), is_special.then_some(1));
        }
        for len in (0..40).chain([LONG, (1 << 12) + 40]) {
            let clean = "a".repeat(len);
            assert!(is_clean::<PAGE>(&clean));
            for at in 0..len {
                let mut dirty = clean.clone();
                dirty.replace_range(at..=at, "<");
                assert!(!is_clean::<PAGE>(&dirty), "{dirty}");
            }
        }
    }

    #[test]
    fn all_ways_to_look_find_the_same_bytes() {
        all_ways_agree::<false>();
        all_ways_agree::<true>();
    }
}
