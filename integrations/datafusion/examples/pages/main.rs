//! Fills a template with every row of a Parquet file, into another one:
//! `cargo run --release --example pages -- profiles.parquet pages.parquet`
//!
//! Profiles are made if the file is not there. Exit status: 0 done; 1 a row could not be rendered, or something else went
//! wrong, and there is no file of pages.

#![allow(clippy::print_stderr, reason = "a program")]

#[path = "../profiles/mod.rs"]
mod profiles;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{col, lit};
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use lacuna_datafusion::Functions;

/// Fills a template with every row of a Parquet file, into another one.
#[derive(Parser)]
struct Cli {
    /// Parquet with a column `profile`, a struct; made with profiles of people who do not exist if it is not there.
    profiles: PathBuf,
    /// Parquet with a column `page`, and `id`.
    pages: PathBuf,
    /// The template; a letter if none is named.
    #[arg(long)]
    template: Option<PathBuf>,
    /// The template is a page of HTML.
    #[arg(long)]
    html: bool,
    /// How many profiles are made.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// Rows that are worked on at the same time; as many as there are processors if it is not said.
    #[arg(long)]
    partitions: Option<usize>,
    /// A row with a gap gets a null as its page, and is counted.
    #[arg(long = "try")]
    tries: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Cli::parse()).await {
        Ok(told) => {
            eprintln!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("pages: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> Result<String> {
    let template = match &cli.template {
        Some(path) => fs::read_to_string(path).map_err(|error| at(path, &error))?,
        None => profiles::LETTER.to_owned(),
    };
    if !cli.profiles.exists() {
        profiles::write_parquet(&cli.profiles, cli.rows, Ok)?;
    }
    let mut config = SessionConfig::new();
    if let Some(partitions) = cli.partitions {
        config = config.with_target_partitions(partitions);
    }
    let mut session = SessionContext::new_with_config(config);
    let functions = if cli.html { Functions::new().html() } else { Functions::new() };
    functions.register(&mut session)?;

    let started = Instant::now();
    let render = session.udf(if cli.tries { "try_lacuna_render" } else { "lacuna_render" })?;
    let page = render.call(vec![lit(template), col("profile")]).alias("page");
    let pages = read(&session, &cli.profiles).await?.select(vec![col("id"), page])?;
    // What is not whole is not there.
    let unfinished = cli.pages.with_extension("unfinished");
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    let written = pages.write_parquet(text_of(&unfinished)?, options, None).await;
    if let Err(error) = written {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    fs::rename(&unfinished, &cli.pages).map_err(|error| at(&cli.pages, &error))?;
    let seconds = started.elapsed().as_secs_f64();

    let pages = read(&session, &cli.pages).await?;
    let (rows, empty) =
        (pages.clone().count().await?, pages.filter(col("page").is_null())?.count().await?);
    let gaps = if cli.tries { format!(", {empty} of them without a page") } else { String::new() };
    Ok(format!("{rows} rows{gaps}, in {seconds:.1} s"))
}

async fn read(session: &SessionContext, path: &Path) -> Result<DataFrame> {
    let options = ParquetReadOptions::default().file_extension(""); // whatever it is called
    let read = session.read_parquet(text_of(path)?, options).await;
    read.map_err(|error| error.context(path.display().to_string()))
}

fn text_of(path: &Path) -> Result<&str> {
    let text = path.to_str();
    text.ok_or_else(|| DataFusionError::Configuration(format!("{} is no UTF-8", path.display())))
}

fn at(path: &Path, error: &std::io::Error) -> DataFusionError {
    DataFusionError::Execution(format!("{}: {error}", path.display()))
}
