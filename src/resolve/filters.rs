//! Filters over what was found, and what kind of value they leave.

use super::answer::{Answer, Origin, Verdict, is_container};
use super::held::Held;
use super::lookup::Lookup;
use crate::template::Expression;
use crate::value::{Datum, State};
use crate::visible::{MESSAGE, cut};

const TRANSLATED: &str = "`number` takes a number of the data, this is a translation";

impl<'a> Lookup<'a> {
    /// Applies the filters of an expression, and judges the kind of value that is left.
    #[inline]
    pub(super) fn filter(&mut self, expression: &Expression, answer: &mut Answer<'a>) {
        let tables = self.template.tables();
        let was_container = is_container(&answer.held);
        for call in expression.calls.of(&tables.calls) {
            // A filter over parts has the origin of the whole, and makes a text of markup.
            (answer.parts, answer.is_markup) = (None, false);
            let arguments = call.arguments.of(&tables.literals);
            let numbers = if call.filter.writes_numbers() {
                if self.is_translated(answer.origin) {
                    answer.fail(TRANSLATED.to_owned());
                    return;
                }
                self.context.numbers(self.locale)
            } else {
                None
            };
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
        if expression.takes_json && !self.template.escape().is_html() {
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

    /// Whether what was found is a text that somebody has translated, perhaps with numbers as people write
    /// them: `1.234` is another number then.
    fn is_translated(&self, origin: Origin) -> bool {
        match origin {
            Origin::Translation { .. } => true,
            Origin::Argument(number) => self.is_translated_argument(number),
            Origin::Data { .. } | Origin::Default { .. } | Origin::Literal => false,
        }
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
