//! From text to template: literals, escapes, comments and placeholders, and what to do about
//! those that cannot be read.
//!
//! Runs at the speed of the search for the opening delimiter. What stands between the delimiters
//! of a placeholder is read by `grammar.rs`.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::Template;
use super::expression::{OperandKind, Pair, Piece, PlaceholderRow, Tables};
use super::grammar::Grammar;
use super::lines::hollow_candidates;
use super::syntax::Syntax;
use super::token::Failure;
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
    /// With every syntax error of the text.
    pub fn text<'s>(&self, source: impl Into<Cow<'s, str>>) -> Result<Template<'s>, Error> {
        self.escaped(Escape::none(), source)
    }

    /// A template for element text and quoted attributes of HTML: see [`Escape::html_text`].
    ///
    /// # Errors
    ///
    /// With every syntax error of the text.
    pub fn html_text<'s>(&self, source: impl Into<Cow<'s, str>>) -> Result<Template<'s>, Error> {
        self.escaped(Escape::html_text(), source)
    }

    /// A template whose placeholders are escaped in a way of one's own.
    ///
    /// # Errors
    ///
    /// With every syntax error of the text.
    pub fn escaped<'s>(
        &self,
        escape: Escape,
        source: impl Into<Cow<'s, str>>,
    ) -> Result<Template<'s>, Error> {
        let source = source.into();
        if source.len() > Span::MAX {
            let kind = ErrorKind::TextTooLong { bytes: source.len(), limit: Span::MAX };
            return Err(Error::nowhere(kind, None));
        }
        let mut parser = Parser::new(&source, self);
        parser.run();
        let tables = parser.finish()?;
        Ok(Template::new(source, self.clone(), escape, tables))
    }
}

struct Parser<'t, 'g> {
    text: &'t str,
    syntax: &'g Syntax,
    open: Finder<'g>,
    grammar: Grammar<'t, 'g>,
    problems: Collector<'t>,
    /// Where the literal begins that is being read.
    literal: usize,
    /// No CLOSE stands behind this place: found out once, not for every comment.
    unclosed_from: Option<usize>,
}

/// What stands behind an opening delimiter.
enum Opened {
    Placeholder { expression: u32, end: usize },
    Comment { end: usize },
}

/// Why it could not be read, and where reading goes on.
struct Refused {
    span: Span,
    kind: ErrorKind,
    help: Option<String>,
    resume: usize,
}

impl<'t, 'g> Parser<'t, 'g> {
    fn new(text: &'t str, syntax: &'g Syntax) -> Self {
        Self {
            text,
            syntax,
            open: Finder::new(syntax.open()),
            grammar: Grammar::new(text, syntax),
            problems: Collector::new(text, syntax.bounds().problem_count()),
            literal: 0,
            unclosed_from: None,
        }
    }

