//! A code as a rule of SARIF, from its section in `codes.md`.

use serde::Serialize;

use crate::finding::{Severity, explain};

/// A `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

impl Rule {
    /// The rule with this code; there is one for each code that findings have.
    pub(super) fn of(code: &'static str) -> Option<Self> {
        let section = explain(code)?;
        let severity = Severity::of(code).name();
        let full = description(section);
        let short = first_sentence(&full).to_owned();
        Some(Self {
            id: code,
            short_description: Text { text: short },
            full_description: Text { text: full },
            help: Help { text: plain(section), markdown: section },
            default_configuration: Configuration { level: severity },
        })
    }
}

/// What a section says before its first example, on one line and without the severity.
fn description(section: &str) -> String {
    let text = section.split("\n\n").next().unwrap_or(section);
    let text = text.split_once("*: ").map_or(text, |(_, text)| text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The section without emphasis.
fn plain(section: &str) -> String {
    let severities = section.replacen("*error*", "error", 1).replacen("*note*", "note", 1);
    severities.replacen("*way out*", "way out", 1)
}

/// Up to the first full stop behind which a sentence begins.
fn first_sentence(text: &str) -> &str {
    let begins = |end: &usize| text[end + 2..].starts_with(|c: char| !c.is_lowercase());
    let end = text.match_indices(". ").map(|(end, _)| end).find(begins);
    end.map_or(text, |end| &text[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::codes;

    #[test]
    fn every_code_has_a_sentence() {
        for code in codes::all() {
            let full = description(explain(code).unwrap());
            let short = first_sentence(&full);
            let is_sentence = short.ends_with('.') && short.len() > 10 && short.len() < 240;
            assert!(
                is_sentence && !full.starts_with('*') && !full.contains('\n'),
                "{code}: {short}"
            );
        }
        assert_eq!(first_sentence("A. b is one. Two"), "A. b is one.");
    }
}
