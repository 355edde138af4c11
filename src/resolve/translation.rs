//! Translations that stand in the page itself, in one language.

use super::answer::{Answer, Origin, Reject, Trail, Verdict, Why};
use super::held::Held;
use super::lookup::Lookup;
use crate::span::shown;
use crate::template::{Operand, OperandKind, Translation, is_number};
use crate::value::{Datum, Kind, State};

impl<'a> Lookup<'a> {
    /// A translation of the page: a text that is not blank, under one of the key's paths.
    pub(super) fn translate(
        &mut self,
        number: usize,
        operand: &Operand,
        trail: &mut impl Trail,
    ) -> Option<Answer<'a>> {
        let tables = self.template.tables();
        let mut why = Why::Missing;
        let nodes = match operand.kind {
            OperandKind::Translation(id) => {
                let translation = &tables.translations[id as usize];
                match self.check_counts(translation) {
                    Ok(()) => {}
                    Err(Count::Gap(argument)) => why = Why::Argument(argument),
                    Err(Count::NoNumber(message)) => {
                        let verdict = Verdict::Failed(message.into());
                        let origin = Origin::Translation { layer: 0 };
                        return Some(Answer {
                            verdict,
                            operand: number,
                            origin,
                            held: Held::text(""),
                        });
                    }
                }
                translation.nodes
            }
            OperandKind::PageText(node) => [Some(node), None],
            OperandKind::Path(_) | OperandKind::Literal(_) => [None, None],
        };
        if !matches!(why, Why::Argument(_)) {
            for node in nodes.into_iter().flatten() {
                for layer in 0..self.context.layers() {
                    let Some(held) = self.find(layer, node) else { continue };
                    let is_text = held.kind() == Kind::Text;
                    match held.state() {
                        State::Value if is_text => {
                            let origin = Origin::Translation { layer };
                            return Some(Answer {
                                verdict: Verdict::Value,
                                operand: number,
                                origin,
                                held,
                            });
                        }
                        State::Null => why = Why::NoText,
                        State::Empty | State::Blank if is_text => why = Why::NoText,
                        _ => why = Why::NotTranslation(held.kind()),
                    }
                }
            }
        }
        trail.reject(Reject { operand: number, origin: Origin::Translation { layer: 0 }, why });
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
