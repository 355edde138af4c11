//! JSON: where a value is expected, and where a string is open.

use super::Why;
use super::escape::{Escape, Place};
use crate::escape::html::HtmlContext;

#[derive(Clone, Debug, Default)]
pub(super) struct Json {
    state: State,
    expected: Expected,
    levels: Vec<Level>,
    /// Why nothing more can be said.
    unclear: Option<Why>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Between,
    /// In a number, `true`, `false` or `null`.
    Word,
    String(Escape),
    /// Right behind a placeholder for a value.
    BehindValue,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Expected {
    #[default]
    Value,
    /// Right behind `[`.
    FirstValue,
    Key,
    /// Right behind `{`.
    FirstKey,
    Colon,
    /// A comma, or the end.
    Comma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Array,
    Object,
}

const NO_JSON: Why = "what stands before it is no JSON";

impl Json {
    pub(super) fn read(&mut self, byte: u8) -> Result<(), Why> {
        if self.unclear.is_some() {
            return Ok(());
        }
        match self.state {
            State::String(escape) => {
                let escaped = escape.read(char::from(byte), Place::Text);
                self.state = match (escaped, byte) {
                    (Some(escape), _) => State::String(escape),
                    (None, b'"') => State::Between,
                    (None, _) => State::String(Escape::None),
                };
            }
            State::Word if byte.is_ascii_alphanumeric() || b"+-.".contains(&byte) => {}
            State::BehindValue if !byte.is_ascii_whitespace() && !b",]}".contains(&byte) => {
                return Err("only `,`, `]` or `}` can stand behind a value of JSON");
            }
            _ => self.token(byte),
        }
        Ok(())
    }

    fn token(&mut self, byte: u8) {
        let next = match (byte, self.expected) {
            (b' ' | b'\t' | b'\n' | b'\r', expected) => Some((State::Between, expected)),
            (b'[', expected) => self.open(expected, Level::Array, Expected::FirstValue),
            (b'{', expected) => self.open(expected, Level::Object, Expected::FirstKey),
            (b']', Expected::FirstValue | Expected::Comma) => self.close(Level::Array),
            (b'}', Expected::FirstKey | Expected::Comma) => self.close(Level::Object),
            (b':', Expected::Colon) => Some((State::Between, Expected::Value)),
            (b',', Expected::Comma) => match self.levels.last() {
                Some(Level::Array) => Some((State::Between, Expected::Value)),
                Some(Level::Object) => Some((State::Between, Expected::Key)),
                None => None,
            },
            (b'"', Expected::Key | Expected::FirstKey) => {
                Some((State::String(Escape::None), Expected::Colon))
            }
            (b'"', Expected::Value | Expected::FirstValue) => {
                Some((State::String(Escape::None), Expected::Comma))
            }
            (b'-' | b'0'..=b'9' | b'a'..=b'z', Expected::Value | Expected::FirstValue) => {
                Some((State::Word, Expected::Comma))
            }
            _ => None,
        };
        match (next, byte) {
            (Some((state, expected)), _) => (self.state, self.expected) = (state, expected),
            (None, b'/') => self.unclear = Some("JSON has no comments, and one stands before it"),
            (None, _) => self.unclear = Some(NO_JSON),
        }
    }

    fn open(
        &mut self,
        expected: Expected,
        level: Level,
        first: Expected,
    ) -> Option<(State, Expected)> {
        if !matches!(expected, Expected::Value | Expected::FirstValue) {
            return None;
        }
        self.levels.push(level);
        Some((State::Between, first))
    }

    fn close(&mut self, level: Level) -> Option<(State, Expected)> {
        (self.levels.pop()? == level).then_some((State::Between, Expected::Comma))
    }

    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, Why> {
        if let Some(why) = self.unclear {
            return Err(why);
        }
        match (self.state, self.expected) {
            (State::String(Escape::None), _) => Ok(HtmlContext::JsonString),
            (State::String(_), _) => Err("it would be part of the escape before it"),
            (State::Word, _) => Err("it would be part of the value before it"),
            (_, Expected::Value | Expected::FirstValue) => {
                (self.state, self.expected) = (State::BehindValue, Expected::Comma);
                Ok(HtmlContext::JsonValue)
            }
            (_, Expected::Key | Expected::FirstKey) => {
                Err("a key of JSON needs quotes: write them round the placeholder")
            }
            (_, Expected::Colon) => Err("a `:` is missing before it"),
            (_, Expected::Comma) => Err("a `,` is missing before it"),
        }
    }
}
