//! The grammar of a placeholder, from behind its opening delimiter to behind its closing one.
//!
//! ```text
//! text        = { literal | escape | comment | placeholder }              (parse.rs)
//! placeholder = OPEN ws expression ws CLOSE
//! comment     = OPEN "!" ... first CLOSE                                  (parse.rs)
//! expression  = chain { "|" filter }
//! chain       = operand { "||" operand } | operand { "??" operand }
//! operand     = path | string | number | translation
//! translation = "t(" string { "," name ":" chain } ")"                    (translation.rs)
//! path        = ( name | "$" ) { "." name | "[" ( index | string ) "]" }  (steps.rs)
//! filter      = name [ ":" literal { "," literal } ]                      (calls.rs)
//! literal     = string | number
//! string      = "'" ... "'" | '"' ... '"'                                 (token.rs)
//! ```
//!
//! CLOSE counts wherever the grammar can end, and is tried there before every other token, also
//! inside a name. Recognised parts go straight into the tables of the template.

use nom::branch::alt;
use nom::combinator::{map, value};
use nom::{Offset, Parser};

use super::expression::{
    Argument, Chain, Expression, Join, Operand, OperandKind, Rows, Tables, row,
};
use super::foreign::{Place, unexpected};
use super::number::number;
use super::paths::{NodeId, Paths};
use super::plain::Known;
use super::steps::step;
use super::syntax::Syntax;
use super::token::{Failure, Parsed, exactly, name, require, space, string};
use crate::error::ErrorKind;
use crate::escape::At;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::value::Literal;

/// Reads placeholders of one text into tables.
#[derive(Debug)]
pub(super) struct Grammar<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) syntax: &'g Syntax,
    pub(super) tables: Box<Tables>,
    /// Operands of chains that are not finished: those of `t(…)` stand between those around it.
    pub(super) operands: Vec<Operand>,
    pub(super) arguments: Vec<Argument>,
    /// Where the paths of the expression stand, if roots are declared.
    pub(super) written: Vec<Span>,
    /// How many `t(…)` are open. Inside one the placeholder cannot end.
    pub(super) depth: usize,
    /// Where the page holds translations, if the layout says so.
    pub(super) texts: Option<&'g [Segment<'static>]>,
    /// Whether paths can be read in the quick way: see `plain.rs`.
    pub(super) reads_plain: bool,
    /// The paths that are known again.
    pub(super) known: Known<'t>,
}

/// An expression that was read, but for its operands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    join: Join,
    calls: Rows,
    safe: bool,
}

