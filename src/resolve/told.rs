//! Candidates told in paths, keys and reasons instead of numbers.

use std::borrow::Cow;

use super::Resolution;
use super::answer::{Answer, Origin, Verdict};
use super::lookup::Lookup;
use super::outcome::{Outcome, Rejected};
use super::source::Miss;
use super::trail::{Reject, Why};
use crate::error::Reason;
use crate::path::Path;
use crate::span::Span;
use crate::template::{NodeId, Operand, OperandKind, Placeholder, RuleDefault};
use crate::value::Kind;

impl<'a> Lookup<'a> {
    /// The path that a candidate of `origin` is looked up at; none for a literal.
    pub(super) fn candidate(&self, operand: &Operand, origin: Origin) -> Option<Path<'a>> {
        match (operand.kind, origin) {
            (
                OperandKind::Path(node) | OperandKind::PageText(node),
                Origin::Default { rule, .. },
            ) => Some(self.default_path(node, rule)),
            (_, Origin::Translation { spot, layer }) => self.spot_path(operand, spot, layer),
            (OperandKind::Path(node) | OperandKind::PageText(node), _) => {
                Some(self.template.path(node))
            }
            (OperandKind::Translation(_) | OperandKind::Literal(_), _) => None,
        }
    }

    /// The path of the default that `rule` has for `node`.
    fn default_path(&self, node: NodeId, rule: usize) -> Path<'static> {
        let path = self.template.path(node);
        let default: Option<RuleDefault<'_>> =
            self.template.layout().rules()[rule].apply(path.segments());
        default.map_or_else(Path::default, |default| default.path().into_owned())
    }

    /// Where a value of `origin` came from.
    pub(super) fn outcome(&self, operand: &Operand, origin: Origin) -> Outcome<'a> {
        let path = || self.candidate(operand, origin).unwrap_or_default();
        match origin {
            Origin::Data { layer } => Outcome::Data { path: path(), layer },
            Origin::Default { rule, layer } => Outcome::Default { path: path(), rule, layer },
            Origin::Translation { spot, layer } => {
                let locale = spot.place.locale().and_then(|locale| self.locale(locale));
                let locale = locale.map(|tag| Cow::Borrowed(tag.as_str()));
                Outcome::Translation { key: self.spot_key(operand, spot, layer), locale, layer }
            }
            Origin::Argument(number) => self.argument_outcome(number, &path()),
            Origin::Literal => Outcome::Literal,
        }
    }

    /// The key of a translation.
    pub(super) fn key(&self, operand: &Operand) -> Cow<'a, str> {
        self.template.message_key(operand)
    }

    /// A candidate that was passed over, of an operand that stands at `span`.
    pub(super) fn rejected(&self, operand: &Operand, span: Span, reject: &Reject) -> Rejected<'a> {
        let at = match (reject.origin, operand.kind) {
            (Origin::Default { .. }, _) | (_, OperandKind::Translation(_)) => {
                self.candidate(operand, reject.origin)
            }
            _ => None,
        };
        let text = Cow::Borrowed(&self.template.source()[span.range()]);
        let layer = match reject.origin {
            Origin::Argument(number) => self.argument_layer(number),
            origin => origin.layer(),
        };
        let why = self.reason(operand, reject);
        Rejected { operand: text, at, layer, why }
    }

    /// Why a candidate was passed over.
    pub(super) fn reason(&self, operand: &Operand, reject: &Reject) -> Reason {
        let path = || self.candidate(operand, reject.origin).unwrap_or_default();
        match reject.why {
            Why::Null => Reason::Null { path: path().to_string() },
            Why::Empty => Reason::Empty { path: path().to_string() },
            Why::Blank => Reason::Blank { path: path().to_string() },
            Why::NoText => Reason::EmptyTranslation { key: self.key(operand).into_owned() },
            Why::NotTranslation(found) => {
                Reason::NotTranslation { key: self.key(operand).into_owned(), found }
            }
            Why::Argument(row) | Why::Told(row) => self.reasons[row].clone(),
            Why::Given(number) => self.argument_gap(number),
            Why::Missing | Why::Broken => match reject.origin {
                Origin::Translation { .. } if reject.why == Why::Missing => {
                    let locales = self.context.chain().map(ToString::to_string);
                    Reason::Untranslated { key: self.key(operand).into_owned(), locales }
                }
                Origin::Data { layer }
                | Origin::Default { layer, .. }
                | Origin::Translation { layer, .. } => {
                    let path = path();
                    let miss = self.miss(layer, &path);
                    miss.map_or(Reason::Absent, |miss| miss.reason(&path))
                }
                Origin::Argument(number) => self.argument_reason(number, &path()),
                Origin::Literal => Reason::Absent,
            },
        }
    }

    /// Where the answer was found: that of an argument is where its value was.
    pub(super) fn place(
        &self,
        operands: &[Operand],
        answer: &Answer<'a>,
    ) -> Option<(Path<'a>, usize)> {
        match self.outcome(&operands[answer.operand], answer.origin) {
            Outcome::Data { path, layer } | Outcome::Default { path, layer, .. } => {
                Some((path, layer))
            }
            _ => None,
        }
    }

    /// The same, or for an argument that has none the path that asks for it.
    pub(super) fn place_as_written(
        &self,
        operands: &[Operand],
        answer: &Answer<'a>,
    ) -> (Path<'a>, usize) {
        self.place(operands, answer).unwrap_or_else(|| {
            let path = self.candidate(&operands[answer.operand], answer.origin);
            (path.unwrap_or_default(), 0)
        })
    }

    /// Why an answer is a gap.
    pub(super) fn gap_reason(
        &self,
        operands: &[Operand],
        answer: &Answer<'a>,
        rejects: &[Reject],
    ) -> Reason {
        let path = || self.place_as_written(operands, answer).0.to_string();
        match answer.verdict {
            Verdict::NotText(found) => Reason::NotText { path: path(), found },
            Verdict::Blank { .. } => Reason::Blank { path: path() },
            _ => {
                let telling = self.telling(operands, answer, rejects);
                let reason = |reject: &Reject| self.reason(&operands[reject.operand], reject);
                telling.map_or(Reason::Absent, reason)
            }
        }
    }

    /// The candidate that says best why nothing answered: the source that is broken, the text that
    /// has a gap, or of those of the first operand a text that is there but cannot be used, or the
    /// one that came furthest.
    pub(super) fn telling<'r>(
        &self,
        operands: &[Operand],
        answer: &Answer<'_>,
        rejects: &'r [Reject],
    ) -> Option<&'r Reject> {
        if let Verdict::Missing { is_broken: true } = answer.verdict {
            return rejects.last();
        }
        let is_within = |reject: &&Reject| matches!(reject.why, Why::Told(_) | Why::Given(_));
        if let Some(within) = rejects.iter().find(is_within) {
            return Some(within);
        }
        let first = || rejects.iter().filter(|reject| reject.operand == 0);
        let is_unusable = |reject: &&Reject| {
            let is_text = matches!(reject.origin, Origin::Translation { .. });
            is_text && reject.why != Why::Missing
        };
        let of_layers = first().filter(|reject| !matches!(reject.origin, Origin::Default { .. }));
        let furthest = of_layers.rev().max_by_key(|reject| self.failing_segment(operands, reject));
        first().find(is_unusable).or(furthest)
    }

    /// The number of the segment at which a candidate gave up; none if that is not known.
    pub(super) fn failing_segment(&self, operands: &[Operand], reject: &Reject) -> Option<usize> {
        let operand = &operands[reject.operand];
        let is_path = matches!(operand.kind, OperandKind::Path(_) | OperandKind::PageText(_));
        let is_own = !matches!(reject.origin, Origin::Default { .. } | Origin::Argument(_));
        let path = self.candidate(operand, reject.origin).filter(|_| is_path && is_own)?;
        match self.miss(reject.origin.layer(), &path) {
            Some(miss) => miss.segment(),
            // What was found is null.
            None => Some(path.segments().len()),
        }
    }

    /// Whether more data may put something where one of the `rejects` found nothing: a key or an
    /// element that is absent can come, a scalar stays what it is.
    pub(super) fn are_open(&self, operands: &[Operand], rejects: &[Reject]) -> bool {
        rejects.iter().any(|reject| match (reject.why, reject.origin) {
            (Why::NotTranslation(found), _) => matches!(found, Kind::Array | Kind::Object),
            // Arguments and texts within texts have told the trail.
            (Why::Missing, Origin::Argument(_) | Origin::Literal) => false,
            (Why::Missing, origin) => {
                let path = self.candidate(&operands[reject.operand], origin);
                path.is_some_and(|path| {
                    !matches!(self.miss(origin.layer(), &path), Some(Miss::WrongKind { .. }))
                })
            }
            _ => false,
        })
    }
}

