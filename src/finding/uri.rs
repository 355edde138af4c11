//! The name of a file as a URI.

use std::fmt::Write;

/// The URI of a file (RFC 3986, RFC 8089): relative if its name is, else with the scheme `file`. On Windows
/// backslashes are separators; elsewhere a name can have them.
pub(super) fn uri(name: &str, is_windows: bool) -> String {
    if !is_windows {
        return match name.strip_prefix('/') {
            Some(rest) => encoded("file:///", rest),
            None => encoded("", name),
        };
    }
    let name = name.replace('\\', "/");
    // `\\?\C:\…` and `\\?\UNC\…` are other ways to write the same.
    let name = match name.strip_prefix("//?/") {
        Some(rest) => rest.strip_prefix("UNC/").map_or(rest.to_owned(), |rest| format!("//{rest}")),
        None => name,
    };
    let is_drive =
        |letter: &str| letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_alphabetic());
    match (name.split_once(":/").filter(|(letter, _)| is_drive(letter)), name.strip_prefix("//")) {
        (Some((letter, rest)), _) => encoded(&format!("file:///{letter}:/"), rest),
        (None, Some(host)) => encoded("file://", host),
        (None, None) => encoded(if name.starts_with('/') { "file://" } else { "" }, &name),
    }
}

/// Every byte but separators and what RFC 3986 calls unreserved, percent-encoded.
fn encoded(prefix: &str, path: &str) -> String {
    let mut uri = prefix.to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => write!(uri, "%{byte:02X}").unwrap_or_default(),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_uris() {
        for (name, expected) in [
            ("letters/a.txt", "letters/a.txt"),
            ("./a b/ä#?%.txt", "./a%20b/%C3%A4%23%3F%25.txt"),
            ("a:b", "a%3Ab"), // no scheme
            ("/srv/a.txt", "file:///srv/a.txt"),
            (r"a\b", "a%5Cb"),
            ("//x", "file:////x"),
            ("", ""),
        ] {
            assert_eq!(uri(name, false), expected);
        }
        for (name, expected) in [
            (r"letters\a.txt", "letters/a.txt"),
            (r"C:\My Letters\a.txt", "file:///C:/My%20Letters/a.txt"),
            ("c:/a.txt", "file:///c:/a.txt"),
            (r"\\?\C:\a", "file:///C:/a"),
            (r"\\host\share\a", "file://host/share/a"),
            (r"\\?\UNC\host\share\a", "file://host/share/a"),
            (r"\a", "file:///a"),
            ("ä:/x", "%C3%A4%3A/x"),
            ("", ""),
        ] {
            assert_eq!(uri(name, true), expected);
        }
    }
}
