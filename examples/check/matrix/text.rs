//! The matrix on a terminal.

use std::io::{self, Write};
use std::ops::Range;

use super::{Cell, Matrix, Row, State, Template};
use crate::options::visible;

/// Wider tables are told in pieces, one below the other, in code points.
const WIDEST: usize = 120;
/// The widest name of a template that is not cut, in code points.
const NAME: usize = 48;
const GAP: &str = "  ";
const ALL: &str = "all";
const TEMPLATE: &str = "template";

/// A line: its name, and either a text for each column or what is wrong with the template.
struct Line {
    name: String,
    cells: Vec<Cell>,
    why: Option<String>,
}

impl Matrix {
    /// A line for each template and one for all; a column for each language and one for all.
    pub(crate) fn write_text(&self, is_coloured: bool, out: &mut impl Write) -> io::Result<()> {
        let table = Table::of(self);
        for (number, columns) in table.pieces().into_iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            table.write(columns, is_coloured, out)?;
        }
        writeln!(out)?;
        for state in State::ALL {
            let mark = painted(state, state.mark(), is_coloured);
            writeln!(out, "{mark} {}", state.meaning())?;
        }
        writeln!(out, "3/12: so many of the records; 12: all of them\n\n{}", self.summary())
    }
}

/// All lines, and how wide their columns are.
struct Table {
    heads: Vec<String>,
    lines: Vec<Line>,
    name_width: usize,
    widths: Vec<usize>,
}

impl Table {
    fn of(matrix: &Matrix) -> Self {
        let columns = 0..matrix.columns.len();
        let mut heads: Vec<_> = matrix.columns.iter().map(|column| visible(&column.name)).collect();
        let mut lines: Vec<_> = matrix.rows.iter().map(Line::of).collect();
        let totals = columns.map(|column| matrix.column_total(column)).collect();
        lines.push(Line { name: ALL.to_owned(), cells: totals, why: None });
        if matrix.has_totals() {
            heads.push(ALL.to_owned());
            let totals = matrix.rows.iter().map(Row::total).chain([matrix.total()]);
            for (line, total) in lines.iter_mut().zip(totals) {
                line.cells.push(total);
            }
        }
        let names = lines.iter().map(|line| line.name.chars().count());
        let name_width = names.chain([TEMPLATE.len()]).max().unwrap_or(0);
        let width = |(column, head): (usize, &String)| {
            let cells = lines.iter().map(|line| told(&line.cells[column]).chars().count());
            cells.chain([head.chars().count()]).max().unwrap_or(0)
        };
        let widths = heads.iter().enumerate().map(width).collect();
        Self { heads, lines, name_width, widths }
    }

    /// The columns that stand side by side: as many as there is room for, at least one.
    fn pieces(&self) -> Vec<Range<usize>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut room = 0;
        for (column, width) in self.widths.iter().enumerate() {
            let needed = GAP.len() + width;
            if let Some(piece) = pieces.last_mut().filter(|_| needed <= room) {
                piece.end = column + 1;
            } else {
                pieces.push(column..column + 1);
                room = WIDEST.saturating_sub(self.name_width);
            }
            room = room.saturating_sub(needed);
        }
        pieces
    }

    /// The head and all lines, with these columns.
    fn write(
        &self,
        columns: Range<usize>,
        is_coloured: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let name_width = self.name_width;
        // Nothing is padded at the end of a line.
        let pad = |column, text: &str| match column {
            column if column + 1 == columns.end => 0,
            column => self.widths[column] - text.chars().count(),
        };
        write!(out, "{TEMPLATE:name_width$}")?;
        for column in columns.clone() {
            let head = &self.heads[column];
            write!(out, "{GAP}{head}{:pad$}", "", pad = pad(column, head))?;
        }
        writeln!(out)?;
        for Line { name, cells, why } in &self.lines {
            write!(out, "{name:name_width$}")?;
            if let Some(why) = why {
                write!(out, "{GAP}{}", painted(State::Refused, why, is_coloured))?;
            }
            for column in columns.clone().filter(|_| why.is_none()) {
                let (state, text) = (cells[column].state(), told(&cells[column]));
                let cell = painted(state, &text, is_coloured);
                write!(out, "{GAP}{cell}{:pad$}", "", pad = pad(column, &text))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

impl Line {
    fn of(row: &Row) -> Self {
        let mut name = visible(&row.name);
        let length = name.chars().count();
        if length > NAME {
            // Names differ at their ends.
            name = std::iter::once('…').chain(name.chars().skip(length + 1 - NAME)).collect();
        }
        let why = match &row.template {
            Template::Filled(_) => None,
            Template::Faulty { why, errors } => {
                let more = match errors.saturating_sub(1) {
                    0 => String::new(),
                    more => format!(" (and {more} more)"),
                };
                Some(format!("{} {why}{more}", State::Refused.mark()))
            }
        };
        Self { name, cells: row.cells.clone(), why }
    }
}

/// The mark and the count of a cell.
fn told(cell: &Cell) -> String {
    format!("{} {}", cell.state().mark(), cell.count())
}

/// A text in the colour of a state, by the escape codes of ECMA-48.
fn painted(state: State, text: &str, is_coloured: bool) -> String {
    let code = match state {
        _ if !is_coloured => return text.to_owned(),
        State::Ready => "32",
        State::Provisional => "33",
        State::Refused => "1;31",
        State::None => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
