//! The language that a request asks for.

use axum::extract::Request;
use axum::http::header;
use percent_encoding::percent_decode_str;

use crate::site::Wish;

/// The name in the query.
const NAME: &str = "locale";

/// `?locale=` before `Accept-Language`; an empty one, as a form sends it, is none.
pub(super) fn of(request: &Request) -> Result<Wish, String> {
    let query = request.uri().query().unwrap_or_default();
    let mut named = query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == NAME && !value.is_empty()).then_some(value)
    });
    if let Some(value) = named.next() {
        if named.next().is_some() {
            return Err("locale: it is given twice".to_owned());
        }
        let tag = percent_decode_str(value).decode_utf8();
        let tag = tag.map_err(|_| "locale: it is not UTF-8".to_owned())?;
        // A range, not a language: it belongs into the header.
        if tag == "*" {
            return Err("locale: `*` is no language tag".to_owned());
        }
        return Ok(Wish::Tag(tag.into_owned()));
    }
    let fields = request.headers().get_all(header::ACCEPT_LANGUAGE);
    let fields: Vec<_> = fields.iter().filter_map(|field| field.to_str().ok()).collect();
    Ok(Wish::Header(fields.join(", ")))
}
