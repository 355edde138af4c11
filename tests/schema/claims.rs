//! Whether what is claimed of an expression is true of a value that passes the schema.

use std::collections::BTreeSet;

use lacuna::{Context, ErrorKind, Outcome, Path, Resolution, Schema, SchemaFault, Source, Syntax};
use proptest::prelude::*;
use serde_json::Value;

use super::generator::Written;

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
        Outcome::NotText { .. } => !is_told(&[
            "container-path",
            "untyped-path",
            "undeclared-path",
            "may-be-missing",
            "impossible-path",
        ]),
        Outcome::Blank { is_gap: true, .. } => !is_told(&[
            "may-be-blank",
            "may-be-missing",
            "impossible-path",
            "container-path",
            "untyped-path",
        ]),
        Outcome::Blank { is_gap: false, .. } => {
            written.join == " || "
                && !is_told(&[
                    "may-stay-blank",
                    "may-be-missing",
                    "impossible-path",
                    "container-path",
                    "untyped-path",
                ])
        }
        _ => false,
    };
    if silent && !is_told(&["unjudged-path"]) {
        return Err(format!("{text}: {:?}, and nothing is told: {findings}", resolved.outcome()));
    }
    Ok(())
}

/// Holds what is told of the expressions to each value that passes.
pub(super) fn assert_true(
    json: &Value,
    values: &[Value],
    syntax: &Syntax,
    expressions: &[Written],
    passes: impl Fn(&Value) -> bool,
) -> Result<(), TestCaseError> {
    let Ok(schema) = Schema::new(json) else { return Ok(()) };
    for value in values.iter().filter(|value| passes(value)) {
        for expression in expressions {
            if let Err(fault) = judge(&schema, value, syntax, expression) {
                return Err(TestCaseError::fail(format!("{json}\n{value}\n{fault}")));
            }
        }
    }
    Ok(())
}
