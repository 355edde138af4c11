//! Finds the places worth a look, and judges them.

use std::ops::Range;

use memchr::memmem::Finder;

use super::disguise::{undisguise, wide};
use super::foreign::foreign;
use crate::error::{Damage, ErrorKind, Problem};
use crate::path::is_name_char;
use crate::span::floor_char_boundary;
use crate::span::{Locator, Span};
use crate::template::{Syntax, closes, last_backslashes};
use crate::visible::one_line;

/// How far behind its beginning a place is looked at, in bytes.
pub(super) const AHEAD: usize = 8 << 10;
/// How far before its beginning, in bytes.
pub(super) const BACK: usize = 512;
/// The operands of an expression that are looked at.
const OPERANDS: usize = 16;
/// A piece of the text that several searches go through one after the other, while it is at hand.
const BLOCK: usize = 32 << 10;
/// No place.
const NOWHERE: usize = usize::MAX;

/// What a finished text is searched for.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(super) syntax: Syntax,
    pub(super) known: Vec<String>,
    /// Whether the text is a template, whose placeholders are no leftovers.
    pub(super) is_template: bool,
    /// Whether a glance decides which places are judged.
    pub(super) glances: bool,
    /// What most places begin with.
    first: [u8; 3],
    /// The other forms of the first character of a delimiter.
    wide: Vec<Finder<'static>>,
}

/// Something at a place of the text.
#[derive(Debug)]
pub(crate) struct Found {
    kind: ErrorKind,
    range: Range<usize>,
    /// The placeholder that it concerns.
    pub(crate) whole: Range<usize>,
    help: String,
}

impl Found {
    /// Something that is at fault as a whole.
    fn new(kind: ErrorKind, range: Range<usize>, help: impl Into<String>) -> Self {
        Self { kind, whole: range.clone(), range, help: help.into() }
    }

    /// Whether it takes the place of what a parser says there.
    pub(crate) const fn is_damage(&self) -> bool {
        matches!(self.kind, ErrorKind::Damaged { .. })
    }

    pub(crate) const fn code(&self) -> &'static str {
        self.kind.code()
    }

    pub(crate) fn problem(self, locator: &mut Locator<'_>, is_drawn: bool) -> Problem {
        let span = Span::new(self.range.start, self.range.end);
        Problem::at(locator, self.kind, span, Some(self.help), is_drawn)
    }
}

impl Scan {
    /// For finished texts.
    pub(super) fn new(syntax: &Syntax) -> Self {
        let known = syntax.known_roots();
        let syntax = syntax.strict();
        let first = syntax.open().chars().next().unwrap_or('[');
        let wide = wide(first).into_iter().flatten();
        let wide = wide.map(|c| Finder::new(c.encode_utf8(&mut [0; 4])).into_owned()).collect();
        // The first byte of a longer character is searched for often enough.
        let first = [syntax.open().as_bytes()[0], b'{', b'&'];
        let glances = Self::can_glance(&syntax, &known);
        Self { syntax, known, is_template: false, glances, first, wide }
    }

    /// For templates, whose placeholders are no leftovers; what cannot be read is the parser's to tell.
    pub(crate) fn of_templates(syntax: &Syntax) -> Self {
        Self { is_template: true, ..Self::new(syntax) }
    }

    /// Judges every place that begins from `from` on and before `to`; where to go on.
    pub(crate) fn run(
        &self,
        text: &str,
        mut from: usize,
        to: usize,
        found: &mut impl FnMut(Found),
    ) -> usize {
        let bytes = text.as_bytes();
        let mut next = vec![NOWHERE; 2 + self.wide.len()];
        while from < to {
            let end = to.min(from + BLOCK);
            // What is all ASCII has nothing wide.
            let searches = if bytes[from..end].is_ascii() { 2 } else { next.len() };
            let next = &mut next[..searches];
            for (number, next) in next.iter_mut().enumerate() {
                *next = self.find(number, bytes, from, end);
            }
            while let Some(at) = next.iter().copied().min().filter(|at| *at < end) {
                from = self.judge(text, at, found);
                if from >= end {
                    break;
                }
                for (number, next) in next.iter_mut().enumerate().filter(|(_, at)| **at < from) {
                    *next = self.find(number, bytes, from, end);
                }
            }
            from = from.max(end);
        }
        from
    }