impl<'a> Resolution<'a> {
    /// What became of an expression, told of what outlives the resolution.
    pub(crate) fn outcome(&self, expression: u32) -> Outcome<'a> {
        let (template, lookup) = (self.template(), &self.lookup);
        let (operands, answer) = (self.operands(expression), self.answer(expression));
        match &answer.verdict {
            Verdict::Value => lookup.outcome(&operands[answer.operand], answer.origin),
            Verdict::Blank { is_gap } => {
                let (path, layer) = lookup.place_as_written(operands, answer);
                Outcome::Blank { path, layer, is_gap: *is_gap }
            }
            Verdict::Missing { .. } => Outcome::Missing { why: self.why(expression) },
            Verdict::NotText(found) => {
                let place = lookup.place(operands, answer);
                let (path, layer) = place.map_or((None, 0), |(path, layer)| (Some(path), layer));
                Outcome::NotText { path, layer, found: *found }
            }
            Verdict::Refused(refusal) => {
                let place = lookup.place(operands, answer);
                let (path, layer) = place.map_or((None, 0), |(path, layer)| (Some(path), layer));
                Outcome::Refused { path, layer, why: refusal.why().into() }
            }
            Verdict::Failed { message, .. } => {
                Outcome::Failed { message: Cow::Owned(message.to_string()) }
            }
            Verdict::Paired { placeholder, .. } => {
                let other = template.tables().placeholders[*placeholder as usize];
                let with = Placeholder::new(template, other).expression();
                Outcome::Paired { with: Cow::Borrowed(with) }
            }
        }
    }

    /// Why nothing answered.
    pub(super) fn why(&self, expression: u32) -> Reason {
        self.reason(expression, self.telling(expression))
    }

    /// What a candidate says of why nothing answered.
    pub(super) fn reason(&self, expression: u32, reject: Option<&Reject>) -> Reason {
        let operands = self.operands(expression);
        reject
            .map_or(Reason::Absent, |reject| self.lookup.reason(&operands[reject.operand], reject))
    }

    /// The candidate that says best why nothing answered.
    pub(super) fn telling(&self, expression: u32) -> Option<&Reject> {
        let (operands, answer) = (self.operands(expression), self.answer(expression));
        self.lookup.telling(operands, answer, self.rejects(expression))
    }

    /// The candidates that a placeholder with this expression passed over.
    pub(crate) fn rejected(
        &self,
        placeholder: Placeholder<'a>,
        expression: u32,
    ) -> impl Iterator<Item = Rejected<'a>> {
        let operands = self.operands(expression);
        self.rejects(expression).iter().map(move |reject| {
            let operand = &operands[reject.operand];
            self.lookup.rejected(operand, placeholder.operand_span(operand), reject)
        })
    }

    pub(crate) fn answer(&self, expression: u32) -> &Answer<'a> {
        &self.answers[expression as usize].answer
    }

    pub(super) fn operands(&self, expression: u32) -> &'a [Operand] {
        let template = self.template();
        template.operands(template.tables().expressions[expression as usize].chain)
    }

    pub(super) fn rejects(&self, expression: u32) -> &[Reject] {
        &self.rejects[self.answers[expression as usize].rejects.clone()]
    }
}
