//! What stands where something else belongs: habits of other languages, and characters that
//! editors and mail programs put in.

use std::borrow::Cow;

use super::token::{Failure, word_before};
use crate::error::ErrorKind;
use crate::path::{is_curly_quote, is_name_char};
use crate::visible::{is_format, one_line};

/// What the grammar was about to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A path, a string, a number or `t(…)`.
    Operand,
    /// What may follow an operand, a filter or an argument of `t(…)`.
    Operator,
    /// A name behind a dot.
    Name,
    /// What belongs between `[` and `]`.
    Bracket,
    /// An argument of a filter.
    Argument,
    /// Anything else: a filter's name, the key and argument names of `t(…)`, `]`, `:`.
    Other,
}

/// The failure at `rest`, where `expected` should stand.
pub(super) fn unexpected<'t>(
    rest: &'t str,
    expected: impl Into<String>,
    place: Place,
    (open, close): (&str, &str),
) -> Failure<'t> {
    let expect = |found: String, len| {
        Failure::new(rest, len, ErrorKind::Expected { expected: expected.into(), found })
    };
    let Some(c) = rest.chars().next() else {
        return expect("the end of the text".to_owned(), 0);
    };
    if is_curly_quote(c) {
        return Failure::new(rest, c.len_utf8(), ErrorKind::CurlyQuote { quote: c })
            .help(r#"write a straight one: ' or ""#);
    }
    if let Some((found, help)) = invisible(c) {
        return expect(found, c.len_utf8()).help(help);
    }
    if !open.is_empty() && rest.starts_with(open) {
        return expect(format!("`{open}`"), open.len()).may_end();
    }
    if !close.is_empty() && rest.starts_with(close) {
        return expect(format!("`{close}`"), close.len());
    }
    let stop = Some(close).filter(|close| !close.is_empty());
    if let Some((habit, len, help)) = habit(rest, place, stop) {
        return Failure::new(rest, len, ErrorKind::Foreign(habit)).help(help);
    }
    let found = word_before(rest, stop).unwrap_or(&rest[..c.len_utf8()]);
    expect(format!("`{}`", one_line(found, 32)), found.len())
}

/// What to call a character that cannot be seen, and what to do about it.
fn invisible(c: char) -> Option<(String, &'static str)> {
    let code = u32::from(c);
    Some(match c {
        ' ' | '\t' => ("white space".to_owned(), "leave it out"),
        '\n' | '\r' => ("a line break".to_owned(), "leave it out"),
        '\u{A0}' | '\u{202F}' => {
            (format!("a no-break space (U+{code:04X})"), "write a plain space, or none")
        }
        '\u{200B}' => (format!("a zero-width space (U+{code:04X})"), "delete it"),
        _ if c.is_whitespace() => {
            (format!("an unusual space (U+{code:04X})"), "write a plain space, or none")
        }
        _ if c.is_control() => (format!("a control character (U+{code:04X})"), "delete it"),
        _ if is_format(c) => (format!("an invisible character (U+{code:04X})"), "delete it"),
        _ => return None,
    })
}

const NO_LOGIC: &str = "there are no loops, conditions or includes";
const NO_LOGIC_HELP: &str = "decide in the program, and give the template the value";
const NO_CALLS: &str = "there are no functions or method calls";
const NO_CALLS_HELP: &str =
    "write only the path; a filter is written `a | name`, a translation `t('key')`";
const NO_COMPARISONS: &str = "there are no comparisons";
const NO_ARITHMETIC: &str = "there is no arithmetic";
const NO_WILDCARDS: &str = "there are no wildcards";
const COMMENT_HELP: &str = "a comment has `!` right after the opening delimiter";

/// Words that begin a block in other languages.
const BLOCKS: [&str; 24] = [
    "if", "elif", "elseif", "else", "unless", "not", "for", "foreach", "each", "while", "in",
    "set", "let", "with", "include", "import", "extends", "block", "macro", "end", "endif",
    "endfor", "switch", "case",
];

