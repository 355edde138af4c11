//! Nulls, nothing at all, slices, and dictionaries that are not as tidy as most.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int64Array, ListArray, MapArray, RecordBatch,
    StringArray, StringViewArray, StructArray, new_null_array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Int8Type};

use crate::session::{batches, rows, session, table, values};

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn structs(fields: Vec<(&str, ArrayRef)>, nulls: Option<Vec<bool>>) -> StructArray {
    let types = fields
        .iter()
        .map(|(name, column)| Field::new(*name, column.data_type().clone(), true))
        .collect();
    let columns = fields.into_iter().map(|(_, column)| column).collect();
    StructArray::new(types, columns, nulls.map(NullBuffer::from))
}

#[tokio::test]
async fn a_null_argument_makes_the_result_null() {
    let session = session();
    for function in ["lacuna_render", "try_lacuna_render", "lacuna_gaps"] {
        for arguments in [
            "NULL, '{}'",
            "'[[ a ]]', NULL",
            "NULL, NULL",
            "'[[ a ]]', '{\"a\": 1}', NULL",
            "arrow_cast(NULL, 'LargeUtf8'), '{}'",
            // Neither what cannot be read nor what has gaps matters then.
            "'[[ a ]]', '{', NULL",
        ] {
            let query = format!("SELECT {function}({arguments})");
            assert_eq!(values(&session, &query).await.unwrap(), [None], "{query}");
        }
    }
}

#[tokio::test]
async fn null_rows_among_others() {
    let session = session();
    let records = structs(
        vec![("a", texts(&[Some("1"), None, Some("3"), None]))],
        Some(vec![true, true, false, false]),
    );
    table(
        &session,
        vec![
            ("template", texts(&[Some("[[ a ]]"), None, Some("[[ a ]]"), None])),
            ("record", Arc::new(records)),
        ],
    );
    let query = "SELECT lacuna_render(template, record), lacuna_gaps(template, record) FROM t";
    let found = rows(&session, query).await.unwrap();
    let null = vec![None, None];
    assert_eq!(
        found,
        [vec![Some("1".to_owned()), Some("[]".to_owned())], null.clone(), null.clone(), null]
    );
}

