//! Looks for what will be wrong with pages: `cargo run --example check -- templates --data ada.json`
//!
//! Exit status: 0 nothing found, or notes only; 1 at least one error; 2 something could not be looked at.

mod explain;
mod matrix;
mod page;
mod progress;
mod records;
mod schema;
mod told;

#[path = "../options/mod.rs"]
mod options;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use lacuna::{MessageUses, UnreadKeys};
use matrix::Matrix;
use options::{Fault, Filling, Options, Page, Stopped, is_stdin, name, walk};
use progress::Progress;
use told::{Form, Told};

/// Looks for gaps, leftovers and damaged placeholders in templates or finished pages
#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Parser)]
#[command(
    name = "check",
    after_help = "Exit status: 0 nothing found, or notes only; 1 at least one error; 2 something could not be looked at"
)]
struct Cli {
    /// Templates, or finished pages; a folder stands for every file in it but those whose name begins
    /// with a dot, `-` for standard input
    #[arg(required_unless_present = "explain")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// One JSON document a line, `-` for standard input: which of them would be refused, by their lines.
    /// Each stands before the layers of `--data`
    #[arg(long, value_name = "NDJSON")]
    records: Option<PathBuf>,
    /// Also tell which keys of the data or the records no template reads, or without data which messages
    /// of the catalogs
    #[arg(long)]
    unread: bool,
    /// JSON Schema (2020-12) of the data: what it says of the paths of templates, without any data. May be
    /// given several times: the first is the schema, the others are documents that it refers to, by their `$id` or by
    /// where they stand beside it (needs the feature `schema`)
    #[arg(long, value_name = "FILE")]
    schema: Vec<PathBuf>,
    /// Templates are JSON trees, each of their strings a template
    #[arg(long)]
    tree: bool,
    /// Look through finished pages, for placeholders that nobody filled in
    #[arg(long, conflicts_with_all = ["data", "records", "unread", "tree", "schema"])]
    finished: bool,
    /// Count what is ready: a line for each template, a column for each locale (those of `--locale`, or all of the
    /// catalogs), over all records. Told as `text`, `json` or `html`
    #[arg(long, conflicts_with_all = ["finished", "unread", "schema"])]
    matrix: bool,
    /// How findings are told; as text and in lines the first 100, and how many there are
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Say what a code means that findings have, such as `leftover`, and how it is mended; looks at nothing
    #[arg(long, value_name = "CODE", exclusive = true)]
    explain: Option<String>,
}

const FOUND: u8 = 1;
const NOT_LOOKED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(code) = &cli.explain {
        return explain::explain(code).unwrap_or(ExitCode::from(NOT_LOOKED));
    }
    let mut told = Told::default();
    if let Err(fault) = run(&cli, &mut told) {
        told.faults.push(fault);
    }
    let written = told.write(cli.format);
    if !told.faults.is_empty() || written.is_err() {
        return ExitCode::from(NOT_LOOKED);
    }
    ExitCode::from(if told.is_refused() { FOUND } else { 0 })
}

