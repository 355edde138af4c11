//! What a page costs next to a static file of the same size: in one run, in turns, in the same server with the same limits,
//! over one connection that stays open.
//!
//! `cargo bench --manifest-path examples/serve/Cargo.toml`; with `-- --test` it only sees that all answer the same.

#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "../../../benches/turns/mod.rs"]
mod turns;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs;
use std::future::pending;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use clap::Parser;
use lacuna_serve::answer::{App, etag, limited};
use lacuna_serve::document::Reader;
use lacuna_serve::folder::Folder;
use lacuna_serve::options::Options;
use lacuna_serve::site::{Site, Wish};
use lacuna_serve::{server, watch};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower_http::services::ServeFile;

const BODY: usize = 16_384;
/// Requests in a turn, and turns.
const REQUESTS: usize = 400;
const ROUNDS: usize = 41;

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let site = site();
    let folder = site.path().display().to_string();
    let options = Options::parse_from(["serve", "--site", &folder, "--max-age", "86400"]);
    let mut folder =
        Folder::new(&options.site, Reader::new(options.max_page), options.extent(), options.pace());
    let first = watch::first(&mut folder, "en", options.pace()).expect("the sample can be read");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    if !is_test {
        println!(
            "| page | bytes | placeholders | from a file | from memory | rendered | rendering and tag alone | tag alone |"
        );
        println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    }
    for (name, address) in
        [("the sample", "/"), ("a short one", "/shop/mug"), ("a long one", "/long")]
    {
        let finished = finish(&first, address);
        let file = write(site.path(), &finished);
        let app = App::new(first.clone(), options.manner());
        let file = Router::new().route_service(address, ServeFile::new(&file));
        let bytes = Bytes::from(finished.clone().into_bytes());
        let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        let memory = Router::new().route(address, get(move || async move { (html, bytes) }));
        let start = |router: Router| {
            let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
            let port = listener.local_addr().expect("an address").port();
            runtime.spawn(server::serve(listener, router, options.limits(), pending()));
            RefCell::new(Client::open(port, address))
        };
        let page = start(app.router());
        let (file, memory) = (start(limited(file, BODY)), start(limited(memory, BODY)));
        let (requests, rounds) = if is_test { (3, 1) } else { (REQUESTS, ROUNDS) };
        for client in [&page, &file, &memory] {
            assert!(client.borrow_mut().ask() == finished.as_bytes(), "{name}");
        }
        let asked =
            |client: &RefCell<Client>| (0..requests).map(|_| client.borrow_mut().ask().len()).sum();
        let alone = || (0..requests).map(|_| finish(&first, address).len()).sum();
        let tagged =
            || (0..requests).map(|_| black_box(etag("en", finished.as_bytes())).len()).sum();
        let times = turns::medians(
            rounds,
            &[
                ("file", &|| asked(&file)),
                ("memory", &|| asked(&memory)),
                ("page", &|| asked(&page)),
                ("alone", &alone),
                ("tag", &tagged),
            ],
        );
        if is_test {
            continue;
        }
        let [file, memory, page, alone, tag] = times[..] else { panic!("five times") };
        let placeholders = fs::read_to_string(source(site.path(), address)).expect("the template");
        println!(
            "| {name} | {} | {} | 1 | {:.2} | {:.2} | {:.2} | {:.2} |",
            finished.len(),
            placeholders.matches("[[").count(),
            memory / file,
            page / file,
            alone / file,
            tag / file,
        );
    }
    runtime.shutdown_background();
}

/// The sample, and a page that is long.
fn site() -> TempDir {
    let site = TempDir::new().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("site"), site.path());
    let long = (0..200).fold(String::new(), |mut text, row| {
        let prose = "Every pot is thrown, dried and fired by one pair of hands. ".repeat(5);
        writeln!(text, "<p>[[ data.r{row}.value ]] {prose}[[ t('mug') ]]</p>")
            .expect("it is a text");
        text
    });
    let rows: Vec<_> =
        (0..200).map(|row| format!("\"r{row}\": {{\"value\": \"row & {row}\"}}")).collect();
    fs::write(site.path().join("pages/long.html"), long).expect("a file");
    let record = format!("{{\"data\": {{{}}}}}", rows.join(", "));
    fs::write(site.path().join("pages/long.json"), record).expect("a file");
    site
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).map(drop).expect("a file");
        }
    }
}

fn source(site: &Path, address: &str) -> PathBuf {
    let stem = if address == "/" { "/index" } else { address };
    site.join(format!("pages{stem}.html"))
}

/// The finished page as a file.
fn write(site: &Path, finished: &str) -> PathBuf {
    let file = site.join(format!("{}.html", finished.len()));
    fs::write(&file, finished).expect("a file");
    file
}

/// What the server does for a page, without a server: it finds the language, renders, and makes the tag.
fn finish(site: &Site, address: &str) -> String {
    let choice = site.languages().choose(Wish::Header(String::new())).expect("a chain");
    let page = site.find(address).and_then(|slot| slot.page()).expect("a page");
    let finished = page.finish(site, &choice).expect("no gap");
    black_box(etag(&choice.audience.tag, finished.as_bytes()));
    finished
}

struct Client {
    stream: BufReader<TcpStream>,
    request: String,
    body: Vec<u8>,
}

impl Client {
    fn open(port: u16, address: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let request = format!("GET {address} HTTP/1.1\r\nHost: hillside.example\r\n\r\n");
        Self { stream: BufReader::with_capacity(1 << 17, stream), request, body: Vec::new() }
    }

    fn ask(&mut self) -> &[u8] {
        self.stream.get_mut().write_all(self.request.as_bytes()).expect("it is sent");
        let (mut line, mut length) = (String::new(), 0);
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a line");
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).expect("a body");
        &self.body
    }
}
