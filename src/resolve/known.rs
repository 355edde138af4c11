//! What is known of large values: no expression looks at one again that another has looked at.

use std::collections::BTreeMap;
use std::ptr;

use serde_json::Value;

use super::held::Held;
use crate::value::{State, TextStates, depth};

/// What is known of values by where they stand in the data; it stays as long as they do.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    states: TextStates<'a>,
    /// By address.
    depths: BTreeMap<usize, usize>,
}

impl<'a> Known<'a> {
    #[inline]
    pub(super) fn state(&mut self, held: &Held<'a>) -> State {
        match held.long_text() {
            Some(text) => self.states.state(text),
            None => held.state(),
        }
    }

    /// How many levels of arrays and objects there are.
    pub(super) fn depth(&mut self, held: &Held<'a>) -> usize {
        match held {
            Held::Value(tree @ (Value::Array(_) | Value::Object(_))) => {
                *self.depths.entry(ptr::from_ref(*tree).addr()).or_insert_with(|| depth(tree))
            }
            held => held.made_depth(),
        }
    }
}
