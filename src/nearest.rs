//! "Did you mean": what a name was probably meant to be.

use std::borrow::Cow;
use std::cell::Cell;

/// Candidates looked at, so that a wide object costs no more than a narrow one.
const CANDIDATES: usize = 2_000;
/// The longest name compared, in bytes: the distance costs the product of two lengths.
const LENGTH: usize = 64;

/// How many candidates may still be compared, for all names together: objects can be wide, and each of
/// many names can be near to all of their keys.
#[derive(Debug)]
pub(crate) struct Budget(Cell<usize>);

impl Budget {
    pub(crate) const fn new(comparisons: usize) -> Self {
        Self(Cell::new(comparisons))
    }

    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// The candidates that `name` may be a slip of the hand for, the nearest first.
///
/// Near is: the same but for case, `-` and `_`, or at most a third of the characters (at least one) inserted,
/// deleted, substituted or swapped. Of equals the first stays first.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl Iterator<Item = Cow<'c, str>>,
) -> Vec<Cow<'c, str>> {
    nearest_within(&Budget::new(CANDIDATES), name, candidates)
}

/// The same, as far as the budget goes.
pub(crate) fn nearest_within<'c>(
    budget: &Budget,
    name: &str,
    candidates: impl Iterator<Item = Cow<'c, str>>,
) -> Vec<Cow<'c, str>> {
    let length = name.chars().count();
    if name.len() > LENGTH {
        return Vec::new();
    }
    let allowed = (length / 3).max(1);
    let own = folded(name);
    let mut near: Vec<_> = candidates
        .take(CANDIDATES)
        .filter(|candidate| candidate.len() <= LENGTH && candidate != name)
        .take_while(|_| budget.spend())
        .filter_map(|candidate| {
            if folded(&candidate) == own {
                return Some((0, candidate));
            }
            // A difference in length alone takes that many insertions or deletions.
            if candidate.chars().count().abs_diff(length) > allowed {
                return None;
            }
            let distance = strsim::osa_distance(name, &candidate);
            // One edit turns any single character into any other: that is no likeness.
            (distance <= allowed && distance < length).then_some((distance, candidate))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// What is left of a name that people write in several ways: `firstName`, `first-name`, `FIRST_NAME`.
fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
