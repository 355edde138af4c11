//! By what a finished page is known again.

use std::fmt::Write;

use axum::http::HeaderMap;
use headers::{ETag, HeaderMapExt, IfNoneMatch};
use sha2::{Digest, Sha256};

/// So many bytes of the hash are enough to tell pages apart.
const BYTES: usize = 16;

/// The strong tag of a page in a language: of its content, so that the same content has it again after another edit, or
/// a restart.
///
/// ```
/// use lacuna_serve::answer::etag;
///
/// assert_eq!(etag("de", b"<p>"), etag("de", b"<p>"));
/// assert_ne!(etag("de", b"<p>"), etag("en", b"<p>"));
/// assert!(etag("de", b"<p>").starts_with('"'));
/// ```
pub fn etag(language: &str, content: &[u8]) -> String {
    let hash = Sha256::new().chain_update(language).chain_update([0]).chain_update(content);
    let mut tag = String::with_capacity(2 * BYTES + 2);
    tag.push('"');
    for byte in &hash.finalize()[..BYTES] {
        // A `String` takes everything.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether whoever asks has the content with that tag.
pub(super) fn is_known(tag: &str, headers: &HeaderMap) -> bool {
    let Ok(tag) = tag.parse::<ETag>() else { return false };
    let asked = headers.typed_get::<IfNoneMatch>();
    asked.is_some_and(|asked| !asked.precondition_passes(&tag))
}
