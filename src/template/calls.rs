//! `{ "|" filter }`: the grammar of filters and their arguments.

use std::borrow::Cow;

use nom::Parser;

use super::expression::{Call, Join, Operand, OperandKind, Rows, row};
use super::foreign::{Place, behind_first, behind_no_path};
use super::grammar::{Grammar, literal, operator};
use super::token::{Failure, Parsed, exactly, name, require, space};
use crate::error::ErrorKind;
use crate::filter::{Builtin, Filter};
use crate::nearest::nearest;

impl<'t> Grammar<'t, '_> {
    /// `{ "|" filter }` and the white space behind it, up to CLOSE; yields whether `safe` was last.
    pub(super) fn filters(&mut self, mut rest: &'t str, join: Join) -> Parsed<'t, bool> {
        let (mut is_first, mut safe, mut has_number) = (true, None, false);
        loop {
            if self.ends(rest) {
                return Ok((rest, safe.is_some()));
            }
            if let (false, Ok((_, join))) = (is_first, operator(rest)) {
                let operator = join.symbol();
                return Failure::new(rest, 2, ErrorKind::ChainAfterFilter { operator })
                    .help("filters bind last: write all operands first, then the filters")
                    .err();
            }
            let fail = |rest| self.no_operator(rest, is_first);
            let (start, _) = (require(exactly("|"), fail), space).parse(rest)?;
            let (behind, (filter, arguments)) = self.filter(start)?;
            let misplaced = |at, name: &str, place| {
                Failure::new(
                    at,
                    name.len(),
                    ErrorKind::FilterPlace { filter: name.to_owned(), place },
                )
            };
            if let Some(safe) = safe {
                return misplaced(safe, "safe", "be the last filter")
                    .help("move it to the end")
                    .err();
            }
            match filter {
                Filter::Builtin(Builtin::Safe) => safe = Some(start),
                Filter::Builtin(Builtin::Default) if join == Join::Coalesce => {
                    return misplaced(start, "default", "follow `||` or a single operand")
                        .help("after `??` write `?? 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) if !is_first => {
                    return misplaced(start, "default", "be the first filter")
                        .help("write it before the others, or as `|| 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) => {
                    let kind = OperandKind::Literal(row(arguments.start()));
                    self.operands.push(Operand { kind, span: self.span(start, behind) });
                }
                // `1.234` is another number, once it is written as people do.
                filter if filter.writes_numbers() && has_number => {
                    return misplaced(start, "number", "stand once")
                        .help("leave out one of the two")
                        .err();
                }
                filter => {
                    has_number |= filter.writes_numbers();
                    self.tables.calls.push(Call { filter, arguments });
                }
            }
            is_first = false;
            (rest, _) = space(behind)?;
        }
    }

    /// The failure where an operator, a filter or the end should stand.
    fn no_operator(&self, rest: &'t str, is_first: bool) -> Failure<'t> {
        let close = self.syntax.close();
        let expected = if is_first {
            format!("`||`, `??`, `|` or `{close}`")
        } else {
            format!("`|` or `{close}`")
        };
        if let ([first], true) = (&*self.operands, is_first) {
            let operand = &self.text[first.span.range()];
            if let Some(failure) = behind_first(operand, rest, &expected, close) {
                return failure;
            }
        }
        let is_apart = self.text[..self.at(rest)].ends_with(char::is_whitespace);
        let no_path = if is_apart || rest.starts_with(self.syntax.open()) {
            None
        } else {
            behind_no_path(rest)
        };
        no_path.unwrap_or_else(|| self.unexpected(rest, expected, Place::Operator).may_end())
    }

    /// `name [ ":" literal { "," literal } ]`; its arguments go into the tables.
    fn filter(&mut self, start: &'t str) -> Parsed<'t, (Filter, Rows)> {
        let fail = |rest| self.unexpected(rest, "the name of a filter", Place::Other);
        if self.ends(start) {
            return fail(start).err();
        }
        let (mut rest, name) = require(name(self.stop()), fail).parse(start)?;
        let filter = self.syntax.filters.get(name);
        if let Some(failure) = filter.as_ref().and_then(|filter| self.no_colon(rest, filter)) {
            return failure.err();
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
            let fail = |rest| self.unexpected(rest, "a string or a number", Place::Argument);
            let (behind, literal) = require(literal(self.stop()), fail).parse(behind)?;
            self.tables.literals.push(literal);
            rest = behind;
            separator = ",";
        }
        let Some(filter) = filter else {
            let kind = ErrorKind::UnknownFilter { name: name.to_owned() };
            let names = || self.syntax.filters.names();
            let near = nearest(name, names().map(Cow::Borrowed));
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the filters are {}", names().collect::<Vec<_>>().join(", ")),
            };
            return Failure::new(start, name.len(), kind).help(help).behind(rest).err();
        };
        if let Err(reason) = filter.check(&self.tables.literals[first..]) {
            let kind = ErrorKind::FilterArgument { filter: name.to_owned(), reason };
            let len = self.at(rest) - self.at(start);
            // More arguments may stand behind the end of what was read.
            let is_cut = space(rest)?.0.is_empty();
            return Failure::new(start, len, kind).behind(rest).at_end(is_cut).err();
        }
        Ok((rest, (filter, Rows::since(first, &self.tables.literals))))
    }

    /// The failure if an argument stands behind a filter's name without a colon.
    fn no_colon(&self, rest: &'t str, filter: &Filter) -> Option<Failure<'t>> {
        let (here, _) = space(rest).ok()?;
        let is_argument = here.starts_with(|c: char| c.is_ascii_digit() || "('\"=".contains(c));
        if !is_argument || self.ends(here) || here.starts_with(self.syntax.open()) {
            return None;
        }
        let habit = "the arguments of a filter follow a colon";
        let help = match filter.check(&[]) {
            Ok(()) => format!("`{}` needs none", filter.name()),
            Err(wants) => format!("`{}` {wants}", filter.name()),
        };
        Some(Failure::new(here, 1, ErrorKind::Foreign(habit)).help(help))
    }
}
