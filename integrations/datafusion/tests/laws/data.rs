//! Data of any shape, as columns of Arrow and as JSON: built apart from each other, so that they can be compared.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int16Array, Int64Array, LargeListArray, LargeStringArray, ListArray, ListViewArray, MapArray,
    StringArray, StringViewArray, StructArray, UInt64Array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Int8Type};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A type of column.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Bool,
    Int16,
    Int64,
    UInt64,
    Float32,
    Float64,
    Decimal,
    Text,
    LargeText,
    ViewText,
    Dictionary,
    Struct(Vec<(String, Self)>),
    List(Box<Self>),
    LargeList(Box<Self>),
    ListView(Box<Self>),
    Map(Box<Self>),
}

/// A value of such a type; null is none.
#[derive(Clone, Debug)]
pub(super) enum Datum {
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    /// In hundredths.
    Decimal(i64),
    Text(String),
    Struct(Vec<Option<Self>>),
    List(Vec<Option<Self>>),
    Map(Vec<(String, Option<Self>)>),
}

/// Names among which those of templates are found, and some that no name without quotes may be.
pub(super) const NAMES: [&str; 7] = ["a", "b", "name", "value", "0", "a b", "it's"];

pub(super) fn shapes() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Bool),
        Just(Shape::Int16),
        Just(Shape::Int64),
        Just(Shape::UInt64),
        Just(Shape::Float32),
        Just(Shape::Float64),
        Just(Shape::Decimal),
        Just(Shape::Text),
        Just(Shape::LargeText),
        Just(Shape::ViewText),
        Just(Shape::Dictionary),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            3 => structs(inner.clone()),
            1 => inner.clone().prop_map(|of| Shape::List(Box::new(of))),
            1 => inner.clone().prop_map(|of| Shape::LargeList(Box::new(of))),
            1 => inner.clone().prop_map(|of| Shape::ListView(Box::new(of))),
            1 => inner.prop_map(|of| Shape::Map(Box::new(of))),
        ]
    })
}

pub(super) fn structs(inner: impl Strategy<Value = Shape>) -> impl Strategy<Value = Shape> {
    vec((0..NAMES.len(), inner), 1..5).prop_map(|mut fields| {
        // Of a name that comes twice the last counts: another test. And JSON suggests keys in their order, a struct in its
        // own.
        fields.sort_by_key(|(name, _)| NAMES[*name]);
        fields.dedup_by_key(|(name, _)| *name);
        Shape::Struct(
            fields.into_iter().map(|(name, shape)| (NAMES[name].to_owned(), shape)).collect(),
        )
    })
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just("Ada".to_owned()),
        Just("[[ a ]] \"\\ \u{1}".to_owned()),
        "\\PC{0,20}",
    ]
}

pub(super) fn values(shape: &Shape) -> BoxedStrategy<Datum> {
    match shape {
        Shape::Bool => any::<bool>().prop_map(Datum::Bool).boxed(),
        Shape::Int16 => any::<i16>().prop_map(|value| Datum::Int(value.into())).boxed(),
        Shape::Int64 => any::<i64>().prop_map(Datum::Int).boxed(),
        Shape::UInt64 => any::<u64>().prop_map(Datum::UInt).boxed(),
        Shape::Float32 => any::<f32>().prop_map(|value| Datum::Float(value.into())).boxed(),
        Shape::Float64 => any::<f64>().prop_map(Datum::Float).boxed(),
        Shape::Decimal => (-99_999_999_i64..99_999_999).prop_map(Datum::Decimal).boxed(),
        Shape::Text | Shape::LargeText | Shape::ViewText | Shape::Dictionary => {
            texts().prop_map(Datum::Text).boxed()
        }
        Shape::Struct(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|(_, shape)| option::weighted(0.8, values(shape))).collect();
            fields.prop_map(Datum::Struct).boxed()
        }
        Shape::List(of) | Shape::LargeList(of) | Shape::ListView(of) => {
            vec(option::weighted(0.8, values(of)), 0..4).prop_map(Datum::List).boxed()
        }
        Shape::Map(of) => {
            let entries = vec((0..NAMES.len(), option::weighted(0.8, values(of))), 0..4);
            let named = |(name, value): (usize, _)| (NAMES[name].to_owned(), value);
            let sorted = move |entries: Vec<_>| {
                let mut entries: Vec<_> = entries.into_iter().map(named).collect();
                entries.sort_by(|(one, _): &(String, _), (other, _)| one.cmp(other));
                Datum::Map(entries)
            };
            entries.prop_map(sorted).boxed()
        }
    }
}

