//! What lacuna wants to reach, and whether it does.

use std::fmt;

use crate::contender::{Manner, Role};
use crate::contest::{Entry, Event, Results};
use crate::table::rounded;

/// A figure and its bound.
pub(crate) struct Goal {
    pub(crate) workload: &'static str,
    pub(crate) what: String,
    pub(crate) figure: f64,
    pub(crate) bound: Bound,
}

#[derive(Clone, Copy)]
pub(crate) enum Bound {
    AtMost(f64),
    AtLeast(f64),
    /// Ahead of others: less than 1.
    Below(f64),
    /// Of what is counted.
    NoMoreThan(u32),
}

impl Goal {
    pub(crate) fn is_held(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.figure <= bound,
            Bound::AtLeast(bound) => self.figure >= bound,
            Bound::Below(bound) => self.figure < bound,
            Bound::NoMoreThan(bound) => self.figure <= f64::from(bound),
        }
    }
}

impl Bound {
    /// A figure as precise as this bound needs it.
    pub(crate) fn shown(self, figure: f64) -> String {
        match self {
            Self::NoMoreThan(_) => format!("{figure:.0}"),
            _ => rounded(figure),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(bound) => write!(f, "≤ {bound}"),
            Self::AtLeast(bound) => write!(f, "≥ {bound}"),
            Self::Below(bound) => write!(f, "< {bound}"),
            Self::NoMoreThan(bound) => write!(f, "≤ {bound}"),
        }
    }
}

/// Lists the goals of a workload.
type Set = fn(&mut Goals<'_>);

/// The goals of the workloads that were run.
pub(crate) fn of_contest(results: &Results) -> Vec<Goal> {
    let goals: [(&str, Set); 8] = [
        ("page", page),
        ("dense", dense),
        ("fallback", fallback),
        ("html-clean", html_clean),
        ("html-dirty", html_dirty),
        ("sparse-render", sparse_render),
        ("sparse-parse", sparse_parse),
        ("small-parse", small_parse),
    ];
    let goals = goals.into_iter().filter_map(|(workload, set)| {
        let mut goals = Goals { event: results.event(workload)?, goals: Vec::new() };
        set(&mut goals);
        Some(goals.goals)
    });
    goals.flatten().collect()
}

fn page(goals: &mut Goals<'_>) {
    goals.at_most(1.0, Manner::Fresh, "hand-written");
    goals.at_most(0.9, Manner::Reused, "hand-written");
    for flat in ["leon, flat", "text_placeholder, flat", "subst, flat"] {
        goals.ahead_of(Manner::Fresh, flat);
    }
    goals.ahead_of(Manner::Reused, "leon, flat");
    goals.times_faster_than(2.0, Manner::Fresh, "tera, prepared");
    goals.times_faster_than(3.5, Manner::Fresh, "minijinja, prepared");
    goals.allocations();
}

fn dense(goals: &mut Goals<'_>) {
    goals.of_the_limit(0.75, Manner::Reused);
    let best =
        goals.event.best(|entry| entry.role == Role::Engine && entry.manner == Manner::Fresh);
    if let Some(best) = best {
        let what = format!("times faster than the best engine with paths, fresh: {}", best.name);
        let ratio = best.time / goals.event.lacuna(Manner::Fresh).time;
        goals.push(what, ratio, Bound::AtLeast(12.0));
    }
    for manner in [Manner::Fresh, Manner::Reused] {
        goals.ahead_of(manner, "askama");
        goals.ahead_of(manner, "sailfish");
    }
    if let Some(accounted) = goals.named(Manner::Fresh, "lacuna: `resolve`, `finish`, `report`") {
        let ratio = accounted.time / goals.event.lacuna(Manner::Fresh).time;
        let what = "`resolve`, `finish`, `report` ÷ `render`".to_owned();
        goals.push(what, ratio, Bound::AtMost(2.5));
    }
    goals.allocations();
}

fn fallback(goals: &mut Goals<'_>) {
    goals.of_the_limit(0.8, Manner::Reused);
    goals.times_faster_than(35.0, Manner::Fresh, "minijinja, prepared");
    goals.allocations();
}

fn html_clean(goals: &mut Goals<'_>) {
    goals.of_the_limit(0.9, Manner::Reused);
    goals.times_faster_than(1.7, Manner::Fresh, "sailfish");
    goals.allocations();
}

fn html_dirty(goals: &mut Goals<'_>) {
    goals.of_the_limit(1.9, Manner::Reused);
    goals.times_faster_than(2.5, Manner::Fresh, "sailfish");
    goals.allocations();
}

fn sparse_render(goals: &mut Goals<'_>) {
    goals.of_the_limit(1.03, Manner::Reused);
    goals.allocations();
}

fn sparse_parse(goals: &mut Goals<'_>) {
    goals.of_the_limit(1.2, Manner::Parse);
}

fn small_parse(goals: &mut Goals<'_>) {
    goals.of_the_limit(5.5, Manner::Parse);
    goals.ahead_of(Manner::Parse, "subst");
    goals.times_faster_than(8.0, Manner::Parse, "minijinja");
}

/// The goals of a workload while they are listed.
struct Goals<'r> {
    event: &'r Event,
    goals: Vec<Goal>,
}

