//! Translations that stand in the page itself, in one language.

use super::answer::{Answer, Origin, Verdict};
use super::arguments::{Argument, Fault};
use super::lookup::Lookup;
use super::message::{Filled, Unfilled};
use super::trail::{Trail, Why};
use crate::template::{NodeId, Operand, OperandKind};
use crate::value::{Kind, State};

impl<'a> Lookup<'a> {
    /// A translation of the page: a text that is not blank, under the first form of its key that
    /// has one in any layer. Skipped if its count is a gap, failed if that is no number.
    pub(super) fn translate(
        &mut self,
        number: usize,
        operand: &Operand,
        trail: &mut Trail,
    ) -> Option<Answer<'a>> {
        let template = self.template;
        let (nodes, arguments) = match operand.kind {
            OperandKind::Translation(id) => {
                let translation = &template.tables().translations[id as usize];
                (translation.nodes, self.arguments(translation, trail))
            }
            OperandKind::PageText(node) => ([Some(node), None], Ok(Vec::new())),
            OperandKind::Path(_) | OperandKind::Literal(_) => return None,
        };
        let start = Origin::Translation { form: 0, layer: 0 };
        let arguments = match arguments {
            Ok(arguments) => arguments,
            Err(Fault::Gap(why)) => {
                trail.reject(number, start, why);
                return None;
            }
            Err(Fault::Failed { message, is_within }) => {
                return Some(Answer::failed(message, is_within, number, start));
            }
            Err(Fault::Broken(reason)) => {
                return Some(trail.broken(number, start, Why::Told(reason)));
            }
        };
        if nodes == [None, None] {
            trail.reject(number, start, Why::Missing);
        }
        for (form, node) in nodes.into_iter().enumerate() {
            let Some(node) = node else { continue };
            for layer in 0..self.context.layers() {
                let origin = Origin::Translation { form, layer };
                match self.page_text(operand, node, layer, &arguments, trail) {
                    Ok((held, parts)) => {
                        let answer = Answer::new(Verdict::Value, number, origin, held);
                        return Some(Answer { parts, ..answer });
                    }
                    Err(Skipped::Why(Why::Broken)) => {
                        return Some(trail.broken(number, origin, Why::Broken));
                    }
                    Err(Skipped::Why(why)) => trail.reject(number, origin, why),
                    Err(Skipped::Unfilled(unfilled)) => {
                        let failed = unfilled.settle(number, origin, trail);
                        if failed.is_some() {
                            return failed;
                        }
                    }
                }
            }
        }
        None
    }

    /// The text at `node`, its placeholders filled, if it is one and not blank.
    fn page_text(
        &mut self,
        operand: &Operand,
        node: NodeId,
        layer: usize,
        arguments: &[Argument<'a>],
        trail: &mut Trail,
    ) -> Result<Filled<'a>, Skipped> {
        let held = self.find(layer, node).map_err(Skipped::Why)?;
        match (held.kind(), self.state(&held)) {
            (Kind::Text, State::Value) => {}
            (Kind::Text | Kind::Null, _) => return Err(Skipped::Why(Why::NoText)),
            (kind, _) => return Err(Skipped::Why(Why::NotTranslation(kind))),
        }
        let failed = |message| Skipped::Unfilled(Unfilled::Failed(message));
        if !self.is_message(&held).map_err(failed)? {
            return Ok((held, None));
        }
        let (path, key) = (self.template.path(node).into_owned(), self.key(operand).into_owned());
        let filled = self.expanded(&held, path, &key, arguments, trail);
        let filled = filled.map_err(Skipped::Unfilled)?;
        match filled.0.state() {
            State::Value => Ok(filled),
            _ => Err(Skipped::Why(Why::NoText)),
        }
    }
}

/// Why a place in the page gives no translation.
enum Skipped {
    Why(Why),
    Unfilled(Unfilled),
}
