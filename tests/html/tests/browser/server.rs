//! A server on this machine that all names lead to, and that remembers who was asked for.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The only host whose pages these are.
pub(crate) const HOST: &str = "lacuna.test";

/// Whom the browser asks of its own accord, say for updates of its parts. No value names one of these.
const ITS_OWN: [&str; 4] = [".google.com", ".googleapis.com", ".gstatic.com", ".gvt1.com"];

/// What can be asked for: a type and a text for each path.
pub(crate) type Site = HashMap<String, (&'static str, String)>;

/// A server that runs until the process ends.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) results: Receiver<String>,
    elsewhere: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start(site: Site) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let (sender, results) = channel();
        let elsewhere = Arc::new(Mutex::new(Vec::new()));
        let (site, seen) = (Arc::new(site), Arc::clone(&elsewhere));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, sender, seen) = (Arc::clone(&site), sender.clone(), Arc::clone(&seen));
                // A browser opens connections that it does not use yet.
                thread::spawn(move || answer(&stream, &site, &sender, &seen));
            }
        });
        Ok(Self { port, results, elsewhere })
    }

    /// The requests for other hosts, each with the page that it came from.
    pub(crate) fn elsewhere(&self) -> Vec<String> {
        self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One request and its answer; nothing if the connection brings none.
fn answer(
    mut stream: &TcpStream,
    site: &Site,
    results: &Sender<String>,
    elsewhere: &Mutex<Vec<String>>,
) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(120))).ok()?;
    let mut reader = BufReader::new(stream);
    if reader.fill_buf().ok()?.first() == Some(&0x16) {
        // It begins a connection by TLS, in which the name of the host stands in plain text.
        let hello = String::from_utf8_lossy(reader.buffer()).into_owned();
        if hello.contains(".example") {
            note(elsewhere, format!("https {hello:?}"));
        }
        return None;
    }
    let mut request = String::new();
    reader.read_line(&mut request).ok()?;
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let header = |name: &str| headers.get(name).map_or("", String::as_str);
    if request.is_empty() || ITS_OWN.iter().any(|host| header("host").ends_with(host)) {
        return None;
    }
    if header("host") != HOST {
        note(
            elsewhere,
            format!("{} {} from {}", header("host"), request.trim(), header("referer")),
        );
        return None;
    }
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let path = request.split(' ').nth(1).unwrap_or_default();
    if path == "/results" {
        // Whoever waits for it may have given up.
        let _ = results.send(String::from_utf8_lossy(&body).into_owned());
    }
    let (status, (kind, text)) = match site.get(path) {
        Some((kind, text)) => ("200 OK", (*kind, text.as_str())),
        None => ("404 Not Found", ("text/plain", "")),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Referrer-Policy: unsafe-url\r\nCache-Control: max-age=600\r\nConnection: close\r\n\r\n",
        text.len(),
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(text.as_bytes()).ok()
}

fn note(elsewhere: &Mutex<Vec<String>>, request: String) {
    elsewhere.lock().unwrap_or_else(PoisonError::into_inner).push(request);
}
