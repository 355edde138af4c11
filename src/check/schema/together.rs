//! Operands that answer together: a value that their paths share may pass in several ways, and in each of them another
//! one answers.

use std::rc::Rc;

use super::chain::{Judge, Seen};
use crate::path::{Path, Segment};
use crate::schema::{Facts, Kinds};
use crate::template::{Chain, OperandKind};

/// What several operands do together.
pub(super) struct Together {
    /// The last operand that is needed, if one of them is sure to answer.
    pub(super) answering: Option<usize>,
    /// Whether all paths may be missing at once.
    pub(super) may_be_missing: bool,
}

impl<'j> Judge<'j, '_, '_> {
    /// Looks at the alternatives of the value that the paths share, one by one. What was seen of a path is narrowed to
    /// those in which no path before it is sure to answer.
    pub(super) fn together(&mut self, chain: Chain, seen: &mut Seen) -> Together {
        let unknown = Together { answering: None, may_be_missing: true };
        let (rows, paths): (Vec<usize>, Vec<Path<'_>>) =
            seen.paths.iter().map(|(row, _)| (*row, self.path_of(*row))).unzip();
        let Some(shared) = shared(&paths) else { return unknown };
        let alternatives = self.walk.alternatives(&Path::borrowed(shared));
        if alternatives.is_empty() {
            return unknown;
        }
        let none = Reached { named: Kinds::NONE, filled: Kinds::NONE, blank: Kinds::NONE };
        let mut reached = vec![none; paths.len()];
        let (mut last, mut is_sure, mut may_be_missing) = (0, true, false);
        for alternative in alternatives.iter() {
            let (mut answering, mut is_missing) = (None, true);
            for (number, path) in paths.iter().enumerate() {
                let facts = self.walk.facts_of(*alternative, path, shared.len());
                reached[number].add(&facts);
                is_missing &= facts.may_be_missing();
                if self.is_sure(path, &facts, chain.join) {
                    answering = Some(number);
                    break;
                }
            }
            may_be_missing |= is_missing;
            is_sure &= answering.is_some();
            last = last.max(answering.unwrap_or(0));
        }
        let is_there = self.walk.facts(&Path::borrowed(shared)).absent.is_none();
        for ((_, facts), reached) in seen.paths.iter_mut().zip(reached) {
            let facts = Rc::make_mut(facts);
            (facts.named, facts.filled, facts.blank) =
                (reached.named, reached.filled, reached.blank);
        }
        Together {
            answering: rows.get(last).copied().filter(|_| is_sure && is_there),
            may_be_missing: may_be_missing || !is_there,
        }
    }

    fn path_of(&self, row: usize) -> Path<'j> {
        match self.template.tables().operands[row].kind {
            OperandKind::Path(node) => self.template.path(node),
            _ => unreachable!("only paths are seen"),
        }
    }
}

/// What a path may be where it is reached.
#[derive(Clone, Copy)]
struct Reached {
    named: Kinds,
    filled: Kinds,
    blank: Kinds,
}

impl Reached {
    fn add(&mut self, facts: &Facts) {
        self.named = self.named.or(facts.named);
        self.filled = self.filled.or(facts.filled);
        self.blank = self.blank.or(facts.blank);
    }
}

/// The segments with which all of several paths begin.
fn shared<'p>(paths: &'p [Path<'_>]) -> Option<&'p [Segment<'p>]> {
    let (one, others) = paths.split_first().filter(|(_, others)| !others.is_empty())?;
    let same = |other: &Path<'_>| {
        let pairs = one.segments().iter().zip(other.segments());
        pairs.take_while(|(one, other)| one == other).count()
    };
    let count = others.iter().map(same).min()?;
    Some(&one.segments()[..count])
}
