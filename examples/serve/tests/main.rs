//! The server as it is met from outside: a process, asked over a socket.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test panics, and says what it has skipped"
)]

mod changes;
mod client;
mod hostile;
mod laws;
mod limits;
mod load;
mod process;
mod serving;
mod start;
mod visitor;
