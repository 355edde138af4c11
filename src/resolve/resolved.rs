//! A placeholder with its answer, told in paths and texts instead of numbers.

use std::borrow::Cow;

use super::Resolution;
use super::answer::{Answer, Origin, Verdict};
use super::outcome::{Outcome, Rejected};
use super::trail::Reject;
use crate::error::{ErrorKind, Reason};
use crate::escape::{At, Refusal};
use crate::finding::Severity;
use crate::locale::Tag;
use crate::path::Path;
use crate::template::{Expression, Operand, Placeholder};

/// A placeholder with its outcome: an element of [`Resolution::outcomes`].
///
/// ```
/// use lacuna::{Context, Outcome, Resolution, Resolved, Template};
/// use serde_json::json;
///
/// let template = Template::text("[[ name ]] [[ tags | upper ]] [[ nick ]]")?;
/// let data = json!({"name": "Ada", "tags": ["a"]});
/// let context = Context::new(&data);
/// let resolution: Resolution = template.resolve(&context);
/// let all: Vec<Resolved> = resolution.outcomes().collect();
/// assert!(matches!(all[0].outcome(), Outcome::Data { .. }) && all[0].error_kind().is_none());
/// assert!(all[1].is_failed() && !all[1].is_gap());
/// assert!(all[2].is_gap() && all[2].expression() == "nick");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'r> {
    resolution: &'r Resolution<'r>,
    placeholder: Placeholder<'r>,
    expression: u32,
}

impl<'r> Resolved<'r> {
    pub(super) const fn new(
        resolution: &'r Resolution<'r>,
        placeholder: Placeholder<'r>,
        expression: u32,
    ) -> Self {
        Self { resolution, placeholder, expression }
    }

