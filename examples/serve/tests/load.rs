//! 50,000 requests from this process, while the files of the server are swapped all the while, some for broken ones.
//!
//! What may be answered is known without a clock. Whoever swaps counts a version of a file before they put it into the folder
//! (`newest`), and when the server has shown it (`oldest`) nothing older may be shown any more. A broken version moves
//! neither, and is waited for in the status. An asker notes the oldest before it asks, and the newest when it has the answer: what it
//! got is one of the states between, to the byte.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::client::{Answer, Connection};
use crate::process::{Server, folder, replace, until, write};

const REQUESTS: usize = 50_000;
/// So many of them come before memory is looked at for the first time.
const WARM: usize = 10_000;
const ASKERS: usize = 8;
const PAGES: usize = 6;
/// What a server may hold more after all requests than after the first ones, in KiB.
const GROWTH: u64 = 4096;
const LOCALES: [&str; 2] = ["de", "en"];

/// A file that is swapped, by its versions.
#[derive(Default)]
struct Versions {
    oldest: AtomicUsize,
    newest: AtomicUsize,
}

impl Versions {
    fn oldest(&self) -> usize {
        self.oldest.load(Ordering::SeqCst)
    }

    fn newest(&self) -> usize {
        self.newest.load(Ordering::SeqCst)
    }
}

/// All that is swapped.
#[derive(Default)]
struct Files {
    templates: [Versions; PAGES],
    records: [Versions; PAGES],
    catalog: Versions,
}

/// The versions that one page shows.
type State = [usize; 3];

impl Files {
    fn of(&self, page: usize) -> [&Versions; 3] {
        [&self.templates[page], &self.records[page], &self.catalog]
    }
}

fn filler(version: usize) -> String {
    format!("<p>version {version}</p>\n").repeat(60 + version % 7 * 20)
}

fn template(page: usize, version: usize) -> String {
    let filler = filler(version);
    format!(
        "<p>{page} t{version} [[ v ]] [[ t('v') ]]</p>\n{filler}<p>[[ t('v') ]] [[ v ]] t{version}</p>\n"
    )
}

fn record(version: usize) -> String {
    format!("{{\"v\": \"<r{version}>\"}}")
}

fn catalog(locale: &str, version: usize) -> String {
    format!("{{\"v\": \"{locale} c{version}\"}}")
}

/// What a page is, written without the library.
fn expected(page: usize, locale: &str, [t, r, c]: State) -> String {
    // Only one of the catalogs is swapped.
    let c = if locale == "de" { c } else { 0 };
    let filler = filler(t);
    format!(
        "<p>{page} t{t} &lt;r{r}&gt; {locale} c{c}</p>\n{filler}<p>{locale} c{c} &lt;r{r}&gt; t{t}</p>\n"
    )
}

/// The versions that an answer says it is of.
fn told(text: &str) -> State {
    let line = text.lines().next().unwrap_or_default();
    let version = |mark: &str| {
        let (_, rest) = line.split_once(mark).unwrap_or_else(|| panic!("{line}"));
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..digits].parse().unwrap()
    };
    [version(" t"), version("&lt;r"), version(" c")]
}

struct Asker<'l> {
    files: &'l Files,
    /// The body that each tag has stood for.
    bodies: &'l Mutex<HashMap<String, (usize, &'static str, State)>>,
    last: HashMap<(usize, &'static str), String>,
    unchanged: usize,
}

impl Asker<'_> {
    fn ask(&mut self, connection: &mut Connection, number: usize) {
        let (page, locale) = (number % PAGES, LOCALES[number / PAGES % LOCALES.len()]);
        let oldest = self.files.of(page).map(Versions::oldest);
        let known = self.last.get(&(page, locale)).filter(|_| number.is_multiple_of(3));
        let field = known.map(|tag| format!("If-None-Match: {tag}\r\n")).unwrap_or_default();
        let answer = connection.ask("GET", &format!("/p{page}?locale={locale}"), &field);
        let newest = self.files.of(page).map(Versions::newest);
        let tag = answer.field("etag").unwrap_or_else(|| panic!("{answer:?}")).to_owned();
        let state = self.state(&answer, page, locale, &tag);
        // In English the catalog is not among what can be told apart.
        let seen = if locale == "de" { 3 } else { 2 };
        for (which, version) in state.into_iter().enumerate().take(seen) {
            assert!(
                (oldest[which]..=newest[which]).contains(&version),
                "{page} {locale}: {state:?} is not between {oldest:?} and {newest:?}"
            );
        }
        self.last.insert((page, locale), tag);
    }

    /// What was answered, which is whole and as its tag says.
    fn state(&mut self, answer: &Answer, page: usize, locale: &'static str, tag: &str) -> State {
        let mut bodies = self.bodies.lock().unwrap();
        if answer.status == 304 {
            assert_eq!(self.last.get(&(page, locale)).map(String::as_str), Some(tag));
            self.unchanged += 1;
            return bodies[tag].2;
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        let state = told(answer.text());
        assert!(
            answer.text() == expected(page, locale, state),
            "{page} {locale} {state:?}: {answer:?}"
        );
        // The same tag is the same body: to the byte, as that is what its state makes it.
        let before = bodies.entry(tag.to_owned()).or_insert((page, locale, state));
        assert_eq!(*before, (page, locale, state), "{tag} stands for two bodies");
        state
    }
}

