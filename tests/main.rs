//! All integration tests, linked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod allocations;
mod audit;
mod autotraits;
mod carets;
mod catalogs;
mod checking;
mod coverage;
mod editing;
mod examples;
mod expansion;
mod explain;
mod findings;
mod formats;
mod generators;
mod golden;
mod hostile;
#[cfg(feature = "html")]
mod inspect;
mod json_bytes;
mod languages;
mod laws;
mod locales;
mod matrix;
mod merge;
mod merge_example;
mod naive;
mod naive_translations;
#[cfg(feature = "html")]
mod page_laws;
mod partial;
mod projection;
mod reports;
#[cfg(feature = "schema")]
mod schema;
mod short_ways;
mod sources;
mod states;
mod suggestions;
mod tidy;
mod trees;
mod updates;
