//! What is said, read as the person who meets it.

use std::sync::Arc;

use arrow::array::types::{Int8Type, Int32Type};
use arrow::array::{
    ArrayRef, BinaryArray, DictionaryArray, Int64Array, RunArray, StringArray, StructArray,
};
use arrow::datatypes::{DataType, Field};
use datafusion::error::DataFusionError;
use lacuna::Syntax;
use lacuna_datafusion::{Cause, Functions, RowError};

use crate::session::{refusal, rows, session, session_with, table, values};

fn people() -> ArrayRef {
    let address = StructArray::new(
        vec![Field::new("city", DataType::Utf8, true)].into(),
        vec![Arc::new(StringArray::from(vec!["Turin", "Bath"]))],
        None,
    );
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![7, 8])),
        Arc::new(StringArray::from(vec![Some("Ada"), None])),
        Arc::new(address),
    ];
    let fields = ["id", "name", "address"].into_iter().zip(&columns);
    let fields =
        fields.map(|(name, column)| Field::new(name, column.data_type().clone(), true)).collect();
    Arc::new(StructArray::new(fields, columns, None))
}

#[tokio::test]
async fn a_row_with_a_gap() {
    let session = session();
    table(&session, vec![("person", people())]);
    let told = refusal(&session, "SELECT lacuna_render('Dear [[ name ]],', person) FROM t").await;
    assert_eq!(
        told,
        "External error: lacuna_render: row 2 of a batch of 2 cannot be rendered:
1:9: nothing found for `name`: `name` is null
  |
1 | Dear [[ name ]],
  |         ^^^^
  = if it may be missing, write what to print instead: `|| 'text'`
the record begins with {\"id\": 8, \"name\": null, \"address\": {\"city\": \"Bath\"}}
try_lacuna_render gives null for such a row, and lacuna_gaps lists what it lacks"
    );
}

#[tokio::test]
async fn a_struct_without_the_field() {
    let session = session();
    table(&session, vec![("person", people())]);
    let told =
        refusal(&session, "SELECT lacuna_render('[[ address.ctiy ]] [[ id.x ]]', person) FROM t")
            .await;
    assert!(
        told.contains("1:12: nothing found for `address.ctiy`: `address` has no key `ctiy`"),
        "{told}"
    );
    assert!(told.contains("= did you mean `address.city`?"), "{told}");
    assert!(told.contains("1:26: nothing found for `id.x`: `id` is a number"), "{told}");
}

#[tokio::test]
async fn a_template_of_the_query_that_cannot_be_read_is_refused_before_the_first_row() {
    let session = session();
    table(&session, vec![("person", people())]);
    let query = "SELECT lacuna_render('Dear [[ name | uper ]],', person) FROM t WHERE false";
    let error = session.sql(query).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "Error during planning: the template of lacuna_render cannot be read:
1:16: there is no filter `uper`
  |
1 | Dear [[ name | uper ]],
  |                ^^^^
  = did you mean `upper`?"
    );
    // The others give an answer for each row.
    let query = "SELECT try_lacuna_render('[[', person), lacuna_gaps('[[', person)[1]['code'] FROM t LIMIT 1";
    assert_eq!(rows(&session, query).await.unwrap(), [[None, Some("unclosed".to_owned())]]);
}

#[tokio::test]
async fn a_template_of_a_row_that_cannot_be_read() {
    let session = session();
    let templates = StringArray::from(vec!["fine", "line one\nDear [[ name ]"]);
    table(&session, vec![("template", Arc::new(templates)), ("person", people())]);
    let told = refusal(&session, "SELECT lacuna_render(template, person) FROM t").await;
    assert!(
        told.contains("row 2 of a batch of 2 has a template that cannot be read:\n2:"),
        "{told}"
    );
    assert!(told.contains("2 | Dear [[ name ]\n"), "{told}");
    assert!(told.contains("the record begins with {\"id\": 8"), "{told}");
}

