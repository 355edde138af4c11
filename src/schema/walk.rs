//! From path to path: each step is taken once, whatever paths share it.

use std::collections::HashMap;
use std::rc::Rc;

use super::Schema;
use super::cases::{Case, Cases, Effort, TooMany};
use super::child::Child;
use super::facts::Facts;
use super::kinds::Kinds;
use super::node::Spot;
use super::told::{Absence, Told};
use crate::nearest::Budget;
use crate::path::{Path, Segment};
use crate::value::Kind;

/// More alternatives of one value are not told apart.
const ALTERNATIVES: usize = 64;
/// The declared keys that are compared with others, for all paths together.
const COMPARISONS: usize = 200_000;

/// What a schema says of paths, one after the other.
pub(crate) struct Walk<'s> {
    schema: &'s Schema,
    effort: Effort,
    comparisons: Budget,
    /// The root before all others.
    steps: Vec<Step<'s>>,
}

/// A place that a path leads to.
struct Step<'s> {
    here: Location<'s>,
    facts: Rc<Facts>,
    below: HashMap<Segment<'static>, usize>,
    /// The same place once for each way in which its value may pass, once somebody has asked.
    alternatives: Option<Rc<[Alternative]>>,
}

/// One of several ways in which the value at a place may pass.
#[derive(Clone, Copy)]
pub(crate) struct Alternative(usize);

/// What is known of a place.
pub(super) struct Location<'s> {
    /// All that stands there; none if nothing can.
    pub(super) cases: Vec<Case<'s>>,
    /// There are more cases than are looked at: nothing is known.
    pub(super) is_unknown: bool,
    pub(super) impossible: Option<Absence>,
    pub(super) absent: Option<Absence>,
    pub(super) undeclared: Option<Absence>,
}

impl<'s> Location<'s> {
    fn of(cases: Result<Vec<Case<'s>>, TooMany>) -> Self {
        let is_unknown = cases.is_err();
        let cases = cases.unwrap_or_default();
        Self { cases, is_unknown, impossible: None, absent: None, undeclared: None }
    }
}