/// The value as JSON, with the digits that the column has.
pub(super) fn write_json(value: Option<&Datum>, shape: &Shape, out: &mut String) {
    match (value, shape) {
        (None, _) => out.push_str("null"),
        (Some(Datum::Bool(value)), _) => write!(out, "{value}").unwrap(),
        (Some(Datum::Int(value)), _) => write!(out, "{value}").unwrap(),
        (Some(Datum::UInt(value)), _) => write!(out, "{value}").unwrap(),
        #[expect(clippy::cast_possible_truncation, reason = "it was one of 32 bits")]
        (Some(Datum::Float(value)), Shape::Float32) => {
            out.push_str(&serde_json::to_string(&(*value as f32)).unwrap());
        }
        (Some(Datum::Float(value)), _) => out.push_str(&serde_json::to_string(value).unwrap()),
        (Some(Datum::Decimal(value)), _) => {
            let sign = if *value < 0 { "-" } else { "" };
            write!(out, "{sign}{}.{:02}", value.abs() / 100, value.abs() % 100).unwrap();
        }
        (Some(Datum::Text(text)), _) => out.push_str(&serde_json::to_string(text).unwrap()),
        (Some(Datum::Struct(values)), Shape::Struct(fields)) => {
            let fields = fields.iter().zip(values);
            write_object(
                fields.map(|((name, shape), value)| (&**name, shape, value.as_ref())),
                out,
            );
        }
        (Some(Datum::Map(entries)), Shape::Map(of)) => {
            write_object(entries.iter().map(|(key, value)| (&**key, &**of, value.as_ref())), out);
        }
        (
            Some(Datum::List(values)),
            Shape::List(of) | Shape::LargeList(of) | Shape::ListView(of),
        ) => {
            out.push('[');
            for (number, value) in values.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                write_json(value.as_ref(), of, out);
            }
            out.push(']');
        }
        (value, shape) => panic!("{value:?} is no {shape:?}"),
    }
}

fn write_object<'a>(
    fields: impl Iterator<Item = (&'a str, &'a Shape, Option<&'a Datum>)>,
    out: &mut String,
) {
    out.push('{');
    for (number, (name, shape, value)) in fields.enumerate() {
        out.push_str(if number > 0 { ", " } else { "" });
        write!(out, "{}: ", serde_json::to_string(name).unwrap()).unwrap();
        write_json(value, shape, out);
    }
    out.push('}');
}

