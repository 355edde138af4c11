//! From templates and data to findings: what will be wrong with a page, before anyone sees it.
//!
//! `template.rs` judges a template alone, `data.rs` what became of its placeholders.

mod data;
mod template;
