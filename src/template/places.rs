//! Where in an HTML page the placeholders stand, and what that makes of their expressions.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::expression::{Expression, OperandKind, Piece, Tables, row};
use super::syntax::Syntax;
use crate::error::{Collector, ErrorKind, HtmlFault};
use crate::escape::{Analysis, At, HtmlContext, Place, analyze};
use crate::span::Span;

/// The expressions that were made of others, by place.
type Copies = HashMap<(u32, Place), u32, RandomState>;

/// Finds the place of each placeholder, and gives each expression a copy for each of its places; tells what
/// cannot be safe where it stands.
pub(super) fn find_places(
    text: &str,
    syntax: &Syntax,
    tables: &mut Tables,
    problems: &mut Collector<'_>,
) {
    let literals = literals(text, tables);
    let pieces: Vec<&[u8]> = literals.iter().map(|literal| literal.as_bytes()).collect();
    let Analysis { places, end } = analyze(&pieces);
    tables.begin_places();
    let mut copies = Copies::default();
    for (number, place) in places.into_iter().enumerate() {
        let row = tables.placeholders[number];
        let expression = &tables.expressions[row.expression as usize];
        let place = place.and_then(|place| admitted(text, syntax, tables, expression, place));
        let place = place.unwrap_or_else(|fault| {
            complain(row.span, fault, problems);
            Place::TEXT
        });
        tables.put(number, place, &mut copies);
    }
    if let Some(fault) = end {
        complain(Span::new(text.len(), text.len()), fault, problems);
    }
    tables.end_places(text, syntax);
}

impl Tables {
    /// Takes over the places that are known of its placeholders.
    pub(super) fn set_places(
        &mut self,
        text: &str,
        syntax: &Syntax,
        places: impl Iterator<Item = Place>,
    ) {
        self.begin_places();
        let mut copies = Copies::default();
        for (number, place) in places.take(self.placeholders.len()).enumerate() {
            self.put(number, place, &mut copies);
        }
        self.end_places(text, syntax);
        self.arrange(text, syntax, true);
    }

    fn begin_places(&mut self) {
        self.expressions.iter_mut().for_each(|expression| expression.uses = 0);
    }

    /// Tells the pieces which copies of their expressions they are.
    fn end_places(&mut self, text: &str, syntax: &Syntax) {
        let mut rows = self.placeholders.iter();
        for piece in &mut self.pieces {
            if let Piece::Placeholder(expression) = piece {
                *expression = rows.next().map_or(*expression, |row| row.expression);
            }
        }
        if !syntax.trusts_any() {
            return;
        }
        for expression in &mut self.expressions {
            let operands = expression.chain.operands.of(&self.operands);
            let is_trusted = operands.iter().any(|operand| match operand.kind {
                OperandKind::Path(node) => syntax.trusts(&self.paths.path(text, node)),
                _ => false,
            });
            // What is vouched for is no matter of a first look.
            if is_trusted {
                expression.path = None;
            }
        }
    }

    /// Gives the placeholder with this number an expression like its own at this place.
    fn put(&mut self, number: usize, place: Place, copies: &mut Copies) {
        let expression = self.placeholders[number].expression;
        self.placeholders[number].expression = self.placed(expression, place, copies);
    }

    /// An expression like this one, at this place.
    fn placed(&mut self, expression: u32, place: Place, copies: &mut Copies) -> u32 {
        let next = row(self.expressions.len());
        let own = &mut self.expressions[expression as usize];
        if own.uses == 0 {
            own.at.place = place;
            own.takes_json = place.takes_json();
        }
        // Most expressions have one place.
        if own.at.place == place {
            own.uses += 1;
            return expression;
        }
        let copy = *copies.entry((expression, place)).or_insert(next);
        if copy == next {
            let at = At { place, ..own.at };
            let copy = Expression { at, takes_json: place.takes_json(), uses: 0, ..*own };
            self.expressions.push(copy);
            self.copies.push((expression, next));
        }
        self.expressions[copy as usize].uses += 1;
        copy
    }
}

/// The literals before, between and behind the placeholders: what will stand there in the output.
fn literals<'t>(text: &'t str, tables: &Tables) -> Vec<Cow<'t, str>> {
    let mut literals = Vec::with_capacity(tables.placeholders.len() + 1);
    literals.push(Cow::Borrowed(""));
    for piece in &tables.pieces {
        match (piece, literals.last_mut()) {
            (Piece::Literal(span), Some(last)) => *last += &text[span.range()],
            (Piece::Placeholder(_), _) => literals.push(Cow::Borrowed("")),
            _ => {}
        }
    }
    literals
}

/// The place, if the expression may stand there.
fn admitted(
    text: &str,
    syntax: &Syntax,
    tables: &Tables,
    expression: &Expression,
    place: Place,
) -> Result<Place, HtmlFault> {
    let operands = expression.chain.operands.of(&tables.operands);
    // What is filled into a text has its place in HTML.
    let may_be_filled =
        syntax.layout.expands() || operands.iter().any(|operand| operand.kind.is_message());
    let takes_it = if may_be_filled { place.takes_messages } else { place.takes_markup };
    if expression.at.is_vouched && !takes_it {
        return Err(HtmlFault::Safe { place: place.context.to_string() });
    }
    let fault = match place.context {
        HtmlContext::ResourceUrl(_) => HtmlFault::ResourceUrl { place: "this URL" },
        HtmlContext::Attributes => HtmlFault::InTag,
        HtmlContext::StyleSheet => HtmlFault::Style {
            why: "whole declarations and rules have to be trusted (`Trust::Style`): write the name of a property and `:` before it",
        },
        _ => return Ok(place),
    };
    let is_vouched = expression.calls.is_empty()
        && operands.iter().all(|operand| match operand.kind {
            OperandKind::Path(node) => syntax.vouches(&tables.paths.path(text, node), place),
            OperandKind::Literal(_) => place.trusts_literals(),
            OperandKind::PageText(_) | OperandKind::Translation(_) => false,
        });
    if is_vouched { Ok(place) } else { Err(fault) }
}

fn complain(span: Span, fault: HtmlFault, problems: &mut Collector<'_>) {
    let help = fault.way_out();
    problems.push(ErrorKind::Html(Box::new(fault)), span, Some(help));
}
