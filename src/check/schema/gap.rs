//! What is left if no operand is sure to answer: rule defaults, and what is told if those are not sure either.

use std::rc::Rc;

use super::chain::{Judge, Part, Seen, did_you_mean};
use super::role::{Role, blanks};
use crate::error::SchemaFault;
use crate::path::Path;
use crate::schema::Kinds;
use crate::template::{Chain, Join, OperandKind};
use crate::value::Kind;

impl Judge<'_, '_, '_> {
    /// No operand is sure to answer: what the rule defaults do about that, and what is told. The row of the
    /// operand that is told to be missing.
    pub(super) fn unanswered(
        &mut self,
        chain: Chain,
        role: Role,
        seen: &Seen,
        may_be_missing: bool,
    ) -> Option<usize> {
        let layout = self.template.layout();
        let operands = self.template.tables().operands.iter().enumerate();
        let operands = operands.take(chain.operands.end()).skip(chain.operands.start());
        let mut is_missing =
            may_be_missing && seen.paths.iter().all(|(_, facts)| facts.may_be_missing());
        let mut blank = seen.paths.iter().find(|(_, facts)| !role.blank(facts).is_empty());
        let mut blank = blank.take().map(|(row, facts)| (*row, Rc::clone(facts), None));
        let mut unnamed = Vec::new();
        for (row, operand) in operands {
            let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
                continue;
            };
            let path = self.template.path(node);
            for default in layout.defaults(path.segments()) {
                let default = default.path();
                let facts = self.walk.facts(&default);
                if facts.impossible.is_some() {
                    continue;
                }
                if facts.is_unknown || self.is_filled(&default) {
                    return None;
                }
                match facts.undeclared {
                    None => self.container(row, Some(&default), &facts, role),
                    Some(_) => unnamed.push((row, default.clone().into_owned(), Rc::clone(&facts))),
                }
                if facts.is_default() {
                    return None;
                }
                is_missing &= facts.may_be_missing();
                if blank.is_none() && !role.blank(&facts).is_empty() {
                    blank = Some((row, facts, Some(default.into_owned())));
                }
            }
        }
        if seen.is_guess || role.may_be_missing {
            return None;
        }
        if is_missing {
            return self.missing(chain, role, seen);
        }
        // What is not named may be anything; where something is missing that is enough to tell.
        for (row, default, facts) in &unnamed {
            self.container(*row, Some(default), facts, role);
        }
        let (row, facts, default) = blank.filter(|_| chain.join == Join::Or)?;
        let expression = self.text(chain.operands.start(), chain.operands.end() - 1);
        let subject = match &default {
            Some(path) => format!("its default `{path}`"),
            None if chain.operands.end() - chain.operands.start() > 1 => {
                format!("`{}`", self.text(row, row))
            }
            None => "it".to_owned(),
        };
        let why = format!("{subject} may be {}", blanks(role.blank(&facts)));
        let is_gap = self.template.layout().counts_blank_as_gap();
        let fault = if is_gap {
            SchemaFault::MayBeBlank { expression, why }
        } else {
            SchemaFault::MayStayBlank { expression, why }
        };
        let help = format!("{}, or write what stands there instead: `|| '…'`", facts.no_blank);
        self.tell(Part::Operand(row), fault, Some(help), Vec::new());
        None
    }

    /// Tells that all operands and defaults may be missing or null, at the first that can exist.
    fn missing(&mut self, chain: Chain, role: Role, seen: &Seen) -> Option<usize> {
        let (row, facts) = seen.paths.first()?;
        let expression = self.text(chain.operands.start(), chain.operands.end() - 1);
        let is_alone = chain.operands.end() - chain.operands.start() == 1;
        let mut states = Vec::new();
        if facts.kinds.has(Kind::Null) {
            states.push("null");
        }
        if chain.join == Join::Or && !role.blank(facts).is_empty() {
            states.push(if role.blank(facts).has(Kind::Text) { "blank" } else { "empty" });
        }
        let subject =
            if is_alone { "it".to_owned() } else { format!("`{}`", self.text(*row, *row)) };
        let own = match &*states {
            [] => None,
            _ if facts.kinds == Kinds::ANY => Some(format!("{subject} may be anything")),
            _ if facts.kinds == Kinds::of(Kind::Null) => Some(format!("{subject} is null")),
            states => Some(format!("{subject} may be {}", states.join(" or "))),
        };
        let absent = facts.absent.as_ref();
        let whys = absent.map(|absent| absent.why.clone()).into_iter().chain(own);
        let others = (!is_alone).then(|| "nothing behind it is sure to answer".to_owned());
        let why = whys.chain(others).collect::<Vec<_>>().join(", and ");
        let meant = facts.undeclared.as_ref().map(|it| it.meant.clone()).unwrap_or_default();
        let help = did_you_mean(&meant).unwrap_or_else(|| {
            let schema = absent.and_then(|absent| absent.help.as_deref()).unwrap_or(&facts.no_null);
            let default = self.default_of(*row).map_or(String::new(), |default| {
                format!(", or ask for its default `{default}` as a text that is not blank")
            });
            format!("{schema}{default}, or write what stands there instead: `|| '…'`")
        });
        let segment = facts.undeclared.as_ref().or(absent).map(|it| it.segment);
        let part = segment.map_or(Part::Operand(*row), |segment| Part::Segment(*row, segment));
        self.tell(part, SchemaFault::MayBeMissing { expression, why }, Some(help), meant);
        Some(*row)
    }

    /// Where the first rule that fits looks for the default of an operand.
    fn default_of(&self, row: usize) -> Option<Path<'static>> {
        let OperandKind::Path(node) = self.template.tables().operands[row].kind else {
            return None;
        };
        let path = self.template.path(node);
        let first = self.template.layout().defaults(path.segments()).next()?;
        Some(first.path().into_owned())
    }
}
