//! Inspected pages, driven in a browser: filtered, selected in, read; nothing runs in them but their own script,
//! and they ask nobody for anything.
//!
//! Without a browser the test says so on stderr, and passes.

#[path = "../browser/chromium.rs"]
mod chromium;
mod pages;
#[path = "../browser/server.rs"]
mod server;

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use serde_json::Value;

use self::chromium::Chromium;
use self::server::Server;

const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn an_inspected_page_can_be_driven_and_nothing_else_runs() {
    let Some(program) = chromium::program() else {
        eprintln!(
            "skipped: an_inspected_page_can_be_driven_and_nothing_else_runs, as there is no browser"
        );
        return;
    };
    let server = Server::start(pages::site()).expect("a port is free");
    let mut browser = Chromium::open(&program, server.port, "/driver").expect("the browser starts");
    let until = Instant::now() + PATIENCE;
    let results = loop {
        match server.results.recv_timeout(Duration::from_millis(500)) {
            Ok(results) => break results,
            Err(RecvTimeoutError::Disconnected) => panic!("the server ended"),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = browser.ended() {
            panic!("the browser ended before the driver did: {status}");
        }
        assert!(Instant::now() < until, "the browser took more than {PATIENCE:?}");
    };
    let results: Value = serde_json::from_str(&results).expect("the driver writes JSON");
    eprintln!("{} checks, {}", results["checks"], results["measured"]);
    let wrong = results["wrong"].as_array().expect("a list");
    assert!(wrong.is_empty(), "{:#}", results["wrong"]);
    assert!(results["checks"].as_u64() > Some(60), "{results}");
    let asked = server.elsewhere();
    let (caught, asked): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|request| request.starts_with(pages::UNSAFE));
    assert!(caught.len() >= 3, "{caught:#?}");
    assert_eq!(asked, [""; 0]);
}
