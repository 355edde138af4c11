//! On a cluster of Ballista, a scheduler and two executors as processes of their own: the rows of one process, and errors that
//! can still be read.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

use ballista::prelude::SessionContextExt;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use lacuna_datafusion::Functions;
use tempfile::TempDir;

use crate::profiles;
use crate::session::{refusal, rows, session};

/// How long a program may take until it is there, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_mins(2);
const FILES: usize = 6;
const ROWS_OF_A_FILE: usize = 100;

/// A program that ends with the test, also with one that panics.
struct Program(Child);

impl Program {
    fn start(arguments: &[String]) -> Self {
        let command = Command::new(program()).args(arguments).stdin(Stdio::piped()).spawn();
        Self(command.unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The example `cluster` as it is now: a test that is run alone does not make cargo build it.
fn program() -> PathBuf {
    static BUILT: Once = Once::new();
    BUILT.call_once(|| {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--example", "cluster", "--manifest-path", manifest]);
        if !cfg!(debug_assertions) {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "the example `cluster` does not build");
    });
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples/cluster")
}

/// Ports at which nobody listens.
fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    let listeners = [(); COUNT].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

fn words(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

/// A cluster, which ends when it is dropped.
struct Cluster {
    port: u16,
    work: [TempDir; 2],
    _programs: Vec<Program>,
}

impl Cluster {
    fn start() -> Self {
        let [port, flight0, grpc0, flight1, grpc1] = free_ports();
        let work = [(); 2].map(|()| TempDir::new().unwrap());
        let scheduler =
            Program::start(&words(&format!("scheduler --port {port} --executors 2 --until-eof")));
        let executor = |flight, grpc, work: &TempDir| {
            let mut all = words(&format!(
                "executor --scheduler-port {port} --port {flight} --grpc-port {grpc} --patience {} --until-eof --work-dir",
                PATIENCE.as_secs()
            ));
            all.push(work.path().display().to_string());
            Program::start(&all)
        };
        let mut programs =
            vec![scheduler, executor(flight0, grpc0, &work[0]), executor(flight1, grpc1, &work[1])];
        let started = Instant::now();
        while !is_ready(port) {
            for program in &mut programs {
                let ended = program.0.try_wait().unwrap();
                assert!(ended.is_none(), "a program of the cluster ended: {ended:?}");
            }
            assert!(started.elapsed() < PATIENCE, "the cluster was not ready in {PATIENCE:?}");
            thread::sleep(Duration::from_millis(100));
        }
        Self { port, work, _programs: programs }
    }

    /// A session whose queries run on the cluster.
    async fn session(&self) -> SessionContext {
        let scheduler = format!("df://{}:{}", Ipv4Addr::LOCALHOST, self.port);
        let mut session = SessionContext::remote(&scheduler).await.unwrap();
        Functions::new().register(&mut session).unwrap();
        session
    }
}

/// Whether the scheduler has as many executors as it wants.
fn is_ready(port: u16) -> bool {
    let answer = || {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    };
    answer().is_ok_and(|answer: String| answer.starts_with("HTTP/1.1 200"))
}

/// How many files there are below a folder.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_executors_give_the_rows_of_one_process() {
    let data = TempDir::new().unwrap();
    for file in 0..FILES {
        let path = data.path().join(format!("{file}.parquet"));
        profiles::write_parquet(&path, ROWS_OF_A_FILE * (file + 1), Ok).unwrap();
    }
    let cluster = Cluster::start();
    let (one, many) = (session(), cluster.session().await);
    for session in [&one, &many] {
        let options = ParquetReadOptions::default();
        session.register_parquet("people", data.path().to_str().unwrap(), options).await.unwrap();
    }
    let letter = profiles::LETTER.replace('\'', "''");
    let queries = [
        format!("SELECT id, lacuna_render('{letter}', profile) FROM people"),
        "SELECT id, try_lacuna_render('[[ title ]] [[ phone ]]', profile) FROM people".to_owned(),
        "SELECT id, lacuna_gaps('[[ phone ]] [[ nmae ]] [[ name.nick ]]', profile, 'de') FROM people".to_owned(),
        // Templates that come with the rows, and a shuffle.
        "SELECT lacuna_render('[[ name ]] ' || (id % 7), named_struct('name', profile['name']['given'])) AS page, count(*)
            FROM people GROUP BY page".to_owned(),
    ];
    for query in queries {
        let (mut expected, mut found) =
            (rows(&one, &query).await.unwrap(), rows(&many, &query).await.unwrap());
        expected.sort();
        found.sort();
        assert!(expected == found, "{query}: {} rows and {}", expected.len(), found.len());
    }
    for work in &cluster.work {
        assert!(files(work.path()) > 0, "an executor had nothing to do");
    }

    let told = refusal(
        &many,
        "SELECT lacuna_render('Dear [[ nmae ]],', profile) FROM people WHERE id = 77",
    )
    .await;
    for part in [
        "lacuna_render: row ",
        "1 | Dear [[ nmae ]],\n  |         ^^^^",
        "= did you mean `name`?",
        r#"the record begins with {"id": 77, "name": {"given": "Mary""#,
        "try_lacuna_render gives null for such a row",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    let query = "SELECT lacuna_render('[[ name | uper ]]', profile) FROM people";
    assert!(refusal(&many, query).await.contains("= did you mean `upper`?"));
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let [other] = free_ports();
    for arguments in [
        format!("scheduler --port {port}"),
        format!("executor --port {port} --grpc-port {other}"),
        format!("executor --port {other} --grpc-port {port}"),
    ] {
        let output =
            Command::new(program()).args(words(&arguments)).stdin(Stdio::null()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        let expected = format!("nobody can listen at 127.0.0.1:{port}: Address already in use");
        assert!(told.contains(&expected) && told.contains("name another port"), "{told}");
    }
}

#[test]
fn an_executor_without_a_scheduler_ends_with_an_error_that_says_so() {
    let [scheduler, port, other] = free_ports();
    let arguments = format!(
        "executor --scheduler-port {scheduler} --port {port} --grpc-port {other} --patience 0 --until-eof"
    );
    let mut command = Command::new(program());
    command.args(words(&arguments)).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut program = Program(command.spawn().unwrap());
    // Its standard input stays open, so that nothing but the error ends it.
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = program.0.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed() < PATIENCE, "the executor still waits");
        thread::sleep(Duration::from_millis(20));
    };
    let mut told = String::new();
    program.0.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(status.code(), Some(1), "{told}");
    let expected = format!("there is no scheduler at 127.0.0.1:{scheduler}: Connection refused");
    assert!(told.contains(&expected) && told.contains("start it first"), "{told}");
}
