//! From resolution to output: what a gap prints, and putting the parts together.
//!
//! `on_gap.rs` has the policies, `rendering.rs` applies one, `partial.rs` none; `printer.rs` prints expressions,
//! `printed.rs` and `dense.rs` put the parts together, `hollow.rs` knows which lines go. [`Template::render`] takes the short way for what is strict.

mod dense;
mod hollow;
mod on_gap;
mod partial;
mod printed;
mod printer;
mod rendering;
mod sink;
mod tree;
mod update;

use std::mem;

pub use self::on_gap::{Gap, OnGap};
pub use self::rendering::Rendering;
pub use self::sink::WriteError;
pub use self::tree::TreeRendering;

pub(crate) use self::sink::write;

use self::hollow::hollow_lines;
use self::printed::Printout;
use self::printer::Printer;
use crate::error::Error;
use crate::escape::Quoted;
use crate::json;
use crate::resolve::{Context, Lookup, Message, Segments, Slot, Slots, Verdict, is_plain_text};
use crate::span::Span;
use crate::template::{Expression, OperandKind, Standing, Tables, Template};

/// Memory that one rendering leaves to the next: see [`Template::render_into`].
#[derive(Debug, Default)]
pub struct Scratch {
    slots: Slots<'static>,
    segments: Segments<'static>,
    buffer: Quoted,
    made: String,
    dropped: Vec<Span>,
    notes: Vec<Note>,
}

/// What there is to say of an output that is printed, by the number of the expression.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Note {
    /// The default of a rule answered.
    Default(u32),
    /// The value was refused at its place in a page.
    Refused(u32),
}

impl Scratch {
    /// Holds nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What there is to say of the last rendering.
    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// Texts that expressions make, which stay until they are copied, and what is told of them.
struct Made<'p> {
    buffer: &'p mut Quoted,
    texts: &'p mut String,
    notes: &'p mut Vec<Note>,
}

