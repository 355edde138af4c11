//! The built-in filters.
//!
//! `default` and `safe` are part of the grammar: the parser turns them into a last operand and
//! into a mark, so they are never applied. They stand here for their names and arguments.

use serde::Serialize;

use crate::locale::NumberFormat;
use crate::path::JSON_DEPTH;
use crate::value::{Datum, Limited, Literal, State, depth_within, is_number, text_state};
use crate::visible::{cut, shown};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    Upper,
    Lower,
    Capitalize,
    Trim,
    Truncate,
    Replace,
    Join,
    Json,
    Number,
    Prefix,
    Suffix,
    Default,
    Safe,
}

impl Builtin {
    pub(super) const ALL: [Self; 13] = [
        Self::Upper,
        Self::Lower,
        Self::Capitalize,
        Self::Trim,
        Self::Truncate,
        Self::Replace,
        Self::Join,
        Self::Json,
        Self::Number,
        Self::Prefix,
        Self::Suffix,
        Self::Default,
        Self::Safe,
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|builtin| builtin.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Capitalize => "capitalize",
            Self::Trim => "trim",
            Self::Truncate => "truncate",
            Self::Replace => "replace",
            Self::Join => "join",
            Self::Json => "json",
            Self::Number => "number",
            Self::Prefix => "prefix",
            Self::Suffix => "suffix",
            Self::Default => "default",
            Self::Safe => "safe",
        }
    }

    pub(super) fn check(self, arguments: &[Literal]) -> Result<(), String> {
        use Literal::{Number, Text};
        let wants = match (self, arguments) {
            (Self::Number, _) if !cfg!(feature = "icu") => {
                "needs the feature `icu` of the crate lacuna, which has the numbers of all languages"
            }
            (
                Self::Upper
                | Self::Lower
                | Self::Capitalize
                | Self::Trim
                | Self::Json
                | Self::Number
                | Self::Safe,
                [],
            )
            | (Self::Join | Self::Prefix | Self::Suffix, [Text(_)])
            | (Self::Default, [_]) => return Ok(()),
            (Self::Truncate, [Number(number)]) if count(number).is_some() => return Ok(()),
            (Self::Number, [Number(digits)]) if fraction(digits).is_some() => return Ok(()),
            (Self::Replace, [Text(from), Text(_)]) if !from.is_empty() => return Ok(()),
            (Self::Replace, [Text(_), Text(_)]) => "cannot replace an empty string",
            (
                Self::Upper | Self::Lower | Self::Capitalize | Self::Trim | Self::Json | Self::Safe,
                _,
            ) => "takes no argument",
            (Self::Number, _) => {
                "takes no argument, or how many digits stand behind the decimal sign, at most 20: `number: 2`"
            }
            (Self::Join, _) => "takes one string, the separator: `join: ', '`",
            (Self::Prefix, _) => "takes one string: `prefix: '+'`",
            (Self::Suffix, _) => "takes one string: `suffix: ','`",
            (Self::Default, _) => "takes one string or number: `default: 'none'`",
            (Self::Truncate, _) => "takes one whole number of at least 1: `truncate: 80`",
            (Self::Replace, _) => "takes two strings: `replace: '-', ' '`",
        };
        Err(wants.to_owned())
    }

    /// The text that leaves the filter, at most about `most` bytes long; `arguments` passed
    /// [`Self::check`].
    pub(super) fn apply(
        self,
        value: &Datum<'_>,
        arguments: &[Literal],
        most: usize,
        numbers: Option<&NumberFormat>,
    ) -> Result<String, String> {
        let argument = |index: usize| arguments.get(index).map_or("", Literal::text);
        match self {
            Self::Json => return json(value, most),
            Self::Join => return join(value, argument(0), most),
            Self::Number => return number(value, fraction(argument(0)), most, numbers),
            _ => {}
        }
        let text = value
            .text()
            .ok_or_else(|| format!("`{}` takes a text, this is {}", self.name(), value.kind()))?;
        // No letter takes less than a third of what it took in the other case.
        if matches!(self, Self::Upper | Self::Lower | Self::Capitalize) && text.len() / 3 > most {
            return Err(too_long(self, most));
        }
        Ok(match self {
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Capitalize => capitalize(text),
            Self::Trim => text.trim().to_owned(),
            Self::Truncate => cut(text, count(argument(0)).unwrap_or(usize::MAX)),
            Self::Replace => replace(text, argument(0), argument(1), most)?,
            Self::Prefix if text_state(text) == State::Value => format!("{}{text}", argument(0)),
            Self::Suffix if text_state(text) == State::Value => format!("{text}{}", argument(0)),
            Self::Prefix
            | Self::Suffix
            | Self::Default
            | Self::Safe
            | Self::Json
            | Self::Join
            | Self::Number => text.to_owned(),
        })
    }
}

