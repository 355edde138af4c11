//! Whatever a value is, nothing of it runs in a browser, and it asks nobody for anything.
//!
//! Without a browser the test says so on stderr, and passes.

mod chromium;
mod pages;
mod plan;
mod server;

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use serde_json::Value;

use self::chromium::Chromium;
use self::plan::Plan;
use self::server::Server;

const PATIENCE: Duration = Duration::from_secs(150);

#[test]
fn no_value_runs_in_a_browser() {
    let Some(program) = chromium::program() else {
        eprintln!(
            "skipped: no_value_runs_in_a_browser, as there is no browser: neither is CHROMIUM set, nor is \
             chromium, chromium-browser or google-chrome on PATH"
        );
        return;
    };
    let plan = Plan::new();
    let server = Server::start(plan.site.clone()).expect("a port is free");
    let began = Instant::now();
    let results = {
        let mut browser =
            Chromium::open(&program, server.port, "/driver").expect("the browser starts");
        results(&server, &mut browser)
    };
    let results: Value = serde_json::from_str(&results).expect("the driver writes JSON");
    let count = results["count"].as_u64().unwrap_or_default();
    eprintln!("{count} pages in {:.1} s", began.elapsed().as_secs_f64());
    let found = results["found"].as_array().cloned().unwrap_or_default();
    let mut wrong: Vec<String> = found.iter().map(|found| plan.told(found)).collect();
    wrong.extend(server.elsewhere().into_iter().map(|request| plan.told_request(&request)));
    let (caught, wrong): (Vec<_>, Vec<_>) =
        wrong.into_iter().partition(|it| it.starts_with("unsafe"));
    for kind in plan::CAUGHT {
        let is_caught = caught.iter().any(|caught| caught.contains(kind));
        assert!(is_caught, "`{kind}` was not caught, of what is unsafe: {caught:#?}");
    }
    assert_eq!(count, plan.count());
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the driver tells in the end.
fn results(server: &Server, browser: &mut Chromium) -> String {
    let until = Instant::now() + PATIENCE;
    loop {
        match server.results.recv_timeout(Duration::from_millis(500)) {
            Ok(results) => return results,
            Err(RecvTimeoutError::Disconnected) => panic!("the server ended"),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = browser.ended() {
            panic!("the browser ended before the driver did: {status}");
        }
        assert!(Instant::now() < until, "the browser took more than {PATIENCE:?}");
    }
}
