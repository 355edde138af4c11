//! Characters out of bytes, whatever the chunks they come in, and what they are in a script.

/// The bytes of a character that is not yet complete.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoder {
    code: u32,
    /// How many bytes are still to come.
    left: u8,
}

impl Decoder {
    pub(super) const fn new() -> Self {
        Self { code: 0, left: 0 }
    }

    /// The character that ends with `byte`.
    pub(super) fn read(&mut self, byte: u8) -> Option<char> {
        match byte {
            0..0x80 => return Some(char::from(byte)),
            0x80..0xC0 => {
                self.code = self.code << 6 | u32::from(byte & 0x3F);
                self.left = self.left.saturating_sub(1);
            }
            0xC0..0xE0 => *self = Self { code: u32::from(byte & 0x1F), left: 1 },
            0xE0..0xF0 => *self = Self { code: u32::from(byte & 0x0F), left: 2 },
            0xF0.. => *self = Self { code: u32::from(byte & 0x07), left: 3 },
        }
        // The literals are texts, so that there is always one.
        let char = char::from_u32(self.code).unwrap_or(char::REPLACEMENT_CHARACTER);
        (self.left == 0).then_some(char)
    }
}

/// [`LineTerminator`](https://tc39.es/ecma262/#sec-line-terminators).
pub(super) const fn is_line_end(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// [`WhiteSpace`](https://tc39.es/ecma262/#sec-white-space).
pub(super) const fn is_space(char: char) -> bool {
    matches!(char, '\t' | '\x0B' | '\x0C' | ' ' | '\u{A0}' | '\u{FEFF}' | '\u{1680}')
        || matches!(char, '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Whether it goes on in a name. What is not ASCII and not allowed there is an error of the script.
pub(super) const fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(char, '_' | '$')
        || !(char.is_ascii() || is_space(char) || is_line_end(char))
}
