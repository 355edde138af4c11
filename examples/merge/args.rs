//! The command line.

use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};

use crate::options::{Fault, Options, is_stdin};

/// Fills one template with many records, each on its own
///
/// What a record lacks, or what is no JSON in it, keeps that record from being written and no other
/// one: its number and the reason are told on standard error.
#[derive(Parser)]
#[command(
    name = "merge",
    after_help = "Exit status: 0 all records are done; 1 some were rejected; 2 it could not run, or not to the end (then how far it came is told)"
)]
pub(crate) struct Cli {
    /// The template; `-` is standard input
    pub(crate) template: PathBuf,
    /// The records, NDJSON or one JSON array; `-` is standard input. Each stands before the layers
    /// of `--data`
    pub(crate) records: PathBuf,
    /// How the records stand in their file
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub(crate) format: Format,
    /// Write all outputs to a file, which is written anew (without `--skip`); `-`, the default, is
    /// standard output
    #[arg(long, value_name = "FILE", conflicts_with = "out_dir")]
    out: Option<PathBuf>,
    /// Write each output to a file of its own in this folder, whole or not at all
    #[arg(long, value_name = "DIR", requires = "name", conflicts_with = "separator")]
    pub(crate) out_dir: Option<PathBuf>,
    /// A template of the names of these files, such as `letters/[[ id ]].txt`. A record whose name
    /// leaves the folder, or is there already, is rejected
    #[arg(long, value_name = "NAME", requires = "out_dir", allow_hyphen_values = true)]
    pub(crate) name: Option<String>,
    /// Replace files that are there, also those of earlier records: of two with one name the last stays
    #[arg(long, requires = "out_dir")]
    pub(crate) overwrite: bool,
    /// Write the bytes of each rejected record to a file, one a line, and nothing else; it is
    /// written anew (without `--skip`). `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// What stands between two outputs, behind the line end that the template may have, with `\n`, `\r`, `\t` and `\\` for what they mean elsewhere
    #[arg(
        long,
        value_name = "S",
        default_value = "",
        hide_default_value = true,
        value_parser = unescaped,
        allow_hyphen_values = true
    )]
    pub(crate) separator: String,
    /// Pass over so many records, rejected ones included (lines of white space are none), and append to
    /// `--out` and `--rejects`: to go on where a run before ended
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) skip: u64,
    /// So many threads fill records; 0 stands for as many as the machine has (other than 1 needs the
    /// feature `parallel`)
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    /// Where in each record its language stands, which comes before that of `--locale`
    #[arg(long, value_name = "PATH")]
    pub(crate) locale_from: Option<String>,
    /// The most bytes of a record; a longer one is rejected
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 20)]
    pub(crate) record_limit: usize,
    /// Show neither progress nor a summary; rejected records and errors are told all the same
    #[arg(long, short)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) options: Options,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// An array if the first byte that is no white space is `[`, as far as the first 64 KiB tell, else
    /// NDJSON
    Auto,
    /// A record on each line; lines of white space are none
    Ndjson,
    /// The elements of one array
    Array,
}

impl Cli {
    /// Where the outputs go, if not into a folder.
    pub(crate) fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or(Path::new("-"))
    }

    /// The files that are read.
    pub(crate) fn sources(&self) -> Vec<&Path> {
        let named = [&*self.template, &*self.records];
        let data = self.options.data().iter().map(PathBuf::as_path);
        named.into_iter().chain(data).chain(self.options.catalog_files()).collect()
    }

    /// Whether the options go together.
    pub(crate) fn is_possible(&self) -> Result<(), Fault> {
        if self.sources().iter().filter(|file| is_stdin(file)).count() > 1 {
            let message =
                "standard input can be read once, as the template, the records or one `--data`";
            return Err(Fault::Usage(message.to_owned()));
        }
        let writes_out = self.out_dir.is_none() && is_stdin(self.out());
        if writes_out && self.rejects.as_deref().is_some_and(is_stdin) {
            let message =
                "outputs and rejected records cannot both go to standard output: give `--out`";
            return Err(Fault::Usage(message.to_owned()));
        }
        if self.threads != 1 && !cfg!(feature = "parallel") {
            let message = "`--threads` other than 1 needs the feature `parallel`: `cargo run --features parallel …`";
            return Err(Fault::Usage(message.to_owned()));
        }
        Ok(())
    }
}

/// The text that is meant by one in which a backslash stands before `n`, `r`, `t` and itself.
fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('\\') => '\\',
                _ => return Err("a backslash stands before `n`, `r`, `t` or `\\`".to_owned()),
            },
            c => c,
        });
    }
    Ok(out)
}
