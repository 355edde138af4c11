//! Pages of a folder of templates, each with its record, in the language of who asks.
//!
//! ```text
//! disk ──look──▶ Folder ──assemble──▶ Site ──swapped in──▶ request ──answer──▶ response
//!                documents            pages, languages
//! ```
//!
//! [`folder`] looks at the disk and reads what has changed into [`document`]s; [`site`] puts those together to what a
//! request sees, of which nothing is ever changed: the next site takes its place as a whole. [`watch`] drives both when
//! something has changed. [`answer`] makes a response of a request and a site, without the disk; [`server`] holds
//! connections to their limits and ends them; [`status`] tells how all of that is, and `visitor.rs` who asks.

pub mod address;
pub mod answer;
pub mod document;
pub mod fault;
pub mod folder;
pub mod log;
pub mod options;
pub mod server;
pub mod site;
pub mod status;
mod visitor;
pub mod watch;
