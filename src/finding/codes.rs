#![doc = include_str!("codes.md")]

use super::Severity;

/// The page above.
const PAGE: &str = include_str!("codes.md");

/// Every code, in the order of this page.
///
/// ```
/// assert_eq!(lacuna::codes::all().next(), Some("unclosed"));
/// assert!(lacuna::codes::all().all(|code| lacuna::explain(code).is_some()));
/// ```
pub fn all() -> impl Iterator<Item = &'static str> {
    sections().map(|(code, _)| code)
}

/// Whether what has this code is an error or a note; nothing if no kind of error has it.
///
/// ```
/// use lacuna::{Severity, codes};
///
/// assert_eq!(codes::severity("gap"), Some(Severity::Error));
/// assert_eq!(codes::severity("left-blank"), Some(Severity::Note));
/// assert_eq!(codes::severity("gaps"), None);
/// ```
pub fn severity(code: &str) -> Option<Severity> {
    all().any(|other| other == code).then(|| Severity::of(code))
}

/// Every code with the text of its section.
pub(super) fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = PAGE.split("\n## ").skip(1);
    sections.filter_map(|section| {
        let (code, text) = section.split_once('\n')?;
        // The heading of the next group may stand behind it.
        Some((code, text.split("\n# ").next()?.trim()))
    })
}
