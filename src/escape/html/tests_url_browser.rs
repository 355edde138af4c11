//! What browsers read in a URL or a list of them, written a second time and without care for speed.

use std::ops::Range;

/// The scheme that browsers see, and where it stands with its `:`.
pub(super) fn scheme(url: &str) -> Option<(String, Range<usize>)> {
    let begin = url.len() - url.trim_start_matches(|char| char <= ' ').len();
    let colon = begin + url[begin..].find(':')?;
    let name = url[begin..colon].replace(['\t', '\n', '\r'], "").to_lowercase();
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char));
    is_name.then_some((name, begin..colon + 1))
}

/// The host with its port that browsers see on a page with this scheme, if it is not that of the page.
pub(super) fn host(url: &str, page: &str) -> Option<String> {
    const SLASHES: [char; 2] = ['/', '\\'];
    let url = url.trim_matches(|char| char <= ' ').replace(['\t', '\n', '\r'], "");
    let (name, behind) = match scheme(&url) {
        Some((name, range)) => (name, &url[range.end..]),
        None => (page.to_owned(), url.as_str()),
    };
    if !["http", "https", "ftp", "ws", "wss"].contains(&name.as_str()) {
        return None;
    }
    let has_slashes = behind.chars().take_while(|char| SLASHES.contains(char)).count() >= 2;
    if !has_slashes && name == page {
        return None;
    }
    let authority = behind.trim_start_matches(SLASHES).split(['/', '\\', '?', '#']).next()?;
    Some(authority.rsplit('@').next()?.to_owned())
}

/// The URLs that browsers see in a list of images, and their descriptors.
pub(super) fn images(text: &str) -> Vec<(Range<usize>, Vec<String>)> {
    let bytes = text.as_bytes();
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let (mut images, mut at) = (Vec::new(), 0);
    loop {
        while at < bytes.len() && (is_space(bytes[at]) || bytes[at] == b',') {
            at += 1;
        }
        let begin = at;
        while at < bytes.len() && !is_space(bytes[at]) {
            at += 1;
        }
        if begin == at {
            return images;
        }
        let end = begin + text[begin..at].trim_end_matches(',').len();
        let descriptors = at;
        let mut is_open = false;
        while end == descriptors && at < bytes.len() && (is_open || bytes[at] != b',') {
            is_open = bytes[at] == b'(' || is_open && bytes[at] != b')';
            at += 1;
        }
        let descriptors = text[descriptors..at].split_ascii_whitespace().map(str::to_owned);
        images.push((begin..end, descriptors.collect()));
    }
}

/// The URL that browsers see in a refresh.
pub(super) fn refreshed(text: &str) -> Option<Range<usize>> {
    let skip = |text: &str, at: usize, what: &dyn Fn(char) -> bool| {
        text.len() - text[at..].trim_start_matches(what).len()
    };
    let space = |char: char| char.is_ascii_whitespace();
    let mut at = skip(text, 0, &space);
    if !text[at..].starts_with(|char: char| char.is_ascii_digit() || char == '.') {
        return None;
    }
    at = skip(text, at, &|char| char.is_ascii_digit() || char == '.');
    if !text[at..].starts_with(|char| space(char) || char == ';' || char == ',') {
        return None;
    }
    at = skip(text, at, &space);
    at += usize::from(text[at..].starts_with([';', ',']));
    at = skip(text, at, &space);
    let begin = at;
    if text[at..].starts_with(['u', 'U']) {
        if !text.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case("url")) {
            return Some(begin..text.len());
        }
        at = skip(text, at + 3, &space);
        if !text[at..].starts_with('=') {
            return Some(begin..text.len());
        }
        at = skip(text, at + 1, &space);
    }
    match text[at..].chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end = text[at + 1..].find(quote).map_or(text.len(), |end| at + 1 + end);
            Some(at + 1..end)
        }
        _ => Some(at..text.len()),
    }
}
