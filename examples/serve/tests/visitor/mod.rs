//! The pages as a visitor sees them: in a browser without a window, whose language is what it asks for.
//!
//! The driver is a page of the folder itself, so that the browser asks nobody but the server. It opens the other pages in frames,
//! and writes what it sees into itself; the browser prints that when nothing moves any more. Without a browser the tests say
//! so on standard error, and pass.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::process::{Server, sample, write};

const DRIVER: &str = include_str!("driver.html");

/// The program, if there is one: by the variable `CHROMIUM`, or by its usual names.
fn browser() -> Option<PathBuf> {
    const NAMES: [&str; 4] =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    let mut candidates =
        NAMES.iter().flat_map(|name| folders.iter().map(move |dir| dir.join(name)));
    candidates.find(|candidate| candidate.is_file())
}

/// The sample, with the driver and a page with a gap.
fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    copy(&sample(), site.path());
    write(site.path(), "pages/driver.html", DRIVER);
    write(site.path(), "pages/driver.json", "{}");
    let gap = "<!doctype html><title>gap</title><h1>[[ data.workshop.value ]]</h1><p>[[ data.wrkshop.value ]]\
        <script>top.ran = true</script><img src=x onerror=\"top.ran = true\">";
    write(site.path(), "pages/gap.html", gap);
    write(site.path(), "pages/gap.json", "{}");
    site
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What the driver sees of these pages, in a browser of somebody who reads that language.
fn seen(program: &PathBuf, server: &Server, language: &str, pages: &str) -> Value {
    let profile = TempDir::new().unwrap();
    let output = Command::new(program)
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--no-first-run", "--disable-sync", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-extensions", "--disable-default-apps"])
        .args([&format!("--accept-lang={language}"), "--virtual-time-budget=20000"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg("--dump-dom")
        .arg(format!("http://{}/driver?pages={pages}", server.address))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, rest) = text.split_once("<pre id=\"seen\">").unwrap_or_else(|| panic!("{text}"));
    let (json, _) = rest.split_once("</pre>").unwrap();
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn a_visitor_reads_the_page_in_their_own_language() {
    let Some(program) = browser() else {
        eprintln!(
            "skipped: a_visitor_reads_the_page_in_their_own_language, as there is no browser"
        );
        return;
    };
    let site = site();
    let server = Server::start(site.path(), &[]);
    let cases = [
        (
            "en",
            "ltr",
            "pots from one pair of hands",
            "Ilse is glad to open the door.",
            "3 mugs are left.",
            "A message to Ilse",
        ),
        (
            "de",
            "ltr",
            "Töpfe aus zwei Händen",
            "Ilse öffnet gerne die Tür.",
            "3 Becher sind noch da.",
            "Eine Nachricht an Ilse",
        ),
        (
            "ar",
            "rtl",
            "أوانٍ من صنع يدين",
            "يسرّ Ilse أن تفتح الباب.",
            "بقيت 3 أكواب.",
            "رسالة إلى Ilse",
        ),
    ];
    for (language, direction, tagline, greeting, stock, write) in cases {
        // By the browser's own header, and by the address, whatever the header says.
        for (asked, page) in [(language, "/".to_owned()), ("fr", format!("/%3Flocale={language}"))]
        {
            let seen = &seen(&program, &server, asked, &page)[0];
            assert_eq!(seen["lang"], language, "{seen:#}");
            assert_eq!(seen["direction"], direction, "as it is laid out: {seen:#}");
            assert_eq!(seen["title"], format!("Hillside Pottery – {tagline}"), "{seen:#}");
            assert_eq!(seen["greeting"], greeting, "{seen:#}");
            assert_eq!(seen["stock"], stock, "{seen:#}");
            assert_eq!(seen["write"], write, "{seen:#}");
            // What is markup in the record is text in the page.
            let since = seen["since"].as_str().unwrap();
            assert!(since.ends_with("Kiln & wheel: <since 1987>"), "{seen:#}");
            assert!(!seen["text"].as_str().unwrap().contains("[["), "{seen:#}");
            assert_eq!(seen["background"], "rgb(140, 74, 47)", "{seen:#}");
        }
    }
}

#[test]
fn in_preview_the_inspect_view_shows_the_gap_and_nothing_runs_in_it() {
    let Some(program) = browser() else {
        eprintln!(
            "skipped: in_preview_the_inspect_view_shows_the_gap_and_nothing_runs_in_it, as there is no browser"
        );
        return;
    };
    let site = site();
    let server = Server::start(site.path(), &["--preview"]);
    let seen = seen(&program, &server, "en", "/gap,/about");
    let (gap, about) = (&seen[0], &seen[1]);
    assert_eq!(gap["rows"], 2, "its own script runs: {gap:#}");
    assert!(gap["summary"].as_str().unwrap().contains("1 gap"), "{gap:#}");
    assert!(gap["text"].as_str().unwrap().contains("data.wrkshop.value"), "{gap:#}");
    assert!(gap["framed"].as_str().unwrap().contains("Hillside Pottery"), "{gap:#}");
    assert_eq!(gap["ran"], false, "{gap:#}");
    assert_eq!(about["rows"], 0, "{about:#}");
    assert!(about["text"].as_str().unwrap().contains("one pair of hands"), "{about:#}");
    // Without preview there is nothing to see.
    let server = Server::start(site.path(), &[]);
    let seen = self::seen(&program, &server, "en", "/gap");
    assert_eq!(seen[0]["refused"], true, "no frame of it: {seen:#}");
}
