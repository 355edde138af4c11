//! The files below what was named.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::PathBuf;

use crate::options::{Fault, name};

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
fn list(folder: &std::path::Path) -> std::io::Result<Vec<PathBuf>> {
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
