//! An argument of strings: a column or one value for all rows, whichever string type they have.

use arrow::array::cast::AsArray;
use arrow::array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow::buffer::NullBuffer;
use arrow::datatypes::DataType;
use datafusion_common::{Result, internal_datafusion_err};
use datafusion_expr::ColumnarValue;

/// The rows of an argument; of one that is the same for all there is only the first.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) array: ArrayRef,
    pub(crate) is_constant: bool,
}

impl Column {
    pub(crate) fn of(argument: &ColumnarValue) -> Result<Self> {
        Ok(match argument {
            ColumnarValue::Array(array) => Self { array: array.clone(), is_constant: false },
            ColumnarValue::Scalar(value) => Self { array: value.to_array()?, is_constant: true },
        })
    }

    /// Where the value of a row of the batch stands.
    pub(crate) const fn at(&self, row: usize) -> usize {
        if self.is_constant { 0 } else { row }
    }
}

/// An argument of strings.
#[derive(Debug)]
pub(crate) struct Texts {
    values: Values,
    /// Of a dictionary: where in the values each row finds its own.
    keys: Option<Vec<usize>>,
    nulls: Option<NullBuffer>,
    is_constant: bool,
    rows: usize,
}

#[derive(Debug)]
enum Values {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// The rows of a column of one of the types that [`coerced`](crate::signature::coerced) lets pass.
    pub(crate) fn of(column: &Column) -> Result<Self> {
        let (mut array, is_constant, rows) =
            (column.array.clone(), column.is_constant, column.array.len());
        let nulls = array.logical_nulls();
        let mut keys: Option<Vec<usize>> = None;
        while let Some(dictionary) = array.as_any_dictionary_opt() {
            let values = dictionary.values().clone();
            // Of a dictionary without values all keys are null.
            let own = if values.is_empty() { vec![0; rows] } else { dictionary.normalized_keys() };
            keys = Some(match keys {
                Some(outer) => {
                    outer.into_iter().map(|key| own.get(key).copied().unwrap_or(0)).collect()
                }
                None => own,
            });
            array = values;
        }
        let values = match array.data_type() {
            DataType::Utf8 => Values::Small(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Values::Large(array.as_string::<i64>().clone()),
            DataType::Utf8View => Values::View(array.as_string_view().clone()),
            other => return Err(internal_datafusion_err!("a string was expected, not {other}")),
        };
        Ok(Self { values, keys, nulls, is_constant, rows })
    }

    /// The text of a row of the batch; none if it is null.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        let row = if self.is_constant { 0 } else { row };
        if self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        let at = self.keys.as_ref().map_or(row, |keys| keys[row]);
        Some(match &self.values {
            Values::Small(texts) => texts.value(at),
            Values::Large(texts) => texts.value(at),
            Values::View(texts) => texts.value(at),
        })
    }

    /// Where the text of a row stands among those that may be shared by rows, and how many of those there are; none if each
    /// row has its own.
    pub(crate) fn shared(&self, row: usize) -> Option<(usize, usize)> {
        if self.is_constant {
            return Some((0, 1));
        }
        let len = match &self.values {
            Values::Small(texts) => texts.len(),
            Values::Large(texts) => texts.len(),
            Values::View(texts) => texts.len(),
        };
        // A large dictionary of which the batch needs a few is no help.
        self.keys.as_ref().filter(|_| len <= 4 * self.rows).map(|keys| (keys[row], len))
    }
}
