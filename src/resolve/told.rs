//! Candidates told in paths, keys and reasons instead of numbers.

use std::borrow::Cow;

use super::answer::Origin;
use super::lookup::Lookup;
use super::outcome::{Outcome, Rejected};
use super::source::Miss;
use super::trail::{Reject, Why};
use crate::error::Reason;
use crate::path::Path;
use crate::span::Span;
use crate::template::{NodeId, Operand, OperandKind, RuleDefault};
use crate::value::Kind;

impl<'a> Lookup<'a> {
    /// The path that a candidate of `origin` is looked up at; none for a literal.
    pub(super) fn candidate(&self, operand: &Operand, origin: Origin) -> Option<Path<'a>> {
        match (operand.kind, origin) {
            (
                OperandKind::Path(node) | OperandKind::PageText(node),
                Origin::Default { rule, .. },
            ) => Some(self.default_path(node, rule)),
            (OperandKind::Path(node) | OperandKind::PageText(node), _) => {
                Some(self.template.path(node))
            }
            (OperandKind::Translation(id), Origin::Translation { form, .. }) => {
                let nodes = self.template.tables().translations[id as usize].nodes;
                nodes[form].map(|node| self.template.path(node))
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
            Origin::Translation { layer, .. } => {
                Outcome::Translation { key: self.key(operand), locale: None, layer }
            }
            Origin::Argument(number) => self.argument_outcome(number, &path()),
            Origin::Literal => Outcome::Literal,
        }
    }

    /// The key of a translation; of one in the form of a path what stands below the root.
    pub(super) fn key(&self, operand: &Operand) -> Cow<'a, str> {
        let template = self.template;
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
            Why::Argument(number) => Reason::Argument { name: self.argument_name(operand, number) },
            Why::Told(row) => self.reasons[row].clone(),
            Why::Missing | Why::Broken => match reject.origin {
                Origin::Translation { .. } if reject.why == Why::Missing => {
                    Reason::Untranslated { key: self.key(operand).into_owned() }
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

    fn argument_name(&self, operand: &Operand, number: usize) -> String {
        let OperandKind::Translation(id) = operand.kind else { return String::new() };
        let tables = self.template.tables();
        let argument = &tables.translations[id as usize].arguments.of(&tables.arguments)[number];
        self.template.source()[argument.name.range()].to_owned()
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