    fn run(&mut self) {
        let mut from = 0;
        while let Some(open) = self.next_opener(from) {
            let inside = open + self.syntax.open().len();
            let slashes = self.backslashes_before(open);
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
        let layout = self.syntax.settings();
        if layout.drops_hollow_lines() {
            tables.lines = hollow_candidates(self.text, &tables);
        }
        if layout.pairs_defaults() {
            tables.pairs = pairs(self.text, self.syntax, &tables);
        }
        Ok(tables)
    }

    /// The next opening delimiter; of a run of overlapping ones the last.
    fn next_opener(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let open = self.syntax.open().as_bytes();
        let mut at = from + self.open.find(&bytes[from..])?;
        while let Some(shift) = (1..open.len()).find(|shift| bytes[at + shift..].starts_with(open))
        {
            at += shift;
        }
        Some(at)
    }

    fn backslashes_before(&self, open: usize) -> usize {
        let literal = &self.text.as_bytes()[self.literal..open];
        literal.iter().rev().take_while(|&&byte| byte == b'\\').count()
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
        // No more than an expression may take, so that a text full of openers stays cheap.
        let limit = self.syntax.bounds().expression_bytes();
        let most = inside.saturating_add(limit).saturating_add(self.syntax.close().len());
        let window = floor_char_boundary(self.text, most);
        match self.grammar.body(&self.text[inside..window]) {
            Ok((rest, expression)) => {
                let end = self.grammar.at(rest);
                Ok(Opened::Placeholder { expression, end })
            }
            Err(nom::Err::Error(failure) | nom::Err::Failure(failure)) => {
                let is_cut = window < self.text.len();
                Err(self.refused(open, inside, is_cut, failure))
            }
            Err(nom::Err::Incomplete(_)) => unreachable!("complete parsers need no more input"),
        }
    }

    fn refused(
        &mut self,
        open: usize,
        inside: usize,
        is_cut: bool,
        failure: Failure<'t>,
    ) -> Refused {
        let (may_end, at_end) =
            failure.cause.as_ref().map_or((false, false), |cause| (cause.may_end, cause.at_end));
        let (span, kind, help) = failure.parts(self.text);
        let limit = self.syntax.bounds().expression_bytes();
        if is_cut && (at_end || span.start() >= inside + limit) {
            return Refused {
                span: Span::new(open, inside),
                kind: ErrorKind::ExpressionTooLong { limit },
                help: None,
                resume: self.resume(inside).0,
            };
        }
        let (resume, is_closed) = self.resume(span.start());
        let is_generic = matches!(kind, ErrorKind::Expected { .. } | ErrorKind::Foreign(_));
        let (kind, help) = if is_generic && !is_closed && (may_end || at_end) {
            (ErrorKind::Unclosed { close: self.syntax.close().to_owned() }, None)
        } else {
            (kind, help)
        };
        let help = help.or_else(|| self.escape_hint(open, span, &kind));
        Refused { span, kind, help, resume }
    }

    /// For what was perhaps never meant to be a placeholder.
    fn escape_hint(&self, open: usize, span: Span, kind: &ErrorKind) -> Option<String> {
        let opener = self.syntax.open();
        let is_doubtful = match kind {
            ErrorKind::Number { .. } | ErrorKind::Unclosed { .. } => true,
            // Whoever closes it means it.
            ErrorKind::Expected { .. } => {
                !self.text[span.start()..].starts_with(self.syntax.close())
            }
            _ => false,
        };
        is_doubtful.then(|| {
            let before = self.text[..open].chars().next_back();
            let place = if before == Some('\\') { "one more " } else { "" };
            format!("if `{opener}` is meant as text, write {place}`\\` before it")
        })
    }

    /// Where reading goes on after a fault at `from`: behind the next CLOSE of that line, or at
    /// the next OPEN if that comes first. Also whether it was a CLOSE.
    fn resume(&self, from: usize) -> (usize, bool) {
        let next = self.next_opener(from).unwrap_or(self.text.len());
        let close = self.syntax.close();
        let region = &self.text.as_bytes()[from..next];
        match memchr::memmem::find(region, close.as_bytes()) {
            Some(at) if memchr::memchr(b'\n', &region[..at]).is_none() => {
                (from + at + close.len(), true)
            }
            _ => (next, false),
        }
    }

    fn next_close(&mut self, from: usize) -> Option<usize> {
        if self.unclosed_from.is_some_and(|unclosed| unclosed <= from) {
            return None;
        }
        let found =
            memchr::memmem::find(&self.text.as_bytes()[from..], self.syntax.close().as_bytes());
        if found.is_none() {
            self.unclosed_from = Some(from);
        }
        found.map(|at| from + at)
    }
}

fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The expressions that may print nothing because another one prints them as its default.
fn pairs(text: &str, syntax: &Syntax, tables: &Tables) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut segments = Vec::new();
    for (value, expression) in (0..).zip(&tables.expressions) {
        for operand in expression.chain.operands.of(&tables.operands) {
            let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
                continue;
            };
            tables.paths.segments(text, node, &mut segments);
            for default in syntax.settings().rules().iter().filter_map(|rule| rule.apply(&segments))
            {
                let node = tables.paths.find(text, default.segments());
                match node.and_then(|node| tables.paths.bare(node)) {
                    Some(default) if default != value => pairs.push(Pair { default, value }),
                    _ => {}
                }
            }
        }
    }
    pairs
}
