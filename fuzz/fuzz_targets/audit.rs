//! Any bytes, as a finished text and as a template: no panic, every finding in its place, and piece by piece
//! the same as at once.

#![no_main]

use std::io::{self, Read};

use lacuna::Syntax;
use libfuzzer_sys::fuzz_target;

const DELIMITERS: [(&str, &str); 6] =
    [("[[", "]]"), ("{{", "}}"), ("<", ">"), ("«", "»"), ("<%", "%>"), ("&", ";")];

/// Gives so many bytes at a time.
struct Dribble<'t>(&'t [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (now, later) = self.0.split_at(self.0.len().min(self.1).min(buffer.len()));
        buffer[..now.len()].copy_from_slice(now);
        self.0 = later;
        Ok(now.len())
    }
}

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let (open, close) = DELIMITERS[usize::from(choice) % DELIMITERS.len()];
    let syntax = Syntax::new().delimiters(open, close).unwrap();
    let pieces = syntax.audit_reader(Dribble(bytes, 1 + usize::from(choice))).unwrap();
    let _ = pieces.to_string();
    syntax.check_bytes(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let findings = syntax.audit(text);
    assert_eq!(findings, pieces);
    for finding in findings.list() {
        assert!(text.get(finding.problem().span().unwrap().range()).is_some());
    }
});
