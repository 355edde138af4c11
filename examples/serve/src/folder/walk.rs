//! The files of the folder, by name, and what is not taken for one.
//!
//! What is hidden (a dot in front) and what is of another kind is passed over. A symbolic link is followed if it leads to
//! somewhere within the folder.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Extent;
use super::stamp::Stamp;
use crate::document::{CATALOGS, Kind, PAGES, SHARED};
use crate::fault::Told;

/// Folders within folders, at the most.
const DEEPEST: usize = 32;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) files: BTreeMap<String, Found>,
    /// What was refused, by name, with the reason.
    pub(super) refused: BTreeMap<String, Told>,
    /// Folders that cannot be looked into: what was known of them still holds.
    pub(super) unseen: Vec<String>,
    /// Whether the folders of pages and of catalogs are there.
    pub(super) has_pages: bool,
    pub(super) has_catalogs: bool,
    entries: usize,
    bytes: u64,
}

/// A file, at the end of all links.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
}

/// Looks through the folder `root`, whose path has no links.
pub(super) fn walk(root: &Path, extent: &Extent) -> Result<Walk, Told> {
    let mut walk = Walk::default();
    let mut walker = Walker { root, extent, walk: &mut walk };
    fs::read_dir(root).map_err(|error| {
        let why = match error.kind() {
            ErrorKind::PermissionDenied => closed("it", &error),
            _ => error.to_string(),
        };
        Told::line(format!("{}: {why}", root.display()))
    })?;
    let has_pages = walker.top(PAGES)?;
    let has_catalogs = walker.top(CATALOGS)?;
    walker.top(SHARED)?;
    (walk.has_pages, walk.has_catalogs) = (has_pages, has_catalogs);
    Ok(walk)
}

struct Walker<'w> {
    root: &'w Path,
    extent: &'w Extent,
    walk: &'w mut Walk,
}

impl Walker<'_> {
    /// What stands right below the root; whether it is there.
    fn top(&mut self, name: &str) -> Result<bool, Told> {
        let path = self.root.join(name);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => {
                let root = self.root.display();
                return Err(Told::line(format!(
                    "{root}: {}",
                    closed(&format!("`{name}`"), &error)
                )));
            }
        };
        self.enter(name.to_owned(), path, &metadata, &mut vec![self.root.to_owned()])?;
        Ok(true)
    }

    /// Looks at one entry, which may be a link; `above` are the folders that it stands in.
    fn enter(
        &mut self,
        name: String,
        path: PathBuf,
        metadata: &Metadata,
        above: &mut Vec<PathBuf>,
    ) -> Result<(), Told> {
        if !metadata.is_symlink() {
            return self.take(name, path, metadata, above);
        }
        match self.followed(&path, above) {
            Ok((path, metadata)) => self.take(name, path, &metadata, above),
            Err(why) => {
                self.refuse(name, &why);
                Ok(())
            }
        }
    }

    /// Where a link leads to, if that is allowed.
    fn followed(&self, path: &Path, above: &[PathBuf]) -> Result<(PathBuf, Metadata), String> {
        // A circle of links is an error of the system, and so is one that leads nowhere.
        let target =
            fs::canonicalize(path).map_err(|error| format!("the link leads nowhere: {error}"))?;
        if !target.starts_with(self.root) {
            let way_out = "copy what is meant into the folder";
            return Err(format!("the link leads out of the folder: {way_out}"));
        }
        if above.contains(&target) {
            return Err("the link leads to a folder that it stands in: remove it".to_owned());
        }
        let metadata = fs::metadata(&target).map_err(|error| error.to_string())?;
        Ok((target, metadata))
    }

    fn take(
        &mut self,
        name: String,
        path: PathBuf,
        metadata: &Metadata,
        above: &mut Vec<PathBuf>,
    ) -> Result<(), Told> {
        if metadata.is_dir() {
            return self.folder(name, path, above);
        }
        if Kind::of(&name).is_none() {
            return Ok(());
        }
        // A pipe would be waited for, and a device never ends.
        if !metadata.is_file() {
            self.refuse(name, "this is neither a file nor a folder");
            return Ok(());
        }
        self.walk.bytes += metadata.len();
        if self.walk.bytes > self.extent.bytes {
            let most = self.extent.bytes;
            return Err(self.too_much(&format!("more than {most} bytes"), "--max-site"));
        }
        self.walk.files.insert(name, Found { path, stamp: Stamp::of(metadata) });
        Ok(())
    }

    fn folder(
        &mut self,
        name: String,
        path: PathBuf,
        above: &mut Vec<PathBuf>,
    ) -> Result<(), Told> {
        if above.len() > DEEPEST {
            self.refuse(name, &format!("it stands more than {DEEPEST} folders deep"));
            return Ok(());
        }
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>);
        let entries = match entries {
            Ok(entries) => entries,
            // It has gone since it was found.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                self.shut(name, &error);
                return Ok(());
            }
        };
        self.walk.entries += entries.len();
        if self.walk.entries > self.extent.files {
            let most = self.extent.files;
            return Err(self.too_much(&format!("more than {most} files"), "--max-files"));
        }
        above.push(path);
        for entry in entries {
            let Ok(own) = entry.file_name().into_string() else {
                let shown = entry.file_name().to_string_lossy().into_owned();
                self.refuse(format!("{name}/{shown}"), "its name is not UTF-8: rename it");
                continue;
            };
            if own.starts_with('.') {
                continue;
            }
            let metadata = match entry.metadata() {
                Ok(metadata) => metadata,
                // What has gone since is found to be gone by the next look.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                // Its names can be read, and nothing else of what it holds.
                Err(error) => {
                    self.shut(name.clone(), &error);
                    continue;
                }
            };
            self.enter(format!("{name}/{own}"), entry.path(), &metadata, above)?;
        }
        above.pop();
        Ok(())
    }

    /// A folder that cannot be looked into is none that is empty.
    fn shut(&mut self, name: String, error: &io::Error) {
        self.walk.unseen.push(format!("{name}/"));
        self.refuse(name, &closed("it", error));
    }

    fn refuse(&mut self, name: String, why: &str) {
        let told = Told::line(format!("{name}: {why}"));
        self.walk.refused.insert(name, told);
    }

    fn too_much(&self, what: &str, option: &str) -> Told {
        let root = self.root.display();
        Told::line(format!(
            "{root}: the folder holds {what}: serve a smaller one, or allow more with `{option}`"
        ))
    }
}

fn closed(what: &str, error: &io::Error) -> String {
    let way_out = "let whoever runs the server read and enter it";
    format!("{what} cannot be looked into: {error}: {way_out}")
}