impl Template<'_> {
    /// The output, if there is no gap: the same as [`Template::resolve`] and then
    /// [`finish`](crate::Resolution::finish) with [`OnGap::Fail`], only faster.
    ///
    /// # Errors
    ///
    /// With every placeholder that is a gap or failed; or if the output would be longer than
    /// [`Limits::output`](crate::Limits::output).
    ///
    /// ```
    /// use lacuna::{Context, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::text("[[ a ]] [[ b ]] [[ c ]]")?;
    /// let error = template.render(&Context::new(&json!({"b": 1}))).unwrap_err();
    /// assert_eq!(error.all().len(), 2);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn render(&self, context: &Context<'_>) -> Result<String, Error> {
        let mut out = String::new();
        self.render_into(context, &mut Scratch::new(), &mut out)?;
        Ok(out)
    }

    /// Appends the output to `out`. Once `scratch` and `out` have grown it allocates nothing, but
    /// for what filters make, texts that hold placeholders ([`Layout::expand`](crate::Layout::expand)),
    /// and escapes and sources of your own; one scratch serves any number of templates.
    ///
    /// # Errors
    ///
    /// With every placeholder that is a gap or failed; or if the output would be longer than
    /// [`Limits::output`](crate::Limits::output). `out` is then as it was.
    ///
    /// ```
    /// use lacuna::{Context, Scratch, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::text("Dear [[ name ]],\n")?;
    /// let (mut scratch, mut letters) = (Scratch::new(), String::new());
    /// for record in [json!({"name": "Ada"}), json!({"name": "Grace"})] {
    ///     template.render_into(&Context::new(&record), &mut scratch, &mut letters)?;
    /// }
    /// assert_eq!(letters, "Dear Ada,\nDear Grace,\n");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn render_into(
        &self,
        context: &Context<'_>,
        scratch: &mut Scratch,
        out: &mut String,
    ) -> Result<(), Error> {
        let Scratch { slots, segments, buffer, made, dropped, notes } = scratch;
        buffer.truncate(0);
        made.clear();
        dropped.clear();
        notes.clear();
        let mut slots: Slots<'_> = mem::take(slots);
        let texts = Made { buffer, texts: made, notes };
        let printed = self.print_expressions(context, &mut slots, segments, texts);
        let is_done = printed.is_some_and(|printed| {
            // Each may be copied often, and is cut out of the buffer only once.
            if buffer.len() + made.len() > 0 {
                slots.settle(self.tables().expressions.len(), buffer.since(0), made);
            }
            self.put_together(printed, &slots, dropped, out)
        });
        scratch.slots = slots.recycled();
        if is_done { Ok(()) } else { self.refuse(context, out) }
    }

    /// Appends the output, unless it is too long; `printed` bytes of it are those of the placeholders.
    fn put_together(
        &self,
        printed: usize,
        slots: &Slots<'_>,
        dropped: &mut Vec<Span>,
        out: &mut String,
    ) -> bool {
        let Tables { lines, pairs, literal_bytes, .. } = self.tables();
        let mut printout = Printout { template: self, slots, buffer: "", fills: &[], dropped: &[] };
        if !lines.is_empty() {
            dropped.extend(hollow_lines(printout, |_| false));
            printout.dropped = dropped;
        }
        let is_whole = lines.is_empty() && pairs.is_empty();
        let len = if is_whole { printed.saturating_add(*literal_bytes) } else { printout.len() };
        let may_be = len <= self.limits().output_bytes();
        if may_be {
            printout.push_to(out, len);
        }
        may_be
    }

    /// Fills the first slots with what the expressions print; how many bytes all placeholders print, or
    /// none if one of them refuses.
    fn print_expressions<'a>(
        &'a self,
        context: &'a Context<'a>,
        slots: &mut Slots<'a>,
        segments: &mut Segments<'static>,
        made: Made<'_>,
    ) -> Option<usize> {
        let expressions = &self.tables().expressions;
        let Made { buffer, texts, notes } = made;
        let mut printer = Printer::new(self, buffer);
        slots.start(self, context);
        let mut left = expressions.len();
        if !self.layout().expands() {
            for (number, expression) in (0..).zip(expressions) {
                let first = slots.first_text(expressions.len(), expression).or_else(|| {
                    let scalar = slots.first_scalar(expressions.len(), expression);
                    scalar.filter(|_| self.prints_scalars(expression))
                });
                if let Some(text) = first.filter(|_| context.asks_first(self, expression)) {
                    slots.print(number as usize, printer.print_text(expression, text)?);
                    printer.note_refusal(number, notes);
                    left -= 1;
                } else if let Some(escaped) = slots.first_escaped(expressions.len(), expression) {
                    let start = texts.len();
                    let is_plain = self.prints_scalars(expression)
                        && json::text_into(escaped, texts).is_some()
                        && is_plain_text(&texts[start..]);
                    if is_plain {
                        let slot = printer.print_copy(expression, texts, start)?;
                        slots.print(number as usize, slot);
                        printer.note_refusal(number, notes);
                        left -= 1;
                    } else {
                        texts.truncate(start);
                    }
                }
            }
        }
        if left == 0 && self.tables().pairs.is_empty() {
            return Some(printer.printed());
        }
        let (known, memory) = (mem::take(slots), mem::take(segments));
        let mut lookup = Lookup::with(self, context, expressions.len(), known, memory);
        let is_done = self.print_others(&mut lookup, &mut printer, texts, notes);
        (*slots, *segments) = lookup.into_memory();
        is_done.then(|| printer.printed())
    }

    /// Whether a number or boolean that the first operand finds is printed as a text like any other. A
    /// translation has to be one.
    fn prints_scalars(&self, expression: &Expression) -> bool {
        let first = self.operands(expression.chain)[0].kind;
        matches!(first, OperandKind::Path(_)) && !self.escape().takes_json(expression.at.place)
    }

    /// The same for those expressions that have not printed yet.
    fn print_others<'a>(
        &'a self,
        lookup: &mut Lookup<'a>,
        printer: &mut Printer<'_>,
        made: &mut String,
        notes: &mut Vec<Note>,
    ) -> bool {
        for (number, expression) in (0..).zip(&self.tables().expressions) {
            if !matches!(lookup.slots.printed(number), Slot::Empty) {
                continue;
            }
            let slot = if let Some(text) = lookup.default_text(expression) {
                notes.push(Note::Default(number));
                printer.print_text(expression, text)
            } else if let Some(message) = lookup.message_ahead(expression, made) {
                match message {
                    Message::Text(text) => printer.print_text(expression, text),
                    Message::Made { start } => printer.print_copy(expression, made, start),
                }
            } else {
                let answer = lookup.answer(expression);
                if let Verdict::Failed { .. } = answer.verdict {
                    return false;
                }
                if answer.is_default() {
                    notes.push(Note::Default(number));
                }
                printer.print(expression, &answer)
            };
            let Some(slot) = slot else { return false };
            lookup.slots.print(number as usize, slot);
            printer.note_refusal(number, notes);
        }
        self.settle_pairs(&mut lookup.slots)
    }

    /// Empties the paired defaults; whether no gap is left then.
    fn settle_pairs(&self, slots: &mut Slots<'_>) -> bool {
        self.tables().settle_pairs(
            slots,
            |slots, expression| match slots.printed(expression) {
                Slot::Paired => Standing::Paired,
                Slot::Gap => Standing::Gap,
                _ => Standing::Prints,
            },
            |slots, pair| slots.print(pair.default as usize, Slot::Paired),
        );
        !slots.have_gap(self.tables().expressions.len())
    }

    /// The long way, for its error: gaps come before an output that is too long. It can still succeed
    /// if a source has changed its answers.
    #[cold]
    fn refuse(&self, context: &Context<'_>, out: &mut String) -> Result<(), Error> {
        self.resolve(context).finish(OnGap::Fail)?.push_to(out);
        Ok(())
    }
}
