//! The fields of responses.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::site::Choice;

/// What a page may do: whatever its author wrote, but no plug-ins, no other base and no frame of somebody else.
const POLICY: HeaderValue =
    HeaderValue::from_static("object-src 'none'; base-uri 'self'; frame-ancestors 'self'");
/// An inspected page says for itself what it may do.
const PREVIEW_POLICY: HeaderValue = HeaderValue::from_static("frame-ancestors 'self'");
const PLAIN_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Kept, and asked for again each time: the answer to that is short.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const KEEP_NOTHING: HeaderValue = HeaderValue::from_static("no-store");

/// Of a page, and of the answer that it has not changed.
pub(super) fn of_page(choice: &Choice, etag: &str) -> [(HeaderName, HeaderValue); 5] {
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("und"));
    [
        (header::CONTENT_LANGUAGE, value(&choice.audience.tag)),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
        (header::ETAG, value(etag)),
        (header::CACHE_CONTROL, ASK_AGAIN),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ]
}

pub(super) fn of_preview() -> [(HeaderName, HeaderValue); 3] {
    let vary = HeaderValue::from_static("Accept-Language");
    [
        (header::VARY, vary),
        (header::CACHE_CONTROL, KEEP_NOTHING),
        (header::CONTENT_SECURITY_POLICY, PREVIEW_POLICY),
    ]
}

pub(super) fn text_html() -> [(HeaderName, HeaderValue); 1] {
    [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))]
}

/// A line for whoever looks.
pub(super) fn plain(text: &str) -> impl IntoResponse + use<> {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text.to_owned())
}

/// Adds what every response has, and what none may lack.
pub(super) fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let referrer = HeaderValue::from_static("strict-origin-when-cross-origin");
    headers.insert(header::REFERRER_POLICY, referrer);
    headers.entry(header::CACHE_CONTROL).or_insert(KEEP_NOTHING);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(PLAIN_POLICY);
    response
}
