//! Whether a page with hostile values is the tree that it is with harmless ones.

use std::fmt;

use lacuna::HtmlContext;
use lacuna_html::outline::{Part, Reading, outline};
use lacuna_html::page::Page;
use serde_json::Value;

/// A difference between what was read and what should have been.
#[derive(Debug)]
pub(crate) struct Difference {
    value: String,
    reading: Reading,
    output: String,
    why: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, reading, output, why } = self;
        write!(f, "value {value:?}\n    output {output:?}\n    read as {reading:?}: {why}")
    }
}

const READINGS: [Reading; 4] =
    [Reading::Scripting, Reading::NoScripting, Reading::Fragment, Reading::Older];

/// The first difference that one of the `values` makes in a page.
pub(crate) fn judge(page: &Page, values: &[&str]) -> Result<(), Difference> {
    let mut harmless: Vec<(String, Vec<Vec<Part>>)> = Vec::new();
    for value in values {
        let reference = page.render(|number, at| Value::String(stand_in(value, number, at)));
        let known = harmless.iter().position(|(known, _)| *known == reference);
        let known = known.unwrap_or_else(|| {
            let outlines = READINGS.map(|reading| outline(&reference, reading)).into();
            harmless.push((reference, outlines));
            harmless.len() - 1
        });
        let output = page.render(|_, _| Value::String((*value).to_owned()));
        for (reading, expected) in READINGS.into_iter().zip(&harmless[known].1) {
            let judge = Judge { value, contexts: page.contexts(), reading };
            if let Err(why) = judge.compare(expected, &outline(&output, reading)) {
                let value = (*value).to_owned();
                return Err(Difference { value, reading, output, why });
            }
        }
    }
    Ok(())
}

/// Whether a value is there as it is, when the page has been read.
const fn is_plain(context: HtmlContext) -> bool {
    matches!(
        context,
        HtmlContext::ElementText
            | HtmlContext::Rcdata
            | HtmlContext::Attribute
            | HtmlContext::Comment
    )
}

const fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// What stands for a value of a placeholder: white space where it has some, since parsers treat that
/// in ways of their own, and for each word a name that no template has.
fn stand_in(value: &str, number: usize, at: HtmlContext) -> String {
    if !is_plain(at) {
        return mark(number, 0);
    }
    let mut text = String::new();
    let mut words = 0;
    for run in value.split_inclusive(is_space) {
        let word = run.trim_end_matches(is_space);
        if !word.is_empty() {
            text.push_str(&mark(number, words));
            words += 1;
        }
        text.push_str(&run[word.len()..]);
    }
    text
}

fn mark(number: usize, word: usize) -> String {
    format!("Zq{number}x{word}Z")
}

/// The number of the placeholder and of the word that a text begins with, and its length.
fn marked(text: &str) -> Option<(usize, usize, usize)> {
    let rest = text.strip_prefix("Zq")?;
    let (number, rest) = rest.split_once('x')?;
    let (word, rest) = rest.split_once('Z')?;
    Some((number.parse().ok()?, word.parse().ok()?, text.len() - rest.len()))
}

struct Judge<'j> {
    value: &'j str,
    contexts: &'j [HtmlContext],
    reading: Reading,
}

/// How a part of a page holds values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Decoded,
    /// Character references mean nothing there.
    Undecoded,
    /// Parsers drop a line feed at its front.
    DropsLine,
}

