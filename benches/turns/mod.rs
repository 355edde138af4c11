//! Works that take turns in one run, so that their times can be compared on a machine that is busy.

use std::hint::black_box;
use std::time::Instant;

/// The median of what each work takes, in seconds.
pub(crate) fn medians(rounds: usize, works: &[(&str, &dyn Fn() -> usize)]) -> Vec<f64> {
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..rounds {
        for ((_, work), times) in works.iter().zip(&mut times) {
            let begun = Instant::now();
            black_box(work());
            times.push(begun.elapsed().as_secs_f64());
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_unstable_by(f64::total_cmp);
        times[times.len() / 2]
    };
    times.iter_mut().map(median).collect()
}
