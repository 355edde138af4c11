//! Every workload with all who can do it, checked and then measured.

use std::time::{Duration, Instant};

use crate::allocations::{self, Allocations};
use crate::contender::{Contender, Job, Manner, Role};
use crate::workloads::{Stage, Workload};
use crate::{measure, peers};

/// What was measured, workload by workload.
pub(crate) struct Results {
    pub(crate) events: Vec<Event>,
    pub(crate) rounds: usize,
}

/// A workload and its contenders.
pub(crate) struct Event {
    pub(crate) workload: &'static Workload,
    pub(crate) entries: Vec<Entry>,
}

/// What became of a contender.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) manner: Manner,
    pub(crate) remark: &'static str,
    /// Nanoseconds of a run.
    pub(crate) time: f64,
    pub(crate) allocations: Allocations,
}

impl Results {
    /// A workload, unless it was not wanted.
    pub(crate) fn event(&self, workload: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.workload.name == workload)
    }
}

impl Event {
    pub(crate) fn limit(&self) -> &Entry {
        let limit = self.entries.iter().find(|entry| entry.role == Role::Limit);
        limit.expect("every workload has a limit")
    }

    pub(crate) fn lacuna(&self, manner: Manner) -> &Entry {
        let own = |entry: &&Entry| entry.role == Role::Lacuna && entry.manner == manner;
        self.entries.iter().find(own).expect("lacuna does every workload in every manner")
    }

    /// The fastest of those that `is_meant`.
    pub(crate) fn best(&self, is_meant: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let meant = self.entries.iter().filter(|entry| is_meant(entry));
        meant.min_by(|one, other| one.time.total_cmp(&other.time))
    }
}

/// Where the output of a contender is not what it should be.
///
/// Templates that are only parsed in the contest are rendered here too, so that nobody parses less
/// than it needs.
pub(crate) fn differences(workloads: &'static [Workload]) -> Vec<String> {
    let mut differences = Vec::new();
    for workload in workloads {
        let expected = workload.filled().concat();
        for mut contender in peers::renders(workload) {
            contender.job.run(); // so that what is reused has been used
            let output = contender.job.output().expect("it renders");
            let output = (contender.respelt)(&output);
            if output != expected {
                let (name, peer) = (workload.name, &contender.name);
                differences.push(format!("{name}: {peer}: {}", difference(&output, &expected)));
            }
        }
        if workload.stage == Stage::Parse {
            for mut contender in peers::parses(workload) {
                contender.job.run();
            }
        }
    }
    differences
}

/// The first place at which two texts differ.
fn difference(output: &str, expected: &str) -> String {
    let pairs = output.bytes().zip(expected.bytes());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let shown =
        |text: &str| String::from_utf8_lossy(&text.as_bytes()[same..]).chars().take(40).collect();
    let (output, expected): (String, String) = (shown(output), shown(expected));
    format!("from byte {same} on `{output}` instead of `{expected}`")
}

/// Measures everybody.
pub(crate) fn run(workloads: &'static [Workload], rounds: usize) -> Results {
    let event = |workload: &'static Workload| {
        eprintln!("{}: {}", workload.name, workload.about);
        Event { workload, entries: entries(contenders(workload), rounds) }
    };
    Results { events: workloads.iter().map(event).collect(), rounds }
}

/// Lets those work for some seconds whose name begins so, but for its back quotes; whether there are
/// such.
pub(crate) fn profile(workloads: &'static [Workload], name: &str) -> bool {
    const TIME: Duration = Duration::from_secs(4);
    let mut is_known = false;
    for workload in workloads {
        let wanted = |contender: &Contender| contender.name.replace('`', "").starts_with(name);
        for mut contender in contenders(workload).into_iter().filter(wanted) {
            eprintln!("{}: {}", workload.name, contender.name);
            is_known = true;
            let start = Instant::now();
            while start.elapsed() < TIME {
                contender.job.run();
            }
        }
    }
    is_known
}

fn contenders(workload: &'static Workload) -> Vec<Contender> {
    match workload.stage {
        Stage::Render => peers::renders(workload),
        Stage::Parse => peers::parses(workload),
    }
}

/// The results of contenders that take turns.
fn entries(mut contenders: Vec<Contender>, rounds: usize) -> Vec<Entry> {
    let mut jobs: Vec<&mut dyn Job> =
        contenders.iter_mut().map(|contender| &mut *contender.job as &mut dyn Job).collect();
    let times = measure::times(&mut jobs, rounds).into_iter().map(measure::median);
    let entry = |(mut contender, time): (Contender, f64)| Entry {
        // After the measurement: everything that grows has grown.
        allocations: allocations::of(|| contender.job.run()),
        name: contender.name,
        role: contender.role,
        manner: contender.manner,
        remark: contender.remark,
        time,
    };
    contenders.into_iter().zip(times).map(entry).collect()
}
