//! JavaScript: where a value, a text or nothing can stand.
//!
//! Follows the [lexical grammar](https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar). Where
//! only a parser could tell a regular expression from a division, nothing is said of what comes behind.

use super::Why;
use super::character::Decoder;
use super::regexp::Regexp;
use super::word::{Last, Word};
use crate::escape::html::HtmlContext;

mod text;
mod token;

use self::text::{Template, Text};

#[derive(Clone, Debug)]
pub(super) struct Code {
    /// Whether there are HTML-like comments.
    is_classic: bool,
    decoder: Decoder,
    state: State,
    last: Last,
    /// Whether the line began with nothing but white space and comments.
    is_line_start: bool,
    levels: Vec<Level>,
    /// Why nothing more can be said.
    unclear: Option<Why>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// At the beginning, where `#!` is a comment.
    Start,
    StartHash,
    Between(Joint),
    Word(Word),
    Number,
    /// So many dots, up to four.
    Dots(u8),
    Slash,
    Plus,
    /// `-`, and whether it is the first on its line.
    Minus(bool),
    MinusMinus(bool),
    String(Text),
    Template(Template),
    Regexp(Regexp),
    LineComment,
    BlockComment {
        is_starred: bool,
    },
}

/// What stands right before a character between tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Free,
    /// A string, a template literal or a regular expression.
    Literal,
    /// A placeholder.
    Value,
    /// `#` or `@`.
    Sign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Parenthesis,
    /// Behind it a statement may begin.
    Condition,
    Bracket,
    Brace,
    /// `${` of a template literal, and whether that one has a tag.
    Substitution {
        is_tagged: bool,
    },
}

impl Code {
    pub(super) const fn new(is_classic: bool) -> Self {
        Self {
            is_classic,
            decoder: Decoder::new(),
            state: State::Start,
            last: Last::Operator,
            is_line_start: true,
            levels: Vec::new(),
            unclear: None,
        }
    }

    pub(super) fn read(&mut self, byte: u8) -> Result<(), Why> {
        if self.unclear.is_some() {
            return Ok(());
        }
        self.decoder.read(byte).map_or(Ok(()), |char| self.step(char))
    }

    pub(super) fn placeholder(&mut self) -> Result<HtmlContext, Why> {
        if matches!(self.state, State::Slash) {
            self.open_slash();
        }
        if let Some(why) = self.unclear {
            return Err(why);
        }
        let is_module = self.last.names_module();
        let context = match &mut self.state {
            State::LineComment | State::BlockComment { .. } => {
                return Err("it stands in a comment");
            }
            State::String(_) | State::Template(_) if is_module => return Err(MODULE),
            State::String(text) if text.escape.is_open() => return Err(ESCAPE),
            State::Template(template) if template.escape.is_open() => return Err(ESCAPE),
            State::Template(template) if template.is_tagged => {
                return Err(
                    "the template literal has or may have a tag, which sees more than the text",
                );
            }
            State::String(_) => HtmlContext::ScriptString,
            State::Template(template) => {
                template.placeholder();
                HtmlContext::TemplateLiteral
            }
            State::Regexp(regexp) => regexp.placeholder()?,
            _ => {
                self.value()?;
                HtmlContext::ScriptValue
            }
        };
        Ok(context)
    }

    /// A placeholder between tokens.
    fn value(&mut self) -> Result<(), Why> {
        match self.state {
            State::Word(_) => {
                return Err("it would be part of the name before it: put a space or quotes");
            }
            State::Number => return Err("it would be part of the number before it"),
            State::Dots(dots) if dots != 3 => return Err("a name follows a `.`: use `[ ]`"),
            State::Between(Joint::Literal) => {
                return Err("it would be part of the literal before it: put an operator between");
            }
            State::Between(Joint::Value) => {
                return Err("it follows another one without an operator");
            }
            State::Between(Joint::Sign) | State::StartHash => return Err("a name follows here"),
            State::MinusMinus(is_first) => self.last = self.increment(is_first),
            State::Dots(_) | State::Plus | State::Minus(_) => self.last = Last::Operator,
            _ => {}
        }
        if self.last.names_module() {
            return Err(MODULE);
        }
        match self.last {
            Last::Dot => return Err("a name follows a `.`: use `[ ]`"),
            // A list would become an index, and nothing else could stand there.
            Last::Operand => return Err("an operator or a `;` is missing before it"),
            _ => {}
        }
        self.token(Last::Operand);
        self.state = State::Between(Joint::Value);
        Ok(())
    }
}

const ESCAPE: Why = "it would be part of the escape before it";
const MODULE: Why = "it says which module the page runs";
