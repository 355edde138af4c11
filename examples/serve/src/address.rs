//! Addresses of pages: what a file is asked for as, and what a request asks for.
//!
//! A request is looked up among the addresses that there are, and no file name is ever made of it. So what could climb out
//! of a folder finds nothing anyway; it is refused nevertheless, as nobody means well by it.

use std::fmt;

use percent_encoding::percent_decode_str;

/// What begins like this is the server's own.
pub const OWN: &str = "/_lacuna";

/// Why a path is none that a page can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// `%zz`, or `%2` at the end.
    Escape,
    /// Bytes that are no text.
    NotUtf8,
    /// `/` or `\` as a part of a name.
    Separator,
    /// `.` or `..` as a name.
    Dots,
    /// NUL, or what else cannot be seen.
    Control,
    /// It begins like what is the server's own.
    Own,
    /// It does not begin with `/`.
    NoPath,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Escape => "`%` is followed by two hexadecimal digits in a path",
            Self::NotUtf8 => "a path is UTF-8",
            Self::Separator => "a name in a path holds no `/` or `\\`",
            Self::Dots => "`.` and `..` are no names in a path",
            Self::Control => "a path holds no control characters",
            Self::Own => "what begins with `/_lacuna` is the server's own",
            Self::NoPath => "a path begins with `/`",
        })
    }
}

/// The address of the page whose files are called so, without their endings: `index` is its folder.
///
/// # Errors
///
/// If nobody could ask for it.
///
/// ```
/// use lacuna_serve::address::{Unfit, of_page};
///
/// assert_eq!(of_page("index").unwrap(), "/");
/// assert_eq!(of_page("shop/index").unwrap(), "/shop/");
/// assert_eq!(of_page("shop/mug").unwrap(), "/shop/mug");
/// assert_eq!(of_page("_lacuna/status"), Err(Unfit::Own));
/// ```
pub fn of_page(stem: &str) -> Result<String, Unfit> {
    if stem.split('/').next() == Some(&OWN[1..]) {
        return Err(Unfit::Own);
    }
    for name in stem.split('/') {
        check(name)?;
    }
    Ok(match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{stem}"),
    })
}

/// The address that the path of a request means: each of its names decoded, once.
///
/// # Errors
///
/// If no page can have it.
///
/// ```
/// use lacuna_serve::address::{Unfit, asked};
///
/// assert_eq!(asked("/t%C3%B6pfe/mug").unwrap(), "/töpfe/mug");
/// assert_eq!(asked("/%2e%2e/secret"), Err(Unfit::Dots));
/// assert_eq!(asked("/a%2fb"), Err(Unfit::Separator));
/// ```
pub fn asked(path: &str) -> Result<String, Unfit> {
    let names = path.strip_prefix('/').ok_or(Unfit::NoPath)?;
    let mut address = String::with_capacity(path.len());
    for name in names.split('/') {
        check_escapes(name)?;
        let name = percent_decode_str(name).decode_utf8().map_err(|_| Unfit::NotUtf8)?;
        check(&name)?;
        address.push('/');
        address.push_str(&name);
    }
    Ok(address)
}

fn check_escapes(name: &str) -> Result<(), Unfit> {
    let is_escape = |rest: &str| {
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let is_right = name.split('%').skip(1).all(is_escape);
    if is_right { Ok(()) } else { Err(Unfit::Escape) }
}

fn check(name: &str) -> Result<(), Unfit> {
    if name == "." || name == ".." {
        return Err(Unfit::Dots);
    }
    if name.contains(['/', '\\']) {
        return Err(Unfit::Separator);
    }
    if name.chars().any(char::is_control) {
        return Err(Unfit::Control);
    }
    Ok(())
}
