//! Who fills the letter: all from memory, and what they write is counted and dropped.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::cast::AsArray;
use arrow::array::{ArrayRef, RecordBatch, StringViewArray};
use arrow::json::WriterBuilder;
use arrow::json::writer::LineDelimited;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::logical_expr::{col, lit};
use datafusion::physical_plan::{ExecutionPlan, execute_stream_partitioned};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::TryStreamExt;
use lacuna::{Merge, Output, Records, Rejects, Template};
use lacuna_datafusion::Functions;
use tokio::runtime::Runtime;

use crate::profiles;

/// Who is asked to do it.
#[derive(Clone, Copy, Debug)]
enum Contender {
    /// Lacuna's merge over NDJSON, on so many threads.
    Merge(usize),
    /// The function over a column, in so many partitions.
    Column(&'static str, usize),
}

const ALL: [(&str, Contender); 6] = [
    ("Merge over NDJSON, 1 thread", Contender::Merge(1)),
    ("Merge over NDJSON, 2 threads", Contender::Merge(2)),
    ("lacuna_render over JSON, 1 partition", Contender::Column("json", 1)),
    ("lacuna_render over JSON, 2 partitions", Contender::Column("json", 2)),
    ("lacuna_render over a struct, 1 partition", Contender::Column("profile", 1)),
    ("lacuna_render over a struct, 2 partitions", Contender::Column("profile", 2)),
];

/// All of them with what they read.
pub(crate) struct Contenders {
    ndjson: Vec<u8>,
    batches: Vec<RecordBatch>,
    rows: usize,
    template: Template<'static>,
    runtime: Runtime,
}

/// The rows of a column of structs as NDJSON: nulls are written, as they are in the column.
pub(crate) fn ndjson_of(structs: &ArrayRef, out: &mut Vec<u8>) -> Result<()> {
    let batch = RecordBatch::from(structs.as_struct());
    let builder = WriterBuilder::new().with_explicit_nulls(true);
    let mut writer = builder.build::<_, LineDelimited>(out);
    writer.write(&batch)?;
    Ok(writer.finish()?)
}

/// The batch with the profiles as JSON beside.
pub(crate) fn with_json(batch: &RecordBatch) -> Result<RecordBatch> {
    let profiles = &batch.columns()[1];
    let mut lines = Vec::new();
    ndjson_of(profiles, &mut lines)?;
    let lines = String::from_utf8_lossy(&lines);
    let json: ArrayRef = Arc::new(StringViewArray::from_iter_values(lines.lines()));
    let columns = [("id", batch.column(0)), ("profile", profiles), ("json", &json)];
    Ok(RecordBatch::try_from_iter(columns.map(|(name, column)| (name, column.clone())))?)
}

impl Contenders {
    pub(crate) fn over(rows: usize) -> Result<Self> {
        let (mut ndjson, mut batches) = (Vec::new(), Vec::new());
        profiles::each_batch(rows, |batch| {
            ndjson_of(batch.column(1), &mut ndjson)?;
            batches.push(with_json(&batch)?);
            Ok(())
        })?;
        let template = Template::text(profiles::LETTER).expect("it is a template");
        Ok(Self { ndjson, batches, rows, template, runtime: Runtime::new()? })
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn names() -> Vec<&'static str> {
        ALL.iter().map(|(name, _)| *name).collect()
    }

    /// Lets one of them do it; how many bytes it wrote.
    pub(crate) fn run(&self, which: usize) -> Result<u64> {
        match ALL[which].1 {
            Contender::Merge(threads) => {
                let mut counted = Counted::default();
                self.merge(threads, &mut counted);
                Ok(counted.0)
            }
            Contender::Column(column, partitions) => {
                let lengths = |texts: &StringViewArray| {
                    texts.iter().flatten().map(|text| text.len() as u64).sum::<u64>()
                };
                Ok(self.render(column, partitions, lengths)?.into_iter().sum())
            }
        }
    }

    /// Whether all of them give the same.
    pub(crate) fn compare(&self) -> Result<()> {
        let mut expected = Vec::new();
        self.merge(1, &mut expected);
        for (name, contender) in ALL {
            let found = match contender {
                Contender::Merge(threads) => {
                    let mut found = Vec::new();
                    self.merge(threads, &mut found);
                    found
                }
                Contender::Column(column, partitions) => {
                    let whole =
                        |texts: &StringViewArray| texts.iter().flatten().collect::<String>();
                    self.render(column, partitions, whole)?.concat().into_bytes()
                }
            };
            assert!(
                found == expected,
                "{name} gives {} bytes, not the {} of the first",
                found.len(),
                expected.len()
            );
        }
        println!(
            "{} rows: all give the same {} bytes, of {} bytes of NDJSON",
            self.rows,
            expected.len(),
            self.ndjson.len()
        );
        Ok(())
    }

    fn merge(&self, threads: usize, out: &mut (impl Write + Send)) {
        let merge = Merge::new(&self.template).threads(threads);
        let merged = merge.run(Records::ndjson(&*self.ndjson), Output::text(out), Rejects::new());
        let merged = merged.expect("nothing is in the way");
        assert_eq!(merged.written(), self.rows as u64, "no record has a gap");
    }

    /// What `take` makes of the texts of each batch, in the order of the rows.
    fn render<T: Send + 'static>(
        &self,
        column: &str,
        partitions: usize,
        take: impl Fn(&StringViewArray) -> T + Copy + Send + 'static,
    ) -> Result<Vec<T>> {
        self.runtime.block_on(async {
            let config = SessionConfig::new().with_target_partitions(partitions);
            let session = SessionContext::new_with_config(config);
            let some = self.batches.len().div_ceil(partitions);
            let parts = self.batches.chunks(some).map(<[RecordBatch]>::to_vec).collect();
            session.register_table(
                "t",
                Arc::new(MemTable::try_new(self.batches[0].schema(), parts)?),
            )?;
            let [render, ..] = Functions::new().udfs();
            let page = render.call(vec![lit(profiles::LETTER), col(column)]);
            let plan = session.table("t").await?.select(vec![page])?.create_physical_plan().await?;
            let streams =
                execute_stream_partitioned(plan as Arc<dyn ExecutionPlan>, session.task_ctx())?;
            let tasks: Vec<_> = streams
                .into_iter()
                .map(|stream| {
                    let taken = stream.map_ok(move |batch| take(batch.column(0).as_string_view()));
                    tokio::spawn(taken.try_collect::<Vec<_>>())
                })
                .collect();
            let mut all = Vec::new();
            for task in tasks {
                all.extend(task.await.expect("nothing panics")?);
            }
            Ok(all)
        })
    }
}

/// Counts what is written, and drops it.
#[derive(Default)]
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
