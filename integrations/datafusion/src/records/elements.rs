//! Steps into lists and maps, and through dictionaries and runs.

use std::ops::Range;

use arrow::array::cast::AsArray;
use arrow::array::{Array, ArrayRef, downcast_dictionary_array, downcast_run_array};
use arrow::datatypes::DataType;

use super::scalar::{Scalar, scalar, text};
use super::spot::is_null;

/// Where a value really stands, if its column only points to others: in a dictionary, or in a run of the same. None if it is
/// null.
pub(super) fn pointed(array: &dyn Array, row: usize) -> Option<(&dyn Array, usize)> {
    let (mut array, mut row) = (array, row);
    loop {
        (array, row) = match array.data_type() {
            DataType::Dictionary(..) => downcast_dictionary_array!(
                array => (&**array.values(), array.key(row)?),
                _ => return None
            ),
            DataType::RunEndEncoded(..) => downcast_run_array!(
                array => (&**array.values(), array.get_physical_index(row)),
                _ => return None
            ),
            _ => return (!is_null(array, row)).then_some((array, row)),
        };
    }
}

/// The elements of a list, and which of them are those of a row; none if it is no list.
pub(super) fn elements(array: &dyn Array, row: usize) -> Option<(&ArrayRef, Range<usize>)> {
    let range = |start: usize, len: usize| start..start + len;
    Some(match array.data_type() {
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let start = usize::try_from(lists.value_offsets()[row]).ok()?;
            (lists.values(), range(start, usize::try_from(lists.value_length(row)).ok()?))
        }
        DataType::LargeList(_) => {
            let lists = array.as_list::<i64>();
            let start = usize::try_from(lists.value_offsets()[row]).ok()?;
            (lists.values(), range(start, usize::try_from(lists.value_length(row)).ok()?))
        }
        DataType::ListView(_) => {
            let lists = array.as_list_view::<i32>();
            let start = usize::try_from(lists.value_offset(row)).ok()?;
            (lists.values(), range(start, usize::try_from(lists.value_size(row)).ok()?))
        }
        DataType::LargeListView(_) => {
            let lists = array.as_list_view::<i64>();
            let start = usize::try_from(lists.value_offset(row)).ok()?;
            (lists.values(), range(start, usize::try_from(lists.value_size(row)).ok()?))
        }
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list();
            let len = usize::try_from(lists.value_length()).ok()?;
            (lists.values(), range(usize::try_from(lists.value_offset(row)).ok()?, len))
        }
        _ => return None,
    })
}

/// The entries of a map with strings as keys.
pub(super) struct Entries<'a> {
    keys: &'a ArrayRef,
    pub(super) values: &'a ArrayRef,
    range: Range<usize>,
}

/// The entries of the map of a row; none if it is no such map.
pub(super) fn entries(array: &dyn Array, row: usize) -> Option<Entries<'_>> {
    let map = array.as_map_opt()?;
    let mut keys = map.keys().data_type();
    while let DataType::Dictionary(_, values) = keys {
        keys = values;
    }
    if scalar(keys) != Some(Scalar::Text) {
        return None;
    }
    let start = usize::try_from(map.value_offsets()[row]).ok()?;
    let len = usize::try_from(map.value_length(row)).ok()?;
    Some(Entries { keys: map.keys(), values: map.values(), range: start..start + len })
}

impl<'a> Entries<'a> {
    /// Each key, and where in the values its own stands.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&'a str, usize)> + use<'a> {
        let keys = self.keys;
        self.range.clone().filter_map(move |at| {
            let (keys, key) = pointed(keys, at)?;
            Some((text(keys, key)?, at))
        })
    }

    pub(super) fn len(&self) -> usize {
        self.range.len()
    }

    /// Where the first entry stands.
    pub(super) const fn start(&self) -> usize {
        self.range.start
    }
}
