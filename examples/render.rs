//! Renders a template file: `cargo run --example render -- letter.txt --data ada.json`
//!
//! Exit status: 0 finished, 1 refused (gaps or failed placeholders), 2 it could not be tried (bad
//! usage, file, JSON or template).

mod options;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lacuna::{Context, Report};
use options::{Fault, Options};
use serde_json::json;

/// Fills the placeholders of a text from JSON
#[derive(Parser)]
#[command(
    name = "render",
    after_help = "Exit status: 0 finished, 1 refused (gaps or failed placeholders), 2 not tried (bad usage, file, JSON or template)"
)]
struct Cli {
    /// The template; `-` is standard input
    template: PathBuf,
    #[command(flatten)]
    options: Options,
    /// Report on standard error what became of every placeholder
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Form>,
    /// Write the output to a file, which stays as it is if the page is refused; `-` is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Form {
    /// A line for each placeholder
    Text,
    /// One JSON document, with the errors in it
    Json,
}

const REFUSED: u8 = 1;
const NOT_TRIED: u8 = 2;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) if usage.use_stderr() && wants_json() => {
            let fault = Fault::Usage(usage.to_string().trim_end().to_owned());
            let _ = tell(Some(Form::Json), None, Some(fault));
            return ExitCode::from(NOT_TRIED);
        }
        Err(usage) => usage.exit(),
    };
    let mut report = None;
    let (status, fault) = match run(&cli, &mut report) {
        Ok(()) => (0, None),
        Err((status, fault)) => (status, Some(fault)),
    };
    // Nowhere is left to say that standard error cannot be written.
    let _ = tell(cli.report, report, fault);
    ExitCode::from(status)
}

/// Whether `--report json` is among the arguments, even if the others make no sense.
fn wants_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let is_pair = arguments.windows(2).any(|pair| pair[0] == "--report" && pair[1] == "json");
    is_pair || arguments.iter().any(|argument| argument == "--report=json")
}

/// Renders; leaves the report behind even if the page is refused.
fn run(cli: &Cli, report: &mut Option<Report>) -> Result<(), (u8, Fault)> {
    let not_tried = |fault| (NOT_TRIED, fault);
    let template = cli.options.template(&cli.template).map_err(not_tried)?;
    let data = cli.options.data(&cli.template).map_err(not_tried)?;
    let context = Context::new(&data);
    let resolution = template.resolve(&context);
    *report = cli.report.map(|_| resolution.report());
    let rendering =
        resolution.finish(cli.options.on_gap()).map_err(|error| (REFUSED, error.into()))?;
    *report = cli.report.map(|_| rendering.report());
    let file = cli.out.as_deref().filter(|file| *file != Path::new("-"));
    let written = file.map_or_else(
        || {
            let mut out = io::BufWriter::new(io::stdout().lock());
            rendering.write_to(&mut out).and_then(|()| out.flush())
        },
        |file| fs::write(file, rendering.to_string()),
    );
    let name = file.unwrap_or(Path::new("standard output"));
    written
        .map_err(|error| not_tried(Fault::file(name, None, &format!("cannot be written: {error}"))))
}

/// Report and errors on standard error; as JSON they are one document.
fn tell(form: Option<Form>, report: Option<Report>, fault: Option<Fault>) -> io::Result<()> {
    let mut err = io::BufWriter::new(io::stderr().lock());
    if form == Some(Form::Json) {
        let mut document = report.map_or_else(|| json!({}), |report| json!(report));
        document["errors"] = fault.as_ref().map_or_else(|| json!([]), Fault::to_json);
        // More than are listed, if there are very many.
        document["error_count"] = json!(fault.as_ref().map_or(0, Fault::count));
        writeln!(err, "{document:#}")?;
        return err.flush();
    }
    if let Some(report) = report {
        write!(err, "{report}")?;
    }
    if let Some(fault) = fault {
        writeln!(err, "{fault}")?;
    }
    err.flush()
}
