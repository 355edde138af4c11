//! Declared roots: which expressions are placeholders, and which only look like one.

use std::borrow::Cow;
use std::sync::Arc;

use nom::Parser;

use super::expression::OperandKind::Translation;
use super::foreign::is_block;
use super::grammar::{Grammar, operator};
use super::steps::step;
use super::token::{Failure, name, string};
use crate::error::{Error, ErrorKind};
use crate::path::{is_head, is_name_char};
use crate::span::Span;
use crate::visible::shown;

/// A slip of the hand is looked for in roots of at least so many characters.
const SHORTEST: usize = 3;
/// The roots that a message lists.
const LISTED: usize = 5;
/// The widest that a root gets in a message.
const WIDTH: usize = 32;

/// The first keys that paths may begin with, if they are declared; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Roots(Option<Arc<[String]>>);

impl Roots {
    pub(super) const fn none() -> Self {
        Self(None)
    }

    pub(super) fn declare(roots: Vec<String>) -> Result<Self, Error> {
        let refuse = |root: &str, reason| {
            Err(Error::nowhere(ErrorKind::Root { root: root.to_owned(), reason }))
        };
        if roots.is_empty() {
            return refuse("", "at least one is needed, or every placeholder would be text");
        }
        for root in &roots {
            if root.contains(['.', '[']) {
                return refuse(root, "only the first key of a path is declared");
            }
            if !is_head(root) {
                return refuse(root, "no path can begin with it");
            }
        }
        Ok(Self(Some(roots.into())))
    }

    pub(super) const fn are_declared(&self) -> bool {
        self.0.is_some()
    }

    fn all(&self) -> &[String] {
        self.0.as_deref().unwrap_or_default()
    }

    fn hold(&self, name: &str) -> bool {
        self.all().iter().any(|root| root == name)
    }

    /// The root that `name` is, or is one slip of the hand away from.
    fn near(&self, name: &str) -> Option<&str> {
        // What is much longer is no slip, and the distance costs the product of two lengths.
        let is_near = |root: &&String| {
            name.len() <= 4 * root.len() + char::MAX.len_utf8()
                && root.chars().nth(SHORTEST - 1).is_some()
                && (root.to_lowercase() == name.to_lowercase()
                    || strsim::osa_distance(root, name) == 1)
        };
        let exact = self.all().iter().find(|root| *root == name);
        exact.or_else(|| self.all().iter().find(is_near)).map(String::as_str)
    }

    fn list(&self) -> String {
        let listed: Vec<_> = self
            .all()
            .iter()
            .take(LISTED)
            .map(|root| format!("`{}`", shown(root, WIDTH)))
            .collect();
        let more = if self.all().len() > LISTED { ", …" } else { "" };
        listed.join(", ") + more
    }

    /// What a text that could not be read was meant to be, if it was meant to be a placeholder: a
    /// path whose first name is a root or nearly one, or a translation; wherever an operand can
    /// begin in its first `most` bytes.
    pub(super) fn meant<'r>(
        &'r self,
        text: &'r str,
        most: usize,
        delimiters: (&str, &str),
    ) -> Option<Meant<'r>> {
        let mut rest = text;
        let mut begins = true;
        while begins || text.len() - rest.len() <= most {
            if begins {
                rest = disguise(rest, delimiters);
                let operand = self.meant_operand(rest, delimiters.1);
                if operand.is_some() {
                    return operand;
                }
            }
            let c = rest.chars().next().filter(|_| !is_delimiter(rest, delimiters))?;
            let word = name(Some(delimiters.1)).parse(rest).ok();
            (rest, begins) = if let Ok((behind, _)) = string(rest) {
                (behind, false)
            } else if let Ok((behind, _)) = operator(rest) {
                (behind, true)
            } else if let Some((behind, word)) = word {
                // Behind the `if` of other languages an operand begins as well.
                (behind, begins && is_block(word))
            } else {
                (&rest[c.len_utf8()..], false)
            };
        }
        None
    }

    /// The same for an operand that begins here.
    fn meant_operand<'r>(&'r self, rest: &'r str, close: &str) -> Option<Meant<'r>> {
        let root = |name: Cow<'r, str>| {
            let root = self.near(&name)?;
            Some(Meant::Root(name, root))
        };
        // A first key in quotes.
        if let Ok((behind, key)) = string(rest) {
            return root(key).filter(|_| behind.starts_with(['.', '[']));
        }
        let (behind, head) = name(Some(close)).parse(rest).ok()?;
        let below = behind.trim_start_matches([' ', '\t']);
        if matches!(head, "t" | "T") && below.starts_with('(') {
            return Some(Meant::Translation);
        }
        if head == "$" && !behind.starts_with(close) {
            let key = below.trim_start_matches(['.', '[', ' ', '\t', '\'', '"']);
            return name(Some(close)).parse(key).ok().and_then(|(_, key)| root(Cow::Borrowed(key)));
        }
        // A character that no name can hold is a slip like any other.
        let ends = |c: char| c.is_ascii_whitespace() || ".[|?'\"".contains(c);
        let end = rest.find(ends).unwrap_or(rest.len());
        let run = &rest[..rest[..end].find(close).unwrap_or(end)];
        root(Cow::Borrowed(head)).or_else(|| root(Cow::Borrowed(run)))
    }
}

