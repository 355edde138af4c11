//! Reads an Accept-Language header (RFC 9110 §12.5.4).
//!
//! Written here, since the crates there are lose what a header says: `accept-language` takes a
//! weight that is none for 0 and knows no `*`, `fluent-langneg` drops all weights, and neither tells
//! what it passed over.

use super::ranges::{ANYTHING, FULL, Range};
use super::tag::{Tag, fault};
use crate::error::{ErrorKind, Problem};
use crate::span::{Locator, Span};

/// The longest header that is read, in bytes: servers take 8 or 16 KiB.
const BYTES: usize = 64 * 1024;
/// So many parts of a header are read. What follows is one part more, and passed over.
const PARTS: usize = 100;
/// As much of a header that is too long is kept, in code points.
const SHOWN: usize = 100;
/// Optional white space (RFC 9110 §5.6.3).
const OWS: [char; 2] = [' ', '\t'];

/// The ranges of a header in its order, and what was passed over.
pub(super) fn ranges(header: &str) -> (Vec<Range>, Vec<Problem>) {
    let mut locator = Locator::new(header);
    let mut problem = |start: usize, range: &str, reason: String| {
        let kind = ErrorKind::LanguageRange { range: range.to_owned(), reason };
        Problem::at(&mut locator, kind, Span::new(start, start + range.len()), None, true)
    };
    if header.len() > BYTES {
        let beginning: String = header.chars().take(SHOWN).collect();
        let reason = format!("the header is longer than {BYTES} bytes");
        return (Vec::new(), vec![problem(0, &beginning, reason)]);
    }
    let (mut ranges, mut ignored): (Vec<Range>, Vec<Problem>) = (Vec::new(), Vec::new());
    let mut start = 0;
    for part in header.split(',') {
        let behind = start + part.len() + 1;
        start += part.len() - part.trim_start_matches(OWS).len();
        let part = part.trim_matches(OWS);
        // A list may have empty elements (RFC 9110 §5.6.1.2).
        if !part.is_empty() {
            if ranges.len() + ignored.len() == PARTS {
                let reason = format!("only the first {PARTS} parts of a header are read");
                ignored.push(problem(start, &header[start..], reason));
                break;
            }
            match range(part) {
                Ok(range) if ranges.iter().any(|other| other.is_for_the_same(&range)) => {
                    ignored.push(problem(start, part, "its range was named before".to_owned()));
                }
                Ok(range) => ranges.push(range),
                Err(reason) => ignored.push(problem(start, part, reason)),
            }
        }
        start = behind;
    }
    (ranges, ignored)
}

/// `de`, `*`, `de;q=0.5`.
fn range(part: &str) -> Result<Range, String> {
    let (name, weight) = match part.split_once(';') {
        None => (part, FULL),
        Some((name, parameter)) => (name.trim_end_matches(OWS), weight(parameter)?),
    };
    let tag = match name {
        ANYTHING => None,
        "" => return Err("no language stands before its weight".to_owned()),
        name => match fault(name) {
            None => Some(Tag::trusted(name)),
            Some(reason) => return Err(reason),
        },
    };
    Ok(Range { tag, weight })
}

/// ` q=0.5`, in thousandths.
fn weight(parameter: &str) -> Result<u16, String> {
    let parameter = parameter.trim_start_matches(OWS);
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="));
    let value = value.ok_or("only a weight may follow a language, as in `;q=0.5`")?;
    thousandths(value).ok_or_else(|| {
        "a weight is a number from 0 to 1 with at most three digits behind the point".to_owned()
    })
}

/// The value of a weight (RFC 9110 §12.4.2): `0`, `0.`, `0.5`, `1.000`.
fn thousandths(value: &str) -> Option<u16> {
    let (whole, digits) = value.split_once('.').unwrap_or((value, ""));
    let is_number = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !matches!(whole, "0" | "1") {
        return None;
    }
    let weight = format!("{whole}{digits:0<3}").parse().ok()?;
    (weight <= FULL).then_some(weight)
}
