//! What an answer is at its place in a page: vouched for, or refused.

use super::answer::{Answer, Origin, Verdict};
use super::lookup::Lookup;
use crate::escape::{At, Place, Quoted, Refusal};
use crate::template::{Expression, OperandKind};

impl<'a> Lookup<'a> {
    /// Finds out whether somebody vouches for the answer, and whether its place can take it.
    #[inline]
    pub(super) fn settle_place(&self, expression: &Expression, answer: &mut Answer<'a>) {
        // Within a text `safe` means nothing: what counts is whether the whole is escaped.
        answer.is_vouched = expression.at.is_vouched && !self.expansion.is_within();
        if self.template.escape().is_html() {
            self.settle_in_page(expression, answer);
        }
    }

    fn settle_in_page(&self, expression: &Expression, answer: &mut Answer<'a>) {
        let place = expression.at.place;
        if !matches!(answer.verdict, Verdict::Value | Verdict::Blank { .. }) {
            return;
        }
        if answer.is_markup {
            answer.is_vouched = place.takes_messages;
            if !place.takes_messages {
                answer.verdict = Verdict::Refused(Refusal::Markup);
            }
            return;
        }
        answer.is_vouched |= self.is_trusted(expression, answer, place);
        if place.may_refuse() {
            let at = At { place, is_vouched: answer.is_vouched };
            let written = answer.held.push_to(self.template.escape(), at, &mut Quoted::default());
            if let Err(refusal) = written {
                answer.verdict = Verdict::Refused(refusal);
            }
        }
    }

    /// Whether a program vouches for the value as something that belongs to its place.
    fn is_trusted(&self, expression: &Expression, answer: &Answer<'a>, place: Place) -> bool {
        if !expression.calls.is_empty() {
            return false;
        }
        let operands = self.template.operands(expression.chain);
        let Some(operand) = operands.get(answer.operand) else { return false };
        match (answer.origin, operand.kind) {
            (Origin::Literal, _) => place.trusts_literals(),
            (Origin::Data { .. } | Origin::Default { .. }, OperandKind::Path(_))
                if self.template.syntax().trusts_any() =>
            {
                let path = self.place(operands, answer).map(|(path, _)| path);
                path.is_some_and(|path| self.template.syntax().vouches(&path, place))
            }
            _ => false,
        }
    }
}
