//! The tokens of an expression: white space, names, strings, indices; numbers are in `number.rs`.
//!
//! Each parser takes the rest of the text and yields what it is named for. None of them knows
//! delimiters, except that a name can be told where to stop.

use std::borrow::Cow;

use nom::bytes::complete::{tag, take_while};
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{opt, recognize};
use nom::error::ParseError;
use nom::{IResult, Offset, Parser};

use crate::error::ErrorKind;
use crate::path::{self, Segment, is_name_char};
use crate::span::Span;
use crate::visible::visible;

/// What a parser of this crate yields.
pub(super) type Parsed<'t, T> = IResult<&'t str, T, Failure<'t>>;

/// Why a parser failed, and where: at the beginning of `rest`.
///
/// Without a cause it is only an alternative that did not fit; whoever commits names the cause.
#[derive(Debug)]
pub(super) struct Failure<'t> {
    pub(super) rest: &'t str,
    /// Bytes of `rest` that are at fault.
    pub(super) len: usize,
    pub(super) cause: Option<Box<Cause>>,
    /// Where reading goes on, if more was read than is at fault.
    read: Option<&'t str>,
}

#[derive(Debug)]
pub(super) struct Cause {
    pub(super) kind: ErrorKind,
    pub(super) help: Option<String>,
    /// The placeholder could have ended here.
    pub(super) may_end: bool,
    /// The fault is that the text ended.
    pub(super) at_end: bool,
}

impl<'t> Failure<'t> {
    pub(super) fn new(rest: &'t str, len: usize, kind: ErrorKind) -> Self {
        let at_end = rest.is_empty();
        let cause = Cause { kind, help: None, may_end: false, at_end };
        Self { rest, len: len.min(rest.len()), cause: Some(Box::new(cause)), read: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.help = Some(help.into());
        }
        self
    }

    pub(super) fn may_end(mut self) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.may_end = true;
        }
        self
    }

    pub(super) fn at_end(mut self, at_end: bool) -> Self {
        if let Some(cause) = &mut self.cause {
            cause.at_end = at_end;
        }
        self
    }

    /// The fault lies before `rest`, where reading goes on.
    pub(super) fn behind(mut self, rest: &'t str) -> Self {
        self.read = Some(rest);
        self
    }

    /// The offset in `text` from which reading goes on: the fault, or what was read behind it.
    pub(super) fn resume(&self, text: &str) -> usize {
        text.offset(self.read.unwrap_or(self.rest))
    }

    /// Where in `text` it is, what is wrong, and the way out.
    pub(super) fn parts(self, text: &str) -> (Span, ErrorKind, Option<String>) {
        let start = text.offset(self.rest);
        let span = Span::new(start, start + self.len);
        match self.cause {
            Some(cause) => (span, cause.kind, cause.help),
            // No parser that commits leaves the cause open; if one did, this would still be true.
            None => (span, ErrorKind::Foreign("this is no part of the language"), None),
        }
    }

    /// The failure as one that no alternative is tried after.
    pub(super) fn err<T>(self) -> Parsed<'t, T> {
        Err(nom::Err::Failure(self))
    }
}

impl<'t> ParseError<&'t str> for Failure<'t> {
    fn from_error_kind(rest: &'t str, _: nom::error::ErrorKind) -> Self {
        Self { rest, len: 0, cause: None, read: None }
    }

    fn append(_: &'t str, _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// Commits to `parser`: if it does not fit, `failure` says what was wanted.
pub(super) fn require<'t, T>(
    mut parser: impl Parser<&'t str, Output = T, Error = Failure<'t>>,
    failure: impl Fn(&'t str) -> Failure<'t>,
) -> impl Parser<&'t str, Output = T, Error = Failure<'t>> {
    move |rest| match parser.parse(rest) {
        Err(nom::Err::Error(soft)) if soft.cause.is_none() => failure(soft.rest).err(),
        parsed => parsed,
    }
}

/// White space between tokens: ASCII only, so that a no-break space is noticed.
pub(super) fn space(rest: &str) -> Parsed<'_, &str> {
    take_while(|c: char| u8::try_from(c).is_ok_and(is_space)).parse(rest)
}

pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// A name without quotes, up to `stop` if that comes first.
pub(super) fn name<'t>(
    stop: Option<&str>,
) -> impl Parser<&'t str, Output = &'t str, Error = Failure<'t>> {
    move |rest: &'t str| {
        // The common case: ASCII, and a delimiter that no name can hold.
        let ascii = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
        let plain =
            rest.as_bytes().get(ascii).is_none_or(|&byte| byte.is_ascii() && !is_sign(byte));
        let end = if plain { ascii } else { name_end(rest, stop) };
        if end == 0 {
            return Err(nom::Err::Error(Failure::from_error_kind(
                rest,
                nom::error::ErrorKind::TakeWhile1,
            )));
        }
        Ok((&rest[end..], &rest[..end]))
    }
}

/// Name characters that no delimiter can begin with.
pub(super) fn is_plain(byte: u8) -> bool {
    PLAIN[usize::from(byte)]
}

/// One load instead of several comparisons for each byte.
static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};

/// Name characters that a delimiter may begin with.
const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'-' | b'$' | b'@')
}

fn name_end(rest: &str, stop: Option<&str>) -> usize {
    for (at, c) in rest.char_indices() {
        let stops = stop.is_some_and(|stop| rest[at..].starts_with(stop));
        if stops || !is_name_char(c) {
            return at;
        }
    }
    rest.len()
}

