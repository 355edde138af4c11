//! What nobody can undercut: finding the lines. And what the parts of the work take.

use std::hint::black_box;

use super::{Input, lines};
use crate::contender::{Contender, Role};
use crate::letter::Record;

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    let mut letters = String::new();
    for line in lines(input) {
        let record: Record<'_> = serde_json::from_slice(line).expect("a record");
        record.letter().write(&mut letters);
    }
    let mut copy = String::with_capacity(letters.len());
    vec![
        Contender::floor(Role::Limit, "limit: `memchr` of the line breaks", move || {
            lines(black_box(input)).count()
        }),
        Contender::floor(Role::Floor, "floor: sum of all bytes, by eights", move || {
            // By eights: what the compiler makes wide loads of.
            let (words, rest) = black_box(input).as_chunks::<8>();
            let sum =
                words.iter().fold(0, |sum: u64, word| sum.wrapping_add(u64::from_le_bytes(*word)));
            rest.iter().fold(sum, |sum, byte| sum.wrapping_add(u64::from(*byte)))
        }),
        Contender::floor(Role::Floor, "floor: `from_utf8` of the input", move || {
            str::from_utf8(black_box(input)).is_ok()
        }),
        Contender::floor(Role::Floor, "floor: one copy of the output", move || {
            copy.clear();
            copy.push_str(black_box(&letters));
            black_box(&copy);
        }),
    ]
}
