//! 20,000 letters from NDJSON, from the bytes to one text: lacuna beside JSON parsers with code by hand and with
//! engines. In one run, in turns: `cargo bench --manifest-path benches/peers/Cargo.toml --bench records`; with
//! `-- --test` once, with `-- --rounds 3 lacuna sonic` a few times those whose names have such a part, and with
//! `-- --profile 'lacuna, JsonBytes::new'` for some seconds.

#[path = "../allocations.rs"]
mod allocations;
#[path = "../buffer.rs"]
mod buffer;
mod contender;
mod goals;
mod letter;
#[path = "../measure.rs"]
mod measure;
#[path = "../options.rs"]
mod options;
mod projection;
#[path = "../../../texts/records.rs"]
mod records;
mod table;
mod ways;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use contender::{Contender, Job, Role};
use options::Options;
use table::Entry;

const RECORDS: u64 = 20_000;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    let input: &'static str = records::ndjson(RECORDS).leak();
    let mut contenders = ways::all(input.as_bytes());
    contenders.retain(|contender| contender.role == Role::Limit || options.wants(contender.name));
    if let Some(name) = &options.profile {
        profile(&mut contenders, name);
        return ExitCode::SUCCESS;
    }
    let letters = check(&mut contenders);
    if !options.is_test {
        let entries = measured(contenders, options.rounds);
        print!("{}", table::document(input, letters, &entries, options.rounds));
    }
    ExitCode::SUCCESS
}

/// Lets everybody work once, and compares what they write; how many bytes that is.
///
/// # Panics
///
/// If two write something else.
fn check(contenders: &mut [Contender]) -> usize {
    let mut expected: Option<(&str, String)> = None;
    for contender in contenders {
        contender.job.run();
        let Some(output) = contender.job.output() else { continue };
        let (first, expected) = expected.get_or_insert_with(|| (contender.name, output.to_owned()));
        let same = output.bytes().zip(expected.bytes()).take_while(|(one, other)| one == other);
        let same = same.count();
        assert!(
            output == expected,
            "{} writes something else than {first}, from byte {same} on",
            contender.name
        );
    }
    expected.map_or(0, |(_, output)| output.len())
}

/// Lets those work for some seconds whose name begins so, but for its back quotes.
fn profile(contenders: &mut [Contender], name: &str) {
    const TIME: Duration = Duration::from_secs(4);
    let wanted = |contender: &&mut Contender| contender.name.replace('`', "").starts_with(name);
    for contender in contenders.iter_mut().filter(wanted) {
        let (start, mut runs) = (Instant::now(), 0);
        while start.elapsed() < TIME {
            contender.job.run();
            runs += 1;
        }
        eprintln!("{}: {runs} runs", contender.name);
    }
}

fn measured(mut contenders: Vec<Contender>, rounds: usize) -> Vec<Entry> {
    let mut jobs: Vec<&mut dyn Job> =
        contenders.iter_mut().map(|contender| &mut *contender.job as &mut dyn Job).collect();
    let times = measure::times(&mut jobs, rounds);
    let entry = |(mut contender, times): (Contender, Vec<f64>)| Entry {
        name: contender.name,
        role: contender.role,
        least: times.iter().copied().fold(f64::INFINITY, f64::min),
        median: measure::median(times),
        // After the measurement: everything that grows has grown.
        allocations: allocations::of(|| contender.job.run()),
    };
    contenders.into_iter().zip(times).map(entry).collect()
}
