//! A body that counts as under way until the system has taken its last byte.

use axum::body::Body;
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

struct Held {
    text: String,
    /// Given back together with the text.
    _permit: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

pub(super) fn held(text: String, permit: OwnedSemaphorePermit) -> Body {
    Body::from(Bytes::from_owner(Held { text, _permit: permit }))
}
