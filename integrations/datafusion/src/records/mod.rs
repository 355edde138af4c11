//! The records of a batch: strings that hold JSON, or columns that are walked as they are.
//!
//! `table.rs` has the columns of structs, `row.rs` is one row of them as a source, `spot.rs` a value within it; `elements.rs`
//! steps into lists and maps, `maps.rs` finds keys of large ones, `scalar.rs` writes what is no container, `tree.rs` makes JSON of what a template takes as a
//! whole. `excerpt.rs` shows the beginning of a record.

mod elements;
mod excerpt;
mod maps;
mod row;
mod scalar;
mod spot;
mod table;
mod tree;

use arrow::datatypes::DataType;
use datafusion_common::Result;
use lacuna::{JsonBytes, Source};

use self::row::Row;
use self::table::Table;
use crate::arguments::{Column, Texts};

/// The records of a batch.
pub(crate) enum Records {
    Json(Texts),
    Columns(Table),
}

impl Records {
    pub(crate) fn of(column: &Column) -> Result<Self> {
        Ok(match column.array.data_type() {
            DataType::Struct(_) | DataType::Map(..) => Self::Columns(Table::of(column)),
            _ => Self::Json(Texts::of(column)?),
        })
    }

    pub(crate) fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Json(texts) => texts.get(row).is_none(),
            Self::Columns(table) => table.is_null(row),
        }
    }

    /// Hands over the record of a row, which is not null, as a source.
    pub(crate) fn with<T>(&self, row: usize, take: impl FnOnce(&dyn Source) -> T) -> T {
        match self {
            Self::Json(texts) => take(&JsonBytes::new(texts.get(row).unwrap_or_default())),
            Self::Columns(table) => take(&Row::of(table, row)),
        }
    }

    /// The beginning of the record of a row.
    pub(crate) fn excerpt(&self, row: usize) -> String {
        match self {
            Self::Json(texts) => excerpt::of_text(texts.get(row).unwrap_or_default()),
            Self::Columns(table) => excerpt::of_spot(table.spot(row)),
        }
    }
}