#[tokio::test]
async fn nested_nulls_are_null_and_not_what_lies_below_them() {
    let session = session();
    // Below a null there may be anything.
    let inner =
        structs(vec![("b", texts(&[Some("seen"), Some("unseen")]))], Some(vec![true, false]));
    let outer = structs(vec![("a", Arc::new(inner))], None);
    table(&session, vec![("record", Arc::new(outer))]);
    let query = "SELECT lacuna_render('[[ a.b || ''none'' ]] [[ $ | json ]]', record) FROM t";
    let found = values(&session, query).await.unwrap();
    let expected = [r#"seen {"a":{"b":"seen"}}"#, r#"none {"a":null}"#];
    assert_eq!(found, expected.map(|text| Some(text.to_owned())));
}

#[tokio::test]
async fn no_rows_and_empty_batches() {
    let session = session();
    let batch = RecordBatch::try_from_iter([
        ("template", texts(&[Some("[[ a ]]")])),
        ("record", texts(&[Some(r#"{"a": 1}"#)])),
    ]);
    let batch = batch.unwrap();
    let empty = batch.slice(0, 0);
    for (all, expected) in [
        (vec![empty.clone()], vec![]),
        (vec![empty.clone(), batch.clone(), empty.clone()], vec![Some("1".to_owned())]),
    ] {
        batches(&session, all);
        for function in ["lacuna_render", "try_lacuna_render"] {
            for arguments in ["template, record", "'[[ a ]]', record", "template, record, 'de'"] {
                let query = format!("SELECT {function}({arguments}) FROM t");
                assert_eq!(values(&session, &query).await.unwrap(), expected, "{query}");
            }
        }
        let lists = values(&session, "SELECT lacuna_gaps(template, record) FROM t").await.unwrap();
        assert_eq!(lists.len(), expected.len());
        session.deregister_table("t").unwrap();
    }
}

#[tokio::test]
async fn slices_begin_where_they_begin() {
    let session = session();
    let numbers: Vec<_> = (0..10).map(|number| number.to_string()).collect();
    let names = numbers.iter().map(|number| Some(&**number)).collect::<Vec<_>>();
    let item = Arc::new(Field::new_list_field(DataType::Int64, true));
    let values_of_lists = Arc::new(Int64Array::from_iter_values(0..20));
    let lists = ListArray::new(item, OffsetBuffer::from_lengths([2; 10]), values_of_lists, None);
    let record = structs(vec![("name", texts(&names)), ("two", Arc::new(lists))], None);
    let templates: Vec<_> =
        (0..10).map(|number| format!("[[ name ]]: [[ two[1] ]] ({number})")).collect();
    let templates = StringViewArray::from_iter_values(&templates);
    let json: Vec<_> = (0..10)
        .map(|number| format!(r#"{{"name": "{number}", "two": [0, {}]}}"#, 2 * number + 1))
        .collect();
    let json = StringArray::from(json);
    let batch = RecordBatch::try_from_iter([
        ("template", Arc::new(templates) as ArrayRef),
        ("record", Arc::new(record)),
        ("json", Arc::new(json)),
    ]);
    batches(&session, vec![batch.unwrap().slice(3, 4).slice(1, 2)]);
    let expected = ["4: 9 (4)", "5: 11 (5)"].map(|text| Some(text.to_owned()));
    for record in ["record", "json"] {
        let query = format!("SELECT lacuna_render(template, {record}) FROM t");
        assert_eq!(values(&session, &query).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn dictionaries_with_nulls_among_keys_and_values() {
    let session = session();
    let keys = Int8Array::from(vec![Some(0), None, Some(1), Some(2), Some(0)]);
    let values_of_all = texts(&[Some("[[ a ]]"), None, Some("b")]);
    let templates = DictionaryArray::<Int8Type>::new(keys, values_of_all);
    table(&session, vec![("template", Arc::new(templates))]);
    let found =
        values(&session, "SELECT lacuna_render(template, '{\"a\": 1}') FROM t").await.unwrap();
    assert_eq!(
        found,
        [Some("1"), None, None, Some("b"), Some("1")].map(|it| it.map(str::to_owned))
    );
}

#[tokio::test]
async fn a_dictionary_without_values() {
    let session = session();
    let templates = DictionaryArray::<Int8Type>::new(Int8Array::from(vec![None, None]), texts(&[]));
    table(&session, vec![("template", Arc::new(templates))]);
    assert_eq!(
        values(&session, "SELECT lacuna_render(template, '{}') FROM t").await.unwrap(),
        [None, None]
    );
}

#[tokio::test]
async fn a_dictionary_within_a_dictionary_points_through_both() {
    let session = session();
    let inner = DictionaryArray::<Int8Type>::new(
        Int8Array::from(vec![Some(1), Some(0), None]),
        texts(&[Some("x"), Some("[[ a ]]")]),
    );
    let outer = DictionaryArray::<Int8Type>::new(
        Int8Array::from(vec![Some(2), Some(1), Some(0), None]),
        Arc::new(inner),
    );
    table(&session, vec![("template", Arc::new(outer))]);
    let found =
        values(&session, "SELECT lacuna_render(template, '{\"a\": 1}') FROM t").await.unwrap();
    assert_eq!(found, [None, Some("x"), Some("1"), None].map(|it| it.map(str::to_owned)));
}

#[tokio::test]
async fn columns_that_are_all_null() {
    let session = session();
    let fields = vec![Field::new("a", DataType::Utf8, true)].into();
    for data_type in [DataType::Utf8, DataType::LargeUtf8, DataType::Null, DataType::Struct(fields)]
    {
        let template = texts(&[Some("[[ a ]]"), Some("[[")]);
        table(&session, vec![("template", template), ("record", new_null_array(&data_type, 2))]);
        for function in ["lacuna_render", "try_lacuna_render", "lacuna_gaps"] {
            let query = format!("SELECT {function}(template, record) FROM t");
            assert_eq!(
                values(&session, &query).await.unwrap(),
                [None, None],
                "{query} of {data_type}"
            );
        }
        session.deregister_table("t").unwrap();
    }
}

#[tokio::test]
async fn a_map_is_a_record_too() {
    let session = session();
    let entries = structs(
        vec![
            ("keys", texts(&[Some("a"), Some("a"), Some("b")])),
            ("values", texts(&[Some("1"), Some("2"), None])),
        ],
        None,
    );
    let (types, columns, _) = entries.into_parts();
    let types: arrow::datatypes::Fields =
        vec![types[0].as_ref().clone().with_nullable(false), types[1].as_ref().clone()].into();
    let entries = StructArray::new(types, columns, None);
    let field = Arc::new(Field::new("entries", entries.data_type().clone(), false));
    let maps = MapArray::new(field, OffsetBuffer::from_lengths([2, 1]), entries, None, false);
    table(&session, vec![("record", Arc::new(maps))]);
    let query = "SELECT lacuna_render('[[ a || ''none'' ]] [[ $ | json ]]', record) FROM t";
    let found = values(&session, query).await.unwrap();
    // Of a key that comes twice the last counts.
    assert_eq!(found, [r#"2 {"a":"2"}"#, r#"none {"b":null}"#].map(|text| Some(text.to_owned())));
}

/// A column of one map of strings.
fn map(keys: Vec<String>, values: Vec<String>) -> ArrayRef {
    let types =
        vec![Field::new("keys", DataType::Utf8, false), Field::new("values", DataType::Utf8, true)];
    let count = keys.len();
    let columns: Vec<ArrayRef> =
        vec![Arc::new(StringArray::from(keys)), Arc::new(StringArray::from(values))];
    let entries = StructArray::new(types.into(), columns, None);
    let field = Arc::new(Field::new("entries", entries.data_type().clone(), false));
    Arc::new(MapArray::new(field, OffsetBuffer::from_lengths([count]), entries, None, false))
}

#[tokio::test]
async fn a_template_may_ask_for_all_keys_of_a_large_map() {
    let session = session();
    // A walk through the map for each key would be ten billion steps.
    let keys = 100_000;
    let all = |text: &dyn Fn(usize) -> String| (0..keys).map(text).collect::<Vec<_>>();
    let map = map(all(&|key| format!("k{key}")), all(&|key| format!("{key};")));
    let template: String = all(&|key| format!("[[ k{key} ]]")).concat();
    table(&session, vec![("template", texts(&[Some(&template)])), ("record", map)]);
    let found = values(&session, "SELECT lacuna_render(template, record) FROM t").await.unwrap();
    assert!(found == [Some(all(&|key| format!("{key};")).concat())]);
}

#[tokio::test]
async fn a_large_map_answers_as_a_small_one_does() {
    for keys in [10, 200] {
        let session = session();
        // Each key comes twice, and the last counts.
        let names = (0..2 * keys).map(|key| format!("k{}", key % keys)).collect();
        let numbers = (0..2 * keys).map(|key| key.to_string()).collect();
        let inner = map(names, numbers);
        let record = structs(vec![("a", inner.clone()), ("b", inner)], None);
        table(&session, vec![("record", Arc::new(record))]);
        let all = |text: &dyn Fn(usize) -> String| (0..8).map(text).collect::<Vec<_>>().concat();
        let template = all(&|key| format!("[[ a.k{key} ]] [[ b.none{key} || 0 ]] "));
        let query = format!("SELECT lacuna_render('{template}', record) FROM t");
        let expected = all(&|key| format!("{} 0 ", key + keys));
        assert_eq!(values(&session, &query).await.unwrap(), [Some(expected)]);
    }
}
