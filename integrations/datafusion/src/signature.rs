//! Which types the functions take, and what is said of others.

use arrow::datatypes::DataType;
use datafusion_common::{DataFusionError, Result};

/// A string type; the null literal, which has a type of its own, becomes one.
fn string(given: &DataType) -> Option<DataType> {
    match given {
        plain if plain.is_string() => Some(plain.clone()),
        DataType::Dictionary(_, values) if string(values).is_some() => Some(given.clone()),
        DataType::Null => Some(DataType::Utf8View),
        _ => None,
    }
}

/// A string type, or one whose rows are objects.
fn record(given: &DataType) -> Option<DataType> {
    match given {
        DataType::Struct(_) => Some(given.clone()),
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(fields) => {
                let key = fields.first().and_then(|key| string(key.data_type()));
                key.map(|_| given.clone())
            }
            _ => None,
        },
        _ => string(given),
    }
}

/// The parameters, each with what it takes, and how that is told.
type Parameter = (&'static str, fn(&DataType) -> Option<DataType>, &'static str);
const PARAMETERS: [Parameter; 3] = [
    ("template", string, "a string"),
    ("record", record, "a struct, a map with strings as keys, or a string that holds JSON"),
    ("locale", string, "a string that holds a language tag"),
];
const REQUIRED: usize = 2;

/// The types as which the arguments are handed over: those that they have, if the functions take them.
pub(crate) fn coerced(function: &str, types: &[DataType]) -> Result<Vec<DataType>> {
    let takes = format!("{function} takes (template, record) or (template, record, locale)");
    if !(REQUIRED..=PARAMETERS.len()).contains(&types.len()) {
        let count = match types.len() {
            0 => "no arguments".to_owned(),
            1 => format!("one argument ({})", told(&types[0])),
            count => format!("{count} arguments ({})", told_all(types)),
        };
        return Err(DataFusionError::Plan(format!("{takes}, and was given {count}")));
    }
    let all = PARAMETERS.iter().zip(types).map(|((name, type_of, what), given)| {
        type_of(given).ok_or_else(|| {
            DataFusionError::Plan(format!(
                "{takes}, and was given ({}): the {name} is {}, and has to be {what}{}",
                told_all(types),
                told(given),
                way_out(given)
            ))
        })
    });
    all.collect()
}

fn told_all(types: &[DataType]) -> String {
    types.iter().map(told).collect::<Vec<_>>().join(", ")
}

/// The name of a type without the fields of nested ones, which may be hundreds.
pub(crate) fn told(data_type: &DataType) -> String {
    match data_type {
        DataType::Struct(fields) if fields.len() == 1 => "Struct of 1 field".to_owned(),
        DataType::Struct(fields) => format!("Struct of {} fields", fields.len()),
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _) => format!("List of {}", told(item.data_type())),
        DataType::Map(..) => "Map".to_owned(),
        DataType::Union(..) => "Union".to_owned(),
        DataType::Dictionary(_, values) => format!("Dictionary of {}", told(values)),
        DataType::RunEndEncoded(_, values) => {
            format!("RunEndEncoded of {}", told(values.data_type()))
        }
        plain => plain.to_string(),
    }
}

/// What makes one of the types that are taken of it.
fn way_out(given: &DataType) -> &'static str {
    match given {
        bytes if bytes.is_binary() => {
            "; arrow_cast(…, 'Utf8View') makes one of bytes that are UTF-8"
        }
        list if list.is_list() => "; named_struct('items', …) makes a record of a list",
        DataType::Dictionary(_, values) => of_pointed(values),
        DataType::RunEndEncoded(_, values) => of_pointed(values.data_type()),
        _ => "",
    }
}

/// ... of a column that points to values, which would be taken if they stood there themselves.
fn of_pointed(values: &DataType) -> &'static str {
    match values {
        string if string.is_string() => "; arrow_cast(…, 'Utf8') makes a string of it",
        DataType::Struct(_) => {
            "; named_struct('item', …) makes a record of it, with paths like `item.name`"
        }
        _ => "",
    }
}
