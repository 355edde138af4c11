//! Notices that the folder has changed, and swaps in what that makes of the site.
//!
//! Events of the system only say *that* something has changed; what, the folder finds out by looking. So none that is lost
//! or misread does harm, and where there are none at all the folder is looked at every second.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use std::{fs, io};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::answer::App;
use crate::fault::{Fault, Told};
use crate::folder::{Folder, Pace};
use crate::site::Site;

/// How often is looked whether the folder is still the same one, or, where nobody tells of changes, into it.
const TICK: Duration = Duration::from_secs(1);
/// A folder in which something changes all the time is looked at nevertheless, after so many times
/// [`Pace::settle`].
const PATIENCE: u32 = 10;
/// So many signals wait to be heard; one would do.
const UNHEARD: usize = 64;
/// So often is waited at the start for files that are being written.
const FIRST_LOOKS: usize = 40;

/// The first site.
///
/// # Errors
///
/// If there is no folder, or nothing in it that could be a page.
pub fn first(folder: &mut Folder, default_locale: &str, pace: Pace) -> Result<Site, Told> {
    for _ in 0..FIRST_LOOKS {
        let Some(again) = folder.look()?.again else { break };
        thread::sleep(again.min(pace.settle));
    }
    let site = Site::assemble(folder, default_locale, None);
    tell(&site, None);
    Ok(site)
}

/// Watches from now on, in a thread of its own, which ends with the process.
///
/// # Errors
///
/// If there is no thread to be had.
pub fn begin(folder: Folder, pace: Pace, app: Arc<App>) -> io::Result<()> {
    let (sender, events) = sync_channel(UNHEARD);
    let watch = Watch { folder, pace, app, sender, events, eyes: None };
    thread::Builder::new().name("watch".to_owned()).spawn(move || watch.run())?;
    Ok(())
}

struct Watch {
    folder: Folder,
    pace: Pace,
    app: Arc<App>,
    sender: SyncSender<Signal>,
    events: Receiver<Signal>,
    eyes: Option<Eyes>,
}

/// What is heard of the folder.
#[derive(PartialEq)]
enum Signal {
    /// Something has changed.
    Changed,
    /// Not everything is told any more, say as there are too many folders.
    Lost,
}

/// What tells of changes in one folder, until that is away.
struct Eyes {
    /// None where the system does not tell: then it is looked every time.
    watcher: Option<RecommendedWatcher>,
    identity: Identity,
}

/// Which folder it is: another one may stand at the same path, or at the end of a link.
#[derive(Clone, Debug, PartialEq)]
struct Identity {
    path: PathBuf,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl Identity {
    fn of(root: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(root)?;
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt;
            let metadata = fs::metadata(&path)?;
            (metadata.dev(), metadata.ino())
        };
        Ok(Self {
            path,
            #[cfg(unix)]
            inode,
        })
    }
}