#[tokio::test]
async fn a_record_that_is_no_json() {
    let session = session();
    let records = StringArray::from(vec!["{\"id\": 7}", "{\"id\": 8,}"]);
    table(&session, vec![("record", Arc::new(records))]);
    // Also for a template that reads nothing of it.
    for template in ["[[ id ]] [[ id ]]", "plain"] {
        let told =
            refusal(&session, &format!("SELECT lacuna_render('{template}', record) FROM t")).await;
        assert!(told.contains("row 2 of a batch of 2 has a record that is no JSON:\n1:10: the data is no JSON: trailing comma"), "{told}");
        let query = format!(
            "SELECT try_lacuna_render('{template}', record), lacuna_gaps('{template}', record) FROM t"
        );
        let found = rows(&session, &query).await.unwrap();
        assert!(found[0][0].is_some() && found[1][0].is_none(), "{found:?}");
        assert_eq!(
            found[1][1].as_deref(),
            Some(
                "[{code: json, expression: , line: 1, column: 10, message: the data is no JSON: trailing comma, help: }]"
            )
        );
    }
}

#[tokio::test]
async fn a_record_that_is_empty() {
    let told = refusal(&session(), "SELECT lacuna_render('x', '')").await;
    assert!(told.contains("has a record that is no JSON:\n1:1: "), "{told}");
    assert!(told.contains("\nthe record is empty\n"), "{told}");
}

#[tokio::test]
async fn a_locale_that_is_none() {
    let session = session();
    let told = refusal(&session, "SELECT lacuna_render('x', '{\"id\": 7}', 'de_DE.UTF-8')").await;
    assert!(told.contains("row 1 of a batch of 1 has a locale that is no language tag:\n`de_DE.UTF-8` is no language tag"), "{told}");
    assert!(told.contains("the tag is `de-DE`"), "{told}");
    let query = "SELECT try_lacuna_render('x', '{}', ''), lacuna_gaps('x', '{}', '')[1]['code']";
    assert_eq!(rows(&session, query).await.unwrap(), [[None, Some("language-tag".to_owned())]]);
}

#[tokio::test]
async fn a_program_gets_the_error_itself() {
    let session = session();
    table(&session, vec![("person", people())]);
    let query =
        session.sql("SELECT lacuna_render('[[ name ]] [[ x ]]', person) FROM t").await.unwrap();
    let error = query.collect().await.unwrap_err();
    let DataFusionError::External(error) = error.find_root() else { panic!("{error}") };
    let error: &RowError = error.downcast_ref().unwrap();
    assert_eq!((error.row(), error.rows(), error.cause()), (1, 2, Cause::Gaps));
    assert_eq!(error.error().all().len(), 1);
    assert!(error.record().starts_with("{\"id\": 7, \"name\": \"Ada\""), "{}", error.record());
}

#[tokio::test]
async fn what_is_shown_of_a_record_is_short_and_visible() {
    let session = session();
    let long = format!("{{\"id\": 7, \"text\": \"\u{202e}\u{7}{}\"}}", "x".repeat(100_000));
    let told = refusal(&session, &format!("SELECT lacuna_render('[[ a ]]', '{long}')")).await;
    assert!(told.len() < 2_000 && told.contains(r"\u{202e}"), "{told}");
    assert!(!told.contains('\u{202e}') && told.contains('…'), "{told}");
    let fields = (0..1_000)
        .map(|number| format!("'field{number}', 'a text {number} of some length'"))
        .collect::<Vec<_>>();
    let told = refusal(
        &session,
        &format!("SELECT lacuna_render('[[ a ]]', named_struct({}))", fields.join(", ")),
    )
    .await;
    assert!(
        told.len() < 2_000 && told.contains("{\"field0\": \"a text 0 of some length\", "),
        "{told}"
    );
    assert!(told.contains(", …}"), "{told}");
}

#[tokio::test]
async fn arguments_of_other_types_and_numbers() {
    let session = session();
    table(
        &session,
        vec![
            ("person", people()),
            ("bytes", Arc::new(BinaryArray::from_vec(vec![b"{}", b"{}"]))),
            ("number", Arc::new(Int64Array::from(vec![1, 2]))),
        ],
    );
    let takes =
        "lacuna_render takes (template, record) or (template, record, locale), and was given";
    for (arguments, expected) in [
        ("", "no arguments"),
        ("'x'", "one argument (Utf8)"),
        ("'x', person, 'de', 'en'", "4 arguments (Utf8, Struct of 3 fields, Utf8, Utf8)"),
        (
            "number, person",
            "(Int64, Struct of 3 fields): the template is Int64, and has to be a string",
        ),
        (
            "'x', number",
            "(Utf8, Int64): the record is Int64, and has to be a struct, a map with strings as keys, or a string that holds JSON",
        ),
        (
            "'x', bytes",
            "(Utf8, Binary): the record is Binary, and has to be a struct, a map with strings as keys, or a string that holds JSON; \
             arrow_cast(…, 'Utf8View') makes one of bytes that are UTF-8",
        ),
        (
            "'x', [person]",
            "(Utf8, List of Struct of 3 fields): the record is List of Struct of 3 fields, and has to be",
        ),
        (
            "'x', person, 1",
            "(Utf8, Struct of 3 fields, Int64): the locale is Int64, and has to be a string that holds a language tag",
        ),
    ] {
        let told = refusal(&session, &format!("SELECT lacuna_render({arguments}) FROM t")).await;
        assert!(told.contains(&format!("{takes} {expected}")), "{told}");
    }
}

