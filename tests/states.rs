//! The table of states: every state of a value × alone, `||`, `??` × with and without a default × one
//! and three layers. Its rows are golden cases, in `cases/states.json`; what they expect is what the
//! oracle says.
//!
//! `LACUNA_BLESS=1 cargo test states` writes the file anew; read it before you commit it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::naive::{self, Expression, Operand, Options, Part};

/// Every state: the path of the value, and the data that has it.
fn states() -> [(&'static str, &'static str, Value); 14] {
    let own = "data.a.value";
    let value = |value: Value| json!({"a": {"value": value}});
    [
        ("absent key", own, json!({"a": {}})),
        ("absent parent", own, json!({})),
        ("index out of range", "data.a.0.value", json!({"a": []})),
        ("wrong kind", own, json!({"a": "text"})),
        ("null", own, value(json!(null))),
        ("empty text", own, value(json!(""))),
        ("empty array", own, value(json!([]))),
        ("empty object", own, value(json!({}))),
        ("blank", own, value(json!(" \t"))),
        ("text", own, value(json!("A"))),
        ("0", own, value(json!(0))),
        ("false", own, value(json!(false))),
        ("array", own, value(json!([1]))),
        ("object", own, value(json!({"k": 1}))),
    ]
}

type Other = (bool, Option<Value>);

/// What stands behind the path: whether the operator is `??`, and the value of the other operand.
fn others() -> [(&'static str, Option<Other>); 7] {
    [
        ("alone", None),
        ("|| value", Some((false, Some(json!("B"))))),
        ("|| blank", Some((false, Some(json!("  "))))),
        ("|| absent", Some((false, None))),
        ("?? value", Some((true, Some(json!("B"))))),
        ("?? blank", Some((true, Some(json!("  "))))),
        ("?? absent", Some((true, None))),
    ]
}

/// The data as one layer, or as three: the value, its default, and the other operand with perhaps
/// another value.
fn layers(
    count: usize,
    data: &Value,
    default: Option<Value>,
    others: [Option<Value>; 2],
) -> Vec<Value> {
    let [other, last] = others;
    let mut layers = vec![json!({}); count];
    layers[0]["data"] = data.clone();
    if let Some(default) = default {
        layers[count / 2]["metadata"]["defaultData"]["a"] = default;
    }
    if let Some(other) = other {
        layers[count - 1]["data"]["b"]["value"] = other;
    }
    if let Some(last) = last {
        layers[count - 1]["data"]["a"] = last;
    }
    layers
}

fn rows() -> Vec<Value> {
    let mut rows = Vec::new();
    for (state, path, data) in states() {
        for (operator, other) in others() {
            for (with_default, default) in
                [("no default", None), ("default", Some("D")), ("blank default", Some(" "))]
            {
                for (name, count, has_last, blank_is_gap) in [
                    ("one layer", 1, false, false),
                    ("one layer where blanks are gaps", 1, false, true),
                    ("three layers", 3, false, false),
                    ("three layers, only the last has it", 3, false, false),
                    ("three layers, the last has a value", 3, true, false),
                ] {
                    let is_indexed = path.contains(".0");
                    let wrapped = |text: &str, inner: Value| {
                        let inner = if text == "default" { inner } else { json!({"value": inner}) };
                        if is_indexed { json!([inner]) } else { inner }
                    };
                    let default = default.map(|text| wrapped("default", json!(text)));
                    let last = has_last.then(|| wrapped("last", json!("S")));
                    let (coalesce, value) = other.clone().unwrap_or_default();
                    let mut layers = layers(count, &data, default, [value, last]);
                    if name.contains("only") {
                        // What the last one has besides, it has in front now.
                        layers.swap(0, 2);
                    }
                    let keys =
                        |path: &str| Operand::Path(path.split('.').map(str::to_owned).collect());
                    let mut operands = vec![keys(path)];
                    operands.extend(other.as_ref().map(|_| keys("data.b.value")));
                    let (filters, space) = (Vec::new(), " ".to_owned());
                    let expression = Expression { operands, coalesce, filters, space };
                    let options = Options { blank_is_gap, ..Options::default() };
                    let (_, outcome) = naive::evaluate(&expression, &layers, options);
                    let parts = [
                        Part::Text("<".into()),
                        Part::Placeholder(expression),
                        Part::Text(">".into()),
                    ];
                    let expect = naive::render(&parts, &layers, options, Some("keep"));
                    let mut row = json!({
                        "name": format!("{state}, {operator}, {with_default}, {name}"),
                        "template": naive::source(&parts),
                        "layers": layers,
                        "options": {"on_gap": "keep"},
                        "expect": expect.unwrap(),
                        "outcomes": [outcome],
                    });
                    if blank_is_gap {
                        row["options"]["blank_is_gap"] = json!(true);
                    }
                    rows.push(row);
                }
            }
        }
    }
    rows
}

#[test]
fn every_row_of_the_table_is_a_golden_case() {
    let rows: Vec<String> = rows().iter().map(|row| format!("  {row}")).collect();
    let table = format!("[\n{}\n]\n", rows.join(",\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/states.json");
    if std::env::var_os("LACUNA_BLESS").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let golden = fs::read_to_string(&file).unwrap();
    let differs = golden.lines().zip(table.lines()).find(|(golden, row)| golden != row);
    assert_eq!(differs, None, "the oracle says something else than the golden case");
    assert_eq!(golden.lines().count(), table.lines().count());
}
