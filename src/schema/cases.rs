//! What a value may be: cases, of each of which every schema has to pass.
//!
//! A schema with choices (`anyOf`, `oneOf`, `if`, a `$dynamicRef` that may mean several) makes several cases. Together they
//! hold every value that passes; they may hold others, since `not` and the like only narrow.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::Schema;
use super::kinds::Kinds;
use super::node::{Node, NodeId, PatternId};
use super::pattern::Patterns;
use crate::value::Kind;

/// One way in which a value may pass.
#[derive(Clone, Debug)]
pub(super) struct Case<'s> {
    pub(super) nodes: BTreeSet<NodeId>,
    pub(super) kinds: Kinds,
    /// All that it may be, if those are few.
    pub(super) values: Option<Vec<&'s Value>>,
}

/// There are more cases than are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooMany;

/// Cases that differ.
#[derive(Debug, Default)]
pub(super) struct Cases<'s> {
    all: Vec<Case<'s>>,
    /// Their schemas, and the addresses of their values.
    met: HashSet<(BTreeSet<NodeId>, Option<Vec<*const Value>>)>,
}

impl<'s> Cases<'s> {
    pub(super) fn push(&mut self, case: Case<'s>) -> Result<(), TooMany> {
        let values = case.values.as_ref();
        let values = values.map(|all| all.iter().map(|value| std::ptr::from_ref(*value)).collect());
        if self.met.insert((case.nodes.clone(), values)) {
            self.all.push(case);
        }
        if self.all.len() > CASES { Err(TooMany) } else { Ok(()) }
    }

    pub(super) fn into_all(self) -> Vec<Case<'s>> {
        self.all
    }
}

/// How much may still be looked at, and what was found out at some cost.
#[derive(Debug)]
pub(super) struct Effort {
    left: Cell<usize>,
    /// Whether a pattern may let blank texts of some length through.
    blanks: RefCell<HashMap<(PatternId, u64), bool>>,
}

/// The most cases at one place.
const CASES: usize = 1_000;
/// The most schemas looked at for one place, and for all places of a check.
const STEPS: usize = 100_000;
const ALL_STEPS: usize = 50_000_000;

impl Effort {
    pub(super) fn new() -> Self {
        Self { left: Cell::new(ALL_STEPS), blanks: RefCell::default() }
    }

    /// Whether so many schemas more may be looked at.
    pub(super) fn spend(&self, steps: usize) -> Result<(), TooMany> {
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(TooMany)
    }

    /// Whether a pattern may let through a blank text of at least `min` characters.
    pub(super) fn may_be_blank(&self, patterns: &Patterns, id: PatternId, min: u64) -> bool {
        /// What an automaton counts for.
        const AUTOMATON: usize = 10_000;
        if let Some(known) = self.blanks.borrow().get(&(id, min)) {
            return *known;
        }
        // What is not known may be.
        let may_be = self.spend(AUTOMATON).is_err() || patterns.may_be_blank(id, min);
        self.blanks.borrow_mut().insert((id, min), may_be);
        may_be
    }
}

/// A case of which not all schemas have been looked at.
struct Open<'s> {
    case: Case<'s>,
    waiting: Vec<NodeId>,
    /// Choices that are still to be made.
    choices: Vec<&'s [Vec<NodeId>]>,
}

impl Case<'_> {
    /// Any value.
    pub(super) const fn any() -> Self {
        Self { nodes: BTreeSet::new(), kinds: Kinds::ANY, values: None }
    }
}

impl Schema {
    /// The cases of a value that has to pass these schemas too.
    pub(super) fn cases<'s>(
        &'s self,
        case: Case<'s>,
        schemas: Vec<NodeId>,
        effort: &Effort,
    ) -> Result<Vec<Case<'s>>, TooMany> {
        let (mut cases, mut steps) = (Cases::default(), 0);
        let mut open = vec![Open { case, waiting: schemas, choices: Vec::new() }];
        while let Some(mut next) = open.pop() {
            let before = next.case.nodes.len() + next.waiting.len();
            let is_possible = self.narrow(&mut next);
            let values = next.case.values.as_ref().map_or(0, Vec::len);
            let seen = 1 + values + next.case.nodes.len().max(before);
            steps += seen;
            effort.spend(seen)?;
            if steps > STEPS {
                return Err(TooMany);
            }
            if !is_possible {
                continue;
            }
            let Some(branches) = next.choices.pop() else {
                cases.push(next.case)?;
                continue;
            };
            // The first branch is looked at first.
            for branch in branches.iter().rev() {
                open.push(Open {
                    case: next.case.clone(),
                    waiting: branch.clone(),
                    choices: next.choices.clone(),
                });
            }
        }
        Ok(cases.into_all())
    }

    /// Takes in the schemas that wait, and all that they ask for; whether anything can still pass.
    fn narrow<'s>(&'s self, open: &mut Open<'s>) -> bool {
        let Open { case, waiting, choices } = open;
        while let Some(id) = waiting.pop() {
            if !case.nodes.insert(id) {
                continue;
            }
            let node = self.node(id);
            if node.is_false {
                return false;
            }
            case.kinds = case.kinds.and(node.kinds);
            if let Some(values) = &node.values {
                match &mut case.values {
                    // Too many to compare are left as they are.
                    Some(known) if known.len().saturating_mul(values.len()) > STEPS => {}
                    Some(known) => known.retain(|value| has(values, value)),
                    None => case.values = Some(values.iter().collect()),
                }
            }
            waiting.extend(&node.all);
            choices.extend(node.choices.iter().map(Vec::as_slice));
        }
        if let Some(values) = &mut case.values {
            let is_possible = |value: &Value| {
                case.kinds.has(Kind::of(value))
                    && case.nodes.iter().all(|id| self.lets_value_through(self.node(*id), value))
            };
            values.retain(|value| is_possible(value));
            case.kinds = Kinds::of_all(values.iter().copied());
        }
        !case.kinds.is_empty()
    }

    /// Whether what a schema says of the size and form of texts lets a value through.
    fn lets_value_through(&self, node: &Node, value: &Value) -> bool {
        value.as_str().is_none_or(|text| self.lets_text_through(node, text))
    }

    /// The same for a text, as far as it is known.
    pub(super) fn lets_text_through(&self, node: &Node, text: &str) -> bool {
        let length = text.chars().count() as u64;
        let fits = node.pattern.and_then(|pattern| self.patterns().fits(pattern, text));
        node.min_length <= length
            && node.max_length.is_none_or(|most| length <= most)
            && fits != Some(false)
    }
}

/// Whether one of the values is the same as JSON Schema understands it: `1.0` is `1`.
pub(super) fn has(values: &[Value], value: &Value) -> bool {
    values.iter().any(|other| is_same(other, value))
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // What is rounded may be taken for the same.
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_in = |(key, value)| other.get(key).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(is_in)
        }
        (one, other) => one == other,
    }
}
