//! Strings of CSS, decoded as <https://drafts.csswg.org/css-syntax/#consume-string-token> says.

use std::iter::Peekable;
use std::str::Chars;

/// The text of the string that `css` begins with, and what stands behind it; none if it has no end.
pub(crate) fn string(css: &str) -> Option<(String, String)> {
    let css = css.replace("\r\n", "\n").replace(['\r', '\x0C'], "\n").replace('\0', "\u{fffd}");
    let mut chars = css.chars().peekable();
    let quote = chars.next().filter(|char| matches!(char, '"' | '\''))?;
    let mut text = String::new();
    loop {
        match chars.next()? {
            '\n' => return None,
            '\\' => text.extend(escape(&mut chars)?),
            char if char == quote => return Some((text, chars.collect())),
            char => text.push(char),
        }
    }
}

/// What an escape stands for; nothing, if that is the end of a line.
fn escape(chars: &mut Peekable<Chars<'_>>) -> Option<Option<char>> {
    let first = chars.next()?;
    let Some(mut code) = first.to_digit(16) else {
        return Some(Some(first).filter(|char| *char != '\n'));
    };
    for _ in 1..6 {
        let Some(digit) = chars.peek().and_then(|char| char.to_digit(16)) else { break };
        code = code * 16 + digit;
        chars.next();
    }
    chars.next_if(|char| matches!(char, ' ' | '\t' | '\n'));
    let char = char::from_u32(code).filter(|char| *char != '\0');
    Some(Some(char.unwrap_or(char::REPLACEMENT_CHARACTER)))
}

#[test]
fn escapes_are_decoded() {
    let read = |css| string(css);
    let told = |text: &str, rest: &str| Some((text.to_owned(), rest.to_owned()));
    assert_eq!(read("'a\\27 b' c"), told("a'b", " c"));
    assert_eq!(read("\"\\41\\ 2\\000042g\\\n\\\"\""), told("A 2Bg\"", ""));
    assert_eq!(read("'\\0\\d800 \\110000 x'"), told("\u{fffd}\u{fffd}\u{fffd}x", ""));
    assert_eq!((read("'a\nb'"), read("'a"), read("a")), (None, None, None));
}
