//! JSON numbers as operands and arguments, with their digits as written.

use nom::Parser;
use nom::character::complete::{char, digit0, digit1, one_of};
use nom::combinator::opt;
use nom::sequence::preceded;

use super::token::{Failure, Parsed};
use crate::error::ErrorKind;
use crate::path::is_name_char;
use crate::visible::one_line;

/// A JSON number, as written, up to `stop` if that comes first. Fits if the rest starts with a
/// digit, or with `-` and a digit.
pub(super) fn number<'t>(
    stop: Option<&str>,
) -> impl Parser<&'t str, Output = &'t str, Error = Failure<'t>> {
    move |rest: &'t str| {
        let (behind, _) = number_parts(rest)?;
        // A part that the delimiter begins with is no part of the number.
        let reach = rest.len().min(rest.len() - behind.len() + stop.map_or(0, str::len));
        let stop =
            stop.and_then(|stop| memchr::memmem::find(&rest.as_bytes()[..reach], stop.as_bytes()));
        let token = &rest[..stop.unwrap_or(rest.len())];
        let (behind, parts) = number_parts(token)?;
        let written = &rest[..token.len() - behind.len()];
        let is_name = |c: char| is_name_char(c) || c == '.';
        if behind.starts_with(is_name) {
            let tail = behind.find(|c| !is_name(c)).unwrap_or(behind.len());
            let number = token[..written.len() + tail].to_owned();
            let head = number.split('.').next().unwrap_or(&number);
            let help =
                format!("a path whose first key is `{0}` begins `$['{0}']`", one_line(head, 32));
            let reason = "a path cannot begin with a digit, nor a number end in a name";
            let len = number.len();
            return Failure::new(rest, len, ErrorKind::Number { number, reason })
                .help(help)
                .behind(&rest[len..])
                .err();
        }
        match number_fault(parts) {
            None => Ok((&rest[written.len()..], written)),
            Some(reason) => {
                let number = written.to_owned();
                Failure::new(rest, written.len(), ErrorKind::Number { number, reason }).err()
            }
        }
    }
}

/// The digits of a number before the point, behind it, and of the exponent.
type NumberParts<'t> = (&'t str, Option<&'t str>, Option<&'t str>);

fn number_parts(rest: &str) -> Parsed<'_, NumberParts<'_>> {
    let whole = preceded(opt(char('-')), digit1);
    let fraction = opt(preceded(char('.'), digit0));
    let exponent = opt(preceded((one_of("eE"), opt(one_of("+-"))), digit0));
    (whole, fraction, exponent).parse(rest)
}

fn number_fault((whole, fraction, exponent): NumberParts<'_>) -> Option<&'static str> {
    if whole.len() > 1 && whole.starts_with('0') {
        return Some("it has a leading zero");
    }
    if fraction.is_some_and(str::is_empty) {
        return Some("a digit is missing after the point");
    }
    exponent.filter(|digits| digits.is_empty()).map(|_| "a digit is missing in the exponent")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::is_number;

    #[test]
    fn what_is_read_as_a_number_is_one() {
        let parts = ["", "-", "0", "7", "00", "12", ".", ".5", "e", "E3", "e+1", "e-", "x", "+"];
        for row in 0..parts.len().pow(3) {
            let part = |power: u32| parts[row / parts.len().pow(power) % parts.len()];
            let text = [part(2), part(1), part(0)].concat();
            let is_read = matches!(number(None).parse(&*text), Ok(("", _)));
            assert_eq!(is_number(&text), is_read, "{text}");
        }
    }
}
