//! Which operand answers a chain: the order of candidates, and what is passed over.

use std::mem;

use super::held::Held;
use super::lookup::Lookup;
use crate::path::Path;
use crate::template::{Chain, Expression, Join, Operand, OperandKind};
use crate::value::{Datum, Kind, State};

/// How an expression came out, in numbers of operands, layers and rules.
#[derive(Clone, Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) verdict: Verdict,
    /// The operand that answered; the first if none did.
    pub(super) operand: usize,
    pub(super) origin: Origin,
    /// What is printed, filters applied; an empty text if there is nothing.
    pub(crate) held: Held<'a>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Value,
    /// The first candidate that was empty or blank, since nothing better was found.
    Blank {
        is_gap: bool,
    },
    Missing,
    NotText(Kind),
    Failed(Box<str>),
    /// Prints nothing, since this other placeholder prints it as its default.
    Paired {
        placeholder: u32,
    },
}

impl Verdict {
    pub(crate) const fn is_gap(&self) -> bool {
        matches!(self, Self::Missing | Self::NotText(_) | Self::Blank { is_gap: true })
    }
}

/// Where a candidate came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Data { layer: usize },
    Default { rule: usize, layer: usize },
    Translation { layer: usize },
    Literal,
}

impl Origin {
    pub(super) const fn layer(self) -> usize {
        match self {
            Self::Data { layer } | Self::Default { layer, .. } | Self::Translation { layer } => {
                layer
            }
            Self::Literal => 0,
        }
    }
}

/// A candidate that was passed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reject {
    pub(super) operand: usize,
    pub(super) origin: Origin,
    pub(super) why: Why,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Why {
    Missing,
    Null,
    Empty,
    Blank,
    /// A translation that is null, empty or blank.
    NoText,
    /// Something other than a text where a translation belongs.
    NotTranslation(Kind),
    /// An argument of the translation, by number, is a gap.
    Argument(usize),
}

/// Hears about every candidate that is passed over; `()` does not listen.
pub(super) trait Trail {
    fn reject(&mut self, reject: Reject);
}

impl Trail for () {
    fn reject(&mut self, _: Reject) {}
}

impl Trail for Vec<Reject> {
    fn reject(&mut self, reject: Reject) {
        self.push(reject);
    }
}

