//! JSON as it stands in memory: whether it is JSON at all, and walks over it that build nothing.
//!
//! `fault.rs` asks `serde_json`, `walk.rs` goes from value to value, `scalar.rs` reads one.

mod fault;
mod scalar;
mod walk;

pub(crate) use self::fault::{Fault, check, place};
pub(crate) use self::scalar::{kind, text, value};
pub(crate) use self::walk::{elements, members, whole};