/// A string in `'…'` or `"…"`, its escapes resolved.
pub(super) fn string(open: &str) -> Parsed<'_, Cow<'_, str>> {
    let (inside, quote) = one_of("'\"").parse(open)?;
    let mut decoded: Option<String> = None;
    let mut rest = inside;
    loop {
        let found = memchr::memchr3(quote as u8, b'\\', b'\n', rest.as_bytes());
        let Some(at) = found.filter(|&at| rest.as_bytes()[at] != b'\n') else {
            return Failure::new(open, 1, ErrorKind::UnclosedString { quote })
                .at_end(found.is_none())
                .err();
        };
        let (plain, behind) = (&rest[..at], &rest[at..]);
        if behind.starts_with(quote) {
            let text = match decoded {
                None => Cow::Borrowed(plain),
                Some(decoded) => Cow::Owned(decoded + plain),
            };
            return Ok((&behind[1..], text));
        }
        let text = decoded.get_or_insert_default();
        text.push_str(plain);
        let (behind, c) = escape(behind)?;
        text.push(c);
        rest = behind;
    }
}

/// One escape of a string: JSON's, and `\'`.
fn escape(rest: &str) -> Parsed<'_, char> {
    let (behind, _) = char('\\').parse(rest)?;
    let c = match behind.chars().next() {
        Some(c @ ('"' | '\'' | '\\' | '/')) => c,
        Some('b') => '\u{8}',
        Some('f') => '\u{C}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return unicode_escape(rest),
        other => {
            let len = 1 + other.map_or(0, char::len_utf8);
            return bad_escape(
                rest,
                len,
                r#"the escapes are \" \' \\ \/ \b \f \n \r \t and \u0000"#,
            );
        }
    };
    Ok((&behind[1..], c))
}

fn unicode_escape(rest: &str) -> Parsed<'_, char> {
    let Some(first) = unit(rest) else {
        return bad_escape(rest, 2, r"four hexadecimal digits follow \u");
    };
    let second = unit(&rest[6..]);
    let mut units = char::decode_utf16([first].into_iter().chain(second));
    match units.next() {
        Some(Ok(c)) => Ok((&rest[6 * c.len_utf16()..], c)),
        _ => bad_escape(rest, 6, "it is half of a surrogate pair"),
    }
}

/// The code unit of a `\uXXXX` at the beginning of `rest`.
fn unit(rest: &str) -> Option<u16> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

fn bad_escape<'t, T>(rest: &'t str, len: usize, reason: &'static str) -> Parsed<'t, T> {
    let escape = visible(&rest[..len]);
    Failure::new(rest, len, ErrorKind::StringEscape { escape, reason }).err()
}

/// What stands between `[` and `]`: an index or a string.
pub(super) fn bracketed(rest: &str) -> Parsed<'_, Segment<'_>> {
    if rest.starts_with(['\'', '"']) {
        return string.map(Segment::Key).parse(rest);
    }
    let (behind, digits) = recognize((opt(one_of("+-")), digit1)).parse(rest)?;
    if let Some(index) = path::index(digits) {
        return Ok((behind, Segment::Index(index)));
    }
    let (reason, help) = match digits.as_bytes() {
        [b'-', ..] => ("it has a sign", "elements are counted from the front, from 0"),
        [b'+', ..] => ("it has a sign", "write it without the sign"),
        [b'0', ..] => ("it has a leading zero", "write it without, or in quotes if it is a key"),
        _ => ("it is too large", "write it in quotes if it is a key"),
    };
    let kind = ErrorKind::Index { index: digits.to_owned(), reason };
    Failure::new(rest, digits.len(), kind).help(help).err()
}

/// The segment that a name behind a dot writes.
pub(super) fn named(name: &str) -> Segment<'_> {
    path::index(name).map_or(Segment::Key(Cow::Borrowed(name)), Segment::KeyOrIndex)
}

/// The word at the beginning of `rest`, up to `stop` if that comes first, and not the whole of it
/// if it is so long that it would be cut anyway.
pub(super) fn word_before<'t>(rest: &'t str, stop: Option<&str>) -> Option<&'t str> {
    let end = rest.char_indices().nth(64).map_or(rest.len(), |(end, _)| end);
    name(stop).parse(&rest[..end]).ok().map(|(_, word)| word)
}

/// Whether a closing delimiter stands in `text` before the next opening one.
pub(crate) fn closes(text: &str, (open, close): (&str, &str)) -> bool {
    let end = text.find(close);
    end.is_some_and(|end| !text[..end].contains(open))
}

/// How many backslashes `text` ends in: an odd number before an opener makes that text.
pub(crate) fn last_backslashes(text: &str) -> usize {
    text.bytes().rev().take_while(|&byte| byte == b'\\').count()
}

/// Whether `bytes` begin with `start`. Most delimiters are short, and then this is quicker than a call.
#[inline]
pub(super) fn begin_with(bytes: &[u8], start: &[u8]) -> bool {
    match (bytes, start) {
        ([first, second, ..], [one, other]) => (first, second) == (one, other),
        _ => bytes.starts_with(start),
    }
}

/// `text`, exactly.
pub(super) fn exactly<'t>(
    text: &str,
) -> impl Parser<&'t str, Output = &'t str, Error = Failure<'t>> {
    tag(text)
}
