//! Laws of URLs: what browsers read in a text of literals and values.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::ops::Range;

use proptest::prelude::*;

use super::context::{HtmlContext, UrlPart};
use super::refresh::RefreshLexer;
use super::schemes::Schemes;
use super::srcset::{SrcsetLexer, UrlListLexer};
use super::tests_url::Lexer;
use super::tests_url_browser::{host, images, refreshed, scheme};
use super::tests_url_values::written;
use super::url::UrlLexer;
use super::write::Refusal;
use super::write::srcset::{is_descriptor, is_number, push_srcset};
use crate::escape::Quoted;

/// A place of any lexer.
trait Place {
    /// What is written for a value, and its part of a URL.
    fn write(&self, text: &str) -> (Result<String, Refusal>, Option<UrlPart>);
}

impl Place for UrlPart {
    fn write(&self, text: &str) -> (Result<String, Refusal>, Option<UrlPart>) {
        (written(text, *self, false), Some(*self))
    }
}

impl Place for HtmlContext {
    fn write(&self, text: &str) -> (Result<String, Refusal>, Option<UrlPart>) {
        let checked = |is_one: fn(&str) -> bool| is_one(text).then(|| text.to_owned());
        match self {
            Self::Url(part) => (written(text, *part, false), Some(*part)),
            Self::SrcsetUrl(part) => (written(text, *part, true), Some(*part)),
            Self::SrcsetDescriptor => (checked(is_descriptor).ok_or(Refusal::Number), None),
            _ => (checked(is_number).ok_or(Refusal::Number), None),
        }
    }
}

/// A text of literals and values.
#[derive(Debug, Default)]
struct Mixed {
    text: String,
    /// Where a value was written as which part of a URL.
    values: Vec<(Range<usize>, Option<UrlPart>)>,
}

impl Mixed {
    /// Puts together what a lexer accepts of the pieces, with another value where one is refused.
    fn of<L: Lexer<Place: Place>>(mut lexer: L, pieces: &[(bool, String)]) -> Self {
        let mut mixed = Self::default();
        for (is_value, piece) in pieces {
            let before = lexer;
            let begin = mixed.text.len();
            if *is_value {
                let Ok(place) = lexer.placeholder() else {
                    lexer = before;
                    continue;
                };
                let values = [piece, "", "h", "1"].into_iter();
                let (written, part) =
                    values.map(|value| place.write(value)).find(|it| it.0.is_ok()).unwrap();
                mixed.text += &written.unwrap();
                mixed.values.push((begin..mixed.text.len(), part));
            } else {
                let mut bytewise = lexer;
                let fault = lexer.feed(piece.as_bytes());
                let chunks = piece.as_bytes().chunks(1);
                assert_eq!(
                    chunks.map(|byte| bytewise.feed(byte)).find(Option::is_some).flatten(),
                    fault
                );
                if fault.is_some() {
                    lexer = before;
                } else {
                    assert_eq!(bytewise, lexer);
                    mixed.text += piece;
                }
            }
        }
        mixed
    }

    /// Whether the scheme of the URL that stands there is the author's or an allowed one.
    fn has_good_scheme(&self, url: Range<usize>) -> bool {
        let Some((name, range)) = scheme(&self.text[url.clone()]) else { return true };
        let range = url.start + range.start..url.start + range.end;
        let is_static = self
            .values
            .iter()
            .all(|(value, _)| value.end <= range.start || range.end <= value.start);
        is_static || Schemes::new().allows(&name)
    }
}

/// Texts that are likely to mean something in a URL, or in a list of them.
fn hostile(most: usize) -> impl Strategy<Value = String> {
    const BITS: [&str; 48] = [
        "javascript",
        "java",
        "script",
        "JAVASCRIPT:",
        "data:",
        "http",
        "https:",
        "http:",
        "http://",
        "https://a",
        "mailto:",
        "x-y:",
        ":",
        ":",
        ":",
        "/",
        "/",
        "/",
        "//",
        "\\",
        "?",
        "#",
        "@",
        "@",
        "\t",
        "\n",
        "\r",
        " ",
        " ",
        "\0",
        "\x0c",
        "a",
        "b",
        "evil.example",
        ".",
        "%",
        "%2F",
        "é",
        "&",
        "&colon;",
        "80",
        "\"",
        "'",
        "(",
        ")",
        ",",
        ", ",
        ",",
    ];
    let bit = proptest::sample::select(&BITS[..]);
    proptest::collection::vec(bit, 0..most).prop_map(|bits| bits.concat())
}

