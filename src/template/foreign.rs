//! What stands where something else belongs: habits of other languages, and characters that
//! editors and mail programs put in.

use super::token::{Failure, word};
use crate::error::ErrorKind;
use crate::path::is_curly_quote;
use crate::span::{is_format, visible};

/// What the grammar was about to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A path, a string, a number or `t(…)`.
    Operand,
    /// What may follow an operand or a filter.
    Operator,
    /// A name behind a dot.
    Name,
    /// What belongs between `[` and `]`.
    Bracket,
    /// The name or the arguments of a filter, or of `t(…)`.
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
    if c.is_whitespace() || c.is_control() || is_format(c) {
        let found = match c {
            '\u{A0}' | '\u{202F}' => "a no-break space".to_owned(),
            '\u{200B}' => "a zero-width space".to_owned(),
            _ => "an invisible character".to_owned(),
        };
        let failure = expect(format!("{found} (U+{:04X})", u32::from(c)), c.len_utf8());
        return failure.help("write a plain space, or none");
    }
    if !open.is_empty() && rest.starts_with(open) {
        return expect(format!("`{open}`"), open.len()).may_end();
    }
    if !close.is_empty() && rest.starts_with(close) {
        return expect(format!("`{close}`"), close.len());
    }
    if let Some((habit, len, help)) = habit(rest, place) {
        return Failure::new(rest, len, ErrorKind::Foreign(habit)).help(help);
    }
    let found = word(rest).map_or(&rest[..c.len_utf8()], |word| {
        &word[..word.char_indices().nth(32).map_or(word.len(), |(at, _)| at)]
    });
    expect(format!("`{}`", visible(found)), found.len())
}

const NO_LOGIC: &str = "there are no loops, conditions or includes";
const NO_LOGIC_HELP: &str = "decide in the program, and give the template the value";

/// The failure if the first `len` bytes of `rest` are a word that begins a block elsewhere.
pub(super) fn block(rest: &str, len: usize) -> Option<Failure<'_>> {
    let is_block = matches!(
        &rest[..len],
        "if" | "elif"
            | "elseif"
            | "else"
            | "unless"
            | "not"
            | "for"
            | "foreach"
            | "each"
            | "while"
            | "in"
            | "set"
            | "let"
            | "with"
            | "include"
            | "import"
            | "extends"
            | "block"
            | "macro"
            | "end"
            | "endif"
            | "endfor"
            | "switch"
            | "case"
    );
    is_block.then(|| Failure::new(rest, len, ErrorKind::Foreign(NO_LOGIC)).help(NO_LOGIC_HELP))
}

/// What is wrong, over how many bytes, and what to write instead.
type Habit = (&'static str, usize, &'static str);

fn habit(rest: &str, place: Place) -> Option<Habit> {
    match place {
        Place::Operand => operand(rest),
        Place::Operator => operator(rest),
        Place::Name => name(rest),
        Place::Bracket => bracket(rest),
        Place::Other => None,
    }
}

fn operand(rest: &str) -> Option<Habit> {
    Some(match rest.as_bytes() {
        [b'[', ..] => ("a path never starts with `[`", 1, "write `$['key']` or `$[0]`"),
        [b'.', ..] => ("a path never starts with a dot", 1, "leave the dot out"),
        [b'{', b'{' | b'%', ..] => {
            ("a placeholder of another language stands inside this one", 2, "write only the path")
        }
        [b'{', ..] => ("a path stands without braces", 1, "write only the path"),
        [b'!', ..] => {
            ("`!` means nothing here", 1, "a comment has it right behind the opening delimiter")
        }
        [b'#' | b'/' | b'>' | b'^' | b'%', ..] => (NO_LOGIC, 1, NO_LOGIC_HELP),
        [b'(', ..] => ("there are no parentheses", 1, "operands are tried from left to right"),
        [b'*', ..] => ("there are no wildcards", 1, "write each path out"),
        [b'&', ..] => {
            ("`&` means nothing here", 1, "text that is markup already ends in the filter `safe`")
        }
        [b'+' | b'=' | b'~', ..] => ("there is no arithmetic", 1, NO_LOGIC_HELP),
        _ => return None,
    })
}

fn operator(rest: &str) -> Option<Habit> {
    if let Some(word) = word(rest) {
        let len = word.len();
        return Some(match word {
            "or" => ("`or` is written `||`", len, "`[[ a || b ]]` prints b if a has no value"),
            "and" | "not" | "if" | "else" | "unless" | "in" | "is" | "for" | "then" => {
                (NO_LOGIC, len, NO_LOGIC_HELP)
            }
            _ => return None,
        });
    }
    Some(match rest.as_bytes() {
        [b'?', b'.', ..] => {
            ("`?.` is not needed: a missing parent is a gap like any other", 2, "write `.`")
        }
        [b'?', ..] => {
            ("there is no conditional operator", 1, "`a || b` prints b if a has no value")
        }
        [b'&', b'&', ..] => (NO_LOGIC, 2, NO_LOGIC_HELP),
        [b'=' | b'!' | b'<' | b'>', ..] => ("there are no comparisons", 1, NO_LOGIC_HELP),
        [b'+' | b'*' | b'/' | b'%' | b'~', ..] => ("there is no arithmetic", 1, NO_LOGIC_HELP),
        [b'(', ..] => (
            "only `t(…)` has parentheses",
            1,
            "a filter is written `a | name: 'x'`, a translation `t('key')` without a space",
        ),
        [b'.' | b'[', ..] => ("there is no white space inside a path", 1, "close the gap"),
        [b':', ..] => (
            "`:` stands behind the name of a filter only",
            1,
            "a default is written `a || 'x'`, a filter `a | name: 'x'`",
        ),
        [b'}', b'}', ..] => {
            ("`}}` ends placeholders of another language", 2, "close it as it was opened")
        }
        _ => return None,
    })
}

fn name(rest: &str) -> Option<Habit> {
    Some(match rest.as_bytes() {
        [b'[', ..] => ("no dot stands before `[`", 1, "leave the dot out"),
        [b'*', ..] => ("there are no wildcards", 1, "write each path out"),
        [b'.', ..] => {
            ("there is no way up or down several levels", 1, "write one dot between two keys")
        }
        [b'\'' | b'"', ..] => {
            ("a key in quotes stands in brackets", 1, "write `['key']` without the dot")
        }
        _ => return None,
    })
}

fn bracket(rest: &str) -> Option<Habit> {
    if let Some(word) = word(rest) {
        return Some(("a key in brackets stands in quotes", word.len(), "write `['key']`"));
    }
    Some(match rest.as_bytes() {
        [b'*', ..] => ("there are no wildcards", 1, "write each path out"),
        [b':', ..] => ("there are no slices", 1, "the filter `join` takes a whole array"),
        [b'?', ..] => ("there are no filter expressions in a path", 1, NO_LOGIC_HELP),
        _ => return None,
    })
}
