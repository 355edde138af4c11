//! From templates and data to findings: what will be wrong with a page, before anyone sees it.
//!
//! `template.rs` judges a template alone, `data.rs` what became of its placeholders,
//! `survey.rs` what becomes of them with many records.

mod data;
mod survey;
mod template;

pub use self::survey::{Group, Survey};
