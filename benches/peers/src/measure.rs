//! Measures in turns: every job once in every round, so that what disturbs the machine for a
//! second disturbs all of them.

use std::time::{Duration, Instant};

use crate::contender::Job;

/// How long a job runs in one round: long enough for the clock and for the caches to settle.
const TURN: Duration = Duration::from_millis(40);

/// Nanoseconds that one run of each job takes, round by round.
pub(crate) fn times(jobs: &mut [&mut dyn Job], rounds: usize) -> Vec<Vec<f64>> {
    let runs: Vec<u32> = jobs.iter_mut().map(|job| runs_of_a_turn(*job)).collect();
    let mut times = vec![Vec::with_capacity(rounds); jobs.len()];
    for round in 0..rounds {
        for turn in 0..jobs.len() {
            // Each round starts with another job: nobody always follows the same neighbour's mess.
            let number = (turn + round * 7) % jobs.len();
            jobs[number].run();
            times[number].push(time_of(jobs[number], runs[number]));
        }
    }
    times
}

/// The middle one, or the mean of the two in the middle.
pub(crate) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    if times.len() % 2 == 1 {
        times[middle]
    } else {
        f64::midpoint(times[middle - 1], times[middle])
    }
}

/// How many runs fill a turn.
fn runs_of_a_turn(job: &mut dyn Job) -> u32 {
    let mut runs = 1;
    loop {
        let taken = time_of(job, runs) * f64::from(runs);
        let wanted = TURN.as_nanos() as f64;
        // A tenth of a turn is long enough to extrapolate from.
        if taken * 10.0 >= wanted || runs >= 1 << 24 {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is small"
            )]
            return (f64::from(runs) * wanted / taken).round().max(1.0) as u32;
        }
        runs *= 4;
    }
}

/// Nanoseconds of one run out of so many.
fn time_of(job: &mut dyn Job, runs: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..runs {
        job.run();
    }
    start.elapsed().as_nanos() as f64 / f64::from(runs)
}
