//! Translations that stand in the page itself, in one language.

use super::answer::{Answer, Origin, Reject, Trail, Verdict, Why};
use super::held::Held;
use super::lookup::Lookup;
use crate::template::{NodeId, Translation, is_number};
use crate::value::{Datum, Kind, State};
use crate::visible::shown;

impl<'a> Lookup<'a> {
    /// `t(…)`: skipped if its count is a gap, failed if that is no number.
    pub(super) fn translate(
        &mut self,
        operand: usize,
        translation: &Translation,
        trail: &mut impl Trail,
    ) -> Option<Answer<'a>> {
        match self.check_counts(translation) {
            Ok(()) => self.page_text(operand, translation.nodes, trail),
            Err(Count::Gap(argument)) => {
                let why = Why::Argument(argument);
                trail.reject(Reject { operand, origin: Origin::Translation { layer: 0 }, why });
                None
            }
            Err(Count::NoNumber(message)) => {
                let verdict = Verdict::Failed(message.into());
                let origin = Origin::Translation { layer: 0 };
                Some(Answer { verdict, operand, origin, held: Held::text("") })
            }
        }
    }

    /// A translation of the page: a text that is not blank, under the first of `nodes` that has
    /// one in any layer.
    pub(super) fn page_text(
        &mut self,
        operand: usize,
        nodes: [Option<NodeId>; 2],
        trail: &mut impl Trail,
    ) -> Option<Answer<'a>> {
        let mut is_known = false;
        for node in nodes.into_iter().flatten() {
            for layer in 0..self.context.layers() {
                let Some(held) = self.find(layer, node) else { continue };
                let (kind, origin) = (held.kind(), Origin::Translation { layer });
                let why = match held.state() {
                    State::Value if kind == Kind::Text => {
                        return Some(Answer { verdict: Verdict::Value, operand, origin, held });
                    }
                    _ if matches!(kind, Kind::Text | Kind::Null) => Why::NoText,
                    _ => Why::NotTranslation(kind),
                };
                is_known = true;
                trail.reject(Reject { operand, origin, why });
            }
        }
        if !is_known {
            let origin = Origin::Translation { layer: 0 };
            trail.reject(Reject { operand, origin, why: Why::Missing });
        }
        None
    }

    /// A `count` or `ordinal` must be there, and a number.
    fn check_counts(&mut self, translation: &Translation) -> Result<(), Count> {
        let tables = self.template.tables();
        for (number, argument) in translation.arguments.of(&tables.arguments).iter().enumerate() {
            let name = &self.template.source()[argument.name.range()];
            if !matches!(name, "count" | "ordinal") {
                continue;
            }
            let answer = self.chain(argument.chain, &mut ());
            let kind = answer.held.kind();
            if answer.verdict.is_gap() || matches!(kind, Kind::Array | Kind::Object) {
                return Err(Count::Gap(number));
            }
            if let Verdict::Failed(message) = answer.verdict {
                return Err(Count::NoNumber(message.into()));
            }
            if kind == Kind::Number {
                continue;
            }
            match &*answer.held.datum() {
                Datum::Text(text) if is_number(text) => {}
                Datum::Text(text) => {
                    let text = shown(text, 60);
                    return Err(Count::NoNumber(format!("`{name}` is no number: `{text}`")));
                }
                _ => return Err(Count::NoNumber(format!("`{name}` is no number, it is {kind}"))),
            }
        }
        Ok(())
    }
}

/// What is wrong with the count of a translation.
enum Count {
    Gap(usize),
    NoNumber(String),
}
