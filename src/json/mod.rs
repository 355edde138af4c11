//! JSON as it stands in memory: whether it is JSON at all, and walks over it that build nothing.
//!
//! `fault.rs` asks `serde_json`, `walk.rs` goes from value to value, `scalar.rs` reads one; `lex.rs` holds what it
//! passes over to the grammar, as the windows of `document.rs` show it.

mod document;
mod fault;
pub(crate) mod lex;
mod scalar;
mod walk;

pub(crate) use self::document::Document;
pub(crate) use self::fault::{Fault, check, place};
pub(crate) use self::scalar::{borrowed, kind, text, text_into, value};
pub(crate) use self::walk::{elements, is_space, members, whole, without_space};
