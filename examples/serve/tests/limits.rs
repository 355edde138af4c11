//! Requests that are too long, too slow, or too many.

use std::net::TcpStream;

use crate::client::Connection;
use crate::process::{Server, folder, sample, until};

#[test]
fn what_is_too_long_is_refused() {
    let server = Server::start(&sample(), &["--max-uri", "100", "--max-head", "8192"]);
    let long = |length: usize| format!("/{}", "a".repeat(length - 1));
    for (target, status) in [
        (long(100), 404),
        (long(101), 414),
        (format!("/?{}", "a".repeat(98)), 200),
        (format!("/?{}", "a".repeat(99)), 414),
        (long(70_000), 431),
        (long(7000), 414),
    ] {
        let mut connection = server.connect();
        connection.try_send(format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"));
        // Whoever sends more than is read may hear of a reset only.
        let answer = connection.receive(false);
        let is_right = answer.as_ref().map_or(status == 431, |answer| answer.status == status);
        assert!(is_right, "{} bytes: {answer:?}", target.len());
    }
    let mut connection = server.connect();
    connection.try_send(format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(20_000)));
    assert!(connection.receive(false).is_none_or(|answer| answer.status == 431));
    let mut connection = server.connect();
    let fields =
        (0..200).fold(String::new(), |fields, number| fields + &format!("X{number}: y\r\n"));
    connection.try_send(format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n"));
    assert!(connection.receive(false).is_none_or(|answer| answer.status == 431));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_body_that_is_too_long_is_refused_before_it_is_sent() {
    let server = Server::start(&sample(), &["--max-body", "10"]);
    let mut connection = server.connect();
    connection.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    assert_eq!(connection.receive(false).unwrap().status, 413);
    let mut connection = server.connect();
    let endless = "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    connection.send(endless);
    assert_eq!(connection.receive(false).unwrap().status, 200);
    assert!(connection.is_ended(), "nobody waits for the rest");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn whoever_is_slow_is_not_waited_for() {
    let server = Server::start(&sample(), &["--head-timeout", "0.3"]);
    let mut silent = server.connect();
    let mut slow = server.connect();
    slow.send("GET / HTTP/1.1\r\nHost: a\r\n");
    let mut idle = server.connect();
    assert_eq!(idle.ask("GET", "/", "").status, 200);
    assert!(silent.is_ended());
    assert!(slow.receive(false).is_none_or(|answer| answer.status == 408));
    assert!(slow.is_ended());
    assert!(idle.is_ended());
}

#[test]
fn a_connection_is_not_used_for_ever() {
    let server = Server::start(&sample(), &["--max-age", "0.3"]);
    let mut connection = server.connect();
    let mut answers = 0;
    // Nobody is cut off in the middle of an answer.
    loop {
        connection.try_send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let Some(answer) = connection.receive(false) else { break };
        assert_eq!(answer.status, 200);
        answers += 1;
    }
    assert!(answers > 0);
    assert_eq!(server.get("/").status, 200);
}

/// A page that no socket takes at once.
fn large() -> tempfile::TempDir {
    folder(&[
        ("pages/large.html", "<p>[[ text ]]"),
        ("pages/large.json", &format!("{{\"text\": \"{}\"}}", "x".repeat(900_000))),
        ("pages/more.html", &"[[ text ]]".repeat(8)),
        ("pages/more.json", &format!("{{\"text\": \"{}\"}}", "x".repeat(900_000))),
        ("pages/small.html", "<p>small"),
        ("pages/small.json", "{}"),
    ])
}

#[test]
fn too_many_readers_are_sent_away_and_may_come_back() {
    let site = large();
    let server = Server::start(site.path(), &["--max-concurrent", "2"]);
    let mut slow: Vec<Connection> = (0..2).map(|_| server.connect()).collect();
    let ask = |slow: &mut Connection| {
        slow.send("GET /more HTTP/1.1\r\nHost: a\r\n\r\n");
        slow.receive_head().unwrap()
    };
    let heads: Vec<_> = slow.iter_mut().map(ask).collect();
    let answer = server.get("/small");
    assert_eq!((answer.status, answer.field("retry-after")), (503, Some("1")));
    assert_eq!(server.status()["requests"]["busy"], 1, "the status is told nevertheless");
    // What is under way gets there.
    for (slow, head) in slow.iter_mut().zip(heads) {
        assert_eq!(slow.receive_body(head).body.len(), 8 * 900_000);
    }
    until(|| server.get("/small").status == 200);
}

#[test]
fn whoever_reads_nothing_is_let_go() {
    let site = large();
    let server = Server::start(site.path(), &["--max-concurrent", "1", "--stall-timeout", "0.3"]);
    let mut slow = server.connect();
    slow.send("GET /more HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(slow.receive_head().unwrap().status, 200);
    until(|| server.get("/small").status == 200);
}

#[test]
fn connections_beyond_the_limit_wait_for_their_turn() {
    let server = Server::start(&sample(), &["--max-connections", "1"]);
    let mut first = server.connect();
    assert_eq!(first.ask("GET", "/", "").status, 200);
    let mut second = server.connect();
    second.send("GET /about?locale=en HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(second.is_silent());
    assert_eq!(first.ask("GET", "/", "").status, 200);
    drop(first);
    assert_eq!(second.receive(false).unwrap().status, 200);
}

#[test]
fn who_comes_and_goes_leaves_nothing_behind() {
    let server = Server::start(&sample(), &["--max-connections", "4"]);
    for _ in 0..200 {
        drop(TcpStream::connect(&server.address).unwrap());
        server.connect().send("GET / HT");
    }
    assert_eq!(server.get("/").status, 200);
}