impl<'a> Lookup<'a> {
    /// How `expression` comes out: its chain, then its filters.
    pub(crate) fn answer(&mut self, expression: &Expression) -> Answer<'a> {
        self.answer_with(expression, &mut ())
    }

    pub(super) fn answer_with(
        &mut self,
        expression: &Expression,
        trail: &mut impl Trail,
    ) -> Answer<'a> {
        let mut answer = self.chain(expression.chain, trail);
        if !matches!(answer.verdict, Verdict::Value | Verdict::Blank { .. }) {
            return answer;
        }
        let tables = self.template.tables();
        let was_container = is_container(&answer.held);
        for call in expression.calls.of(&tables.calls) {
            let arguments = call.arguments.of(&tables.literals);
            let made = call.filter.apply(&answer.held.datum(), arguments, self.left);
            match made.and_then(|text| self.spend(text)) {
                Ok(text) => answer.held = Held::Datum(text),
                Err(message) => {
                    answer.verdict = Verdict::Failed(message.into());
                    return answer;
                }
            }
        }
        if expression.takes_json {
            if let Some(fault) = answer.held.json_fault() {
                answer.verdict = Verdict::Failed(fault.into());
            }
        }
        if !was_container {
            return answer;
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
        answer
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

    pub(super) fn chain(&mut self, chain: Chain, trail: &mut impl Trail) -> Answer<'a> {
        let (tables, operands) = (self.template.tables(), self.template.operands(chain));
        let mut blank = None;
        for (number, operand) in operands.iter().enumerate() {
            let answer = match operand.kind {
                OperandKind::Literal(id) => {
                    let held = Held::literal(&tables.literals[id as usize]);
                    let (verdict, origin) = (Verdict::Value, Origin::Literal);
                    Some(Answer { verdict, operand: number, origin, held })
                }
                OperandKind::Path(node) => {
                    let mut seen = Seen { chain, operand: number, blank: &mut blank, trail };
                    (0..self.context.layers()).find_map(|layer| {
                        let held = self.find(layer, node);
                        seen.judge(Origin::Data { layer }, held)
                    })
                }
                OperandKind::PageText(node) => self.page_text(number, [Some(node), None], trail),
                OperandKind::Translation(id) => {
                    self.translate(number, &tables.translations[id as usize], trail)
                }
            };
            if let Some(answer) = answer {
                return answer;
            }
        }
        self.rule_defaults(chain, operands, &mut blank, trail).unwrap_or_else(|| match blank {
            Some(mut blank) => {
                let is_gap = self.template.layout().counts_blank_as_gap();
                blank.verdict = Verdict::Blank { is_gap };
                blank
            }
            None => Answer {
                verdict: Verdict::Missing,
                operand: 0,
                origin: Origin::Data { layer: 0 },
                held: Held::text(""),
            },
        })
    }

    /// The rule defaults, asked only after every operand has failed on real data.
    fn rule_defaults(
        &mut self,
        chain: Chain,
        operands: &[Operand],
        blank: &mut Option<Answer<'a>>,
        trail: &mut impl Trail,
    ) -> Option<Answer<'a>> {
        let template = self.template;
        let rules = template.layout().rules();
        if rules.is_empty() {
            return None;
        }
        let mut segments = mem::take(&mut self.segments);
        let answer = operands.iter().enumerate().find_map(|(number, operand)| {
            let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
                return None;
            };
            template.tables().paths.segments(template.source(), node, &mut segments);
            let mut seen = Seen { chain, operand: number, blank, trail };
            rules.iter().enumerate().find_map(|(rule, pattern)| {
                let default = pattern.apply(&segments)?;
                (0..self.context.layers()).find_map(|layer| {
                    seen.judge(Origin::Default { rule, layer }, self.find_default(layer, &default))
                })
            })
        });
        self.segments = segments;
        answer
    }

    /// The path that a candidate of `origin` is looked up at; none if it has not one path.
    pub(super) fn candidate(&self, operand: &Operand, origin: Origin) -> Option<Path<'a>> {
        let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
            return None;
        };
        Some(match origin {
            Origin::Default { rule, .. } => self.default_path(node, rule),
            _ => self.template.path(node),
        })
    }
}

/// What has been seen of an operand's candidates so far.
struct Seen<'s, 'a, T> {
    chain: Chain,
    operand: usize,
    /// The first candidate of the whole chain that was empty or blank.
    blank: &'s mut Option<Answer<'a>>,
    trail: &'s mut T,
}

impl<'a, T: Trail> Seen<'_, 'a, T> {
    /// The answer, unless the candidate is passed over.
    fn judge(&mut self, origin: Origin, held: Option<Held<'a>>) -> Option<Answer<'a>> {
        let operand = self.operand;
        let why = match held.as_ref().map(Held::state) {
            Some(State::Value) => None,
            Some(State::Empty) => (self.chain.join == Join::Or).then_some(Why::Empty),
            Some(State::Blank) => (self.chain.join == Join::Or).then_some(Why::Blank),
            Some(State::Null) => Some(Why::Null),
            None => Some(Why::Missing),
        };
        let answer = held.map(|held| Answer { verdict: Verdict::Value, operand, origin, held });
        let Some(why) = why else { return answer };
        self.trail.reject(Reject { operand, origin, why });
        if self.blank.is_none() && matches!(why, Why::Empty | Why::Blank) {
            *self.blank = answer;
        }
        None
    }
}

fn is_container(held: &Held<'_>) -> bool {
    matches!(held.kind(), Kind::Array | Kind::Object)
}
