//! The columns of structs, found by name once for a batch, with what had to be written out of them.

use std::collections::HashMap;
use std::sync::OnceLock;

use arrow::array::cast::AsArray;
use arrow::array::{Array, ArrayRef, LargeStringArray, LargeStringBuilder};
use arrow::datatypes::DataType;
use quick_cache::DefaultHashBuilder;

use super::scalar::Scribe;
use super::spot::{Spot, is_null};
use crate::arguments::Column;

/// A column of records: structs or maps.
pub(crate) struct Table {
    root: Field,
    rows: Column,
}

/// A column, and those that it consists of if it is one of structs.
pub(super) struct Field {
    pub(super) array: ArrayRef,
    fields: Vec<Self>,
    /// Where each name stands; the last one counts, as it does in JSON.
    names: HashMap<String, usize, DefaultHashBuilder>,
    /// What numbers, dates and the like look like: written for all rows together once one of them is wanted, so that rows
    /// can borrow it.
    written: OnceLock<LargeStringArray>,
}

impl Table {
    pub(super) fn of(column: &Column) -> Self {
        Self { root: Field::of(&column.array), rows: column.clone() }
    }

    pub(super) fn is_null(&self, row: usize) -> bool {
        is_null(&self.rows.array, self.rows.at(row))
    }

    /// The record of a row.
    pub(super) fn spot(&self, row: usize) -> Spot<'_> {
        Spot::in_column(&self.root, self.rows.at(row))
    }
}

impl Field {
    fn of(array: &ArrayRef) -> Self {
        let (mut fields, mut names) = (Vec::new(), HashMap::default());
        if let (DataType::Struct(types), Some(structs)) = (array.data_type(), array.as_struct_opt())
        {
            fields = structs.columns().iter().map(Self::of).collect();
            names = types.iter().map(|field| field.name().clone()).zip(0..).collect();
        }
        Self { array: array.clone(), fields, names, written: OnceLock::new() }
    }

    pub(super) fn is_struct(&self) -> bool {
        matches!(self.array.data_type(), DataType::Struct(_))
    }

    /// Whether values stand in it where their row is, and not in a dictionary.
    pub(super) fn is_plain(&self) -> bool {
        !matches!(self.array.data_type(), DataType::Dictionary(..) | DataType::RunEndEncoded(..))
    }

    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        Some(&self.fields[*self.names.get(name)?])
    }

    /// What the value of a row looks like; none if it is null, or cannot be written.
    pub(super) fn written(&self, row: usize) -> Option<&str> {
        let written = self.written.get_or_init(|| {
            let rows = self.array.len();
            let mut texts = LargeStringBuilder::with_capacity(rows, 8 * rows);
            let Ok(scribe) = Scribe::of(&*self.array) else {
                return LargeStringArray::new_null(rows);
            };
            let mut text = String::new();
            for row in 0..rows {
                text.clear();
                let is_written =
                    !is_null(&*self.array, row) && scribe.write(row, &mut text) == Ok(true);
                texts.append_option(is_written.then_some(&text));
            }
            texts.finish()
        });
        written.is_valid(row).then(|| written.value(row))
    }
}
