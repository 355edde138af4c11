//! Values that are neither arrays nor objects: what kind they are, and how they are written.

use std::ops::RangeInclusive;

use arrow::array::Array;
use arrow::array::cast::AsArray;
use arrow::array::types::{
    DurationMillisecondType, DurationSecondType, Float16Type, Float32Type, Float64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampSecondType,
};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{DataType, TimeUnit};
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
        string if string.is_string() => Scalar::Text,
        numeric if numeric.is_numeric() => Scalar::Number,
        temporal if temporal.is_temporal() => Scalar::Shown,
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
    Shown { formatter: ArrayFormatter<'a>, sound: Option<Sound<'a>> },
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
                let formatter =
                    ArrayFormatter::try_new(array, &OPTIONS).map_err(|error| error.to_string())?;
                Self::Shown { formatter, sound: Sound::of(array) }
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
            Self::Shown { formatter, sound } => {
                sound.as_ref().map_or(Ok(()), |sound| sound.check(row))?;
                let start = text.len();
                formatter.value(row).write(text).map_err(|error| error.to_string())?;
                // A decimal that counts hundreds has none as `000`, which is no number.
                if text[start..].bytes().all(|digit| digit == b'0') {
                    text.truncate(start + 1);
                }
                Ok(true)
            }
        }
    }
}

/// The values of a column that Arrow can show, where it does not report all others: it panics at a timestamp whose zone leads
/// out of the calendar, and writes `<invalid>` for a duration that is too long.
pub(super) struct Sound<'a> {
    values: &'a ScalarBuffer<i64>,
    range: RangeInclusive<i64>,
    data_type: &'a DataType,
}

impl<'a> Sound<'a> {
    /// The seconds since 1970 of the calendar that Arrow uses, the years -262143 to 262142, less a day at both ends: no zone
    /// is further from UTC.
    const CALENDAR: RangeInclusive<i64> = -8_334_601_142_400..=8_210_266_790_399;

    fn of(array: &'a dyn Array) -> Option<Self> {
        let data_type = array.data_type();
        let calendar = |per_second| {
            let (first, last) = (*Self::CALENDAR.start(), *Self::CALENDAR.end());
            first.saturating_mul(per_second)..=last.saturating_mul(per_second)
        };
        let (values, range) = match data_type {
            DataType::Timestamp(unit, Some(_)) => match unit {
                TimeUnit::Second => {
                    (array.as_primitive::<TimestampSecondType>().values(), calendar(1))
                }
                TimeUnit::Millisecond => {
                    (array.as_primitive::<TimestampMillisecondType>().values(), calendar(1_000))
                }
                TimeUnit::Microsecond => {
                    (array.as_primitive::<TimestampMicrosecondType>().values(), calendar(1_000_000))
                }
                // All of its values are within.
                TimeUnit::Nanosecond => return None,
            },
            // It counts in milliseconds itself.
            DataType::Duration(TimeUnit::Second) => (
                array.as_primitive::<DurationSecondType>().values(),
                -i64::MAX / 1_000..=i64::MAX / 1_000,
            ),
            DataType::Duration(TimeUnit::Millisecond) => {
                (array.as_primitive::<DurationMillisecondType>().values(), -i64::MAX..=i64::MAX)
            }
            _ => return None,
        };
        Some(Self { values, range, data_type })
    }

    fn check(&self, row: usize) -> Result<(), String> {
        let value = self.values[row];
        if self.range.contains(&value) {
            return Ok(());
        }
        Err(format!("{value} is out of range for {}", self.data_type))
    }
}

/// What is said of a value that is nothing a text could show.
pub(super) fn refusal(data_type: &DataType) -> String {
    let way_out = if data_type.is_binary() {
        "make a string of it in the query: encode(…, 'base64'), or arrow_cast(…, 'Utf8View')"
    } else {
        "make a string or a struct of it in the query"
    };
    format!("its column is {}, which no text can show: {way_out}", told(data_type))
}
