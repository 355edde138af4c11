//! Names of files that data has made: only what stays below a folder, and means the same on every system.

use std::path::PathBuf;

/// The longest name, and the longest part of one, in bytes.
const LONGEST: usize = 1024;
const LONGEST_PART: usize = 255;

/// The parts of a name, which `/` separates; or what is wrong with it.
pub(crate) fn parts(name: &str) -> Result<Vec<&str>, &'static str> {
    let mut chars = name.chars();
    let drive = (chars.next(), chars.next());
    if name.trim().is_empty() {
        return Err("it is empty");
    }
    if name.contains('\0') {
        return Err("it holds a NUL");
    }
    if name.starts_with('/') {
        return Err("it is absolute, and leaves the folder");
    }
    // Elsewhere they are letters like all others, until the folder is taken to such a system.
    if name.contains('\\') {
        return Err("it holds a backslash, which separates folders on Windows");
    }
    if matches!(drive, (Some('a'..='z' | 'A'..='Z'), Some(':'))) {
        return Err("it begins like a drive of Windows");
    }
    if cfg!(windows) && name.contains([':', '<', '>', '"', '|', '?', '*']) {
        return Err("it holds what no name holds on Windows");
    }
    if cfg!(windows)
        && name
            .split('/')
            .any(|part| !part.trim_matches('.').is_empty() && part.ends_with(['.', ' ']))
    {
        return Err("it ends with what Windows takes away");
    }
    if name.len() > LONGEST || name.split('/').any(|part| part.len() > LONGEST_PART) {
        return Err("it is too long");
    }
    let mut parts = Vec::new();
    let count = name.split('/').count();
    for (number, part) in name.split('/').enumerate() {
        let is_last = number + 1 == count;
        match part {
            ".." => return Err("it leaves the folder (`..`)"),
            "" | "." if is_last => return Err("it ends with no name of a file"),
            "" => return Err("a part of it is empty"),
            "." => {}
            part if is_last && is_draft(part) => {
                return Err("such names are those of unfinished files");
            }
            part => parts.push(part),
        }
    }
    Ok(parts)
}

/// The parts as a path below a folder.
pub(crate) fn joined(parts: &[&str]) -> PathBuf {
    parts.iter().collect()
}

/// The name of a file that is not whole yet.
pub(crate) fn draft(number: u64) -> String {
    format!(".merge-{}-{number}.tmp", std::process::id())
}

/// Whether it could be one of those names, also where upper and lower case are the same.
fn is_draft(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_prefix(".merge-").is_some_and(|name| name.strip_suffix(".tmp").is_some())
}
