//! Templates against schemas: what is told without any data.

mod cases;
mod claims;
mod fitting;
mod generator;
mod hostile;
mod laws;
mod oracle;
mod program;