impl<'t, 'g> Grammar<'t, 'g> {
    pub(super) fn new(text: &'t str, syntax: &'g Syntax) -> Self {
        let tables = Box::new(Tables::for_text(text));
        let (operands, arguments, written) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            text,
            syntax,
            tables,
            operands,
            arguments,
            written,
            depth: 0,
            texts: syntax.layout.translations_root().map(Path::segments),
            reads_plain: syntax.reads_plain(),
            known: Known::default(),
        }
    }

    /// `ws expression ws CLOSE`; what was read waits for [`Grammar::expression`].
    pub(super) fn body(&mut self, rest: &'t str) -> Parsed<'t, Body> {
        self.operands.clear();
        self.arguments.clear();
        self.written.clear();
        self.depth = 0;
        let (start, _) = space(rest)?;
        if self.ends(start) {
            return Failure::new(start, self.syntax.close().len(), ErrorKind::Empty)
                .help("write a path between the delimiters, or `\\` before the opening one")
                .err();
        }
        let (rest, join) = self.operands(start)?;
        let calls = self.tables.calls.len();
        let (rest, safe) = self.filters(rest, join)?;
        let calls = Rows::since(calls, &self.tables.calls);

        if self.operands.iter().all(|operand| matches!(operand.kind, OperandKind::Literal(_))) {
            let len = self.at(rest) - self.at(start);
            return Failure::new(start, len, ErrorKind::LiteralOnly)
                .help("write the text without a placeholder, or `\\` before the opening delimiter")
                .behind(rest)
                .err();
        }
        if let Some(failure) = self.outside_roots(start, rest) {
            return failure.err();
        }
        let (rest, _) = exactly(self.syntax.close()).parse(rest)?;
        Ok((rest, Body { join, calls, safe }))
    }

    /// The number of the expression that was read; those that are only the same path share one.
    pub(super) fn expression(&mut self, Body { join, calls, safe }: Body) -> u32 {
        let path = match self.operands.first().map(|operand| operand.kind) {
            Some(OperandKind::Path(node) | OperandKind::PageText(node)) if calls.is_empty() => {
                Some(node)
            }
            _ => None,
        };
        let bare = path.filter(|_| self.operands.len() == 1 && !safe);
        if let Some(shared) = bare.and_then(|node| self.tables.paths.bare(node)) {
            return shared;
        }
        let chain = self.chain(0, join);
        let at = At { is_vouched: safe, ..At::default() };
        self.push_expression(Expression { calls, path, at, ..Expression::of(chain) }, bare)
    }

    /// Adds an expression; perhaps it is the path of a node and nothing else.
    pub(super) fn push_expression(&mut self, expression: Expression, bare: Option<NodeId>) -> u32 {
        let id = row(self.tables.expressions.len());
        self.tables.expressions.push(expression);
        if let Some(node) = bare {
            self.tables.paths.set_bare(node, id);
        }
        id
    }

    /// Moves the operands from `first` on into the tables.
    pub(super) fn chain(&mut self, first: usize, join: Join) -> Chain {
        let start = self.tables.operands.len();
        self.tables.operands.extend(self.operands.drain(first..));
        Chain { operands: Rows::since(start, &self.tables.operands), join }
    }

    /// `operand { "||" operand } | operand { "??" operand }`, and the white space behind it.
    pub(super) fn operands(&mut self, rest: &'t str) -> Parsed<'t, Join> {
        let (mut rest, ()) = self.operand(rest)?;
        let mut join = None;
        loop {
            let (here, _) = space(rest)?;
            if self.ends(here) {
                return Ok((here, join.unwrap_or(Join::Or)));
            }
            let Ok((behind, operator)) = operator(here) else {
                return Ok((here, join.unwrap_or(Join::Or)));
            };
            if *join.get_or_insert(operator) != operator {
                return Failure::new(here, 2, ErrorKind::MixedOperators)
                    .help("`||` passes over everything blank, `??` over what is missing or null: choose one")
                    .err();
            }
            let (behind, _) = space(behind)?;
            (rest, ()) = self.operand(behind)?;
        }
    }

    fn operand(&mut self, rest: &'t str) -> Parsed<'t, ()> {
        if let Some(behind) = rest.strip_prefix("t(").filter(|_| !self.ends(&rest[1..])) {
            return self.translation(rest, behind);
        }
        // Most operands are paths, and no path begins like a literal.
        let may_be_literal = rest.starts_with(|c: char| matches!(c, '\'' | '"' | '-' | '0'..='9'));
        let literal = if may_be_literal {
            literal(self.stop()).map(Some).parse(rest)
        } else {
            Ok((rest, None))
        };
        let (behind, kind) = match literal {
            Ok((behind, Some(literal))) => {
                let id = row(self.tables.literals.len());
                self.tables.literals.push(literal);
                (behind, OperandKind::Literal(id))
            }
            Ok((_, None)) | Err(nom::Err::Error(_)) => self.path(rest)?,
            Err(error) => return Err(error),
        };
        self.operands.push(Operand { kind, span: self.span(rest, behind) });
        Ok((behind, ()))
    }

    /// `( name | "$" ) { "." name | "[" ( index | string ) "]" }`
    fn path(&mut self, start: &'t str) -> Parsed<'t, OperandKind> {
        let fail = |rest| self.unexpected(rest, "a path, a string or a number", Place::Operand);
        if self.ends(start) {
            return fail(start).err();
        }
        let (mut rest, head) = require(name(self.stop()), fail).parse(start)?;
        let mut walk = Walk::new(self.texts);
        let mut next = (head != "$").then(|| Segment::Key(head.into()));
        loop {
            if let Some(segment) = &next {
                walk.step(&mut self.tables.paths, self.text, segment);
            }
            if self.ends(rest) {
                break;
            }
            (rest, next) = match step(rest, self.stop(), self.syntax.open_and_close()) {
                Ok((behind, segment)) => (behind, Some(segment)),
                Err(nom::Err::Error(_)) => break,
                // `[[ a[[ b ]]`: no step begins like that, the placeholder was never closed.
                Err(_) if rest.starts_with(self.syntax.open()) => break,
                Err(error) => return Err(error),
            };
        }
        if (rest.starts_with("?.") || rest.starts_with('(')) && !self.ends(rest) {
            return self.unexpected(rest, "an operator or the end", Place::Operator).err();
        }
        if self.syntax.roots.are_declared() {
            self.written.push(self.span(start, rest));
        }
        Ok((rest, walk.kind()))
    }

    /// Whether the placeholder ends here.
    pub(super) fn ends(&self, rest: &str) -> bool {
        self.depth == 0 && rest.starts_with(self.syntax.close())
    }

    /// What ends a name besides what cannot stand in one.
    pub(super) fn stop(&self) -> Option<&'g str> {
        (self.depth == 0).then(|| self.syntax.close())
    }

    pub(super) fn unexpected(
        &self,
        rest: &'t str,
        expected: impl Into<String>,
        place: Place,
    ) -> Failure<'t> {
        unexpected(rest, expected, place, self.syntax.open_and_close())
    }

    /// The offset at which `rest` begins.
    pub(super) fn at(&self, rest: &str) -> usize {
        self.text.offset(rest)
    }

    pub(super) fn span(&self, start: &str, behind: &str) -> Span {
        Span::new(self.at(start), self.at(behind))
    }
}

/// The way down a path that is read, into the trie.
pub(super) struct Walk<'g> {
    node: NodeId,
    depth: usize,
    /// Where the page holds translations, if the layout says so.
    texts: Option<&'g [Segment<'static>]>,
    /// How many segments are those of that place.
    below: usize,
}

