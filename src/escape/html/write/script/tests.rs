//! What is written, read again.

use proptest::prelude::*;

use super::*;

fn written(write: impl FnOnce(&mut Quoted)) -> String {
    let mut out = Quoted::default();
    write(&mut out);
    out.into_string()
}

fn string(text: &str) -> String {
    written(|out| push_string(text, out))
}

fn regexp(text: &str, is_class: bool) -> String {
    written(|out| push_regexp(text, is_class, out))
}

fn value(json: &str, is_json: bool) -> String {
    written(|out| push_value(json, is_json, out))
}

/// The text that a source with no other escapes than `\uXXXX` means.
fn decoded(source: &str) -> String {
    let mut parts = source.split("\\u");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(4);
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

#[test]
fn strings() {
    assert_eq!(string("plain é 日本 🎉 #()/;"), "plain é 日本 🎉 #()/;");
    assert_eq!(string("</script>"), r"\u003C/script\u003E");
    assert_eq!(string("\"'\\`&${}"), r"\u0022\u0027\u005C\u0060\u0026\u0024\u007B\u007D");
    assert_eq!(string("\0\n\r\x7F"), r"\u0000\u000A\u000D\u007F");
    assert_eq!(string("\u{2027}\u{2028}\u{2029}\u{202A}"), "\u{2027}\\u2028\\u2029\u{202A}");
    assert_eq!(written(|out| push_text_value("a\"b", out)), r#""a\u0022b""#);
}

#[test]
fn regular_expressions() {
    assert_eq!(regexp("", false), "(?:)");
    assert_eq!(regexp("", true), "");
    assert_eq!(regexp("a.b/é", false), r"(?:a\u002Eb\u002Fé)");
    assert_eq!(regexp("^a-z]", true), r"\u005Ea\u002Dz\u005D");
    assert_eq!(regexp("1a", true), r"\u0031a");
    assert_eq!(regexp("é1\u{2028}", true), r"é1\u2028");
}

#[test]
fn values() {
    assert_eq!(value("-1", false), " -1 ");
    assert_eq!(value("-1", true), "-1");
    assert_eq!(value("true", false), " true ");
    assert_eq!(value("[1,null]", false), "[1,null]");
    let json = r#"{"a<'`":"</script>\"\\<&","__proto__":["__proto__",{"__proto__":1}]}"#;
    let written = r#"{"a\u003C\u0027\u0060":"\u003C/script\u003E\"\\\u003C\u0026","#;
    let own = r#"["__proto__"]:["__proto__",{["__proto__"]:1}]}"#;
    let plain = r#""__proto__":["__proto__",{"__proto__":1}]}"#;
    // Behind `=>` it would be a block.
    assert_eq!(value(json, false), ["(", written, own, ")"].concat());
    assert_eq!(value(json, true), [written, plain].concat());
    assert_eq!(value(r#""\u2028 \n""#, false), r#""\u2028 \n""#);
    assert_eq!(value("\"\u{2028}é—\x7F\"", false), "\"\\u2028é—\\u007F\"");
    assert_eq!(value(r#"["a\\","__proto__"]"#, false), r#"["a\\","__proto__"]"#);
    assert_eq!(value(r#"{"a\":":{"x__proto__":1}}"#, false), r#"({"a\":":{"x__proto__":1}})"#);
}

/// Texts with many of the characters that matter.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x7F]{0,40}",
        "(</script>|<!--|\\\\|'|\"|`|\\$\\{|\u{2028}|\u{2029}|—|é|🎉|a){0,12}",
    ]
}

fn json_values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        texts().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec(
                (prop_oneof![texts(), Just("__proto__".to_owned())], inner),
                0..5
            )
            .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_string_means_its_text_and_ends_nothing(text in texts()) {
        let written = string(&text);
        prop_assert_eq!(decoded(&written), text.as_str());
        let is_forbidden = |char: char| char < ' ' || "\"'`<>&${}\x7F\u{2028}\u{2029}".contains(char);
        prop_assert!(!written.contains(is_forbidden), "{}", written);
        prop_assert!(written.split('\\').skip(1).all(|escape| escape.starts_with('u')));
        prop_assert!(!is_plain_string(&text) || written == text);
        let json: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
        prop_assert_eq!(json, text);
    }

    #[test]
    fn a_regular_expression_means_its_text(text in texts(), is_class: bool) {
        let written = regexp(&text, is_class);
        let inner = if is_class {
            written.as_str()
        } else {
            written.strip_prefix("(?:").unwrap().strip_suffix(')').unwrap()
        };
        prop_assert_eq!(decoded(inner), text);
        let is_allowed = |char: char| char.is_ascii_alphanumeric() || char == '\\' || !char.is_ascii();
        prop_assert!(inner.chars().all(is_allowed), "{}", written);
        let is_line_end = |char| matches!(char, '\u{2028}' | '\u{2029}');
        prop_assert!(!inner.contains(is_line_end));
        prop_assert!(!is_class || !written.starts_with(|char: char| char.is_ascii_alphanumeric()));
    }

    #[test]
    fn a_value_is_the_same_and_ends_nothing(json in json_values()) {
        let written = value(&json.to_string(), true);
        prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&written).unwrap(), &json);
        let script = value(&json.to_string(), false);
        let is_forbidden = |char| "<>&'`\x7F\u{2028}\u{2029}".contains(char);
        prop_assert!(!script.contains(is_forbidden));
        prop_assert!(!script.contains("\"__proto__\":"));
        let own = script.replace("[\"__proto__\"]:", "\"__proto__\":");
        let own = own.trim();
        let object = own.strip_prefix('(').and_then(|own| own.strip_suffix(')'));
        prop_assert_eq!(object.is_some(), json.is_object());
        prop_assert_eq!(object.unwrap_or(own), written.trim());
    }
}