/// Whether a word begins a block in other languages.
pub(super) fn is_block(word: &str) -> bool {
    BLOCKS.contains(&word)
}

/// The failure at `rest`, which follows `operand`, the first and only one so far.
pub(super) fn behind_first<'t>(
    operand: &'t str,
    rest: &'t str,
    expected: &str,
    close: &str,
) -> Option<Failure<'t>> {
    let foreign = |rest, len, habit| Failure::new(rest, len, ErrorKind::Foreign(habit)).may_end();
    if is_block(operand) {
        return Some(foreign(operand, operand.len(), NO_LOGIC).help(NO_LOGIC_HELP));
    }
    if operand == "t" && rest.starts_with('(') {
        return Some(
            foreign(rest, 1, "no white space stands between `t` and `(`").help("write `t('key')`"),
        );
    }
    let next = word_before(rest, Some(close));
    let is_spaced = operand.chars().all(is_name_char) && operator(rest, Some(close)).is_none();
    let next = next.filter(|_| is_spaced)?;
    let kind = ErrorKind::Expected {
        expected: expected.to_owned(),
        found: format!("`{}`", one_line(next, 32)),
    };
    let (first, second) = (one_line(operand, 32), one_line(next, 32));
    let help = format!("a key with white space is written `$['{first} {second}']`");
    Some(Failure::new(rest, next.len(), kind).help(help).may_end())
}

/// The failure at `rest`, where a path goes on behind what is none.
pub(super) fn behind_no_path(rest: &str) -> Option<Failure<'_>> {
    const HABIT: &str = "only a path goes on with a dot or a bracket";
    let help = "a key in quotes is written `$['key']`, also at the beginning of a path";
    let goes_on = rest.starts_with(['.', '[']);
    goes_on.then(|| Failure::new(rest, 1, ErrorKind::Foreign(HABIT)).may_end().help(help))
}

/// What is wrong, over how many bytes, and what to write instead.
type Habit = (&'static str, usize, Cow<'static, str>);

fn habit(rest: &str, place: Place, stop: Option<&str>) -> Option<Habit> {
    let (habit, len, help) = match place {
        Place::Operand => operand(rest)?,
        Place::Operator => operator(rest, stop)?,
        Place::Name => name(rest)?,
        Place::Bracket => return bracket(rest, stop),
        Place::Argument => return argument(rest, stop),
        Place::Other => return None,
    };
    Some((habit, len, Cow::Borrowed(help)))
}

fn operand(rest: &str) -> Option<(&'static str, usize, &'static str)> {
    Some(match rest.as_bytes() {
        [b'[', ..] => ("a path never starts with `[`", 1, "write `$['key']` or `$[0]`"),
        [b'.', b'0'..=b'9', ..] => {
            ("a number begins with a digit", 1, "write a `0` before the point")
        }
        [b'.', ..] => ("a path never starts with a dot", 1, "leave the dot out"),
        [b'{', b'{' | b'%', ..] => {
            ("a placeholder of another language stands inside this one", 2, "write only the path")
        }
        [b'{', ..] => ("a path stands without braces", 1, "write only the path"),
        [b'!', ..] => ("`!` means nothing here", 1, COMMENT_HELP),
        [b'#' | b'/', ..] => (NO_LOGIC, 1, COMMENT_HELP),
        [b'>' | b'^' | b'%', ..] => (NO_LOGIC, 1, NO_LOGIC_HELP),
        [b'(', ..] => {
            ("there are no parentheses", 1, "leave them out: operands are tried from left to right")
        }
        [b'*', ..] => (NO_WILDCARDS, 1, "write each path out"),
        [b'&', ..] => {
            ("`&` means nothing here", 1, "text that is markup already ends in the filter `safe`")
        }
        [b'=' | b'~', ..] => {
            ("only a path stands here", 1, "leave it out: every placeholder prints")
        }
        [b'+', ..] => (NO_ARITHMETIC, 1, NO_LOGIC_HELP),
        _ => return None,
    })
}

