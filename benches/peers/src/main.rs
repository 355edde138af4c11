//! Lacuna and its peers on the same texts. `results.md` says what is compared and how.

mod allocations;
mod buffer;
mod chart;
mod contender;
mod contest;
mod goals;
mod growth;
mod measure;
mod options;
mod peers;
mod table;
mod workloads;

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use contest::Results;
use options::Options;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    let mut workloads = workloads::all();
    workloads.retain(|workload| options.wants(workload.name));
    if workloads.is_empty() {
        eprintln!("no workload has such a name\n{}", options::USAGE);
        return ExitCode::from(2);
    }
    let workloads = peers::forever(workloads);
    if let Some(name) = &options.profile {
        if contest::profile(workloads, name) {
            return ExitCode::SUCCESS;
        }
        eprintln!("nobody's name begins so\n{}", options::USAGE);
        return ExitCode::from(2);
    }
    let differences = contest::differences(workloads);
    for difference in &differences {
        eprintln!("{difference}");
    }
    if !differences.is_empty() {
        return ExitCode::FAILURE;
    }
    if options.is_test {
        return ExitCode::SUCCESS;
    }
    let results = contest::run(workloads, options.rounds);
    match report(&results, &options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the results: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the tables, and keeps them if nothing was left out.
fn report(results: &Results, options: &Options) -> io::Result<()> {
    let mut goals = goals::of_contest(results);
    if options.is_whole() {
        goals.extend(growth::goals(options.rounds));
    }
    let tables = table::document(results, &goals);
    println!("{tables}");
    if options.is_whole() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::write(folder.join("results.md"), tables)?;
        fs::write(folder.join("chart.svg"), chart::draw(results))?;
    }
    Ok(())
}