/// The column of these values.
#[expect(clippy::too_many_lines, reason = "one arm for each type")]
pub(super) fn column(shape: &Shape, values: &[Option<&Datum>]) -> ArrayRef {
    macro_rules! of {
        ($array:ty, $datum:pat => $value:expr) => {
            Arc::new(
                values
                    .iter()
                    .map(|value| {
                        value.map(|value| match value {
                            $datum => $value,
                            other => panic!("{other:?} is no {shape:?}"),
                        })
                    })
                    .collect::<$array>(),
            )
        };
    }
    let nulls = || Some(values.iter().map(Option::is_some).collect::<NullBuffer>());
    let lists = |of: &Shape| {
        let elements = |value: Option<&Datum>| match value {
            Some(Datum::List(elements)) => elements.clone(),
            _ => Vec::new(),
        };
        let lists: Vec<_> = values.iter().copied().map(elements).collect();
        let flat: Vec<_> = lists.iter().flatten().map(Option::as_ref).collect();
        let flat = column(of, &flat);
        let item = Arc::new(Field::new_list_field(flat.data_type().clone(), true));
        (item, lists.iter().map(Vec::len).collect::<Vec<_>>(), flat)
    };
    match shape {
        Shape::Bool => of!(BooleanArray, Datum::Bool(value) => *value),
        Shape::Int16 => of!(Int16Array, Datum::Int(value) => i16::try_from(*value).unwrap()),
        Shape::Int64 => of!(Int64Array, Datum::Int(value) => *value),
        Shape::UInt64 => of!(UInt64Array, Datum::UInt(value) => *value),
        #[expect(clippy::cast_possible_truncation, reason = "it was one of 32 bits")]
        Shape::Float32 => of!(Float32Array, Datum::Float(value) => *value as f32),
        Shape::Float64 => of!(Float64Array, Datum::Float(value) => *value),
        Shape::Decimal => {
            let hundredths: Decimal128Array = values
                .iter()
                .map(|value| match value {
                    Some(Datum::Decimal(value)) => Some(i128::from(*value)),
                    _ => None,
                })
                .collect();
            Arc::new(hundredths.with_precision_and_scale(20, 2).unwrap())
        }
        Shape::Text => of!(StringArray, Datum::Text(text) => text),
        Shape::LargeText => of!(LargeStringArray, Datum::Text(text) => text),
        Shape::ViewText => of!(StringViewArray, Datum::Text(text) => text),
        Shape::Dictionary => of!(DictionaryArray<Int8Type>, Datum::Text(text) => &**text),
        Shape::Struct(fields) => {
            let columns = fields
                .iter()
                .enumerate()
                .map(|(number, (_, shape))| {
                    let values: Vec<_> = values
                        .iter()
                        .map(|value| match value {
                            Some(Datum::Struct(values)) => values[number].as_ref(),
                            _ => None,
                        })
                        .collect();
                    column(shape, &values)
                })
                .collect::<Vec<_>>();
            let types = fields.iter().zip(&columns);
            let types = types
                .map(|((name, _), column)| Field::new(name, column.data_type().clone(), true))
                .collect();
            Arc::new(StructArray::new(types, columns, nulls()))
        }
        Shape::List(of) => {
            let (item, lengths, flat) = lists(of);
            Arc::new(ListArray::new(item, OffsetBuffer::from_lengths(lengths), flat, nulls()))
        }
        Shape::LargeList(of) => {
            let (item, lengths, flat) = lists(of);
            Arc::new(LargeListArray::new(item, OffsetBuffer::from_lengths(lengths), flat, nulls()))
        }
        Shape::ListView(of) => {
            let (item, lengths, flat) = lists(of);
            let offsets = OffsetBuffer::<i32>::from_lengths(lengths.iter().copied());
            let starts = ScalarBuffer::from(offsets[..lengths.len()].to_vec());
            let sizes: ScalarBuffer<i32> =
                lengths.into_iter().map(|len| i32::try_from(len).unwrap()).collect();
            Arc::new(ListViewArray::new(item, starts, sizes, flat, nulls()))
        }
        Shape::Map(of) => {
            let entries = values
                .iter()
                .map(|value| match value {
                    Some(Datum::Map(entries)) => entries.clone(),
                    _ => Vec::new(),
                })
                .collect::<Vec<_>>();
            let keys: StringArray = entries.iter().flatten().map(|(key, _)| Some(key)).collect();
            let flat: Vec<_> = entries.iter().flatten().map(|(_, value)| value.as_ref()).collect();
            let flat = column(of, &flat);
            let types = vec![
                Field::new("keys", DataType::Utf8, false),
                Field::new("values", flat.data_type().clone(), true),
            ];
            let both = StructArray::new(types.into(), vec![Arc::new(keys), flat], None);
            let field = Arc::new(Field::new("entries", both.data_type().clone(), false));
            let offsets = OffsetBuffer::from_lengths(entries.iter().map(Vec::len));
            Arc::new(MapArray::new(field, offsets, both, nulls(), false))
        }
    }
}
