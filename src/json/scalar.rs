//! One value of a document, as the engine takes values.

use std::borrow::Cow;

use serde_json::Value;

use super::lex;
use crate::value::{Datum, Kind, is_number};

/// What `raw` is, by its first byte: all that a document that is JSON needs.
pub(crate) fn kind(raw: &[u8]) -> Kind {
    match raw.first() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b'"') => Kind::Text,
        Some(b't' | b'f') => Kind::Bool,
        Some(b'n') => Kind::Null,
        _ => Kind::Number,
    }
}

/// The text that a string says; borrowed if it is written without escapes. None if it is malformed.
pub(crate) fn text(raw: &[u8]) -> Option<Cow<'_, str>> {
    let inner = within_quotes(raw)?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    text_into(raw, &mut text).map(|()| Cow::Owned(text))
}

/// Appends the text that a string says. None if it is malformed, and then perhaps a part of it.
pub(crate) fn text_into(raw: &[u8], out: &mut String) -> Option<()> {
    let inner = within_quotes(raw)?;
    let mut at = 0;
    while let Some(plain) = memchr::memchr(b'\\', &inner.as_bytes()[at..]) {
        let (character, end) = lex::escape(inner.as_bytes(), at + plain + 1)?;
        out.push_str(&inner[at..at + plain]);
        out.push(character);
        at = end;
    }
    out.push_str(&inner[at..]);
    Some(())
}

/// What stands within the quotes, if that is text without control characters.
fn within_quotes(raw: &[u8]) -> Option<&str> {
    let inner = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let inner = std::str::from_utf8(inner).ok()?;
    inner.bytes().all(|byte| byte >= b' ').then_some(inner)
}

/// The value, if all of it stands there as it is: none of an array, an object, or a string with escapes, nor of what is malformed.
pub(crate) fn borrowed(raw: &[u8]) -> Option<Datum<'_>> {
    match (kind(raw), raw) {
        (Kind::Text, _) => match text(raw)? {
            Cow::Borrowed(text) => Some(Datum::from(text)),
            Cow::Owned(_) => None,
        },
        (Kind::Array | Kind::Object, _) => None,
        (_, b"true") => Some(Datum::Bool(true)),
        (_, b"false") => Some(Datum::Bool(false)),
        (_, b"null") => Some(Datum::Null),
        _ => {
            let digits = std::str::from_utf8(raw).ok().filter(|digits| is_number(digits))?;
            Some(Datum::Number(Cow::Borrowed(digits)))
        }
    }
}

/// The value: a scalar as it stands there, of an array or object a copy. None if it is malformed.
pub(crate) fn value(raw: &[u8]) -> Option<Datum<'_>> {
    match kind(raw) {
        Kind::Text => text(raw).map(Datum::Text),
        Kind::Array | Kind::Object => {
            serde_json::from_slice(raw).ok().map(|tree: Value| Datum::Tree(Cow::Owned(tree)))
        }
        Kind::Null | Kind::Bool | Kind::Number => borrowed(raw),
    }
}
