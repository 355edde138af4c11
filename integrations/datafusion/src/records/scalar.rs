//! Values that are neither arrays nor objects: what kind they are, and how they are written.

use arrow::array::Array;
use arrow::array::cast::AsArray;
use arrow::array::types::{Float16Type, Float32Type, Float64Type};
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::signature::told;

/// What a value of a type is to a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Null,
    Bool,
    /// A string, which is borrowed.
    Text,
    /// What is written as a number.
    Number,
    /// What is written as a text: dates and the like.
    Shown,
}

/// None of a type that has containers as values, or nothing that could be shown.
pub(super) fn scalar(data_type: &DataType) -> Option<Scalar> {
    Some(match data_type {
        DataType::Null => Scalar::Null,
        DataType::Boolean => Scalar::Bool,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Scalar::Text,
        numeric if numeric.is_numeric() => Scalar::Number,
        DataType::Date32
        | DataType::Date64
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Timestamp(..)
        | DataType::Duration(_)
        | DataType::Interval(_) => Scalar::Shown,
        _ => return None,
    })
}

/// The string of a row of a column of strings.
pub(super) fn text(array: &dyn Array, row: usize) -> Option<&str> {
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row),
        DataType::Utf8View => array.as_string_view().value(row),
        _ => return None,
    })
}

/// Writes the numbers of a column, or what is shown as a text.
pub(super) enum Scribe<'a> {
    // As short as they can be, and as JSON has them: Arrow would write `NaN`.
    Float(Box<dyn Fn(usize) -> serde_json::Result<String> + 'a>),
    Shown(ArrayFormatter<'a>),
}

impl<'a> Scribe<'a> {
    pub(super) fn of(array: &'a dyn Array) -> Result<Self, String> {
        Ok(match array.data_type() {
            DataType::Float16 => {
                let floats = array.as_primitive::<Float16Type>();
                Self::Float(Box::new(|row| serde_json::to_string(&f32::from(floats.value(row)))))
            }
            DataType::Float32 => {
                let floats = array.as_primitive::<Float32Type>();
                Self::Float(Box::new(|row| serde_json::to_string(&floats.value(row))))
            }
            DataType::Float64 => {
                let floats = array.as_primitive::<Float64Type>();
                Self::Float(Box::new(|row| serde_json::to_string(&floats.value(row))))
            }
            _ => {
                // An error instead of a text that says so.
                const OPTIONS: FormatOptions<'_> = FormatOptions::new().with_display_error(false);
                Self::Shown(
                    ArrayFormatter::try_new(array, &OPTIONS).map_err(|error| error.to_string())?,
                )
            }
        })
    }

    /// Appends the value of a row that is not null; false if JSON has no number for it.
    pub(super) fn write(&self, row: usize, text: &mut String) -> Result<bool, String> {
        match self {
            Self::Float(written) => {
                let written = written(row).map_err(|error| error.to_string())?;
                text.push_str(&written);
                Ok(written != "null")
            }
            Self::Shown(formatter) => {
                formatter.value(row).write(text).map_err(|error| error.to_string())?;
                Ok(true)
            }
        }
    }
}

/// What is said of a value that is nothing a text could show.
pub(super) fn refusal(data_type: &DataType) -> String {
    let way_out = match data_type {
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => {
            "make a string of it in the query: encode(…, 'base64'), or arrow_cast(…, 'Utf8View')"
        }
        _ => "make a string or a struct of it in the query",
    };
    format!("its column is {}, which no text can show: {way_out}", told(data_type))
}
