//! Whether a text that could not be read was meant to be a placeholder, where roots are declared:
//! whether a path under one of them, or nearly under one, or a translation stands where an operand
//! can begin, in whatever disguise editors and other languages give it.

use std::borrow::Cow;

use nom::Parser;

use super::foreign::is_block;
use super::roots::{Roots, as_written};
use super::token::{closes, name, string};
use crate::path::{is_curly_quote, is_name_char};
use crate::span::floor_char_boundary;
use crate::visible::shown;

/// The longest name, string, tag or entity that is looked over, in bytes. It bounds what a text full of
/// openers costs.
const LONGEST: usize = 512;

/// What a text that could not be read was meant to be.
#[derive(Debug)]
pub(super) enum Meant<'t, 'r> {
    Translation,
    /// A path whose first key is written so, and is this root or nearly so.
    Root {
        written: Cow<'t, str>,
        root: &'r str,
    },
}

impl Meant<'_, '_> {
    /// What to say about a root that is misspelt.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Root { written, root } if written != root => {
                let (written, root) = (shown(written, 32), as_written(root));
                Some(format!("`{written}` is nearly the declared root `{root}`"))
            }
            _ => None,
        }
    }
}

/// What an operand may begin behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    Opener,
    Operator,
    /// What begins an operand in other languages, and in prose does not: there a root alone is none.
    Word,
}

impl Roots {
    /// What the `text` behind an opening delimiter was meant to be, up to the next delimiter that
    /// stands in no string.
    ///
    /// Behind the first operand nothing counts that follows a `;`, nor, if no delimiter closes it,
    /// what follows a line break: that is the program around a lookalike.
    pub(super) fn meant<'t>(
        &self,
        text: &'t str,
        delimiters: (&str, &str),
    ) -> Option<Meant<'t, '_>> {
        let (mut rest, mut begins) = (text, Some(Behind::Opener));
        loop {
            if let Some(behind) = begins {
                let found;
                (rest, found) = self.behind_disguise(rest, behind, delimiters);
                if found.is_some() {
                    let line = &text[..text.len() - rest.len()];
                    let counts = behind == Behind::Opener
                        || !line.contains('\n')
                        || closes(rest, delimiters);
                    return found.filter(|_| counts);
                }
            }
            let first =
                rest.chars().next().filter(|c| *c != ';' && !is_delimiter(rest, delimiters))?;
            (rest, begins) = if let Some(word) = word(rest, delimiters) {
                let lower = word.to_ascii_lowercase();
                let leads =
                    is_block(&lower) || matches!(&*lower, "or" | "and" | "if" | "then" | "is");
                (&rest[word.len()..], leads.then_some(Behind::Word))
            } else if let Some((behind, _)) = quoted(rest) {
                (behind, None)
            } else if rest.starts_with("||") || rest.starts_with("??") {
                (&rest[2..], Some(Behind::Operator))
            } else {
                let leads = matches!(first, '|' | '(' | '&' | '+' | '?' | ':');
                (&rest[first.len_utf8()..], leads.then_some(Behind::Word))
            };
        }
    }

    /// The operand that begins at `rest` behind whatever other languages and editors put before
    /// it; and how far that reaches.
    fn behind_disguise<'t>(
        &self,
        mut rest: &'t str,
        behind: Behind,
        delimiters: (&str, &str),
    ) -> (&'t str, Option<Meant<'t, '_>>) {
        loop {
            rest = rest.trim_start();
            if is_delimiter(rest, delimiters) {
                break;
            }
            let found = self.operand(rest, behind, delimiters);
            if found.is_some() {
                return (rest, found);
            }
            let Some(len) = disguise(rest) else { break };
            // A name in angle brackets is no tag.
            let inside = rest.strip_prefix('<').filter(|inside| !is_delimiter(inside, delimiters));
            let found = inside.and_then(|inside| self.operand(inside, behind, delimiters));
            if found.is_some() {
                return (rest, found);
            }
            rest = &rest[len..];
        }
        (rest, None)
    }

    /// The operand that begins at `rest`.
    fn operand<'t>(
        &self,
        rest: &'t str,
        behind: Behind,
        (open, close): (&str, &str),
    ) -> Option<Meant<'t, '_>> {
        let counts = |below: &str| {
            behind != Behind::Word || (goes_on(below) && !is_delimiter(below, (open, close)))
        };
        let root = |text: &'t str| {
            let (written, root) = self.begins(text, Some(close))?;
            let meant = Meant::Root { written: Cow::Borrowed(written), root };
            counts(&text[written.len()..]).then_some(meant)
        };
        let key = |text: &'t str| match quoted(text) {
            Some((below, key)) => {
                let below = below.strip_prefix(']').filter(|_| !is_delimiter(below, (open, close)));
                let is_path = goes_on(below.unwrap_or(quoted(text)?.0));
                let root = self.near(&key)?;
                is_path.then_some(Meant::Root { written: key, root })
            }
            // A quote that nobody closed.
            None => root(text.strip_prefix(['\'', '"']).unwrap_or(text)),
        };
        if let Some(below) = rest.strip_prefix(['t', 'T']) {
            let below = below.trim_start();
            let inside = below.strip_prefix('(').map(str::trim_start);
            let is_key = |c: char| matches!(c, '\'' | '"') || is_curly_quote(c);
            if inside.is_some_and(|inside| behind != Behind::Word || inside.starts_with(is_key)) {
                return Some(Meant::Translation);
            }
        }
        key(rest).or_else(|| {
            let mut below = rest.strip_prefix('$')?;
            while let Some(c) = below.chars().next() {
                if is_delimiter(below, (open, close)) || is_name_char(c) || matches!(c, '\'' | '"')
                {
                    break;
                }
                below = &below[c.len_utf8()..];
            }
            key(below)
        })
    }
}

