//! Filters over what was found, and what kind of value they leave.

use super::answer::{Answer, Origin, Verdict, is_container};
use super::held::Held;
use super::lookup::Lookup;
use crate::locale::NumberFormat;
use crate::template::Expression;
use crate::value::{Datum, State};
use crate::visible::{MESSAGE, cut};

impl<'a> Lookup<'a> {
    /// Applies the filters of an expression, and judges the kind of value that is left.
    #[inline]
    pub(super) fn filter(&mut self, expression: &Expression, answer: &mut Answer<'a>) {
        let tables = self.template.tables();
        let was_container = is_container(&answer.held);
        for call in expression.calls.of(&tables.calls) {
            // A filter over parts has the origin of the whole.
            answer.parts = None;
            let arguments = call.arguments.of(&tables.literals);
            let writes = call.filter.writes_numbers();
            let numbers = writes.then(|| self.numbers(answer.origin)).flatten();
            let (held, left) = (&answer.held, self.left);
            let made = self
                .look(held)
                .and_then(|()| call.filter.apply(&held.datum(), arguments, left, numbers));
            match made.and_then(|text| self.spend(text)) {
                Ok(text) => answer.held = Held::Datum(text),
                Err(message) => {
                    answer.fail(cut(&message, MESSAGE));
                    return;
                }
            }
        }
        if expression.takes_json {
            if let Some(fault) = self.json_fault(&answer.held) {
                answer.fail(fault);
            }
        }
        if !was_container {
            return;
        }
        match (is_container(&answer.held), answer.held.state()) {
            (true, _) if expression.takes_json => {}
            (true, State::Empty) if answer.verdict == Verdict::Value => {
                answer.verdict = Verdict::Blank { is_gap: false };
            }
            (true, State::Value) => answer.verdict = Verdict::NotText(answer.held.kind()),
            // An empty array or object that a filter turned into a text is blank no more.
            (false, State::Value) => answer.verdict = Verdict::Value,
            _ => {}
        }
    }

    /// How numbers are written where this answered: in the language of the translation, or of the text that
    /// is filled, or else in the first.
    fn numbers(&self, origin: Origin) -> Option<&'a NumberFormat> {
        let own = match origin {
            Origin::Translation { spot, .. } => spot.place.locale(),
            _ => None,
        };
        self.context.numbers(own.or(self.locale))
    }

    /// The text that a filter made, if all of them together stay within the limit of the output.
    fn spend(&mut self, made: Datum<'a>) -> Result<Datum<'a>, String> {
        let len = made.text().map_or(0, str::len);
        self.left = self.left.checked_sub(len).ok_or_else(|| {
            let limit = self.template.limits().output_bytes();
            format!("the texts that filters make are together longer than {limit} bytes")
        })?;
        Ok(made)
    }
}
