//! What happens on the disk while it serves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::{Server, folder, replace, until, write};

/// The files that the status calls broken.
fn broken(status: &Value) -> Vec<String> {
    let first = status["broken"]["first"].as_array().unwrap();
    first.iter().map(|fault| fault["file"].as_str().unwrap().to_owned()).collect()
}

fn greeting() -> tempfile::TempDir {
    folder(&[
        ("pages/index.html", "<p>[[ t('hello', name: name) ]] [[ year ]]</p>"),
        ("pages/index.json", r#"{"name": "Ada"}"#),
        ("site.json", r#"{"year": 1843}"#),
        ("catalogs/en.json", r#"{"hello": "Hello [[ name ]]"}"#),
        ("catalogs/de.json", r#"{"hello": "Hallo [[ name ]]"}"#),
    ])
}

#[test]
fn each_kind_of_file_is_read_anew() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    let become_ = |text: &str| until(|| server.text("/?locale=de") == text);
    assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
    write(site.path(), "pages/index.html", "<b>[[ t('hello', name: name) ]] [[ year ]]</b>");
    become_("<b>Hallo Ada 1843</b>");
    replace(site.path(), "pages/index.json", r#"{"name": "Grace"}"#);
    become_("<b>Hallo Grace 1843</b>");
    write(site.path(), "site.json", r#"{"year": 1906}"#);
    become_("<b>Hallo Grace 1906</b>");
    replace(site.path(), "catalogs/de.json", r#"{"hello": "Guten Tag, [[ name ]]"}"#);
    become_("<b>Guten Tag, Grace 1906</b>");
    write(site.path(), "catalogs/ru.json", r#"{"hello": "Здравствуйте, [[ name ]]"}"#);
    until(|| server.text("/?locale=ru") == "<b>Здравствуйте, Grace 1906</b>");
    fs::remove_file(site.path().join("catalogs/ru.json")).unwrap();
    until(|| server.text("/?locale=ru") == "<b>Hello Grace 1906</b>");
    write(site.path(), "pages/new/one.json", "{}");
    write(site.path(), "pages/new/one.html", "<p>new");
    until(|| server.text("/new/one") == "<p>new");
    fs::remove_dir_all(site.path().join("pages/new")).unwrap();
    until(|| server.get("/new/one").status == 404);
    assert_eq!(server.status()["state"], "ok");
}

#[test]
fn the_log_tells_each_fault_once_and_what_stays_only_if_something_does() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    let told = |what: &str| server.log().matches(what).count();
    let stays = "what was made of it before stays";
    let loaded = || told(" loaded ");
    // Broken, and without a record: two faults of a file that was never whole.
    write(site.path(), "pages/new.html", "<p>[[ data.year ]</p>");
    until(|| told("half of a delimiter") == 1 && told("the page has no record") == 1);
    for edit in 0..3 {
        let before = loaded();
        write(site.path(), "site.json", format!(r#"{{"year": 1843, "edit": {edit}}}"#));
        until(|| loaded() > before);
    }
    assert_eq!((told("half of a delimiter"), told("the page has no record")), (1, 1));
    assert_eq!(told(stays), 0, "{}", server.log());
    for (file, text) in
        [("pages/index.html", "[[ year ]"), ("catalogs/de.json", "{"), ("site.json", "[")]
    {
        let before = told(stays);
        write(site.path(), file, text);
        until(|| told(stays) > before);
    }
    assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
}

#[test]
fn a_broken_edit_of_any_file_keeps_the_last_good_page_and_is_told() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    let good = server.get("/?locale=de");
    let cases = [
        ("pages/index.html", "<p>[[ t('hello' ]]", "expected"),
        ("pages/index.html", "<p>[[ data.<b>name</b> ]]", "markup"),
        ("pages/index.html", "<p title=[[ name ]]>", "no quotes"),
        ("pages/index.html", "", "the template is empty"),
        ("pages/index.html", "<p>[[ name ]]</p><scr", "html"),
        ("pages/index.json", "{\"name\": ", "no JSON"),
        ("pages/index.json", "[]", "a record is an object"),
        ("pages/index.json", "", "no JSON"),
        ("pages/index.json", r#"{"page": {"locale": "xx"}}"#, "`page` is no key of a record"),
        ("site.json", "{", "no JSON"),
        ("catalogs/de.json", "{\"hello\": \"Hallo [[ name\"}", "unreadable-message"),
        ("catalogs/de.json", "{\"hello\"", "no JSON"),
        ("catalogs/de.json", "[]", "a catalog is an object"),
    ];
    for (file, text, said) in cases {
        let before = fs::read_to_string(site.path().join(file)).unwrap();
        write(site.path(), file, text);
        until(|| broken(&server.status()) == [file]);
        let status = server.status();
        let fault = &status["broken"]["first"][0];
        assert!(fault["picture"].as_str().unwrap().contains(said), "{file} {text}: {fault}");
        assert_eq!(status["state"], "degraded");
        assert_eq!(server.get("/?locale=de").body, good.body, "{file} {text}");
        assert_eq!(server.get("/?locale=de").field("etag"), good.field("etag"));
        // Another broken edit is broken since the first one.
        let since = fault["since"].clone();
        write(site.path(), file, format!("{text} [[ ] {{"));
        until(|| server.status()["broken"]["first"][0]["picture"] != fault["picture"]);
        assert_eq!(server.status()["broken"]["first"][0]["since"], since);
        write(site.path(), file, before);
        until(|| server.status()["state"] == "ok");
        assert_eq!(server.get("/?locale=de").body, good.body);
    }
    let log = server.log();
    assert!(log.contains("1 | <p>[[ t('hello' ]]\n  |                 ^"), "a picture: {log}");
    assert!(log.contains("what was made of it before stays"), "{log}");
    assert!(log.contains("it is whole again"), "{log}");
}

#[test]
fn a_page_is_a_template_and_a_record_of_one_day() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    write(site.path(), "pages/index.json", "{");
    until(|| broken(&server.status()) == ["pages/index.json"]);
    let number = server.status()["site"]["number"].as_u64();
    // It could be read, but what it is meant for cannot.
    write(site.path(), "pages/index.html", "<b>[[ title ]]</b>");
    until(|| server.status()["site"]["number"].as_u64() > number);
    assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
    write(site.path(), "pages/index.json", r#"{"title": "new"}"#);
    until(|| server.text("/?locale=de") == "<b>new</b>");
}

#[test]
fn an_edit_that_leaves_a_gap_is_none_that_is_broken() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    write(site.path(), "catalogs/de.json", "{}");
    write(site.path(), "catalogs/en.json", "{}");
    until(|| server.get("/").status == 500);
    assert_eq!(server.status()["gaps"]["count"], 1);
    write(site.path(), "catalogs/en.json", r#"{"hello": "Hi"}"#);
    until(|| server.text("/") == "<p>Hi 1843</p>");
    assert_eq!(server.status()["state"], "ok", "the gap is mended, and forgotten");
}

#[test]
fn a_file_that_is_being_written_is_not_read() {
    const SETTLE: Duration = Duration::from_millis(200);
    let site = greeting();
    let server = Server::start(site.path(), &["--settle", &SETTLE.as_secs_f64().to_string()]);
    let good = server.text("/?locale=de");
    // Each part could be a page; none is left alone for long enough, and that for longer than anybody waits for quiet.
    let (begun, mut last, mut pause) = (Instant::now(), Instant::now(), Duration::ZERO);
    let (mut text, mut seen) = (String::new(), Vec::new());
    while begun.elapsed() < SETTLE * 12 {
        write!(text, "<p>part {}</p>", seen.len()).unwrap();
        write(site.path(), "pages/index.html", &text);
        pause = pause.max(last.elapsed());
        last = Instant::now();
        seen.push(server.text("/?locale=de"));
        sleep(Duration::from_millis(20));
    }
    if pause < SETTLE {
        assert!(seen.iter().all(|seen| *seen == good), "{seen:?}");
    } else {
        eprintln!("the machine was too busy to write without a pause");
    }
    until(|| server.text("/?locale=de") == text);
}

#[test]
fn editors_that_move_files_about_leave_no_hole() {
    let site = greeting();
    // If it were the only page, its folder would be taken for empty.
    write(site.path(), "pages/other.html", "<p>other");
    write(site.path(), "pages/other.json", "{}");
    let server = Server::start(site.path(), &["--grace", "5"]);
    let path = |name: &str| site.path().join("pages").join(name);
    for file in ["index.html", "index.json"] {
        let text = fs::read_to_string(path(file)).unwrap();
        fs::rename(path(file), path(&format!("{file}~"))).unwrap();
        for _ in 0..20 {
            assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
            sleep(Duration::from_millis(10));
        }
        fs::write(path(file), text.replace("</p>", "!</p>")).unwrap();
        fs::remove_file(path(&format!("{file}~"))).unwrap();
    }
    until(|| server.text("/?locale=de") == "<p>Hallo Ada 1843!</p>");
    assert_eq!(server.status()["state"], "ok");
}

fn check_that_it_vanishes_and_comes_back(site: &Path, what: &str) {
    let server = Server::start(site, &["--grace", "0.2"]);
    let good = server.text("/?locale=de");
    let (away, there) = (site.with_extension("away"), site.join(what));
    fs::rename(&there, &away).unwrap();
    until(|| !server.status()["folder"].is_null());
    for _ in 0..10 {
        assert_eq!(server.text("/?locale=de"), good, "{what}");
        sleep(Duration::from_millis(50));
    }
    fs::rename(&away, &there).unwrap();
    until(|| server.status()["state"] == "ok");
    assert_eq!(server.text("/?locale=de"), good, "{what}");
    // It is watched again.
    write(site, "pages/index.html", "<p>back");
    until(|| server.text("/?locale=de") == "<p>back");
    assert!(server.log().contains("the folder is there again"), "{}", server.log());
}

#[test]
fn a_folder_that_vanishes_leaves_its_pages_and_can_come_back() {
    for what in ["", "pages", "catalogs"] {
        let parent = tempfile::TempDir::new().unwrap();
        let site = parent.path().join("site");
        fs::rename(greeting().keep(), &site).unwrap();
        check_that_it_vanishes_and_comes_back(&site, what);
    }
}

#[test]
fn catalogs_that_are_all_gone_are_an_accident_until_there_is_an_empty_folder() {
    let site = greeting();
    let server = Server::start(site.path(), &[]);
    fs::remove_dir_all(site.path().join("catalogs")).unwrap();
    until(|| server.status()["folder"]["problem"].is_string());
    let told = server.status()["folder"]["problem"].to_string();
    assert!(told.contains("until there is one again, empty if need be"), "{told}");
    assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
    fs::create_dir(site.path().join("catalogs")).unwrap();
    write(site.path(), "pages/index.html", "<p>[[ name ]]</p>");
    until(|| server.text("/?locale=de") == "<p>Ada</p>");
    until(|| server.status()["locales"].as_array().unwrap().is_empty());
    assert_eq!(server.status()["state"], "ok");
}

#[test]
fn a_folder_whose_pages_are_all_deleted_is_taken_for_an_accident() {
    let site = greeting();
    let server = Server::start(site.path(), &["--grace", "0.1"]);
    fs::remove_file(site.path().join("pages/index.html")).unwrap();
    until(|| !server.status()["folder"].is_null());
    assert_eq!(server.text("/?locale=de"), "<p>Hallo Ada 1843</p>");
    let told = server.status()["folder"]["problem"].to_string();
    assert!(told.contains("no template"), "{told}");
    write(site.path(), "pages/index.html", "<p>back");
    until(|| server.text("/") == "<p>back");
}

#[cfg(unix)]
#[test]
fn another_folder_at_the_end_of_a_link_is_another_site() {
    use std::os::unix::fs::symlink;

    let parent = tempfile::TempDir::new().unwrap();
    for release in ["one", "two"] {
        write(parent.path(), &format!("{release}/pages/index.html"), format!("<p>{release}"));
        write(parent.path(), &format!("{release}/pages/index.json"), "{}");
    }
    let (current, next) = (parent.path().join("current"), parent.path().join("next"));
    symlink("one", &current).unwrap();
    let server = Server::start(&current, &[]);
    assert_eq!(server.text("/"), "<p>one");
    symlink("two", &next).unwrap();
    fs::rename(&next, &current).unwrap();
    until(|| server.text("/") == "<p>two");
    write(parent.path(), "two/pages/index.html", "<p>three");
    until(|| server.text("/") == "<p>three");
}

#[cfg(unix)]
#[test]
fn a_folder_that_nobody_may_enter_is_not_an_empty_one() {
    use std::os::unix::fs::PermissionsExt;

    let site = greeting();
    write(site.path(), "pages/shop/mug.html", "<p>mug");
    write(site.path(), "pages/shop/mug.json", "{}");
    let permit = |name: &str, mode: u32| {
        fs::set_permissions(site.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    permit("", 0o755);
    let server = Server::start_as_nobody(site.path());
    let is_whole = || {
        server.text("/shop/mug") == "<p>mug"
            && server.text("/?locale=de") == "<p>Hallo Ada 1843</p>"
    };
    assert!(is_whole());
    let (not_to_enter, nothing) = (0o744, 0o700);
    let cases = [
        ("pages/shop", not_to_enter),
        ("pages", not_to_enter),
        ("catalogs", not_to_enter),
        ("", not_to_enter),
        ("pages/shop", nothing),
        ("", nothing),
    ];
    for (folder, mode) in cases {
        permit(folder, mode);
        until(|| server.status()["state"] == "degraded");
        // Longer than a file has to be away to be gone.
        sleep(Duration::from_millis(1500));
        assert!(is_whole(), "{folder} {mode:o}: {}", server.log());
        let status = server.status().to_string();
        assert!(status.contains("let whoever runs the server"), "{folder} {mode:o}: {status}");
        permit(folder, 0o755);
        until(|| server.status()["state"] == "ok");
    }
}
