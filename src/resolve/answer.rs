//! Which operand answers a chain: the order of candidates, and what is passed over.

use std::mem;

use super::held::Held;
use super::lookup::Lookup;
use super::parts::Parts;
use super::source::guard;
use super::spot::Spot;
use super::trail::{Trail, Why};
use crate::escape::Refusal;
use crate::path::Path;
use crate::template::{Chain, Expression, Join, NodeId, Operand, OperandKind};
use crate::value::{Kind, State};

/// How an expression came out, in numbers of operands, layers and rules.
#[derive(Clone, Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) verdict: Verdict,
    /// The operand that answered; the first if none did.
    pub(super) operand: usize,
    pub(super) origin: Origin,
    /// What is printed, filters applied; an empty text if there is nothing.
    pub(crate) held: Held<'a>,
    /// What the text was made of that was found, if it holds placeholders of its own.
    pub(crate) parts: Option<Parts>,
    /// It is a message that was declared to be markup, and is no text that a filter has made.
    pub(super) is_markup: bool,
    /// Somebody vouches for it at its place in a page, or wherever there are no places.
    pub(crate) is_vouched: bool,
}

impl<'a> Answer<'a> {
    pub(super) const fn new(
        verdict: Verdict,
        operand: usize,
        origin: Origin,
        held: Held<'a>,
    ) -> Self {
        Self { verdict, operand, origin, held, parts: None, is_markup: false, is_vouched: false }
    }

    pub(super) fn missing(is_broken: bool, operand: usize, origin: Origin) -> Self {
        Self::new(Verdict::Missing { is_broken }, operand, origin, Held::text(""))
    }

    pub(super) fn failed(message: String, is_within: bool, operand: usize, origin: Origin) -> Self {
        let verdict = Verdict::Failed { message: message.into(), is_within };
        Self::new(verdict, operand, origin, Held::text(""))
    }

    /// Whether it is the default of a rule.
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self.origin, Origin::Default { .. })
    }

    pub(super) fn fail(&mut self, message: String) {
        self.verdict = Verdict::Failed { message: message.into(), is_within: false };
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Value,
    /// The first candidate that was empty or blank, since nothing better was found.
    Blank {
        is_gap: bool,
    },
    Missing {
        /// A source could not look. A fallback must not hide that.
        is_broken: bool,
    },
    NotText(Kind),
    /// Its place in a page cannot take it.
    Refused(Refusal),
    Failed {
        message: Box<str>,
        /// It is about a text that was found, and names it.
        is_within: bool,
    },
    /// Prints nothing, since this other placeholder prints it as its default.
    Paired {
        placeholder: u32,
        /// It would be a gap otherwise.
        was_gap: bool,
    },
}

impl Verdict {
    pub(crate) const fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    pub(crate) const fn is_gap(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::NotText(_) | Self::Blank { is_gap: true })
    }
}

/// Where a candidate came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Data {
        layer: usize,
    },
    Default {
        rule: usize,
        layer: usize,
    },
    /// A translation, in the page or in a catalog.
    Translation {
        spot: Spot,
        layer: usize,
    },
    /// An argument that the message was given, by number.
    Argument(usize),
    Literal,
}

impl Origin {
    pub(super) const fn layer(self) -> usize {
        match self {
            Self::Data { layer }
            | Self::Default { layer, .. }
            | Self::Translation { layer, .. } => layer,
            Self::Argument(_) | Self::Literal => 0,
        }
    }
}

