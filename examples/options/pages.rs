//! The files below what was named, and the texts in them.

use std::collections::{HashSet, VecDeque};
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use lacuna::{MessageUses, Template, TreeTemplate};

use super::{Fault, is_stdin, name, utf8};

/// A file to look at.
pub(crate) struct Page {
    pub(crate) file: PathBuf,
    /// Whether it was named itself, not only a folder that it stands in.
    pub(crate) is_named: bool,
}

impl Page {
    pub(crate) fn name(&self) -> String {
        name(&self.file)
    }

    /// Its bytes, until one comes that no text has.
    pub(crate) fn reader(&self) -> Result<impl Read + use<>, Stopped> {
        Ok(Text(open(&self.file).map_err(|error| self.stopped(&error))?))
    }

    /// The text of its bytes.
    pub(crate) fn text(&self, bytes: Vec<u8>) -> Result<String, Fault> {
        utf8(&self.file, bytes)
    }

    /// Why it was not looked at, after this error.
    pub(crate) fn stopped(&self, error: &io::Error) -> Stopped {
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
    /// Adds the messages that it uses.
    pub(crate) fn use_messages<'t>(&'t self, uses: &mut MessageUses<'t>) {
        match self {
            Self::Text(template) => uses.add(template),
            Self::Tree(template) => uses.add_tree(template),
        }
    }
}

/// Every file, in the order in which they were named and below a folder by name; what cannot be
/// read is a fault. A folder that was met before, through a link, is not entered again.
pub(crate) fn walk(paths: &[PathBuf]) -> impl Iterator<Item = Result<Page, Fault>> {
    let mut met = HashSet::new();
    let mut waiting: VecDeque<Page> =
        paths.iter().map(|path| Page { file: path.clone(), is_named: true }).collect();
    std::iter::from_fn(move || {
        loop {
            let page = waiting.pop_front()?;
            if !page.file.is_dir() {
                return Some(Ok(page));
            }
            let listed = fs::canonicalize(&page.file).and_then(|folder| {
                if met.insert(folder) { list(&page.file) } else { Ok(Vec::new()) }
            });
            match listed {
                Ok(files) => {
                    for file in files.into_iter().rev() {
                        waiting.push_front(Page { file, is_named: false });
                    }
                }
                Err(error) => {
                    return Some(Err(Fault::unreadable(&page.file, &error)));
                }
            }
        }
    })
}

/// The files and folders in a folder, by name, but for those that are hidden.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // A pipe would be waited for; what cannot be looked at is named when it is opened.
        let is_special = fs::metadata(entry.path()).is_ok_and(|it| !it.is_file() && !it.is_dir());
        if !is_special && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// A file, or standard input.
pub(crate) fn open(file: &Path) -> io::Result<Box<dyn Read>> {
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