impl<'g> Walk<'g> {
    pub(super) const fn new(texts: Option<&'g [Segment<'static>]>) -> Self {
        Self { node: NodeId::ROOT, depth: 0, texts, below: 0 }
    }

    fn step(&mut self, paths: &mut Paths, text: &str, segment: &Segment<'_>) {
        self.pass(|next| next == segment);
        self.node = paths.intern(text, self.node, segment);
    }

    /// The same for a key that stands in the text there.
    pub(super) fn name(&mut self, paths: &mut Paths, text: &str, name: Span) {
        let name_text = || &text.as_bytes()[name.range()];
        self.pass(|next| {
            let Segment::Key(key) = next else { return false };
            key.len() == name.len() && key.as_bytes() == name_text()
        });
        self.node = paths.intern_name(text, self.node, name);
    }

    fn pass(&mut self, is_next: impl FnOnce(&Segment<'_>) -> bool) {
        if self.below == self.depth {
            let next = self.texts.and_then(|texts| texts.get(self.depth));
            self.below += usize::from(next.is_some_and(is_next));
        }
        self.depth += 1;
    }

    pub(super) const fn node(&self) -> NodeId {
        self.node
    }

    pub(super) fn kind(&self) -> OperandKind {
        let is_text = |texts: &[_]| self.below == texts.len() && self.depth > texts.len();
        if self.texts.is_some_and(is_text) {
            OperandKind::PageText(self.node)
        } else {
            OperandKind::Path(self.node)
        }
    }
}

pub(super) fn operator(rest: &str) -> Parsed<'_, Join> {
    alt((value(Join::Or, exactly("||")), value(Join::Coalesce, exactly("??")))).parse(rest)
}

pub(super) fn literal<'t>(
    stop: Option<&str>,
) -> impl Parser<&'t str, Output = Literal, Error = Failure<'t>> {
    let text = map(string, |text| Literal::Text(text.into_owned()));
    let number = map(number(stop), |number| Literal::Number(number.to_owned()));
    alt((text, number))
}