    /// The placeholder.
    pub const fn placeholder(&self) -> Placeholder<'r> {
        self.placeholder
    }

    /// What stands between the delimiters, without the white space around it.
    pub fn expression(&self) -> &'r str {
        self.placeholder.expression()
    }

    /// Whether it is a gap: missing, not a text, or blank if the layout takes that for one.
    pub fn is_gap(&self) -> bool {
        self.answer().verdict.is_gap()
    }

    /// Whether it failed, so that no policy prints it.
    pub fn is_failed(&self) -> bool {
        matches!(self.answer().verdict, Verdict::Failed { .. })
    }

    /// Whether its place in a page could not take the value, so that a text that does nothing is printed.
    ///
    /// ```
    /// # #[cfg(feature = "html")] {
    /// use lacuna::{Context, Template};
    ///
    /// let page = Template::html(r#"<a href="[[ site ]]">"#).unwrap();
    /// let data = serde_json::json!({"site": "javascript:alert(1)"});
    /// let context = Context::new(&data);
    /// let resolution = page.resolve(&context);
    /// let refused = resolution.outcomes().next().unwrap();
    /// assert!(refused.is_refused());
    /// assert_eq!(refused.outcome().to_string(), "refused: its scheme is not allowed in a URL");
    /// # }
    /// ```
    pub fn is_refused(&self) -> bool {
        self.refusal().is_some()
    }

    /// What became of it.
    pub fn outcome(&self) -> Outcome<'r> {
        match &self.answer().verdict {
            Verdict::Failed { message, .. } => Outcome::Failed { message: Cow::Borrowed(message) },
            _ => self.resolution.outcome(self.expression),
        }
    }

    /// The candidates that were passed over, in the order in which they were tried.
    pub fn rejected(&self) -> impl Iterator<Item = Rejected<'r>> {
        self.resolution.rejected(self.placeholder, self.expression)
    }

    /// The kind of error that a strict rendering reports for it, if it is a gap or failed.
    pub fn error_kind(&self) -> Option<ErrorKind> {
        self.error_kind_since(|| self.why())
    }

    /// The same, if somebody knows already why nothing answered.
    pub(super) fn error_kind_since(&self, why: impl FnOnce() -> Reason) -> Option<ErrorKind> {
        let expression = || self.expression().to_owned();
        Some(match &self.answer().verdict {
            Verdict::Missing { .. } => ErrorKind::Gap { expression: expression(), reason: why() },
            Verdict::NotText(found) => {
                let path = self.path().map(|path| path.to_string());
                ErrorKind::NotText { expression: expression(), path, found: *found }
            }
            Verdict::Blank { is_gap: true } => ErrorKind::Blank { expression: expression() },
            Verdict::Failed { message, .. } => {
                ErrorKind::Failed { expression: expression(), reason: message.to_string() }
            }
            // What is refused is no error of a rendering.
            Verdict::Value
            | Verdict::Blank { is_gap: false }
            | Verdict::Refused(_)
            | Verdict::Paired { .. } => return None,
        })
    }

    /// How the finding about it counts, if there is one.
    pub(crate) fn severity(&self) -> Option<Severity> {
        let is_note = match &self.answer().verdict {
            Verdict::Missing { .. }
            | Verdict::NotText(_)
            | Verdict::Failed { .. }
            | Verdict::Refused(_)
            | Verdict::Blank { is_gap: true } => return Some(Severity::Error),
            Verdict::Blank { is_gap: false } => true,
            Verdict::Paired { .. } => false,
            Verdict::Value => match self.answer().origin {
                Origin::Default { .. } => true,
                Origin::Translation { .. } => self.asked_locale().is_some(),
                Origin::Data { .. } | Origin::Argument(_) | Origin::Literal => false,
            },
        };
        is_note.then_some(Severity::Note)
    }

    /// The path at which the answer was found, if it has one.
    pub(super) fn path(&self) -> Option<Path<'r>> {
        self.place().map(|(path, _)| path)
    }

    /// The layer in which the answer was found.
    pub(super) fn layer(&self) -> usize {
        self.place().map_or(0, |(_, layer)| layer)
    }

    /// Where the answer was found: that of an argument is where its value was.
    fn place(&self) -> Option<(Path<'r>, usize)> {
        self.resolution.lookup.place(self.operands(), self.answer())
    }

    /// The first locale that the caller asked for, if none of those has the translation that answers, but
    /// a default.
    pub(crate) fn asked_locale(&self) -> Option<&'r str> {
        let Origin::Translation { spot, .. } = self.answer().origin else { return None };
        let chain = self.resolution.lookup.context.chain()?;
        let asked = chain.requested_tags();
        let is_default = spot.place.locale()? >= asked.len();
        asked.first().filter(|_| is_default).map(Tag::as_str)
    }

    pub(crate) fn answer(&self) -> &'r Answer<'r> {
        self.resolution.answer(self.expression)
    }

    /// Why its place could not take the value.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self.answer().verdict {
            Verdict::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Where it goes, and whether somebody vouches for it.
    pub(crate) fn at(&self) -> At {
        At { is_vouched: self.answer().is_vouched, ..self.parsed().at }
    }

    /// The number of its expression.
    pub(crate) const fn number(&self) -> usize {
        self.expression as usize
    }

    fn rejects(&self) -> &'r [Reject] {
        self.resolution.rejects(self.expression)
    }

    pub(super) fn parsed(&self) -> &'r Expression {
        &self.resolution.template().tables().expressions[self.expression as usize]
    }

    pub(super) fn operands(&self) -> &'r [Operand] {
        self.resolution.operands(self.expression)
    }

    /// The operand that answered, or the first.
    pub(super) fn operand(&self) -> &'r Operand {
        &self.operands()[self.answer().operand]
    }

    /// The operand of a candidate.
    pub(super) fn operand_of(&self, reject: &Reject) -> &'r Operand {
        &self.operands()[reject.operand]
    }

    /// Why nothing answered.
    fn why(&self) -> Reason {
        self.resolution.why(self.expression)
    }

    /// What a candidate says of why nothing answered.
    pub(super) fn reason(&self, reject: Option<&Reject>) -> Reason {
        self.resolution.reason(self.expression, reject)
    }

    /// The candidate that says best why nothing answered.
    pub(super) fn telling(&self) -> Option<&'r Reject> {
        self.resolution.telling(self.expression)
    }

    /// The number of the segment at which a candidate gave up; none if that is not known.
    pub(super) fn failing_segment(&self, reject: &Reject) -> Option<usize> {
        self.resolution.lookup.failing_segment(self.operands(), reject)
    }

    /// Why it is a gap.
    pub(super) fn gap_reason(&self) -> Reason {
        self.resolution.lookup.gap_reason(self.operands(), self.answer(), self.rejects())
    }
}