fn run(cli: &Cli, told: &mut Told) -> Result<(), Fault> {
    let syntax = cli.options.syntax()?;
    let has_data = cli.options.has_data() || cli.records.is_some();
    go_together(cli, has_data)?;
    let schema = schema::schema(&cli.schema)?;
    let page = cli.paths.iter().chain(&cli.records).find(|path| is_stdin(path));
    let filling = cli.options.filling(page.map_or(Path::new(""), PathBuf::as_path))?;
    let (pages, faults): (Vec<_>, Vec<_>) = walk(&cli.paths).partition(Result::is_ok);
    told.faults.extend(faults.into_iter().filter_map(Result::err));
    let pages: Vec<Page> = pages.into_iter().flatten().collect();
    if pages.is_empty() && told.faults.is_empty() {
        return Err(Fault::Usage("there is no file to look at".to_owned()));
    }
    let files = pages.iter().map(|page| &page.file).chain(&cli.records);
    let progress = Progress::new(files.map(|file| size(file)).sum());

    if cli.matrix {
        return look_for_matrix(cli, &pages, &filling, &progress, told);
    }
    told.findings.append(filling.findings());
    told.findings.append(schema.findings());
    let (mut templates, mut is_whole) = (Vec::new(), told.faults.is_empty());
    for page in &pages {
        let found = if cli.finished {
            page.audit(&syntax, &progress).map(|findings| (findings, None))
        } else {
            page.check(&syntax, &cli.options, cli.tree, &progress)
        };
        match found {
            Ok((findings, template)) => {
                told.findings.append(findings);
                told.checked += 1;
                is_whole &= template.is_some();
                told.untried += usize::from(has_data && !cli.finished && template.is_none());
                if let Some(template) = &template {
                    told.findings.append(schema.check(template));
                }
                // With records the data is only what stands behind each of them.
                let judged = template.as_ref().filter(|_| has_data && cli.records.is_none());
                if let Some(template) = judged {
                    told.findings.append(template.findings(&filling.context()));
                }
                templates.extend(template);
            }
            Err(Stopped::Skipped) => told.skipped.push(page.name()),
            Err(Stopped::Fault(fault)) => {
                told.faults.push(fault);
                is_whole = false;
            }
        }
    }
    // What a template reads that cannot be read is not known.
    let read = (cli.unread && is_whole).then(|| {
        let mut read = UnreadKeys::new();
        for template in &templates {
            read.read(template.paths());
        }
        read
    });
    if let Some(file) = &cli.records {
        let (mut unread, faults) = (read.clone(), &mut told.faults);
        let survey = records::survey(file, &templates, &filling, &progress, &mut unread, faults);
        told.survey = Some(survey);
        if let Some(unread) = unread {
            told.findings.append(unread.findings().named(name(file)));
        }
    }
    if let Some(read) = &read {
        for (layer, file) in filling.layers.iter().zip(cli.options.data()) {
            let mut unread = read.clone();
            unread.add(layer);
            told.findings.append(unread.findings().named(name(file)));
        }
    }
    if !has_data {
        // With data the pages themselves were judged, which may have translations of their own.
        let mut uses = MessageUses::new();
        for template in &templates {
            template.use_messages(&mut uses);
        }
        if let Some(coverage) = filling.coverage(&uses, &cli.options)? {
            told.findings.append(coverage.findings().clone());
            if cli.unread && is_whole {
                told.findings.append(coverage.unused().clone());
            }
        }
    }
    if cli.unread && !is_whole {
        let message = "what no template reads is not known: not every template could be read";
        return Err(Fault::Usage(message.to_owned()));
    }
    Ok(())
}

/// Whether the options do.
fn go_together(cli: &Cli, has_data: bool) -> Result<(), Fault> {
    if cli.finished && !cli.options.reading().knows_roots() {
        let message =
            "the plain layout knows no roots: name the first keys of your paths with `--roots`";
        return Err(Fault::Usage(message.to_owned()));
    }
    if !cli.format.suits(cli.matrix) {
        let message = if cli.matrix {
            "`--matrix` is told with `--format text`, `json` or `html`"
        } else {
            "`--format html` is for `--matrix`"
        };
        return Err(Fault::Usage(message.to_owned()));
    }
    if cli.unread && !has_data && !cli.options.has_catalogs() {
        let message = "`--unread` wants data: give `--data`, `--records` or `--catalog`";
        return Err(Fault::Usage(message.to_owned()));
    }
    if cli.records.iter().chain(&cli.paths).filter(|file| is_stdin(file)).count() > 1 {
        let message = "standard input can be read once, as one page or as the records";
        return Err(Fault::Usage(message.to_owned()));
    }
    Ok(())
}

/// The matrix of these pages.
fn look_for_matrix(
    cli: &Cli,
    pages: &[Page],
    filling: &Filling,
    progress: &Progress,
    told: &mut Told,
) -> Result<(), Fault> {
    let syntax = cli.options.syntax()?;
    let mut matrix = Matrix::new(cli.options.chains(filling.catalogs.as_ref())?);
    for page in pages {
        match page.check(&syntax, &cli.options, cli.tree, progress) {
            Ok((findings, template)) => matrix.push(page.name(), &findings, template),
            Err(Stopped::Skipped) => told.skipped.push(page.name()),
            Err(Stopped::Fault(fault)) => told.faults.push(fault),
        }
    }
    match &cli.records {
        Some(file) => records::each(file, progress, &mut told.faults, |_, record| {
            matrix.look(&filling.behind(record));
        }),
        None => matrix.look(&filling.context()),
    }
    told.matrix = Some(matrix);
    Ok(())
}

/// The bytes of a file, for the bar.
fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}
