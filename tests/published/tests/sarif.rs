//! Whatever is found, the log is what the published schema wants.

#[path = "../../formats/everywhere.rs"]
mod everywhere;

use std::sync::OnceLock;

use lacuna::{Findings, Severity, Syntax};
use proptest::prelude::*;
use serde_json::{Value, json};

use self::everywhere::{HOSTILE, everywhere, pieces};

/// The schema that OASIS publishes, as `serde-sarif` 0.8.0 keeps it: its `$id` is
/// <https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json>.
fn assert_valid(log: &Value) {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let schema = include_str!("../sarif-2.1.0.json");
        // The published pattern of languages has a bracket too many, which a strict reader of patterns refuses.
        let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
        jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap()
    });
    let faults: Vec<_> = schema
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_log_of_every_kind_of_place_is_valid() {
    let findings = everywhere();
    let log = findings.sarif().notification(Severity::Note, None, "1 file skipped");
    let log = json!(log.notification(Severity::Error, Some("a b.txt"), "cannot be read: [it](x)"));
    assert_valid(&log);
    assert_valid(&json!(Findings::default().sarif()));
}

/// The judge above refuses what is wrong.
#[test]
#[should_panic(expected = "/runs/0/results/0/locations/0/physicalLocation/region/startLine")]
fn a_log_that_is_not_valid_is_noticed() {
    let mut log = json!(everywhere().sarif());
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        json!(0);
    assert_valid(&log);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn logs_of_hostile_texts_are_valid(text in pieces(&HOSTILE), name in pieces(&HOSTILE)) {
        for findings in [lacuna::audit(&text), Syntax::new().check(&text)] {
            assert_valid(&json!(findings.sarif()));
            assert_valid(&json!(findings.named(&*name).sarif().notification(Severity::Note, Some(&name), &*text)));
        }
    }
}
