//! What an editor of HTML writes into a placeholder: tags, and references of characters.

use crate::span::floor_char_boundary;

/// The longest tag, in bytes.
const TAG: usize = 2 << 10;
/// The longest character reference, in bytes.
const ENTITY: usize = 20;

/// The length of the tag that `rest` begins with.
pub(super) fn tag(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest[..floor_char_boundary(rest, TAG)].find("-->").map(|end| end + "-->".len());
    }
    let name = rest.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let within = &rest[..floor_char_boundary(rest, TAG)];
    within.find('>').filter(|_| is_tag).map(|end| end + 1)
}

/// The length of the tag that `rest` begins with, its brackets written as references: what becomes of
/// one in an editor that shows text.
pub(super) fn escaped_tag(rest: &str) -> Option<usize> {
    let within = &rest[..floor_char_boundary(rest, TAG)];
    let name = within.strip_prefix("&lt;")?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let end =
        within.find("&gt;").filter(|_| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    Some(end + "&gt;".len())
}

/// The character that a reference of HTML at the beginning of `rest` stands for, and its length. Of
/// the named ones those that a placeholder could hold.
pub(super) fn entity(rest: &str) -> Option<(char, usize)> {
    let within = &rest[..floor_char_boundary(rest, ENTITY)];
    if let Some(number) = within.strip_prefix("&#") {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let count = digits.chars().take_while(|c| c.is_digit(radix)).count();
        let code = u32::from_str_radix(&digits[..count], radix).ok()?;
        // Browsers do without the semicolon.
        let is_closed = digits[count..].starts_with(';');
        let len = within.len() - digits.len() + count + usize::from(is_closed);
        return Some((char::from_u32(code)?, len));
    }
    let end = within.strip_prefix('&')?.find(';')? + 1;
    let name = &within[1..end];
    let c = match name {
        "nbsp" | "NonBreakingSpace" => '\u{A0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "thinsp" => '\u{2009}',
        "shy" => '\u{AD}',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        "ZeroWidthSpace" => '\u{200B}',
        "lbrack" | "lsqb" => '[',
        "rbrack" | "rsqb" => ']',
        "lcub" | "lbrace" => '{',
        "rcub" | "rbrace" => '}',
        "lt" => '<',
        "gt" => '>',
        "percnt" => '%',
        "dollar" => '$',
        "quot" => '"',
        "apos" => '\'',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201C}',
        "rdquo" => '\u{201D}',
        "period" => '.',
        "comma" => ',',
        "colon" => ':',
        "lowbar" => '_',
        "vert" | "verbar" => '|',
        "lpar" => '(',
        "rpar" => ')',
        _ => return None,
    };
    Some((c, end + 1))
}
