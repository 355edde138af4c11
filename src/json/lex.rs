//! Strings, numbers and words of JSON, each read to its end and held to the grammar (RFC 8259), eight bytes at a time.
//!
//! What is none is `None`; why not is for `fault.rs` to say. So is what is rare: it is asked again there.

#![allow(
    clippy::inline_always,
    reason = "the loop over a document is made of these; called, they cost twice as much"
)]

use super::fault;

const ONES: u64 = u64::MAX / 255;
const HIGHS: u64 = 0x80 * ONES;

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
    // Compilers look at many bytes at once, if nothing ends a loop early. Bytes that are no ASCII are negative.
    let is_clean = |bytes: &[u8]| {
        let others = bytes.iter().fold(0, |others, byte| {
            let is_other = i8::from_ne_bytes([*byte]) < 0x20;
            others | u8::from(is_other) | u8::from(*byte == b'\\')
        });
        others == 0
    };
    document.chunks(1024).all(is_clean)
}

/// The next `N` bytes.
#[inline(always)]
fn ahead<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// The eight bytes of a chunk from `from` on.
#[inline(always)]
fn word<const N: usize>(chunk: &[u8; N], from: usize) -> u64 {
    chunk[from..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word))
}

/// The high bit of each byte that may end a run of plain characters in a string; the lowest one is right.
#[inline(always)]
const fn ends<M: Manner>(word: u64) -> u64 {
    let quotes = word ^ (b'"' as u64 * ONES);
    let mut ends = quotes.wrapping_sub(ONES);
    if !M::ASCII {
        ends &= !quotes;
    }
    if M::ESCAPES {
        let backslashes = word ^ (b'\\' as u64 * ONES);
        ends |= backslashes.wrapping_sub(ONES) & !backslashes;
    }
    if M::CONTROLS {
        ends |= word.wrapping_sub(b' ' as u64 * ONES) & !word;
    }
    ends & HIGHS
}

/// The high bit of each byte that is no digit.
#[inline(always)]
const fn others(word: u64) -> u64 {
    let digits = word ^ (b'0' as u64 * ONES);
    (((digits & !HIGHS) + (0x7f - 9) * ONES) | digits) & HIGHS
}

#[inline(always)]
const fn first(highs: u64) -> usize {
    (highs.trailing_zeros() / 8) as usize
}

/// Where the first byte at or behind `at` stands that ends a run of plain characters.
#[inline(always)]
fn run_end<M: Manner>(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(chunk) = ahead::<16>(bytes, at) {
        let low = ends::<M>(word(chunk, 0));
        if low != 0 {
            return Some(at + first(low));
        }
        let high = ends::<M>(word(chunk, 8));
        if high != 0 {
            return Some(at + 8 + first(high));
        }
        at += 16;
    }
    let is_end =
        |byte: &u8| *byte == b'"' || M::ESCAPES && *byte == b'\\' || M::CONTROLS && *byte < b' ';
    bytes.get(at..)?.iter().position(is_end).map(|found| at + found)
}

/// Behind the string whose opening quote stands before `at`, and whether it is written without escapes.
#[inline(always)]
pub(crate) fn string<M: Manner>(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let end = run_end::<M>(bytes, at)?;
    if !M::ESCAPES || bytes[end] == b'"' {
        return Some((end + 1, true));
    }
    escaped::<M>(bytes, end).map(|end| (end, false))
}

/// The same from the first byte on that is no plain character.
#[inline(never)]
fn escaped<M: Manner>(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at = escape(bytes, at + 1)?,
            _ => return None,
        }
        at = run_end::<M>(bytes, at)?;
    }
}

/// Behind the escape whose backslash stands before `at`; two of them if they are one character.
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 1),
        b'u' => {
            let end = at + 5;
            match hex(bytes, at + 1)? {
                0xd800..=0xdbff if bytes.get(end..end + 2)? == b"\\u" => {
                    matches!(hex(bytes, end + 2)?, 0xdc00..=0xdfff).then_some(end + 6)
                }
                0xd800..=0xdfff => None,
                _ => Some(end),
            }
        }
        _ => None,
    }
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = ahead::<4>(bytes, at)?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

/// Behind the digits that begin at `at`.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = ahead::<8>(bytes, at) {
        let others = others(word(chunk, 0));
        if others != 0 {
            return at + first(others);
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// So many digits no number has that is out of range, if it has no exponent.
const IN_RANGE: usize = 300;

/// Behind the number that begins at `at`.
#[inline(always)]
pub(crate) fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let start = at + usize::from(bytes.get(at) == Some(&b'-'));
    // Most end within eight bytes, fraction and all.
    if let Some(chunk) = ahead::<8>(bytes, start) {
        let others = others(word(chunk, 0));
        if others != 0 {
            let whole = first(others);
            let (mut end, rest) = (whole, others & (others - 1));
            let mut is_told = true;
            if chunk[whole] == b'.' {
                end = first(rest);
                is_told = rest != 0 && end > whole + 1;
            }
            let is_whole = whole == 1 || whole > 1 && chunk[0] != b'0';
            if is_told && is_whole && !matches!(chunk[end & 7], b'e' | b'E') {
                return Some(start + end);
            }
        }
    }
    any_number(bytes, at, start)
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

/// Behind the word `true`, `false` or `null` that begins at `at`.
#[inline(always)]
pub(crate) fn word_end(bytes: &[u8], at: usize) -> Option<usize> {
    match u32::from_le_bytes(*ahead::<4>(bytes, at)?) {
        TRUE | NULL => Some(at + 4),
        FALS if bytes.get(at + 4) == Some(&b'e') => Some(at + 5),
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
