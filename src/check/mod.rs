//! From templates and data to findings: what will be wrong with a page, before anyone sees it.
//!
//! `template.rs` judges a template alone, `data.rs` what became of its placeholders,
//! `survey.rs` what becomes of them with many records; `tree.rs` does the first two for JSON trees.
//! `schema/` judges a template by the schema of its data; `tally.rs` only counts, `unread.rs` tells which data none of
//! them reads.

mod data;
#[cfg(feature = "schema")]
mod schema;
mod survey;
mod tally;
mod template;
mod tree;
mod unread;

pub use self::survey::{Group, Survey};
pub use self::tally::Tally;
pub use self::unread::UnreadKeys;
