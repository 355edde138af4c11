//! What is written, read again.

use proptest::prelude::*;

use super::*;

fn string(text: &str) -> String {
    let mut out = Quoted::default();
    push_string(text, &mut out);
    out.into_string()
}

/// The text that a string of a style means.
fn decoded(source: &str) -> String {
    let mut parts = source.split('\\');
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once(' ').unwrap();
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

#[test]
fn strings() {
    assert_eq!(string("plain é, 1.5 #a%20?"), "plain é, 1.5 #a%20?");
    assert_eq!(string("\"f"), r"\22 f");
    assert_eq!(string("\0\n\x7F"), r"\fffd \a \7f ");
    assert_eq!(string("</style>"), r"\3c \2f style\3e ");
    assert_eq!(string("url(a:b)"), r"url\28 a\3a b\29 ");
}

#[test]
fn values() {
    for plain in ["", "red", "#fff", "1.5px", "-1", "+2e3", "a, b", "Dr_Sans é 日本", "50%", "- -"]
    {
        assert!(is_value(plain), "{plain}");
    }
    for more in [
        "a;b",
        "a:b",
        "url(a)",
        "\"a\"",
        "'a'",
        "a\\62",
        "/*",
        "*/",
        "!important",
        "@a",
        "--a",
        "a--b",
        "{",
        "}",
        "[",
        "]",
        "<a",
        "a>",
        "a&b",
        "a=b",
        "a\nb",
        "a\tb",
        "\0",
        "\x7F",
        "\u{85}",
        "\u{2028}",
        "$a",
        "?",
        "|",
        "~",
        "^",
        "`",
    ] {
        assert!(!is_value(more), "{more}");
    }
}

proptest! {
    #[test]
    fn a_string_means_its_text_and_ends_nothing(
        text in prop_oneof![any::<String>(), "[\\x00-\\x7F]{0,40}", "[\"'\\\\<>()a0 é\n]{0,20}"],
    ) {
        let written = string(&text);
        prop_assert_eq!(decoded(&written), text.replace('\0', "\u{FFFD}"));
        let is_forbidden = |char: char| char < ' ' || "\"'()/;@[]{}<>&:=`\x7F".contains(char);
        prop_assert!(!written.contains(is_forbidden), "{}", written);
        prop_assert_eq!(is_plain_string(&text), written == text);
    }
}
