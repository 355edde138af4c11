//! Writing to sinks, with the count of what they took, and records as they are written there.

use std::io;

use crate::resolve::{Source, guard};

/// Line breaks become spaces, so that a record stays one line.
pub(super) fn without_breaks(line: &mut [u8]) {
    for byte in line.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
}

/// Appends the JSON of a source; whether it has some.
pub(super) fn push_source(line: &mut Vec<u8>, source: &dyn Source) -> bool {
    if let Some(json) = guard::json(source) {
        line.extend_from_slice(json.as_bytes());
        return true;
    }
    guard::tree(source).is_some_and(|tree| serde_json::to_writer(&mut *line, tree).is_ok())
}

pub(super) fn flush(out: &mut dyn io::Write) -> io::Result<()> {
    loop {
        match out.flush() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            flushed => return flushed,
        }
    }
}
