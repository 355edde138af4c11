//! Looks for what will be wrong with pages: `cargo run --example check -- templates --data ada.json`
//!
//! Exit status: 0 nothing found, or notes only; 1 at least one error; 2 something could not be looked at.

mod walk;

#[path = "../options/mod.rs"]
mod options;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lacuna::{Findings, Survey, Syntax, Template};
use options::{Fault, Options, context, context_of};
use serde_json::{Value, json};
use walk::{Page, walk};

/// Looks for gaps, leftovers and damaged placeholders in templates or finished pages
#[derive(Parser)]
#[command(
    name = "check",
    after_help = "Exit status: 0 nothing found, or notes only; 1 at least one error; 2 something could not be looked at"
)]
struct Cli {
    /// Templates, or finished pages; a folder stands for every file in it but those whose name begins
    /// with a dot
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// One JSON document a line: with which of them the templates would have gaps. Each stands before the
    /// layers of `--data`
    #[arg(long, value_name = "NDJSON")]
    records: Option<PathBuf>,
    /// Look through finished pages, for placeholders that nobody filled in
    #[arg(long, conflicts_with_all = ["data", "records"])]
    finished: bool,
    /// How findings are told
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Form {
    /// Each with its place, and the counts
    Text,
    /// One JSON document
    Json,
}

const FOUND: u8 = 1;
const NOT_LOOKED: u8 = 2;

/// What was found, and what could not be looked at.
#[derive(Default)]
struct Told {
    findings: Findings,
    survey: Option<Survey>,
    faults: Vec<Fault>,
    checked: usize,
    /// Files of a folder that are no texts.
    skipped: usize,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let told = match run(&cli) {
        Ok(told) => told,
        Err(fault) => Told { faults: vec![fault], ..Told::default() },
    };
    let written = tell(cli.format, &told);
    if !told.faults.is_empty() || written.is_err() {
        return ExitCode::from(NOT_LOOKED);
    }
    let refused = told.survey.as_ref().map_or(0, Survey::refused);
    ExitCode::from(if told.findings.errors() + refused > 0 { FOUND } else { 0 })
}

fn run(cli: &Cli) -> Result<Told, Fault> {
    let syntax = cli.options.syntax()?;
    let layers = cli.options.has_data().then(|| cli.options.layers(Path::new("")));
    let layers = layers.transpose()?;
    let mut told = Told::default();
    let mut templates = Vec::new();
    // With records the data is only what stands behind each of them.
    let alone = layers.as_deref().filter(|_| cli.records.is_none());
    for page in walk(&cli.paths) {
        let page = match page {
            Ok(page) => page,
            Err(fault) => {
                told.faults.push(fault);
                continue;
            }
        };
        let found = if cli.finished {
            audit(&syntax, &page)
        } else {
            check(&syntax, &cli.options, &page, alone, &mut templates)
        };
        match found {
            Ok(findings) => {
                told.findings.append(findings.named(page.name()));
                told.checked += 1;
            }
            Err(Stopped::Binary) if !page.is_named => told.skipped += 1,
            Err(Stopped::Binary) => {
                let message = "holds a NUL byte: it is no text";
                told.faults.push(Fault::file(&page.file, None, message));
            }
            Err(Stopped::Fault(fault)) => told.faults.push(fault),
        }
    }
    if let Some(file) = &cli.records {
        let mut survey = Survey::new();
        let read = File::open(file).map_err(|error| Fault::unreadable(file, &error));
        let read = read.and_then(|records| {
            let layers = layers.unwrap_or_default();
            survey_records(file, BufReader::new(records), &templates, &layers, &mut survey)
        });
        told.faults.extend(read.err());
        told.survey = Some(survey);
    }
    Ok(told)
}

/// Every record with every template, until one cannot be read.
fn survey_records(
    file: &Path,
    records: impl BufRead,
    templates: &[Template<'_>],
    layers: &[Value],
    survey: &mut Survey,
) -> Result<(), Fault> {
    for (number, line) in records.lines().enumerate() {
        let line = line.map_err(|error| Fault::unreadable(file, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        let record: Value = serde_json::from_str(&line).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Fault::file(
                file,
                Some((number + 1, error.column().max(1))),
                &format!("not valid JSON: {message}; the records from here on were not looked at"),
            )
        })?;
        let context = context_of(&record, layers);
        survey.begin_record();
        for template in templates {
            survey.add(&template.resolve(&context));
        }
    }
    Ok(())
}

/// Why a file was not looked at.
enum Stopped {
    Binary,
    Fault(Fault),
}

/// A finished page, which may be larger than memory.
fn audit(syntax: &Syntax, page: &Page) -> Result<Findings, Stopped> {
    let unreadable = |error: io::Error| stopped(&page.file, &error);
    let file = File::open(&page.file).map_err(unreadable)?;
    syntax.audit_reader(Text(BufReader::with_capacity(1 << 16, file))).map_err(unreadable)
}

/// A template, alone or with its data.
fn check(
    syntax: &Syntax,
    options: &Options,
    page: &Page,
    layers: Option<&[Value]>,
    templates: &mut Vec<Template<'static>>,
) -> Result<Findings, Stopped> {
    let unreadable = |error: io::Error| stopped(&page.file, &error);
    let mut bytes = Vec::new();
    let file = File::open(&page.file).map_err(unreadable)?;
    Text(file).read_to_end(&mut bytes).map_err(unreadable)?;
    let mut findings = syntax.check_bytes(&bytes);
    // Damage that no parser sees does not keep it from being filled.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Ok(template) = options.parse(syntax, text) else { return Ok(findings) };
    let template = template.named(page.name());
    if let Some(layers) = layers {
        findings.append(template.resolve(&context(layers)).findings());
    }
    templates.push(template);
    Ok(findings)
}

fn stopped(file: &Path, error: &io::Error) -> Stopped {
    match error.get_ref() {
        Some(inner) if inner.is::<Nul>() => Stopped::Binary,
        _ => Stopped::Fault(Fault::unreadable(file, error)),
    }
}

/// Reads until a NUL byte comes.
struct Text<R>(R);

/// A byte that no text has.
#[derive(Debug)]
struct Nul;

impl std::fmt::Display for Nul {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a NUL byte")
    }
}

impl std::error::Error for Nul {}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        if buffer[..read].contains(&0) { Err(io::Error::other(Nul)) } else { Ok(read) }
    }
}

/// Findings, and nothing else, on standard output; what could not be looked at on standard error.
fn tell(form: Form, told: &Told) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for fault in &told.faults {
        writeln!(err, "{fault}")?;
    }
    let Told { findings, checked, skipped, .. } = told;
    if *skipped > 0 {
        let s = if *skipped == 1 { "" } else { "s" };
        writeln!(err, "{skipped} file{s} skipped: no text")?;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    if form == Form::Json {
        let mut document = json!(findings);
        document["checked"] = json!(checked);
        document["skipped"] = json!(skipped);
        let faults = told.faults.iter().map(Fault::to_json);
        let faults = faults.flat_map(|fault| fault.as_array().cloned().unwrap_or_default());
        document["faults"] = faults.collect();
        if let Some(survey) = &told.survey {
            document["survey"] = json!(survey);
        }
        writeln!(out, "{document:#}")?;
    } else if *checked > 0 {
        write!(out, "{findings}")?;
        if let Some(survey) = &told.survey {
            write!(out, "{survey}")?;
        }
    }
    out.flush()
}
