//! What the command-line examples have in common: how a template is read and filled, and how
//! files are read.
//!
//! Each option has the same name, meaning and default wherever it appears.

#![allow(dead_code, reason = "no example uses all of it")]

mod languages;
mod pages;
mod reading;

use std::borrow::Cow;
#[cfg(feature = "html")]
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use clap::{Args, ValueEnum};
use lacuna::{
    Catalogs, Context, Coverage, Error, Findings, LocaleChain, MessageUses, Syntax, Template,
    TreeTemplate,
};
use serde_json::{Value, json};

pub(crate) use self::languages::Languages;
#[allow(unused_imports, reason = "not every example looks through folders")]
pub(crate) use self::pages::{Filled, Page, Stopped, open, walk};
pub(crate) use self::reading::Reading;

/// How a template is read, and what it is filled with.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// JSON file with data; may be given several times: the first named wins, the next one answers
    /// for what it leaves missing, null or blank. `-` is standard input; without any the data is `{}`
    #[arg(long, value_name = "FILE")]
    data: Vec<PathBuf>,
    /// How values are escaped
    #[arg(long, value_enum, default_value_t = EscapeName::None)]
    escape: EscapeName,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    languages: Languages,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EscapeName {
    /// Plain text
    None,
    /// Element text and quoted attributes of HTML
    HtmlText,
    /// A page of HTML: each value by its place
    #[cfg(feature = "html")]
    Html,
    /// A page of HTML if the name of the file ends in `.html` or `.htm`, else plain text
    #[cfg(feature = "html")]
    Auto,
}

impl EscapeName {
    /// What it is for this file.
    fn of(self, file: &Path) -> Self {
        #[cfg(feature = "html")]
        if matches!(self, Self::Auto) {
            let is_page =
                |it: &OsStr| it.eq_ignore_ascii_case("html") || it.eq_ignore_ascii_case("htm");
            return if file.extension().is_some_and(is_page) { Self::Html } else { Self::None };
        }
        let _ = file;
        self
    }
}

impl Options {
    /// The template in `file`, named after it.
    pub(crate) fn template(&self, file: &Path) -> Result<Template<'static>, Fault> {
        let (syntax, name) = (self.syntax()?, name(file));
        let template =
            self.parse(&syntax, file, read(file)?).map_err(|error| error.named(&name))?;
        Ok(template.named(name))
    }

    /// The template that is this text of a file.
    pub(crate) fn parse<'s>(
        &self,
        syntax: &Syntax,
        file: &Path,
        text: impl Into<Cow<'s, str>>,
    ) -> Result<Template<'s>, Error> {
        match self.escape.of(file) {
            EscapeName::HtmlText => syntax.html_text(text),
            #[cfg(feature = "html")]
            EscapeName::Html => syntax.html(text),
            _ => syntax.text(text),
        }
    }

    /// What is wrong with the template that is this text of a file.
    pub(crate) fn check(&self, syntax: &Syntax, file: &Path, text: &str) -> Findings {
        match self.escape.of(file) {
            #[cfg(feature = "html")]
            EscapeName::Html => syntax.check_html(text),
            _ => syntax.check(text),
        }
    }

    /// The JSON tree in `file`, each of its strings a template, named after it.
    pub(crate) fn tree(&self, file: &Path) -> Result<TreeTemplate, Fault> {
        if !matches!(self.escape.of(file), EscapeName::None) {
            let message = "the strings of a tree are not escaped: leave out `--escape`";
            return Err(Fault::Usage(message.to_owned()));
        }
        let (syntax, name) = (self.syntax()?, name(file));
        let template = syntax.tree(json(file)?).map_err(|error| error.named(&name))?;
        Ok(template.named(name))
    }

    /// Whether there is any data.
    pub(crate) fn has_data(&self) -> bool {
        !self.data.is_empty()
    }

    /// A chain for each language to look at: see [`Languages::chains`].
    pub(crate) fn chains(&self, catalogs: Option<&Catalogs>) -> Result<Vec<LocaleChain>, Fault> {
        self.languages.chains(catalogs)
    }

    /// Whether there is any catalog.
    pub(crate) fn has_catalogs(&self) -> bool {
        self.languages.has_catalogs()
    }

    /// The files with data.
    pub(crate) fn data(&self) -> &[PathBuf] {
        &self.data
    }

    /// The files with catalogs.
    pub(crate) fn catalog_files(&self) -> impl Iterator<Item = &Path> {
        self.languages.catalog_files()
    }

    pub(crate) fn syntax(&self) -> Result<Syntax, Fault> {
        self.reading.syntax()
    }

    /// How templates are read.
    pub(crate) const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What to fill it with; `template` is the file that was read before.
    pub(crate) fn filling(&self, template: &Path) -> Result<Filling, Fault> {
        let layers = self.layers(template)?;
        let catalogs = self.languages.catalogs(self.syntax()?)?;
        let locales = self.languages.chain(catalogs.as_ref())?;
        Ok(Filling { layers, nothing: json!({}), locales, catalogs })
    }

    /// The layers, the first in front.
    fn layers(&self, template: &Path) -> Result<Vec<Value>, Fault> {
        let files = [template].into_iter().chain(self.data.iter().map(PathBuf::as_path));
        if files.filter(|file| is_stdin(file)).count() > 1 {
            let message = "standard input can be read once, as the template or as one `--data`";
            return Err(Fault::Usage(message.to_owned()));
        }
        self.data.iter().map(|file| json(file)).collect()
    }
}

