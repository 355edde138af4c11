//! Pages from rows: lacuna's functions in DataFusion beside lacuna's `Merge` over the same records as NDJSON, in one run and in turns.
//! `cargo bench --bench rows -- --rows 200000`; with `-- --test` it only compares what they give, for a few rows.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

mod contenders;
mod peaks;
#[path = "../../examples/profiles/mod.rs"]
mod profiles;

use std::time::Instant;

use contenders::Contenders;
use datafusion::error::Result;

const ROWS: usize = 200_000;
const ROUNDS: usize = 11;
/// Rows of the children whose memory is measured.
const PEAK_ROWS: usize = 1_000_000;

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse().ok()
    };
    if let Some(child) = arguments.iter().position(|argument| argument == "--peak-of") {
        return peaks::child(&arguments[child + 1..]);
    }
    let is_test = arguments.iter().any(|argument| argument == "--test");
    let rows = number("--rows").unwrap_or(if is_test { 2_000 } else { ROWS });
    let contenders = Contenders::over(rows)?;
    contenders.compare()?;
    if is_test {
        peaks::measure(rows)?;
        return Ok(());
    }
    turns(&contenders, number("--rounds").unwrap_or(ROUNDS))?;
    peaks::measure(number("--peak-rows").unwrap_or(PEAK_ROWS))
}

/// How long each takes, in times of the first.
fn turns(contenders: &Contenders, rounds: usize) -> Result<()> {
    let names = Contenders::names();
    let mut times = vec![Vec::new(); names.len()];
    for round in 0..=rounds {
        for (which, times) in times.iter_mut().enumerate() {
            let begun = Instant::now();
            contenders.run(which)?;
            // The first round is there to warm up.
            if round > 0 {
                times.push(begun.elapsed().as_secs_f64());
            }
        }
    }
    let medians: Vec<_> = times.iter_mut().map(|times| median(times)).collect();
    println!("{} rows, medians of {rounds} rounds in turns", contenders.rows());
    println!("{:44} {:>6} {:>12}", "", "÷ first", "rows/s");
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rows = contenders.rows() as f64;
    for (name, median) in names.iter().zip(&medians) {
        println!("{name:44} {:7.2} {:12.0}", median / medians[0], rows / median);
    }
    Ok(())
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}
