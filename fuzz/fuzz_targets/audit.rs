//! Any bytes, as a finished text and as a template: no panic, every finding in its place, and from a
//! reader the same as at once.

#![no_main]

use lacuna::Syntax;
use libfuzzer_sys::fuzz_target;

const DELIMITERS: [(&str, &str); 6] =
    [("[[", "]]"), ("{{", "}}"), ("<", ">"), ("«", "»"), ("<%", "%>"), ("&", ";")];

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let (open, close) = DELIMITERS[usize::from(choice) % DELIMITERS.len()];
    let syntax = Syntax::new().delimiters(open, close).unwrap();
    let pieces = syntax.audit_reader(bytes).unwrap();
    let _ = pieces.to_string();
    syntax.check_bytes(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let findings = syntax.audit(text);
    assert_eq!(findings, pieces);
    for finding in findings.list() {
        assert!(text.get(finding.problem().span().unwrap().range()).is_some());
    }
});
