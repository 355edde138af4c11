//! From text to template: literals, escapes, comments and placeholders.
//!
//! Runs at the speed of the search for the opening delimiter. What stands between the delimiters
//! of a placeholder is read by `grammar.rs`.

use std::borrow::Cow;
use std::mem;

use nom::Finish;

use super::Template;
use super::defaults::Defaults;
use super::expression::{Piece, PlaceholderRow, Tables};
use super::grammar::Grammar;
use super::lines::hollow_candidates;
use super::pairs::pairs;
use super::recover::Refused;
use super::run::Run;
use super::strides::strides;
use super::syntax::Syntax;
use super::token::last_backslashes;
use crate::error::{Collector, Error, ErrorKind, Problems};
use crate::escape::Escape;
use crate::path::Within;
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
        let mut found = Found::default();
        let is_page = escape.is_html();
        let tables = self.read(&source, None, is_page, &mut found)?;
        if let Some(error) = found.problems.into_error() {
            return Err(error);
        }
        let template = Template::new(source, self.clone(), escape, tables);
        Ok(template.warned(found.warnings))
    }

    /// What the text consists of. If it adds to the problems, only they count.
    pub(super) fn read(
        &self,
        text: &str,
        within: Option<&Within>,
        is_page: bool,
        found: &mut Found,
    ) -> Result<Box<Tables>, Error> {
        if text.len() > Span::MAX {
            let kind = ErrorKind::TextTooLong { bytes: text.len(), limit: Span::MAX };
            return Err(Error::nowhere(kind));
        }
        let Found { problems, warnings } = mem::take(found);
        let collect =
            |so_far| Collector::continuing(so_far, text, within, self.limits.problem_count());
        let mut parser = Parser::new(text, self, collect(problems), collect(warnings));
        parser.is_page = is_page;
        parser.run();
        #[cfg(feature = "html")]
        parser.find_places();
        let (tables, read) = parser.finish();
        *found = read;
        Ok(tables)
    }
}

impl Syntax {
    /// Everything that parsing a text finds: what is wrong, and what stays text.
    pub(crate) fn look_through(&self, text: &str, is_page: bool) -> Result<[Problems; 2], Error> {
        let mut found = Found::default();
        self.read(text, None, is_page, &mut found)?;
        Ok([found.problems, found.warnings])
    }
}

impl Tables {
    /// Works out what follows from the placeholders and their expressions.
    pub(super) fn arrange(&mut self, text: &str, syntax: &Syntax, is_page: bool) {
        self.strides = strides(text, self);
        let layout = &syntax.layout;
        if layout.drops_hollow_lines() {
            self.lines = hollow_candidates(text, self, is_page);
        }
        if layout.pairs_defaults() {
            self.pairs = pairs(text, syntax, self);
        }
        if !layout.expands() {
            self.defaults = Defaults::of(text, &self.paths, &self.operands, layout.rules());
        }
    }
}

/// What is wrong with a text, or with the texts of a tree so far, and what stays text in them.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) problems: Problems,
    pub(super) warnings: Problems,
}

pub(super) struct Parser<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) syntax: &'g Syntax,
    pub(super) grammar: Grammar<'t, 'g>,
    pub(super) problems: Collector<'t>,
    pub(super) warnings: Collector<'t>,
    /// Whether it is a page of HTML, in which every placeholder has its place.
    is_page: bool,
    /// Where the literal begins that is being read.
    literal: usize,
    /// A place, and the next CLOSE behind it: looked for once, not for every opener.
    pub(super) close_behind: Option<(usize, usize)>,
}

/// What stands behind an opening delimiter.
#[derive(Clone, Copy)]
enum Opened {
    Placeholder { expression: u32, end: usize },
    Comment { end: usize },
}

impl<'t, 'g> Parser<'t, 'g> {
    fn new(
        text: &'t str,
        syntax: &'g Syntax,
        problems: Collector<'t>,
        warnings: Collector<'t>,
    ) -> Self {
        Self {
            text,
            syntax,
            grammar: Grammar::new(text, syntax),
            problems,
            warnings,
            is_page: false,
            literal: 0,
            close_behind: None,
        }
    }

