//! Values as placeholders meet them: what a source answers, and what a template writes itself.

mod number;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::number::is_number;
use crate::path::JSON_DEPTH;

/// What a [`Source`](crate::Source) holds at a path, and what a filter is given.
///
/// ```
/// use lacuna::Datum;
/// use serde_json::json;
///
/// assert!(matches!(Datum::from(&json!("Ada")), Datum::Text(text) if text == "Ada"));
/// assert_eq!(Datum::from(&json!([1])).kind().to_string(), "an array");
/// assert_eq!(Datum::from(1.5), Datum::Number("1.5".into()));
/// assert_eq!(Datum::from(443), Datum::Number("443".into()));
/// assert_eq!(Datum::from(None::<String>), Datum::Null);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<'d> {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with the digits that its source writes; what is no JSON number is taken for a text.
    /// A `serde_json::Value` keeps no digits: it writes `49.50` as `49.5`, and a number of more
    /// than 17 digits with an exponent.
    Number(Cow<'d, str>),
    /// A text.
    Text(Cow<'d, str>),
    /// An array or an object. A scalar in here is read as that scalar when a source answers it.
    Tree(Cow<'d, Value>),
}

impl Datum<'_> {
    /// Which kind of value this is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Tree(tree) => Kind::of(tree),
        }
    }

    /// What a text shows of the value: none for `null`, an array or an object.
    ///
    /// ```
    /// # use lacuna::Datum;
    /// assert_eq!(Datum::Number("1.50".into()).text(), Some("1.50"));
    /// assert_eq!(Datum::Null.text(), None);
    /// ```
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Bool(value) => Some(bool_text(*value)),
            Self::Number(text) | Self::Text(text) => Some(text),
            Self::Tree(tree) => match &**tree {
                Value::String(text) => Some(text),
                Value::Bool(value) => Some(bool_text(*value)),
                _ => None,
            },
            Self::Null => None,
        }
    }

    pub(crate) fn state(&self) -> State {
        match self {
            Self::Null => State::Null,
            Self::Bool(_) | Self::Number(_) => State::Value,
            Self::Text(text) => text_state(text),
            Self::Tree(tree) => state(tree),
        }
    }
}

impl<'d> From<&'d Value> for Datum<'d> {
    /// Borrows texts and trees; a number is written out, which allocates.
    fn from(value: &'d Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(Cow::Owned(number.to_string())),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(_) | Value::Object(_) => Self::Tree(Cow::Borrowed(value)),
        }
    }
}

impl<'d> From<&'d str> for Datum<'d> {
    fn from(text: &'d str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Datum<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Datum<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'d> From<&'d String> for Datum<'d> {
    fn from(text: &'d String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'d> From<Cow<'d, str>> for Datum<'d> {
    fn from(text: Cow<'d, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Value> for Datum<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Cow::Owned(text)),
            Value::Array(_) | Value::Object(_) => Self::Tree(Cow::Owned(value)),
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(Cow::Owned(number.to_string())),
        }
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Datum<'_> {
            /// As `serde_json` writes it; what JSON has no number for (infinities, not a number)
            /// is null.
            fn from(number: $number) -> Self {
                Self::from(Value::from(number))
            }
        }
    )*};
}

numbers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64 }

impl<'d, T: Into<Datum<'d>>> From<Option<T>> for Datum<'d> {
    /// `None` is null.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

pub(crate) const fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The six kinds of JSON value; `Display` adds the article.
///
/// ```
/// use lacuna::{Datum, Kind};
///
/// assert_eq!(Datum::Bool(true).kind(), Kind::Bool);
/// assert_eq!(Kind::Object.to_string(), "an object");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    pub(crate) const fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// How much there is to a value that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Null,
    /// `""`, `[]` or `{}`.
    Empty,
    /// A text of white space only.
    Blank,
    /// Anything else, `0` and `false` included.
    Value,
}

pub(crate) fn state(value: &Value) -> State {
    match value {
        Value::Null => State::Null,
        Value::String(text) => text_state(text),
        Value::Array(items) if items.is_empty() => State::Empty,
        Value::Object(fields) if fields.is_empty() => State::Empty,
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => State::Value,
    }
}

pub(crate) fn text_state(text: &str) -> State {
    match text.as_bytes() {
        [] => State::Empty,
        // The common case without decoding: a first byte that is visible ASCII.
        [b'!'..=b'~', ..] => State::Value,
        _ if text.chars().all(char::is_whitespace) => State::Blank,
        _ => State::Value,
    }
}

/// Remembers which long texts are blank, so that none is read to its end twice.
#[derive(Debug, Default)]
pub(crate) struct TextStates<'t> {
    /// By address and length.
    known: BTreeMap<(usize, usize), State>,
    texts: PhantomData<&'t str>,
}

impl<'t> TextStates<'t> {
    pub(crate) fn state(&mut self, text: &'t str) -> State {
        const LONG: usize = 256;
        if text.len() < LONG || text.as_bytes()[0].is_ascii_graphic() {
            return text_state(text);
        }
        let key = (text.as_ptr().addr(), text.len());
        *self.known.entry(key).or_insert_with(|| text_state(text))
    }
}

/// How deep arrays and objects are nested in each other; one more than [`JSON_DEPTH`] stands for all
/// that is deeper.
pub(crate) fn depth(tree: &Value) -> usize {
    depth_within(tree, &mut { usize::MAX })
}

/// The same, looking at no more values than `left`.
pub(crate) fn depth_within(tree: &Value, left: &mut usize) -> usize {
    levels(tree, JSON_DEPTH + 1, left)
}

/// Looks no deeper than `most` levels, so the stack holds.
fn levels(tree: &Value, most: usize, left: &mut usize) -> usize {
    let below = |left: &mut usize, values: &mut dyn Iterator<Item = &Value>| {
        let Some(most) = most.checked_sub(1) else { return 0 };
        1 + values.map(|value| levels(value, most, left)).max().unwrap_or(0)
    };
    *left = left.saturating_sub(1);
    match tree {
        _ if *left == 0 => 0,
        Value::Array(items) => below(left, &mut items.iter()),
        Value::Object(fields) => below(left, &mut fields.values()),
        _ => 0,
    }
}

/// A writer that takes so many bytes and no more.
pub(crate) struct Limited<W> {
    pub(crate) out: W,
    pub(crate) left: usize,
}

impl<W: io::Write> io::Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A string or number written in a template: an operand, or an argument of a filter.
///
/// ```
/// use lacuna::Literal;
///
/// assert_eq!(Literal::Number("1.50".into()).text(), "1.50");
/// assert_eq!(Literal::Text("a".into()).text(), "a");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// A string, its escapes resolved.
    Text(String),
    /// A JSON number, as written.
    Number(String),
}

impl Literal {
    /// The string, or the number as written.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
        }
    }
}
