//! Writing to sinks, with the count of what they took, and records as they are written there.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::resolve::Source;

/// Line breaks become spaces, so that a record stays one line.
pub(super) fn without_breaks(line: &mut [u8]) {
    for byte in line.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
}

/// Appends the JSON of a source; whether it has some.
pub(super) fn push_source(line: &mut Vec<u8>, source: &dyn Source) -> bool {
    let pushed = catch_unwind(AssertUnwindSafe(|| {
        if let Some(json) = source.json() {
            line.extend_from_slice(json.as_bytes());
            return true;
        }
        source.tree().is_some_and(|tree| serde_json::to_writer(&mut *line, tree).is_ok())
    }));
    pushed.unwrap_or(false)
}

/// As [`io::Write::write_all`], which does not tell how far it came.
pub(super) fn write(out: &mut dyn io::Write, bytes: &[u8]) -> Result<(), (usize, io::Error)> {
    let mut taken = 0;
    while taken < bytes.len() {
        match out.write(&bytes[taken..]) {
            Ok(0) => {
                let message = "the writer takes no more";
                return Err((taken, io::Error::new(io::ErrorKind::WriteZero, message)));
            }
            // A writer that claims to have taken more than there was has taken it all.
            Ok(count) => taken = bytes.len().min(taken + count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((taken, error)),
        }
    }
    Ok(())
}

pub(super) fn flush(out: &mut dyn io::Write) -> io::Result<()> {
    loop {
        match out.flush() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            flushed => return flushed,
        }
    }
}