impl<'r> Goals<'r> {
    /// What lacuna takes ÷ what the limit takes.
    fn of_the_limit(&mut self, bound: f64, manner: Manner) {
        let ratio = self.event.lacuna(manner).time / self.event.limit().time;
        self.push(format!("÷ limit{}", suffix(manner)), ratio, Bound::AtMost(bound));
    }

    fn at_most(&mut self, bound: f64, manner: Manner, peer: &str) {
        self.against(manner, peer, |ratio| {
            (format!("÷ {peer}{}", suffix(manner)), ratio, Bound::AtMost(bound))
        });
    }

    fn ahead_of(&mut self, manner: Manner, peer: &str) {
        self.against(manner, peer, |ratio| {
            (format!("÷ {peer}{}", suffix(manner)), ratio, Bound::Below(1.0))
        });
    }

    fn times_faster_than(&mut self, bound: f64, manner: Manner, peer: &str) {
        self.against(manner, peer, |ratio| {
            let what = format!("times faster than {peer}{}", suffix(manner));
            (what, 1.0 / ratio, Bound::AtLeast(bound))
        });
    }

    /// What lacuna takes ÷ what a peer takes in the same manner.
    fn against(
        &mut self,
        manner: Manner,
        peer: &str,
        goal: impl FnOnce(f64) -> (String, f64, Bound),
    ) {
        let other = self.named(manner, peer).expect("goals name peers that do the workload");
        let (what, figure, bound) = goal(self.event.lacuna(manner).time / other.time);
        self.push(what, figure, bound);
    }

    fn allocations(&mut self) {
        for (manner, most) in [(Manner::Fresh, 2), (Manner::Reused, 0)] {
            let counted = self.event.lacuna(manner).allocations;
            let what = format!("allocations{}", suffix(manner));
            let count = (counted.new + counted.grown) as f64;
            self.push(what, count, Bound::NoMoreThan(most));
        }
    }

    fn named(&self, manner: Manner, start: &str) -> Option<&'r Entry> {
        let is_meant = |entry: &Entry| entry.manner == manner && entry.name.starts_with(start);
        self.event.best(is_meant)
    }

    fn push(&mut self, what: String, figure: f64, bound: Bound) {
        self.goals.push(Goal { workload: self.event.workload.name, what, figure, bound });
    }
}

fn suffix(manner: Manner) -> &'static str {
    match manner {
        Manner::Fresh => ", fresh",
        Manner::Reused => ", reused",
        Manner::Parse => "",
    }
}
