//! Tables of values: what becomes of them in a URL or a list of images.

use super::context::UrlPart;
use super::schemes::Schemes;
use super::write::srcset::{is_descriptor, is_number, push_srcset};
use super::write::{Refusal, url};
use crate::escape::Quoted;

/// What is written for a value, with the law of [`url::is_plain`].
pub(super) fn written(text: &str, part: UrlPart, is_srcset: bool) -> Result<String, Refusal> {
    let schemes = Schemes::new();
    let mut out = Quoted::default();
    let is_plain = url::is_plain(text, part, is_srcset, &schemes);
    let result =
        url::push(text, part, is_srcset, &schemes, &mut out).map(|()| out.since(0).to_owned());
    if is_plain {
        assert_eq!(result.as_deref(), Ok(text), "{part:?}");
        assert!(!text.contains('&'), "{text:?} {part:?}");
    }
    result
}

#[test]
fn values_in_a_url() {
    use UrlPart::{
        Base, BehindHost, Fragment, Host, HostStart, Path, Port, Query, Root, Scheme, Start,
    };
    let table: &[(UrlPart, &str, &str)] = &[
        (Start, "", ""),
        (Start, "https://a.example/b?c=d&e=%20f#g", "https://a.example/b?c=d&e=%20f#g"),
        (Start, " \n https://a\tb \0", "https://ab"),
        (
            Start,
            "a b\u{e9}\"'()<>\\`{|}^\u{7f}",
            "a%20b%C3%A9%22%27%28%29%3C%3E%5C%60%7B%7C%7D%5E%7F",
        ),
        (Start, "%4", "%254"),
        (Start, "%4\n1%zz%%41", "%41%25zz%25%41"),
        (Start, "//evil.example", "//evil.example"),
        (Start, "\\\\evil.example", "%5C%5Cevil.example"),
        (Start, "javascript&colon;alert(1)", "javascript&colon;alert%281%29"),
        (Start, "./javascript:x", "./javascript:x"),
        (Start, "?javascript:x", "?javascript:x"),
        (Start, "\\javascript:x", "%5Cjavascript:x"),
        (Start, "mailto:a@b.example?subject=c d", "mailto:a@b.example?subject=c%20d"),
        (Start, "TEL:+1", "TEL:+1"),
        (Scheme, "/a:b", "/a:b"),
        (Scheme, "\ta", "%09a"),
        (Scheme, "?:", "?:"),
        (Root, "", "./"),
        (Root, "a/b", "a/b"),
        (Root, "/evil.example", "%2Fevil.example"),
        (Root, "//evil.example", "%2F/evil.example"),
        (Root, "\n/evil.example", "%0A/evil.example"),
        (Root, "\\evil.example", "%5Cevil.example"),
        (Path, "//a b?c#d", "//a%20b%3Fc%23d"),
        (Root, "?a", "%3Fa"),
        (Base, "https://a.example/b//", "https://a.example/b"),
        (Base, "a", "a"),
        (HostStart, "a.b", "a.b"),
        (Path, "javascript:x", "javascript:x"),
        (Path, "a,b", "a,b"),
        (Host, "a.example:80/b c", "a.example:80/b%20c"),
        (Host, "[::1]", "[::1]"),
        (Host, "b\u{fc}cher.example", "b%C3%BCcher.example"),
        (BehindHost, "", ""),
        (BehindHost, "/a b@c", "/a%20b@c"),
        (BehindHost, "?a", "?a"),
        (Port, "", ""),
        (Port, "8080", "8080"),
        (Query, "a-._~/?#&=%41+ ", "a-._~%2F%3F%23%26%3D%2541%2B%20"),
        (Fragment, "a:/b", "a%3A%2Fb"),
    ];
    for (part, text, expected) in table {
        assert_eq!(written(text, *part, false).as_deref(), Ok(*expected), "{text:?} {part:?}");
        let expected = expected.replace(',', "%2C");
        // A descriptor behind nothing would be the URL.
        let in_srcset =
            if (*part, *text) == (Start, "") { Err(Refusal::Srcset) } else { Ok(expected) };
        assert_eq!(written(text, *part, true), in_srcset, "{text:?} {part:?} in srcset");
    }
}

