//! The functions in a session of DataFusion, and on a cluster of Ballista.
//!
//! The oracle is `lacuna::render` with the same data as JSON.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod cluster;
mod columns;
mod combinations;
mod edges;
mod errors;
mod laws;
mod many;
#[path = "../examples/profiles/mod.rs"]
mod profiles;
mod registration;
mod session;
