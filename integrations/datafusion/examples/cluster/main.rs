//! The programs of a cluster of Ballista that knows lacuna's functions: a scheduler, executors, and somebody with a query.
//!
//! ```text
//! cargo run --example cluster -- scheduler --port 50050
//! cargo run --example cluster -- executor --scheduler-port 50050 --port 50051 --grpc-port 50052
//! cargo run --example cluster -- executor --scheduler-port 50050 --port 50053 --grpc-port 50054
//! cargo run --example cluster -- query --scheduler-port 50050 --table people=people.parquet "SELECT lacuna_render(…) FROM people"
//! ```
//!
//! All three have to be given the same functions, so they stand in one program. Exit status: 0 done, 1 an error.

#![allow(clippy::print_stderr, reason = "a program")]

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballista::prelude::SessionContextExt;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::BallistaError;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::start_server;
use clap::{Args, Parser};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use lacuna_datafusion::Functions;
use tokio::net::TcpStream;

/// The programs of a cluster of Ballista that knows lacuna's functions.
#[derive(Parser)]
enum Cli {
    /// Gives out work.
    Scheduler(Scheduler),
    /// Does it.
    Executor(Executor),
    /// Asks for it, and shows the rows.
    Query(Query),
}

#[derive(Args)]
struct Scheduler {
    #[arg(long, default_value_t = 50_050)]
    port: u16,
    /// How many executors there have to be before `http://127.0.0.1:PORT/readyz` answers 200.
    #[arg(long, default_value_t = 1)]
    executors: usize,
    #[command(flatten)]
    life: Life,
}

#[derive(Args)]
struct Executor {
    #[arg(long, default_value_t = 50_050)]
    scheduler_port: u16,
    /// Where results are fetched.
    #[arg(long, default_value_t = 50_051)]
    port: u16,
    /// Where the scheduler tells what to do.
    #[arg(long, default_value_t = 50_052)]
    grpc_port: u16,
    /// How many seconds it waits for the scheduler.
    #[arg(long, default_value_t = 30)]
    patience: u64,
    /// How many tasks it takes at the same time.
    #[arg(long, default_value_t = 1)]
    cores: usize,
    /// Where results are kept; a folder that vanishes if none is named.
    #[arg(long)]
    work_dir: Option<PathBuf>,
    #[command(flatten)]
    life: Life,
}

#[derive(Args)]
struct Life {
    /// Ends when standard input does: for a program that starts it, and whatever becomes of that.
    #[arg(long)]
    until_eof: bool,
}

#[derive(Args)]
struct Query {
    #[arg(long, default_value_t = 50_050)]
    scheduler_port: u16,
    /// A table and its Parquet file or folder.
    #[arg(long, value_name = "NAME=PATH")]
    table: Vec<String>,
    /// What is asked.
    sql: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse() {
        Cli::Scheduler(scheduler) => schedule(&scheduler).await,
        Cli::Executor(executor) => execute(&executor).await,
        Cli::Query(query) => ask(&query).await.map_err(BallistaError::from),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cluster: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What every process of the cluster has to agree on.
fn functions() -> Functions {
    Functions::new()
}

/// A session that knows the functions.
fn state(config: SessionConfig) -> Result<SessionState> {
    let mut state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    functions().register(&mut state)?;
    Ok(state)
}

async fn schedule(cli: &Scheduler) -> ballista_core::error::Result<()> {
    cli.life.begin();
    let address = free(cli.port)?;
    let config = SchedulerConfig {
        min_ready_executors: cli.executors,
        bind_host: Ipv4Addr::LOCALHOST.to_string(),
        external_host: Ipv4Addr::LOCALHOST.to_string(),
        override_session_builder: Some(Arc::new(state)),
        ..SchedulerConfig::default()
    };
    let config = config
        .with_port(cli.port)
        .with_scheduler_policy(TaskSchedulingPolicy::PushStaged)
        .with_task_distribution(TaskDistributionPolicy::RoundRobin);
    let cluster = BallistaCluster::new_from_config(&config).await?;
    eprintln!("scheduler at {address}");
    start_server(cluster, address, Arc::new(config)).await
}

async fn execute(cli: &Executor) -> ballista_core::error::Result<()> {
    cli.life.begin();
    let address = free(cli.port)?;
    free(cli.grpc_port)?;
    let scheduler = SocketAddr::from((Ipv4Addr::LOCALHOST, cli.scheduler_port));
    there(scheduler, Duration::from_secs(cli.patience)).await?;
    // What DataFusion brings, and ours.
    let mut registry = BallistaFunctionRegistry::default();
    for function in functions().udfs() {
        registry.scalar_functions.insert(function.name().to_owned(), function);
    }
    let config = ExecutorProcessConfig {
        external_host: Some(Ipv4Addr::LOCALHOST.to_string()),
        port: cli.port,
        grpc_port: cli.grpc_port,
        scheduler_host: Ipv4Addr::LOCALHOST.to_string(),
        scheduler_port: cli.scheduler_port,
        // Who listens need not serve yet.
        scheduler_connect_timeout_seconds: 30,
        vcores: cli.cores,
        task_scheduling_policy: TaskSchedulingPolicy::PushStaged,
        work_dir: cli.work_dir.as_ref().map(|dir| dir.display().to_string()),
        override_function_registry: Some(Arc::new(registry)),
        ..ExecutorProcessConfig::default()
    };
    eprintln!("executor at {address}, for the scheduler at {scheduler}");
    start_executor_process(Arc::new(config)).await
}

async fn ask(cli: &Query) -> Result<()> {
    let scheduler = format!("df://{}:{}", Ipv4Addr::LOCALHOST, cli.scheduler_port);
    let mut session = SessionContext::remote(&scheduler).await?;
    // Only now: `remote_with_state` forgets the functions that a state has.
    functions().register(&mut session)?;
    for table in &cli.table {
        let (name, path) = table
            .split_once('=')
            .ok_or_else(|| DataFusionError::Configuration(format!("`{table}` is no NAME=PATH")))?;
        session.register_parquet(name, path, ParquetReadOptions::default()).await?;
    }
    session.sql(&cli.sql).await?.show().await
}

impl Life {
    fn begin(&self) {
        if self.until_eof {
            std::thread::spawn(|| {
                let _ = io::copy(&mut io::stdin(), &mut io::sink());
                std::process::exit(0);
            });
        }
    }
}

/// Waits until somebody listens at the address of the scheduler: Ballista's executor would wait for ever, and say nothing.
async fn there(scheduler: SocketAddr, patience: Duration) -> ballista_core::error::Result<()> {
    let begun = Instant::now();
    while let Err(error) = TcpStream::connect(scheduler).await {
        if begun.elapsed() >= patience {
            return Err(BallistaError::General(format!(
                "there is no scheduler at {scheduler}: {error}; start it first, or name its port with --scheduler-port"
            )));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// The address of a port, if nobody listens there.
fn free(port: u16) -> ballista_core::error::Result<SocketAddr> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(address) {
        Ok(_) => Ok(address),
        Err(error) => Err(BallistaError::General(format!(
            "nobody can listen at {address}: {error}; name another port, or stop who has it"
        ))),
    }
}
