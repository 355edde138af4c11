//! Declared roots: which expressions are placeholders, and which only look like one.

use std::borrow::Cow;
use std::sync::Arc;

use nom::Parser;

use super::Template;
use super::expression::OperandKind::Translation;
use super::grammar::Grammar;
use super::steps::step;
use super::token::{Failure, name};
use crate::error::{Error, ErrorKind};
use crate::path::{Path, Segment, is_name_char};
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

    pub(super) fn declare(roots: &[String]) -> Result<Self, Error> {
        let refuse = |root: &str, reason| {
            Err(Error::nowhere(ErrorKind::Root { root: root.to_owned(), reason }))
        };
        if roots.is_empty() {
            return refuse("", "at least one is needed, or every placeholder would be text");
        }
        let mut keys = Vec::with_capacity(roots.len());
        for root in roots {
            let reason = match Path::parse(root).as_ref().map(Path::segments) {
                Ok([Segment::Key(key)]) => {
                    keys.push(key.clone().into_owned());
                    continue;
                }
                Ok([]) => "every path begins with it",
                Ok(_) => "only the first key of a path is declared",
                Err(_) if root.is_empty() => "no path begins with it",
                Err(_) => "a key that is no name is written `$['a key']`",
            };
            return refuse(root, reason);
        }
        Ok(Self(Some(keys.into())))
    }

    pub(super) const fn are_declared(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn all(&self) -> &[String] {
        self.0.as_deref().unwrap_or_default()
    }

    fn hold(&self, name: &str) -> bool {
        self.all().iter().any(|root| root == name)
    }

    /// The root that `text` begins with, or with what is one slip of the hand away, and how it is
    /// written there. No name goes on behind `stop`.
    pub(super) fn begins<'t>(&self, text: &'t str, stop: Option<&str>) -> Option<(&'t str, &str)> {
        let is_whole = |behind: &&str| {
            let stops = stop.is_some_and(|stop| behind.starts_with(stop));
            let written = &text[..text.len() - behind.len()];
            let holds_stop = stop.is_some_and(|stop| written.contains(stop));
            (stops || !behind.starts_with(is_name_char)) && !holds_stop
        };
        let find = |behind: fn(&'t str, &str) -> [Option<&'t str>; 4]| {
            self.all().iter().find_map(|root| {
                let behind = behind(text, root).into_iter().flatten().find(is_whole)?;
                Some((&text[..text.len() - behind.len()], root.as_str()))
            })
        };
        find(exact).or_else(|| find(other_case)).or_else(|| find(slip))
    }

    /// The root that a key is, or is one slip of the hand away from; also if the key goes on as a
    /// path does: that of a flat map.
    pub(super) fn near(&self, key: &str) -> Option<&str> {
        let (written, root) = self.begins(key, None)?;
        let behind = &key[written.len()..];
        (behind.is_empty() || behind.starts_with(['.', '['])).then_some(root)
    }

    fn list(&self) -> String {
        let listed: Vec<_> =
            self.all().iter().take(LISTED).map(|root| format!("`{}`", as_written(root))).collect();
        let more = if self.all().len() > LISTED { ", …" } else { "" };
        listed.join(", ") + more
    }
}

/// A root as paths begin with it.
pub(super) fn as_written(root: &str) -> String {
    let path = Path::new(vec![Segment::Key(Cow::Borrowed(root))]);
    shown(&path.to_string(), WIDTH)
}

/// What stands behind `root`, if `text` begins with it.
fn exact<'t>(text: &'t str, root: &str) -> [Option<&'t str>; 4] {
    [text.strip_prefix(root), None, None, None]
}

/// The same if capitals and small letters count alike.
fn other_case<'t>(text: &'t str, root: &str) -> [Option<&'t str>; 4] {
    let written = first(text, root.chars().count()).filter(|_| has_slips(root));
    let behind = written.filter(|written| written.to_lowercase() == root.to_lowercase());
    [behind.map(|written| &text[written.len()..]), None, None, None]
}

/// The same if there is one character too many, another one, two swapped, or one too few: whatever
/// has an optimal string alignment distance of 1.
fn slip<'t>(text: &'t str, root: &str) -> [Option<&'t str>; 4] {
    if !has_slips(root) {
        return [None; 4];
    }
    let same = root.chars().zip(text.chars()).take_while(|(a, b)| a == b);
    let same = same.map(|(c, _)| c.len_utf8()).sum::<usize>();
    let (meant, found) = (&root[same..], &text[same..]);
    let (mut meant_behind, mut found_behind) = (meant.chars(), found.chars());
    let (letter, slip) = (meant_behind.next(), found_behind.next());
    let (meant_behind, found_behind) = (meant_behind.as_str(), found_behind.as_str());
    let insertion = slip.and_then(|_| found_behind.strip_prefix(meant));
    // What ends a name may be one too many, but is no other letter.
    let is_letter = letter.is_some() && slip.is_some_and(|c| !ends_name(c));
    let substitution = found_behind.strip_prefix(meant_behind).filter(|_| is_letter);
    let swap = slip.zip(letter).and_then(|(slip, letter)| {
        found_behind.strip_prefix(letter)?.strip_prefix(meant_behind.strip_prefix(slip)?)
    });
    let deletion = letter.and_then(|_| found.strip_prefix(meant_behind));
    [insertion, substitution, swap, deletion]
}

fn has_slips(root: &str) -> bool {
    root.chars().nth(SHORTEST - 1).is_some()
}

/// The first `len` characters of a text that has so many.
fn first(text: &str, len: usize) -> Option<&str> {
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.nth(len).map(|end| &text[..end])
}

/// What stands behind names and not in them, whoever wrote them.
fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || ".,;()[]{}|?'\"".contains(c)
}

impl<'t> Grammar<'t, '_> {
    /// The failure of an expression that was read from `start` to `behind`, if roots are declared
    /// and it counts for none, or not all of its paths are under one.
    pub(super) fn outside_roots(&self, start: &'t str, behind: &'t str) -> Option<Failure<'t>> {
        let roots = &self.syntax.roots;
        if !roots.are_declared() {
            return None;
        }
        let close = self.syntax.close();
        let key = |path: &Span| first_key(&self.text[path.range()], close).1;
        let meant = |path: &Span| {
            let (_, parted) = roots.begins(&self.text[path.range()], Some(close)).unzip();
            parted.or_else(|| roots.near(&key(path)))
        };
        let is_outside = |path: &&Span| !roots.hold(&key(path));
        let outside = self.written.iter().find(is_outside)?;
        let counts = self.written.iter().any(|path| !is_outside(&path))
            || self.operands.iter().any(|operand| matches!(operand.kind, Translation(_)));
        let path = if counts {
            outside
        } else if let Some(slip) = self.written.iter().find(|path| meant(path).is_some()) {
            slip
        } else {
            let kind = ErrorKind::OtherRoot { roots: roots.list() };
            let len = self.at(behind) - self.at(start);
            return Some(Failure::new(start, len, kind).behind(behind));
        };
        let (span, name) = first_key(&self.text[path.range()], close);
        let help = match meant(path) {
            Some(root) => format!("did you mean `{}`?", as_written(root)),
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

impl Template<'_> {
    /// Whether a placeholder may be this path: it begins with a declared root, if there are some.
    pub(crate) fn allows(&self, path: &Path<'_>) -> bool {
        let roots = &self.syntax.roots;
        let first = path.segments().first().map(Segment::text);
        let is_declared = |first| roots.all().iter().any(|root| *root == first);
        !roots.are_declared() || first.is_some_and(is_declared)
    }
}
