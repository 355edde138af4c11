//! From value to value, by brackets and quotes alone: what lies between is not read.
//!
//! Of a document that is JSON these are its values; of any other something of it, and never a panic.

/// White space of JSON.
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// What ends a value that is no string, array or object.
const fn ends_scalar(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b',' | b']' | b'}' | b':')
}

fn after_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
        at += 1;
    }
    at
}

/// Behind the string whose opening quote stands at `at`.
fn after_string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut next = at + 1;
    loop {
        next += memchr::memchr2(b'"', b'\\', bytes.get(next..)?)?;
        match bytes[next] {
            b'"' => return Some(next + 1),
            _ => next += 2,
        }
    }
}

/// Behind the value that begins at `at`.
fn after_value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => after_string(bytes, at),
        b'{' | b'[' => {
            let (mut depth, mut next) = (0_usize, at);
            loop {
                match bytes.get(next)? {
                    b'"' => {
                        next = after_string(bytes, next)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                next += 1;
                if depth == 0 {
                    return Some(next);
                }
            }
        }
        _ => {
            let rest = bytes.get(at..)?;
            let length = rest.iter().position(|byte| ends_scalar(*byte)).unwrap_or(rest.len());
            (length > 0).then_some(at + length)
        }
    }
}

/// The document without the space around it: its value, if it is JSON.
pub(crate) fn without_space(document: &[u8]) -> &[u8] {
    let is_other = |byte: &u8| !is_space(*byte);
    let start = document.iter().position(is_other).unwrap_or(document.len());
    let end = document.iter().rposition(is_other).map_or(start, |last| last + 1);
    &document[start..end]
}

/// The value that the document is, without the space around it.
pub(crate) fn whole(document: &[u8]) -> Option<&[u8]> {
    let start = after_space(document, 0);
    document.get(start..after_value(document, start)?)
}

/// The members of an object in the order in which they stand there: keys and values as written.
pub(crate) fn members(object: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 1;
    std::iter::from_fn(move || {
        let key_start = after_space(object, at);
        let key_end =
            (object.get(key_start) == Some(&b'"')).then(|| after_string(object, key_start))??;
        let colon = after_space(object, key_end);
        let start = after_space(object, colon + 1);
        let end = (object.get(colon) == Some(&b':')).then(|| after_value(object, start))??;
        // A comma, or the end.
        at = after_space(object, end) + 1;
        Some((&object[key_start..key_end], &object[start..end]))
    })
}

/// The elements of an array as written.
pub(crate) fn elements(array: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 1;
    std::iter::from_fn(move || {
        let start = after_space(array, at);
        let end = after_value(array, start)?;
        at = after_space(array, end) + 1;
        Some(&array[start..end])
    })
}
