//! Renders a template file: `cargo run --example render -- letter.txt --data ada.json`
//!
//! Exit status: 0 finished (values that a page refuses are named on standard error), or partly with `--partial`; 1 refused (gaps or failed placeholders); 2 it
//! could not be tried (bad usage, file, JSON or template).

mod options;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lacuna::{Findings, OnGap, Problem, Report};
use options::{Fault, Options, visible};
use serde_json::json;

/// Fills the placeholders of a text from JSON
#[derive(Parser)]
#[command(
    name = "render",
    after_help = "Exit status: 0 finished, or partly with `--partial`; 1 refused (gaps or failed placeholders); 2 not tried (bad usage, file, JSON or template)"
)]
struct Cli {
    /// The template; `-` is standard input
    template: PathBuf,
    #[command(flatten)]
    options: Options,
    /// Print what is certain and keep the other placeholders, for a second pass with the same data and
    /// more; what a layer in front could still answer is kept
    #[arg(long, conflicts_with = "on_gap")]
    partial: bool,
    /// What to print for a gap: `fail` refuses the page, `keep` leaves the placeholder, `empty`
    /// prints nothing; anything else is printed, escaped like any value
    #[arg(
        long,
        value_name = "fail|keep|empty|TEXT",
        default_value = "fail",
        allow_hyphen_values = true
    )]
    on_gap: String,
    /// Read the template as JSON and fill each of its strings; one that is a single placeholder
    /// takes over the value with its type
    #[arg(long)]
    tree: bool,
    /// Report on standard error what became of every placeholder
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Form>,
    /// Write the output to a file, which stays as it is if the page is refused; `-` is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Cli {
    /// What to do about gaps.
    fn on_gap(&self) -> OnGap<'_> {
        match &*self.on_gap {
            "fail" => OnGap::Fail,
            "keep" => OnGap::Keep,
            "empty" => OnGap::Empty,
            text => OnGap::Text(text),
        }
    }
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

/// What is told on standard error, also if the page is refused.
#[derive(Default)]
struct Told {
    report: Option<Report<'static>>,
    warnings: Vec<Problem>,
    warning_count: usize,
    name: String,
    /// Values that their places in the page could not take.
    refused: Findings,
    /// What there is to say about catalogs.
    catalogs: Findings,
}

/// The most warnings that are drawn; the rest is counted.
const DRAWN: usize = 100;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) if usage.use_stderr() && wants_json() => {
            let fault = Fault::Usage(usage.to_string().trim_end().to_owned());
            let _ = tell(Some(Form::Json), &Told::default(), Some(fault));
            return ExitCode::from(NOT_TRIED);
        }
        Err(usage) => usage.exit(),
    };
    let mut told = Told::default();
    let (status, fault) = match run(&cli, &mut told) {
        Ok(()) => (0, None),
        Err((status, fault)) => (status, Some(fault)),
    };
    // Nowhere is left to say that standard error cannot be written.
    let _ = tell(cli.report, &told, fault);
    ExitCode::from(status)
}

/// Whether `--report json` is among the arguments, even if the others make no sense.
fn wants_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let is_pair = arguments.windows(2).any(|pair| pair[0] == "--report" && pair[1] == "json");
    is_pair || arguments.iter().any(|argument| argument == "--report=json")
}

fn run(cli: &Cli, told: &mut Told) -> Result<(), (u8, Fault)> {
    if cli.tree { run_tree(cli, told) } else { run_text(cli, told) }
}

fn run_text(cli: &Cli, told: &mut Told) -> Result<(), (u8, Fault)> {
    let template = cli.options.template(&cli.template).map_err(not_tried)?;
    told.warnings(template.name(), template.warnings(), template.warning_count());
    let filling = cli.options.filling(&cli.template).map_err(not_tried)?;
    told.catalogs = filling.findings();
    let context = filling.context();
    let resolution = template.resolve(&context);
    let so_far = || if cli.partial { resolution.partial_report() } else { resolution.report() };
    told.report = cli.report.map(|_| so_far().into_owned());
    if cli.partial {
        let partial = resolution.partial().map_err(refused)?;
        return write(cli, |out| out.write_all(partial.source().as_bytes()));
    }
    let rendering = resolution.finish(cli.on_gap()).map_err(refused)?;
    told.report = cli.report.map(|_| rendering.report().into_owned());
    told.refused = rendering.resolution().refused();
    write(cli, |out| rendering.write_to(out))
}

