//! How it begins, or says why it cannot; and how it ends.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;

use crate::process::{Server, command, folder, refused, sample};

#[track_caller]
fn check(site: &Path, options: &[&str], said: &[&str]) {
    let output = refused(site, options);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for said in said {
        assert!(told.contains(said), "{said} in {told}");
    }
    assert!(output.stdout.is_empty());
}

#[test]
fn a_folder_that_is_not_there_or_holds_no_page_is_told() {
    check(Path::new("/nowhere"), &[], &["/nowhere", "No such file", "`--site DIR`"]);
    let empty = folder(&[]);
    check(empty.path(), &[], &["there is no folder `pages` in it"]);
    let no_page = folder(&[("pages/index.json", "{}"), ("pages/note.txt", "")]);
    check(no_page.path(), &[], &["no template", "`pages/index.html`"]);
    check(&sample().join("site.json"), &[], &["site.json"]);
    check(&sample(), &["--max-files", "3"], &["more than 3 files", "--max-files"]);
    check(&sample(), &["--max-site", "100"], &["more than 100 bytes", "--max-site"]);
}

#[cfg(unix)]
#[test]
fn a_folder_whose_pages_are_a_link_out_of_it_is_told_why() {
    let site = folder(&[]);
    std::os::unix::fs::symlink(sample().join("pages"), site.path().join("pages")).unwrap();
    check(site.path(), &[], &["no template", "the link leads out of the folder", "copy"]);
}

#[test]
fn a_port_in_use_is_told_with_the_way_out() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    // The last `--listen` would be one too many for clap, so it stands in for the one of `command`.
    let mut process = command(&sample(), &[]);
    let arguments: Vec<_> = process.get_args().map(ToOwned::to_owned).collect();
    let arguments =
        arguments.into_iter().map(|own| if own == "127.0.0.1:0" { (&taken).into() } else { own });
    let program = process.get_program().to_owned();
    process = std::process::Command::new(program);
    let output = process.args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(&taken) && told.contains("another program listens there"), "{told}");
    assert!(told.contains("`127.0.0.1:0`"), "{told}");
}

#[test]
fn options_that_make_no_sense_are_told() {
    check(&sample(), &["--default-locale", "de_DE.UTF-8"], &["--default-locale", "de-DE"]);
    check(&sample(), &["--max-connections", "0"], &["--max-connections"]);
    check(&sample(), &["--settle=-1"], &["from 0.001 to 86400"]);
    check(&sample(), &["--settle", "nan"], &["from 0.001 to 86400"]);
}

#[test]
fn a_page_that_is_broken_from_the_start_is_told_and_the_others_are_served() {
    let site = folder(&[
        ("pages/good.html", "<p>good"),
        ("pages/good.json", "{}"),
        ("pages/bad.html", "<p>[[ name"),
        ("pages/bad.json", "{}"),
        ("pages/lonely.html", "<p>lonely"),
        ("pages/orphan.json", "{}"),
    ]);
    let server = Server::start(site.path(), &[]);
    assert_eq!(server.text("/good"), "<p>good");
    for target in ["/bad", "/lonely"] {
        assert_eq!(server.get(target).status, 500, "{target}");
    }
    assert_eq!(server.get("/orphan").status, 404);
    let status = server.status();
    let broken: Vec<_> = status["broken"]["first"].as_array().unwrap().iter().collect();
    let files: Vec<_> = broken.iter().map(|fault| fault["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["pages/bad.html", "pages/lonely.html", "pages/orphan.json"]);
    assert!(broken[0]["picture"].as_str().unwrap().contains("1 | <p>[[ name"), "{status}");
    assert!(
        broken[1]["problem"].as_str().unwrap().contains("write `pages/lonely.json`"),
        "{status}"
    );
    assert_eq!(status["older"]["first"][0]["shows"], "nothing");
}

#[test]
fn asked_to_end_it_answers_what_is_open_and_ends_with_0() {
    let mut server = Server::start(&sample(), &[]);
    let (mut idle, mut open) = (server.connect(), server.connect());
    assert_eq!(idle.ask("GET", "/", "").status, 200);
    open.send("GET /about?locale=en HTTP/1.1\r\n");
    // What is behind the first connection has been accepted, too.
    assert_eq!(server.get("/").status, 200);
    server.terminate();
    assert!(idle.is_ended());
    open.send("Host: hillside.example\r\n\r\n");
    let answer = open.receive(false).expect("what was open is answered");
    assert!(answer.text().contains("About us"));
    assert!(open.is_ended());
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log().contains("ended"), "{}", server.log());
}

#[test]
fn asked_to_end_it_does_not_wait_for_ever() {
    let mut server = Server::start(&sample(), &["--shutdown-timeout", "0.2"]);
    let mut slow = server.connect();
    slow.send("GET / HTTP/1.1\r\n");
    assert_eq!(server.get("/").status, 200);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
    assert!(server.log().contains("cut off"), "{}", server.log());
}

#[test]
fn the_log_is_lines_of_json_for_programs() {
    let site = folder(&[("pages/a.html", "[[ a"), ("pages/a.json", "{}"), ("pages/b.html", "b")]);
    let mut process = command(site.path(), &["--log-format", "json", "--log-level", "debug"]);
    let mut child = process.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    // As soon as it can be asked to end, it listens.
    let mut log = Vec::new();
    while !String::from_utf8_lossy(&log).contains("\"listening\"") {
        let mut byte = [0];
        assert_eq!(stderr.read(&mut byte).unwrap(), 1);
        log.push(byte[0]);
    }
    let kill = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(kill.success());
    stderr.read_to_end(&mut log).unwrap();
    assert!(child.wait().unwrap().success());
    let text = String::from_utf8(log).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let files: Vec<_> = lines.filter_map(|line| Some(line["file"].as_str()?.to_owned())).collect();
    assert_eq!(files, ["pages/a.html", "pages/b.html"]);
}
