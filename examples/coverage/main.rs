//! How far the messages of templates are translated: `cargo run --example coverage -- templates --catalog de=de.json`
//!
//! Exit status: 0 no message is missing, lacks a plural form or an argument, or has other placeholders than in
//! another language; 1 one does; 2 something could not be looked at.

#[path = "../options/mod.rs"]
mod options;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lacuna::{Coverage, Findings, MessageUses, Syntax};
use options::{Fault, Filled, Languages, Page, Reading, Stopped, parse_json, walk};
use serde_json::json;

/// Tells which messages of templates are translated into which language
#[derive(Parser)]
#[command(
    name = "coverage",
    after_help = "Exit status: 0 no message is missing, lacks a plural form or an argument, or has other placeholders than in another language; 1 one does; 2 something could not be looked at. Messages that cannot be read are told on standard error; another language answers for them"
)]
struct Cli {
    /// Templates; a folder stands for every text in it but those whose name begins with a dot, `-` for
    /// standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    languages: Languages,
    /// Templates are JSON trees, each of their strings a template
    #[arg(long)]
    tree: bool,
    /// How it is told
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Form {
    /// A table, and behind it what there is to mend
    Text,
    /// One JSON document
    Json,
}

const FOUND: u8 = 1;
const NOT_LOOKED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let told = match cover(&cli) {
        Ok(Covered { coverage, of_catalogs }) => tell(cli.format, &coverage, &of_catalogs)
            .map(|()| if coverage.findings().errors() > 0 { FOUND } else { 0 }),
        Err(faults) => faults
            .iter()
            .try_for_each(|fault| writeln!(io::stderr().lock(), "{fault}"))
            .map(|()| NOT_LOOKED),
    };
    ExitCode::from(told.unwrap_or(NOT_LOOKED))
}

struct Covered {
    coverage: Coverage,
    /// What there is to say about the catalogs themselves.
    of_catalogs: Findings,
}

fn cover(cli: &Cli) -> Result<Covered, Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let syntax = cli.reading.syntax().map_err(one)?;
    let catalogs = cli.languages.catalogs(syntax.clone()).map_err(one)?;
    let catalogs = catalogs.ok_or_else(|| {
        vec![Fault::Usage("there is no catalog: name some with `--catalog TAG=FILE`".to_owned())]
    })?;
    let chains = cli.languages.chains(Some(&catalogs)).map_err(one)?;

    let (mut templates, mut faults) = (Vec::new(), Vec::new());
    for page in walk(&cli.paths) {
        match page.map_err(Stopped::Fault).and_then(|page| read(&page, &syntax, cli.tree)) {
            Ok(template) => templates.push(template),
            Err(Stopped::Skipped) => {}
            Err(Stopped::Fault(fault)) => faults.push(fault),
        }
    }
    if templates.is_empty() && faults.is_empty() {
        faults.push(Fault::Usage("there is no template to look at".to_owned()));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut uses = MessageUses::new();
    for template in &templates {
        template.use_messages(&mut uses);
    }
    let coverage = uses.coverage(&catalogs, &chains);
    Ok(Covered { coverage, of_catalogs: catalogs.findings().clone() })
}

/// The template of a page.
fn read(page: &Page, syntax: &Syntax, is_tree: bool) -> Result<Filled, Stopped> {
    let (mut bytes, name) = (Vec::new(), page.name());
    page.reader()?.read_to_end(&mut bytes).map_err(|error| page.stopped(&error))?;
    let text = page.text(bytes).map_err(Stopped::Fault)?;
    let parsed = if is_tree {
        let tree = parse_json(&page.file, &text).map_err(Stopped::Fault)?;
        syntax.tree(tree).map(|template| Filled::Tree(template.named(&*name)))
    } else {
        syntax.text(text).map(|template| Filled::Text(template.named(&*name)))
    };
    parsed.map_err(|error| Stopped::Fault(error.named(name).into()))
}

/// The coverage on standard output; what is wrong with the catalogs themselves on standard error, or in the
/// document.
fn tell(form: Form, coverage: &Coverage, of_catalogs: &Findings) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if form == Form::Json {
        let mut document = json!(coverage);
        document["findings"] = json!(coverage.findings());
        document["unused"] = json!(coverage.unused());
        document["catalogs"] = json!(of_catalogs);
        return writeln!(out, "{document:#}");
    }
    if !of_catalogs.is_empty() {
        writeln!(io::stderr().lock(), "{of_catalogs:#}")?;
    }
    writeln!(out, "{coverage}")?;
    if !coverage.knows_plurals() {
        writeln!(
            out,
            "plural forms were not looked at: that takes the feature `icu` (`cargo run --features icu …`)\n"
        )?;
    }
    let mut findings = coverage.findings().clone();
    findings.append(coverage.unused().clone());
    write!(out, "{findings:#}")
}
