//! A folder in which each record has a file of its own, whole or not at all.
//!
//! What is there when a merge begins is taken to stay: nobody else is meant to put links there meanwhile.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use lacuna::{MergedRecord, Next};

use crate::names::{draft, joined, parts};
use crate::options::{Fault, visible};
use crate::sink::Identity;

pub(crate) struct Folder {
    /// Where it really is.
    root: PathBuf,
    is_overwritten: bool,
    /// Files that are read or written otherwise.
    kept: Vec<Identity>,
    /// How many files were there already.
    pub(crate) replaced: u64,
    /// Of the last file that has not got its name yet.
    number: u64,
}

/// Why a file was not written.
enum Stopped {
    /// The name cannot be had.
    Name(String),
    Io(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn refused<T>(reason: &str) -> Result<T, Stopped> {
    Err(Stopped::Name(reason.to_owned()))
}

impl Folder {
    pub(crate) fn open(
        folder: &Path,
        is_overwritten: bool,
        kept: Vec<Identity>,
    ) -> Result<Self, Fault> {
        let root = fs::create_dir_all(folder).and_then(|()| fs::canonicalize(folder));
        let root = root.map_err(|error| {
            Fault::file(folder, None, &format!("cannot be made a folder: {error}"))
        })?;
        Ok(Self { root, is_overwritten, kept, replaced: 0, number: 0 })
    }

    /// Writes the output of a record to its file.
    pub(crate) fn take(&mut self, record: &MergedRecord<'_>) -> io::Result<Next> {
        let name = record.name().unwrap_or_default();
        match self.write(name, record.text().as_bytes()) {
            Ok(()) => Ok(Next::Record),
            Err(Stopped::Name(reason)) => {
                let shown: String = name.chars().take(100).collect();
                let cut = if shown.len() < name.len() { "…" } else { "" };
                Ok(Next::Reject(format!("the name `{shown}{cut}`: {reason}")))
            }
            Err(Stopped::Io(error)) => {
                Err(io::Error::new(error.kind(), format!("{}: {error}", visible(name))))
            }
        }
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stopped> {
        let parts = parts(name).map_err(|reason| Stopped::Name(reason.to_owned()))?;
        let Some((file, folders)) = parts.split_last() else { return refused("it is empty") };
        let folder = self.enter(folders)?;
        let target = folder.join(file);
        let is_there = self.may_take(&target)?;
        let (draft, mut opened) = self.begin(&folder)?;
        let written = opened.write_all(bytes).map_err(Stopped::Io);
        drop(opened);
        let named = written.and_then(|()| self.name(&draft, &target));
        // Once it has its name this one is another name of it, or gone.
        let _ = fs::remove_file(&draft);
        named?;
        self.replaced += u64::from(is_there);
        Ok(())
    }

    /// The folder in which the file goes: it is made if there is none, and must not lead out.
    fn enter(&self, folders: &[&str]) -> Result<PathBuf, Stopped> {
        let mut path = self.root.clone();
        for (depth, folder) in folders.iter().enumerate() {
            path.push(folder);
            let told = || visible(&joined(&folders[..=depth]).display().to_string());
            match fs::symlink_metadata(&path) {
                Ok(metadata) if metadata.is_symlink() => {
                    // Behind the link the way goes on from where it really is.
                    path = fs::canonicalize(&path).map_err(|error| {
                        Stopped::Name(format!("the link `{}` leads nowhere: {error}", told()))
                    })?;
                    if !path.starts_with(&self.root) {
                        return refused(&format!("the link `{}` leaves the folder", told()));
                    }
                    if !path.is_dir() {
                        return refused(&format!("`{}` is no folder", told()));
                    }
                }
                Ok(metadata) if !metadata.is_dir() => {
                    return refused(&format!("`{}` is no folder", told()));
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir(&path)?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(path)
    }

    /// Whether there is something that may be replaced; a reason, if it may not.
    fn may_take(&self, target: &Path) -> Result<bool, Stopped> {
        match fs::symlink_metadata(target) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
            Ok(metadata) if metadata.is_dir() => refused("it is that of a folder"),
            Ok(_) if !self.is_overwritten => refused(TAKEN),
            Ok(_) if Identity::of(target).is_some_and(|file| self.kept.contains(&file)) => {
                refused("it is that of a file that this merge reads or writes")
            }
            Ok(_) => Ok(true),
        }
    }

    /// A new file in the folder, with a name that nobody asks for.
    fn begin(&mut self, folder: &Path) -> io::Result<(PathBuf, File)> {
        loop {
            let path = folder.join(draft(self.number));
            match File::create_new(&path) {
                Ok(file) => return Ok((path, file)),
                // One that was killed has left it.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => self.number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives the file its name, in one step.
    fn name(&self, draft: &Path, target: &Path) -> Result<(), Stopped> {
        if self.is_overwritten {
            return Ok(fs::rename(draft, target)?);
        }
        // A name that is there stays, even if it has come just now; renaming would replace it.
        match fs::hard_link(draft, target) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => refused(TAKEN),
            // Where there are no links it was looked whether the name is free, and that must do.
            Err(error)
                if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) =>
            {
                Ok(fs::rename(draft, target)?)
            }
            Err(error) => Err(error.into()),
        }
    }
}

const TAKEN: &str = "there is such a file already (`--overwrite` replaces it)";
