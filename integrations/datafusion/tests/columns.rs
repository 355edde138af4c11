//! What a value of each Arrow type is to a placeholder.

use std::sync::Arc;

use arrow::array::types::{Int8Type, Int32Type};
use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Decimal256Array,
    DictionaryArray, DurationMillisecondArray, DurationSecondArray, FixedSizeListArray,
    Float16Array, Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, LargeListArray,
    LargeStringArray, ListArray, ListViewArray, MapArray, NullArray, RunArray, StringArray,
    StringViewArray, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampSecondArray, UInt64Array,
};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, i256};
use half::f16;

use crate::session::{rows, session, table, values};

/// A column of one record whose field `a` is that.
fn record(a: ArrayRef) -> ArrayRef {
    let field = Field::new("a", a.data_type().clone(), true);
    Arc::new(StructArray::new(vec![field].into(), vec![a], None))
}

/// What a template prints for each of these columns of one value.
async fn check(template: &str, cases: Vec<(ArrayRef, &str)>) {
    for (column, expected) in cases {
        let session = session();
        let name = column.data_type().to_string();
        table(&session, vec![("record", record(column))]);
        let query =
            format!("SELECT lacuna_render('{}', record) FROM t", template.replace('\'', "''"));
        assert_eq!(values(&session, &query).await.unwrap(), [Some(expected.to_owned())], "{name}");
    }
}

fn decimal(value: i128, precision: u8, scale: i8) -> ArrayRef {
    let decimals = Decimal128Array::from(vec![value]).with_precision_and_scale(precision, scale);
    Arc::new(decimals.unwrap())
}

#[tokio::test]
async fn scalars() {
    let (seconds, most) = (1_769_850_000, "9".repeat(76));
    let cases: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(StringArray::from(vec!["Ada"])), "Ada"),
        (Arc::new(LargeStringArray::from(vec!["Ada"])), "Ada"),
        (
            Arc::new(StringViewArray::from(vec!["a text that is too long for a view"])),
            "a text that is too long for a view",
        ),
        (Arc::new(BooleanArray::from(vec![false])), "false"),
        (Arc::new(Int8Array::from(vec![-128])), "-128"),
        (Arc::new(Int64Array::from(vec![i64::MIN])), "-9223372036854775808"),
        (Arc::new(UInt64Array::from(vec![u64::MAX])), "18446744073709551615"),
        (Arc::new(Float16Array::from(vec![f16::from_f32(0.5)])), "0.5"),
        (Arc::new(Float32Array::from(vec![0.1])), "0.1"),
        (Arc::new(Float64Array::from(vec![1.0])), "1.0"),
        (Arc::new(Float64Array::from(vec![1e16])), "1e+16"),
        (Arc::new(Float64Array::from(vec![0.1 + 0.2])), "0.30000000000000004"),
        (decimal(1250, 10, 2), "12.50"),
        (decimal(-5, 10, 2), "-0.05"),
        (decimal(12, 10, -2), "1200"),
        (decimal(0, 10, -2), "0"),
        (decimal(0, 10, 2), "0.00"),
        (
            Arc::new(
                Decimal256Array::from(vec![i256::from_string(&most).unwrap()])
                    .with_precision_and_scale(76, 0)
                    .unwrap(),
            ),
            &most,
        ),
        (Arc::new(Date32Array::from(vec![20_484])), "2026-01-31"),
        (Arc::new(Time64MicrosecondArray::from(vec![34_200_000_000])), "09:30:00"),
        (Arc::new(TimestampSecondArray::from(vec![seconds])), "2026-01-31T09:00:00"),
        (
            Arc::new(TimestampSecondArray::from(vec![seconds]).with_timezone("UTC")),
            "2026-01-31T09:00:00Z",
        ),
        (
            Arc::new(TimestampSecondArray::from(vec![seconds]).with_timezone("+02:00")),
            "2026-01-31T11:00:00+02:00",
        ),
        (
            Arc::new(TimestampSecondArray::from(vec![seconds]).with_timezone("Europe/Berlin")),
            "2026-01-31T10:00:00+01:00",
        ),
        (
            Arc::new(TimestampSecondArray::from(vec![8_210_266_790_399]).with_timezone("+14:00")),
            "+262142-12-31T13:59:59+14:00",
        ),
        (Arc::new(DurationMillisecondArray::from(vec![1500])), "PT1.5S"),
        (Arc::new(DurationSecondArray::from(vec![i64::MAX / 1000])), "PT9223372036854775S"),
        (Arc::new(DictionaryArray::<Int8Type>::from_iter(["Ada"])), "Ada"),
        (
            Arc::new(DictionaryArray::<Int8Type>::new(
                vec![1].into(),
                Arc::new(Int32Array::from(vec![7, 8])),
            )),
            "8",
        ),
        (
            Arc::new(
                RunArray::<Int32Type>::try_new(&vec![1].into(), &StringArray::from(vec!["Ada"]))
                    .unwrap(),
            ),
            "Ada",
        ),
    ];
    check("[[ a ]]", cases).await;
}