fn pieces(first: &'static [&'static str]) -> impl Strategy<Value = Vec<(bool, String)>> {
    let first = proptest::sample::select(first).prop_map(|first| (false, first.to_owned()));
    let piece = (any::<bool>(), hostile(3));
    (first, proptest::collection::vec(piece, 0..8))
        .prop_map(|(first, rest)| [first].into_iter().chain(rest).collect())
}

const FIRST: &[&str] =
    &["", "", "/", "//", "\\", "http://", "https://a", "https:", "a", "ftp://b@", "?"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scheme_is_the_authors_or_allowed(pieces in pieces(FIRST)) {
        let mixed = Mixed::of(UrlLexer::new(), &pieces);
        prop_assert!(mixed.has_good_scheme(0..mixed.text.len()), "{:?}", mixed);
    }

    #[test]
    fn a_host_is_the_authors_or_one_value(pieces in pieces(FIRST)) {
        let mixed = Mixed::of(UrlLexer::new(), &pieces);
        // Such values bring hosts of their own.
        let is_free = |part| matches!(part, Some(UrlPart::Start | UrlPart::Scheme));
        if mixed.values.iter().any(|(value, part)| is_free(*part) && !value.is_empty()) {
            return Ok(());
        }
        let emptied: Vec<_> = pieces
            .iter()
            .map(|(is_value, piece)| (*is_value, if *is_value { String::new() } else { piece.clone() }))
            .collect();
        let emptied = Mixed::of(UrlLexer::new(), &emptied).text;
        let without_port = |host: Option<String>| host.map(|host| host.split(':').next().map(|host| host.trim_matches(|char| char <= ' ').to_owned()));
        for page in ["http", "https"] {
            let found = host(&mixed.text, page);
            let value = mixed.values.iter().find(|value| value.1 == Some(UrlPart::Host));
            match (value, found) {
                (Some((range, _)), Some(found)) => {
                    let value = &mixed.text[range.clone()];
                    let value = value.split(['/', '?', '#']).next().unwrap_or_default();
                    prop_assert!(!value.is_empty() && found.starts_with(value), "{found} {mixed:?}");
                }
                (_, found) => {
                    prop_assert_eq!(without_port(found), without_port(host(&emptied, page)), "{:?}", mixed);
                }
            }
        }
    }

    #[test]
    fn a_list_of_images_has_no_other_schemes(pieces in pieces(&["", "a 1x,", " ", "a (", "//"])) {
        let mixed = Mixed::of(SrcsetLexer::new(), &pieces);
        for (url, _) in images(&mixed.text) {
            prop_assert!(mixed.has_good_scheme(url), "{:?}", mixed);
        }
    }

    #[test]
    fn a_list_of_urls_has_no_other_schemes(pieces in pieces(FIRST)) {
        let mixed = Mixed::of(UrlListLexer::new(), &pieces);
        for url in mixed.text.split_ascii_whitespace() {
            let begin = url.as_ptr() as usize - mixed.text.as_ptr() as usize;
            prop_assert!(mixed.has_good_scheme(begin..begin + url.len()), "{:?}", mixed);
        }
    }

    #[test]
    fn a_refresh_has_no_other_scheme(pieces in pieces(&["", "0;", "1 url=", "0;url='", ".;", "0;u", "0,url ", ";"])) {
        let mixed = Mixed::of(RefreshLexer::new(), &pieces);
        if let Some(url) = refreshed(&mixed.text) {
            prop_assert!(mixed.has_good_scheme(url), "{:?}", mixed);
        }
    }

    #[test]
    fn what_is_written_fits_everywhere(value in hostile(8), others in any::<String>()) {
        use UrlPart::{BehindHost, Fragment, Host, Path, Port, Query, Root, Scheme, Start};
        for part in [BehindHost, Fragment, Host, Path, Port, Query, Root, Scheme, Start] {
            for (value, is_srcset) in [(&value, false), (&others, false), (&value, true)] {
                let Ok(written) = written(value, part, is_srcset) else { continue };
                let bad = |char: char| !char.is_ascii_graphic() || "\"'()<>\\`{}".contains(char);
                prop_assert!(!written.contains(bad), "{part:?} {written:?}");
                prop_assert!(!is_srcset || !written.contains(','), "{part:?} {written:?}");
            }
        }
    }

    #[test]
    fn a_list_of_images_stays_one(value in hostile(20).prop_map(|text| text.replace("80", " 80w "))) {
        let mut out = Quoted::default();
        if push_srcset(&value, &Schemes::new(), &mut out).is_ok() {
            let expected: Vec<_> = images(&value)
                .into_iter()
                .map(|(url, descriptors)| (written(&value[url], UrlPart::Start, true), descriptors))
                .collect();
            let found: Vec<_> = images(out.since(0))
                .into_iter()
                .map(|(url, descriptors)| (Ok(out.since(0)[url].to_owned()), descriptors))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
