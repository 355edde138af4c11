//! Where in an HTML page a placeholder stands, and how a value is written there.
//!
//! `pieces.rs` lets html5gum read a page, `emitter.rs` hears what it tells, and `analysis.rs` makes places of that while its `tag.rs`, `attribute.rs`
//! and `text.rs` remember what is open; `attributes.rs` and `elements.rs` are tables of HTML; `url.rs`, `srcset.rs`,
//! `script.rs` and `style.rs` know where in their languages a value stands. What comes out is a [`Place`] for each
//! placeholder, and `write.rs` writes values there.

#[cfg(feature = "html")]
mod analysis;
#[cfg(feature = "html")]
mod attribute;
#[cfg(feature = "html")]
mod attributes;
mod context;
#[cfg(feature = "html")]
mod elements;
#[cfg(feature = "html")]
mod emitter;
#[cfg(feature = "html")]
mod joints;
#[cfg(feature = "html")]
mod nested;
#[cfg(feature = "html")]
mod noscript;
#[cfg(feature = "html")]
mod pieces;
mod place;
#[cfg(feature = "html")]
mod refresh;
mod schemes;
#[cfg(feature = "html")]
mod script;
#[cfg(feature = "html")]
mod srcset;
#[cfg(feature = "html")]
mod style;
#[cfg(feature = "html")]
mod tag;
#[cfg(all(test, feature = "html"))]
mod tests_tables;
#[cfg(all(test, feature = "html"))]
mod tests_url;
#[cfg(all(test, feature = "html"))]
mod tests_url_browser;
#[cfg(all(test, feature = "html"))]
mod tests_url_laws;
#[cfg(all(test, feature = "html"))]
mod tests_url_values;
#[cfg(feature = "html")]
mod text;
mod trust;
#[cfg(feature = "html")]
mod url;
mod write;

#[cfg(feature = "html")]
pub(crate) use self::analysis::{Analysis, analyze};
pub use self::context::{HtmlContext, UrlPart};
#[cfg(feature = "html")]
pub(crate) use self::elements::text_state;
pub(crate) use self::place::Place;
pub(crate) use self::schemes::Schemes;
pub use self::trust::Trust;
pub(crate) use self::write::{Refusal, Value};