fn too_long(filter: Builtin, most: usize) -> String {
    format!("`{}` would make a text of more than {most} bytes", filter.name())
}

/// The whole number of at least 1 that `digits` writes; one too large for the machine is the largest.
fn count(digits: &str) -> Option<usize> {
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    (whole && digits != "0").then(|| digits.parse().unwrap_or(usize::MAX))
}

/// How many digits of a fraction are asked for: at most 20, as in ECMA-402.
fn fraction(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|fraction| (0..=20).contains(fraction))
}

/// A number as the language writes it; an empty or blank text is left alone, so that an optional one can be
/// written.
fn number(
    value: &Datum<'_>,
    fraction: Option<i16>,
    most: usize,
    numbers: Option<&NumberFormat>,
) -> Result<String, String> {
    let digits = match value {
        Datum::Number(digits) => digits,
        Datum::Text(text) if is_number(text) => text,
        Datum::Text(text) if text_state(text) != State::Value => return Ok(text.to_string()),
        Datum::Text(text) => {
            return Err(format!("`number` takes a number, this is `{}`", shown(text, 60)));
        }
        other => return Err(format!("`number` takes a number, this is {}", other.kind())),
    };
    let numbers = numbers.ok_or("`number` needs a language: see `Context::locales`")?;
    let Some(written) = numbers.write(digits, fraction) else {
        return Err(
            "`number` writes at most 32,767 digits before and behind the decimal sign".to_owned()
        );
    };
    if written.len() > most { Err(too_long(Builtin::Number, most)) } else { Ok(written) }
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn replace(text: &str, from: &str, to: &str, most: usize) -> Result<String, String> {
    let longer = to.len().saturating_sub(from.len());
    if longer > 0 {
        let len = text.len().saturating_add(text.matches(from).count().saturating_mul(longer));
        if len > most {
            return Err(too_long(Builtin::Replace, most));
        }
    }
    Ok(text.replace(from, to))
}

/// An empty or blank text is left alone, so that an optional list can be written.
fn join(value: &Datum<'_>, separator: &str, most: usize) -> Result<String, String> {
    let items = match value {
        Datum::Text(text) if text_state(text) != State::Value => return Ok(text.to_string()),
        Datum::Tree(tree) => tree.as_array(),
        _ => None,
    }
    .ok_or_else(|| format!("`join` takes an array, this is {}", value.kind()))?;
    let mut out = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        let item = Datum::from(item);
        let text = item.text().ok_or_else(|| {
            format!(
                "`join` takes an array of texts, numbers and booleans, [{index}] is {}",
                item.kind()
            )
        })?;
        out.push_str(text);
        if out.len() > most {
            return Err(too_long(Builtin::Join, most));
        }
    }
    Ok(out)
}

fn json(value: &Datum<'_>, most: usize) -> Result<String, String> {
    match value {
        _ if most == 0 => Err(too_long(Builtin::Json, most)),
        Datum::Tree(tree) => {
            // Each value takes a byte at least, so that nothing is looked at that is never written.
            let mut left = most.saturating_add(1);
            match depth_within(tree, &mut left) {
                _ if left == 0 => Err(too_long(Builtin::Json, most)),
                0..=JSON_DEPTH => bounded_json(&**tree, most),
                _ => {
                    Err(format!("`json` writes at most {JSON_DEPTH} levels of arrays and objects"))
                }
            }
        }
        Datum::Text(text) => bounded_json(&**text, most),
        Datum::Null => Ok("null".to_owned()),
        Datum::Bool(_) | Datum::Number(_) => Ok(value.text().unwrap_or_default().to_owned()),
    }
}

fn bounded_json(value: &(impl Serialize + ?Sized), most: usize) -> Result<String, String> {
    let mut out = Limited { out: Vec::new(), left: most };
    let written = serde_json::to_writer(&mut out, value);
    let bytes = written.map(|()| out.out).map_err(|_| too_long(Builtin::Json, most))?;
    String::from_utf8(bytes).map_err(|_| too_long(Builtin::Json, most))
}
