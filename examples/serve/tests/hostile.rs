//! Requests and folders that mean no good, or know no better.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use crate::process::{Server, folder, sample, until, write};

#[test]
fn paths_that_no_page_can_have_are_refused() {
    let server = Server::start(&sample(), &[]);
    for (target, status) in [
        ("/..", 400),
        ("/../site.json", 400),
        ("/shop/../about", 400),
        ("/./about", 400),
        ("/%2e%2e/site.json", 400),
        ("/%2E%2e", 400),
        ("/.%2e", 400),
        ("/%2e", 400),
        ("/shop%2fmug", 400),
        ("/shop%2Fmug", 400),
        ("/shop%5cmug", 400),
        ("/..%5c..%5csite.json", 400),
        ("/about%00", 400),
        ("/%00", 400),
        ("/a%0ab", 400),
        ("/%c3%28", 400),
        ("/%ff", 400),
        ("/%c0%ae%c0%ae", 400),
        ("/%", 400),
        ("/%2", 400),
        ("/%zz", 400),
        ("/about%", 400),
        ("/about%2g", 400),
        ("/%252e%252e/site.json", 404),
        ("/...", 404),
        ("/about/..html", 404),
        ("/~root", 404),
        ("/C:/", 404),
        ("/about;a=b", 404),
        ("/_lacuna%2fstatus", 400),
        ("http://other.example/about?locale=en", 200),
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, status, "{target}: {}", answer.text());
        assert!(!answer.text().contains(env!("CARGO_MANIFEST_DIR")), "{target}");
    }
    let status = server.status();
    assert_eq!(status["requests"]["server_errors"], 0);
    assert_eq!(status["state"], "ok");
}

#[test]
fn requests_that_are_none_end_the_connection() {
    let server = Server::start(&sample(), &[]);
    for bytes in [
        &b"\r\n\r\n\r\n\r\nNONSENSE\r\n\r\n"[..],
        b"GET / about HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nbad field\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/3.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut connection = server.connect();
        connection.send(bytes);
        let answer = connection.receive(false);
        assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 505)), "{bytes:?}");
        assert!(connection.is_ended(), "{bytes:?}");
    }
    // Bytes beyond ASCII may be a path.
    let mut connection = server.connect();
    connection.send(b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(connection.receive(false).map(|answer| answer.status), Some(400));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_request_names_one_host() {
    let server = Server::start(&sample(), &[]);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost: t\u{f6}pfe.example:80\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 200),
        ("GET / HTTP/1.0\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: me@a\r\n\r\n", 400),
    ] {
        let mut connection = server.connect();
        connection.send(request);
        assert_eq!(connection.receive(false).unwrap().status, status, "{request:?}");
    }
}