/// Swaps one file after another, until all have their answers; how many swaps that were, and how many broken ones.
fn swap(server: &Server, site: &Path, files: &Files, is_done: &AtomicBool) -> (usize, usize) {
    let (mut swaps, mut broken) = (0, 0);
    while !is_done.load(Ordering::SeqCst) {
        let page = swaps % PAGES;
        let template_file = format!("pages/p{page}.html");
        if swaps % 4 == 3 {
            // Nothing of that may be seen, but in the status.
            let (file, text) = match swaps % 3 {
                0 => (template_file, "<p>[[ v".to_owned()),
                1 => (format!("pages/p{page}.json"), "{\"v\": ".to_owned()),
                _ => ("catalogs/de.json".to_owned(), "{\"v\": \"[[ \"}".to_owned()),
            };
            let whole = std::fs::read_to_string(site.join(&file)).unwrap();
            replace(site, &file, &text);
            until(|| server.status()["broken"]["first"][0]["file"] == *file);
            // What was there before is a version that everybody knows.
            write(site, &file, whole);
            until(|| server.status()["state"] == "ok");
            broken += 1;
        } else {
            let kind = swaps % 3;
            let versions = files.of(page)[kind];
            let version = versions.newest() + 1;
            versions.newest.store(version, Ordering::SeqCst);
            match kind {
                0 => write(site, &template_file, template(page, version)),
                1 => replace(site, &format!("pages/p{page}.json"), &record(version)),
                _ => replace(site, "catalogs/de.json", &catalog("de", version)),
            }
            until(|| told(&server.text(&format!("/p{page}?locale=de")))[kind] == version);
            versions.oldest.store(version, Ordering::SeqCst);
        }
        swaps += 1;
    }
    (swaps, broken)
}

/// Tells whoever swaps that all have their answers.
struct Done<'d>(&'d AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn of_50_000_requests_none_is_lost_or_wrong_while_everything_is_swapped() {
    let site = folder(&[]);
    for page in 0..PAGES {
        write(site.path(), &format!("pages/p{page}.html"), template(page, 0));
        write(site.path(), &format!("pages/p{page}.json"), record(0));
    }
    for locale in LOCALES {
        write(site.path(), &format!("catalogs/{locale}.json"), catalog(locale, 0));
    }
    let server = Server::start(site.path(), &["--log-level", "error", "--settle", "0.005"]);
    let (files, bodies) = (Files::default(), Mutex::default());
    let (is_done, next) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut memory, mut unchanged) = (Vec::new(), 0);
    let swapped = thread::scope(|scope| {
        let swapping = scope.spawn(|| swap(&server, site.path(), &files, &is_done));
        // Also if somebody has found something wrong.
        let done = Done(&is_done);
        for until in [WARM, REQUESTS] {
            let askers = (0..ASKERS).map(|_| {
                let (server, files, bodies, next) = (&server, &files, &bodies, &next);
                scope.spawn(move || {
                    let mut connection = server.connect();
                    let mut asker = Asker { files, bodies, last: HashMap::new(), unchanged: 0 };
                    let mine = || {
                        next.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |number| {
                            (number < until).then_some(number + 1)
                        })
                    };
                    while let Ok(number) = mine() {
                        asker.ask(&mut connection, number);
                    }
                    asker.unchanged
                })
            });
            let asked: Vec<_> = askers.collect();
            unchanged += asked.into_iter().map(|asked| asked.join().unwrap()).sum::<usize>();
            memory.push(server.memory());
        }
        drop(done);
        swapping.join().unwrap()
    });
    eprintln!(
        "{REQUESTS} requests, {unchanged} of them 304; {} swaps, {} of them broken; {} states; {} KiB, then {} KiB",
        swapped.0,
        swapped.1,
        bodies.lock().unwrap().len(),
        memory[0],
        memory[1],
    );
    assert!(swapped.0 > 20 && swapped.1 > 5, "{swapped:?}");
    assert!(unchanged > REQUESTS / 100, "{unchanged}");
    assert!(memory[1] <= memory[0] + GROWTH, "{memory:?}");
    let status = server.status();
    assert_eq!(status["requests"]["server_errors"], 0, "{status}");
    assert_eq!(status["requests"]["client_errors"], 0, "{status}");
    assert_eq!(status["requests"]["busy"], 0, "{status}");
    assert_eq!(status["state"], "ok");
    // Everything that was written last is what is shown.
    for page in 0..PAGES {
        let state = files.of(page).map(Versions::newest);
        assert_eq!(server.text(&format!("/p{page}?locale=de")), expected(page, "de", state));
    }
}
