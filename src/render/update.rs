//! Rendering anew only what a change of the data affects.

use std::mem;

use super::on_gap::OnGap;
use super::printer::Printer;
use super::rendering::Rendering;
use crate::error::Error;
use crate::escape::Quoted;
use crate::path::Path;
use crate::resolve::{Before, Context, Slot};

/// What updates may leave behind in the buffer, in bytes, beside twice of what is needed.
const WASTE: usize = 1 << 16;

impl<'a> Rendering<'a> {
    /// Renders anew in a context that differs from the last one only in the values at these paths, or below
    /// them: what [`Resolution::finish`](crate::Resolution::finish) would give there, for the price of what
    /// [`Template::affected`](crate::Template::affected) names.
    ///
    /// What is not affected keeps what it has printed, so the data that it came from has to live on; if other
    /// values have changed too, that is not noticed. All is rendered anew if the context has other locales,
    /// catalogs or kinds of layers, or one of [`JsonBytes`](crate::JsonBytes). If there are gaps, or lines that may
    /// turn out hollow, each of those is looked at again.
    ///
    /// # Errors
    ///
    /// As `finish`. Then the rendering is what it was before. If a filter or handler panics it still prints what it did
    /// before, and the next update renders all anew.
    ///
    /// ```
    /// use lacuna::{Context, OnGap, Path, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::text("[[ name ]], [[ city ]]")?;
    /// let (old, new) = (json!({"name": "Ada", "city": "London"}), json!({"name": "Ada", "city": "Turin"}));
    /// let (before, after) = (Context::new(&old), Context::new(&new));
    /// let mut rendering = template.resolve(&before).finish(OnGap::Fail)?;
    /// rendering.update(&[Path::parse("city")?], &after, OnGap::Fail)?;
    /// assert_eq!(rendering.to_string(), "Ada, Turin");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn update(
        &mut self,
        changed: &[Path<'_>],
        context: &'a Context<'a>,
        on_gap: OnGap<'_>,
    ) -> Result<(), Error> {
        let is_wasteful = self.printed.buffer.len() > 2 * self.len + WASTE;
        let is_torn = mem::replace(&mut self.is_torn, true);
        let before =
            if is_wasteful || is_torn { None } else { self.resolution.update(changed, context) };
        if let Some(before) = before {
            if self.print_anew(&before, on_gap).is_some() {
                self.is_torn = false;
                return Ok(());
            }
            self.resolution.take_back(before);
        }
        self.is_torn = is_torn;
        // What is wrong is told as it is told of the whole, which also knows what is left of limits.
        *self = self.resolution.template().resolve(context).finish(on_gap)?;
        Ok(())
    }

    /// Prints what was answered anew; nothing is done if that cannot be an output.
    fn print_anew(&mut self, before: &Before<'a>, on_gap: OnGap<'_>) -> Option<()> {
        let (template, resolution) = (self.resolution.template(), &self.resolution);
        let tables = template.tables();
        let (mut gaps, mut has_failed) = (self.gaps, false);
        for (number, was_gap) in before.answered() {
            let verdict = &resolution.answer(number).verdict;
            gaps = gaps + usize::from(verdict.is_gap()) - usize::from(was_gap);
            has_failed |= verdict.is_failed();
        }
        if has_failed || gaps > 0 && matches!(on_gap, OnGap::Fail) {
            return None;
        }
        let mut left = template.limits().output_bytes();
        let fills = if gaps > 0 { resolution.fills(on_gap, &mut left).ok()? } else { Vec::new() };

        let mut quoted = Quoted::default();
        let mut printer = Printer::new(template, &mut quoted).of_few();
        let slots = before.answered().map(|(number, _)| {
            let expression = &tables.expressions[number as usize];
            printer.print(expression, resolution.answer(number)).map(|slot| (number, slot))
        });
        let slots: Vec<(u32, Slot<'a>)> = slots.collect::<Option<_>>()?;

        let behind = self.printed.buffer.len();
        self.printed.buffer += &quoted.into_string();

        let is_plain = fills.is_empty() && self.printed.fills.is_empty() && tables.lines.is_empty();
        let (mut len, mut buffered) = (self.len, self.printed.buffered);
        let mut old = Vec::with_capacity(slots.len());
        for (number, slot) in slots {
            let uses = tables.expressions[number as usize].uses as usize;
            let was = self.printed.text(number).len();
            old.push((number, self.printed.slots.printed(number)));
            let slot = match slot {
                Slot::Buffered { start, end } => {
                    Slot::Buffered { start: behind + start, end: behind + end }
                }
                slot => slot,
            };
            buffered += slot.buffered();
            buffered -= self.printed.slots.printed(number).buffered();
            self.printed.slots.print(number as usize, slot);
            let is = self.printed.text(number).len();
            len = len.saturating_add(uses.saturating_mul(is)).saturating_sub(uses * was);
        }
        let old_fills = mem::replace(&mut self.printed.fills, fills);
        let old_dropped = mem::take(&mut self.printed.dropped);
        if !is_plain {
            self.printed.drop_hollow_lines(template, !matches!(on_gap, OnGap::Empty));
            len = self.printed.printout(template).len();
        }
        // So much a whole rendering would have in its buffer.
        if len.max(buffered) > template.limits().output_bytes() {
            for (number, slot) in old {
                self.printed.slots.print(number as usize, slot);
            }
            (self.printed.fills, self.printed.dropped) = (old_fills, old_dropped);
            return None;
        }
        (self.len, self.gaps, self.printed.buffered) = (len, gaps, buffered);
        Some(())
    }
}