/// The text behind whatever editors and other languages put before a name; but not behind a string.
fn disguise<'t>(text: &'t str, delimiters: (&str, &str)) -> &'t str {
    let is_other = |c: char| !is_name_char(c) && !matches!(c, '\'' | '"' | '|' | '?');
    let mut rest = text;
    while let Some(c) = rest.chars().next().filter(|&c| is_other(c)) {
        if is_delimiter(rest, delimiters) {
            break;
        }
        rest = &rest[c.len_utf8()..];
    }
    rest
}

fn is_delimiter(rest: &str, (open, close): (&str, &str)) -> bool {
    rest.starts_with(open) || rest.starts_with(close)
}

/// What a text that could not be read was meant to be.
pub(super) enum Meant<'r> {
    Translation,
    /// A path with this first name, which is this root or nearly so.
    Root(Cow<'r, str>, &'r str),
}

impl Meant<'_> {
    /// What to say about a root that is misspelt.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Root(name, root) if name != root => {
                Some(format!("`{}` is nearly the declared root `{root}`", shown(name, WIDTH)))
            }
            _ => None,
        }
    }
}

impl<'t> Grammar<'t, '_> {
    /// The failure of an expression that was read from `start` to `behind`, if roots are declared
    /// and it counts for none, or not all of its paths are under one.
    pub(super) fn outside_roots(&self, start: &'t str, behind: &'t str) -> Option<Failure<'t>> {
        let roots = &self.syntax.roots;
        if !roots.are_declared() {
            return None;
        }
        let key = |path: &Span| first_key(&self.text[path.range()], self.syntax.close()).1;
        let is_outside = |path: &&Span| !roots.hold(&key(path));
        let outside = self.written.iter().find(is_outside)?;
        let counts = self.written.iter().any(|path| !is_outside(&path))
            || self.operands.iter().any(|operand| matches!(operand.kind, Translation(_)));
        let path = if counts {
            outside
        } else if let Some(slip) = self.written.iter().find(|path| roots.near(&key(path)).is_some())
        {
            slip
        } else {
            let kind = ErrorKind::OtherRoot { roots: roots.list() };
            let len = self.at(behind) - self.at(start);
            return Some(Failure::new(start, len, kind).behind(behind));
        };
        let text = &self.text[path.range()];
        let (span, name) = first_key(text, self.syntax.close());
        let help = match roots.near(&name) {
            Some(root) => format!("did you mean `{root}`?"),
            None => format!("the declared roots are {}", roots.list()),
        };
        let kind = ErrorKind::UnknownRoot { name: name.into_owned() };
        let at = &self.text[path.start() + span.start()..];
        Some(Failure::new(at, span.len(), kind).help(help).behind(behind))
    }
}

/// The first key of the path that `text` begins with, and where it stands; `$` if it has none.
fn first_key<'t>(text: &'t str, close: &str) -> (Span, Cow<'t, str>) {
    let Ok((rest, head)) = name(Some(close)).parse(text) else {
        return (Span::default(), Cow::Borrowed(""));
    };
    let whole = (Span::new(0, head.len()), Cow::Borrowed(head));
    if head != "$" || rest.starts_with(close) {
        return whole;
    }
    let Ok((behind, segment)) = step(rest, Some(close), ("", "")) else { return whole };
    let start = head.len() + usize::from(rest.starts_with('.'));
    let span = Span::new(start, text.len() - behind.len());
    (span, Cow::Owned(segment.text().into_owned()))
}
