//! The example `check` with `--schema`, run as people run it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::examples::{folder, run_in};

fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run_in("check", folder, arguments, "")
}

/// The schema of the record of `examples/page`, and more.
const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["data", "metadata", "sizes"],
    "properties": {
        "data": {
            "type": "object", "required": ["hours", "since", "name"], "additionalProperties": false,
            "properties": {
                "name": {"$ref": "#/$defs/text"}, "title": {"$ref": "#/$defs/text"}, "motto": {"$ref": "#/$defs/text"},
                "since": {"type": "object", "required": ["value"], "properties": {"value": {"type": "integer"}}},
                "hours": {"type": "object", "required": ["value"], "properties": {"value": {"type": "array", "minItems": 1}}},
                "address": {"$ref": "parts/address.json"}
            }
        },
        "metadata": {
            "type": "object", "required": ["defaultData"],
            "properties": {"defaultData": {
                "type": "object", "required": ["name"],
                "properties": {"name": {"type": "string", "pattern": "\\S"}, "title": {"type": "string"}}
            }}
        },
        "sizes": {"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}], "items": false, "minItems": 1},
        "note": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "null"}]},
        "code": {"enum": ["A", "B"]}
    },
    "$defs": {"text": {"type": "object", "properties": {"value": {"type": "string"}}}}
}"##;

const ADDRESS: &str = r#"{
    "type": "object", "required": ["city"], "additionalProperties": false,
    "properties": {"city": {"type": "string", "pattern": "\\S"}, "street": {"type": ["string", "null"]}}
}"#;

/// A fault in each line but the last, and no data anywhere.
const PAGE: &str = "\
Dear [[ data.nmae.value ]],
title: [[ data.title.value ]]
[[ data.name.value.first || 'first' ]]
hours: [[ data.hours.value ]]
address: [[ data.address | upper ]]
since [[ data.since.value || 'long ago' ]]
city: [[ data.address.ctiy || 'somewhere' ]]
street: [[ data.address.street ]]
size: [[ sizes[0] ]] × [[ sizes[1] ]] × [[ sizes[2] || 1 ]]
[[ note || '' ]] [[ note ?? code ]]
code: [[ code ]]
[[ metadata.deafultData.title || 'none' ]]
[[ t('greeting', name: data.motto.value, count: data.since.value || 0) ]]
[[ data.name.value ]] [[ data.since.value ]] [[ sizes[0] ]] [[ data.hours.value | json ]]
";

fn files<'f>(page: &'f str, schema: &'f str) -> [(&'f str, &'f str); 2] {
    [("page.txt", page), ("schema.json", schema)]
}

#[test]
fn planted_faults_are_found_without_data() {
    let folder = folder("schema", &files(PAGE, SCHEMA));
    fs::create_dir(folder.join("parts")).unwrap();
    fs::write(folder.join("parts/address.json"), ADDRESS).unwrap();
    let arguments =
        ["--schema", "DIR/schema.json", "--schema", "DIR/parts/address.json", "DIR/page.txt"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, &*err), (1, ""));
    insta::assert_snapshot!(out);
    let (code, out, _) = check(&folder, &[&arguments[..], &["--format", "json"]].concat());
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    let first = &told["findings"][0];
    assert_eq!((&first["code"], &first["line"]), (&json!("impossible-path"), &json!(1)));
    assert_eq!(first["suggestions"], json!(["data.name.value"]));
    // The same page with a default for what may be missing.
    fs::write(folder.join("page.txt"), PAGE.lines().last().unwrap()).unwrap();
    let (code, out, _) = check(&folder, &arguments);
    assert_eq!((code, &*out), (0, "0 errors, 0 notes\n"));
}

#[test]
fn a_tree_and_a_folder_are_judged_too() {
    let folder = folder(
        "schema_tree",
        &[("schema.json", SCHEMA.replace("parts/address.json", "#/$defs/text").as_str())],
    );
    fs::create_dir(folder.join("t")).unwrap();
    let tree = r#"{"hours": "[[ data.hours.value ]]", "all": "hours: [[ data.hours.value ]]"}"#;
    fs::write(folder.join("t/app.json"), tree).unwrap();
    let arguments = ["--schema", "DIR/schema.json", "--tree", "--format", "lines", "DIR/t"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, &*err), (1, ""));
    let expected = "DIR/t/app.json:all:1:11  error  container-path  `data.hours.value` is an array, and a text is needed\n";
    assert!(out.starts_with(expected), "{out}");
}

#[test]
fn a_schema_that_cannot_be_used_is_named() {
    let bad = r##"{"properties": {"a": {"type": "text"}, "b": {"$ref": "#/$defs/b"}, "c": {"$ref": "c.json"}}}"##;
    let folder = folder("schema_bad", &files("[[ a ]]", bad));
    let (code, out, err) = check(&folder, &["--schema", "DIR/schema.json", "DIR/page.txt"]);
    assert_eq!((code, &*out), (2, ""));
    insta::assert_snapshot!(err);
    let other = r#"{"items": [{}], "pattern": "(?=x)"}"#;
    fs::write(folder.join("schema.json"), r#"{"$ref": "c%20d.json"}"#).unwrap();
    fs::write(folder.join("c d.json"), other).unwrap();
    let arguments = ["--schema", "DIR/schema.json", "--schema", "DIR/c d.json", "DIR/page.txt"];
    let (code, _, err) = check(&folder, &arguments);
    assert_eq!(code, 2);
    assert!(
        err.starts_with("DIR/c d.json:items: `items` takes one schema for all elements"),
        "{err}"
    );
    let (code, _, err) = check(&folder, &["--schema", "DIR/page.txt", "DIR/page.txt"]);
    assert_eq!((code, err.starts_with("DIR/page.txt:1:4: not valid JSON: ")), (2, true), "{err}");
    let (code, _, err) = check(&folder, &["--schema", "-", "DIR/page.txt"]);
    assert_eq!((code, &*err), (2, "a schema is read from a file, not from `-`\n"));
    let (code, _, err) =
        check(&folder, &["--schema", "DIR/schema.json", "--finished", "DIR/page.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot be used with"), "{err}");
}

#[test]
fn the_page_and_the_record_of_the_example_fit_their_schema() {
    use super::oracle::is_valid;

    let schema: Value =
        serde_json::from_str(include_str!("../../examples/page/schema.json")).unwrap();
    let record: Value =
        serde_json::from_str(include_str!("../../examples/page/record.json")).unwrap();
    assert!(is_valid(&schema, &record));
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/page");
    let (schema, portfolio) = (format!("{page}/schema.json"), format!("{page}/portfolio.txt"));
    let arguments = ["--schema", &schema, &portfolio, "--paired-defaults", "--drop-hollow-lines"];
    let (code, out, err) = check(Path::new(page), &arguments);
    assert_eq!((code, &*out, &*err), (0, "0 errors, 0 notes\n", ""));
}