    fn run(&mut self) {
        let mut from = 0;
        while let Some(open) = self.next_opener(from) {
            let inside = open + self.syntax.open().len();
            let slashes = self.backslashes(self.literal, open);
            let before = open - slashes + slashes / 2;
            if slashes % 2 == 1 {
                self.push_literal(before);
                (self.literal, from) = (open, inside);
                continue;
            }
            let mark = self.syntax.leaves_text().then(|| self.grammar.tables.mark());
            match self.opened(open, inside) {
                Ok(opened) => {
                    self.push_literal(before);
                    from = self.push_opened(open, opened);
                }
                Err(mut refused) => {
                    if let Some(mark) = mark.filter(|_| self.stays_text(inside, &mut refused)) {
                        self.grammar.tables.undo(self.text, &mark);
                        self.warn(open, *refused);
                        if slashes > 0 {
                            self.push_literal(before);
                            self.literal = open;
                        }
                        from = inside;
                        continue;
                    }
                    from = self.resume(inside, refused.read_to);
                    self.complain(open, *refused);
                }
            }
            self.literal = from;
        }
        self.push_literal(self.text.len());
    }

    /// Takes a placeholder or a comment into the tables; where it ends.
    fn push_opened(&mut self, open: usize, opened: Opened) -> usize {
        match opened {
            Opened::Placeholder { expression, end } => {
                let tables = &mut self.grammar.tables;
                tables.expressions[expression as usize].uses += 1;
                tables.pieces.push(Piece::Placeholder(expression));
                tables.placeholders.push(PlaceholderRow { span: Span::new(open, end), expression });
                end
            }
            Opened::Comment { end } => {
                self.grammar.tables.pieces.push(Piece::Comment);
                end
            }
        }
    }

    /// Finds where in an HTML page the placeholders stand, if it is one, and if all of them are known.
    #[cfg(feature = "html")]
    fn find_places(&mut self) {
        if self.is_page && self.problems.is_empty() {
            let tables = &mut self.grammar.tables;
            super::places::find_places(self.text, self.syntax, tables, &mut self.problems);
        }
    }

    fn finish(self) -> (Box<Tables>, Found) {
        let found = Found {
            problems: self.problems.into_problems(),
            warnings: self.warnings.into_problems(),
        };
        let mut tables = self.grammar.tables;
        tables.arrange(self.text, self.syntax, self.is_page);
        tables.paths.gather_families(self.text);
        (tables, found)
    }

    /// The next opening delimiter; of a run of overlapping ones the last.
    pub(super) fn next_opener(&self, from: usize) -> Option<usize> {
        Run::next(self.text, self.syntax.opener(), from).map(|run| run.last())
    }

    /// How many backslashes stand right before `open`, none of them before `from`.
    pub(super) fn backslashes(&self, from: usize, open: usize) -> usize {
        last_backslashes(&self.text[from..open])
    }

    fn push_literal(&mut self, end: usize) {
        if end > self.literal {
            self.grammar.tables.pieces.push(Piece::Literal(Span::new(self.literal, end)));
            self.grammar.tables.literal_bytes += end - self.literal;
        }
    }

    fn opened(&mut self, open: usize, inside: usize) -> Result<Opened, Box<Refused>> {
        if self.text[inside..].starts_with('!') {
            let end = self.next_close(inside + 1).map(|close| close + self.syntax.close().len());
            return end.map(|end| Opened::Comment { end }).ok_or_else(|| {
                let kind = ErrorKind::UnclosedComment { close: self.syntax.close().to_owned() };
                Refused::new(Span::new(open, inside + 1), kind, inside + 1).into()
            });
        }
        if let Some((expression, end)) = self.grammar.plain(inside) {
            return Ok(Opened::Placeholder { expression, end });
        }
        let window = self.window(inside);
        match self.grammar.body(&self.text[inside..window.end]).finish() {
            Ok((rest, body)) => {
                let end = self.grammar.at(rest);
                if end - self.syntax.close().len() > window.limit {
                    return Err(self.too_long(open, inside, &window).into());
                }
                Ok(Opened::Placeholder { expression: self.grammar.expression(body), end })
            }
            Err(failure) => {
                // Remembered, so that the next window knows.
                self.next_close(inside);
                Err(self.refused(open, inside, &window, failure).into())
            }
        }
    }
}
