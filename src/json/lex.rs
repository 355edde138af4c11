//! Strings, numbers and words of JSON, each read to its end and held to the grammar (RFC 8259), many bytes at a time.
//!
//! What is none is `None`; why not is for `fault.rs` to say. So is what is rare: it is asked again there.

#![allow(
    clippy::inline_always,
    reason = "the loop over a document is made of these; called, they cost twice as much"
)]

use super::document::{Document, WINDOW, Window};
use super::fault;

const ONES: u128 = u128::MAX / 255;

/// How a document may be read.
pub(crate) trait Manner {
    /// All bytes are ASCII.
    const ASCII: bool;
    /// A backslash may stand in a string.
    const ESCAPES: bool;
    /// Control characters are looked for in strings.
    const CONTROLS: bool;
    /// There may be white space other than blanks.
    const BREAKS: bool;
}

/// Of a document that was seen to be ASCII, with neither backslashes nor control characters.
pub(crate) struct Clean;

/// Of any document.
pub(crate) struct Any;

/// Of a document that nobody validates.
pub(crate) struct Trusted;

impl Manner for Clean {
    const ASCII: bool = true;
    const ESCAPES: bool = false;
    const CONTROLS: bool = false;
    const BREAKS: bool = false;
}

impl Manner for Any {
    const ASCII: bool = false;
    const ESCAPES: bool = true;
    const CONTROLS: bool = true;
    const BREAKS: bool = true;
}

impl Manner for Trusted {
    const ASCII: bool = false;
    const ESCAPES: bool = true;
    const CONTROLS: bool = false;
    const BREAKS: bool = true;
}

/// Whether all is ASCII, with neither a backslash nor a control character, white space but the blank included.
pub(crate) fn is_clean(document: &[u8]) -> bool {
    /// So many bytes are looked at before it is asked what was found, so that compilers look at many at once.
    const BLOCK: usize = 64;
    // Bytes that are no ASCII are negative.
    let is_other = |byte: &u8| i8::from_ne_bytes([*byte]) < 0x20 || *byte == b'\\';
    let has_other =
        |block: &[u8; BLOCK]| block.iter().fold(false, |has, byte| has | is_other(byte));
    let blocks = document.chunks_exact(BLOCK).filter_map(<[u8]>::first_chunk);
    // The last block overlaps the one before it.
    match document.last_chunk() {
        Some(last) => !has_other(last) && !blocks.into_iter().any(has_other),
        None => !document.iter().any(is_other),
    }
}

/// The sixteen bytes of a window from `from` on.
#[inline(always)]
fn wide(window: &Window, from: usize) -> u128 {
    window[from..].first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes))
}

/// The next `N` bytes.
#[inline(always)]
fn ahead<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// The high bit of each byte that may end a run of plain characters in a string; the lowest one is right.
#[inline(always)]
const fn ends<M: Manner>(bytes: u128) -> u128 {
    let quotes = bytes ^ (b'"' as u128 * ONES);
    let mut ends = quotes.wrapping_sub(ONES);
    if !M::ASCII {
        ends &= !quotes;
    }
    if M::ESCAPES {
        let backslashes = bytes ^ (b'\\' as u128 * ONES);
        ends |= backslashes.wrapping_sub(ONES) & !backslashes;
    }
    if M::CONTROLS {
        ends |= bytes.wrapping_sub(b' ' as u128 * ONES) & !bytes;
    }
    ends & (0x80 * ONES)
}

/// The high bit of each of eight bytes that is no digit.
#[inline(always)]
const fn others(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = 0x80 * ONES;
    let digits = bytes ^ (b'0' as u64 * ONES);
    (((digits & !HIGHS) + (0x7f - 9) * ONES) | digits) & HIGHS
}

/// The number of the first byte whose high bit is set.
#[inline(always)]
const fn first(highs: u128) -> usize {
    (highs.trailing_zeros() / 8) as usize
}

/// The same of eight bytes.
#[inline(always)]
const fn first_of_eight(highs: u64) -> usize {
    (highs.trailing_zeros() / 8) as usize
}

/// Behind the string whose opening quote stands at `at`, where the window begins.
#[inline(always)]
pub(crate) fn string<M: Manner>(
    document: &Document<'_>,
    window: &Window,
    at: usize,
) -> Option<usize> {
    let low = ends::<M>(wide(window, 1));
    let end = if low != 0 {
        1 + first(low)
    } else {
        let high = ends::<M>(wide(window, 17));
        if high == 0 {
            return long_string::<M>(document.bytes, at + WINDOW);
        }
        17 + first(high)
    };
    if M::ESCAPES && window[end] != b'"' {
        return long_string::<M>(document.bytes, at + end);
    }
    Some(at + end + 1)
}

