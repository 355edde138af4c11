//! JSON of an array or object that a template takes as a whole.

use arrow::array::cast::AsArray;
use arrow::datatypes::DataType;
use lacuna::{Datum, Miss};
use serde_json::{Map, Value};

use super::elements::{elements, entries};
use super::scalar::scalar;
use super::spot::{Spot, failed};

/// How deep arrays and objects may stand within each other, as in JSON that `serde_json` reads.
const DEPTH: usize = 127;

/// The value as JSON.
pub(super) fn of(spot: Spot<'_>) -> Result<Value, Miss> {
    below(spot, DEPTH)
}

fn below(spot: Spot<'_>, depth: usize) -> Result<Value, Miss> {
    let Some((array, row)) = spot.pointed() else { return Ok(Value::Null) };
    if scalar(array.data_type()).is_some() {
        return Ok(match spot.datum()? {
            Datum::Bool(value) => Value::Bool(value),
            // What is no number of JSON was none before.
            Datum::Number(number) => number.parse().map_or(Value::Null, Value::Number),
            Datum::Text(text) => Value::String(text.into_owned()),
            Datum::Tree(tree) => tree.into_owned(),
            Datum::Null => Value::Null,
        });
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Miss::Failed(format!("it is nested more than {DEPTH} levels deep")));
    };
    let at = |array, row| below(Spot::within(array, row), depth);
    if let DataType::Struct(fields) = array.data_type() {
        let columns = fields.iter().zip(array.as_struct().columns());
        let fields = columns.map(|(field, column)| Ok((field.name().clone(), at(&**column, row)?)));
        return Ok(Value::Object(fields.collect::<Result<Map<_, _>, Miss>>()?));
    }
    if let Some((values, range)) = elements(array, row) {
        let values = range.map(|row| at(&**values, row));
        return Ok(Value::Array(values.collect::<Result<_, Miss>>()?));
    }
    let entries = entries(array, row).ok_or_else(|| failed(array.data_type()))?;
    let entries =
        entries.iter().map(|(key, row)| Ok((key.to_owned(), at(&**entries.values, row)?)));
    Ok(Value::Object(entries.collect::<Result<Map<_, _>, Miss>>()?))
}
