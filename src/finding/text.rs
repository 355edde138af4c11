//! Findings as text: drawn with carets, or one on a line in columns; in colour if asked.

use std::fmt;

use super::{Finding, Findings, Severity};
use crate::error::DRAWN;
use crate::visible::{Paint, Role};

/// No column is padded further, in code points: one long place would push all others away.
const WIDEST: usize = 48;

impl Finding {
    /// Where it stands, `page.html:3:7`; empty if that is nowhere.
    pub(super) fn place(&self) -> String {
        struct Place<'f>(&'f Finding);
        impl fmt::Display for Place<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.problem.write_place(self.0.file(), f)
            }
        }
        Place(self).to_string().trim_end_matches([':', ' ']).to_owned()
    }

    const fn role(severity: Severity) -> Role {
        match severity {
            Severity::Error => Role::Error,
            Severity::Note => Role::Note,
        }
    }

    fn write(&self, paint: Paint, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, severity) = (self.place(), self.severity());
        if !place.is_empty() {
            write!(f, "{}: ", paint.on(Role::Place, &place))?;
        }
        let label = format!("{}[{}]", severity.name(), self.kind().code());
        write!(f, "{}: {}", paint.on(Self::role(severity), &label), self.kind())?;
        if f.alternate() { self.problem.draw_place(paint, Self::role(severity), f) } else { Ok(()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Paint::None, f)
    }
}

impl Findings {
    /// The same text in the colours of a terminal (ANSI escape codes). Whether the output is a terminal
    /// and whether `NO_COLOR` is set is for the caller to look at.
    ///
    /// ```
    /// let findings = lacuna::audit("[[data.name]]");
    /// let coloured: lacuna::Coloured = findings.coloured();
    /// assert!(coloured.to_string().starts_with("\u{1b}[1m1:1\u{1b}[0m  \u{1b}[1;31merror\u{1b}[0m  "));
    /// ```
    pub const fn coloured(&self) -> Coloured<'_> {
        Coloured(self)
    }

    /// As many as are shown, in their order: no error is left out for a note.
    pub(super) fn drawn(&self) -> Vec<&Finding> {
        let errors = self.list.len() - self.kept_notes;
        let mut rooms = [DRAWN.saturating_sub(errors.min(DRAWN)), DRAWN];
        let has_room = |finding: &&Finding| {
            let room = &mut rooms[usize::from(finding.severity() == Severity::Error)];
            let has_room = *room > 0;
            *room = room.saturating_sub(1);
            has_room
        };
        self.list.iter().filter(has_room).collect()
    }

    fn write(&self, paint: Paint, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drawn = self.drawn();
        if f.alternate() {
            for finding in &drawn {
                finding.write(paint, f)?;
                f.write_str("\n\n")?;
            }
        } else {
            let places: Vec<_> = drawn.iter().map(|finding| finding.place()).collect();
            let [place_width, code_width] = columns(
                drawn
                    .iter()
                    .zip(&places)
                    .map(|(finding, place)| [place.chars().count(), finding.kind().code().len()]),
            );
            for (finding, place) in drawn.iter().zip(&places) {
                let severity = finding.severity();
                let label = paint.on(Finding::role(severity), severity.name());
                let gap = "error".len() - severity.name().len();
                let pad = place_width.saturating_sub(place.chars().count());
                let (place, code) = (paint.on(Role::Place, place), finding.kind().code());
                if place_width > 0 {
                    write!(f, "{place}{:pad$}  ", "")?;
                }
                write!(f, "{label}{:gap$}  ", "")?;
                writeln!(f, "{code:code_width$}  {}", finding.kind())?;
            }
        }
        match (self.errors + self.notes).saturating_sub(drawn.len()) {
            0 => {}
            more => {
                let s = if more == 1 { "" } else { "s" };
                let end = if f.alternate() { "\n\n" } else { "\n" };
                write!(f, "… and {more} more finding{s}{end}")?;
            }
        }
        f.write_str(&counted(self.errors, self.notes))?;
        for (index, (code, count)) in self.counts.iter().enumerate() {
            write!(f, "{} {count} {code}", if index == 0 { ":" } else { "," })?;
        }
        f.write_str("\n")
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Paint::None, f)
    }
}

/// [`Findings`] in the colours of a terminal: see [`Findings::coloured`].
#[derive(Clone, Copy, Debug)]
pub struct Coloured<'f>(&'f Findings);

impl fmt::Display for Coloured<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(Paint::Ansi, f)
    }
}

/// `2 errors, 1 note`.
pub(super) fn counted(errors: usize, notes: usize) -> String {
    let s = |count| if count == 1 { "" } else { "s" };
    format!("{errors} error{}, {notes} note{}", s(errors), s(notes))
}

/// How wide columns are whose cells are so wide, in code points.
pub(crate) fn columns<const N: usize>(rows: impl Iterator<Item = [usize; N]>) -> [usize; N] {
    rows.fold([0; N], |mut widths, row| {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.min(WIDEST));
        }
        widths
    })
}
