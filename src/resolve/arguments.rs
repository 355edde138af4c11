//! The arguments of `t(…)`: worked out where it stands, seen by the text that it finds.

use std::mem;

use super::answer::{Answer, Origin, Seen, Verdict, is_container};
use super::held::Held;
use super::lookup::Lookup;
use super::outcome::{Outcome, Rejected};
use super::parts::Parts;
use super::source::walk;
use super::trail::{Trail, Why};
use crate::error::Reason;
use crate::locale::Counting;
use crate::path::{Path, Segment};
use crate::template::{CONTEXT, COUNT, Chain, NodeId, ORDINAL, Translation};
use crate::value::{Datum, State, is_number};
use crate::visible::shown;

/// An argument with its value.
#[derive(Clone, Debug)]
pub(super) struct Argument<'a> {
    name: String,
    /// None if nothing was found for it: it hides the page all the same.
    held: Option<Held<'a>>,
    /// Where the value came from.
    outcome: Outcome<'static>,
    /// What the text was made of that was found, if it was filled.
    parts: Option<Parts>,
    /// What was passed over for it, if somebody wants to know.
    rejected: Vec<Rejected<'static>>,
    /// Nothing was found for it since a text within it has a gap: only an answer may hide that.
    is_unfilled: bool,
    /// Why nothing was found, if somebody wants to know.
    gap: Option<Reason>,
}

impl Argument<'_> {
    /// What it counts and its digits, if that is what it is for.
    pub(super) fn number(&self) -> Option<(Counting, String)> {
        let counting = match &*self.name {
            COUNT => Counting::Cardinal,
            ORDINAL => Counting::Ordinal,
            _ => return None,
        };
        let held = self.held.as_ref()?;
        Some((counting, held.datum().text()?.to_owned()))
    }

    /// What it says if it is the context of the translation; nothing if it is a gap or blank.
    pub(super) fn context(&self) -> Option<String> {
        let held = self.held.as_ref().filter(|_| self.name == CONTEXT)?;
        let is_value = held.state() == State::Value;
        held.datum().text().filter(|_| is_value).map(str::to_owned)
    }
}

/// What is wrong with an argument.
pub(super) enum Fault {
    /// A count is a gap.
    Gap(Why),
    /// A source could not look; the row of the reasons.
    Broken(usize),
    Failed {
        message: String,
        /// It is about a text that was found, and names it.
        is_within: bool,
    },
}

