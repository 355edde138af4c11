//! How a value is written in a URL.
//!
//! What is written is the URL itself. It holds neither quotes nor parentheses, white space, angle
//! brackets or backslashes, but `&`, which HTML quotes.

use std::borrow::Cow;

use super::Refusal;
use crate::escape::Quoted;
use crate::escape::html::context::UrlPart;
use crate::escape::html::schemes::{Schemes, is_special};

/// What may stand for itself; one load for each byte, instead of comparisons.
static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        let mut class = match byte {
            b'0'..=b'9' => UNRESERVED | HOST | DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' => UNRESERVED | HOST,
            b':' | b'[' | b']' => HOST,
            _ => 0,
        };
        if class != 0
            || matches!(byte, b'!' | b'#' | b'$' | b'&' | b'*' | b'+' | b',' | b'/')
            || matches!(byte, b';' | b'=' | b'?' | b'@')
        {
            class |= KEPT;
            if byte != b',' {
                class |= KEPT_IN_SRCSET;
            }
            if byte != b'&' {
                class |= PLAIN;
            }
            if byte != b'?' && byte != b'#' {
                class |= KEPT_IN_PATH;
            }
        }
        table[byte as usize] = class;
        byte += 1;
    }
    table
};

/// In the whole of a URL, except where a value is one of the things that the characters separate.
const KEPT: u8 = 1;
const KEPT_IN_SRCSET: u8 = 1 << 1;
/// What HTML leaves alone too.
const PLAIN: u8 = 1 << 2;
/// RFC 3986, 2.3.
const UNRESERVED: u8 = 1 << 3;
const HOST: u8 = 1 << 4;
const DIGIT: u8 = 1 << 5;
const KEPT_IN_PATH: u8 = 1 << 6;

/// Whether `byte` is of all of these classes.
#[inline]
fn is(byte: u8, classes: u8) -> bool {
    CLASSES[usize::from(byte)] & classes == classes
}

/// The classes of what stands for itself.
const fn kept(part: UrlPart, is_srcset: bool) -> u8 {
    match part {
        UrlPart::Query | UrlPart::Fragment => UNRESERVED,
        UrlPart::Port => DIGIT,
        UrlPart::Root | UrlPart::Path if is_srcset => KEPT_IN_PATH | KEPT_IN_SRCSET,
        UrlPart::Root | UrlPart::Path => KEPT_IN_PATH,
        _ if is_srcset => KEPT_IN_SRCSET,
        _ => KEPT,
    }
}

/// Writes a value that is this part of a URL, so that it is no other and leaves the others as they are.
///
/// Even an empty value has to come here: it may not be written as nothing. Nothing was written if
/// the value is refused.
pub(in crate::escape::html) fn push(
    text: &str,
    part: UrlPart,
    is_srcset: bool,
    schemes: &Schemes,
    out: &mut Quoted,
) -> Result<(), Refusal> {
    let is_start = matches!(part, UrlPart::Start | UrlPart::Base);
    let text = if is_start { as_seen(text) } else { Cow::Borrowed(text) };
    let mut bytes = text.as_bytes();
    if part == UrlPart::Base {
        // The template brings one; with a second one a host could begin there.
        bytes = text.trim_end_matches(['/', '\\']).as_bytes();
    }
    judge(bytes, part, schemes)?;
    if is_srcset && is_start && bytes.is_empty() {
        // What stands behind it would be the URL.
        return Err(Refusal::Srcset);
    }
    if part == UrlPart::Root {
        if bytes.is_empty() {
            // The same place; if a `/` followed nothing, they would begin a host.
            out.push_str("./");
        } else if let Some(behind) = bytes.strip_prefix(b"/") {
            out.push_str("%2F");
            bytes = behind;
        }
    }
    encode(bytes, kept(part, is_srcset), out);
    Ok(())
}

/// Whether a value is not refused and written as it is, by this and by HTML, as far as that is known
/// at one look.
pub(in crate::escape::html) fn is_plain(
    text: &str,
    part: UrlPart,
    is_srcset: bool,
    schemes: &Schemes,
) -> bool {
    let bytes = text.as_bytes();
    let classes = kept(part, is_srcset) | PLAIN;
    let is_changed = match part {
        UrlPart::Root => matches!(bytes.first(), None | Some(b'/')),
        UrlPart::Base => bytes.last() == Some(&b'/'),
        UrlPart::Start => is_srcset && bytes.is_empty(),
        _ => false,
    };
    bytes.iter().all(|&byte| is(byte, classes))
        && !is_changed
        && judge(bytes, part, schemes).is_ok()
}

