//! Values as they are held while a template is resolved.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Number, Value};

use crate::escape::{self, At, Escape, Quoted, Refusal};
use crate::path::JSON_DEPTH;
use crate::value::is_number;
use crate::value::{Datum, Kind, Literal, State, bool_text, depth, state};
use crate::visible::shown;

/// A value that was found, as its source holds it.
#[derive(Clone, Debug)]
pub(crate) enum Held<'a> {
    /// Part of a tree: numbers are not written out until they are printed.
    Value(&'a Value),
    Datum(Datum<'a>),
    /// What a source made for its answer: one, however often it is used.
    Shared(Arc<Made<'a>>),
}

/// A value that was made, with what is asked of it again and again.
#[derive(Debug)]
pub(crate) struct Made<'a> {
    pub(crate) datum: Datum<'a>,
    state: State,
    depth: usize,
}

/// Whether a JSON tree holds the number: any fraction as nearly as it can, but a whole number only
/// with all of its digits.
fn is_exact(number: &str) -> bool {
    let is_whole = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match number.parse::<Number>() {
        Ok(parsed) => !is_whole || parsed.to_string() == number || number == "-0",
        Err(_) => false,
    }
}

/// A value as compact JSON; a number with the digits of its source.
fn json_text<'d>(datum: &'d Datum<'_>) -> Cow<'d, str> {
    match datum {
        Datum::Null => Cow::Borrowed("null"),
        Datum::Bool(value) => Cow::Borrowed(bool_text(*value)),
        Datum::Number(digits) => Cow::Borrowed(digits),
        Datum::Text(text) => Cow::Owned(Value::from(&**text).to_string()),
        Datum::Tree(tree) => Cow::Owned(tree.to_string()),
    }
}

impl<'a> Held<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Datum(Datum::Text(Cow::Borrowed(text)))
    }

    pub(super) fn literal(literal: &'a Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::text(text),
            Literal::Number(number) => Self::Datum(Datum::Number(Cow::Borrowed(number))),
        }
    }

    /// The value as the engine tells kinds apart: a tree that is borrowed, or a scalar that a
    /// source handed over as a tree, is like any other value.
    pub(super) fn new(datum: Datum<'a>) -> Self {
        let datum = match datum {
            Datum::Tree(Cow::Borrowed(value)) => return Self::Value(value),
            Datum::Tree(Cow::Owned(value)) => Datum::from(value),
            Datum::Number(text) if !is_number(&text) => Datum::Text(text),
            datum => datum,
        };
        match datum {
            Datum::Tree(_) | Datum::Text(Cow::Owned(_)) | Datum::Number(Cow::Owned(_)) => {
                let depth = match &datum {
                    Datum::Tree(tree) => depth(tree),
                    _ => 0,
                };
                Self::Shared(Arc::new(Made { state: datum.state(), depth, datum }))
            }
            datum => Self::Datum(datum),
        }
    }

    /// The value as JSON; null if [`Held::json_fault`] finds fault with it.
    pub(crate) fn json(&self) -> Cow<'_, Value> {
        let datum = match self {
            Self::Value(value) => return Cow::Borrowed(value),
            Self::Datum(datum) => datum,
            Self::Shared(made) => &made.datum,
        };
        Cow::Owned(match datum {
            Datum::Tree(tree) => return Cow::Borrowed(tree),
            Datum::Null => Value::Null,
            Datum::Bool(value) => Value::Bool(*value),
            Datum::Text(text) => Value::String(text.to_string()),
            Datum::Number(number) => number.parse().map_or(Value::Null, Value::Number),
        })
    }

    /// What keeps the value, which has so many levels, from being part of a JSON tree below others.
    pub(super) fn json_fault(&self, levels: usize) -> Option<String> {
        match &*self.datum() {
            _ if levels > JSON_DEPTH => {
                Some(format!("the tree would be nested more than {JSON_DEPTH} levels deep"))
            }
            Datum::Number(number) if !is_exact(number) => {
                let number = shown(number, 60);
                Some(format!("`{number}` is no number that a JSON tree can hold"))
            }
            _ => None,
        }
    }

    /// Appends the value as it is quoted at its place, or what stands for one that this place cannot take.
    pub(crate) fn push_to(&self, escape: &Escape, at: At, out: &mut Quoted) -> Result<(), Refusal> {
        let datum = self.datum();
        match (&*datum, datum.text()) {
            (Datum::Text(text), _) => escape.quote(at, escape::Value::Text(text), out),
            (other, _) if escape.takes_json(at.place) => {
                escape.quote(at, escape::Value::Json(&json_text(other)), out)
            }
            (_, text) => escape.quote(at, escape::Value::Text(text.unwrap_or_default()), out),
        }
    }

    /// A text that stays where it is, which may be long.
    pub(super) fn long_text(&self) -> Option<&'a str> {
        match self {
            Self::Value(Value::String(text)) => Some(text),
            Self::Datum(Datum::Text(Cow::Borrowed(text))) => Some(text),
            _ => None,
        }
    }

    /// How many levels there are, if a source made the value.
    pub(super) fn made_depth(&self) -> usize {
        match self {
            Self::Shared(made) => made.depth,
            Self::Value(_) | Self::Datum(_) => 0,
        }
    }

    /// How much there is to look at, in bytes: of a text, or of the elements.
    pub(super) fn size(&self) -> usize {
        match &*self.datum() {
            Datum::Text(text) | Datum::Number(text) => text.len(),
            Datum::Tree(tree) => match &**tree {
                Value::Array(items) => items.len().saturating_mul(size_of::<Value>()),
                Value::Object(fields) => fields.len().saturating_mul(size_of::<Value>()),
                _ => 0,
            },
            Datum::Null | Datum::Bool(_) => 0,
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Value(value) => Kind::of(value),
            Self::Datum(datum) => datum.kind(),
            Self::Shared(made) => made.datum.kind(),
        }
    }

    pub(crate) fn state(&self) -> State {
        match self {
            Self::Value(value) => state(value),
            Self::Datum(datum) => datum.state(),
            Self::Shared(made) => made.state,
        }
    }

    pub(crate) fn datum(&self) -> Cow<'_, Datum<'a>> {
        match self {
            Self::Value(value) => Cow::Owned(Datum::from(*value)),
            Self::Datum(datum) => Cow::Borrowed(datum),
            Self::Shared(made) => Cow::Borrowed(&made.datum),
        }
    }

    /// What is printed, if the value as it is can be borrowed as text.
    pub(crate) fn borrowed_text(&self) -> Option<&'a str> {
        match self {
            Self::Value(Value::String(text)) => Some(text),
            Self::Datum(Datum::Text(Cow::Borrowed(text)) | Datum::Number(Cow::Borrowed(text))) => {
                Some(text)
            }
            Self::Value(Value::Bool(value)) | Self::Datum(Datum::Bool(value)) => {
                Some(bool_text(*value))
            }
            Self::Value(Value::Number(_)) | Self::Datum(Datum::Number(_) | Datum::Text(_)) => None,
            Self::Shared(made) if made.datum.text().is_some() => None,
            Self::Value(_) | Self::Datum(Datum::Null | Datum::Tree(_)) | Self::Shared(_) => {
                Some("")
            }
        }
    }
}
