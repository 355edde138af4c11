//! A placeholder in disguise, read token by token into what it was meant to be.
//!
//! Looks at no more than the text that it is given, and at each byte of it a bounded number of times.

use std::ops::Range;

use super::html::{entity, escaped_tag, tag};
use crate::error::Damage;
use crate::path::{is_curly_quote, is_name_char};
use crate::visible::is_invisible;

/// The longest path between single brackets, in bytes.
const PATH: usize = 512;
/// So many pieces may tear a delimiter apart.
const TORN: usize = 4;

/// What a disguised placeholder was meant to be.
#[derive(Debug, Default)]
pub(super) struct Disguised {
    /// The placeholder as it should stand there.
    pub(super) meant: String,
    /// What was done to it and where, each kind once, in the order of the text.
    pub(super) faults: Vec<(Damage, Range<usize>)>,
    /// Behind its closing delimiter.
    pub(super) end: usize,
    /// Whether half of a delimiter is missing.
    pub(super) is_single: bool,
}

/// Reads the placeholder that `text` begins with; none if nothing like a delimiter stands there, or
/// nothing closes it before the next one opens.
pub(super) fn undisguise(text: &str, (open, close): (&str, &str)) -> Option<Disguised> {
    let mut read = Reader { text, at: 0, found: Disguised::default() };
    let opened = read.delimiter(open)?;
    read.found.meant.push_str(open);
    let closed = read.content(open, close, opened)?;
    read.found.meant.push_str(close);
    read.found.end = read.at;
    if opened == Read::Half || closed == Read::Half {
        // Of a whole and a half the half is at fault.
        let last = text[..read.at].chars().next_back().map_or(0, char::len_utf8);
        let range = match (opened, closed) {
            (Read::Half, Read::Half) => 0..read.at,
            (Read::Half, Read::Whole) => 0..text.chars().next().map_or(0, char::len_utf8),
            (Read::Whole, _) => read.at - last..read.at,
        };
        read.found.is_single = true;
        read.found.faults.push((Damage::SingleBracket, range));
        read.found.faults.sort_by_key(|(_, range)| range.start);
    }
    Some(read.found)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Disguised,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Whole,
    Half,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fault(&mut self, damage: Damage, range: Range<usize>) {
        if self.found.faults.iter().all(|(other, _)| *other != damage) {
            self.found.faults.push((damage, range));
        }
    }

    /// Reads a delimiter in whatever disguise; of two equal brackets perhaps only one.
    fn delimiter(&mut self, delimiter: &str) -> Option<Read> {
        let (text, mut at) = (self.text, self.at);
        let mut faults = Vec::new();
        let mut chars = delimiter.chars();
        let (first, mut half) = (chars.clone().next()?, None);
        while let Some(c) = chars.next() {
            let (len, damage) = match character(&text[at..], c) {
                Some(read) => read,
                // What tears a delimiter apart stands within it.
                None if half.is_some() => {
                    let Some((gap, behind)) = gap(&text[at..], c) else { break };
                    faults.push((gap, at..at + behind));
                    at += behind;
                    if text[at..].starts_with(delimiter) {
                        break;
                    }
                    let Some(read) = character(&text[at..], c) else { break };
                    read
                }
                None => break,
            };
            if let Some(damage) = damage {
                faults.push((damage, at..at + len));
            }
            at += len;
            if chars.as_str().is_empty() {
                for (damage, range) in &mut faults {
                    // White space alone cannot be shown.
                    if matches!(damage, Damage::SpacedDelimiter | Damage::EscapedDelimiter) {
                        *range = self.at..at;
                    }
                }
                for (damage, range) in faults {
                    self.fault(damage, range);
                }
                self.at = at;
                return Some(Read::Whole);
            }
            half.get_or_insert((at, faults.len()));
        }
        let (at, count) = half?;
        let is_double = delimiter.chars().eq([first, first]);
        if !is_double || text[at..].starts_with(delimiter) {
            return None;
        }
        faults.truncate(count);
        for (damage, range) in faults {
            self.fault(damage, range);
        }
        self.at = at;
        Some(Read::Half)
    }

    /// Reads up to the closing delimiter, which is taken too.
    fn content(&mut self, open: &str, close: &str, opened: Read) -> Option<Read> {
        loop {
            let rest = self.rest();
            let first = rest.chars().next()?;
            // Half a delimiter is meant as one only around a path, and on purpose nobody writes a long one.
            if opened == Read::Half && (self.at > PATH || self.opens_again(open)) {
                return None;
            }
            // An index belongs to the path.
            let behind_name = self.found.meant.ends_with(is_name_char)
                || (self.found.meant.len() > open.len() && self.found.meant.ends_with(']'));
            if let Some(len) = bracket(rest).filter(|_| behind_name) {
                self.take(len);
                continue;
            }
            let before = self.at;
            if let Some(closed) = self.delimiter(close) {
                return Some(closed);
            }
            let faults = self.found.faults.len();
            if opened == Read::Whole && self.delimiter(open) == Some(Read::Whole) {
                return None;
            }
            self.at = before;
            self.found.faults.truncate(faults);
            match first {
                '\\' if close
                    .chars()
                    .next()
                    .is_some_and(|c| character(&rest[1..], c).is_some()) =>
                {
                    self.fault(Damage::EscapedDelimiter, self.at..self.at + 1);
                    self.at += 1;
                }
                '\'' | '"' => {
                    let line = rest[1..].find(['\n', first]).map(|at| at + 1);
                    let end = line.filter(|end| rest[*end..].starts_with(first));
                    self.take(end.map_or(1, |end| end + 1));
                }
                '<' if tag(rest).is_some() => {
                    let len = tag(rest)?;
                    self.fault(Damage::Markup, self.at..self.at + len);
                    self.at += len;
                }
                '&' if escaped_tag(rest).is_some() => {
                    let len = escaped_tag(rest)?;
                    self.fault(Damage::Markup, self.at..self.at + len);
                    self.at += len;
                }
                '&' if entity(rest).is_some() => {
                    let (c, len) = entity(rest)?;
                    self.fault(Damage::Entity, self.at..self.at + len);
                    self.at += len;
                    self.found.meant.extend(plain(c).map_or(Some(c), |(plain, _)| plain));
                }
                _ => match plain(first) {
                    Some((plain, damage)) => {
                        let len = first.len_utf8();
                        self.fault(damage, self.at..self.at + len);
                        self.at += len;
                        self.found.meant.extend(plain);
                    }
                    // Half a delimiter is meant as one only around a path.
                    None if opened == Read::Half
                        && !(is_name_char(first) || ". ".contains(first)) =>
                    {
                        return None;
                    }
                    None => self.take(first.len_utf8()),
                },
            }
        }
    }

    /// Whether the next character opens something again, written as anything but itself.
    fn opens_again(&self, open: &str) -> bool {
        let read = open.chars().next().and_then(|c| character(self.rest(), c));
        matches!(read, Some((_, Some(_))))
    }

    fn take(&mut self, len: usize) {
        self.found.meant.push_str(&self.rest()[..len]);
        self.at += len;
    }
}