    /// The first place that one of the searches finds.
    fn find(&self, number: usize, text: &[u8], from: usize, end: usize) -> usize {
        let found = match number {
            0 => {
                let [a, b, c] = self.first;
                let mut places = memchr::memchr3_iter(a, b, c, &text[from..end]);
                places.find(|at| self.is_worth_a_look(text, from + at))
            }
            1 => tag(&text[from..text.len().min(end + 1)]),
            _ => {
                let finder = &self.wide[number - 2];
                finder.find(&text[from..text.len().min(end + finder.needle().len() - 1)])
            }
        };
        found.map_or(NOWHERE, |at| from + at)
    }

    /// Damage of what was `meant`, at a range where `found` stands.
    fn damaged(&self, damage: Damage, range: Range<usize>, found: &str, meant: &str) -> Found {
        // A finished page is filled in again: what is mended in it alone shows its placeholder.
        let place = if self.is_template { "" } else { "in the template, " };
        // What else is wrong with it is told when this is mended.
        let is_whole = self.syntax.single(meant, &self.known).is_ok();
        let meant = if is_whole { format!(": `{}`", one_line(meant, 120)) } else { String::new() };
        let help = format!("{place}{}{meant}", damage.way_out());
        Found::new(ErrorKind::Damaged { damage, found: found.to_owned() }, range, help)
    }

    /// What begins at `at`; where to go on.
    fn judge(&self, text: &str, at: usize, found: &mut impl FnMut(Found)) -> usize {
        if !text.is_char_boundary(at) {
            return at + 1;
        }
        let rest = &text[at..floor_char_boundary(text, at + AHEAD)];
        let behind = at + rest.chars().next().map_or(1, char::len_utf8);
        let open = self.syntax.open();
        if rest.starts_with(open) {
            let overlaps = text[behind..].starts_with(open);
            return if overlaps { behind } else { self.opened(text, at, rest, found) };
        }
        if let Some(end) = self.disguised(at, rest, found) {
            return end;
        }
        let from = if rest.starts_with('{') && text[..at].ends_with('$') { at - 1 } else { at };
        let Some(len) = foreign(&text[from..floor_char_boundary(text, at + AHEAD)]) else {
            return behind;
        };
        let kind = ErrorKind::ForeignPlaceholder { placeholder: text[from..from + len].to_owned() };
        let help = if self.is_template {
            format!("it stays text; a placeholder is written `{open} name {}`", self.syntax.close())
        } else {
            "if somebody should fill it in, nobody did".to_owned()
        };
        found(Found::new(kind, from..from + len, help));
        // One of ours may stand within an expression.
        let is_expression = rest.starts_with('{') && from == at;
        let opener = rest.bytes().take(3).take_while(|byte| matches!(byte, b'{' | b'%')).count();
        if is_expression { at + opener } else { from + len }
    }

    /// What an opening delimiter at `at` begins; where to go on.
    fn opened(&self, text: &str, at: usize, rest: &str, found: &mut impl FnMut(Found)) -> usize {
        const HELP: &str = "fill in the template again, and look at what the rendering says";
        let (open, close) = (self.syntax.open(), self.syntax.close());
        let inside = at + open.len();
        if self.is_template {
            // What is written there on purpose, or read by the parser.
            if last_backslashes(&text[..at]) % 2 == 1 {
                return inside;
            }
            if text[inside..].starts_with('!') {
                let end = text[inside..].find(close);
                return end.map_or(text.len(), |end| inside + end + close.len());
            }
        }
        let read = self.syntax.single(rest, &self.known);
        let whole = read.as_ref().ok().filter(|single| single.is_known || self.is_template);
        if let Some(single) = whole {
            let range = at..at + single.end;
            if !self.is_template {
                let kind = ErrorKind::Leftover { placeholder: text[range.clone()].to_owned() };
                found(Found::new(kind, range.clone(), HELP));
            }
            return range.end;
        }
        if let Err((span, kind)) = read {
            if let Some(end) = self.disguised(at, rest, found) {
                return end;
            }
            let inner = &rest[open.len()..];
            if !self.is_template && self.begins_known(inner) {
                let (kind, range) = if closes(inner, (open, close)) {
                    (kind, at + span.start()..at + span.end())
                } else {
                    (ErrorKind::Unclosed { close: close.to_owned() }, at..inside)
                };
                let kind = ErrorKind::MalformedLeftover { why: Box::new(kind) };
                // What stands before the fault has been read; nothing is told before it.
                let behind = range.start.max(inside);
                found(Found::new(kind, range, HELP));
                let is_dollar = text[..behind].ends_with('$') && text[behind..].starts_with('{');
                return behind + usize::from(is_dollar);
            }
        }
        if let Some((start, meant)) = self.swapped(text, at) {
            let (damage, range) = (Damage::SwappedDelimiters, start..inside);
            let whole = self.damaged(damage, range, &text[start..inside], &meant);
            // The parser stumbles over what stands behind, at the next token or at the end.
            let space = text[inside..].len() - text[inside..].trim_start().len();
            found(Found { whole: start..inside + space + 1, ..whole });
        }
        inside
    }