impl<'s> Walk<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        let effort = Effort::new();
        let mut here = Location::of(schema.cases(Case::any(), vec![Schema::root()], &effort));
        if here.cases.is_empty() && !here.is_unknown {
            let why = "no document passes the schema".to_owned();
            here.impossible = Some(Absence { segment: 0, why, ..Absence::default() });
        }
        let comparisons = Budget::new(COMPARISONS);
        let mut walk = Self { schema, effort, comparisons, steps: Vec::new() };
        walk.push(here);
        walk
    }

    fn push(&mut self, here: Location<'s>) -> usize {
        let facts = Rc::new(here.facts(self.schema, &self.effort));
        self.steps.push(Step { here, facts, below: HashMap::new(), alternatives: None });
        self.steps.len() - 1
    }

    /// What is known of what stands at a path.
    pub(crate) fn facts(&mut self, path: &Path<'_>) -> Rc<Facts> {
        let at = self.walk(0, path.segments(), 0);
        Rc::clone(&self.steps[at].facts)
    }

    /// The ways in which what stands at a path may pass, if there are several; each value that passes does so in one
    /// of them.
    pub(crate) fn alternatives(&mut self, path: &Path<'_>) -> Rc<[Alternative]> {
        let at = self.walk(0, path.segments(), 0);
        if let Some(known) = &self.steps[at].alternatives {
            return Rc::clone(known);
        }
        let here = &self.steps[at].here;
        let undeclared = here.undeclared.clone();
        let cases = match here.cases.len() {
            2..=ALTERNATIVES => here.cases.clone(),
            _ => Vec::new(),
        };
        let alternative = |case| {
            let here = Location::of(Ok(vec![case]));
            Alternative(self.push(Location { undeclared: undeclared.clone(), ..here }))
        };
        let all: Rc<[Alternative]> = cases.into_iter().map(alternative).collect();
        self.steps[at].alternatives = Some(Rc::clone(&all));
        all
    }

    /// What is known of what stands at a path if the value that its first segments lead to is there, and passes in
    /// this way.
    pub(crate) fn facts_of(&mut self, of: Alternative, path: &Path<'_>, first: usize) -> Rc<Facts> {
        let at = self.walk(of.0, path.segments(), first);
        Rc::clone(&self.steps[at].facts)
    }

    /// From a step to the end of a path, of which the first segments lead there.
    fn walk(&mut self, start: usize, segments: &[Segment<'_>], first: usize) -> usize {
        let mut at = start;
        for (number, segment) in segments.iter().enumerate().skip(first) {
            if let Some(next) = self.steps[at].below.get(segment) {
                at = *next;
                continue;
            }
            let here = &self.steps[at].here;
            // Nothing more is known further down.
            if here.is_unknown || here.impossible.is_some() {
                break;
            }
            let here = self.step(here, segments, number);
            let next = self.push(here);
            self.steps[at].below.insert(segment.to_static(), next);
            at = next;
        }
        at
    }

    /// The place that the segment with this number leads to.
    fn step(&self, from: &Location<'s>, path: &[Segment<'_>], number: usize) -> Location<'s> {
        let (cases, others) = (Cases::default(), Kinds::NONE);
        let mut below =
            Below { cases, others, closed: None, open: None, is_sure: true, is_declared: false };
        let taken =
            from.cases.iter().try_for_each(|case| self.take(case, &path[number], &mut below));
        if taken.is_err() {
            return Location::of(Err(TooMany));
        }
        let told = Told { schema: self.schema, from, path, number };
        let mut here = Location::of(Ok(below.cases.into_all()));
        here.absent.clone_from(&from.absent);
        here.undeclared.clone_from(&from.undeclared);
        if here.cases.is_empty() {
            here.impossible = Some(match below.closed {
                Some((keyword, spot)) => told.closed(keyword, &spot, &self.comparisons),
                None => told.no_holder(below.others),
            });
            return here;
        }
        if here.undeclared.is_none() {
            here.undeclared = match &below.open {
                _ if !below.is_declared => told.undeclared(&self.comparisons),
                Some(spot) => told.open(spot),
                None => None,
            };
        }
        if here.absent.is_none() {
            here.absent = told.absence(below.others, below.is_sure);
        }
        here
    }

    /// Takes one step from one case.
    fn take(
        &self,
        case: &Case<'s>,
        segment: &Segment<'_>,
        below: &mut Below<'s>,
    ) -> Result<(), TooMany> {
        let holders = match segment {
            Segment::Key(_) => Kinds::of(Kind::Object),
            Segment::Index(_) => Kinds::of(Kind::Array),
            Segment::KeyOrIndex(_) => Kinds::CONTAINERS,
        };
        below.others = below.others.or(case.kinds.without(holders));
        for kind in case.kinds.and(holders).iter() {
            let child = match (kind, segment) {
                (Kind::Array, Segment::Index(index) | Segment::KeyOrIndex(index)) => {
                    self.schema.below_index(case, *index, &self.effort)?
                }
                (_, segment) => self.schema.below_key(case, &segment.text(), &self.effort)?,
            };
            match child {
                Child::Impossible(keyword, spot) => {
                    below.is_sure = false;
                    below.closed.get_or_insert((keyword, spot));
                }
                Child::Possible { case: start, schemas, is_sure, is_declared } => {
                    let first = schemas.first().copied();
                    let cases = self.schema.cases(start, schemas, &self.effort)?;
                    below.is_declared |= is_declared;
                    if !is_declared && below.open.is_none() {
                        let mut nodes = case.nodes.iter().map(|id| self.schema.node(*id));
                        let open = nodes.find(|node| !node.object.properties.is_empty());
                        below.open = open.map(|node| node.spot.clone());
                    }
                    if cases.is_empty() {
                        below.is_sure = false;
                        let spot = first.map(|id| self.schema.node(id).spot.clone());
                        let spot = spot.unwrap_or_else(|| self.schema.root_spot());
                        below.closed.get_or_insert(("", spot));
                        continue;
                    }
                    below.is_sure &= is_sure;
                    cases.into_iter().try_for_each(|case| below.cases.push(case))?;
                }
            }
        }
        Ok(())
    }
}

/// What is found one step down, of all cases together.
struct Below<'s> {
    cases: Cases<'s>,
    /// Kinds that have nothing below them.
    others: Kinds,
    /// What keeps it from existing, in the first case that does; without a keyword nothing passes.
    closed: Option<(&'static str, Spot)>,
    /// A schema that names other keys, in the first case that does not name this one.
    open: Option<Spot>,
    is_sure: bool,
    is_declared: bool,
}