/// How many bytes of `rest` are no part of an operand that may begin behind them; none if no operand
/// begins behind them.
fn disguise(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    let within = floor_char_boundary(rest, LONGEST);
    let upto = |end: char| rest[..within].find(end).map(|at| at + end.len_utf8());
    let bytes = rest.as_bytes();
    match c {
        ')' | ']' | '}' | ',' | ';' | '\'' | '"' => None,
        '<' => upto('>').or(Some(1)),
        '&' => {
            let end = upto(';').filter(|end| {
                bytes[1..end - 1].iter().all(|c| c.is_ascii_alphanumeric() || *c == b'#')
            });
            end.or(Some(1))
        }
        '%' if bytes.get(1..3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) => Some(3),
        // A bullet.
        '-' if !rest[1..].starts_with(is_name_char) => Some(1),
        _ if is_name_char(c) && (c.is_ascii() || c.is_alphanumeric()) => None,
        _ => Some(c.len_utf8()),
    }
}

/// The string that `rest` begins with, if it is not long; and what follows it.
fn quoted(rest: &str) -> Option<(&str, Cow<'_, str>)> {
    let within = &rest[..floor_char_boundary(rest, LONGEST)];
    let (behind, key) = string(within).ok()?;
    Some((&rest[within.len() - behind.len()..], key))
}

/// The name that `rest` begins with, up to the next delimiter.
fn word<'t>(rest: &'t str, (open, close): (&str, &str)) -> Option<&'t str> {
    let within = &rest[..floor_char_boundary(rest, LONGEST)];
    let (_, word) = name(Some(close)).parse(within).ok()?;
    // What an opener begins with may stand in a name.
    let end = floor_char_boundary(within, word.len() + open.len() - 1);
    Some(within[..end].find(open).map_or(word, |at| &word[..at]))
}

/// Whether a path goes on below its first key.
fn goes_on(below: &str) -> bool {
    let is_key = |c: char| is_name_char(c) || matches!(c, '\'' | '"' | '[' | '.');
    below.starts_with('[') || below.strip_prefix('.').is_some_and(|key| key.starts_with(is_key))
}

fn is_delimiter(rest: &str, (open, close): (&str, &str)) -> bool {
    rest.starts_with(open) || rest.starts_with(close)
}
