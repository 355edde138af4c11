//! From template to resolution: an outcome for every placeholder, and no policy yet.
//!
//! `source/` is the seam to the data, `lookup.rs` finds the values of paths, `answer.rs` and
//! `translation.rs` decide which operand answers, `arguments.rs` and `message.rs` fill texts within
//! texts and `parts.rs` tells what those are made of; `resolved.rs` and `told.rs` turn the answer
//! into an `Outcome` (`outcome.rs`), `problem.rs` says what is wrong. `trail.rs` hears of every
//! candidate that is passed over, `tree.rs` does all of it for each string of a tree.

mod ahead;
mod answer;
mod answers;
mod arguments;
mod asked;
mod context;
mod expansion;
mod fill;
mod filters;
mod held;
mod known;
mod lookup;
mod message;
mod outcome;
mod parts;
mod pick;
mod placed;
mod plural;
mod problem;
mod resolved;
mod slots;
mod source;
mod spot;
mod suggest;
mod told;
mod trail;
mod translation;
mod tree;
mod update;

use std::fmt;
use std::ops::Range;

pub use self::context::Context;
pub use self::outcome::{Outcome, Rejected};
pub use self::resolved::Resolved;
pub use self::source::{FnSource, JsonBytes, Keys, Miss, Projection, Source, Tree};
pub use self::tree::TreeResolution;

pub(crate) use self::ahead::Message;
pub(crate) use self::answer::{Answer, Verdict};
pub(crate) use self::held::Held;
pub(crate) use self::lookup::Lookup;
pub(crate) use self::parts::{Part, Parts};
pub(crate) use self::slots::{Segments, Slot, Slots, is_plain_text};
pub(crate) use self::source::guard;
pub(crate) use self::update::Before;

use self::trail::{Reject, Trail};
use self::update::Spent;
use crate::template::{Expression, Placeholder, Standing, Tables, Template};

/// The outcome of every placeholder of a template; [`finish`](Resolution::finish) makes the output.
///
/// ```
/// use lacuna::{Context, Outcome, Template};
/// use serde_json::json;
///
/// let template = Template::text("[[ data.name.value ]] [[ data.nick.value ]]")?;
/// let data = json!({"data": {"name": {"value": ""}}, "metadata": {"defaultData": {"name": "Ada"}}});
/// let context = Context::new(&data);
/// let resolution = template.resolve(&context);
///
/// let outcomes: Vec<_> = resolution.outcomes().map(|resolved| resolved.outcome()).collect();
/// assert!(matches!(&outcomes[0], Outcome::Default { path, .. } if path.to_string() == "metadata.defaultData.name"));
/// assert_eq!(resolution.gaps().count(), 1);
/// # Ok::<(), lacuna::Error>(())
/// ```
pub struct Resolution<'a> {
    lookup: Lookup<'a>,
    /// One for each expression.
    answers: Vec<Answered<'a>>,
    rejects: Vec<Reject>,
    /// What all of it took of the limits.
    spent: Spent,
}

/// An answer, and what was looked at for it.
#[derive(Debug)]
struct Answered<'a> {
    answer: Answer<'a>,
    /// Its own among the rejects of the resolution.
    rejects: Range<usize>,
    /// More data may give something else, for a reason that no reject shows.
    is_open: bool,
}

impl Template<'_> {
    /// Finds an outcome for every placeholder. Never fails: what is missing is an outcome too.
    ///
    /// Looks up each distinct path once; placeholders that are only the same path are worked out once.
    pub fn resolve<'a>(&'a self, context: &'a Context<'a>) -> Resolution<'a> {
        Lookup::new(self, context).resolved(false)
    }
}

impl<'a> Lookup<'a> {
    /// An answer for every expression of the template, with the parts of texts within texts if
    /// somebody wants them told.
    fn resolved(mut self, tells_parts: bool) -> Resolution<'a> {
        let tables = self.template.tables();
        let mut trail = Trail::listening(tells_parts);
        let mut answers: Vec<Answered<'_>> = Vec::with_capacity(tables.expressions.len());
        for expression in &tables.expressions {
            answers.push(self.answered(expression, &mut trail));
        }
        settle_pairs(tables, &mut answers);
        let spent = self.spent();
        Resolution { lookup: self, answers, rejects: trail.into_rejects(), spent }
    }
}

impl<'a> Lookup<'a> {
    /// The answer of an expression, with what the trail heard of it.
    fn answered(&mut self, expression: &Expression, trail: &mut Trail) -> Answered<'a> {
        let first = trail.rejects().len();
        (trail.is_open, trail.is_unfilled) = (false, false);
        let answer = match self.first_answer(expression) {
            Some(mut answer) => {
                self.settle_place(expression, &mut answer);
                answer
            }
            None => self.answer_with(expression, trail),
        };
        Answered { answer, rejects: first..trail.rejects().len(), is_open: trail.is_open }
    }
}

/// Lets nothing be printed for what another one prints as its default.
fn settle_pairs(tables: &Tables, answers: &mut Vec<Answered<'_>>) {
    tables.settle_pairs(
        answers,
        |answers, expression| match &answers[expression as usize].answer.verdict {
            Verdict::Paired { .. } => Standing::Paired,
            verdict if verdict.is_gap() => Standing::Gap,
            _ => Standing::Prints,
        },
        |answers, pair| {
            let verdict = &mut answers[pair.default as usize].answer.verdict;
            let (placeholder, was_gap) = (pair.placeholder, verdict.is_gap());
            *verdict = Verdict::Paired { placeholder, was_gap };
        },
    );
}

impl<'a> Resolution<'a> {
    /// The outcomes of all placeholders, in the order of the text.
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = Resolved<'_>> {
        let template = self.template();
        template
            .tables()
            .placeholders
            .iter()
            .map(move |row| Resolved::new(self, Placeholder::new(template, *row), row.expression))
    }

    /// The placeholders for which there is nothing to print.
    pub fn gaps(&self) -> impl Iterator<Item = Resolved<'_>> {
        self.outcomes().filter(Resolved::is_gap)
    }

    pub(crate) const fn template(&self) -> &'a Template<'a> {
        self.lookup.template
    }

    /// Whether more data may give the expression something else.
    pub(crate) fn is_open(&self, expression: usize) -> bool {
        let Answered { rejects, is_open, .. } = &self.answers[expression];
        let template = self.template();
        let chain = template.tables().expressions[expression].chain;
        let rejects = &self.rejects[rejects.clone()];
        *is_open || self.lookup.are_open(template.operands(chain), rejects)
    }

    /// The answers in the order of the expressions.
    pub(crate) fn answers(&self) -> impl Iterator<Item = &Answer<'a>> {
        self.answers.iter().map(|answered| &answered.answer)
    }
}

impl fmt::Debug for Resolution<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.outcomes().map(|resolved| resolved.outcome())).finish()
    }
}
