//! Evidence that pages of `Template::html` are what they say: what the tests of this crate share.

pub mod hostile;
pub mod outline;
pub mod page;