impl Watch {
    fn run(mut self) {
        // What has changed since the first look was seen by nobody.
        self.open_eyes();
        let mut next = Some(self.look());
        loop {
            let patience = next.flatten().unwrap_or(TICK).min(TICK);
            let asked = Instant::now();
            let is_told = match self.events.recv_timeout(patience) {
                Ok(signal) => {
                    self.hear(&signal);
                    true
                }
                Err(RecvTimeoutError::Timeout) => false,
                // It holds a sender itself.
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if is_told {
                self.wait_for_quiet();
            }
            let is_other = self.open_eyes();
            let is_blind = self.eyes.as_ref().is_none_or(|eyes| eyes.watcher.is_none());
            let is_due = next.flatten().is_some_and(|again| asked.elapsed() >= again);
            if is_told || is_other || is_blind || is_due {
                next = Some(self.look());
            } else {
                next = next.map(|again| again.map(|again| again.saturating_sub(asked.elapsed())));
            }
        }
    }

    /// Until nothing happens for a moment, or for as long as it has patience.
    fn wait_for_quiet(&mut self) {
        let until = Instant::now() + self.pace.settle * PATIENCE;
        while Instant::now() < until {
            let Ok(signal) = self.events.recv_timeout(self.pace.settle) else { return };
            self.hear(&signal);
        }
    }

    /// Whoever no longer tells everything is replaced.
    fn hear(&mut self, signal: &Signal) {
        if *signal == Signal::Lost {
            self.eyes = None;
        }
    }

    /// Turns to the folder that is there now; whether that is another one than before.
    fn open_eyes(&mut self) -> bool {
        let identity = Identity::of(self.folder.root()).ok();
        if self.eyes.as_ref().map(|eyes| &eyes.identity) == identity.as_ref() {
            return false;
        }
        self.eyes = identity.map(|identity| {
            let watcher = watcher(&identity.path, self.sender.clone());
            let watcher = watcher.inspect_err(|error| {
                tracing::warn!(%error, "the system does not tell of changes: looking every second");
            });
            Eyes { watcher: watcher.ok(), identity }
        });
        true
    }

    /// Looks, and swaps in what is new; when to look again.
    fn look(&mut self) -> Option<Duration> {
        let before = self.app.site();
        let look = match self.folder.look() {
            Ok(look) => look,
            Err(told) => {
                self.keep(&before, told);
                return None;
            }
        };
        if look.has_changed || before.folder_fault().is_some() {
            let locale = before.languages().default_locale();
            let site = Site::assemble(&self.folder, locale, Some(&before));
            tell(&site, Some(&before));
            self.app.swap(site);
        }
        look.again
    }

    /// The folder is away; what it held stays.
    fn keep(&self, before: &Site, told: Told) {
        let known = before.folder_fault();
        if known.is_some_and(|fault| fault.told == told) {
            return;
        }
        tracing::warn!("{}\nthe pages that it had stay", told.picture);
        let root = self.folder.root().display().to_string();
        let mut fault = Fault::now(root, told);
        fault.since = known.map_or(fault.since, |known| known.since);
        self.app.swap(before.without_folder(Arc::new(fault)));
    }
}

/// Signals whatever may have changed a file; that somebody reads one is no change, and would be heard of every look.
fn watcher(root: &Path, sender: SyncSender<Signal>) -> notify::Result<RecommendedWatcher> {
    let hear = move |event: notify::Result<Event>| {
        let signal = match event.map(|event| event.kind) {
            Ok(EventKind::Access(kind)) if kind != AccessKind::Close(AccessMode::Write) => return,
            Ok(_) => Signal::Changed,
            Err(_) => Signal::Lost,
        };
        // Where others are waiting to be heard it is looked anyway; and who does not listen any more has ended.
        let _ = sender.try_send(signal);
    };
    // Links out of the folder lead to nothing that is served.
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(hear, config)?;
    watcher.watch(root, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Tells what is broken now, and what no longer is.
fn tell(site: &Site, before: Option<&Site>) {
    let all = |site: &Site| {
        let faults = site.faults().iter().chain(site.refused()).cloned();
        faults.collect::<Vec<Arc<Fault>>>()
    };
    let (now, then) = (all(site), before.map(all).unwrap_or_default());
    let known: HashSet<_> = then.iter().map(|fault| (&*fault.file, &fault.told)).collect();
    for fault in &now {
        if !known.contains(&(&*fault.file, &fault.told)) {
            let stays = if site.still_shows(&fault.file) {
                "\nwhat was made of it before stays"
            } else {
                ""
            };
            tracing::warn!(file = fault.file, "{}{stays}", fault.told.picture);
        }
    }
    let left: HashSet<_> = now.iter().map(|fault| &*fault.file).collect();
    let mended: BTreeSet<_> = then.iter().map(|fault| &*fault.file).collect();
    for file in mended.into_iter().filter(|file| !left.contains(file)) {
        tracing::info!(file, "it is whole again, or gone");
    }
    if before.is_some_and(|site| site.folder_fault().is_some()) {
        tracing::info!("the folder is there again");
    }
    let (pages, broken) = (site.slots().len(), now.len());
    tracing::info!(pages, broken, number = site.number(), "loaded");
}
