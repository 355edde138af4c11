//! Placeholders of other languages: `{{x}}`, `{% x %}`, `${x}`, `*|X|*`, `%%x%%`.

/// The longest that is taken for one, in bytes.
const LONGEST: usize = 256;

/// The length of the foreign placeholder that `text` begins with.
pub(super) fn foreign(text: &str) -> Option<usize> {
    let (inner, close, is_inside): (&str, &str, fn(char) -> bool) = match text.as_bytes() {
        [b'{', b'{', b'{', ..] => (&text[3..], "}}}", is_expression),
        [b'{', b'{', ..] => (&text[2..], "}}", is_expression),
        [b'{', b'%', ..] => (&text[2..], "%}", is_expression),
        [b'$', b'{', ..] => (&text[2..], "}", is_name),
        [b'*', b'|', ..] => (&text[2..], "|*", is_name),
        [b'%', b'%', ..] => (&text[2..], "%%", is_name),
        _ => return None,
    };
    let within = inner.bytes().take(LONGEST).position(|byte| byte == close.as_bytes()[0])?;
    let (name, behind) = inner.split_at(within);
    let (bare, is_spaced) = (name.trim_matches(' '), close.contains('}') && close.len() > 1);
    let bare_start = bare.trim_start_matches(['#', '/', '>', '^', '&', '~', '-', '=', '+', '!']);
    let begins = |c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '\'' | '"');
    let is_named = bare_start.trim_start().starts_with(begins);
    let fits = is_named && bare.chars().all(is_inside) && (is_spaced || bare == name);
    (fits && behind.starts_with(close)).then(|| text.len() - behind.len() + close.len())
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')
}

fn is_expression(c: char) -> bool {
    is_name(c) || " |'\"()[],#/<>^&~-=!+*?$@".contains(c)
}
