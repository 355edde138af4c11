//! Renames a path in templates and catalogs: `cargo run --example rename -- data.company data.organisation templates`
//!
//! Exit status: 0 renamed, or told with `--dry-run`; 2 there was nothing to rename, or something could not be looked at or
//! written, and then nothing is.

mod json;
mod write;

#[path = "../options/mod.rs"]
mod options;

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use lacuna::{Error, Path, Syntax};
use options::{Fault, Page, Reading, Stopped, is_stdin, visible, walk};
use similar::TextDiff;
use write::Drafts;

/// Renames a path wherever it is written in templates, and in the strings of JSON files
#[derive(Parser)]
#[command(
    name = "rename",
    after_help = "Exit status: 0 renamed, or told with `--dry-run`; 2 there was nothing to rename, or something could not be looked at or written, and then nothing is"
)]
struct Cli {
    /// The path as it is; what lies below it goes with it
    from: String,
    /// The path as it shall be
    to: String,
    /// Templates, catalogs and other JSON files (`.json`: each of their strings, not their keys); a folder
    /// stands for every text in it but those whose name begins with a dot. A path of one key stays as it is in JSON files,
    /// since it may be an argument of a message
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write nothing, and show what would change
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reading: Reading,
    /// What placeholders of JSON files stand between [default: as in the other files]
    #[arg(long, num_args = 2, value_names = ["OPEN", "CLOSE"], allow_hyphen_values = true)]
    message_delims: Vec<String>,
}

const NOT_LOOKED: u8 = 2;

/// A file whose text changes.
struct Change {
    page: Page,
    before: String,
    after: String,
    renamed: usize,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            let mut err = io::stderr().lock();
            for fault in faults {
                let _ = writeln!(err, "{fault}");
            }
            ExitCode::from(NOT_LOOKED)
        }
    }
}

fn run(cli: &Cli) -> Result<(), Vec<Fault>> {
    let one = |fault: Fault| vec![fault];
    let path = |text, name| Path::parse(text).map_err(|error| vec![error.named(name).into()]);
    let (from, to) = (path(&cli.from, "FROM")?, path(&cli.to, "TO")?);
    let syntax = cli.reading.syntax().map_err(one)?;
    let of_messages = match &*cli.message_delims {
        [open, close] => syntax.clone().delimiters(open, close).map_err(|it| vec![it.into()])?,
        _ => syntax.clone(),
    };
    let (mut changes, mut faults, mut looked) = (Vec::new(), Vec::new(), 0);
    let mut known = BTreeSet::new();
    for page in walk(&cli.paths) {
        let renamed = page.map_err(Stopped::Fault).and_then(|page| {
            if is_stdin(&page.file) {
                let message = "standard input cannot be renamed in place: name files or folders";
                return Err(Stopped::Fault(Fault::Usage(message.to_owned())));
            }
            rename(page, &syntax, &of_messages, (&from, &to), &mut known)
        });
        match renamed {
            Ok(change) => {
                looked += 1;
                changes.extend((change.renamed > 0).then_some(change));
            }
            Err(Stopped::Skipped) => {}
            Err(Stopped::Fault(fault)) => faults.push(fault),
        }
    }
    if looked == 0 && faults.is_empty() {
        faults.push(Fault::Usage("there is no text to look at".to_owned()));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let count: usize = changes.iter().map(|change| change.renamed).sum();
    if cli.dry_run {
        // Whoever does not read to the end does not want to.
        let _ = changes.iter().try_for_each(Change::show);
    } else {
        let mut drafts = Drafts::default();
        let written = changes.iter().try_for_each(|it| drafts.write(&it.page.file, &it.after));
        written.and_then(|()| drafts.put()).map_err(one)?;
    }
    if count == 0 {
        let hint = match nearest(&cli.from, &known) {
            Some(near) if near == cli.from => {
                ", but for JSON files, where it may be an argument of a message".to_owned()
            }
            Some(near) => format!(": did you mean `{near}`?"),
            None => String::new(),
        };
        let message = format!("no path leads through `{}`{hint}", visible(&cli.from));
        return Err(one(Fault::Usage(message)));
    }
    let done = if cli.dry_run { "would be renamed" } else { "renamed" };
    let files = changes.len();
    let (s, of) = (if count == 1 { "" } else { "s" }, if files == 1 { "file" } else { "files" });
    let _ = writeln!(io::stderr(), "{count} path{s} {done} in {files} {of}, of {looked}");
    Ok(())
}

/// The path, or the beginning of one, that is probably meant.
fn nearest<'k>(from: &str, known: &'k BTreeSet<String>) -> Option<&'k str> {
    let distance = |path: &&str| strsim::osa_distance(from, path);
    let near = known.iter().map(String::as_str).min_by_key(distance)?;
    (distance(&near) <= (from.len() / 4).max(1)).then_some(near)
}

/// A file with all of its paths renamed.
fn rename(
    page: Page,
    syntax: &Syntax,
    of_messages: &Syntax,
    names: (&Path<'_>, &Path<'_>),
    known: &mut BTreeSet<String>,
) -> Result<Change, Stopped> {
    let (mut bytes, name) = (Vec::new(), page.name());
    page.reader()?.read_to_end(&mut bytes).map_err(|error| page.stopped(&error))?;
    let before = page.text(bytes).map_err(Stopped::Fault)?;
    let (after, renamed) = if page.file.extension().is_some_and(|it| it == "json") {
        let changes = |text: &str| Ok(edit(text, true, of_messages, names, known)?.0);
        json::edit_strings(&page.file, &before, changes).map_err(Stopped::Fault)?
    } else {
        let edited = edit(&before, false, syntax, names, known);
        let (changes, after) = edited.map_err(|error| Stopped::Fault(error.named(name).into()))?;
        (after, changes.len())
    };
    Ok(Change { page, before, after, renamed })
}

/// What goes of a text, in bytes, and what comes there; in the order of the text.
type Changes = Vec<(Range<usize>, String)>;

/// The changes that rename all paths of a template, and the text that they make. In a message a path of one key
/// may be an argument, and stays.
fn edit(
    text: &str,
    is_message: bool,
    syntax: &Syntax,
    (from, to): (&Path<'_>, &Path<'_>),
    known: &mut BTreeSet<String>,
) -> Result<(Changes, String), Error> {
    let template = syntax.text(text)?;
    let mut edit = template.edit();
    for written in template.placeholders().flat_map(|placeholder| placeholder.paths()) {
        let path = written.path();
        let beginnings = (1..=path.segments().len()).map(|end| &path.segments()[..end]);
        known.extend(beginnings.map(|it| Path::new(it.to_vec()).to_string()));
        if !is_message || written.path().key().is_none() {
            edit.rename_path(&written, from, to)?;
        }
    }
    let changes = edit.changes().map(|(span, new)| (span.range(), new.to_owned())).collect();
    Ok((changes, edit.finish()?.source().to_owned()))
}

impl Change {
    fn show(&self) -> io::Result<()> {
        let name = visible(&self.page.name());
        let diff = TextDiff::from_lines(&self.before, &self.after);
        write!(io::stdout().lock(), "{}", diff.unified_diff().header(&name, &name))
    }
}
