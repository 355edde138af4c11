//! The most memory that each takes, from a file to a file, as a process of its own.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use arrow::datatypes::DataType;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::{DataFusionError, Result};
use datafusion::functions::expr_fn::concat;
use datafusion::logical_expr::{Expr, cast, col, lit};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use lacuna::{Merge, Output, Records, Rejects, Template};
use lacuna_datafusion::Functions;
use tokio::runtime::Runtime;

use crate::contenders::{ndjson_of, with_json};
use crate::profiles;

const CASES: [(&str, &str); 8] = [
    ("merge-1", "Merge over NDJSON, 1 thread"),
    ("merge-2", "Merge over NDJSON, 2 threads"),
    ("json-1", "lacuna_render over JSON, 1 partition"),
    ("json-2", "lacuna_render over JSON, 2 partitions"),
    ("profile-1", "lacuna_render over a struct, 1 partition"),
    ("profile-2", "lacuna_render over a struct, 2 partitions"),
    ("copy-2", "the same columns read and written, no letters"),
    ("templates-2", "as many different templates as rows"),
];

/// Writes the files, lets each case read them, and tells their peaks.
pub(crate) fn measure(rows: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    write(folder.path(), rows)?;
    println!("{rows} rows, from a file to a file: the peak of memory of a process (VmHWM)");
    for (case, name) in CASES {
        let child = Command::new(std::env::current_exe()?)
            .args(["--peak-of", case])
            .arg(folder.path())
            .output()?;
        let told = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success(), "{name}: {}", String::from_utf8_lossy(&child.stderr));
        println!("{name:48} {}", told.trim());
    }
    Ok(())
}

fn write(folder: &Path, rows: usize) -> Result<()> {
    let mut ndjson = BufWriter::new(File::create(folder.join("profiles.ndjson"))?);
    profiles::each_batch(rows, |batch| {
        let mut lines = Vec::new();
        ndjson_of(batch.column(1), &mut lines)?;
        Ok(ndjson.write_all(&lines)?)
    })?;
    ndjson.flush()?;
    profiles::write_parquet(&folder.join("profiles.parquet"), rows, |batch| with_json(&batch))
}

/// One case, in a process of its own; prints its peak.
pub(crate) fn child(arguments: &[String]) -> Result<()> {
    let [case, folder] = arguments else {
        return Err(DataFusionError::Configuration(
            "--peak-of takes a case and a folder".to_owned(),
        ));
    };
    let folder = Path::new(folder);
    let (what, count) = case.split_once('-').unwrap_or((case, "1"));
    let count = count.parse().unwrap_or(1);
    match what {
        "merge" => merge(folder, count)?,
        _ => Runtime::new()?.block_on(render(folder, what, count))?,
    }
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.unwrap_or("unknown").trim());
    Ok(())
}

fn merge(folder: &Path, threads: usize) -> Result<()> {
    let template = Template::text(profiles::LETTER).expect("it is a template");
    let records = Records::ndjson(File::open(folder.join("profiles.ndjson"))?);
    let out = Output::text(BufWriter::new(File::create(folder.join("letters.txt"))?));
    let merged = Merge::new(&template).threads(threads).run(records, out, Rejects::new());
    assert_eq!(merged.expect("nothing is in the way").rejected(), 0);
    Ok(())
}

async fn render(folder: &Path, what: &str, partitions: usize) -> Result<()> {
    let session =
        SessionContext::new_with_config(SessionConfig::new().with_target_partitions(partitions));
    let [function, ..] = Functions::new().udfs();
    let page: Expr = match what {
        "copy" => col("profile"),
        "templates" => {
            let own =
                concat(vec![cast(col("id"), DataType::Utf8), lit(": "), lit(profiles::LETTER)]);
            function.call(vec![own, col("profile")])
        }
        column => function.call(vec![lit(profiles::LETTER), col(column)]),
    };
    let file = folder.join("profiles.parquet");
    let table =
        session.read_parquet(&*file.to_string_lossy(), ParquetReadOptions::default()).await?;
    let out = folder.join(format!("{what}-{partitions}-out.parquet"));
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    table
        .select(vec![col("id"), page.alias("page")])?
        .write_parquet(&out.to_string_lossy(), options, None)
        .await?;
    Ok(fs::remove_file(out)?)
}
