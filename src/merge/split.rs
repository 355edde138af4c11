//! Where records begin and end: lines, or the elements of an array. Piece by piece, and nothing is held.

use memchr::{memchr, memchr2};

use crate::json::is_space;

/// What comes next in a piece of the input; positions count from the beginning of that piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A record begins here.
    Begin(usize),
    /// The record that has begun ends at `at`, and what follows it begins at `next`.
    End { at: usize, next: usize },
    /// Nothing more in this piece.
    More,
    /// Something else was expected here.
    Broken { at: usize, expected: &'static str },
}

/// Finds the records of an input. A copy of it knows where the original stood.
#[derive(Clone, Copy, Debug)]
pub(super) enum Splitter {
    /// A record on each line.
    Lines {
        is_open: bool,
        /// Those that have ended.
        lines: u64,
    },
    /// The elements of one array.
    Array(Frame),
}

/// How far an array was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    state: State,
    /// So many brackets of the element are open.
    depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the array.
    Before,
    /// Behind its opening bracket.
    First,
    /// Behind a comma.
    Next,
    /// At the first byte of an element.
    Begun,
    /// Within brackets of an element.
    Nested,
    /// Within a string.
    Text,
    /// Behind a backslash in a string.
    Escaped,
    /// Within a number or a word.
    Scalar,
    /// Behind an element.
    After,
    /// Behind the array.
    Behind,
}

const COMMA: &str = "`,` or `]`";

impl Splitter {
    pub(super) const LINES: Self = Self::Lines { is_open: false, lines: 0 };
    pub(super) const ARRAY: Self = Self::Array(Frame { state: State::Before, depth: 0 });

    /// What comes next in `bytes`, which follow those of the step before.
    pub(super) fn step(&mut self, bytes: &[u8]) -> Step {
        match self {
            Self::Lines { is_open: is_open @ false, .. } => {
                if bytes.is_empty() {
                    return Step::More;
                }
                *is_open = true;
                Step::Begin(0)
            }
            Self::Lines { is_open, lines } => match memchr(b'\n', bytes) {
                Some(at) => {
                    (*is_open, *lines) = (false, *lines + 1);
                    Step::End { at, next: at + 1 }
                }
                None => Step::More,
            },
            Self::Array(frame) => frame.step(bytes),
        }
    }

    /// The splitter as it was at the first byte of the record that has just begun.
    pub(super) const fn before(self) -> Self {
        match self {
            Self::Lines { lines, .. } => Self::Lines { is_open: false, lines },
            Self::Array(_) => Self::Array(Frame { state: State::Next, depth: 0 }),
        }
    }

    /// Whether a record ends with the input.
    pub(super) fn finish(&mut self) -> Result<bool, &'static str> {
        match self {
            Self::Lines { is_open, lines } => {
                *lines += u64::from(*is_open);
                Ok(std::mem::take(is_open))
            }
            Self::Array(frame) => frame.finish().map(|()| false),
        }
    }

    /// The lines that have ended, if records are lines.
    pub(super) const fn lines(&self) -> Option<u64> {
        match self {
            Self::Lines { lines, .. } => Some(*lines),
            Self::Array(_) => None,
        }
    }
}

impl Frame {
    fn step(&mut self, bytes: &[u8]) -> Step {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match self.state {
                State::Before | State::First | State::Next | State::After | State::Behind
                    if is_space(byte) =>
                {
                    at += 1;
                }
                State::Before if byte == b'[' => (self.state, at) = (State::First, at + 1),
                State::Before => return Step::Broken { at, expected: "`[`" },
                State::First if byte == b']' => (self.state, at) = (State::Behind, at + 1),
                State::First | State::Next if matches!(byte, b',' | b']') => {
                    return Step::Broken { at, expected: "a value" };
                }
                State::First | State::Next => {
                    self.state = State::Begun;
                    return Step::Begin(at);
                }
                State::Begun => {
                    (self.state, self.depth) = match byte {
                        b'"' => (State::Text, 0),
                        b'{' | b'[' => (State::Nested, 1),
                        _ => (State::Scalar, 0),
                    };
                    at += 1;
                }
                State::Nested | State::Text => {
                    at = self.within(bytes, at);
                    if self.depth == 0 && self.state == State::After {
                        return Step::End { at, next: at };
                    }
                }
                State::Escaped => (self.state, at) = (State::Text, at + 1),
                State::Scalar => match byte {
                    b',' | b']' => return self.end(at),
                    _ if is_space(byte) => return self.end(at),
                    b'"' | b'{' | b'[' => return Step::Broken { at, expected: COMMA },
                    _ => at += 1,
                },
                State::After => match byte {
                    b',' => (self.state, at) = (State::Next, at + 1),
                    b']' => (self.state, at) = (State::Behind, at + 1),
                    _ => return Step::Broken { at, expected: COMMA },
                },
                State::Behind => {
                    return Step::Broken { at, expected: "nothing behind the array" };
                }
            }
        }
        Step::More
    }

    /// Goes on within brackets and strings: to the end of the element, to a backslash, or through all bytes. One loop with
    /// few variables, since most bytes of an array pass here.
    fn within(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let (mut depth, mut is_text) = (self.depth, self.state == State::Text);
        loop {
            if is_text {
                let Some(before) = text_end(&bytes[at..]) else {
                    (self.state, self.depth) = (State::Text, depth);
                    return bytes.len();
                };
                at += before + 1;
                if bytes[at - 1] == b'\\' {
                    (self.state, self.depth) = (State::Escaped, depth);
                    return at;
                }
                is_text = false;
            } else {
                let rest = &bytes[at..];
                // `[` and `{` differ in one bit only, as do `]` and `}`.
                let is_mark = |byte: &u8| *byte == b'"' || matches!(byte | 0x20, b'{' | b'}');
                let Some(before) = rest.iter().position(is_mark) else {
                    (self.state, self.depth) = (State::Nested, depth);
                    return bytes.len();
                };
                at += before + 1;
                match rest[before] {
                    b'"' => {
                        is_text = true;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    _ => depth -= 1,
                }
            }
            if depth == 0 {
                (self.state, self.depth) = (State::After, 0);
                return at;
            }
        }
    }

    const fn end(&mut self, at: usize) -> Step {
        self.state = State::After;
        Step::End { at, next: at }
    }

    const fn finish(&self) -> Result<(), &'static str> {
        match self.state {
            State::Before => Err("`[`"),
            State::Next => Err("a value"),
            State::First | State::After | State::Scalar => Err(COMMA),
            State::Text | State::Escaped => Err("the end of a string"),
            State::Begun | State::Nested => Err("a closing bracket"),
            State::Behind => Ok(()),
        }
    }
}

