//! One page: opened, read, judged.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path as FilePath;

use lacuna::{Context, Findings, Path, Survey, Syntax, Template, TreeTemplate};
use serde_json::Value;

use crate::options::{Fault, Options, is_stdin, parse_json};
use crate::progress::Progress;
use crate::walk::Page;

/// Why a page was not looked at.
pub(crate) enum Stopped {
    /// It is no text, and was met in a folder.
    Skipped,
    Fault(Fault),
}

/// A template that can be filled.
pub(crate) enum Filled {
    Text(Template<'static>),
    Tree(TreeTemplate),
}

impl Filled {
    pub(crate) fn findings(&self, context: &Context<'_>) -> Findings {
        match self {
            Self::Text(template) => template.resolve(context).findings(),
            Self::Tree(template) => template.resolve(context).findings(),
        }
    }

    pub(crate) fn survey(&self, context: &Context<'_>, survey: &mut Survey) {
        match self {
            Self::Text(template) => survey.add(&template.resolve(context)),
            Self::Tree(template) => survey.add_tree(&template.resolve(context)),
        }
    }

    pub(crate) fn paths(&self) -> Vec<Path<'_>> {
        match self {
            Self::Text(template) => template.paths(),
            Self::Tree(template) => template.paths(),
        }
    }
}

impl Page {
    /// Looks through a finished page, which may be larger than memory.
    pub(crate) fn audit(&self, syntax: &Syntax, progress: &Progress) -> Result<Findings, Stopped> {
        let text = self.open(progress)?;
        let findings = syntax.audit_reader(text).map_err(|error| self.stopped(&error))?;
        Ok(findings.named(self.name()))
    }

    /// Judges a template; it, too, unless it cannot be read.
    pub(crate) fn check(
        &self,
        syntax: &Syntax,
        options: &Options,
        is_tree: bool,
        progress: &Progress,
    ) -> Result<(Findings, Option<Filled>), Stopped> {
        let mut bytes = Vec::new();
        self.open(progress)?.read_to_end(&mut bytes).map_err(|error| self.stopped(&error))?;
        let name = self.name();
        let (findings, filled) = match String::from_utf8(bytes) {
            Ok(text) if is_tree => {
                let tree: Value = parse_json(&self.file, &text).map_err(Stopped::Fault)?;
                let findings = syntax.check_tree(&tree);
                let template = syntax.tree(tree).ok();
                (findings, template.map(|template| Filled::Tree(template.named(&*name))))
            }
            Ok(text) => {
                let findings = syntax.check(&text);
                let template = options.parse(syntax, text).ok();
                (findings, template.map(|template| Filled::Text(template.named(&*name))))
            }
            Err(error) => (syntax.check_bytes(error.as_bytes()), None),
        };
        Ok((findings.named(name), filled))
    }

    fn open<'p>(&self, progress: &'p Progress) -> Result<impl Read + use<'p>, Stopped> {
        let reader = open(&self.file).map_err(|error| self.stopped(&error))?;
        Ok(progress.watch(Text(reader)))
    }

    fn stopped(&self, error: &io::Error) -> Stopped {
        let inner = error.get_ref();
        let is_binary = inner.is_some_and(<dyn Error + Send + Sync>::is::<Nul>);
        match (is_binary, self.is_named) {
            (true, false) => Stopped::Skipped,
            (true, true) => {
                let message = "holds a NUL byte: it is no text (UTF-16? save it as UTF-8)";
                Stopped::Fault(Fault::file(&self.file, None, message))
            }
            (false, _) => Stopped::Fault(Fault::unreadable(&self.file, error)),
        }
    }
}

/// A file, or standard input.
pub(crate) fn open(file: &FilePath) -> io::Result<Box<dyn Read>> {
    Ok(if is_stdin(file) { Box::new(io::stdin().lock()) } else { Box::new(File::open(file)?) })
}

/// Reads until a NUL byte comes.
struct Text<R>(R);

/// A byte that no text has.
#[derive(Debug)]
struct Nul;

impl fmt::Display for Nul {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a NUL byte")
    }
}

impl Error for Nul {}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        if buffer[..read].contains(&0) { Err(io::Error::other(Nul)) } else { Ok(read) }
    }
}
