//! Asks byte by byte, so that what no client would send can be sent, and reads answers to the letter.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);
const WHILE: Duration = Duration::from_millis(200);

/// A connection that stays open from request to request.
pub(crate) struct Connection(BufReader<TcpStream>);

/// What came back, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A field of the head, which stands there at most once.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.head.iter().filter(|(own, _)| own == name);
        let (_, value) = found.next()?;
        assert!(found.next().is_none(), "{name} stands there twice: {self:?}");
        Some(value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Connection {
    pub(crate) fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    /// Sends as much as is taken: whoever is refused is not listened to.
    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.0.get_mut().write_all(bytes.as_ref());
    }

    /// A request with these fields, each with its line end.
    pub(crate) fn ask(&mut self, method: &str, target: &str, fields: &str) -> Answer {
        let host = if fields.starts_with("Host:") { "" } else { "Host: localhost\r\n" };
        self.send(format!("{method} {target} HTTP/1.1\r\n{host}{fields}\r\n"));
        self.receive(method == "HEAD").expect("an answer")
    }

    /// The next answer; none if the other side has ended the connection.
    pub(crate) fn receive(&mut self, is_head: bool) -> Option<Answer> {
        let answer = self.receive_head()?;
        let has_body = !is_head && !matches!(answer.status, 204 | 304);
        Some(if has_body { self.receive_body(answer) } else { answer })
    }

    /// The next answer without its body.
    pub(crate) fn receive_head(&mut self) -> Option<Answer> {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) if is_patience(&error) => panic!("no answer for {PATIENCE:?}"),
            Err(_) => return None,
        }
        let status = line
            .strip_prefix("HTTP/1.1 ")
            .or_else(|| line.strip_prefix("HTTP/1.0 "))
            .unwrap_or_else(|| panic!("{line:?}"));
        let status = status[..3].parse().unwrap();
        let mut answer = Answer { status, head: Vec::new(), body: Vec::new() };
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            answer.head.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Some(answer)
    }

    /// The body that goes with that head.
    pub(crate) fn receive_body(&mut self, mut answer: Answer) -> Answer {
        let length = answer.field("content-length").map_or(0, |length| length.parse().unwrap());
        answer.body = vec![0; length];
        self.0.read_exact(&mut answer.body).unwrap();
        answer
    }

    /// Whether nothing comes for a while.
    pub(crate) fn is_silent(&self) -> bool {
        let stream = self.0.get_ref();
        stream.set_read_timeout(Some(WHILE)).unwrap();
        let came = stream.peek(&mut [0]);
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        came.is_err_and(|error| is_patience(&error))
    }

    /// Whether the other side ends the connection, without another word.
    pub(crate) fn is_ended(&mut self) -> bool {
        let mut rest = Vec::new();
        let ended = self.0.read_to_end(&mut rest);
        // A reset is an end too; that nothing comes is none.
        rest.is_empty() && !ended.is_err_and(|error| is_patience(&error))
    }
}

/// Whether nothing came for as long as was waited.
fn is_patience(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
