//! A placeholder with its answer, told in paths and texts instead of numbers.

use std::borrow::Cow;

use super::Resolution;
use super::answer::{Answer, Origin, Reject, Verdict, Why};
use super::outcome::{Outcome, Rejected};
use crate::error::{ErrorKind, Reason};
use crate::path::Path;
use crate::template::{Expression, Operand, OperandKind, Placeholder};

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
/// assert!(all[2].is_gap() && all[2].placeholder().text() == "[[ nick ]]");
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

    /// Whether it is a gap: missing, not a text, or blank if the layout takes that for one.
    pub fn is_gap(&self) -> bool {
        self.answer().verdict.is_gap()
    }

    /// Whether it failed, so that no policy prints it.
    pub fn is_failed(&self) -> bool {
        matches!(self.answer().verdict, Verdict::Failed(_))
    }

    /// What became of it.
    pub fn outcome(&self) -> Outcome<'r> {
        let answer = self.answer();
        match (&answer.verdict, answer.origin) {
            (Verdict::Value, Origin::Data { layer }) => {
                Outcome::Data { path: self.path().unwrap_or_default(), layer }
            }
            (Verdict::Value, Origin::Default { rule, layer }) => {
                Outcome::Default { path: self.path().unwrap_or_default(), rule, layer }
            }
            (Verdict::Value, Origin::Translation { layer }) => {
                Outcome::Translation { key: self.key(self.operand()), locale: None, layer }
            }
            (Verdict::Value, Origin::Literal) => Outcome::Literal,
            (Verdict::Blank { is_gap }, _) => {
                Outcome::Blank { path: self.path().unwrap_or_default(), is_gap: *is_gap }
            }
            (Verdict::Missing, _) => Outcome::Missing { why: self.why() },
            (Verdict::NotText(found), _) => Outcome::NotText { path: self.path(), found: *found },
            (Verdict::Failed(message), _) => Outcome::Failed { message: Cow::Borrowed(message) },
            (Verdict::Paired { placeholder }, _) => {
                let template = self.resolution.template();
                let other = template.tables().placeholders[*placeholder as usize];
                Outcome::Paired {
                    with: Cow::Borrowed(Placeholder::new(template, other).expression()),
                }
            }
        }
    }

    /// The candidates that were passed over, in the order in which they were tried.
    pub fn rejected(&self) -> impl Iterator<Item = Rejected<'r>> {
        let this = *self;
        this.rejects().iter().map(move |reject| {
            let operand = &this.operands()[reject.operand];
            let text = &this.resolution.template().source()
                [this.placeholder.operand_span(operand).range()];
            let default = matches!(reject.origin, Origin::Default { .. });
            let default =
                default.then(|| this.resolution.lookup.candidate(operand, reject.origin)).flatten();
            let layer = reject.origin.layer();
            Rejected { operand: Cow::Borrowed(text), default, layer, why: this.reason(reject) }
        })
    }

    /// The kind of error that a strict rendering reports for it, if it is a gap or failed.
    pub fn error_kind(&self) -> Option<ErrorKind> {
        let expression = || self.placeholder.expression().to_owned();
        Some(match &self.answer().verdict {
            Verdict::Missing => ErrorKind::Gap { expression: expression(), reason: self.why() },
            Verdict::NotText(found) => {
                let path = self.path().map(|path| path.to_string());
                ErrorKind::NotText { expression: expression(), path, found: *found }
            }
            Verdict::Blank { is_gap: true } => ErrorKind::Blank { expression: expression() },
            Verdict::Failed(message) => {
                ErrorKind::Failed { expression: expression(), reason: message.to_string() }
            }
            Verdict::Value | Verdict::Blank { is_gap: false } | Verdict::Paired { .. } => {
                return None;
            }
        })
    }

    /// The path at which the answer was found, if it has one.
    pub(super) fn path(&self) -> Option<Path<'r>> {
        self.resolution.lookup.candidate(self.operand(), self.answer().origin)
    }

    /// The layer in which the answer was found.
    pub(super) fn layer(&self) -> usize {
        self.answer().origin.layer()
    }

    pub(crate) fn answer(&self) -> &'r Answer<'r> {
        &self.resolution.answers[self.expression as usize].0
    }

    fn rejects(&self) -> &'r [Reject] {
        let (_, range) = &self.resolution.answers[self.expression as usize];
        &self.resolution.rejects[range.clone()]
    }

    pub(super) fn expression(&self) -> &'r Expression {
        &self.resolution.template().tables().expressions[self.expression as usize]
    }

    fn operands(&self) -> &'r [Operand] {
        self.resolution.template().operands(self.expression().chain)
    }

    /// The operand that answered, or the first.
    pub(super) fn operand(&self) -> &'r Operand {
        &self.operands()[self.answer().operand]
    }

    /// Why the first operand gave nothing.
    pub(super) fn why(&self) -> Reason {
        let first = self.rejects().iter().find(|reject| reject.operand == 0);
        first.map_or(Reason::Absent, |reject| self.reason(reject))
    }

    fn reason(&self, reject: &Reject) -> Reason {
        let operand = &self.operands()[reject.operand];
        let path = || self.resolution.lookup.candidate(operand, reject.origin).unwrap_or_default();
        match reject.why {
            Why::Null => Reason::Null { path: path().to_string() },
            Why::Empty => Reason::Empty { path: path().to_string() },
            Why::Blank => Reason::Blank { path: path().to_string() },
            Why::NoText => Reason::EmptyTranslation { key: self.key(operand).into_owned() },
            Why::NotTranslation(found) => {
                Reason::NotTranslation { key: self.key(operand).into_owned(), found }
            }
            Why::Argument(number) => Reason::Argument { name: self.argument(operand, number) },
            Why::Missing => match reject.origin {
                Origin::Translation { .. } => {
                    Reason::Untranslated { key: self.key(operand).into_owned() }
                }
                Origin::Data { layer } | Origin::Default { layer, .. } => {
                    let path = path();
                    let miss = self.resolution.lookup.miss(layer, &path);
                    miss.map_or(Reason::Absent, |miss| miss.reason(&path))
                }
                Origin::Literal => Reason::Absent,
            },
        }
    }

    /// The key of a translation; of one in the form of a path what stands below the root.
    fn key(&self, operand: &Operand) -> Cow<'r, str> {
        let template = self.resolution.template();
        match operand.kind {
            OperandKind::Translation(id) => {
                Cow::Borrowed(&*template.tables().translations[id as usize].key)
            }
            OperandKind::PageText(node) => {
                let root =
                    template.layout().translations_root().map_or(0, |root| root.segments().len());
                let path = template.path(node);
                let below = Path::new(path.segments()[root.min(path.segments().len())..].to_vec());
                Cow::Owned(below.to_string())
            }
            OperandKind::Path(_) | OperandKind::Literal(_) => Cow::Borrowed(""),
        }
    }

    fn argument(&self, operand: &Operand, number: usize) -> String {
        let template = self.resolution.template();
        let OperandKind::Translation(id) = operand.kind else { return String::new() };
        let arguments = template.tables().translations[id as usize].arguments;
        let argument = &arguments.of(&template.tables().arguments)[number];
        template.source()[argument.name.range()].to_owned()
    }
}
