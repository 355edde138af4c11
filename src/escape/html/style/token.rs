//! What each byte of a style does.

use super::{
    Declaration, Escape, HtmlFault, Level, Part, State, StyleLexer, StyleUrl, Word, fault,
};
use crate::escape::html::style::Sheet;
use crate::escape::html::style::word::Kind;

const OPENING: &[u8] = b"<!--";

impl StyleLexer {
    pub(super) fn step(&mut self, byte: u8) -> Result<(), HtmlFault> {
        match self.state {
            State::Between => return self.between(byte),
            State::Slash if byte == b'*' => self.state = State::Comment { is_starred: false },
            State::Slash | State::Opening(_) => return self.behind_sign(byte),
            State::Comment { is_starred: true } if byte == b'/' => self.state = State::Between,
            State::Comment { .. } => self.state = State::Comment { is_starred: byte == b'*' },
            State::Word(word) if word.is_broken_by(byte) => {
                self.unclear = Some("a `\\` before it stands at the end of a line");
            }
            State::Word(mut word) => {
                if word.read(byte) {
                    self.state = State::Word(word);
                } else {
                    return self.behind_word(word, byte);
                }
            }
            State::BehindValue { is_slashed } => return self.behind_value(is_slashed, byte),
            State::String { quote, escape, is_url } => {
                return self.string(quote, escape, is_url, byte);
            }
            State::UrlStart => match byte {
                b'"' | b'\'' => {
                    self.levels.push(Level::Urls);
                    self.open_string(byte);
                }
                b')' => self.state = State::Between,
                _ if is_space(byte) => {}
                _ => return self.url(Escape::None, byte),
            },
            State::Url(escape) => return self.url(escape, byte),
            State::UrlEnd => match byte {
                b')' => self.state = State::Between,
                _ if is_space(byte) => {}
                _ => return self.broken_url(),
            },
        }
        Ok(())
    }

    /// Before a placeholder: what is no beginning of anything longer.
    pub(super) fn settle(&mut self) {
        match self.state {
            State::Slash => self.declaration.token(None), // what follows may still make it a comment
            State::Opening(_) => {
                self.declaration.token(None);
                self.state = State::Between;
            }
            State::Word(word) if self.declaration.part != Part::Value => {
                self.declaration.token(Some(word));
            }
            _ => {}
        }
    }

    /// Behind a `/` that begins no comment, or some of `<!--`.
    fn behind_sign(&mut self, byte: u8) -> Result<(), HtmlFault> {
        if self.declaration.part == Part::Trusted {
            return Err(fault(BEHIND_TRUSTED));
        }
        self.declaration.token(None);
        match self.state {
            State::Opening(read) if OPENING.get(usize::from(read)) == Some(&byte) => {
                let is_whole = usize::from(read) + 1 == OPENING.len();
                self.state = if is_whole { State::Between } else { State::Opening(read + 1) };
                Ok(())
            }
            State::Opening(3) => Word::begin(b'-').map_or(Ok(()), |mut dash| {
                if dash.read(byte) {
                    self.state = State::Word(dash);
                    return Ok(());
                }
                self.behind_word(dash, byte)
            }),
            _ => self.between(byte),
        }
    }

    fn behind_value(&mut self, is_slashed: bool, byte: u8) -> Result<(), HtmlFault> {
        match byte {
            b'(' => Err(fault("a value before `(` would be the name of a function")),
            b'"' | b'\'' => Err(fault("a quote stands right behind it: put a space between")),
            b'*' if is_slashed => Err(fault("if it is empty, `/` and `*` around it meet")),
            _ => match Word::joined(byte) {
                Some(word) => {
                    self.state = State::Word(word);
                    Ok(())
                }
                None => self.between(byte),
            },
        }
    }

    /// A byte that does not belong to the word before it.
    fn behind_word(&mut self, word: Word, byte: u8) -> Result<(), HtmlFault> {
        let is_function = byte == b'(';
        self.declaration.token(Some(word));
        match word.kind {
            Kind::Joined | Kind::JoinedName if is_function => {
                Err(fault("it would be part of the name of a function"))
            }
            Kind::Name if is_function => {
                self.function(&word);
                Ok(())
            }
            _ => self.between(byte),
        }
    }

