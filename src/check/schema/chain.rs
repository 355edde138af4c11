//! Whether an expression is sure to be answered, and by which of its operands.
//!
//! The order is that of `resolve/answer.rs`: all operands on real data, then their rule defaults.

use std::rc::Rc;

use super::role::{Role, Takes};
use crate::error::SchemaFault;
use crate::filter::{Builtin, Filter};
use crate::path::Path;
use crate::schema::{Facts, Kinds, Walk};
use crate::template::{CONTEXT, Chain, Expression, Join, Operand, OperandKind, Template};
use crate::value::Kind;

/// Something to tell about a part of an expression.
pub(super) struct Remark {
    pub(super) part: Part,
    pub(super) fault: SchemaFault,
    pub(super) help: Option<String>,
    pub(super) meant: Vec<String>,
}

/// A part of an expression, by rows of the operands.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Operand(usize),
    /// A segment of its path, by number.
    Segment(usize, usize),
    /// From the first to the last.
    Operands(usize, usize),
}

/// Judges the expressions of a template.
pub(super) struct Judge<'j, 't, 's> {
    pub(super) template: &'j Template<'t>,
    pub(super) walk: &'j mut Walk<'s>,
    remarks: Vec<Remark>,
}

/// What is known of the operands before the one that is sure to answer.
#[derive(Default)]
pub(super) struct Seen {
    /// The paths, by row.
    pub(super) paths: Vec<(usize, Rc<Facts>)>,
    /// Something may answer of which nothing is known here.
    pub(super) is_guess: bool,
}

impl<'j, 't, 's> Judge<'j, 't, 's> {
    pub(super) fn new(template: &'j Template<'t>, walk: &'j mut Walk<'s>) -> Self {
        Self { template, walk, remarks: Vec::new() }
    }

    /// What there is to tell about an expression; one that is `paired` prints nothing where another has its
    /// value.
    pub(super) fn expression(mut self, expression: &Expression, is_paired: bool) -> Vec<Remark> {
        let first = expression.calls.of(&self.template.tables().calls).first();
        let takes = match first.map(|call| &call.filter) {
            None if expression.takes_json => Takes::Anything,
            Some(Filter::Builtin(Builtin::Json) | Filter::Own(..)) => Takes::Anything,
            Some(Filter::Builtin(Builtin::Join)) => Takes::Arrays,
            None | Some(Filter::Builtin(_)) => Takes::Texts,
        };
        let takes = if is_paired { Takes::Anything } else { takes };
        let shows_empty = takes == Takes::Anything && first.is_some();
        self.chain(expression.chain, Role { takes, may_be_missing: is_paired, shows_empty });
        self.remarks
    }

    fn chain(&mut self, chain: Chain, role: Role) {
        let (start, end) = (chain.operands.start(), chain.operands.end());
        let operands = &self.template.tables().operands;
        let (mut seen, mut answering) = (Seen::default(), None);
        for (row, operand) in operands.iter().enumerate().take(end).skip(start) {
            let is_sure = match operand.kind {
                OperandKind::Literal(_) => true,
                OperandKind::PageText(_) => {
                    seen.is_guess = true;
                    false
                }
                OperandKind::Translation(id) => {
                    seen.is_guess = true;
                    self.arguments(id);
                    false
                }
                OperandKind::Path(node) => {
                    let path = self.template.path(node);
                    self.path(row, &path, chain.join, &mut seen)
                }
            };
            if is_sure {
                answering = Some(row);
                break;
            }
        }
        let together = self.together(chain, &mut seen);
        let first = if together.answering.is_some() { Some(start) } else { answering };
        let missing = match together.answering.or(answering) {
            Some(row) if row + 1 < end => {
                let fault = SchemaFault::UnreachableOperand {
                    operand: self.text(row + 1, end - 1),
                    answering: self.text(first.unwrap_or(row), row),
                };
                let help = "leave it out, or let the schema allow what it is meant for";
                self.tell(
                    Part::Operands(row + 1, end - 1),
                    fault,
                    Some(help.to_owned()),
                    Vec::new(),
                );
                None
            }
            Some(_) => None,
            None => self.unanswered(chain, role, &seen, together.may_be_missing),
        };
        for (row, facts) in &seen.paths {
            // Nothing is said of it, and that is told.
            let is_any = facts.kinds == Kinds::ANY && missing == Some(*row);
            if !is_any {
                self.container(*row, None, facts, role);
            }
            // That it is not always named is no matter where anything can be printed.
            let is_told = missing != Some(*row)
                && (facts.named.is_empty() || !role.refused(facts).is_empty());
            if let Some(undeclared) = facts.undeclared.as_ref().filter(|_| is_told) {
                let fault = SchemaFault::UndeclaredPath {
                    path: self.text(*row, *row),
                    is_sure: !undeclared.is_partial,
                    why: undeclared.why.clone(),
                };
                let help = did_you_mean(&undeclared.meant).or_else(|| undeclared.help.clone());
                let help =
                    help.unwrap_or_else(|| "name it in the schema, if it is meant".to_owned());
                let part = Part::Segment(*row, undeclared.segment);
                self.tell(part, fault, Some(help), undeclared.meant.clone());
            }
        }
    }