    /// What stands disguised at `at`, told; where it ends.
    fn disguised(&self, at: usize, rest: &str, found: &mut impl FnMut(Found)) -> Option<usize> {
        let delimiters = (self.syntax.open(), self.syntax.close());
        let disguised = undisguise(rest, delimiters).filter(|it| !it.faults.is_empty())?;
        let is_ours = if let Ok(single) = self.syntax.single(&disguised.meant, &self.known) {
            single.is_known && (single.is_dotted_path || !disguised.is_single)
        } else {
            let inside = &disguised.meant[delimiters.0.len()..];
            !disguised.is_single && self.begins_known(inside)
        };
        if !is_ours {
            return None;
        }
        for (damage, range) in disguised.faults {
            let place = at + range.start..at + range.end;
            let one = self.damaged(damage, place, &rest[range], &disguised.meant);
            found(Found { whole: at..at + disguised.end, ..one });
        }
        Some(at + disguised.end)
    }

    /// Whether an operand of what stands `inside` begins with a path under a known root, or is a
    /// translation.
    fn begins_known(&self, inside: &str) -> bool {
        let end = floor_char_boundary(inside, BACK);
        // Behind a delimiter stands something else.
        let end = inside[..end].find(self.syntax.close()).unwrap_or(end);
        let end = inside[..end].find(self.syntax.open()).unwrap_or(end);
        let operands = inside[..end].split("||").flat_map(|operand| operand.split("??"));
        // Behind what is no operand nothing is one.
        let mut is_operand = true;
        let operands = operands.take(OPERANDS).take_while(|operand| {
            let follows = is_operand;
            is_operand &= looks_like_operand(operand.trim());
            follows
        });
        operands.map(str::trim_start).any(|operand| self.is_known(operand))
    }

    fn is_known(&self, operand: &str) -> bool {
        let key = operand.strip_prefix("t(").filter(|key| key.starts_with(['\'', '"']));
        if let Some((_, behind)) = key.and_then(|key| key.split_once(')')) {
            return behind.trim_start().starts_with('|');
        }
        let (path, quote) = match operand.strip_prefix("$['") {
            Some(path) => (path, "']"),
            None => (operand.strip_prefix("$.").unwrap_or(operand), ""),
        };
        self.known.iter().any(|root| {
            let below = path.strip_prefix(&**root).and_then(|below| below.strip_prefix(quote));
            below.is_some_and(|below| {
                below.starts_with(['.', '[']) || below.trim_start().starts_with('|')
            })
        })
    }

    /// Where a closing delimiter stands before the opening one at `at`, on the same line and with nothing but
    /// a path between them; and what was meant.
    fn swapped(&self, text: &str, at: usize) -> Option<(usize, String)> {
        let (open, close) = (self.syntax.open(), self.syntax.close());
        let from = (at.saturating_sub(BACK)..=at).find(|from| text.is_char_boundary(*from))?;
        let from = text[from..at].rfind('\n').map_or(from, |end| from + end + 1);
        let before = &text[from..at];
        let start = before.rfind(close)?;
        let path = before[start + close.len()..].trim();
        let is_closed = match (before[..start].rfind(open), before[..start].rfind(close)) {
            (Some(opened), closed) => closed.is_some_and(|closed| closed > opened),
            (None, _) => true,
        };
        let meant = format!("{open} {path} {close}");
        let single = self.syntax.single(&meant, &self.known).ok()?;
        let is_meant = is_closed && single.is_known && single.end == meant.len();
        (is_meant && single.is_dotted_path).then_some((from + start, meant))
    }
}

/// Whether a path or a literal begins like that.
fn looks_like_operand(text: &str) -> bool {
    let head = text.split('[').next().unwrap_or_default();
    let is_head = |c: char| is_name_char(c) || matches!(c, '.' | '+');
    text.starts_with(['\'', '"']) || (head.starts_with(is_name_char) && head.chars().all(is_head))
}

/// Where a tag of a mail program may begin: `*|X|*` or `%%x%%`.
fn tag(text: &[u8]) -> Option<usize> {
    memchr::memchr2_iter(b'|', b'%', text).find_map(|at| match text[at] {
        b'|' => at.checked_sub(1).filter(|before| text[*before] == b'*'),
        _ => (text.get(at + 1) == Some(&b'%')).then_some(at),
    })
}