/// What should stand in the place of a character that does not belong into a placeholder.
fn plain(c: char) -> Option<(Option<char>, Damage)> {
    Some(match c {
        '\u{2018}'..='\u{201B}' => (Some('\''), Damage::CurlyQuotes),
        _ if is_curly_quote(c) => (Some('"'), Damage::CurlyQuotes),
        ' ' | '\t' | '\n' | '\r' => return None,
        _ if c.is_whitespace() => (Some(' '), Damage::UnusualSpace),
        _ if is_invisible(c) => (None, Damage::Invisible),
        _ => return None,
    })
}

/// The length of the character `c` in whatever form, and what was done to it.
fn character(rest: &str, c: char) -> Option<(usize, Option<Damage>)> {
    let first = rest.chars().next()?;
    if first == c {
        return Some((c.len_utf8(), None));
    }
    if wide(c).contains(&Some(first)) {
        return Some((first.len_utf8(), Some(Damage::WideBrackets)));
    }
    let (decoded, len) = entity(rest)?;
    (decoded == c).then_some((len, Some(Damage::Entity)))
}

/// The forms of an ASCII character that input methods write.
pub(super) fn wide(c: char) -> [Option<char>; 2] {
    let full = c.is_ascii_graphic().then(|| char::from_u32(u32::from(c) + 0xFEE0)).flatten();
    let other = match c {
        '[' => Some('【'),
        ']' => Some('】'),
        _ => None,
    };
    [full, other]
}

/// What stands before `c` where nothing should, and its length.
fn gap(rest: &str, c: char) -> Option<(Damage, usize)> {
    let (mut at, mut damage) = (0, None);
    for _ in 0..TORN {
        if character(&rest[at..], c).is_some() {
            break;
        }
        let first = rest[at..].chars().next()?;
        let (found, len) = match first {
            ' ' | '\t' => (Damage::SpacedDelimiter, 1),
            '\\' => (Damage::EscapedDelimiter, 1),
            '<' => (Damage::Markup, tag(&rest[at..])?),
            '&' => {
                let (decoded, len) = entity(&rest[at..])?;
                plain(decoded)?;
                (Damage::Entity, len)
            }
            _ => (plain(first)?.1, first.len_utf8()),
        };
        at += len;
        damage.get_or_insert(found);
    }
    Some((damage?, at))
}

/// The length of the index or key in brackets that `rest` begins with.
fn bracket(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let len = match inner.as_bytes().first()? {
        quote @ (b'\'' | b'"') => 2 + inner[1..].find(['\n', char::from(*quote)])?,
        _ if digits > 0 => digits,
        _ => return None,
    };
    inner.get(len..)?.starts_with(']').then_some(len + 2)
}
