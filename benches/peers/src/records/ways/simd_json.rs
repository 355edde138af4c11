//! `simd-json`, with letters by hand. It writes into its input, so each line is copied first, and padded as it
//! likes it; what it can keep from line to line it keeps.

use std::mem;

use ::simd_json::prelude::{ValueAsScalar, ValueIntoString};
use ::simd_json::value::borrowed;
use ::simd_json::{
    Buffers, Deserializer, INPUT_PADDING, Tape, fill_tape_padded, tape, to_borrowed_value,
};
use serde::Deserialize;

use super::{Input, lines};
use crate::contender::{Contender, Role};
use crate::letter::{Letter, Record, letter_by_keys};

pub(super) fn contenders(input: Input) -> Vec<Contender> {
    let mut copy = Vec::new();
    vec![
        on_tape("simd-json: tape", input, |tape, out| {
            letter_of_tape(tape.as_value()).write(out);
            tape
        }),
        on_tape("simd-json: typed", input, |tape, out| {
            let mut tape = Deserializer::from_tape(tape);
            Record::deserialize(&mut tape).expect("a record").letter().write(out);
            tape.into_tape()
        }),
        Contender::writer(Role::HandWritten, "simd-json: borrowed `Value`", move |out| {
            for line in lines(input) {
                copy.clear();
                copy.extend_from_slice(line);
                letter_of_value(&to_borrowed_value(&mut copy).expect("a record")).write(out);
            }
        }),
    ]
}

/// Writes the letter of each record, given as a tape, which is given back.
fn on_tape(
    name: &'static str,
    input: Input,
    write: for<'l> fn(Tape<'l>, &mut String) -> Tape<'l>,
) -> Contender {
    let (mut copy, mut buffers, mut spare) = (Vec::new(), Buffers::default(), Tape(Vec::new()));
    Contender::writer(Role::HandWritten, name, move |out| {
        for line in lines(input) {
            copy.clear();
            copy.extend_from_slice(line);
            copy.resize(line.len() + INPUT_PADDING, 0);
            let mut tape = mem::replace(&mut spare, Tape(Vec::new())).reset();
            let filled = fill_tape_padded(&mut copy, line.len(), &mut buffers, &mut tape);
            filled.expect("a record");
            spare = write(tape, out).reset();
        }
    })
}

fn letter_of_tape<'l>(record: tape::Value<'_, 'l>) -> Letter<'l> {
    let get = |key| record.get(key).expect("a value");
    let text = |value: tape::Value<'_, 'l>| value.into_string().expect("a text");
    let inner = |value: tape::Value<'_, 'l>, key| text(value.get(key).expect("a value"));
    let account = get("account");
    Letter {
        salutation: text(get("salutation")),
        name: text(get("name")),
        company: text(get("company")),
        title: inner(get("orders").get_idx(0).expect("an order"), "title"),
        city: inner(get("address"), "city"),
        points: account.get("points").and_then(|points| points.as_u64()).expect("a number"),
        manager: inner(account.get("manager").expect("a value"), "name"),
        next_visit: text(get("next_visit")),
    }
}

letter_by_keys!(letter_of_value, borrowed::Value<'_>);
