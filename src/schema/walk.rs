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
}

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
        let facts = Rc::new(here.facts(schema, &effort));
        let steps = vec![Step { here, facts, below: HashMap::new() }];
        Self { schema, effort, comparisons: Budget::new(COMPARISONS), steps }
    }

    /// What is known of what stands at a path.
    pub(crate) fn facts(&mut self, path: &Path<'_>) -> Rc<Facts> {
        let segments = path.segments();
        let mut at = 0;
        for (number, segment) in segments.iter().enumerate() {
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
            let facts = Rc::new(here.facts(self.schema, &self.effort));
            let next = self.steps.len();
            self.steps.push(Step { here, facts, below: HashMap::new() });
            self.steps[at].below.insert(segment.to_static(), next);
            at = next;
        }
        Rc::clone(&self.steps[at].facts)
    }

    /// The place that the segment with this number leads to.
    fn step(&self, from: &Location<'s>, path: &[Segment<'_>], number: usize) -> Location<'s> {
        let (cases, others) = (Cases::default(), Kinds::NONE);
        let mut below = Below { cases, others, closed: None, is_sure: true, is_declared: false };
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
        if here.undeclared.is_none() && !below.is_declared {
            here.undeclared = told.undeclared(&self.comparisons);
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
    is_sure: bool,
    is_declared: bool,
}
