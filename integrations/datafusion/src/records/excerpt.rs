//! The beginning of a record, by which a row can be found again.

use std::fmt::Write;

use arrow::array::cast::AsArray;
use arrow::datatypes::DataType;
use lacuna::Datum;

use super::elements::{elements, entries};
use super::spot::Spot;

/// The most characters that are shown of a record, and of a text in it.
const RECORD: usize = 200;
const TEXT: usize = 60;
/// How deep fields of fields are shown.
const DEPTH: usize = 8;

/// The beginning of a record of JSON.
pub(super) fn of_text(text: &str) -> String {
    let mut out = Excerpt::default();
    out.push_shown(text, RECORD);
    out.text
}

/// The first fields of a record of columns, as JSON has them; lists are only counted.
pub(super) fn of_spot(spot: Spot<'_>) -> String {
    let mut out = Excerpt::default();
    out.push_value(spot, DEPTH);
    out.text
}

#[derive(Default)]
struct Excerpt {
    text: String,
}

impl Excerpt {
    fn is_full(&self) -> bool {
        self.text.chars().count() >= RECORD
    }

    /// Appends so many characters of a text, on one line and with nothing invisible.
    fn push_shown(&mut self, text: &str, most: usize) {
        for (number, c) in text.chars().enumerate() {
            if number >= most || self.is_full() {
                self.text.push('…');
                return;
            }
            match c {
                '"' | '\'' | '\\' => self.text.push(c),
                // Of what is no picture of its own the code is shown.
                c => self.text.extend(c.escape_debug()),
            }
        }
    }

    fn push_value(&mut self, spot: Spot<'_>, depth: usize) {
        let Some((array, row)) = spot.pointed() else {
            self.text.push_str("null");
            return;
        };
        if let DataType::Struct(fields) = array.data_type() {
            let columns = fields.iter().zip(array.as_struct().columns());
            let fields =
                columns.map(|(field, column)| (&**field.name(), Spot::within(&**column, row)));
            self.push_fields(fields, depth);
        } else if let Some(entries) = entries(array, row) {
            let fields =
                entries.iter().map(|(key, row)| (key, Spot::within(&**entries.values, row)));
            self.push_fields(fields, depth);
        } else if let Some((_, range)) = elements(array, row) {
            // Writing to a string does not fail.
            let _ = write!(self.text, "[{} elements]", range.len());
        } else {
            match spot.datum() {
                Ok(Datum::Text(text)) => {
                    self.text.push('"');
                    self.push_shown(&text, TEXT);
                    self.text.push('"');
                }
                Ok(datum) => self.text.push_str(datum.text().unwrap_or("null")),
                Err(_) => self.text.push('?'),
            }
        }
    }

    fn push_fields<'a>(&mut self, fields: impl Iterator<Item = (&'a str, Spot<'a>)>, depth: usize) {
        self.text.push('{');
        for (number, (name, value)) in fields.enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            if self.is_full() || depth == 0 {
                self.text.push('…');
                break;
            }
            self.text.push('"');
            self.push_shown(name, TEXT);
            self.text.push_str("\": ");
            self.push_value(value, depth - 1);
        }
        self.text.push('}');
    }
}
