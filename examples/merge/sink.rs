//! A file, or standard output, that outputs or rejected records are written to one behind the other.
//!
//! Nothing is buffered here: what a sink has taken is known to the byte.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use crate::options::{Fault, is_stdin, visible};

pub(crate) struct Sink {
    path: PathBuf,
    file: Target,
    /// The size that it had, if it is a regular file.
    before: Option<u64>,
    /// Whether it was there, if it is a regular file.
    pub(crate) was_there: bool,
    /// Whether what it has stays.
    is_continued: bool,
}

enum Target {
    File(File),
    #[cfg(not(unix))]
    Stdout,
}

impl Sink {
    /// Opens it, and leaves what is there as it is.
    pub(crate) fn open(path: &Path, is_continued: bool) -> Result<Self, Fault> {
        let path = path.to_owned();
        if is_stdin(&path) {
            let file = stdout().map_err(|error| unwritable(&path, &error))?;
            let before = None;
            return Ok(Self { path, file, before, was_there: false, is_continued });
        }
        let was_there = path.is_file();
        let mut options = OpenOptions::new();
        options.create(true).append(is_continued).write(true).truncate(false);
        let opened = options.open(&path).and_then(|file| {
            let metadata = file.metadata()?;
            Ok((file, metadata.is_file().then_some(metadata.len())))
        });
        let (file, before) = opened.map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, file: Target::File(file), before, was_there, is_continued })
    }

    /// Makes room: unless it is continued, what was in a file goes.
    pub(crate) fn begin(&self) -> Result<(), Fault> {
        match (&self.file, self.before) {
            (Target::File(file), Some(1..)) if !self.is_continued => {
                file.set_len(0).map_err(|error| unwritable(&self.path, &error))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn writer(&self) -> Box<dyn Write + Send + '_> {
        match &self.file {
            Target::File(file) => Box::new(file),
            #[cfg(not(unix))]
            Target::Stdout => Box::new(io::stdout()),
        }
    }

    pub(crate) fn name(&self) -> String {
        if is_stdin(&self.path) {
            "standard output".into()
        } else {
            visible(&self.path.display().to_string())
        }
    }

    /// The bytes that it had before, if it is a regular file.
    pub(crate) const fn size_before(&self) -> Option<u64> {
        self.before
    }

    /// Whether it is a file that can be cut.
    pub(crate) const fn is_regular(&self) -> bool {
        self.before.is_some()
    }

    pub(crate) fn is_terminal(&self) -> bool {
        match &self.file {
            Target::File(file) => file.is_terminal(),
            #[cfg(not(unix))]
            Target::Stdout => io::stdout().is_terminal(),
        }
    }

    /// Cuts it to what it had before and so many bytes; whether that took anything away.
    pub(crate) fn cut(&self, more: u64) -> Result<bool, Fault> {
        let (Target::File(file), Some(before)) = (&self.file, self.before) else {
            return Ok(false);
        };
        let whole = more + if self.is_continued { before } else { 0 };
        let cut = file.metadata().and_then(|metadata| {
            let is_longer = metadata.len() > whole;
            if is_longer { file.set_len(whole).map(|()| true) } else { Ok(false) }
        });
        cut.map_err(|error| {
            Fault::file(
                &self.path,
                None,
                &format!("cannot be cut to {whole} bytes, which are whole: {error}"),
            )
        })
    }

    /// How many records a file that is continued had, of which there can be no more than `most`.
    pub(crate) fn records(&self, most: u64) -> Result<Option<u64>, Fault> {
        if !self.is_continued || !self.was_there {
            return Ok(None);
        }
        let (lines, is_whole) =
            lines(&self.path).map_err(|error| Fault::unreadable(&self.path, &error))?;
        let fault = |message: &str| Err(Fault::file(&self.path, None, message));
        if !is_whole {
            return fault("does not end with a line break: its last record is not whole");
        }
        if lines > most {
            return fault(&format!("holds {lines} rejected records, and only {most} are skipped"));
        }
        Ok(Some(lines))
    }

    /// What it is; a fault if that is among what is read or written already.
    pub(crate) fn unless_among(&self, others: &[Identity]) -> Result<Option<Identity>, Fault> {
        let Some(identity) = self.identity() else { return Ok(None) };
        if others.contains(&identity) {
            let message = "is read or written otherwise too: it would be spoiled";
            let path = if is_stdin(&self.path) { Path::new("standard output") } else { &self.path };
            return Err(Fault::file(path, None, message));
        }
        Ok(Some(identity))
    }

    #[cfg(unix)]
    fn identity(&self) -> Option<Identity> {
        let Target::File(file) = &self.file;
        file.metadata().ok().and_then(|metadata| Identity::from(&metadata))
    }

    #[cfg(not(unix))]
    fn identity(&self) -> Option<Identity> {
        Identity::of(&self.path)
    }
}

/// Standard output without the buffer of the standard library, which hides what is lost.
#[cfg(unix)]
fn stdout() -> io::Result<Target> {
    use std::os::fd::AsFd;
    Ok(Target::File(File::from(io::stdout().as_fd().try_clone_to_owned()?)))
}

#[cfg(not(unix))]
fn stdout() -> io::Result<Target> {
    Ok(Target::Stdout)
}

fn unwritable(path: &Path, error: &io::Error) -> Fault {
    let path = if is_stdin(path) { Path::new("standard output") } else { path };
    Fault::file(path, None, &format!("cannot be written: {error}"))
}

/// How many line breaks a file has, and whether it ends with one.
fn lines(path: &Path) -> io::Result<(u64, bool)> {
    let (mut file, mut bytes) = (File::open(path)?, vec![0; 64 << 10]);
    let (mut count, mut is_whole) = (0, true);
    loop {
        let read = match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let Some(last) = bytes[..read].last() else { return Ok((count, is_whole)) };
        is_whole = *last == b'\n';
        count += bytes[..read].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
    }
}

/// What a regular file is, whatever it is called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl Identity {
    /// What is read from `path`, if that is a regular file; `-` is standard input.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let path = if is_stdin(path) { Path::new("/dev/stdin") } else { path };
        fs::metadata(path).ok().and_then(|metadata| Self::from(&metadata))
    }

    #[cfg(unix)]
    fn from(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        metadata.is_file().then(|| Self((metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let is_file = fs::metadata(path).is_ok_and(|it: Metadata| it.is_file());
        is_file.then(|| fs::canonicalize(path).ok().map(Self)).flatten()
    }
}