/// The same of a string that has only plain characters before `at`.
#[inline(never)]
fn long_string<M: Manner>(bytes: &[u8], mut at: usize) -> Option<usize> {
    if !M::ESCAPES && !M::CONTROLS {
        return memchr::memchr(b'"', bytes.get(at..)?).map(|length| at + length + 1);
    }
    loop {
        at = run_end::<M>(bytes, at)?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            b'\\' => (_, at) = escape(bytes, at + 1)?,
            _ => return None,
        }
    }
}

/// Where the first byte at or behind `at` stands that ends a run of plain characters.
#[inline(always)]
fn run_end<M: Manner>(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(chunk) = ahead::<16>(bytes, at) {
        let ends = ends::<M>(u128::from_le_bytes(*chunk));
        if ends != 0 {
            return Some(at + first(ends));
        }
        at += 16;
    }
    let is_end =
        |byte: &u8| *byte == b'"' || M::ESCAPES && *byte == b'\\' || M::CONTROLS && *byte < b' ';
    bytes.get(at..)?.iter().position(is_end).map(|found| at + found)
}

/// The character that is escaped where a backslash stands before `at`, and where it ends: two escapes may be one
/// character.
pub(super) fn escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let escaped = match bytes.get(at)? {
        byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let (first, end) = (hex(bytes, at + 1)?, at + 5);
            let has_other = matches!(first, 0xd800..0xdc00) && bytes.get(end..end + 2)? == b"\\u";
            if !has_other {
                return Some((char::from_u32(first)?, end));
            }
            let second = hex(bytes, end + 2)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
            let both = 0x1_0000 + ((first - 0xd800) << 10) + second;
            return Some((char::from_u32(both)?, end + 6));
        }
        _ => return None,
    };
    Some((escaped, at + 1))
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = ahead::<4>(bytes, at)?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

/// Behind the digits that begin at `at`.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// So many digits no number has that is out of range, if it has no exponent.
const IN_RANGE: usize = 300;

/// Behind the number that begins at `at`, where the window begins.
#[inline(always)]
pub(crate) fn number(document: &Document<'_>, window: &Window, at: usize) -> Option<usize> {
    let start = usize::from(window[0] == b'-');
    // Most end within eight bytes, fraction and all.
    let others = others(u64::from_le_bytes(*window[start..].first_chunk()?));
    let whole = first_of_eight(others);
    if matches!(whole, 1..8) && (window[start] != b'0' || whole == 1) {
        let (mut end, mut behind) = (whole, window[start + whole]);
        if behind == b'.' {
            end = first_of_eight(others & others.wrapping_sub(1));
            behind = window[start + end];
        }
        if end < 8 && end != whole + 1 && !matches!(behind, b'e' | b'E') {
            return Some(at + start + end);
        }
    }
    any_number(document.bytes, at, at + start)
}

/// The same of any number, whose digits begin at `start`.
#[inline(never)]
fn any_number(bytes: &[u8], at: usize, start: usize) -> Option<usize> {
    let mut end = digits(bytes, start);
    if end == start || bytes[start] == b'0' && end > start + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = end + 1;
        end = digits(bytes, fraction);
        if end == fraction {
            return None;
        }
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) || end - at > IN_RANGE {
        return large(bytes, at, end);
    }
    Some(end)
}

/// The same of one that may be out of range, and whose digits go to `end`.
#[inline(never)]
fn large(bytes: &[u8], at: usize, mut end: usize) -> Option<usize> {
    while matches!(bytes.get(end), Some(b'0'..=b'9' | b'e' | b'E' | b'+' | b'-')) {
        end += 1;
    }
    fault::check(&bytes[at..end]).is_ok().then_some(end)
}

const TRUE: u32 = u32::from_le_bytes(*b"true");
const NULL: u32 = u32::from_le_bytes(*b"null");
const FALS: u32 = u32::from_le_bytes(*b"fals");

/// Behind the word `true`, `false` or `null` that begins at `at`, where the window begins.
#[inline(always)]
pub(crate) fn word_end(window: &Window, at: usize) -> Option<usize> {
    match u32::from_le_bytes(*window.first_chunk()?) {
        TRUE | NULL => Some(at + 4),
        FALS if window[4] == b'e' => Some(at + 5),
        _ => None,
    }
}

/// Behind the white space that begins at `at`.
#[inline(always)]
pub(crate) fn space<M: Manner>(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' => at += 1,
            b'\n' | b'\r' | b'\t' if M::BREAKS => at += 1,
            _ => break,
        }
    }
    at
}