#[tokio::test]
async fn what_is_no_number_is_null() {
    let cases: Vec<(ArrayRef, &str)> = vec![
        (Arc::new(Float64Array::from(vec![f64::NAN])), "none"),
        (Arc::new(Float64Array::from(vec![f64::INFINITY])), "none"),
        (Arc::new(Float32Array::from(vec![f32::NEG_INFINITY])), "none"),
        (Arc::new(Float16Array::from(vec![f16::NAN])), "none"),
        (Arc::new(NullArray::new(1)), "none"),
        (Arc::new(Int32Array::from(vec![None])), "none"),
        (
            Arc::new(DictionaryArray::<Int8Type>::new(
                vec![0].into(),
                Arc::new(Int32Array::from(vec![None])),
            )),
            "none",
        ),
        (
            Arc::new(DictionaryArray::<Int8Type>::new(
                vec![None].into(),
                Arc::new(Int32Array::from(vec![1])),
            )),
            "none",
        ),
        (
            Arc::new(
                RunArray::<Int32Type>::try_new(&vec![1].into(), &Int32Array::from(vec![None]))
                    .unwrap(),
            ),
            "none",
        ),
    ];
    check("[[ a || 'none' ]]", cases).await;
}

#[tokio::test]
async fn lists_of_every_type() {
    let item = || Arc::new(Field::new_list_field(DataType::Int32, true));
    let numbers = || Arc::new(Int32Array::from(vec![Some(7), Some(8), None]));
    let cases: Vec<(ArrayRef, &str)> = vec![
        (
            Arc::new(ListArray::new(item(), OffsetBuffer::from_lengths([3]), numbers(), None)),
            "8 none none [7,8,null]",
        ),
        (
            Arc::new(LargeListArray::new(item(), OffsetBuffer::from_lengths([3]), numbers(), None)),
            "8 none none [7,8,null]",
        ),
        (Arc::new(FixedSizeListArray::new(item(), 3, numbers(), None)), "8 none none [7,8,null]"),
        (
            Arc::new(ListViewArray::new(
                item(),
                ScalarBuffer::from(vec![1]),
                ScalarBuffer::from(vec![2]),
                numbers(),
                None,
            )),
            "none none none [8,null]",
        ),
    ];
    check("[[ a[1] || 'none' ]] [[ a.2 || 'none' ]] [[ a[3] || 'none' ]] [[ a | json ]]", cases)
        .await;
}

fn map(keys: ArrayRef) -> ArrayRef {
    let types = [
        Field::new("keys", keys.data_type().clone(), false),
        Field::new("values", DataType::Int32, true),
    ];
    let values: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let entries = StructArray::new(types.into_iter().collect(), vec![keys, values], None);
    let field = Arc::new(Field::new("entries", entries.data_type().clone(), false));
    Arc::new(MapArray::new(field, OffsetBuffer::from_lengths([2]), entries, None, false))
}

