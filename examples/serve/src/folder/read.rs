//! From a file to its text, whole and as it was when it was looked at, or not at all.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use lacuna::Syntax;

use super::stamp::Stamp;
use crate::fault::Told;

/// The text of the file `name`; none if it is no longer as `stamp` has it.
pub(super) fn text(
    name: &str,
    path: &Path,
    stamp: &Stamp,
    longest: u64,
) -> Result<Option<String>, Told> {
    if stamp.len() > longest {
        let len = stamp.len();
        let way_out = "make it smaller, or allow more with `--max-file`";
        return Err(Told::line(format!(
            "{name}: it has {len} bytes, {longest} are the most: {way_out}"
        )));
    }
    match bytes(path, stamp) {
        Ok(Some(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                Err(Told::findings(&Syntax::new().check_bytes(error.as_bytes()).named(name)))
            }
        },
        Ok(None) => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let way_out = "let whoever runs the server read it";
            Err(Told::line(format!("{name}: it cannot be read: {error}: {way_out}")))
        }
    }
}

/// Whoever writes while this reads changes the stamp.
fn bytes(path: &Path, stamp: &Stamp) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(path)?;
    if Stamp::of(&file.metadata()?) != *stamp {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.by_ref().take(stamp.len().saturating_add(1)).read_to_end(&mut bytes)?;
    let is_same = Stamp::of(&file.metadata()?) == *stamp && bytes.len() as u64 == stamp.len();
    Ok(is_same.then_some(bytes))
}