    /// What is known of a path; whether it is sure to answer.
    fn path(&mut self, row: usize, path: &Path<'_>, join: Join, seen: &mut Seen) -> bool {
        let facts = self.walk.facts(path);
        if facts.is_unknown {
            seen.is_guess = true;
            let fault = SchemaFault::UnjudgedPath { path: self.text(row, row) };
            let help = "try it with data, or let fewer schemas be combined there".to_owned();
            self.tell(Part::Operand(row), fault, Some(help), Vec::new());
            return false;
        }
        if let Some(impossible) = &facts.impossible {
            let fault = SchemaFault::ImpossiblePath {
                path: self.text(row, row),
                why: impossible.why.clone(),
            };
            let help = did_you_mean(&impossible.meant).unwrap_or_else(|| {
                "let the schema allow it, or take it out of the template".to_owned()
            });
            let part = Part::Segment(row, impossible.segment);
            self.tell(part, fault, Some(help), impossible.meant.clone());
            return false;
        }
        // A default of the page may be filled like a template, and that may fail.
        seen.is_guess |= self.is_filled(path);
        let is_sure = self.is_sure(path, &facts, join);
        seen.paths.push((row, facts));
        is_sure
    }

    /// Whether every document has something at a path that answers.
    pub(super) fn is_sure(&self, path: &Path<'_>, facts: &Facts, join: Join) -> bool {
        !facts.may_be_missing()
            && (join == Join::Coalesce || facts.blank.is_empty())
            && !self.is_filled(path)
    }

    /// Whether texts at a path may hold placeholders themselves.
    pub(super) fn is_filled(&self, path: &Path<'_>) -> bool {
        self.template.layout().fills(path.segments())
    }

    /// Tells of an array or object where a text is needed, of a path or of its `default`.
    pub(super) fn container(
        &mut self,
        row: usize,
        default: Option<&Path<'_>>,
        facts: &Facts,
        role: Role,
    ) {
        // Of what is not named it is told that it is not; of a default it is not.
        let found = match default {
            Some(_) => role.refused(facts),
            None => role.refused(facts).and(facts.named),
        };
        if found.is_empty() {
            return;
        }
        let path = default.map_or_else(|| self.text(row, row), ToString::to_string);
        if facts.kinds == Kinds::ANY {
            let (fault, help) = (SchemaFault::UntypedPath { path }, facts.no_null.clone());
            return self.tell(Part::Operand(row), fault, Some(help), Vec::new());
        }
        let is_sure = default.is_none() && facts.kinds.without(found).is_empty();
        let help = match (role.takes, found.has(Kind::Array)) {
            (Takes::Arrays, _) => "`join` takes an array: name a key of the object",
            (_, true) => {
                "name one of its elements (`[0]`), or make a text of it: `| join: ', '`, `| json`"
            }
            (_, false) => "name one of its keys, or make a text of it: `| json`",
        };
        let fault = SchemaFault::ContainerPath { path, kinds: found.listed(), is_sure };
        self.tell(Part::Operand(row), fault, Some(help.to_owned()), Vec::new());
    }

    /// The arguments of `t(…)`.
    fn arguments(&mut self, id: u32) {
        let tables = self.template.tables();
        let arguments = tables.translations[id as usize].arguments.of(&tables.arguments);
        for argument in arguments {
            // A context that is a gap or no text counts as not given.
            let is_context = self.template.source()[argument.name.range()] == *CONTEXT;
            let takes = if is_context { Takes::Anything } else { Takes::Texts };
            let role = Role { takes, may_be_missing: is_context, shows_empty: false };
            self.chain(argument.chain, role);
        }
    }

    /// The operands from the first to the last, as written.
    pub(super) fn text(&self, first: usize, last: usize) -> String {
        let operand = |row: usize| -> &Operand { &self.template.tables().operands[row] };
        let (start, end) = (operand(first).span.start(), operand(last).span.end());
        self.template.source()[start..end].to_owned()
    }

    pub(super) fn tell(
        &mut self,
        part: Part,
        fault: SchemaFault,
        help: Option<String>,
        meant: Vec<String>,
    ) {
        self.remarks.push(Remark { part, fault, help, meant });
    }
}

pub(super) fn did_you_mean(meant: &[String]) -> Option<String> {
    meant.first().map(|meant| format!("did you mean `{meant}`?"))
}
