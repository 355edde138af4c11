//! Profiles of people who do not exist: any number, always the same ones, as columns and as Parquet.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array,
    ListArray, RecordBatch, StringArray, StructArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field};
use datafusion::error::Result;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;

/// A letter that reads ten of the fields.
pub(crate) const LETTER: &str = "\
Dear [[ name.given ]] [[ name.family ]],

your page as [[ title || 'a guest' ]] of [[ company.name ]] in [[ company.address.city ]] was looked at [[ visits ]] times.
It says: [[ motto || 'nothing yet' ]]
You have been with us since [[ joined ]], your balance is [[ balance ]], your tags are [[ tags || '' | join: ', ' ]].

We write to [[ mail ]].
";

const GIVEN: [&str; 8] = ["Ada", "Grace", "Ida", "Emmy", "Jo", "Mary", "Nür", "Zoë"];
const FAMILY: [&str; 7] = ["Hill", "Brandt", "Töchter", "Lake", "Field", "Stone", "Å"];
const TITLES: [Option<&str>; 5] =
    [Some("Author"), Some("Gardener"), None, Some(""), Some("Baker & cook")];
const CITIES: [&str; 6] = ["Turin", "Bath", "Köln", "Porto", "Graz", "Åre"];
const MOTTOS: [&str; 4] =
    ["slow & steady", "\"no hurry\"", "", "one thing at a time, and that until it is done"];
const TAGS: [&str; 5] = ["garden", "books", "bread", "walks", "maps"];

/// Rows of a Parquet file that are written together.
const BATCH: usize = 8_192;
const ROW_GROUP: usize = 128 * 1024;

fn structs(fields: Vec<(&str, ArrayRef)>) -> ArrayRef {
    let type_of =
        |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let types = fields.iter().map(type_of).collect();
    Arc::new(StructArray::new(types, fields.into_iter().map(|(_, column)| column).collect(), None))
}

fn texts(from: usize, to: usize, text: impl Fn(usize) -> Option<String>) -> ArrayRef {
    Arc::new((from..to).map(text).collect::<StringArray>())
}

fn number(id: usize) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The profiles with these numbers: `id`, and `profile`, a struct of 22 values.
pub(crate) fn batch(from: usize, to: usize) -> Result<RecordBatch> {
    let ids = Int64Array::from_iter_values((from..to).map(number));
    let given = |id: usize| GIVEN[id % GIVEN.len()];
    let family = |id: usize| FAMILY[id / 3 % FAMILY.len()];
    let name = structs(vec![
        ("given", texts(from, to, |id| Some(given(id).into()))),
        ("family", texts(from, to, |id| Some(family(id).into()))),
        ("nick", texts(from, to, |id| (id % 3 == 0).then(|| given(id).to_lowercase()))),
    ]);
    let address = structs(vec![
        ("street", texts(from, to, |id| Some(format!("{} Mill Lane", 1 + id % 99)))),
        ("postcode", texts(from, to, |id| Some(format!("{:05}", id % 100_000)))),
        ("city", texts(from, to, |id| Some(CITIES[id / 2 % CITIES.len()].into()))),
        ("country", texts(from, to, |id| Some(["IT", "GB", "DE"][id % 3].into()))),
    ]);
    let company = structs(vec![
        (
            "name",
            texts(from, to, |id| {
                Some(format!("{} & Co. {}", FAMILY[id / 5 % FAMILY.len()], id % 1_000))
            }),
        ),
        ("address", address),
        (
            "employees",
            Arc::new((from..to).map(|id| Some(number(id % 500))).collect::<Int64Array>()),
        ),
    ]);
    let tags_of = |id: usize| id % 4;
    let all_tags =
        (from..to).flat_map(|id| (0..tags_of(id)).map(move |tag| TAGS[(id + tag) % TAGS.len()]));
    let item = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let all_tags = Arc::new(StringArray::from_iter_values(all_tags.collect::<Vec<_>>()));
    let tags =
        ListArray::new(item, OffsetBuffer::from_lengths((from..to).map(tags_of)), all_tags, None);
    let day = |id: usize| i32::try_from(18_000 + id % 2_000).ok();
    let balance: Decimal128Array =
        (from..to).map(|id| Some(id as i128 % 1_000_000 - 5_000)).collect();
    let bio = |id: usize| {
        let words = "I keep a small garden behind the mill, and write down what grows in it. "
            .repeat(1 + id % 4);
        Some(format!("{words}{}", MOTTOS[id % MOTTOS.len()]))
    };
    let profile = structs(vec![
        ("id", Arc::new(ids.clone())),
        ("name", name),
        ("title", texts(from, to, |id| TITLES[id % TITLES.len()].map(str::to_owned))),
        ("company", company),
        (
            "mail",
            texts(from, to, |id| {
                Some(format!("{}.{id}@hillside.example", given(id).to_lowercase()))
            }),
        ),
        (
            "phone",
            texts(from, to, |id| (id % 2 == 0).then(|| format!("+44 20 {:07}", id % 10_000_000))),
        ),
        ("site", texts(from, to, |id| Some(format!("https://hillside.example/people/{id}")))),
        ("motto", texts(from, to, |id| Some(MOTTOS[id % MOTTOS.len()].into()))),
        ("bio", texts(from, to, bio)),
        ("joined", Arc::new((from..to).map(day).collect::<Date32Array>())),
        (
            "visits",
            Arc::new(
                (from..to).map(|id| i32::try_from(id * 7 % 10_000).ok()).collect::<Int32Array>(),
            ),
        ),
        #[expect(clippy::cast_precision_loss, reason = "it is a small number")]
        (
            "rating",
            Arc::new((from..to).map(|id| Some((id % 50) as f64 / 10.0)).collect::<Float64Array>()),
        ),
        ("balance", Arc::new(balance.with_precision_and_scale(12, 2)?)),
        ("premium", Arc::new((from..to).map(|id| Some(id % 9 == 0)).collect::<BooleanArray>())),
        ("tags", Arc::new(tags)),
    ]);
    Ok(RecordBatch::try_from_iter([("id", Arc::new(ids) as ArrayRef), ("profile", profile)])?)
}

/// Calls `take` with so many profiles, in batches.
pub(crate) fn each_batch(
    rows: usize,
    mut take: impl FnMut(RecordBatch) -> Result<()>,
) -> Result<()> {
    (0..rows).step_by(BATCH).try_for_each(|from| take(batch(from, rows.min(from + BATCH))?))
}

/// Writes so many profiles to a Parquet file, each batch as `columns` has it. The file is there when it is whole, and not
/// before.
pub(crate) fn write_parquet(
    path: &Path,
    rows: usize,
    columns: impl Fn(RecordBatch) -> Result<RecordBatch>,
) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let properties =
        WriterProperties::builder().set_max_row_group_row_count(Some(ROW_GROUP)).build();
    let schema = columns(batch(0, 0)?)?.schema();
    let mut writer = ArrowWriter::try_new(File::create(&unfinished)?, schema, Some(properties))?;
    each_batch(rows, |batch| Ok(writer.write(&columns(batch)?)?))?;
    writer.close()?;
    Ok(std::fs::rename(&unfinished, path)?)
}
