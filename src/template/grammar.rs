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
//! filter      = name [ ":" literal { "," literal } ]
//! literal     = string | number
//! string      = "'" ... "'" | '"' ... '"'                                 (token.rs)
//! ```
//!
//! CLOSE counts wherever the grammar can end, and is tried there before every other token, also
//! inside a name. Recognised parts go straight into the tables of the template.

use nom::branch::alt;
use nom::combinator::{map, value};
use std::borrow::Cow;

use nom::{Offset, Parser};

use super::expression::{
    Argument, Call, Chain, Expression, Join, Operand, OperandKind, Rows, Tables, row,
};
use super::foreign::{Place, block, unexpected};
use super::paths::NodeId;
use super::steps::step;
use super::syntax::Syntax;
use super::token::{Failure, Parsed, exactly, name, number, require, space, string};
use crate::error::ErrorKind;
use crate::filter::{Builtin, Filter};
use crate::nearest::nearest;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::value::Literal;

/// Reads placeholders of one text into tables.
#[derive(Debug)]
pub(super) struct Grammar<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) syntax: &'g Syntax,
    pub(super) tables: Tables,
    /// Operands of chains that are not finished: those of `t(…)` stand between those around it.
    pub(super) operands: Vec<Operand>,
    pub(super) arguments: Vec<Argument>,
    /// How many `t(…)` are open. Inside one the placeholder cannot end.
    pub(super) depth: usize,
}

impl<'t, 'g> Grammar<'t, 'g> {
    pub(super) fn new(text: &'t str, syntax: &'g Syntax) -> Self {
        let tables = Tables::new();
        Self { text, syntax, tables, operands: Vec::new(), arguments: Vec::new(), depth: 0 }
    }

    /// `ws expression ws CLOSE`; yields the number of the expression.
    pub(super) fn body(&mut self, rest: &'t str) -> Parsed<'t, u32> {
        self.operands.clear();
        self.arguments.clear();
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
                .err();
        }
        let (rest, _) = exactly(self.syntax.close()).parse(rest)?;
        Ok((rest, self.expression(join, calls, safe)))
    }