#[tokio::test]
async fn maps_and_structs_within_lists() {
    let inner = StructArray::new(
        vec![Field::new("b", DataType::Int32, true), Field::new("b", DataType::Utf8, true)].into(),
        vec![Arc::new(Int32Array::from(vec![1, 2])), Arc::new(StringArray::from(vec!["x", "y"]))],
        None,
    );
    let item = Arc::new(Field::new_list_field(inner.data_type().clone(), true));
    let list = ListArray::new(item, OffsetBuffer::from_lengths([2]), Arc::new(inner), None);
    // Of names that come twice the last counts.
    check("[[ a[1].b ]] [[ a | json ]]", vec![(Arc::new(list), r#"y [{"b":"x"},{"b":"y"}]"#)])
        .await;
    let keys: ArrayRef = Arc::new(StringArray::from(vec!["x", "y"]));
    let dictionary: ArrayRef = Arc::new(DictionaryArray::<Int8Type>::from_iter(["x", "y"]));
    check(
        "[[ a.y ]] [[ a['z'] || 'none' ]]",
        vec![(map(keys), "2 none"), (map(dictionary), "2 none")],
    )
    .await;
}

#[tokio::test]
async fn what_no_text_can_show_is_a_gap_that_says_so() {
    let refused: Vec<(ArrayRef, &str)> = vec![
        (
            Arc::new(BinaryArray::from_vec(vec![b"x"])),
            "its column is Binary, which no text can show: make a string of it in the query: encode(…, 'base64'), or arrow_cast(…, 'Utf8View')",
        ),
        (
            map(Arc::new(Int32Array::from(vec![1, 2]))),
            "its column is Map, which no text can show: make a string or a struct of it in the query",
        ),
        (Arc::new(Date32Array::from(vec![i32::MAX])), "its column cannot be shown: "),
        // Of these Arrow itself makes a text.
        (
            Arc::new(DurationSecondArray::from(vec![i64::MAX])),
            "its column cannot be shown: 9223372036854775807 is out of range for Duration(s)",
        ),
        (
            Arc::new(DurationMillisecondArray::from(vec![i64::MIN])),
            "its column cannot be shown: -9223372036854775808 is out of range for Duration(ms)",
        ),
        // ... and at these it panics: the instants have a date, but not in their zones.
        (
            Arc::new(TimestampSecondArray::from(vec![8_210_266_876_799]).with_timezone("+14:00")),
            "its column cannot be shown: 8210266876799 is out of range for Timestamp(s, \"+14:00\")",
        ),
        (
            Arc::new(
                TimestampMillisecondArray::from(vec![8_210_266_876_799_999])
                    .with_timezone("Pacific/Kiritimati"),
            ),
            "its column cannot be shown: 8210266876799999 is out of range for Timestamp(ms, ",
        ),
        (
            Arc::new(
                TimestampMicrosecondArray::from(vec![-8_334_601_228_800_000_000])
                    .with_timezone("-14:00"),
            ),
            "its column cannot be shown: -8334601228800000000 is out of range for Timestamp(µs, ",
        ),
    ];
    for (column, expected) in refused {
        for template in ["[[ a ]]", "[[ a || 'nothing else answers' ]]", "[[ $ | json ]]"] {
            let session = session();
            table(&session, vec![("record", record(column.clone()))]);
            let query = format!(
                "SELECT lacuna_gaps('{}', record)[1]['message'] FROM t",
                template.replace('\'', "''")
            );
            let message = values(&session, &query).await.unwrap().remove(0).unwrap();
            assert!(message.contains(expected), "{message}");
        }
        // What nobody reads does no harm.
        let session = session();
        table(&session, vec![("record", record(column))]);
        assert_eq!(
            rows(&session, "SELECT lacuna_render('x', record) FROM t").await.unwrap(),
            [[Some("x".to_owned())]]
        );
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_shown_does_not_harm_its_neighbours() {
    let session = session();
    table(
        &session,
        vec![("record", record(Arc::new(Date32Array::from(vec![Some(0), Some(i32::MAX), None]))))],
    );
    let found =
        values(&session, "SELECT try_lacuna_render('[[ a ]]', record) FROM t").await.unwrap();
    assert_eq!(found, [Some("1970-01-01".to_owned()), None, None]);
}