/// Why an example could not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A template, or a page that it cannot fill.
    Lacuna(Error),
    /// A file that cannot be read or written, or holds no text or no JSON.
    File { name: String, place: Option<(usize, usize)>, message: String },
    /// Options that do not go together.
    Usage(String),
}

impl Fault {
    pub(crate) fn file(file: &Path, place: Option<(usize, usize)>, message: &str) -> Self {
        let name = name(file);
        Self::File { name, place, message: message.to_owned() }
    }

    pub(crate) fn unreadable(file: &Path, error: &io::Error) -> Self {
        Self::file(file, None, &format!("cannot be read: {error}"))
    }

    /// The file that it concerns, if it is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Lacuna(error) => error.name(),
            Self::File { name, .. } => Some(name),
            Self::Usage(_) => None,
        }
    }

    /// How many problems there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Lacuna(error) => error.count(),
            Self::File { .. } | Self::Usage(_) => 1,
        }
    }

    /// What is wrong, one element for each problem.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Lacuna(error) => {
                let mut problems = json!(error.all());
                if let Some(name) = error.name() {
                    for problem in problems.as_array_mut().into_iter().flatten() {
                        problem["file"] = json!(name);
                    }
                }
                problems
            }
            Self::File { name, place, message } => {
                let mut problem = json!({"code": "file", "file": name, "message": message});
                if let Some((line, column)) = place {
                    problem["line"] = json!(line);
                    problem["column"] = json!(column);
                }
                json!([problem])
            }
            Self::Usage(message) => json!([{"code": "usage", "message": message}]),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Lacuna(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lacuna(error) => write!(f, "{error:#}"),
            Self::File { name, place: Some((line, column)), message } => {
                write!(f, "{}:{line}:{column}: {message}", visible(name))
            }
            Self::File { name, place: None, message } => {
                write!(f, "{}: {message}", visible(name))
            }
            Self::Usage(message) => f.write_str(message),
        }
    }
}

/// What templates are filled with.
pub(crate) struct Filling {
    /// The first in front; empty if none was named.
    pub(crate) layers: Vec<Value>,
    /// Stands for them then.
    nothing: Value,
    pub(crate) locales: Option<LocaleChain>,
    pub(crate) catalogs: Option<Catalogs>,
}

impl Filling {
    /// What there is to say about the catalogs.
    pub(crate) fn findings(&self) -> Findings {
        self.catalogs.as_ref().map(|catalogs| catalogs.findings().clone()).unwrap_or_default()
    }

    /// What is wrong between templates and the catalogs, in each language; none without catalogs.
    pub(crate) fn coverage(
        &self,
        uses: &MessageUses<'_>,
        options: &Options,
    ) -> Result<Option<Coverage>, Fault> {
        let Some(catalogs) = &self.catalogs else { return Ok(None) };
        let chains = options.languages.chains(Some(catalogs))?;
        Ok(Some(uses.coverage(catalogs, &chains)))
    }

    /// A context of all layers.
    pub(crate) fn context(&self) -> Context<'_> {
        match self.layers.split_first() {
            Some((first, others)) => self.of(first, others),
            None => self.of(&self.nothing, &[]),
        }
    }

    /// A context in which `record` stands before the layers.
    pub(crate) fn behind<'d>(&'d self, record: &'d Value) -> Context<'d> {
        self.of(record, &self.layers)
    }

    fn of<'d>(&'d self, first: &'d Value, others: &'d [Value]) -> Context<'d> {
        let context = others.iter().fold(Context::new(first), |context, layer| context.or(layer));
        let context = self.locales.iter().fold(context, Context::locales);
        self.catalogs.iter().fold(context, Context::catalogs)
    }
}

/// The name that a file has in messages.
pub(crate) fn name(file: &Path) -> String {
    if is_stdin(file) { "standard input".into() } else { file.display().to_string() }
}

/// A name on one line, without anything that a terminal would obey.
pub(crate) fn visible(name: &str) -> String {
    let is_plain = |c: char| matches!(c, '\'' | '"' | '\\') || c.escape_debug().len() == 1;
    let shown = |c: char| if is_plain(c) { c.into() } else { c.escape_default().to_string() };
    name.chars().map(shown).collect()
}

/// The JSON document in `file`.
pub(crate) fn json(file: &Path) -> Result<Value, Fault> {
    parse_json(file, &read(file)?)
}

/// The JSON document that `file` holds.
pub(crate) fn parse_json(file: &Path, text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| {
        // The place comes first and alone, as for templates: `data.json:3:7`. What serde_json
        // counts are bytes, and none for a line that has only just begun.
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or("");
        let before = (0..error.column().saturating_sub(1)).filter(|at| line.is_char_boundary(*at));
        let place = Some((error.line().max(1), before.count() + 1));
        let message = error.to_string();
        let message = match message.split(" at line ").next().unwrap_or_default() {
            _ if text.is_empty() => "the file is empty",
            _ if text.starts_with('\u{FEFF}') => {
                "it begins with a byte order mark: save it without one"
            }
            message => message,
        };
        Fault::file(file, place, &format!("not valid JSON: {message}"))
    })
}

pub(crate) fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

fn read(file: &Path) -> Result<String, Fault> {
    let bytes = if is_stdin(file) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    utf8(file, bytes.map_err(|error| Fault::unreadable(file, &error))?)
}

/// The text of these bytes of a file.
fn utf8(file: &Path, bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..at]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let message = format!("not UTF-8: byte {at} (from 0) begins no character");
        Fault::file(file, Some((line, column)), &message)
    })
}
