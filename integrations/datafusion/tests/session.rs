//! A session that knows the functions, and what it answers.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch};
use arrow::util::display::array_value_to_string;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::prelude::{SessionConfig, SessionContext};
use lacuna_datafusion::Functions;

/// A session with the functions as they are by default.
pub(crate) fn session() -> SessionContext {
    session_with(&Functions::new())
}

pub(crate) fn session_with(functions: &Functions) -> SessionContext {
    let mut session =
        SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
    functions.register(&mut session).unwrap();
    session
}

/// Makes a table `t` of columns.
pub(crate) fn table(session: &SessionContext, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    );
    batches(session, vec![batch.unwrap()]);
}

/// Makes a table `t` of batches, which stay as they are.
pub(crate) fn batches(session: &SessionContext, batches: Vec<RecordBatch>) {
    let table = MemTable::try_new(batches[0].schema(), vec![batches]).unwrap();
    session.register_table("t", Arc::new(table)).unwrap();
}

/// The rows of a query, each of its values as a text; null is none.
pub(crate) async fn rows(
    session: &SessionContext,
    query: &str,
) -> Result<Vec<Vec<Option<String>>>> {
    let batches = session.sql(query).await?.collect().await?;
    let of_batch = |batch: &RecordBatch| {
        let value = |column: &ArrayRef, row| {
            let text = || array_value_to_string(column, row).unwrap();
            column.is_valid(row).then(text)
        };
        let of_row = |row| batch.columns().iter().map(|column| value(column, row)).collect();
        (0..batch.num_rows()).map(of_row).collect::<Vec<_>>()
    };
    Ok(batches.iter().flat_map(of_batch).collect())
}

/// The values of a query of one column.
pub(crate) async fn values(session: &SessionContext, query: &str) -> Result<Vec<Option<String>>> {
    Ok(rows(session, query).await?.into_iter().map(|mut row| row.remove(0)).collect())
}

/// What is said of a query that is refused.
pub(crate) async fn refusal(session: &SessionContext, query: &str) -> String {
    match rows(session, query).await {
        Ok(rows) => panic!("{query} was not refused, but gave {rows:?}"),
        Err(error) => error.to_string(),
    }
}
