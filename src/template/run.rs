//! Opening delimiters that overlap: of a run of them the last one counts, and what stands before it
//! is text.

use memchr::memmem::Finder;

use super::syntax::Syntax;
use super::token::begin_with;

/// A run of openers, each of which overlaps the one before.
#[derive(Debug)]
pub(super) struct Run<'t, 'o> {
    text: &'t str,
    open: &'o [u8],
    first: usize,
}

impl<'t, 'o> Run<'t, 'o> {
    /// The next run behind `from`.
    pub(super) fn next(text: &'t str, open: &'o Finder<'_>, from: usize) -> Option<Self> {
        let first = from + open.find(&text.as_bytes()[from..])?;
        Some(Self { text, open: open.needle(), first })
    }

    /// Where each of its openers begins, ascending.
    fn openers(&self) -> impl Iterator<Item = usize> {
        let next = |at: &usize| {
            let behind = |shift: &usize| begin_with(&self.text.as_bytes()[at + shift..], self.open);
            (1..self.open.len()).find(behind).map(|shift| at + shift)
        };
        std::iter::successors(Some(self.first), next)
    }

    /// Where the last one begins.
    pub(super) fn last(&self) -> usize {
        self.openers().last().unwrap_or(self.first)
    }
}

/// Appends `text` as a template of this syntax has to write it, so that no opening delimiter in it
/// counts. If `goes_on`, `text` ends in the delimiter of a placeholder: it counts, and is left out.
pub(super) fn push_as_text(text: &str, syntax: &Syntax, goes_on: bool, out: &mut String) {
    let open = syntax.open();
    let live = if goes_on { text.len().saturating_sub(open.len()) } else { text.len() };
    let (mut from, mut escaped) = (0, Vec::new());
    let push_doubled = |before: &str, out: &mut String| {
        out.push_str(before);
        out.push_str(&before[before.trim_end_matches('\\').len()..]);
    };
    while let Some(run) = Run::next(text, syntax.opener(), from) {
        if run.last() == live {
            // What overlaps it, or one of the run before it, is text.
            return push_doubled(&text[from..live], out);
        }
        // A backslash before one opener breaks those that overlap it. From the last on, whatever
        // is whole before the backslash needs one of its own.
        escaped.clear();
        escaped.extend(run.openers());
        let mut end = usize::MAX;
        escaped.reverse();
        escaped.retain(|at| {
            let is_whole = at + open.len() <= end;
            end = if is_whole { *at } else { end };
            is_whole
        });
        for at in escaped.iter().rev() {
            push_doubled(&text[from..*at], out);
            out.push('\\');
            out.push_str(open);
            from = at + open.len();
        }
    }
    out.push_str(&text[from..live]);
}
