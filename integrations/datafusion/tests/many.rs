//! Many rows: as many different templates, and a bad one far down.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, StringViewArray};
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;

use crate::session::{refusal, session, values};

/// Rows of a table; a debug build is given fewer.
const ROWS: usize = if cfg!(debug_assertions) { 70_000 } else { 1_000_000 };
const BATCH: usize = 8_192;

/// A table of so many rows in two partitions, the first of which has the first half.
fn table(session: &SessionContext, template: impl Fn(usize) -> String) {
    let batch = |from: usize, to: usize| {
        let templates: ArrayRef =
            Arc::new(StringViewArray::from_iter_values((from..to).map(&template)));
        let records: ArrayRef = Arc::new(StringArray::from_iter_values(
            (from..to).map(|id| format!("{{\"id\": {id}}}")),
        ));
        RecordBatch::try_from_iter([("template", templates), ("record", records)]).unwrap()
    };
    let partition = |from: usize, to: usize| {
        (from..to).step_by(BATCH).map(|at| batch(at, (at + BATCH).min(to))).collect::<Vec<_>>()
    };
    let partitions = vec![partition(0, ROWS / 2), partition(ROWS / 2, ROWS)];
    let table = MemTable::try_new(partitions[0][0].schema(), partitions).unwrap();
    session.register_table("t", Arc::new(table)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_row_may_have_a_template_of_its_own() {
    let session = session();
    table(&session, |row| format!("template {row} of [[ id ]]"));
    let query = "SELECT count(*) FROM t WHERE lacuna_render(template, record) =
        'template ' || json_id || ' of ' || json_id"
        .replace("json_id", "substr(record, 8, length(record) - 8)");
    assert_eq!(values(&session, &query).await.unwrap(), [Some(ROWS.to_string())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_template_far_down_is_found_again() {
    let bad = ROWS / 10 * 7;
    let session = session();
    table(&session, |row| {
        if row == bad { format!("no {row}: [[ id || ]]") } else { format!("[[ id ]] {}", row % 7) }
    });
    let told = refusal(&session, "SELECT lacuna_render(template, record) FROM t").await;
    let row = (bad - ROWS / 2) % BATCH + 1;
    assert!(told.contains(&format!("row {row} of a batch of ")), "{told}");
    assert!(told.contains(&format!("1 | no {bad}: [[ id || ]]")), "{told}");
    assert!(told.contains(&format!("the record begins with {{\"id\": {bad}}}")), "{told}");

    let query = "SELECT record FROM t WHERE try_lacuna_render(template, record) IS NULL";
    assert_eq!(values(&session, query).await.unwrap(), [Some(format!("{{\"id\": {bad}}}"))]);
    let query = "SELECT record FROM t WHERE array_length(lacuna_gaps(template, record)) > 0";
    assert_eq!(values(&session, query).await.unwrap(), [Some(format!("{{\"id\": {bad}}}"))]);
}