impl Judge<'_> {
    fn compare(&self, expected: &[Part], read: &[Part]) -> Result<(), String> {
        for (at, (part, read)) in expected.iter().zip(read).enumerate() {
            match (part, read) {
                (
                    Part::Text { element, text, .. },
                    Part::Text { element: other, text: read, .. },
                ) if element == "script" && other == element => {
                    self.script(&expected[..at], text, read)?;
                }
                _ => self.compare_part(part, read)?,
            }
        }
        if expected.len() != read.len() {
            let at = expected.len().min(read.len());
            return Err(format!("{:?} instead of {:?}", read.get(at), expected.get(at)));
        }
        Ok(())
    }

    fn compare_part(&self, expected: &Part, read: &Part) -> Result<(), String> {
        let differ = || Err(format!("{read:?} instead of {expected:?}"));
        match (expected, read) {
            (
                Part::Attribute { element, name, value },
                Part::Attribute { element: read_element, name: read_name, value: read_value },
            ) if (element, name) == (read_element, read_name) => {
                self.attribute(element, name, value, read_value)
            }
            (
                Part::Text { element, is_first, text },
                Part::Text { element: read_element, text: read_text, .. },
            ) if element == read_element => self.text(element, *is_first, text, read_text),
            (Part::Comment(comment), Part::Comment(read)) => self.comment(comment, read),
            (expected, read) if expected == read => {
                let is_marked = format!("{expected:?}").contains("Zq");
                if is_marked { Err(format!("a value is part of {expected:?}")) } else { Ok(()) }
            }
            _ => differ(),
        }
    }

    fn attribute(
        &self,
        element: &str,
        name: &str,
        expected: &str,
        read: &str,
    ) -> Result<(), String> {
        let runs = |url: &str| {
            let seen = url.trim_start_matches(|char| char <= ' ').replace(['\t', '\n', '\r'], "");
            let scheme = seen.split(':').next().unwrap_or_default().to_ascii_lowercase();
            seen.contains(':') && matches!(&*scheme, "javascript" | "vbscript" | "data")
        };
        if !is_text(element, name) && runs(read) && !runs(expected) {
            return Err(format!("{name} of {element} became {read:?}"));
        }
        if name == "srcdoc" && expected.contains("Zq") {
            return self.nested(expected, read, Reading::Srcdoc);
        }
        self.matches(expected, read, Holder::Decoded)
    }

    fn text(
        &self,
        element: &str,
        is_first: bool,
        expected: &str,
        read: &str,
    ) -> Result<(), String> {
        let holds_marks = expected.contains("Zq");
        match element {
            "noscript" if holds_marks && self.reading.has_scripting() => {
                self.nested(expected, read, self.fragment())
            }
            "pre" | "listing" | "textarea" if is_first => {
                self.matches(expected, read, Holder::DropsLine)
            }
            _ => self.matches(expected, read, Holder::Decoded),
        }
    }

    /// The text of a script, with what stands before it.
    fn script(&self, before: &[Part], expected: &str, read: &str) -> Result<(), String> {
        let attributes = before.iter().rev().map_while(|part| match part {
            Part::Attribute { name, value, .. } => Some((name, value)),
            _ => None,
        });
        let is_page =
            attributes.into_iter().any(|(name, value)| name == "type" && value == "text/template");
        if is_page && expected.contains("Zq") {
            return self.nested(expected, read, self.fragment());
        }
        if self.has_plain(expected) {
            return Err(format!("a value is a text in the script {expected:?}"));
        }
        self.matches(expected, read, Holder::Decoded)
    }

    fn comment(&self, expected: &str, read: &str) -> Result<(), String> {
        let is_conditional = expected.trim_start().to_ascii_lowercase().starts_with("[if");
        if !is_conditional || !expected.contains("Zq") {
            return self.matches(expected, read, Holder::Undecoded);
        }
        let (condition, text) = expected.split_once('>').unwrap_or((expected, ""));
        let (read_condition, read_text) = read.split_once('>').unwrap_or((read, ""));
        self.matches(condition, read_condition, Holder::Undecoded)?;
        self.nested(text, read_text, self.fragment())
    }

    fn nested(&self, expected: &str, read: &str, reading: Reading) -> Result<(), String> {
        let expected = outline(expected, reading);
        self.compare(&expected, &outline(read, reading))
            .map_err(|why| format!("in the page within: {why}"))
    }

    /// How a page is read that stands in one that is read so.
    const fn fragment(&self) -> Reading {
        if self.reading.has_scripting() { Reading::Fragment } else { Reading::NoScriptingFragment }
    }

    fn has_plain(&self, expected: &str) -> bool {
        self.contexts.iter().enumerate().any(|(number, context)| {
            is_plain(*context) && expected.contains(&format!("Zq{number}x"))
        })
    }

    /// Whether what was `read` is the `expected` text with the value in the place of what stood in for it.
    fn matches(&self, expected: &str, read: &str, holder: Holder) -> Result<(), String> {
        let expected_parts = self.pattern(expected, holder);
        let is_same = |read: &str| fits(&expected_parts, read);
        let with_line = format!("\n{read}");
        if is_same(read) || holder == Holder::DropsLine && is_same(&with_line) {
            return Ok(());
        }
        Err(format!("{read:?} instead of {expected:?}"))
    }

    /// Texts with anything between them.
    fn pattern(&self, expected: &str, holder: Holder) -> Vec<String> {
        let words: Vec<_> = self.value.split(is_space).filter(|word| !word.is_empty()).collect();
        // The first character of a regular expression is not always written as it is.
        let expected = expected.replace("\\u005Aq", "Zq");
        let mut parts = vec![String::new()];
        let mut rest = &*expected;
        while let Some(at) = rest.find("Zq") {
            let (literal, from) = rest.split_at(at);
            let Some(last) = parts.last_mut() else { break };
            last.push_str(literal);
            let Some((number, word, len)) = marked(from) else {
                last.push_str("Zq");
                rest = &from[2..];
                continue;
            };
            if self.contexts.get(number).is_some_and(|context| is_plain(*context)) {
                let word = words.get(word).copied().unwrap_or_default().replace('\0', "\u{fffd}");
                last.push_str(&if holder == Holder::Undecoded { quoted(&word) } else { word });
            } else {
                parts.push(String::new());
            }
            rest = &from[len..];
        }
        if let Some(last) = parts.last_mut() {
            last.push_str(rest);
        }
        parts
    }
}

/// Whether a text is these, one behind the other, with anything between.
fn fits(parts: &[String], text: &str) -> bool {
    let [first, rest @ ..] = parts else { return text.is_empty() };
    let Some(mut text) = text.strip_prefix(first.as_str()) else { return false };
    let [between @ .., last] = rest else { return text.is_empty() };
    for part in between {
        let Some(at) = text.find(part.as_str()) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last.as_str())
}

/// Whether an attribute is only a text, whatever it looks like.
fn is_text(element: &str, name: &str) -> bool {
    let is_url = matches!(name, "href" | "xlink:href" | "src" | "action" | "formaction" | "data");
    !is_url || element == "template"
}

fn quoted(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
