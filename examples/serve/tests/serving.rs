//! Pages, languages, and what goes with them.

use serde_json::json;

use crate::process::{Server, folder, sample};

#[test]
fn the_locale_is_that_of_the_address_or_else_of_the_header() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    let cases = [
        ("/", "", "en"),
        ("/", "Accept-Language: de-AT, en;q=0.5\r\n", "de"),
        ("/", "Accept-Language: fr\r\n", "en"),
        ("/", "Accept-Language: fr\r\nAccept-Language: ar-EG\r\n", "ar"),
        ("/", "Accept-Language: Klingon!, de;q=2, ar;q=0.1\r\n", "ar"),
        ("/", "Accept-Language: \u{e4}\r\n", "en"),
        ("/", "Accept-Language: de;q=0.1, *\r\n", "en"),
        ("/?locale=de", "Accept-Language: ar\r\n", "de"),
        ("/?a=b&locale=de-CH&c", "", "de"),
        ("/?locale=de%2DCH", "", "de"),
        ("/?locale=fr", "Accept-Language: ar\r\n", "en"),
        ("/?locale=", "Accept-Language: ar\r\n", "ar"),
        ("/?locales=de", "", "en"),
    ];
    for (target, fields, locale) in cases {
        let answer = connection.ask("GET", target, fields);
        assert_eq!(answer.status, 200, "{target} {fields}");
        assert_eq!(answer.field("content-language"), Some(locale), "{target} {fields}");
        assert_eq!(answer.field("vary"), Some("Accept-Language"));
        assert_eq!(answer.field("content-type"), Some("text/html; charset=utf-8"));
        let direction = if locale == "ar" { "rtl" } else { "ltr" };
        let html = format!("<html lang=\"{locale}\" dir=\"{direction}\">");
        assert!(answer.text().contains(&html), "{target} {fields}");
    }
}

#[test]
fn a_locale_that_is_none_is_a_bad_request() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    for (target, said) in [
        ("/?locale=de_DE.UTF-8", "`.` begins the encoding of a POSIX locale, the tag is `de-DE`"),
        ("/?locale=%3Cb%3E", "no language tag"),
        ("/?locale=%ff", "not UTF-8"),
        ("/?locale=*", "no language tag"),
        ("/?locale=de&locale=en", "given twice"),
    ] {
        let answer = connection.ask("GET", target, "");
        assert_eq!(answer.status, 400, "{target}");
        assert!(answer.text().contains(said), "{target}: {}", answer.text());
        assert_eq!(answer.field("content-type"), Some("text/plain; charset=utf-8"));
    }
}

#[test]
fn pages_stand_at_the_names_of_their_files() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    for (target, status, text) in [
        ("/about?locale=en", 200, "About us"),
        ("/%61bout?locale=en", 200, "About us"),
        ("/shop/mug?locale=de", 200, "24,50 €"),
        ("/nothing", 404, "no page"),
        ("/about.html", 404, "no page"),
        ("/index", 404, "no page"),
        ("/shop", 404, "no page"),
        ("//about", 404, "no page"),
        ("/About", 404, "no page"),
    ] {
        let answer = connection.ask("GET", target, "");
        assert_eq!(answer.status, status, "{target}");
        assert!(answer.text().contains(text), "{target}: {}", answer.text());
    }
}

#[test]
fn a_slash_too_many_or_too_few_leads_to_the_page() {
    let pages = [("pages/a.html", "a"), ("pages/a.json", "{}"), ("pages/b/index.html", "b")];
    let site = folder(&[&pages[..], &[("pages/b/index.json", "{}")]].concat());
    let server = Server::start(site.path(), &[]);
    let mut connection = server.connect();
    for (target, location) in [("/a/", "/a"), ("/b", "/b/"), ("/b?locale=de", "/b/?locale=de")] {
        let answer = connection.ask("GET", target, "");
        assert_eq!((answer.status, answer.field("location")), (308, Some(location)), "{target}");
    }
    assert_eq!(connection.ask("GET", "/b/", "").text(), "b");
    assert_eq!(connection.ask("GET", "//a/", "").status, 404);
}

