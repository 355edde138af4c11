//! What to do about a placeholder that cannot be read: whether it is text after all, what to say,
//! and where to go on.
//!
//! Every place is looked at a bounded number of times, whatever the text.

use super::meant::Meant;
use super::parse::Parser;
use super::token::Failure;
use crate::error::ErrorKind;
use crate::span::{Span, floor_char_boundary};

/// Why it could not be read, and where reading goes on.
pub(super) struct Refused {
    pub(super) span: Span,
    pub(super) kind: ErrorKind,
    pub(super) help: Option<String>,
    /// The declared root that it was meant to begin with, if it is misspelt.
    pub(super) slip: Option<String>,
    /// How far it was read.
    pub(super) read_to: usize,
}

impl Refused {
    pub(super) const fn new(span: Span, kind: ErrorKind, read_to: usize) -> Self {
        Self { span, kind, help: None, slip: None, read_to }
    }
}

/// Behind the end of every text.
const NOWHERE: usize = usize::MAX;

/// So many bytes are read over the limit, so that no escape of a string is cut at it.
const SLACK: usize = 12;

/// What an expression is read from.
pub(super) struct Window {
    pub(super) end: usize,
    /// What fails from here on fails because the window ends.
    pub(super) limit: usize,
}

impl<'t> Parser<'t, '_> {
    /// How much of the text an expression that begins at `inside` is read from: no more than it
    /// may take, and only the beginning if it is known that nothing closes it there. So a text
    /// full of openers stays cheap.
    pub(super) fn window(&self, inside: usize) -> Window {
        const DIAGNOSIS: usize = 128;
        let most = inside.saturating_add(self.syntax.limits.expression_bytes());
        let limit = match self.known_close(inside) {
            Some(close) if close > most => most.min(inside + DIAGNOSIS),
            _ => most,
        };
        let end = limit.saturating_add(self.syntax.close().len() + SLACK);
        Window { end: floor_char_boundary(self.text, end), limit }
    }

    pub(super) fn refused(
        &mut self,
        open: usize,
        inside: usize,
        window: &Window,
        failure: Failure<'t>,
    ) -> Refused {
        let (may_end, at_end) =
            failure.cause.as_ref().map_or((false, false), |cause| (cause.may_end, cause.at_end));
        let from = failure.resume(self.text);
        let (span, kind, help) = failure.parts(self.text);
        // The fault may be that the window ends there.
        let is_cut = window.end < self.text.len()
            && (at_end || span.start() >= window.limit || span.end() >= window.end);
        let is_string = matches!(kind, ErrorKind::UnclosedString { quote }
            if !self.closes_soon(window.end, quote as u8));
        if is_cut && !is_string {
            return self.too_long(open, inside, window);
        }
        let is_generic = matches!(kind, ErrorKind::Expected { .. } | ErrorKind::Foreign(_));
        let (kind, help) = if is_generic && (may_end || at_end) && !self.is_closed(inside, from) {
            (self.unclosed(), None)
        } else {
            (kind, help)
        };
        Refused { help, ..Refused::new(span, kind, from) }
    }

    /// An expression over the limit, or one that nothing closes.
    pub(super) fn too_long(&mut self, open: usize, inside: usize, window: &Window) -> Refused {
        let limit = self.syntax.limits.expression_bytes();
        let kind = match self.next_close(inside) {
            Some(_) => ErrorKind::ExpressionTooLong { limit },
            None => self.unclosed(),
        };
        Refused::new(Span::new(open, inside), kind, window.limit)
    }

    /// Whether what was refused stays text, since nobody meant it to be a placeholder.
    pub(super) fn stays_text(&self, inside: usize, refused: &mut Refused) -> bool {
        let roots = &self.syntax.roots;
        match refused.kind {
            ErrorKind::OtherRoot { .. } => true,
            ErrorKind::UnknownRoot { .. } => false,
            _ if roots.are_declared() => {
                let most = inside.saturating_add(self.syntax.limits.expression_bytes());
                let text = &self.text[inside..floor_char_boundary(self.text, most)];
                let meant = roots.meant(text, self.syntax.open_and_close());
                refused.slip = meant.as_ref().and_then(Meant::hint);
                meant.is_none()
            }
            _ => true,
        }
    }

    pub(super) fn complain(&mut self, open: usize, refused: Refused) {
        let Refused { span, kind, help, slip, .. } = refused;
        let hints = [help, slip, self.escape_hint(open, span, &kind)];
        let help = hints.into_iter().flatten().reduce(|help, hint| {
            let join = if help.ends_with('?') { " " } else { "; " };
            help + join + &hint
        });
        self.problems.push_behind(open, kind, span, help);
    }

    pub(super) fn warn(&mut self, open: usize, refused: Refused) {
        let Refused { span, kind, help, .. } = refused;
        // Where roots are declared, nobody meant it: nothing in it needs mending.
        let help = help.filter(|_| !self.syntax.roots.are_declared());
        let opener = self.syntax.open();
        let hint = format!("write `\\` before `{opener}` to say that it is text");
        let help = match help {
            Some(help) if help.contains('\\') => help,
            Some(help) => format!("{help}; {hint}"),
            None => hint,
        };
        let kind = ErrorKind::LeftAsText { why: Box::new(kind) };
        self.warnings.push_behind(open, kind, span, Some(help));
    }

    fn unclosed(&self) -> ErrorKind {
        ErrorKind::Unclosed { close: self.syntax.close().to_owned() }
    }

    /// Whether the quote stands not too far behind `from` on the same line.
    fn closes_soon(&self, from: usize, quote: u8) -> bool {
        const FAR: usize = 1 << 16;
        let bytes = self.text.as_bytes();
        let line = &bytes[from..bytes.len().min(from.saturating_add(FAR))];
        memchr::memchr2(quote, b'\n', line).is_some_and(|at| line[at] == quote)
    }

    /// For what was perhaps never meant to be a placeholder.
    fn escape_hint(&self, open: usize, span: Span, kind: &ErrorKind) -> Option<String> {
        let opener = self.syntax.open();
        let inside = open + opener.len();
        let is_doubtful = match kind {
            ErrorKind::Number { .. }
            | ErrorKind::Unclosed { .. }
            | ErrorKind::UnknownRoot { .. } => true,
            // Where texts have lookalikes, whatever is malformed may be one.
            _ if self.syntax.roots.are_declared() => true,
            // Whoever writes an operator or closes the placeholder means it.
            ErrorKind::Expected { .. } => {
                let before = self.text.get(inside..span.start()).unwrap_or("");
                let starts_with_digit =
                    before.trim_start().starts_with(|c: char| c.is_ascii_digit());
                let is_path = before.contains(['.', '[']) && !starts_with_digit;
                let is_meant = is_path || before.contains("??") || before.contains(['|', '(']);
                !is_meant && !self.text[span.start()..].starts_with(self.syntax.close())
            }
            _ => false,
        };
        is_doubtful.then(|| {
            let before = self.text[..open].chars().next_back();
            let place = if before == Some('\\') { "one more " } else { "" };
            format!("if `{opener}` is meant as text, write {place}`\\` before it")
        })
    }

    /// Where reading goes on after a fault at `from`, in a placeholder that begins at `inside`:
    /// behind the next CLOSE of that line, or at the next OPEN if that comes first.
    pub(super) fn resume(&self, inside: usize, from: usize) -> usize {
        let next = self.next_live_opener(inside, from);
        let close = self.syntax.close();
        let region = &self.text.as_bytes()[from.min(next)..next];
        match memchr::memmem::find(region, close.as_bytes()) {
            Some(at) if memchr::memchr(b'\n', &region[..at]).is_none() => from + at + close.len(),
            _ => next,
        }
    }

    /// Whether a CLOSE stands behind `from`, on whatever line, before the next OPEN.
    fn is_closed(&mut self, inside: usize, from: usize) -> bool {
        let next = self.next_live_opener(inside, from);
        self.next_close(from).is_some_and(|close| close < next)
    }

    /// The next opener that is not escaped; one that overlaps the fault at `from` counts.
    fn next_live_opener(&self, inside: usize, from: usize) -> usize {
        let mut at = inside.max((from + 1).saturating_sub(self.syntax.open().len()));
        while let Some(open) = self.next_opener(at) {
            if self.backslashes(inside, open) % 2 == 0 {
                return open;
            }
            at = open + self.syntax.open().len();
        }
        self.text.len()
    }

    /// The next CLOSE behind `from`, as far as it is known without looking; [`NOWHERE`] if none is.
    fn known_close(&self, from: usize) -> Option<usize> {
        let (asked, found) = self.close_behind?;
        (asked <= from && from <= found).then_some(found)
    }

    /// The next CLOSE behind `from`, remembered: most places that are asked for ascend.
    pub(super) fn next_close(&mut self, from: usize) -> Option<usize> {
        let find = |end: usize| {
            let (text, close) = (&self.text.as_bytes()[from..end], self.syntax.close().as_bytes());
            memchr::memmem::find(text, close).map(|at| from + at)
        };
        let found = match self.close_behind {
            Some((asked, found)) if asked <= from && from <= found => found,
            // What lies behind the place asked for before needs no second look.
            Some((asked, found)) if from < asked => {
                let end = (asked + self.syntax.close().len() - 1).min(self.text.len());
                find(end).unwrap_or(found)
            }
            _ => {
                let found = find(self.text.len()).unwrap_or(NOWHERE);
                self.close_behind = Some((from, found));
                found
            }
        };
        (found != NOWHERE).then_some(found)
    }
}