    /// The `(` behind the name of a function.
    fn function(&mut self, name: &Word) {
        self.declaration.token(None);
        self.state = State::Between;
        match name.text() {
            _ if name.has_escape => {
                self.unclear = Some("the name of a function before it is written with escapes");
            }
            b"url" => {
                self.url = StyleUrl::new();
                self.state = State::UrlStart;
            }
            b"src" | b"image" | b"image-set" | b"-webkit-image-set" => {
                self.levels.push(Level::Urls);
            }
            b"expression" => self.unclear = Some("old browsers run what stands in `expression()`"),
            _ => self.levels.push(Level::Parenthesis),
        }
    }

    /// A byte that belongs to no token before it.
    fn between(&mut self, byte: u8) -> Result<(), HtmlFault> {
        self.state = State::Between;
        if is_space(byte) {
            return Ok(());
        }
        if self.declaration.part == Part::Trusted && !b";}/".contains(&byte) {
            return Err(fault(BEHIND_TRUSTED));
        }
        if let Some(word) = Word::begin(byte) {
            self.state = State::Word(word);
            return Ok(());
        }
        let is_nested = self.levels.last().is_some_and(|level| *level != Level::Block);
        match byte {
            b'/' => self.state = State::Slash,
            b'<' => self.state = State::Opening(1),
            b'"' | b'\'' => self.open_string(byte),
            b';' if !is_nested => self.declaration = Declaration::default(),
            b':' if !is_nested => self.declaration.colon(),
            b'{' => return self.open_block(is_nested),
            b'(' => self.open(Level::Parenthesis),
            b'[' => self.open(Level::Bracket),
            b'}' | b')' | b']' => self.close(byte),
            _ => self.declaration.token(None),
        }
        Ok(())
    }

    fn open(&mut self, level: Level) {
        self.declaration.token(None);
        self.levels.push(level);
    }

    fn open_block(&mut self, is_nested: bool) -> Result<(), HtmlFault> {
        if self.declaration.part == Part::Value && self.declaration.has_placeholder {
            return Err(fault("with `{` behind it, it is no value but a selector"));
        }
        let is_custom = self.declaration.part == Part::Value && self.declaration.is_custom();
        if is_nested || is_custom || self.sheet == Sheet::Declarations {
            self.unclear = Some("a block stands before it where none is expected");
        }
        self.levels.push(Level::Block);
        self.declaration = Declaration::default();
        Ok(())
    }

    fn close(&mut self, byte: u8) {
        match (byte, self.levels.pop()) {
            (b'}', Some(Level::Block)) => self.declaration = Declaration::default(),
            (b')', Some(Level::Parenthesis | Level::Urls)) | (b']', Some(Level::Bracket)) => {}
            _ => self.unclear = Some("the brackets before it do not match"),
        }
    }

    fn open_string(&mut self, quote: u8) {
        self.declaration.token(None);
        let is_url = self.levels.last() == Some(&Level::Urls);
        self.url = StyleUrl::new();
        self.state = State::String { quote, escape: Escape::None, is_url };
    }

    fn string(
        &mut self,
        quote: u8,
        escape: Escape,
        is_url: bool,
        byte: u8,
    ) -> Result<(), HtmlFault> {
        let escaped = escape.read(byte);
        self.state = match escaped {
            None if byte == quote => State::Between,
            None if is_line_end(byte) => {
                self.unclear = Some("a string before it has no end on its line");
                return Ok(());
            }
            _ => State::String { quote, escape: escaped.unwrap_or_default(), is_url },
        };
        match self.state {
            State::String { is_url: true, .. } => {
                self.url.read(byte, escaped.is_some()).map_or(Ok(()), Err)
            }
            _ => Ok(()),
        }
    }

    /// A byte of a URL without quotes.
    fn url(&mut self, escape: Escape, byte: u8) -> Result<(), HtmlFault> {
        let escaped = escape.read(byte);
        self.state = State::Url(escaped.unwrap_or_default());
        let is_broken = match escaped {
            Some(_) => escape == Escape::Backslash && is_line_end(byte),
            None => matches!(byte, b'"' | b'\'' | b'(' | 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F),
        };
        match byte {
            _ if is_broken => return self.broken_url(),
            b')' if escaped.is_none() => self.state = State::Between,
            _ if escaped.is_none() && is_space(byte) => self.state = State::UrlEnd,
            _ => return self.url.read(byte, escaped.is_some()).map_or(Ok(()), Err),
        }
        Ok(())
    }

    fn broken_url(&mut self) -> Result<(), HtmlFault> {
        self.unclear = Some("a URL before it holds what cannot stand in one without quotes");
        self.url.check_broken()
    }
}

const BEHIND_TRUSTED: &str =
    "it is no value of a declaration: write the name of a property and `:` before it";

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t') || is_line_end(byte)
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0C')
}