    /// The number of the expression; those that are only the same path share one.
    fn expression(&mut self, join: Join, calls: Rows, safe: bool) -> u32 {
        let bare = match &*self.operands {
            [Operand { kind: OperandKind::Path(node) | OperandKind::PageText(node), .. }]
                if calls.is_empty() && !safe =>
            {
                Some(*node)
            }
            _ => None,
        };
        if let Some(shared) = bare.and_then(|node| self.tables.paths.bare(node)) {
            return shared;
        }
        let id = row(self.tables.expressions.len());
        let chain = self.chain(0, join);
        self.tables.expressions.push(Expression { chain, calls, safe });
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
        if let Ok((behind, _)) = exactly("t(").parse(rest) {
            return self.translation(rest, behind);
        }
        let (behind, kind) = match literal(rest) {
            Ok((behind, literal)) => {
                let id = row(self.tables.literals.len());
                self.tables.literals.push(literal);
                (behind, OperandKind::Literal(id))
            }
            Err(nom::Err::Error(_)) => self.path(rest)?,
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
        let root = self.syntax.settings().translations_root().map_or(&[][..], Path::segments);
        let (mut node, mut depth, mut below_root) = (NodeId::ROOT, 0, 0);
        let mut next = (head != "$").then(|| Segment::Key(head.into()));
        loop {
            if let Some(segment) = &next {
                if below_root == depth && root.get(depth) == Some(segment) {
                    below_root += 1;
                }
                node = self.tables.paths.intern(self.text, node, segment);
                depth += 1;
            }
            if self.ends(rest) {
                break;
            }
            (rest, next) = match step(rest, self.stop(), self.syntax.delimiters_pair()) {
                Ok((behind, segment)) => (behind, Some(segment)),
                Err(nom::Err::Error(_)) => break,
                // `[[ a[[ b ]]`: no step begins like that, the placeholder was never closed.
                Err(_) if rest.starts_with(self.syntax.open()) => break,
                Err(error) => return Err(error),
            };
        }
        if rest.starts_with("?.") || rest.starts_with('(') {
            return self.unexpected(rest, "", Place::Operator).err();
        }
        let is_page_text = !root.is_empty() && below_root == root.len() && depth > root.len();
        let kind = if is_page_text { OperandKind::PageText } else { OperandKind::Path };
        Ok((rest, kind(node)))
    }

    /// `{ "|" filter }` and the white space behind it, up to CLOSE; yields whether `safe` was last.
    fn filters(&mut self, mut rest: &'t str, join: Join) -> Parsed<'t, bool> {
        let (mut is_first, mut safe) = (true, None);
        loop {
            if self.ends(rest) {
                return Ok((rest, safe.is_some()));
            }
            if let (false, Ok(_)) = (is_first, operator(rest)) {
                let operator = if rest.starts_with('|') { "||" } else { "??" };
                return Failure::new(rest, 2, ErrorKind::ChainAfterFilter { operator })
                    .help("filters bind last: write all operands first, then the filters")
                    .err();
            }
            let fail = |rest| self.no_operator(rest, is_first);
            let (start, _) =
                (require(exactly("|"), fail), space).map(|(bar, _)| bar).parse(rest)?;
            let (start, _) = space(start)?;
            let (behind, (filter, arguments)) = self.filter(start)?;
            let place = |place| {
                let kind = ErrorKind::FilterPlace { filter: filter.name().to_owned(), place };
                Failure::new(start, filter.name().len(), kind)
            };
            if let Some(safe) = safe {
                let kind =
                    ErrorKind::FilterPlace { filter: "safe".into(), place: "be the last filter" };
                return Failure::new(safe, 4, kind).help("move it to the end").err();
            }
            match filter {
                Filter::Builtin(Builtin::Safe) => safe = Some(start),
                Filter::Builtin(Builtin::Default) if join == Join::Coalesce => {
                    return place("stand behind `||` or a single operand")
                        .help("behind `??` write `?? 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) if !is_first => {
                    return place("be the first filter")
                        .help("write it before the others, or as `|| 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) => {
                    let kind = OperandKind::Literal(row(arguments.start()));
                    self.operands.push(Operand { kind, span: self.span(start, behind) });
                }
                filter => self.tables.calls.push(Call { filter, arguments }),
            }
            is_first = false;
            (rest, _) = space(behind)?;
        }
    }

    /// The failure where an operator, a filter or the end should stand.
    fn no_operator(&self, rest: &'t str, is_first: bool) -> Failure<'t> {
        if let ([word], true) = (&*self.operands, is_first) {
            if let Some(failure) = block(&self.text[word.span.start()..], word.span.len()) {
                return failure.may_end();
            }
        }
        let close = self.syntax.close();
        let expected = if is_first {
            format!("`||`, `??`, `|` or `{close}`")
        } else {
            format!("`|` or `{close}`")
        };
        self.unexpected(rest, expected, Place::Operator).may_end()
    }

    /// `name [ ":" literal { "," literal } ]`; its arguments go into the tables.
    fn filter(&mut self, start: &'t str) -> Parsed<'t, (Filter, Rows)> {
        let fail = |rest| self.unexpected(rest, "the name of a filter", Place::Other);
        if self.ends(start) {
            return fail(start).err();
        }
        let (mut rest, name) = require(name(self.stop()), fail).parse(start)?;
        let Some(filter) = self.syntax.filters().get(name) else {
            let kind = ErrorKind::UnknownFilter { name: name.to_owned() };
            let failure = Failure::new(start, name.len(), kind);
            let names = || self.syntax.filters().names();
            let near = nearest(name, names().map(Cow::Borrowed));
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
            };
            return failure.help(help).err();
        };
        if rest.starts_with('(') && !self.ends(rest) {
            let habit = "the arguments of a filter stand behind a colon";
            return Failure::new(rest, 1, ErrorKind::Foreign(habit))
                .help(format!("write `| {name}: 'x'`"))
                .err();
        }
        let first = self.tables.literals.len();
        let mut separator = ":";
        loop {
            let (here, _) = space(rest)?;
            if self.ends(here) {
                break;
            }
            let Ok((behind, _)) = exactly(separator).parse(here) else { break };
            let (behind, _) = space(behind)?;
            let fail = |rest| self.unexpected(rest, "a string or a number", Place::Other);
            let (behind, literal) = require(literal, fail).parse(behind)?;
            self.tables.literals.push(literal);
            rest = behind;
            separator = ",";
        }
        if let Err(reason) = filter.check(&self.tables.literals[first..]) {
            let kind = ErrorKind::FilterArgument { filter: name.to_owned(), reason };
            return Failure::new(start, self.at(rest) - self.at(start), kind).err();
        }
        Ok((rest, (filter, Rows::since(first, &self.tables.literals))))
    }

    /// Whether the placeholder ends here.
    fn ends(&self, rest: &str) -> bool {
        self.depth == 0 && rest.starts_with(self.syntax.close())
    }

    /// What ends a name besides what cannot stand in one.
    fn stop(&self) -> Option<&'g str> {
        (self.depth == 0).then(|| self.syntax.close())
    }

    pub(super) fn unexpected(
        &self,
        rest: &'t str,
        expected: impl Into<String>,
        place: Place,
    ) -> Failure<'t> {
        unexpected(rest, expected, place, self.syntax.delimiters_pair())
    }

    /// The offset at which `rest` begins.
    pub(super) fn at(&self, rest: &str) -> usize {
        self.text.offset(rest)
    }

    pub(super) fn span(&self, start: &str, behind: &str) -> Span {
        Span::new(self.at(start), self.at(behind))
    }
}

fn operator(rest: &str) -> Parsed<'_, Join> {
    alt((value(Join::Or, exactly("||")), value(Join::Coalesce, exactly("??")))).parse(rest)
}

fn literal(rest: &str) -> Parsed<'_, Literal> {
    let text = map(string, |text| Literal::Text(text.into_owned()));
    let number = map(number, |number| Literal::Number(number.to_owned()));
    alt((text, number)).parse(rest)
}
