//! Escapes with `\`, which a value must not complete.

use super::character::is_name;

/// Where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In strings, template literals, names and JSON; it does not matter that not each has them all.
    Text,
    Regexp,
}

/// How far into an escape the text before is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Escape {
    /// In none.
    #[default]
    None,
    Backslash,
    /// Behind `\` and CR, to which an LF belongs.
    Return,
    /// So many hex digits are missing.
    Hex(u8),
    /// Behind `\u`.
    Unicode,
    /// In `\u{…}` and `\p{…}`.
    Braced,
    /// So many octal digits could follow.
    Octal(u8),
    /// A reference to a group, or an octal escape.
    Decimal,
    /// Behind `\c`.
    Control,
    /// Behind `\k`.
    Reference,
    /// In `\k<…>`.
    Name,
    /// Behind `\p` and the like.
    Property,
}

impl Escape {
    /// Whether a value could complete it.
    pub(super) fn is_open(self) -> bool {
        self != Self::None
    }

    /// What is open with `char`; nothing if it does not belong to the escape.
    pub(super) fn read(self, char: char, place: Place) -> Option<Self> {
        let is_hex = char.is_ascii_hexdigit();
        Some(match (self, char) {
            (Self::None, '\\') => Self::Backslash,
            (Self::Backslash, _) => Self::begin(char, place),
            (Self::Hex(missing), _) if is_hex => Self::hex(missing.saturating_sub(1)),
            (Self::Unicode, _) if is_hex => Self::Hex(3),
            (Self::Octal(possible), '0'..='7') => Self::octal(possible.saturating_sub(1)),
            (Self::Decimal, '0'..='9') => Self::Decimal,
            (Self::Reference, '<') => Self::Name,
            (Self::Name, _) if is_name(char) => Self::Name,
            (Self::Unicode | Self::Property, '{')
            | (Self::Braced, '0'..='9' | 'A'..='Z' | 'a'..='z' | '_' | '=' | '|') => Self::Braced,
            (Self::Braced, '}')
            | (Self::Name, '>')
            | (Self::Return, '\n')
            | (Self::Control, 'A'..='Z' | 'a'..='z') => Self::None,
            _ => return None,
        })
    }

    /// What the character right behind a backslash opens.
    const fn begin(char: char, place: Place) -> Self {
        match (char, place) {
            ('x', _) => Self::Hex(2),
            ('u', _) => Self::Unicode,
            ('\r', _) => Self::Return,
            ('0'..='3', Place::Text) => Self::Octal(2),
            ('4'..='7', Place::Text) => Self::Octal(1),
            ('0'..='9', Place::Regexp) => Self::Decimal,
            ('c', Place::Regexp) => Self::Control,
            ('k', Place::Regexp) => Self::Reference,
            ('p' | 'P' | 'q', Place::Regexp) => Self::Property,
            _ => Self::None,
        }
    }

    const fn hex(missing: u8) -> Self {
        if missing == 0 { Self::None } else { Self::Hex(missing) }
    }

    const fn octal(possible: u8) -> Self {
        if possible == 0 { Self::None } else { Self::Octal(possible) }
    }
}