/// What browsers make of a URL before they read it.
fn as_seen(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|char| char <= ' ');
    let is_dropped = |char| matches!(char, '\t' | '\n' | '\r');
    if !text.contains(is_dropped) {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|&char| !is_dropped(char)).collect();
    Cow::Owned(seen)
}

/// Whether a value can be this part of a URL.
fn judge(bytes: &[u8], part: UrlPart, schemes: &Schemes) -> Result<(), Refusal> {
    match part {
        UrlPart::Start | UrlPart::Base => judge_start(bytes, schemes),
        UrlPart::Scheme => match up_to(bytes, b"/?#") {
            before if before.contains(&b':') => Err(Refusal::Scheme),
            b"" if bytes.starts_with(b"//") => judge_authority(bytes),
            _ => Ok(()),
        },
        UrlPart::Host => judge_host(up_to(bytes, b"/?#")),
        // What ends the host would make another one of what stands behind it.
        UrlPart::HostStart => judge_host(bytes),
        UrlPart::BehindHost => match bytes.first() {
            None | Some(b'/' | b'?' | b'#') => Ok(()),
            Some(_) => Err(Refusal::Host),
        },
        UrlPart::Port => {
            let is_port = bytes.iter().all(|&byte| is(byte, DIGIT));
            is_port.then_some(()).ok_or(Refusal::Number)
        }
        UrlPart::Root | UrlPart::Path | UrlPart::Query | UrlPart::Fragment => Ok(()),
    }
}

fn judge_start(bytes: &[u8], schemes: &Schemes) -> Result<(), Refusal> {
    let before = up_to(bytes, b":/?#\\");
    match bytes.get(before.len()..) {
        Some([b':', behind @ ..]) => {
            if !std::str::from_utf8(before).is_ok_and(|scheme| schemes.allows(scheme)) {
                return Err(Refusal::Scheme);
            }
            if is_special(before) { judge_authority(behind) } else { Ok(()) }
        }
        Some(behind @ [b'/', b'/', ..]) if before.is_empty() => judge_authority(behind),
        _ => Ok(()),
    }
}

fn judge_host(host: &[u8]) -> Result<(), Refusal> {
    // Browsers know other letters of hosts, and what is none.
    let is_letter = |byte: &u8| is(*byte, HOST) || !byte.is_ascii();
    let is_host = !host.is_empty() && host.iter().all(is_letter);
    is_host.then_some(()).ok_or(Refusal::Host)
}

/// Browsers end a host at `\`, but not at what is written for it: what stands behind it would become
/// the host, which whoever checked the URL did not see.
fn judge_authority(bytes: &[u8]) -> Result<(), Refusal> {
    let slashes = bytes.iter().take_while(|byte| **byte == b'/').count();
    let authority = up_to(bytes.get(slashes..).unwrap_or_default(), b"/?#");
    // Without a host what stands behind the value would be one.
    let is_whole = !authority.is_empty() && !authority.contains(&b'\\');
    is_whole.then_some(()).ok_or(Refusal::Host)
}

/// What stands before the first of the `ends`, or all.
fn up_to<'b>(bytes: &'b [u8], ends: &[u8]) -> &'b [u8] {
    bytes.split(|byte| ends.contains(byte)).next().unwrap_or_default()
}

/// Writes the bytes of a class, and others as `%` and two digits.
fn encode(bytes: &[u8], class: u8, out: &mut Quoted) {
    /// So much is written at once, since there must be room for the longest that may come of it.
    const BLOCK: usize = 1 << 10;
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let keeps_encoded = class & UNRESERVED == 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut at = 0;
        let room = out.room(rest.len().min(BLOCK) * 3);
        for _ in 0..BLOCK {
            let Some((&byte, behind)) = rest.split_first() else { break };
            let is_encoded = || byte == b'%' && is_digit(behind.first()) && is_digit(behind.get(1));
            if is(byte, class) || keeps_encoded && is_encoded() {
                room[at] = byte;
                at += 1;
            } else {
                let [high, low] = [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]);
                room[at..at + 3].copy_from_slice(&[b'%', high, low]);
                at += 3;
            }
            rest = behind;
        }
        out.wrote(at);
    }
}
