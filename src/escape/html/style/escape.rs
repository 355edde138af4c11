//! Escapes with `\`, which a value must not complete.

/// How far into an escape the text before is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Escape {
    /// In none.
    #[default]
    None,
    Backslash,
    /// Behind so many hex digits, to which more and a space belong.
    Hex(u8),
    /// Behind a CR, to which an LF belongs.
    Return,
}

impl Escape {
    /// Whether a value could complete it.
    pub(super) fn is_open(self) -> bool {
        self != Self::None
    }

    /// What is open with `byte`; nothing if it does not belong to the escape.
    pub(super) const fn read(self, byte: u8) -> Option<Self> {
        const MOST: u8 = 6;
        Some(match (self, byte) {
            (Self::None, b'\\') => Self::Backslash,
            (Self::Backslash, _) if byte.is_ascii_hexdigit() => Self::Hex(1),
            (Self::Hex(digits), _) if digits < MOST && byte.is_ascii_hexdigit() => {
                Self::Hex(digits + 1)
            }
            (Self::Backslash | Self::Hex(_), b'\r') => Self::Return,
            (Self::Backslash, _)
            | (Self::Hex(_), b' ' | b'\t' | b'\n' | b'\x0C')
            | (Self::Return, b'\n') => Self::None,
            _ => return None,
        })
    }
}