fn run_tree(cli: &Cli, told: &mut Told) -> Result<(), (u8, Fault)> {
    let template = cli.options.tree(&cli.template).map_err(not_tried)?;
    told.warnings(template.name(), template.warnings(), template.warning_count());
    let filling = cli.options.filling(&cli.template).map_err(not_tried)?;
    told.catalogs = filling.findings();
    let context = filling.context();
    let resolution = template.resolve(&context);
    let so_far = || if cli.partial { resolution.partial_report() } else { resolution.report() };
    told.report = cli.report.map(|_| so_far().into_owned());
    if cli.partial {
        let partial = resolution.partial().map_err(refused)?;
        return write(cli, |out| writeln!(out, "{:#}", partial.source()));
    }
    let rendering = resolution.finish(cli.on_gap()).map_err(refused)?;
    told.report = cli.report.map(|_| rendering.report().into_owned());
    write(cli, |out| writeln!(out, "{:#}", rendering.value()))
}

fn not_tried(fault: Fault) -> (u8, Fault) {
    (NOT_TRIED, fault)
}

fn refused(error: lacuna::Error) -> (u8, Fault) {
    (REFUSED, error.into())
}

/// The output to the file, or to standard output.
fn write(
    cli: &Cli,
    output: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), (u8, Fault)> {
    let file = cli.out.as_deref().filter(|file| *file != Path::new("-"));
    let written = if let Some(file) = file {
        // All of it is made before the file is touched.
        let mut bytes = Vec::new();
        output(&mut bytes).and_then(|()| fs::write(file, bytes))
    } else {
        let mut out = io::BufWriter::new(io::stdout().lock());
        output(&mut out).and_then(|()| out.flush())
    };
    // `-` would be told as standard input.
    let name = file.unwrap_or(Path::new("standard output"));
    written
        .map_err(|error| not_tried(Fault::file(name, None, &format!("cannot be written: {error}"))))
}

impl Told {
    fn warnings(&mut self, name: Option<&str>, warnings: &[Problem], count: usize) {
        self.name = name.map(str::to_owned).unwrap_or_default();
        self.warnings = warnings.to_vec();
        self.warning_count = count;
    }
}

/// Warnings, report and errors on standard error; as JSON they are one document.
fn tell(form: Option<Form>, told: &Told, fault: Option<Fault>) -> io::Result<()> {
    let mut err = io::BufWriter::new(io::stderr().lock());
    if form == Some(Form::Json) {
        let mut document = told.report.as_ref().map_or_else(|| json!({}), |report| json!(report));
        // Of very many not all are listed.
        if !told.catalogs.is_empty() {
            document["catalogs"] = json!(told.catalogs);
        }
        if !told.refused.is_empty() {
            document["refused"] = json!(told.refused);
        }
        document["warnings"] = json!(told.warnings);
        for warning in document["warnings"].as_array_mut().into_iter().flatten() {
            warning["file"] = json!(told.name);
        }
        document["warning_count"] = json!(told.warning_count);
        document["errors"] = fault.as_ref().map_or_else(|| json!([]), Fault::to_json);
        document["error_count"] = json!(fault.as_ref().map_or(0, Fault::count));
        writeln!(err, "{document:#}")?;
        return err.flush();
    }
    if !told.catalogs.is_empty() {
        writeln!(err, "{:#}", told.catalogs)?;
    }
    for warning in told.warnings.iter().take(DRAWN) {
        writeln!(err, "warning: {}:{warning:#}\n", visible(&told.name))?;
    }
    if told.warning_count > DRAWN {
        writeln!(err, "… and {} more warnings\n", told.warning_count - DRAWN)?;
    }
    if !told.refused.is_empty() {
        writeln!(err, "{:#}", told.refused)?;
    }
    if let Some(report) = &told.report {
        write!(err, "{report}")?;
    }
    if let Some(fault) = fault {
        writeln!(err, "{fault}")?;
    }
    err.flush()
}
