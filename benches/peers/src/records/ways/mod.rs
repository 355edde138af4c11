//! Everybody who makes letters, and what parts of the work take.

mod lacuna;
mod limit;
mod serde_json;
mod simd_json;
mod sonic_rs;

use std::ops::Range;

use crate::contender::Contender;

/// What is read: NDJSON, a record in each line.
pub(crate) type Input = &'static [u8];

pub(crate) fn all(input: Input) -> Vec<Contender> {
    let mut all = limit::contenders(input);
    all.extend(lacuna::contenders(input));
    all.extend(serde_json::contenders(input));
    all.extend(serde_json::engines(input));
    all.extend(sonic_rs::contenders(input));
    all.extend(simd_json::contenders(input));
    all
}

/// The records, found as everybody finds them.
fn lines(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    ranges(input).map(|line| &input[line])
}

/// The same as texts: the input is checked as a whole, which is faster than line by line.
fn texts(input: &[u8]) -> impl Iterator<Item = &str> {
    let text = str::from_utf8(input).expect("the input is UTF-8");
    ranges(input).map(move |line| &text[line])
}

fn ranges(input: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', input).map(move |end| {
        let line = start..end;
        start = end + 1;
        line
    })
}