#[test]
fn values_that_a_url_cannot_take() {
    use UrlPart::{BehindHost, Host, Port, Scheme, Start};
    let table: &[(UrlPart, Refusal, &[&str])] = &[
        (
            Start,
            Refusal::Scheme,
            &[
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:x",
                "\0\x01\x1f javascript:x",
                "java\nscript:x",
                "j\ta\rv\na\tscript\n:x",
                "\njavascript\n:\nx",
                "java\0script:x",
                "javascript :x",
                "\u{feff}javascript:x",
                "\u{a0}javascript:x",
                "\u{ff4a}avascript:x",
                "java\u{17f}cript:x",
                "%6aavascript:x",
                "vbscript:x",
                "data:text/html,x",
                "view-source:x",
                "blob:x",
                "ftp://a",
                ":",
                "a b:",
                "10:30",
            ],
        ),
        (
            Start,
            Refusal::Host,
            &["https://a\\@b", "//a\\@b", "http:\\\\a", "https:a\\@b", "http:/\\a"],
        ),
        (Scheme, Refusal::Scheme, &[":", "script:x", "a\\:b", "\n:", "javascript:x"]),
        (Scheme, Refusal::Host, &["//a\\@b"]),
        (
            Host,
            Refusal::Host,
            &[
                "", "/", "/evil", "?", "#", "a@b", "a\\b", "\\", "a%2Fb", "a b", " a", "a\n", "a<",
                "a&b",
            ],
        ),
        (BehindHost, Refusal::Host, &["a", ".evil", ":80", "@b", "\\", " /", "\n/", "%2F"]),
        (Port, Refusal::Number, &["a", "80/", "-1", "80 ", "@", "\u{663}"]),
    ];
    for (part, refusal, values) in table {
        for value in *values {
            assert_eq!(written(value, *part, false), Err(*refusal), "{value:?} {part:?}");
        }
    }
}

#[test]
fn values_that_are_lists_of_images() {
    let table = [
        ("", Ok("")),
        (" , ", Ok("")),
        ("a.png", Ok("a.png")),
        ("a.png 1x,b.png 2.5x", Ok("a.png 1x, b.png 2.5x")),
        (",a.png,, ,b.png\t100w\n50h ,", Ok("a.png, b.png 100w 50h")),
        ("w_1,h_2/a.png 2x", Ok("w_1%2Ch_2/a.png 2x")),
        ("a.png,b.png", Ok("a.png%2Cb.png")),
        ("https://a/(b) 1x", Ok("https://a/%28b%29 1x")),
        ("a javascript:x", Err(Refusal::Srcset)),
        ("a 1x, javascript:x", Err(Refusal::Scheme)),
        ("a, \u{1}javascript:x", Err(Refusal::Scheme)),
        ("a 1x, data:,x", Err(Refusal::Scheme)),
        ("a (1x, b)", Err(Refusal::Srcset)),
        ("a 1", Err(Refusal::Srcset)),
        ("a -1x", Err(Refusal::Srcset)),
        ("a .x", Err(Refusal::Srcset)),
        ("\u{1} 1x", Err(Refusal::Srcset)),
    ];
    for (text, expected) in table {
        let mut out = Quoted::default();
        out.push_str("before ");
        let result = push_srcset(text, &Schemes::new(), &mut out);
        let written = out.since("before ".len());
        assert_eq!(result.map(|()| written), expected, "{text:?}");
        assert!(result.is_ok() || written.is_empty(), "{text:?}");
    }
    for (text, descriptor, number) in [
        ("1", true, true),
        ("1.5", true, true),
        (".5", true, true),
        ("1.2.3", true, false),
        ("1x", true, false),
        ("100w", true, false),
        ("", false, false),
        (".", false, false),
        ("x", false, false),
        ("1xx", false, false),
        ("1 ", false, false),
        ("-1", false, false),
        ("1e3", false, false),
        ("\u{661}", false, false),
    ] {
        assert_eq!((is_descriptor(text), is_number(text)), (descriptor, number), "{text:?}");
    }
}
