//! A value within a record: where it stands, what it is, and the steps from it.

use std::borrow::Cow;
use std::collections::HashSet;

use arrow::array::Array;
use arrow::array::cast::AsArray;
use arrow::datatypes::DataType;
use lacuna::{Datum, Keys, Kind, Miss, Segment};

use super::elements::{elements, entries, pointed};
use super::maps::Maps;
use super::scalar::{Scalar, Scribe, refusal, scalar, text};
use super::table::Field;
use super::tree;

/// A value: a row of a column, of the batch or within a list.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    array: &'a dyn Array,
    row: usize,
    /// The column, if it is one of the batch: then names are found at once, and what is written stays.
    column: Option<&'a Field>,
}

/// Whether the value of a row is null where it stands; what its column points to may be null too.
pub(super) fn is_null(array: &dyn Array, row: usize) -> bool {
    array.data_type() == &DataType::Null || array.is_null(row)
}

impl<'a> Spot<'a> {
    pub(super) fn in_column(column: &'a Field, row: usize) -> Self {
        Self { array: &*column.array, row, column: Some(column) }
    }

    pub(super) fn within(array: &'a dyn Array, row: usize) -> Self {
        Self { array, row, column: None }
    }

    /// The value one segment further, which has this number.
    pub(super) fn step(
        self,
        segment: &Segment<'_>,
        number: usize,
        maps: &Maps<'a>,
    ) -> Result<Self, Miss> {
        let no_key = Miss::NoKey { segment: number };
        let Some((array, row)) = pointed(self.array, self.row) else {
            return Err(Miss::WrongKind { segment: number, found: Kind::Null });
        };
        match (array.data_type(), segment) {
            (DataType::Struct(fields), Segment::Key(_) | Segment::KeyOrIndex(_)) => {
                let name = segment.text();
                if let Some(column) = self.column.filter(|column| column.is_struct()) {
                    return Ok(Self::in_column(column.field(&name).ok_or(no_key)?, row));
                }
                let at = fields.iter().rposition(|field| *field.name() == *name).ok_or(no_key)?;
                Ok(Self::within(&**array.as_struct().column(at), row))
            }
            (DataType::Map(..), Segment::Key(_) | Segment::KeyOrIndex(_)) => {
                let entries = entries(array, row).ok_or_else(|| failed(array.data_type()))?;
                let at = maps.place(&entries, &segment.text()).ok_or(no_key)?;
                Ok(Self::within(&**entries.values, at))
            }
            (_, Segment::Index(index) | Segment::KeyOrIndex(index))
                if array.data_type().is_list() =>
            {
                let (values, range) =
                    elements(array, row).ok_or_else(|| failed(array.data_type()))?;
                let at = range.clone().nth(*index);
                let at = at.ok_or(Miss::NoIndex { segment: number, len: range.len() })?;
                Ok(Self::within(&**values, at))
            }
            (data_type, _) => {
                let found = self.kind().ok_or_else(|| failed(data_type))?;
                Err(Miss::WrongKind { segment: number, found })
            }
        }
    }

    /// Which kind of value it is; none if it is nothing that could be shown.
    fn kind(self) -> Option<Kind> {
        let Some((array, _)) = pointed(self.array, self.row) else { return Some(Kind::Null) };
        Some(match scalar(array.data_type()) {
            Some(Scalar::Null) => Kind::Null,
            Some(Scalar::Bool) => Kind::Bool,
            Some(Scalar::Text | Scalar::Shown) => Kind::Text,
            Some(Scalar::Number) => Kind::Number,
            None if array.data_type().is_list() => Kind::Array,
            None if matches!(array.data_type(), DataType::Struct(_) | DataType::Map(..)) => {
                Kind::Object
            }
            None => return None,
        })
    }

    /// The value; an array or object becomes JSON.
    pub(super) fn datum(self) -> Result<Datum<'a>, Miss> {
        let Some((array, row)) = pointed(self.array, self.row) else { return Ok(Datum::Null) };
        let Some(kind) = scalar(array.data_type()) else {
            return Ok(Datum::Tree(Cow::Owned(tree::of(self)?)));
        };
        Ok(match kind {
            Scalar::Null => Datum::Null,
            Scalar::Bool => Datum::Bool(array.as_boolean().value(row)),
            Scalar::Text => Datum::Text(text(array, row).unwrap_or_default().into()),
            Scalar::Number => self.written(array, row)?.map_or(Datum::Null, Datum::Number),
            Scalar::Shown => self.written(array, row)?.map_or(Datum::Null, Datum::Text),
        })
    }

    /// What a number or date looks like; none if JSON has no number for it.
    fn written(self, array: &'a dyn Array, row: usize) -> Result<Option<Cow<'a, str>>, Miss> {
        // What a dictionary points to stands in another column.
        let column = self.column.filter(|column| column.is_plain());
        if let Some(written) = column.and_then(|column| column.written(row)) {
            return Ok(Some(Cow::Borrowed(written)));
        }
        let mut written = String::new();
        let mut write = || Scribe::of(array)?.write(row, &mut written);
        match write() {
            Ok(is_written) => Ok(is_written.then_some(Cow::Owned(written))),
            Err(error) => Err(Miss::Failed(format!("its column cannot be shown: {error}"))),
        }
    }

    /// The names of the fields, or the keys of the map.
    pub(super) fn keys(self) -> Keys<'a> {
        let none = || Box::new(std::iter::empty());
        let Some((array, row)) = pointed(self.array, self.row) else { return none() };
        match array.data_type() {
            DataType::Struct(_) => {
                let names = array.as_struct().column_names();
                each_once(names.into_iter())
            }
            DataType::Map(..) => match entries(array, row) {
                Some(entries) => each_once(entries.iter().map(|(key, _)| key)),
                None => none(),
            },
            _ => none(),
        }
    }

    /// Where the value stands: the column that holds it, and the row there. None if it is null.
    pub(super) fn pointed(self) -> Option<(&'a dyn Array, usize)> {
        pointed(self.array, self.row)
    }
}

/// Keys of an object, in which one that comes twice is one.
fn each_once<'a>(keys: impl Iterator<Item = &'a str> + Send + Sync + 'a) -> Keys<'a> {
    let mut seen = HashSet::new();
    Box::new(keys.filter(move |key| seen.insert(*key)).map(Cow::Borrowed))
}

pub(super) fn failed(data_type: &DataType) -> Miss {
    Miss::Failed(refusal(data_type))
}
