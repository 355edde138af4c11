//! What is claimed of a template holds for every value that passes the schema.

use std::collections::BTreeSet;

use lacuna::{
    Context, ErrorKind, Layout, Outcome, Path, Resolution, Schema, SchemaFault, Source, Syntax,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::fitting::{Chance, fitting};
use super::generator::{Written, expression, schema, value};
use super::oracle::is_valid;

/// The outcome of the only placeholder.
fn outcome(resolution: &Resolution<'_>) -> String {
    format!("{:?}", resolution.outcomes().next().unwrap().outcome())
}

/// Holds what is told of an expression to a value that passes.
fn judge(schema: &Schema, value: &Value, syntax: &Syntax, written: &Written) -> Result<(), String> {
    let text = written.text(written.operands.len());
    let template = syntax.text(&*text).unwrap();
    let findings = template.check_schema(schema);
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.kind().code()).collect();
    let is_told = |told: &[&str]| told.iter().any(|code| codes.contains(code));
    for finding in &findings {
        let ErrorKind::Schema(fault) = finding.kind() else { panic!("{finding}") };
        match &**fault {
            SchemaFault::ImpossiblePath { path, .. } => {
                if let Ok(found) = value.find(&Path::parse(path).unwrap()) {
                    return Err(format!("{text}: {finding}, and it is {found:?}"));
                }
            }
            SchemaFault::UnreachableOperand { .. } => {
                let start = finding.problem().span().unwrap().start();
                let shorter = syntax.text(written.text_with_operator(written.before(start)));
                // Literals alone are no expression.
                let Ok(shorter) = shorter else { continue };
                let context = Context::new(value);
                let (short, long) =
                    (outcome(&shorter.resolve(&context)), outcome(&template.resolve(&context)));
                if short != long {
                    return Err(format!("{text}: {finding}, and {short} is not {long}"));
                }
            }
            SchemaFault::ContainerPath { path, is_sure: true, .. } => {
                let found = value.find(&Path::parse(path).unwrap());
                if found.is_ok_and(|found| !matches!(found, lacuna::Datum::Tree(_))) {
                    return Err(format!("{text}: {finding}"));
                }
            }
            _ => {}
        }
    }
    let context = Context::new(value);
    let resolution = template.resolve(&context);
    let resolved = resolution.outcomes().next().unwrap();
    let silent = match resolved.outcome() {
        Outcome::Missing { .. } => !is_told(&["may-be-missing", "impossible-path"]),
        Outcome::NotText { .. } => {
            !is_told(&["container-path", "undeclared-path", "may-be-missing", "impossible-path"])
        }
        Outcome::Blank { is_gap: true, .. } => {
            !is_told(&["may-be-blank", "may-be-missing", "impossible-path", "container-path"])
        }
        Outcome::Blank { is_gap: false, .. } => {
            written.join == " || "
                && !is_told(&[
                    "may-stay-blank",
                    "may-be-missing",
                    "impossible-path",
                    "container-path",
                ])
        }
        _ => false,
    };
    if silent && !is_told(&["unjudged-path"]) {
        return Err(format!("{text}: {:?}, and nothing is told: {findings}", resolved.outcome()));
    }
    Ok(())
}

proptest! {
    // Each case is many schemas, values and templates.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..Default::default() })]
    #[test]
    fn what_is_claimed_holds(
        json in schema(),
        values in vec(value(), 4),
        seeds in vec(any::<u64>(), 8),
        expressions in vec(expression(), 6),
        blank_is_gap in any::<bool>(),
        has_rule in any::<bool>(),
    ) {
        let Ok(schema) = Schema::new(&json) else { return Ok(()) };
        let mut layout = Layout::plain().blank_is_gap(blank_is_gap);
        if has_rule {
            layout = layout.default_rule("a.*", "c.*").unwrap();
        }
        let syntax = Syntax::new().layout(layout);
        let fitted = seeds.iter().map(|seed| fitting(&json, &json, &mut Chance::new(*seed), 4));
        let values: Vec<_> = values.into_iter().chain(fitted).collect();
        for value in values.iter().filter(|value| is_valid(&json, value)) {
            for expression in &expressions {
                if let Err(fault) = judge(&schema, value, &syntax, expression) {
                    prop_assert!(false, "{json}\n{value}\n{fault}");
                }
            }
        }
    }
}
