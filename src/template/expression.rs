//! What a parsed template consists of: flat tables whose rows refer to each other by number.

use std::sync::{Arc, OnceLock};

use super::defaults::Defaults;
use super::dependencies::Dependencies;
use super::paths::{Mark as PathMark, NodeId, Paths};
use super::strides::Stride;
use crate::escape::At;
use crate::filter::Filter;
use crate::span::Span;
use crate::value::Literal;

/// Rows that stand next to each other in one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    start: u32,
    end: u32,
}

impl Rows {
    /// The rows from `start` to the end of `table`.
    pub(super) fn since<T>(start: usize, table: &[T]) -> Self {
        Self::between(start, table.len())
    }

    pub(super) fn between(start: usize, end: usize) -> Self {
        Self { start: row(start), end: row(end) }
    }

    pub(crate) fn of<T>(self, table: &[T]) -> &[T] {
        &table[self.start as usize..self.end as usize]
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub(crate) const fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) const fn end(self) -> usize {
        self.end as usize
    }
}

/// A row number; every row stands for at least a byte of a text that u32 can count.
pub(super) fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Everything that parsing finds out about a text.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    pub(crate) pieces: Vec<Piece>,
    /// Bytes of all literal pieces together.
    pub(crate) literal_bytes: usize,
    /// The same as the pieces, if the text is full of placeholders, and ASCII.
    pub(crate) strides: Vec<Stride>,
    pub(crate) placeholders: Vec<PlaceholderRow>,
    pub(crate) expressions: Vec<Expression>,
    /// The copies of expressions for other places of a page, each behind its original.
    pub(crate) copies: Vec<(u32, u32)>,
    pub(crate) operands: Vec<Operand>,
    pub(crate) translations: Vec<Translation>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) calls: Vec<Call>,
    pub(crate) literals: Vec<Literal>,
    pub(crate) paths: Paths,
    /// The defaults of many paths.
    pub(crate) defaults: Option<Box<Defaults>>,
    /// The lines that may turn out hollow, if the layout drops those.
    pub(crate) lines: Vec<Line>,
    /// The expressions that may be paired, each with one that has it as its default.
    pub(crate) pairs: Vec<Pair>,
    /// What they look up, once somebody has asked what a change affects.
    pub(super) dependencies: OnceLock<Arc<Dependencies>>,
}

impl Tables {
    /// Empty, with room for what a short text may hold.
    pub(super) fn for_text(text: &str) -> Self {
        // As in letters; a text that is fuller makes its tables grow once.
        let guess = (text.len() / 28).min(16);
        Self {
            pieces: Vec::with_capacity(2 * guess + guess.min(1)),
            literal_bytes: 0,
            strides: Vec::new(),
            placeholders: Vec::with_capacity(guess),
            expressions: Vec::with_capacity(guess),
            copies: Vec::new(),
            operands: Vec::with_capacity(guess),
            translations: Vec::new(),
            arguments: Vec::new(),
            calls: Vec::new(),
            literals: Vec::new(),
            paths: Paths::with_capacity(2 * guess + 3),
            defaults: None,
            lines: Vec::new(),
            pairs: Vec::new(),
            dependencies: OnceLock::new(),
        }
    }
}

/// How long the tables were before an expression was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    operands: usize,
    translations: usize,
    arguments: usize,
    calls: usize,
    literals: usize,
    paths: PathMark,
}

impl Tables {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            operands: self.operands.len(),
            translations: self.translations.len(),
            arguments: self.arguments.len(),
            calls: self.calls.len(),
            literals: self.literals.len(),
            paths: self.paths.mark(),
        }
    }

    /// Forgets what was read since `mark` and is no placeholder after all.
    pub(super) fn undo(&mut self, text: &str, mark: &Mark) {
        self.operands.truncate(mark.operands);
        self.translations.truncate(mark.translations);
        self.arguments.truncate(mark.arguments);
        self.calls.truncate(mark.calls);
        self.literals.truncate(mark.literals);
        self.paths.undo(text, mark.paths);
    }
}

/// A part of the text, in its order. Only dropped backslashes lie between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that is printed as it is.
    Literal(Span),
    /// The next placeholder, and its expression.
    Placeholder(u32),
    /// A comment, which prints nothing.
    Comment,
}

/// A placeholder in the text; many can share one expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlaceholderRow {
    /// From the opening delimiter to the end of the closing one.
    pub(crate) span: Span,
    pub(crate) expression: u32,
}

/// `chain { "|" filter }`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expression {
    pub(crate) chain: Chain,
    /// The filters but `default` and `safe`, rows of `calls`.
    pub(crate) calls: Rows,
    /// The first operand, if that is a path and no filter changes what it finds.
    pub(crate) path: Option<NodeId>,
    /// Where in a page it goes, if the template is one; and whether the last filter was `safe`.
    pub(crate) at: At,
    /// The place takes any JSON, not only a text.
    pub(crate) takes_json: bool,
    /// How many placeholders have it.
    pub(crate) uses: u32,
}

impl Expression {
    /// A chain without filters, of which nothing more is known.
    pub(super) fn of(chain: Chain) -> Self {
        let calls = Rows::default();
        Self { chain, calls, path: None, at: At::default(), takes_json: false, uses: 0 }
    }
}

/// Operands in order, and when the next one is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    /// Rows of `operands`, at least one.
    pub(crate) operands: Rows,
    pub(crate) join: Join,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// `||`, or a single operand: all but a value is skipped.
    Or,
    /// `??`: what is missing or null is skipped.
    Coalesce,
}

impl Join {
    /// The operator as written.
    pub(crate) const fn symbol(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::Coalesce => "??",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    pub(crate) kind: OperandKind,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OperandKind {
    /// A path into the data.
    Path(NodeId),
    /// A path below the layout's translations.
    PageText(NodeId),
    /// `t(…)`, a row of `translations`.
    Translation(u32),
    /// A row of `literals`.
    Literal(u32),
}

impl OperandKind {
    /// Whether it is a message, which is looked for in the languages that are wanted.
    pub(crate) const fn is_message(self) -> bool {
        matches!(self, Self::PageText(_) | Self::Translation(_))
    }
}

/// `t('key', name: chain, …)`.
#[derive(Clone, Debug)]
pub(crate) struct Translation {
    pub(crate) key: String,
    /// Where the page may hold it: under the whole key, then under its parts between dots.
    pub(crate) nodes: [Option<NodeId>; 2],
    /// Rows of `arguments`.
    pub(crate) arguments: Rows,
    /// It gets the arguments that its message was given.
    pub(crate) hands_on: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument {
    /// The name as a range of the text.
    pub(crate) name: Span,
    pub(crate) chain: Chain,
}

/// A filter with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) filter: Filter,
    /// Rows of `literals`.
    pub(crate) arguments: Rows,
}

/// A line whose own text is nothing but white space and separators.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// The line with its line end.
    pub(crate) span: Span,
    /// Its placeholders, rows of `placeholders`; none if it has only comments.
    pub(crate) placeholders: Rows,
}

/// `value` has a rule default that `default` prints as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// An expression that is only a path.
    pub(crate) default: u32,
    /// Another expression, one of whose operands has that path as its rule default.
    pub(crate) value: u32,
    /// The first placeholder of that other expression.
    pub(crate) placeholder: u32,
}
