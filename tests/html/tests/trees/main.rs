//! Whatever a value is, the page around it stays the same tree: html5ever is the judge.

mod fragments;
mod hunt;
mod judge;
