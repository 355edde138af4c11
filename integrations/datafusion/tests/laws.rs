//! A struct is rendered as the same data in JSON is, whatever the data, and its gaps are the same.

mod data;

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, StringArray};
use arrow::datatypes::{DataType, Field};
use arrow::util::display::array_value_to_string;
use datafusion::common::ScalarValue;
use datafusion::config::ConfigOptions;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF};
use lacuna::JsonBytes;
use lacuna_datafusion::Functions;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use self::data::{Datum, NAMES, Shape, column, shapes, structs, values, write_json};

/// A path that is often there.
fn paths() -> impl Strategy<Value = String> {
    let step = prop_oneof![
        5 => (0..4_usize).prop_map(|name| format!(".{}", NAMES[name])),
        1 => (0..NAMES.len()).prop_map(|name| format!("['{}']", NAMES[name].replace('\'', "\\'"))),
        1 => (0..3_usize).prop_map(|index| format!("[{index}]")),
        1 => (0..2_usize).prop_map(|index| format!(".{index}")),
        1 => Just(".nmae".to_owned()),
    ];
    vec(step, 0..4).prop_map(|steps| format!("${}", steps.concat()))
}

fn templates() -> impl Strategy<Value = String> {
    let behind = prop_oneof![
        4 => Just(String::new()),
        2 => Just(" || 'none'".to_owned()),
        1 => Just(" ?? 'none'".to_owned()),
        2 => Just(" | json".to_owned()),
        1 => Just(" || '' | join: ', '".to_owned()),
        1 => Just(" | upper".to_owned()),
        1 => paths().prop_map(|path| format!(" || {path}")),
    ];
    let placeholder =
        (paths(), behind).prop_map(|(path, behind)| format!("<[[ {path}{behind} ]]>"));
    vec(placeholder, 1..4).prop_map(|all| all.concat())
}

fn call(function: &Arc<ScalarUDF>, template: &str, record: &ArrayRef) -> Vec<Option<String>> {
    let argument = |column: &ArrayRef| Arc::new(Field::new("it", column.data_type().clone(), true));
    let text = ScalarValue::from(template);
    let args = ScalarFunctionArgs {
        args: vec![ColumnarValue::Scalar(text), ColumnarValue::Array(record.clone())],
        arg_fields: vec![Arc::new(Field::new("it", DataType::Utf8, true)), argument(record)],
        number_rows: record.len(),
        return_field: Arc::new(Field::new("it", function.return_type(&[]).unwrap(), true)),
        config_options: Arc::new(ConfigOptions::new()),
    };
    let ColumnarValue::Array(found) = function.invoke_with_args(args).unwrap() else {
        panic!("no column")
    };
    assert_eq!(found.len(), record.len());
    let value = |row| found.is_valid(row).then(|| array_value_to_string(&found, row).unwrap());
    (0..found.len()).map(value).collect()
}

/// Records of one shape, with their nulls.
fn records() -> impl Strategy<Value = (Shape, Vec<Option<Datum>>)> {
    structs(shapes()).prop_flat_map(|shape| {
        let records = vec(option::weighted(0.9, values(&shape)), 1..8);
        (Just(shape), records)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_struct_is_what_its_json_is((shape, records) in records(), template in templates(), from in 0..4_usize) {
        let [render, or_null, gaps] = Functions::new().udfs();
        let all: Vec<_> = records.iter().map(Option::as_ref).collect();
        let json: Vec<_> = all.iter().map(|record| record.map(|record| {
            let mut json = String::new();
            write_json(Some(record), &shape, &mut json);
            json
        })).collect();
        let from = from.min(records.len() - 1);
        let structs = column(&shape, &all).slice(from, records.len() - from);
        let texts = (Arc::new(StringArray::from(json.clone())) as ArrayRef).slice(from, records.len() - from);

        let found = call(&or_null, &template, &structs);
        prop_assert_eq!(&found, &call(&or_null, &template, &texts));
        let expected = |json: &Option<String>| lacuna::render(&template, &JsonBytes::new(json.as_ref()?)).ok();
        prop_assert_eq!(&found, &json[from..].iter().map(expected).collect::<Vec<_>>());
        // What is not rendered has gaps, and nothing else has.
        let listed = call(&gaps, &template, &structs);
        prop_assert_eq!(&listed, &call(&gaps, &template, &texts));
        for ((found, listed), record) in found.iter().zip(&listed).zip(&records[from..]) {
            prop_assert_eq!(record.is_none(), listed.is_none());
            prop_assert_eq!(found.is_some(), listed.as_deref() == Some("[]"));
        }
        // What is strict gives the same, if every row has a text.
        let is_whole = found.iter().zip(&records[from..]).all(|(found, record)| found.is_some() || record.is_none());
        if is_whole {
            prop_assert_eq!(&found, &call(&render, &template, &structs));
        }
    }
}
