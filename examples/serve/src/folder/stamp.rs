//! By what the state of a file is known again.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// A file as it is at one time; that of another one, or of other content, differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    inode: Option<Inode>,
}

/// Which file of the disk it is, and when that was last touched: programs can set back when it was modified, not this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Inode {
    device: u64,
    number: u64,
    touched: SystemTime,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        let (modified, inode) = (metadata.modified().ok(), inode(metadata));
        Self { len: metadata.len(), modified, inode }
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    /// Whether nobody has touched it for so long, as far as the clock knows.
    pub(super) fn is_older_than(&self, age: Duration) -> bool {
        let touched = self.inode.map(|inode| inode.touched).or(self.modified);
        touched.and_then(|time| time.elapsed().ok()).is_some_and(|elapsed| elapsed >= age)
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> Option<Inode> {
    use std::os::unix::fs::MetadataExt;

    let seconds = Duration::from_secs(u64::try_from(metadata.ctime()).ok()?);
    let nanos = Duration::from_nanos(u64::try_from(metadata.ctime_nsec()).ok()?);
    let touched = SystemTime::UNIX_EPOCH.checked_add(seconds)?.checked_add(nanos)?;
    Some(Inode { device: metadata.dev(), number: metadata.ino(), touched })
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> Option<Inode> {
    None
}