/// The first quote or backslash; most strings are short.
fn text_end(text: &[u8]) -> Option<usize> {
    const SHORT: usize = 16;
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\');
    let short = &text[..text.len().min(SHORT)];
    short.iter().position(is_mark).or_else(|| {
        let long = memchr2(b'"', b'\\', &text[short.len()..])?;
        Some(short.len() + long)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records of the pieces, joined by `|`, and what was expected if it is broken.
    fn split(mut splitter: Splitter, pieces: &[&[u8]]) -> (String, Option<&'static str>) {
        let (mut records, mut open) = (Vec::new(), None::<Vec<u8>>);
        for piece in pieces {
            let mut at = 0;
            loop {
                match splitter.step(&piece[at..]) {
                    Step::Begin(begin) => (at, open) = (at + begin, Some(Vec::new())),
                    Step::End { at: end, next } => {
                        let mut record = open.take().unwrap();
                        record.extend_from_slice(&piece[at..at + end]);
                        records.push(String::from_utf8(record).unwrap());
                        at += next;
                    }
                    Step::More => {
                        if let Some(open) = &mut open {
                            open.extend_from_slice(&piece[at..]);
                        }
                        break;
                    }
                    Step::Broken { expected, .. } => return (records.join("|"), Some(expected)),
                }
            }
        }
        match splitter.finish() {
            Ok(true) => records.push(String::from_utf8(open.unwrap()).unwrap()),
            Ok(false) => assert!(open.is_none()),
            Err(expected) => return (records.join("|"), Some(expected)),
        }
        (records.join("|"), None)
    }

    #[test]
    fn wherever_the_pieces_end_the_records_are_the_same() {
        let array = br#" [ {"a":"]\"}"} ,[1,[2]],"x,\\", 12,true ,{"b" : [1}] ] "#;
        let elements = r#"{"a":"]\"}"}|[1,[2]]|"x,\\"|12|true|{"b" : [1}]"#;
        let lines = b"one\n\ntwo\r\nthree";
        for at in 0..array.len() {
            let (head, tail) = array.split_at(at);
            assert_eq!(split(Splitter::ARRAY, &[head, tail]), (elements.to_owned(), None), "{at}");
        }
        for at in 0..lines.len() {
            let (head, tail) = lines.split_at(at);
            let all = "one||two\r|three".to_owned();
            assert_eq!(split(Splitter::LINES, &[head, tail]), (all, None), "{at}");
        }
    }

    #[test]
    fn a_frame_that_is_broken_says_what_is_missing() {
        for (text, records, expected) in [
            ("", "", "`[`"),
            ("{}", "", "`[`"),
            ("[", "", COMMA),
            ("[1 2]", "1", COMMA),
            ("[{} {}]", "{}", COMMA),
            ("[1,,2]", "1", "a value"),
            ("[1,]", "1", "a value"),
            ("[,1]", "", "a value"),
            ("[1,", "1", "a value"),
            ("[1, 2", "1", COMMA),
            ("[1{}]", "", COMMA),
            ("[{\"a\": 1, {}", "", "a closing bracket"),
            // Brackets are counted, whatever their kind: memory would be needed for more.
            ("[{\"a\": 1, {}]", "{\"a\": 1, {}]", COMMA),
            ("[\"abc", "", "the end of a string"),
            ("[1] x", "1", "nothing behind the array"),
        ] {
            let found = split(Splitter::ARRAY, &[text.as_bytes()]);
            assert_eq!(found, (records.to_owned(), Some(expected)), "{text}");
        }
        assert_eq!(split(Splitter::ARRAY, &[b" [ ] "]), (String::new(), None));
    }
}