#[tokio::test]
async fn gaps_are_listed_with_their_places() {
    let session = session();
    table(&session, vec![("person", people())]);
    let query = "SELECT gap['code'], gap['expression'], gap['line'], gap['column'], gap['message'], gap['help'] FROM
        (SELECT unnest(lacuna_gaps('[[ id ]]\n [[ nmae | upper ]] [[ id | upper ]] [[ address ]]', person)) AS gap FROM t LIMIT 3)";
    let found = rows(&session, query).await.unwrap();
    let expected = [
        [
            "gap",
            "nmae | upper",
            "2",
            "5",
            "nothing found for `nmae | upper`: there is no key `nmae`",
            "did you mean `name`?",
        ],
        [
            "not-text",
            "address",
            "2",
            "41",
            "`address` is an object, not a text",
            "write a path to one of its values: `address.city`",
        ],
    ];
    let found: Vec<Vec<_>> = found
        .into_iter()
        .take(2)
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
        .collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn of_many_problems_the_first_are_listed_and_the_others_counted() {
    let session = session();
    let query = "SELECT array_length(gaps), gaps[100]['expression'], gaps[101]['code'], gaps[101]['message'] FROM
        (SELECT lacuna_gaps(repeat('[[ a ]]', 250), '{}') AS gaps)";
    let expected = ["101", "a", "more", "and 150 more"].map(|text| Some(text.to_owned()));
    assert_eq!(rows(&session, query).await.unwrap(), [expected]);
}

#[tokio::test]
async fn an_output_beyond_the_limit() {
    let limits = lacuna::Limits::new().output(9);
    let session = session_with(&Functions::new().syntax(Syntax::new().limits(limits)));
    let told = refusal(&session, "SELECT lacuna_render('[[ a ]] and more', '{\"a\": 1}')").await;
    assert!(told.contains("9 bytes"), "{told}");
    let query = "SELECT try_lacuna_render('[[ a ]] and more', '{\"a\": 1}'), lacuna_gaps('[[ a ]] and more', '{\"a\": 1}')[1]['code']";
    let found = rows(&session, query).await.unwrap();
    assert!(found[0][0].is_none() && found[0][1].is_some(), "{found:?}");
}

#[tokio::test]
async fn columns_that_point_to_their_values_are_refused_with_a_way_that_works() {
    let session = session();
    let json = StringArray::from(vec![r#"{"a": 1}"#]);
    let runs = RunArray::<Int32Type>::try_new(&vec![1].into(), &json).unwrap();
    let a: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    let structs =
        StructArray::new(vec![Field::new("a", DataType::Utf8, true)].into(), vec![a], None);
    let dictionary = DictionaryArray::<Int8Type>::new(vec![0].into(), Arc::new(structs));
    table(&session, vec![("runs", Arc::new(runs)), ("dictionary", Arc::new(dictionary))]);
    for (column, way, query, expected) in [
        ("runs", "arrow_cast(…, 'Utf8') makes", "'[[ a ]]', arrow_cast(runs, 'Utf8')", "1"),
        (
            "dictionary",
            "named_struct('item', …) makes",
            "'[[ item.a ]]', named_struct('item', dictionary)",
            "x",
        ),
    ] {
        let told =
            refusal(&session, &format!("SELECT lacuna_render('[[ a ]]', {column}) FROM t")).await;
        assert!(told.contains(way), "{told}");
        let found = values(&session, &format!("SELECT lacuna_render({query}) FROM t")).await;
        assert_eq!(found.unwrap(), [Some(expected.to_owned())]);
    }
}
