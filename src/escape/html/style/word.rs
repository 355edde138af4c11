//! Names, numbers with units, colours and the like.

use super::escape::Escape;

/// What a word is, as far as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    /// A lone `-`, which may be a sign or begin a name.
    Dash,
    Number,
    /// A number and a `-`, which may be an operator or begin a unit.
    NumberDash,
    /// A number with a unit.
    Dimension,
    /// `#`, and only digits so far.
    Hash,
    Colour,
    /// Behind `@`.
    At,
    /// Behind a placeholder: digits and single dashes.
    Joined,
    /// Behind a placeholder: anything else.
    JoinedName,
}

/// A word that is being read, or the name of a declaration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// As much of it as matters, in lower case.
    letters: [u8; Word::LONGEST],
    len: usize,
    pub(super) kind: Kind,
    pub(super) has_escape: bool,
    escape: Escape,
}

impl Word {
    /// `-webkit-image-set` and one more, so that no longer name looks like it.
    const LONGEST: usize = 18;

    /// The word that begins with `byte`, if one does.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        let kind = match byte {
            b'#' => return Some(Self::new(Kind::Hash)),
            b'@' => return Some(Self::new(Kind::At)),
            b'-' => Kind::Dash,
            b'0'..=b'9' => Kind::Number,
            _ => Kind::Name,
        };
        Self::new(kind).with(byte)
    }

    /// The word that begins with `byte` right behind a placeholder, if one does.
    pub(super) fn joined(byte: u8) -> Option<Self> {
        Self::new(Kind::Joined).with(byte)
    }

    const fn new(kind: Kind) -> Self {
        Self { letters: [0; Self::LONGEST], len: 0, kind, has_escape: false, escape: Escape::None }
    }

    fn with(mut self, byte: u8) -> Option<Self> {
        let is_lone_dash = self.kind == Kind::Dash;
        let is_read = self.read(byte);
        if is_lone_dash {
            self.kind = Kind::Dash;
        }
        is_read.then_some(self)
    }

    /// Takes in a byte if it belongs to the word.
    pub(super) fn read(&mut self, byte: u8) -> bool {
        if let Some(escape) = self.escape.read(byte) {
            self.has_escape = true;
            self.escape = escape;
            self.kind = self.kind_with(b'a');
            return true;
        }
        self.escape = Escape::None;
        if !is_name(byte) {
            return false;
        }
        self.kind = self.kind_with(byte);
        if let Some(letter) = self.letters.get_mut(self.len) {
            *letter = byte.to_ascii_lowercase();
            self.len += 1;
        }
        true
    }

    /// Whether it ends with a backslash before the end of a line, which is no escape.
    pub(super) fn is_broken_by(&self, byte: u8) -> bool {
        self.escape == Escape::Backslash && matches!(byte, b'\n' | b'\r' | b'\x0C')
    }

    fn kind_with(&self, byte: u8) -> Kind {
        let is_digit = byte.is_ascii_digit();
        match self.kind {
            Kind::Dash | Kind::NumberDash if is_digit => Kind::Number,
            Kind::Dash => Kind::Name,
            Kind::Number if byte == b'-' => Kind::NumberDash,
            Kind::Hash if !is_digit => Kind::Colour,
            Kind::Number | Kind::NumberDash if !is_digit => Kind::Dimension,
            Kind::Joined if is_digit => Kind::Joined,
            Kind::Joined if byte == b'-' && !self.text().ends_with(b"-") => Kind::Joined,
            Kind::Joined => Kind::JoinedName,
            kind => kind,
        }
    }

    /// The word in lower case, or the beginning of a longer one.
    pub(super) fn text(&self) -> &[u8] {
        self.letters.get(..self.len).unwrap_or_default()
    }
}

/// Whether it goes on in a name.
const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | 0x80..)
}