#[test]
fn what_somebody_has_is_not_sent_again() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    let page = connection.ask("GET", "/?locale=de", "");
    let tag = page.field("etag").unwrap().to_owned();
    assert!(!tag.starts_with("W/"), "{tag}");
    let cases = [
        (tag.clone(), 304),
        (format!("W/{tag}"), 304),
        (format!("\"a\", \"b,c\" , {tag}"), 304),
        ("*".to_owned(), 304),
        ("\"a\"".to_owned(), 200),
        (tag.trim_matches('"').to_owned(), 200),
        (String::new(), 200),
        (",,,".to_owned(), 200),
    ];
    for (known, status) in cases {
        let answer = connection.ask("GET", "/?locale=de", &format!("If-None-Match: {known}\r\n"));
        assert_eq!(answer.status, status, "{known}");
        assert_eq!(answer.field("etag"), Some(&*tag), "{known}");
        assert_eq!(answer.field("vary"), Some("Accept-Language"), "{known}");
        assert_eq!(answer.body.is_empty(), status == 304, "{known}");
    }
    let lines = format!("If-None-Match: \"a\"\r\nIf-None-Match: {tag}\r\n");
    assert_eq!(connection.ask("GET", "/?locale=de", &lines).status, 304);
    let other = connection.ask("GET", "/?locale=en", "");
    assert_ne!(other.field("etag"), Some(&*tag));
    assert_eq!(connection.ask("GET", "/?locale=de", "").field("etag"), Some(&*tag));
}

#[test]
fn the_same_text_in_two_languages_has_two_tags() {
    let site = folder(&[
        ("pages/index.html", "<p>the same"),
        ("pages/index.json", "{}"),
        ("catalogs/en.json", "{}"),
        ("catalogs/de.json", "{}"),
    ]);
    let server = Server::start(site.path(), &[]);
    let (en, de) = (server.get("/?locale=en"), server.get("/?locale=de"));
    assert_eq!(en.body, de.body);
    assert_ne!(en.field("etag"), de.field("etag"));
}

