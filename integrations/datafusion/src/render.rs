//! `lacuna_render` and `try_lacuna_render`: the texts of a batch.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringViewBuilder};
use datafusion_common::{DataFusionError, Result};

use crate::error::RowError;
use crate::functions::Engine;
use crate::rows::{Outcome, Refused, Rows};

/// The texts of all rows, if each has one or a null among its arguments.
pub(crate) fn strict(rows: &Rows, engine: &Engine) -> Result<ArrayRef> {
    written(rows, engine, |row, refused, _| {
        let Refused { cause, error, .. } = refused;
        let (error, record) = (error.clone(), rows.records.excerpt(row));
        let error = RowError { row: row + 1, rows: rows.count, cause, error, record };
        Err(DataFusionError::External(Box::new(error)))
    })
}

/// The texts of all rows; null where there is none.
pub(crate) fn or_null(rows: &Rows, engine: &Engine) -> Result<ArrayRef> {
    written(rows, engine, |_, _, texts| {
        texts.append_null();
        Ok(())
    })
}

fn written(
    rows: &Rows,
    engine: &Engine,
    mut refuse: impl FnMut(usize, Refused<'_>, &mut StringViewBuilder) -> Result<()>,
) -> Result<ArrayRef> {
    let mut texts = StringViewBuilder::with_capacity(rows.count);
    rows.each(engine, |row, outcome| match outcome {
        Outcome::Null => {
            texts.append_null();
            Ok(())
        }
        // `Limits::output` may allow more than a view can tell.
        Outcome::Text(text) if i32::try_from(text.len()).is_err() => {
            Err(DataFusionError::ResourcesExhausted(format!(
                "row {} of a batch of {} has a text of {} bytes, and a column of strings takes 2 GiB less one for each: \
                 see lacuna's Limits::output",
                row + 1,
                rows.count,
                text.len()
            )))
        }
        Outcome::Text(text) => Ok(texts.try_append_value(text)?),
        Outcome::Refused(refused) => refuse(row, refused, &mut texts),
    })?;
    Ok(Arc::new(texts.finish()))
}
