//! From text to template: literals, escapes, comments and placeholders.
//!
//! Runs at the speed of the search for the opening delimiter. What stands between the delimiters
//! of a placeholder is read by `grammar.rs`.

use std::borrow::Cow;

use memchr::memmem::Finder;
use nom::Finish;

use super::Template;
use super::expression::{Piece, PlaceholderRow, Tables};
use super::grammar::Grammar;
use super::lines::hollow_candidates;
use super::pairs::pairs;
use super::recover::Refused;
use super::syntax::Syntax;
use crate::error::{Collector, Error, ErrorKind};
use crate::escape::Escape;
use crate::span::Span;

impl Syntax {
    /// A template whose output is plain text: nothing is escaped.
    ///
    /// Borrows a `&str`; takes a `String` without copying it.
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, as many as [`Limits::problems`](super::Limits::problems) keeps; or if the text is
    /// longer than 4 GiB less one byte.
    pub fn text<'s>(&self, source: impl Into<Cow<'s, str>>) -> Result<Template<'s>, Error> {
        self.escaped(Escape::none(), source)
    }

    /// A template for element text and quoted attributes of HTML: see [`Escape::html_text`].
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, as many as [`Limits::problems`](super::Limits::problems) keeps; or if the text is
    /// longer than 4 GiB less one byte.
    pub fn html_text<'s>(&self, source: impl Into<Cow<'s, str>>) -> Result<Template<'s>, Error> {
        self.escaped(Escape::html_text(), source)
    }

    /// A template whose placeholders are escaped in a way of one's own.
    ///
    /// # Errors
    ///
    /// With every syntax error of the text, as many as [`Limits::problems`](super::Limits::problems) keeps; or if the text is
    /// longer than 4 GiB less one byte.
    pub fn escaped<'s>(
        &self,
        escape: Escape,
        source: impl Into<Cow<'s, str>>,
    ) -> Result<Template<'s>, Error> {
        let source = source.into();
        if source.len() > Span::MAX {
            let kind = ErrorKind::TextTooLong { bytes: source.len(), limit: Span::MAX };
            return Err(Error::nowhere(kind));
        }
        let mut parser = Parser::new(&source, self);
        parser.run();
        let tables = parser.finish()?;
        Ok(Template::new(source, self.clone(), escape, tables))
    }
}

pub(super) struct Parser<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) syntax: &'g Syntax,
    open: Finder<'g>,
    pub(super) grammar: Grammar<'t, 'g>,
    problems: Collector<'t>,
    /// Where the literal begins that is being read.
    literal: usize,
    /// A place, and the next CLOSE behind it: looked for once, not for every opener.
    pub(super) close_behind: Option<(usize, usize)>,
}

/// What stands behind an opening delimiter.
enum Opened {
    Placeholder { expression: u32, end: usize },
    Comment { end: usize },
}

impl<'t, 'g> Parser<'t, 'g> {
    fn new(text: &'t str, syntax: &'g Syntax) -> Self {
        Self {
            text,
            syntax,
            open: Finder::new(syntax.open()),
            grammar: Grammar::new(text, syntax),
            problems: Collector::new(text, syntax.limits.problem_count()),
            literal: 0,
            close_behind: None,
        }
    }

    fn run(&mut self) {
        let mut from = 0;
        while let Some(open) = self.next_opener(from) {
            let inside = open + self.syntax.open().len();
            let slashes = self.backslashes(self.literal, open);
            self.push_literal(open - slashes + slashes / 2);
            if slashes % 2 == 1 {
                self.literal = open;
                from = inside;
                continue;
            }
            match self.opened(open, inside) {
                Ok(Opened::Placeholder { expression, end }) => {
                    let span = Span::new(open, end);
                    self.grammar.tables.pieces.push(Piece::Placeholder);
                    self.grammar.tables.placeholders.push(PlaceholderRow { span, expression });
                    from = end;
                }
                Ok(Opened::Comment { end }) => {
                    self.grammar.tables.pieces.push(Piece::Comment);
                    from = end;
                }
                Err(refused) => {
                    self.problems.push(refused.kind, refused.span, refused.help);
                    from = refused.resume;
                }
            }
            self.literal = from;
        }
        self.push_literal(self.text.len());
    }

    /// The template's tables, or all that is wrong with the text.
    fn finish(self) -> Result<Tables, Error> {
        if let Some(error) = self.problems.into_error() {
            return Err(error);
        }
        let mut tables = self.grammar.tables;
        let layout = &self.syntax.layout;
        if layout.drops_hollow_lines() {
            tables.lines = hollow_candidates(self.text, &tables);
        }
        if layout.pairs_defaults() {
            tables.pairs = pairs(self.text, self.syntax, &tables);
        }
        Ok(tables)
    }

    /// The next opening delimiter; of a run of overlapping ones the last.
    pub(super) fn next_opener(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let open = self.syntax.open().as_bytes();
        let mut at = from + self.open.find(&bytes[from..])?;
        while let Some(shift) = (1..open.len()).find(|shift| bytes[at + shift..].starts_with(open))
        {
            at += shift;
        }
        Some(at)
    }

    /// How many backslashes stand right before `open`, none of them before `from`.
    pub(super) fn backslashes(&self, from: usize, open: usize) -> usize {
        let before = &self.text.as_bytes()[from..open];
        before.iter().rev().take_while(|&&byte| byte == b'\\').count()
    }

    fn push_literal(&mut self, end: usize) {
        if end > self.literal {
            self.grammar.tables.pieces.push(Piece::Literal(Span::new(self.literal, end)));
            self.grammar.tables.literal_bytes += end - self.literal;
        }
    }

    fn opened(&mut self, open: usize, inside: usize) -> Result<Opened, Refused> {
        if self.text[inside..].starts_with('!') {
            return match self.next_close(inside + 1) {
                Some(close) => Ok(Opened::Comment { end: close + self.syntax.close().len() }),
                None => Err(Refused {
                    span: Span::new(open, inside + 1),
                    kind: ErrorKind::UnclosedComment { close: self.syntax.close().to_owned() },
                    help: None,
                    resume: inside + 1,
                }),
            };
        }
        let window = self.window(inside);
        match self.grammar.body(&self.text[inside..window.end]).finish() {
            Ok((rest, expression)) => {
                let end = self.grammar.at(rest);
                if end - self.syntax.close().len() > window.limit {
                    return Err(self.too_long(open, inside, &window));
                }
                Ok(Opened::Placeholder { expression, end })
            }
            Err(failure) => {
                // Remembered, so that the next window knows.
                self.next_close(inside);
                Err(self.refused(open, inside, &window, failure))
            }
        }
    }
}