#[test]
fn head_is_get_without_the_body_and_other_methods_are_refused() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    let (get, head) = (connection.ask("GET", "/", ""), connection.ask("HEAD", "/", ""));
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["content-length", "etag", "content-type", "content-language", "vary"] {
        assert_eq!(head.field(name), get.field(name), "{name}");
        assert!(get.field(name).is_some(), "{name}");
    }
    let known = format!("If-None-Match: {}\r\n", get.field("etag").unwrap());
    assert_eq!(connection.ask("HEAD", "/", &known).status, 304);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let answer = server.connect().ask(method, "/", "");
        assert_eq!((answer.status, answer.field("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    assert_eq!(server.connect().ask("OPTIONS", "*", "").status, 405);
}

#[test]
fn every_answer_has_what_none_may_lack() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    for target in ["/", "/nothing", "/?locale=!", "/_lacuna/status", "/%00"] {
        let answer = connection.ask("GET", target, "");
        assert_eq!(answer.field("x-content-type-options"), Some("nosniff"), "{target}");
        assert!(answer.field("content-security-policy").is_some(), "{target}");
        assert!(answer.field("referrer-policy").is_some(), "{target}");
        let kept = if target == "/" { "no-cache" } else { "no-store" };
        assert_eq!(answer.field("cache-control"), Some(kept), "{target}");
    }
}

const SECRET: &str = "a secret of the record";

fn with_gaps() -> tempfile::TempDir {
    folder(&[
        ("pages/gap.html", "<p>[[ data.name.value ]] [[ data.nmae.value ]]"),
        ("pages/gap.json", &json!({"data": {"name": {"value": SECRET}}}).to_string()),
        ("pages/refused.html", "<p>[[ name ]]<a href=\"[[ site ]]\">"),
        ("pages/refused.json", &json!({"name": SECRET, "site": "javascript:alert(1)"}).to_string()),
        ("pages/failed.html", "<p>[[ name | upper ]]"),
        ("pages/failed.json", &json!({"name": [SECRET]}).to_string()),
        ("pages/long.html", "<p>[[ name ]]"),
        ("pages/long.json", &json!({"name": "x".repeat(10_000)}).to_string()),
        ("pages/blank.html", "<p>[[ data.name.value ]][[ data.a.value ]]</p>"),
        (
            "pages/blank.json",
            r#"{"data": {"name": {"value": " "}}, "metadata": {"defaultData": {"a": "default"}}}"#,
        ),
    ])
}

#[test]
fn a_page_with_gaps_is_not_shown_and_nothing_of_it_is() {
    let site = with_gaps();
    let server = Server::start(site.path(), &["--max-page", "5000"]);
    let mut connection = server.connect();
    for target in ["/gap", "/gap", "/refused", "/failed", "/long"] {
        let answer = connection.ask("GET", target, "");
        assert_eq!(answer.status, 500, "{target}");
        assert_eq!(answer.text(), "this page cannot be shown at the moment\n", "{target}");
        assert_eq!(answer.field("etag"), None, "{target}");
    }
    // What is blank is published, and what a default stands in for.
    assert_eq!(connection.ask("GET", "/blank", "").text(), "<p> default</p>");

    let log = server.log();
    let told = "pages/gap.html:1:34: error[gap]: nothing found for `data.nmae.value`";
    assert_eq!(log.matches(told).count(), 1, "once, however often it is asked for: {log}");
    assert!(log.contains("did you mean `data.name.value`?"), "{log}");
    assert!(!log.contains(SECRET), "{log}");

    let status = server.status();
    let gaps = status["gaps"]["first"].as_array().unwrap();
    let told: Vec<_> = gaps.iter().map(|gap| (&gap["page"], &gap["times"])).collect();
    assert_eq!(json!(told), json!([["/failed", 1], ["/gap", 2], ["/long", 1], ["/refused", 1]]));
    assert_eq!(status["state"], "degraded");
    assert!(!status.to_string().contains(SECRET), "{status}");
    assert_eq!(status["requests"]["server_errors"], 5);
}

#[test]
fn in_preview_a_page_with_gaps_shows_them() {
    let site = with_gaps();
    let server = Server::start(site.path(), &["--preview"]);
    let mut connection = server.connect();
    for (target, seen) in
        [("/gap", "data.nmae.value"), ("/refused", "refused"), ("/failed", "upper")]
    {
        let answer = connection.ask("GET", target, "");
        assert_eq!(answer.status, 500, "{target}");
        assert_eq!(answer.field("content-type"), Some("text/html; charset=utf-8"));
        assert!(answer.text().contains("where every word comes from"), "{target}");
        assert!(answer.text().contains(seen), "{target}");
    }
    assert_eq!(connection.ask("GET", "/blank", "").text(), "<p> default</p>");
}

#[test]
fn the_status_is_for_this_machine() {
    let server = Server::start(&sample(), &[]);
    let mut connection = server.connect();
    assert_eq!(connection.ask("GET", "/_lacuna/status", "").status, 200);
    assert_eq!(
        connection.ask("GET", "/_lacuna/status", "X-Forwarded-For: 192.0.2.1\r\n").status,
        404
    );
    for target in ["/_lacuna", "/_lacuna/", "/_lacuna/other"] {
        assert_eq!(connection.ask("GET", target, "").status, 404, "{target}");
    }
    let open = Server::start(&sample(), &["--status", "all"]);
    assert_eq!(open.connect().ask("GET", "/_lacuna/status", "Via: 1.1 proxy\r\n").status, 200);
    let closed = Server::start(&sample(), &["--status", "off"]);
    assert_eq!(closed.get("/_lacuna/status").status, 404);
}

#[test]
fn a_page_of_a_stranger_whose_name_leads_here_reads_no_data() {
    const STRANGER: &str = "Host: stranger.example:8080\r\n";
    let site = with_gaps();
    let server = Server::start(site.path(), &["--preview"]);
    let mut connection = server.connect();
    assert_eq!(connection.ask("GET", "/_lacuna/status", STRANGER).status, 404);
    let answer = connection.ask("GET", "/gap", STRANGER);
    assert_eq!((answer.status, answer.text().lines().count()), (500, 1));
    assert!(answer.text().contains("ask for it at `localhost`"), "{}", answer.text());
    assert_eq!(connection.ask("GET", "/blank", STRANGER).text(), "<p> default</p>");
    for own in ["localhost:8080", "127.0.0.1", "[::1]:80", "site.localhost"] {
        let own = format!("Host: {own}\r\n");
        assert_eq!(connection.ask("GET", "/_lacuna/status", &own).status, 200, "{own}");
        assert!(connection.ask("GET", "/gap", &own).text().contains("every word"), "{own}");
    }
    let open = Server::start(site.path(), &["--status", "all"]);
    assert_eq!(open.connect().ask("GET", "/_lacuna/status", STRANGER).status, 200);
}

#[test]
fn numbers_keep_their_digits() {
    let site = folder(&[
        ("pages/index.html", "[[ id ]] [[ price ]] [[ price | number: 1 ]] [[ small ]]"),
        ("pages/index.json", r#"{"id": 123456789012345678901, "price": 24.50, "small": 0.10}"#),
    ]);
    let server = Server::start(site.path(), &[]);
    assert_eq!(server.text("/"), "123456789012345678901 24.50 24.5 0.10");
}
