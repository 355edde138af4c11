//! What lacuna wants to reach with records, and whether it does.

use std::fmt;

use crate::contender::Role;
use crate::table::Entry;

/// Lacuna's way that the goals are about. It validates: what the others only do without validation is not it.
const OWN: &str = "lacuna, `JsonBytes::new`";

/// Many records at once: with one thread, and with two.
pub(crate) const MERGE: [&str; 2] = ["lacuna, `Merge`", "lacuna, `Merge`, two threads"];

/// A figure and its bound.
#[derive(Debug)]
pub(crate) struct Goal {
    what: String,
    /// None as long as nobody does it.
    figure: Option<f64>,
    bound: Bound,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    AtLeast(f64),
    /// Ahead of others.
    Above(f64),
    NoMoreThan(f64),
}

pub(crate) fn of(entries: &[Entry]) -> Vec<Goal> {
    // A few in a whole run may be the scratch's.
    const FEW: f64 = 10.0;
    let named = |start: &str| {
        let meant = entries.iter().filter(|entry| entry.name.starts_with(start));
        meant.min_by(|one, other| one.median.total_cmp(&other.median))
    };
    let exactly = |name: &str| entries.iter().find(|entry| entry.name == name);
    let own = exactly(OWN);
    let sonic = entries
        .iter()
        .filter(|entry| entry.name.starts_with("sonic-rs") && entry.role == Role::HandWritten);
    let sonic = sonic.min_by(|one, other| one.median.total_cmp(&other.median));
    let times_faster = |bound, peer: Option<&Entry>, unknown: &str| Goal {
        what: format!("times faster than {}", peer.map_or(unknown, |peer| peer.name)),
        figure: own.zip(peer).map(|(own, peer)| peer.median / own.median),
        bound,
    };
    let [one, two] = MERGE.map(exactly);
    vec![
        times_faster(Bound::AtLeast(2.0), sonic, "the fastest way with sonic-rs"),
        times_faster(Bound::Above(1.0), named("serde_json: `IgnoredAny`"), "`IgnoredAny`"),
        times_faster(
            Bound::AtLeast(10.0),
            named("serde_json: `Value`, `from_slice`; minijinja"),
            "minijinja",
        ),
        times_faster(
            Bound::AtLeast(15.0),
            named("serde_json: `Value`, `from_slice`; tera"),
            "tera",
        ),
        Goal {
            what: "two threads, times faster than one".to_owned(),
            figure: one.zip(two).map(|(one, two)| one.median / two.median),
            bound: Bound::AtLeast(1.8),
        },
        Goal {
            what: "allocations in a run".to_owned(),
            figure: own.map(|own| (own.allocations.new + own.allocations.grown) as f64),
            bound: Bound::NoMoreThan(FEW),
        },
    ]
}

impl fmt::Display for Goal {
    /// As a row of a table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, figure, bound } = self;
        let Some(figure) = figure else {
            return write!(f, "| {what} | {bound} | | not measured |");
        };
        let is_held = match bound {
            Bound::AtLeast(bound) => figure >= bound,
            Bound::Above(bound) => figure > bound,
            Bound::NoMoreThan(bound) => figure <= bound,
        };
        let verdict = if is_held { "held" } else { "**missed**" };
        write!(f, "| {what} | {bound} | {figure:.2} | {verdict} |")
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(bound) => write!(f, "≥ {bound}"),
            Self::Above(bound) => write!(f, "> {bound}"),
            Self::NoMoreThan(bound) => write!(f, "≤ {bound}"),
        }
    }
}