impl<'a> Lookup<'a> {
    /// The arguments that a text may see; if it sees none, only those that must be numbers. Those of the text
    /// itself, if the translation is a reference that hands them on.
    pub(super) fn arguments(
        &mut self,
        translation: &Translation,
        trail: &mut Trail,
    ) -> Result<Vec<Argument<'a>>, Fault> {
        if translation.arguments.is_empty() {
            let handed = self.arguments.iter().filter(|_| translation.hands_on);
            return Ok(handed.cloned().collect());
        }
        self.expansion.begin().map_err(|message| Fault::Failed { message, is_within: false })?;
        // An argument is escaped with the text that it is put into, and not before.
        let is_safe = mem::replace(&mut self.is_safe, false);
        let template = self.template;
        let written = translation.arguments.of(&template.tables().arguments).iter();
        let is_seen = self.expansion.expands() || self.context.messages().is_some();
        let written = written.map(|argument| (&template.source()[argument.name.range()], argument));
        let arguments = written
            .filter(|(name, _)| is_seen || is_choice(name))
            .map(|(name, argument)| self.argument(name, argument.chain, trail))
            .collect();
        self.is_safe = is_safe;
        self.expansion.end();
        arguments
    }

    fn argument(
        &mut self,
        name: &str,
        chain: Chain,
        trail: &mut Trail,
    ) -> Result<Argument<'a>, Fault> {
        let operands = self.template.operands(chain);
        let mut heard = trail.another();
        let mut answer = self.chain(chain, &mut heard);
        trail.is_open |= heard.is_open || self.are_open(operands, heard.rejects());
        let is_count = is_count(name);
        if is_count && is_container(&answer.held) {
            answer.verdict = Verdict::NotText(answer.held.kind());
        }
        let is_gap = answer.verdict.is_gap();
        let tells_gap = is_gap && trail.listens();
        let gap = tells_gap.then(|| self.gap_reason(operands, &answer, heard.rejects()));
        match answer.verdict {
            Verdict::Missing { is_broken: true } => return Err(Fault::Broken(self.tell(gap))),
            Verdict::Failed { message, is_within } => {
                return Err(Fault::Failed { message: message.into(), is_within });
            }
            _ if is_count && is_gap && heard.is_unfilled => {
                trail.is_unfilled = true;
                return Err(Fault::Gap(Why::Told(self.tell(gap))));
            }
            _ if is_count && is_gap => {
                let gap =
                    gap.map(|why| Reason::Argument { name: name.to_owned(), why: why.into() });
                return Err(Fault::Gap(Why::Argument(self.tell(gap))));
            }
            _ if is_count => {
                let counts = self.look(&answer.held).and_then(|()| count(name, &answer.held));
                counts.map_err(|message| Fault::Failed { message, is_within: false })?;
            }
            _ => {}
        }
        let rejected = heard.rejects().iter().filter(|_| trail.tells_parts()).map(|reject| {
            let operand = &operands[reject.operand];
            self.rejected(operand, operand.span, reject).into_owned()
        });
        Ok(Argument {
            name: name.to_owned(),
            outcome: self.outcome(&operands[answer.operand], answer.origin).into_owned(),
            rejected: rejected.collect(),
            parts: answer.parts,
            held: (!is_gap).then_some(answer.held),
            is_unfilled: is_gap && heard.is_unfilled,
            gap,
        })
    }

    /// Whether the path at `node` begins with an argument, which hides the page.
    #[inline]
    pub(super) fn has_argument_at(&self, node: NodeId) -> bool {
        // Hardly any text has arguments, and only then the path is told.
        !self.arguments.is_empty() && self.argument_at(&self.template.path(node)).is_some()
    }

    fn argument_at(&self, path: &Path<'_>) -> Option<usize> {
        let Some(Segment::Key(head)) = path.segments().first() else { return None };
        let named = |name: &str| self.arguments.iter().position(|argument| argument.name == name);
        // i18next calls the number of an ordinal `count` too.
        named(head).or_else(|| if head == COUNT { named(ORDINAL) } else { None })
    }

    /// The value at `node`, which lies in an argument.
    pub(super) fn ask_argument(
        &mut self,
        node: NodeId,
        seen: &mut Seen<'_, 'a>,
    ) -> Option<Answer<'a>> {
        let path = self.template.path(node);
        let number = self.argument_at(&path)?;
        let below = path.segments()[1..].iter();
        let Argument { held, parts, is_unfilled, .. } = &self.arguments[number];
        seen.trail.is_unfilled |= is_unfilled;
        let why = if *is_unfilled { Why::Given(number) } else { Why::Missing };
        let is_whole = below.len() == 0;
        let parts = parts.clone().filter(|_| is_whole);
        let held = held.as_ref().and_then(|held| match held {
            held if is_whole => Some(held.clone()),
            Held::Value(value) => walk(value, below).ok().map(Held::Value),
            // Copied once, however many expressions want it.
            held => self
                .within_arguments
                .entry(node.index())
                .or_insert_with(|| {
                    let value = walk(&held.json(), below).ok()?.clone();
                    Some(Held::new(Datum::from(value)))
                })
                .clone(),
        });
        let answer = seen.judge(self, Origin::Argument(number), held.ok_or(why))?;
        Some(Answer { parts, ..answer })
    }

    /// Where the value at `path` came from, which lies in the argument with this number.
    pub(super) fn argument_outcome(&self, number: usize, path: &Path<'_>) -> Outcome<'static> {
        let below = |found: &Path<'_>| {
            let segments = found.segments().iter().chain(&path.segments()[1..]);
            Path::new(segments.map(Segment::to_static).collect())
        };
        match &self.arguments[number].outcome {
            Outcome::Data { path, layer } => Outcome::Data { path: below(path), layer: *layer },
            Outcome::Default { path, rule, layer } => {
                Outcome::Default { path: below(path), rule: *rule, layer: *layer }
            }
            outcome => outcome.clone(),
        }
    }

    /// Whether the argument with this number is a translation.
    pub(super) fn is_translated_argument(&self, number: usize) -> bool {
        matches!(self.arguments[number].outcome, Outcome::Translation { .. })
    }

    /// The layer that the argument with this number came from.
    pub(super) fn argument_layer(&self, number: usize) -> usize {
        match self.arguments[number].outcome {
            Outcome::Data { layer, .. }
            | Outcome::Default { layer, .. }
            | Outcome::Translation { layer, .. } => layer,
            _ => 0,
        }
    }

    /// What was passed over for the argument with this number.
    pub(super) fn argument_rejected(&self, number: usize) -> &[Rejected<'static>] {
        &self.arguments[number].rejected
    }

    /// The gap in the text that the argument with this number found.
    pub(super) fn argument_gap(&self, number: usize) -> Reason {
        self.arguments[number].gap.clone().unwrap_or(Reason::Absent)
    }

    /// Why there is nothing at `path`, which lies in the argument with this number.
    pub(super) fn argument_reason(&self, number: usize, path: &Path<'_>) -> Reason {
        let argument = &self.arguments[number];
        let found = argument.held.as_ref().map(|held| {
            walk(&held.json(), path.segments()[1..].iter()).err().map(|miss| miss.behind(1))
        });
        if let Some(Some(miss)) = found {
            return miss.reason(path);
        }
        let why = argument.gap.clone().unwrap_or(Reason::Absent);
        Reason::Argument { name: argument.name.clone(), why: Box::new(why) }
    }
}

/// Whether an argument says which text is meant, and not only what stands in it.
pub(super) fn is_choice(name: &str) -> bool {
    is_count(name) || name == CONTEXT
}

/// Whether the value of an argument of that name must be a number.
fn is_count(name: &str) -> bool {
    matches!(name, COUNT | ORDINAL)
}

/// A `count` or `ordinal` must be a number.
fn count(name: &str, held: &Held<'_>) -> Result<(), String> {
    let found = match &*held.datum() {
        Datum::Number(_) => return Ok(()),
        Datum::Text(text) if is_number(text) => return Ok(()),
        Datum::Text(text) => format!(": `{}`", shown(text, 60)),
        other => format!(", it is {}", other.kind()),
    };
    Err(format!("`{name}` is no number{found}"))
}
