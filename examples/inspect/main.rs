//! Shows a finished page, and where each of its words comes from: `cargo run --example inspect -- page.txt --data ada.json --out page.html`
//!
//! Exit status: 0 the page is written, with gaps or without; 2 it could not look.

#[path = "../options/mod.rs"]
mod options;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use options::{Fault, Options};

/// Shows a finished page with every placeholder marked by where its words come from, as one HTML page
#[derive(Parser)]
#[command(
    name = "inspect",
    after_help = "Exit status: 0 the page is written, with gaps or without; 2 it could not look"
)]
struct Cli {
    /// Template; `-` for standard input
    template: PathBuf,
    #[command(flatten)]
    options: Options,
    /// File to write the page to [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What the page is called [default: the name of the template]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

const NOT_LOOKED: u8 = 2;

fn main() -> ExitCode {
    let Err(fault) = run(&Cli::parse()) else { return ExitCode::SUCCESS };
    // If nobody can be told, the status says it.
    let _ = writeln!(io::stderr(), "{fault}");
    ExitCode::from(NOT_LOOKED)
}

#[cfg(feature = "html")]
fn run(cli: &Cli) -> Result<(), Fault> {
    let template = cli.options.template(&cli.template)?;
    let filling = cli.options.filling(&cli.template)?;
    let context = filling.context();
    let mut inspection = template.resolve(&context).inspect()?;
    if let Some(title) = &cli.title {
        inspection = inspection.titled(title);
    }
    let written = match cli.out.as_deref().filter(|file| *file != Path::new("-")) {
        // All of it is made before the file is touched.
        Some(file) => std::fs::write(file, inspection.to_string()),
        None => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            inspection.write_to(&mut out).and_then(|()| out.flush())
        }
    };
    let name = cli.out.as_deref().unwrap_or(Path::new("standard output"));
    written.map_err(|error| Fault::file(name, None, &format!("cannot be written: {error}")))
}

#[cfg(not(feature = "html"))]
fn run(cli: &Cli) -> Result<(), Fault> {
    let (_, _) = (cli.options.template(&cli.template)?, Path::new("-"));
    let message = "the page needs the feature `html`, which is on by default: leave out `--no-default-features`";
    Err(Fault::Usage(message.to_owned()))
}