impl<'a> Lookup<'a> {
    /// How `expression` comes out: its chain, then its filters.
    pub(crate) fn answer(&mut self, expression: &Expression) -> Answer<'a> {
        self.answer_with(expression, &mut Trail::deaf())
    }

    pub(super) fn answer_with(&mut self, expression: &Expression, trail: &mut Trail) -> Answer<'a> {
        // Within a text `safe` means nothing: what counts is whether the whole is escaped.
        self.is_safe = expression.at.is_vouched && !self.expansion.is_within();
        let mut answer = self.chain(expression.chain, trail);
        if matches!(answer.verdict, Verdict::Value | Verdict::Blank { .. }) {
            self.filter(expression, &mut answer);
        }
        self.settle_place(expression, &mut answer);
        if matches!(answer.verdict, Verdict::Missing { is_broken: true }) {
            if let Some(fault) = self.malformed(answer.origin.layer()) {
                answer.fail(fault);
            }
        }
        answer
    }

    /// What is wrong with the JSON of a layer that could not answer.
    #[cold]
    fn malformed(&self, layer: usize) -> Option<String> {
        guard::json(self.context.layer(layer))?.fault().map(ToString::to_string)
    }

    #[inline]
    pub(super) fn chain(&mut self, chain: Chain, trail: &mut Trail) -> Answer<'a> {
        let (tables, operands) = (self.template.tables(), self.template.operands(chain));
        let mut blank = None;
        for (number, operand) in operands.iter().enumerate() {
            let mut seen = Seen { chain, operand: number, blank: &mut blank, trail };
            let answer = match operand.kind {
                OperandKind::Literal(id) => {
                    let held = Held::literal(&tables.literals[id as usize]);
                    Some(Answer::new(Verdict::Value, number, Origin::Literal, held))
                }
                OperandKind::Path(node) | OperandKind::PageText(node)
                    if self.has_argument_at(node) =>
                {
                    self.ask_argument(node, &mut seen)
                }
                OperandKind::Path(node) => {
                    let is_page_default = self.is_page_default(node);
                    (0..self.context.layers()).find_map(|layer| {
                        let (origin, found) = (Origin::Data { layer }, self.find(layer, node));
                        if !is_page_default {
                            return seen.judge(self, origin, found);
                        }
                        let path = || self.template.path(node).into_owned();
                        self.judge_text(origin, found, path, &mut seen)
                    })
                }
                OperandKind::PageText(_) | OperandKind::Translation(_) => {
                    self.translate(number, operand, trail)
                }
            };
            if let Some(answer) = answer {
                return answer;
            }
        }
        let default = self.rule_defaults(chain, operands, &mut blank, trail);
        default.unwrap_or_else(|| match blank {
            Some(mut blank) if !trail.is_unfilled => {
                let is_gap = self.template.layout().counts_blank_as_gap();
                blank.verdict = Verdict::Blank { is_gap };
                blank
            }
            _ => Answer::missing(false, 0, Origin::Data { layer: 0 }),
        })
    }

    /// The rule defaults, asked only after every operand has failed on real data.
    fn rule_defaults(
        &mut self,
        chain: Chain,
        operands: &[Operand],
        blank: &mut Option<Answer<'a>>,
        trail: &mut Trail,
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
            // An argument hides the page, and with it its defaults.
            if self.has_argument_at(node) {
                return None;
            }
            template.tables().paths.segments(template.source(), node, &mut segments.0);
            let mut seen = Seen { chain, operand: number, blank, trail };
            rules.iter().enumerate().find_map(|(rule, pattern)| {
                let default = pattern.apply(&segments.0)?;
                (0..self.context.layers()).find_map(|layer| {
                    let found = self.find_default(layer, &default);
                    let path = || default.path().into_owned();
                    self.judge_text(Origin::Default { rule, layer }, found, path, &mut seen)
                })
            })
        });
        self.segments = segments;
        answer
    }

    /// The answer, if the candidate is a text of the page: what it holds is filled first.
    fn judge_text(
        &mut self,
        origin: Origin,
        found: Result<Held<'a>, Why>,
        path: impl FnOnce() -> Path<'static>,
        seen: &mut Seen<'_, 'a>,
    ) -> Option<Answer<'a>> {
        let Ok(text) = &found else { return seen.judge(self, origin, found) };
        match self.is_message(text) {
            Ok(true) => {}
            Ok(false) => return seen.judge(self, origin, found),
            Err(message) => return Some(Answer::failed(message, false, seen.operand, origin)),
        }
        let path = path();
        let name = path.to_string();
        match self.expanded(text, (origin.layer(), path), (&name, self.locale), &[], seen.trail) {
            Ok((held, parts)) => {
                let answer = seen.judge(self, origin, Ok(held))?;
                Some(Answer { parts, ..answer })
            }
            Err(unfilled) => unfilled.settle(seen.operand, origin, seen.trail),
        }
    }

    /// Whether a rule gives what stands at `node` as a default, and its text may be filled.
    #[inline]
    fn is_page_default(&self, node: NodeId) -> bool {
        let layout = self.template.layout();
        // The path is put together only where that counts.
        layout.expands() && layout.fills(self.template.path(node).segments())
    }
}

/// What has been seen of an operand's candidates so far.
pub(super) struct Seen<'s, 'a> {
    chain: Chain,
    operand: usize,
    /// The first candidate of the whole chain that was empty or blank.
    blank: &'s mut Option<Answer<'a>>,
    pub(super) trail: &'s mut Trail,
}

impl<'a> Seen<'_, 'a> {
    /// The answer, unless the candidate is passed over.
    #[inline]
    pub(super) fn judge(
        &mut self,
        lookup: &mut Lookup<'a>,
        origin: Origin,
        found: Result<Held<'a>, Why>,
    ) -> Option<Answer<'a>> {
        let operand = self.operand;
        let why = match found.as_ref().map(|held| lookup.state(held)) {
            Ok(State::Value) => None,
            Ok(State::Empty) => (self.chain.join == Join::Or).then_some(Why::Empty),
            Ok(State::Blank) => (self.chain.join == Join::Or).then_some(Why::Blank),
            Ok(State::Null) => Some(Why::Null),
            Err(Why::Broken) => return Some(self.trail.broken(operand, origin, Why::Broken)),
            Err(why) => Some(*why),
        };
        if self.trail.listens() && found.as_ref().is_ok_and(is_container) {
            self.trail.is_open = true;
        }
        let answer = found.ok().map(|held| Answer::new(Verdict::Value, operand, origin, held));
        let Some(why) = why else { return answer };
        self.trail.reject(operand, origin, why);
        if self.blank.is_none() && matches!(why, Why::Empty | Why::Blank) {
            *self.blank = answer;
        }
        None
    }
}

pub(super) fn is_container(held: &Held<'_>) -> bool {
    matches!(held.kind(), Kind::Array | Kind::Object)
}
