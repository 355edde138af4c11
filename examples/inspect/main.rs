//! Shows a finished page, and where each of its words comes from: `cargo run --example inspect -- page.txt --data ada.json --out page.html`
//!
//! Exit status: 0 the page is written, with gaps or without; 2 it could not look.

#[path = "../options/mod.rs"]
mod options;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::Parser;
use lacuna::Resolution;
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

fn run(cli: &Cli) -> Result<(), Fault> {
    let template = cli.options.template(&cli.template)?;
    let filling = cli.options.filling(&cli.template)?;
    let context = filling.context();
    // All of it is made before the file is touched.
    let page = page(template.resolve(&context), cli.title.as_deref())?;
    let file = cli.out.as_deref().filter(|file| *file != Path::new("-"));
    let written = if let Some(file) = file {
        fs::write(file, page)
    } else {
        let mut out = io::stdout().lock();
        out.write_all(page.as_bytes()).and_then(|()| out.flush())
    };
    // `-` would be told as standard input.
    let name = file.unwrap_or(Path::new("standard output"));
    written.map_err(|error| Fault::file(name, None, &format!("cannot be written: {error}")))
}

#[cfg(feature = "html")]
fn page(resolution: Resolution<'_>, title: Option<&str>) -> Result<String, Fault> {
    let inspection = resolution.inspect()?;
    Ok(match title {
        Some(title) => inspection.titled(title).to_string(),
        None => inspection.to_string(),
    })
}

#[cfg(not(feature = "html"))]
fn page(_: Resolution<'_>, _: Option<&str>) -> Result<String, Fault> {
    let message = "the page needs the feature `html`, which is on by default";
    Err(Fault::Usage(message.to_owned()))
}
