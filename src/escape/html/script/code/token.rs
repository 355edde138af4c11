//! What each character of a script does.

use super::text::{Step as TextStep, Template, Text};
use super::{Code, Joint, Level, State};
use crate::escape::html::script::Why;
use crate::escape::html::script::character::{is_line_end, is_name, is_space};
use crate::escape::html::script::regexp::{Regexp, Step};
use crate::escape::html::script::word::{Last, Word};

impl Code {
    pub(super) fn step(&mut self, char: char) -> Result<(), Why> {
        match &mut self.state {
            State::Start if char == '#' => self.state = State::StartHash,
            State::StartHash if char == '!' => self.state = State::LineComment,
            State::Start => return self.between(Joint::Free, char),
            State::StartHash => {
                self.token(Last::Dot);
                return self.between(Joint::Sign, char);
            }
            State::Between(joint) => {
                let joint = *joint;
                return self.between(joint, char);
            }
            State::Word(word) => {
                if !word.read(char) {
                    let last = word.token(self.last);
                    self.token(last);
                    return self.between(Joint::Free, char);
                }
            }
            State::Number if is_name(char) || char == '.' => {}
            State::Number => {
                self.token(Last::Operand);
                return self.between(Joint::Free, char);
            }
            State::Dots(dots) if char == '.' => *dots = dots.saturating_add(1),
            State::Dots(1) if char.is_ascii_digit() => self.state = State::Number,
            State::Dots(dots) => {
                let last = if *dots == 1 { Last::Dot } else { Last::Operator };
                self.token(last);
                return self.between(Joint::Free, char);
            }
            State::Slash => return self.slash(char),
            State::Plus if char == '+' => {
                let last = self.increment(self.is_line_start);
                self.token(last);
            }
            State::Minus(is_first) if char == '-' => self.state = State::MinusMinus(*is_first),
            State::MinusMinus(true) if char == '>' && self.is_classic => {
                self.unclear = Some("`-->` before it begins a comment, as the first on its line");
            }
            State::MinusMinus(is_first) => {
                let is_first = *is_first;
                let last = self.increment(is_first);
                self.token(last);
                return self.between(Joint::Free, char);
            }
            State::Plus | State::Minus(_) => {
                self.token(Last::Operator);
                return self.between(Joint::Free, char);
            }
            State::String(text) => match text.read(char) {
                Some(true) => {}
                Some(false) => self.close(),
                None => self.unclear = Some("a string before it has no end on its line"),
            },
            State::Template(template) => match template.read(char)? {
                TextStep::Inside => {}
                TextStep::End => self.close(),
                TextStep::Substitution => {
                    let is_tagged = template.is_tagged;
                    self.levels.push(Level::Substitution { is_tagged });
                    self.token(Last::Operator);
                }
            },
            State::Regexp(regexp) => match regexp.read(char)? {
                Step::Inside => {}
                Step::End => {
                    self.last = Last::Operand;
                    self.state = State::Word(Word::flags());
                }
                Step::Broken => {
                    self.unclear = Some("a regular expression before it has no end on its line");
                }
            },
            State::LineComment if is_line_end(char) => self.line_end(),
            State::LineComment => {}
            State::BlockComment { is_starred: true } if char == '/' => {
                self.state = State::Between(Joint::Free);
            }
            State::BlockComment { is_starred } => {
                *is_starred = char == '*';
                self.is_line_start |= is_line_end(char); // as if it ended the line
            }
        }
        Ok(())
    }

    /// A token is complete.
    pub(super) fn token(&mut self, last: Last) {
        self.last = last;
        self.is_line_start = false;
        self.state = State::Between(Joint::Free);
    }

    /// A string or a template literal is complete.
    fn close(&mut self) {
        self.token(Last::Operand);
        self.state = State::Between(Joint::Literal);
    }

    fn line_end(&mut self) {
        self.is_line_start = true;
        self.state = State::Between(Joint::Free);
    }

    /// What `++` or `--` is.
    pub(super) fn increment(&self, is_first: bool) -> Last {
        // First on its line it stands before its operand, which could be a regular expression.
        if self.last.divides() == Some(true) && !is_first { Last::Operand } else { Last::Doubtful }
    }

    /// What a character opens that belongs to no token before it.
    fn between(&mut self, joint: Joint, char: char) -> Result<(), Why> {
        if joint == Joint::Value && (is_name(char) || "'\"`\\#@".contains(char)) {
            return Err("what stands right behind it would be part of it: put a space between");
        }
        self.state = State::Between(Joint::Free);
        if let Some(word) = Word::begin(char, self.last).filter(|_| !char.is_ascii_digit()) {
            self.state = State::Word(word);
            return Ok(());
        }
        match char {
            _ if is_line_end(char) => self.line_end(),
            _ if is_space(char) => {}
            '0'..='9' => self.state = State::Number,
            '"' | '\'' => self.state = State::String(Text::new(char)),
            '`' => {
                // Behind what may be a regular expression's place, no tag can stand.
                let is_tagged = self.last.divides() != Some(false);
                self.state = State::Template(Template::new(is_tagged));
            }
            '.' => self.state = State::Dots(1),
            '/' => self.state = State::Slash,
            '+' => self.state = State::Plus,
            '-' => self.state = State::Minus(self.is_line_start),
            '#' | '@' => {
                self.token(Last::Dot);
                self.state = State::Between(Joint::Sign);
            }
            '(' => self.open_parenthesis(),
            '[' => self.open(Level::Bracket),
            '{' => self.open(Level::Brace),
            ')' | ']' | '}' => self.close_level(char),
            _ => self.token(Last::Operator),
        }
        Ok(())
    }

    fn open_parenthesis(&mut self) {
        let last = self.last;
        let is_condition = last == Last::Condition;
        self.open(if is_condition { Level::Condition } else { Level::Parenthesis });
        if last == Last::Import {
            self.last = Last::ImportParenthesis;
        }
    }

    fn open(&mut self, level: Level) {
        self.levels.push(level);
        self.token(Last::Operator);
    }

    fn close_level(&mut self, char: char) {
        match (char, self.levels.pop()) {
            (')', Some(Level::Parenthesis)) | (']', Some(Level::Bracket)) => {
                self.token(Last::Operand);
            }
            (')', Some(Level::Condition)) => self.token(Last::Operator),
            ('}', Some(Level::Brace)) => self.token(Last::Brace),
            ('}', Some(Level::Substitution { is_tagged })) => {
                self.token(Last::Operator);
                self.state = State::Template(Template::new(is_tagged));
            }
            _ => self.unclear = Some("the brackets before it do not match"),
        }
    }

    /// What the slash before `char` is.
    fn slash(&mut self, char: char) -> Result<(), Why> {
        match char {
            '/' => self.state = State::LineComment,
            '*' => self.state = State::BlockComment { is_starred: false },
            _ => {
                self.open_slash();
                if self.unclear.is_none() {
                    return self.step(char);
                }
            }
        }
        Ok(())
    }

    /// A slash that begins no comment.
    pub(super) fn open_slash(&mut self) {
        match self.last.divides() {
            Some(true) => self.token(Last::Operator),
            Some(false) => self.state = State::Regexp(Regexp::new()),
            None => {
                self.unclear = Some(
                    "a `/` before it may divide or begin a regular expression: use parentheses",
                );
            }
        }
    }
}