fn operator(rest: &str, stop: Option<&str>) -> Option<(&'static str, usize, &'static str)> {
    if let Some(word) = word_before(rest, stop) {
        let len = word.len();
        return Some(match word {
            "or" | "OR" => ("`or` is written `||`", len, "`a || b` prints b if a has no value"),
            "and" | "AND" | "not" | "NOT" | "if" | "else" | "unless" | "in" | "is" | "for"
            | "then" => (NO_LOGIC, len, NO_LOGIC_HELP),
            _ => return None,
        });
    }
    Some(match rest.as_bytes() {
        [b'?', b'.', b'[', ..] => {
            ("`?.` is not needed: a missing parent is a gap like any other", 2, "leave it out")
        }
        [b'?', b'.', ..] => {
            ("`?.` is not needed: a missing parent is a gap like any other", 2, "write `.`")
        }
        [b'?', ..] => {
            ("there is no conditional operator", 1, "`a || b` prints b if a has no value")
        }
        [b'&', b'&', ..] => (NO_LOGIC, 2, NO_LOGIC_HELP),
        [b'!', b'=', ..] | [b'=' | b'<', ..] => (NO_COMPARISONS, 1, NO_LOGIC_HELP),
        [b'>', ..] => (NO_COMPARISONS, 1, "if `->` was meant, write `.`"),
        [b'!', ..] => ("`!` means nothing here", 1, "leave it out"),
        [b'/', ..] => (NO_ARITHMETIC, 1, "the keys of a path stand between dots"),
        [b'+' | b'*' | b'%' | b'~', ..] => (NO_ARITHMETIC, 1, NO_LOGIC_HELP),
        [b'(', ..] => (NO_CALLS, 1, NO_CALLS_HELP),
        [b'{', ..] => ("a path stands without braces", 1, "write only the path"),
        [b'.' | b'[', ..] => ("there is no white space inside a path", 1, "leave it out"),
        [b':', ..] => (
            "`:` only follows the name of a filter",
            1,
            "a default is written `a || 'x'`, a filter `a | name: 'x'`",
        ),
        [b'}', b'}', ..] => {
            ("`}}` ends placeholders of another language", 2, "close it as it was opened")
        }
        _ => return None,
    })
}

fn name(rest: &str) -> Option<(&'static str, usize, &'static str)> {
    Some(match rest.as_bytes() {
        [b'[', ..] => ("no dot stands before `[`", 1, "leave the dot out"),
        [b'*', ..] => (NO_WILDCARDS, 1, "write each path out"),
        [b'.', ..] => ("one dot stands between two keys", 1, "leave the other out"),
        [b'\'' | b'"', ..] => {
            ("a key in quotes stands in brackets", 1, "write `['key']` without the dot")
        }
        _ => return None,
    })
}

fn bracket(rest: &str, stop: Option<&str>) -> Option<Habit> {
    if let Some(word) = word_before(rest, stop) {
        let help = format!("write `['{}']`", one_line(word, 32));
        return Some(("a key in brackets stands in quotes", word.len(), help.into()));
    }
    Some(match rest.as_bytes() {
        [b'*', ..] => (NO_WILDCARDS, 1, "write each path out".into()),
        [b':', ..] => ("there are no slices", 1, "the filter `join` takes a whole array".into()),
        [b'?', ..] => ("there are no filter expressions in a path", 1, NO_LOGIC_HELP.into()),
        _ => return None,
    })
}

fn argument(rest: &str, stop: Option<&str>) -> Option<Habit> {
    let word = word_before(rest, stop)?;
    let help =
        format!("write `'{}'`; a default that is a path is written `a || b`", one_line(word, 32));
    Some(("an argument is a string or a number, not a path", word.len(), help.into()))
}
