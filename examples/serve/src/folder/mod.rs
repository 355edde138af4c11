//! What the disk holds: looks at it again and again, and reads what has changed.
//!
//! Files are caught in the middle of being written, and go for a moment when an editor saves them. So a file is read when
//! nobody has touched it for [`Pace::settle`], and taken for gone after [`Pace::grace`]; until then what was known of
//! it holds. A folder that vanishes, or loses all of its pages at once, is taken for an accident: nothing changes.

mod read;
mod stamp;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::stamp::Stamp;
use self::walk::{Found, Walk};
use crate::document::{CATALOGS, Document, Kind, PAGES, Reader};
use crate::fault::{Fault, Told};

/// How long is waited for whoever writes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// So long a file has to be left alone before it is read.
    pub settle: Duration,
    /// So long a file has to be away before it is gone.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { settle: Duration::from_millis(50), grace: Duration::from_secs(1) }
    }
}

/// How much a folder may hold.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Files and folders.
    pub files: usize,
    /// The longest file, in bytes.
    pub file_bytes: u64,
    /// All files together, in bytes.
    pub bytes: u64,
}

/// The folder, as it was when it was last looked at.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    reader: Reader,
    extent: Extent,
    pace: Pace,
    known: BTreeMap<String, Known>,
    refused: BTreeMap<String, Arc<Fault>>,
    /// Whether the last look left something for the next one.
    is_waiting: bool,
}

/// A file, and what was made of it when it was last read.
#[derive(Debug)]
pub struct Known {
    stamp: Stamp,
    /// Since when it is as the stamp has it.
    since: Instant,
    /// As what it was read.
    read: Option<Stamp>,
    content: Option<Result<Document, Arc<Fault>>>,
    /// Since when it is away.
    gone: Option<Instant>,
}

impl Known {
    fn new(stamp: Stamp) -> Self {
        Self { stamp, since: Instant::now(), read: None, content: None, gone: None }
    }

    /// What was made of it; none if it was never read.
    pub const fn content(&self) -> Option<&Result<Document, Arc<Fault>>> {
        self.content.as_ref()
    }

    /// Whether that is what the disk holds, as far as anybody knows.
    pub fn is_settled(&self) -> bool {
        self.gone.is_none() && self.read == Some(self.stamp)
    }
}

/// What came of a look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether there may be something new.
    pub has_changed: bool,
    /// When to look again, if something was not ready.
    pub again: Option<Duration>,
}

impl Folder {
    /// A folder that nobody has looked at yet.
    pub fn new(root: impl Into<PathBuf>, reader: Reader, extent: Extent, pace: Pace) -> Self {
        let (known, refused) = (BTreeMap::new(), BTreeMap::new());
        Self { root: root.into(), reader, extent, pace, known, refused, is_waiting: false }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How its files are read.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The files, by name, with `/` between folders.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.known.iter().map(|(name, known)| (&**name, known))
    }

    /// What is not taken for a file, and why.
    pub fn refused(&self) -> impl Iterator<Item = &Arc<Fault>> {
        self.refused.values()
    }

    /// Looks at the disk, and reads what has changed. Takes a system call or two for each file, and reads only those
    /// that are not as they were.
    ///
    /// # Errors
    ///
    /// If the folder is not there, holds no pages, or more than it may. Then nothing has changed.
    pub fn look(&mut self) -> Result<Look, Told> {
        let root = self.root.canonicalize();
        let root = root.map_err(|error| self.told(&error.to_string()))?;
        let walk = walk::walk(&root, &self.extent)?;
        self.check(&walk)?;
        let mut look = Look { has_changed: self.is_waiting, again: None };
        for (name, found) in &walk.files {
            self.take(name, found, &mut look);
        }
        self.forget(&walk, &mut look);
        self.refuse(walk.refused, &mut look);
        self.is_waiting = look.again.is_some();
        Ok(look)
    }

    fn told(&self, what: &str) -> Told {
        Told::line(format!("{}: {what}", self.root.display()))
    }

    /// Whether this can be what somebody wanted it to be.
    fn check(&self, walk: &Walk) -> Result<(), Told> {
        let is_template = |name: &String| matches!(Kind::of(name), Some(Kind::Template(_)));
        let is_catalog = |name: &String| matches!(Kind::of(name), Some(Kind::Catalog(_)));
        if !walk.has_pages {
            return Err(self.told(&format!("there is no folder `{PAGES}` in it")));
        }
        if !walk.files.keys().any(is_template) && walk.unseen.is_empty() {
            let refused = walk.refused.values().next().map(|told| told.line.clone());
            let why = refused
                .unwrap_or_else(|| format!("write `{PAGES}/index.html` and `{PAGES}/index.json`"));
            return Err(self.told(&format!("there is no template in its folder `{PAGES}`: {why}")));
        }
        if !walk.has_catalogs && self.known.keys().any(is_catalog) {
            let way_out = "until there is one again, empty if need be, nothing is read anew";
            return Err(self.told(&format!("its folder `{CATALOGS}` is gone: {way_out}")));
        }
        Ok(())
    }

    /// Reads a file, if it is new, or another one, and ready.
    fn take(&mut self, name: &str, found: &Found, look: &mut Look) {
        if !self.known.contains_key(name) {
            self.known.insert(name.to_owned(), Known::new(found.stamp));
        }
        let Some(known) = self.known.get_mut(name) else { return };
        known.gone = None;
        if known.stamp != found.stamp {
            (known.stamp, known.since) = (found.stamp, Instant::now());
        }
        if known.read == Some(found.stamp) {
            return;
        }
        let settle = self.pace.settle;
        let is_ready = found.stamp.is_older_than(settle) || known.since.elapsed() >= settle;
        let text = if is_ready {
            read::text(name, &found.path, &found.stamp, self.extent.file_bytes)
        } else {
            Ok(None)
        };
        let content = match text {
            Ok(Some(text)) => self.reader.read(name, text),
            Ok(None) => {
                look.again = Some(settle);
                return;
            }
            Err(told) => Err(told),
        };
        known.content = Some(content.map_err(|told| Arc::new(Fault::now(name, told))));
        known.read = Some(found.stamp);
        look.has_changed = true;
    }

    /// Forgets what has been away for long enough.
    fn forget(&mut self, walk: &Walk, look: &mut Look) {
        let grace = self.pace.grace;
        self.known.retain(|name, known| {
            let is_unseen = walk.unseen.iter().any(|folder| name.starts_with(folder));
            if walk.files.contains_key(name) || is_unseen {
                return true;
            }
            let away = known.gone.get_or_insert_with(Instant::now).elapsed();
            if away < grace {
                let left = grace.saturating_sub(away);
                look.again = Some(look.again.map_or(left, |again| again.min(left)));
                return true;
            }
            look.has_changed = true;
            false
        });
    }

    fn refuse(&mut self, refused: BTreeMap<String, Told>, look: &mut Look) {
        let is_same = refused.len() == self.refused.len()
            && refused.iter().all(|(name, told)| {
                self.refused.get(name).is_some_and(|known| known.told == *told)
            });
        if is_same {
            return;
        }
        look.has_changed = true;
        let known = std::mem::take(&mut self.refused);
        self.refused = refused
            .into_iter()
            .map(|(name, told)| match known.get(&name) {
                Some(fault) if fault.told == told => (name, Arc::clone(fault)),
                _ => (name.clone(), Arc::new(Fault::now(name, told))),
            })
            .collect();
    }
}
