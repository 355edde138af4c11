//! Files written so that nobody reads half of one, and none is written unless all can be.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use crate::options::Fault;

/// New files beside the old ones, which go unless they take their places.
#[derive(Default)]
pub(crate) struct Drafts {
    /// Each with the file whose place it takes.
    waiting: Vec<(PathBuf, PathBuf)>,
}

impl Drafts {
    /// Writes what shall stand in the place of `file`, with the permissions of that.
    pub(crate) fn write(&mut self, file: &Path, text: &str) -> Result<(), Fault> {
        let written = || -> io::Result<(PathBuf, PathBuf)> {
            // A link stays one.
            let target = fs::canonicalize(file)?;
            let (draft, mut out) = begin(&target)?;
            let done = fs::metadata(&target)
                .and_then(|target| out.set_permissions(target.permissions()))
                .and_then(|()| out.write_all(text.as_bytes()))
                .and_then(|()| out.sync_all());
            match done {
                Ok(()) => Ok((draft, target)),
                Err(error) => {
                    let _ = fs::remove_file(draft);
                    Err(error)
                }
            }
        };
        let unwritable = |error| Fault::file(file, None, &format!("cannot be written: {error}"));
        self.waiting.push(written().map_err(unwritable)?);
        Ok(())
    }

    /// Puts all of them in their places.
    pub(crate) fn put(mut self) -> Result<(), Fault> {
        let all = self.waiting.len();
        while let Some((draft, target)) = self.waiting.last() {
            fs::rename(draft, target).map_err(|error| {
                let done = all - self.waiting.len();
                let message = format!(
                    "cannot be replaced: {error}; {done} of {all} files were renamed before"
                );
                Fault::file(target, None, &message)
            })?;
            self.waiting.pop();
        }
        Ok(())
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        for (draft, _) in &self.waiting {
            let _ = fs::remove_file(draft);
        }
    }
}

/// A new file beside another one, with a name that nobody has.
fn begin(target: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0;
    loop {
        let draft = target.with_file_name(format!(".rename-{}-{number}.tmp", process::id()));
        match File::create_new(&draft) {
            Ok(file) => return Ok((draft, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}
