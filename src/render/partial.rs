//! From resolution to a template for a second pass: what is certain is printed, the rest is kept.

use std::ops::Range;

use super::printed::Printed;
use super::rendering::Fill;
use crate::error::Error;
use crate::resolve::{Resolution, Verdict};
use crate::template::{Piece, Template};

/// What is known of an expression, whatever data is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// More data may give something else, or it has failed.
    Open,
    /// It stays a gap.
    Gap,
    /// What it prints is certain.
    Printed,
    /// It is certain that it prints nothing, since another one has it as its default.
    Paired,
}

impl Fate {
    /// Whether it is kept as it was written: no pass may hide a gap.
    const fn is_kept(self) -> bool {
        matches!(self, Self::Open | Self::Gap)
    }
}

impl Resolution<'_> {
    /// The template for a second pass, with more data: what is certain is printed, the rest is kept
    /// as it was written.
    ///
    /// Kept is every placeholder that is a gap or failed, and every one for which something that
    /// was looked at could still come: a key or an element that is absent, also in a layer that
    /// stands before the one that answered, or an array or object. Where hollow lines are dropped,
    /// a line with a placeholder that is kept is kept as a whole. Finishing it with data that only
    /// adds (no scalar and no null changes, and there are as many layers) gives what one pass with
    /// that data would have given; only that limits of filters and of texts within texts count anew
    /// in each pass. Places in its errors and reports are those of the new text.
    ///
    /// What values print is escaped as in any output, and written so that it is never read as a
    /// placeholder: the text is parsed again with the same [`Syntax`](crate::Syntax), and under the
    /// same name.
    ///
    /// The next pass gives the data of this one again, and more. An owner whose data is not known
    /// yet is an empty layer behind those that are: whatever stands in front of a layer may still
    /// answer for it.
    ///
    /// # Errors
    ///
    /// If what is printed is longer than [`Limits::output`](crate::Limits::output), or the text as
    /// a whole than 4 GiB less one byte.
    ///
    /// ```
    /// use lacuna::{Context, Template};
    /// use serde_json::json;
    ///
    /// let letter = Template::text("Dear [[ name ]], [[ sum || 'nothing' ]] is due on [[ day ]].")?;
    /// let first = json!({"name": "[[ Ada ]]"});
    /// let partial = letter.resolve(&Context::new(&first)).partial()?;
    /// assert_eq!(
    ///     partial.source(),
    ///     r"Dear \[[ Ada ]], [[ sum || 'nothing' ]] is due on [[ day ]]."
    /// );
    ///
    /// let second = json!({"name": "[[ Ada ]]", "sum": 12, "day": "Monday"});
    /// assert_eq!(partial.render(&Context::new(&second))?, "Dear [[ Ada ]], 12 is due on Monday.");
    ///
    /// // Data of two owners, of whom one is known first.
    /// let card = Template::text("[[ firm.name ]] thanks [[ person.name ]].")?;
    /// let firm = json!({"firm": {"name": "Hillside"}});
    /// let unknown = json!({});
    /// let partial = card.resolve(&Context::new(&firm).or(&unknown)).partial()?;
    /// assert_eq!(partial.source(), "Hillside thanks [[ person.name ]].");
    /// let person = json!({"person": {"name": "Ada"}});
    /// assert_eq!(partial.render(&Context::new(&firm).or(&person))?, "Hillside thanks Ada.");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn partial(&self) -> Result<Template<'static>, Error> {
        let mut left = self.template().limits().output_bytes();
        let kept = self.kept();
        let numbers: Vec<_> = kept.iter().map(|(number, _)| *number).collect();
        self.template().again(self.draft(kept, &mut left)?, &numbers)
    }

    /// The text of that template with what is `kept`, with so many bytes left for what is printed.
    pub(super) fn draft(&self, kept: Vec<Fill>, left: &mut usize) -> Result<String, Error> {
        let template = self.template();
        let printed = Printed::new(self, kept, true)?;
        let mut draft = Draft::new(template);
        printed.printout(template).for_each(|part, number| {
            if number.is_some_and(|number| printed.is_filled(number)) {
                draft.push_placeholder(part);
                return Ok(());
            }
            *left = left.checked_sub(part.len()).ok_or_else(|| template.output_too_long())?;
            draft.piece.push_str(part);
            Ok(())
        })?;
        Ok(draft.finish())
    }

    /// The placeholders that are kept, as they were written, by number.
    pub(crate) fn kept(&self) -> Vec<Fill> {
        let template = self.template();
        let tables = template.tables();
        let fates = self.fates();
        let fate = |number: usize| fates[tables.placeholders[number].expression as usize];
        let mut is_kept: Vec<bool> =
            (0..tables.placeholders.len()).map(|number| fate(number).is_kept()).collect();
        if template.layout().drops_hollow_lines() {
            for line in lines(template) {
                if is_kept[line.clone()].contains(&true) {
                    line.for_each(|number| is_kept[number] = fate(number) != Fate::Paired);
                }
            }
        }
        let kept = template.placeholders().enumerate().filter(|(number, _)| is_kept[*number]);
        kept.map(|(number, placeholder)| (number, placeholder.text().into())).collect()
    }

    fn fates(&self) -> Vec<Fate> {
        let answers = self.answers().enumerate();
        let own = answers.map(|(expression, answer)| match &answer.verdict {
            _ if self.is_open(expression) => Fate::Open,
            Verdict::Failed { .. } => Fate::Open,
            Verdict::Paired { was_gap: true, .. } => Fate::Gap,
            verdict if verdict.is_gap() => Fate::Gap,
            _ => Fate::Printed,
        });
        let mut fates: Vec<Fate> = own.collect();
        // As pairs are settled, but with what is known only: see `Tables::settle_pairs`.
        for pair in &self.template().tables().pairs {
            let (value, default) = (fates[pair.value as usize], pair.default as usize);
            match (value, fates[default]) {
                (_, Fate::Paired) | (Fate::Gap | Fate::Paired, _) => {}
                (Fate::Printed, _) => fates[default] = Fate::Paired,
                (Fate::Open, _) => fates[default] = Fate::Open,
            }
        }
        fates
    }
}

/// The placeholders of each line that has some; a line ends with a line end of the template's own
/// text.
fn lines(template: &Template<'_>) -> Vec<Range<usize>> {
    let (mut lines, mut start, mut number) = (Vec::new(), 0, 0);
    for piece in &template.tables().pieces {
        match piece {
            Piece::Placeholder(_) => number += 1,
            Piece::Literal(span) if template.source()[span.range()].contains('\n') => {
                lines.push(start..number);
                start = number;
            }
            Piece::Literal(_) | Piece::Comment => {}
        }
    }
    lines.push(start..number);
    lines
}

/// The text of a template that is being made: what is printed between two placeholders is one
/// piece, in which no opening delimiter may be left to count.
struct Draft<'t> {
    template: &'t Template<'t>,
    text: String,
    piece: String,
}

impl<'t> Draft<'t> {
    const fn new(template: &'t Template<'t>) -> Self {
        Self { template, text: String::new(), piece: String::new() }
    }

    fn push_placeholder(&mut self, placeholder: &str) {
        self.piece.push_str(self.template.open());
        self.template.push_as_text(&self.piece, true, &mut self.text);
        self.piece.clear();
        self.text.push_str(placeholder);
    }

    fn finish(mut self) -> String {
        self.template.push_as_text(&self.piece, false, &mut self.text);
        self.text
    }
}
