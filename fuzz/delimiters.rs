//! Delimiters that people have, and some that stand in the language themselves.

const DELIMITERS: [(&str, &str); 8] = [
    ("[[", "]]"),
    ("{{", "}}"),
    ("<", ">"),
    ("«", "»"),
    ("@@", "--"),
    (".", "$"),
    ("(", "||"),
    ("!", "?."),
];

/// One of them.
pub(crate) fn delimiters(choice: u8) -> (&'static str, &'static str) {
    DELIMITERS[usize::from(choice) % DELIMITERS.len()]
}
