//! A row of columns as a source of values.

use lacuna::{Datum, Keys, Miss, Path, Source};

use super::maps::Maps;
use super::spot::Spot;
use super::table::Table;

/// A row of a table, which is not null.
pub(super) struct Row<'t> {
    record: Spot<'t>,
    maps: Maps<'t>,
}

impl<'t> Row<'t> {
    pub(super) fn of(table: &'t Table, row: usize) -> Self {
        Self { record: table.spot(row), maps: Maps::default() }
    }

    fn at(&self, path: &Path<'_>) -> Result<Spot<'t>, Miss> {
        let steps = path.segments().iter().enumerate();
        let mut steps = steps.map(|(number, segment)| (segment, number));
        steps
            .try_fold(self.record, |spot, (segment, number)| spot.step(segment, number, &self.maps))
    }
}

impl Source for Row<'_> {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.at(path)?.datum()
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        match self.at(at) {
            Ok(spot) => spot.keys(),
            Err(_) => Box::new(std::iter::empty()),
        }
    }
}