#[test]
fn a_body_that_nobody_wants_does_not_become_a_request() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    let inner = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n";
    let length = inner.len();
    connection
        .send(format!("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{inner}"));
    assert_eq!(connection.receive(false).unwrap().status, 200);
    connection.try_send("GET /about HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(connection.receive(false).is_none_or(|answer| answer.status == 200));
    assert!(connection.is_ended());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_refused_and_told() {
    use std::os::unix::fs::symlink;

    let outside =
        folder(&[("secret.html", "secret"), ("secret.json", "{}"), ("in/a.html", "secret")]);
    let site = folder(&[("pages/index.html", "<p>index"), ("pages/index.json", "{}")]);
    write(site.path(), "shared/record.json", r#"{"name": "Ada"}"#);
    write(site.path(), "pages/parts/leaf.html", "<p>leaf");
    let link = |to: &str, name: &str| symlink(to, site.path().join("pages").join(name)).unwrap();
    let out = |name: &str| outside.path().join(name).display().to_string();
    link(&out("secret.html"), "out.html");
    link(&out("secret.json"), "out.json");
    link(&out("in"), "folder");
    link("../../../../../../../etc/passwd", "passwd.html");
    link("circle.html", "circle.html");
    link("two", "one");
    link("one", "two");
    link("..", "parts/up");
    link(".", "parts/self");
    link("nowhere.html", "nowhere.html");
    // Within the folder they are fine.
    link("../../shared/record.json", "parts/leaf.json");
    link("index.html", "again.html");
    link("index.json", "again.json");
    link("parts", "twin");
    // A pipe would be waited for.
    let pipe = site.path().join("pages/pipe.html");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());

    let server = Server::start(site.path(), &[]);
    for target in ["/", "/again", "/parts/leaf", "/twin/leaf"] {
        assert_eq!(server.get(target).status, 200, "{target}");
    }
    for target in ["/out", "/folder/a", "/passwd", "/circle", "/one/", "/parts/up/", "/pipe"] {
        assert_eq!(server.get(target).status, 404, "{target}");
    }
    let status = server.status();
    let refused = status["refused"]["first"].as_array().unwrap();
    let told: Vec<_> = refused.iter().map(|fault| fault["problem"].as_str().unwrap()).collect();
    let out = "the link leads out of the folder: copy what is meant into the folder";
    let circle = "the link leads to a folder that it stands in: remove it";
    let expected = [
        ("pages/circle.html", "the link leads nowhere"),
        ("pages/folder", out),
        ("pages/nowhere.html", "the link leads nowhere"),
        ("pages/one", "the link leads nowhere"),
        ("pages/out.html", out),
        ("pages/out.json", out),
        ("pages/parts/self", circle),
        ("pages/parts/up", circle),
        ("pages/passwd.html", out),
        ("pages/pipe.html", "this is neither a file nor a folder"),
        ("pages/twin/self", circle),
        ("pages/twin/up", circle),
        ("pages/two", "the link leads nowhere"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, (file, why)) in told.iter().zip(expected) {
        assert!(told.starts_with(&format!("{file}: {why}")), "{told}");
    }
    // What was a file becomes a link out of the folder: that page is gone, the secret is not shown.
    let again = site.path().join("pages/again.html");
    fs::remove_file(&again).unwrap();
    symlink(outside.path().join("secret.html"), &again).unwrap();
    until(|| server.get("/again").status == 404);
}

#[test]
fn files_that_are_no_text_are_told() {
    let site =
        folder(&[("pages/a.json", "{}"), ("pages/index.html", "<p>"), ("pages/index.json", "{}")]);
    write(site.path(), "pages/a.html", b"<p>caf\xe9");
    write(site.path(), "pages/large.html", "x".repeat(2000));
    write(site.path(), "pages/large.json", "{}");
    write(site.path(), "pages/_lacuna/status.html", "mine");
    write(site.path(), "pages/_lacuna/status.json", "{}");
    write(site.path(), "pages/back\\slash.html", "x");
    write(site.path(), "pages/.hidden.html", "[[");
    write(
        site.path(),
        "pages/deep.json",
        format!("{{\"a\": {}{}}}", "[".repeat(200), "]".repeat(200)),
    );
    write(site.path(), "pages/deep.html", "<p>");
    write(site.path(), "pages/bom.html", "\u{feff}<p>bom");
    write(site.path(), "pages/bom.json", "\u{feff}{}");
    let server = Server::start(site.path(), &["--max-file", "1000"]);
    let status = server.status();
    let all = status["broken"]["first"].to_string();
    for said in [
        "pages/a.html:1:7: error[not-utf8]",
        "pages/large.html: it has 2000 bytes, 1000 are the most",
        "pages/_lacuna/status.html: what begins with `/_lacuna` is the server's own",
        "a name in a path holds no",
        "pages/deep.json",
    ] {
        assert!(all.contains(said), "{said}: {status:#}");
    }
    assert!(!all.contains("hidden"));
    assert_eq!(server.text("/bom"), "<p>bom");
    assert_eq!(server.status()["pages"].as_u64(), Some(7), "{status:#}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let site = folder(&[("pages/index.html", "<p>"), ("pages/index.json", "{}")]);
    fs::write(site.path().join("pages").join(OsStr::from_bytes(b"a\xff.html")), "x").unwrap();
    write(site.path(), "pages/töpfe und mehr.html", "<p>pots");
    write(site.path(), "pages/töpfe und mehr.json", "{}");
    let server = Server::start(site.path(), &[]);
    assert!(server.status()["refused"].to_string().contains("its name is not UTF-8"));
    assert_eq!(server.text("/t%C3%B6pfe%20und%20mehr"), "<p>pots");
}

#[test]
fn two_catalogs_for_one_locale_are_told() {
    let site = folder(&[
        ("pages/index.html", "<p>[[ t('a') ]]"),
        ("pages/index.json", "{}"),
        ("catalogs/de-CH.json", r#"{"a": "one"}"#),
        ("catalogs/de_CH.json", r#"{"a": "two"}"#),
        ("catalogs/no tag.json", "{}"),
    ]);
    let server = Server::start(site.path(), &[]);
    let broken = || server.status()["broken"]["first"].to_string();
    assert!(
        broken().contains("`de_CH` and `de-CH` are one locale: only the latter"),
        "{}",
        broken()
    );
    assert!(broken().contains("no language tag"), "{}", broken());
    assert_eq!(server.text("/?locale=de-CH"), "<p>one");
    // It is told for as long as it is so.
    write(site.path(), "pages/index.html", "<b>[[ t('a') ]]");
    until(|| server.text("/?locale=de-CH") == "<b>one");
    assert!(broken().contains("`de_CH` and `de-CH` are one locale"), "{}", broken());
    fs::remove_file(site.path().join("catalogs/de-CH.json")).unwrap();
    until(|| server.text("/?locale=de-CH") == "<b>two");
}

#[test]
fn ten_thousand_pages_are_served_and_one_of_them_is_edited() {
    let site = folder(&[]);
    let pages = site.path().join("pages");
    for folder in 0..100 {
        let folder = pages.join(folder.to_string());
        fs::create_dir_all(&folder).unwrap();
        for page in 0..100 {
            fs::write(folder.join(format!("{page}.html")), "<p>[[ name ]]</p>").unwrap();
            fs::write(folder.join(format!("{page}.json")), format!("{{\"name\": {page}}}"))
                .unwrap();
        }
    }
    let server = Server::start(site.path(), &[]);
    assert_eq!(server.status()["pages"], 10_000);
    let mut connection = server.connect();
    let mut wrong = String::new();
    for number in 0..10_000 {
        let (folder, page) = (number / 100, number % 100);
        let answer = connection.ask("GET", &format!("/{folder}/{page}"), "");
        if answer.text() != format!("<p>{page}</p>") {
            writeln!(wrong, "{folder}/{page}").unwrap();
        }
    }
    assert_eq!(wrong, "");
    write(site.path(), "pages/42/42.html", "<b>[[ name ]]</b>");
    until(|| server.text("/42/42") == "<b>42</b>");
    // Deleting all of it takes a while, and some looks see half of it.
    std::thread::sleep(Duration::from_millis(100));
    fs::remove_dir_all(&pages).unwrap();
    until(|| !server.status()["folder"].is_null());
    assert_eq!(server.status()["pages"], 10_000);
    assert_eq!(server.text("/99/99"), "<p>99</p>");
}
