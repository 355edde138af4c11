//! What is told of templates and schemas, and of schemas that cannot be used, as cases in `cases.json`.

use std::collections::BTreeMap;

use lacuna::{Finding, Findings, Layout, Problem, Schema, Syntax};
use serde::Deserialize;
use serde_json::{Value, json};

/// A template with its schema; or a schema that is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    schema: Value,
    /// What the schema may refer to, by name.
    #[serde(default)]
    documents: BTreeMap<String, Value>,
    #[serde(default)]
    template: String,
    /// In the place of a template.
    tree: Option<Value>,
    /// Only with the feature `html`.
    page: Option<String>,
    /// What is asked of the layout.
    #[serde(default)]
    options: Vec<String>,
    /// Each finding on a line, the way out behind it.
    #[serde(default)]
    findings: Vec<String>,
    /// The same of the schema alone.
    #[serde(default)]
    notes: Vec<String>,
    /// What is wrong with the schema.
    #[serde(default)]
    errors: Vec<String>,
}

impl Case {
    fn syntax(&self) -> Syntax {
        let layout =
            self.options.iter().fold(Layout::metadata(), |layout, option| match option.as_str() {
                "blank_is_gap" => layout.blank_is_gap(true),
                "paired" => layout.paired_defaults(true),
                "expand" => layout.expand(true),
                other => panic!("there is no option {other}"),
            });
        Syntax::new().layout(layout)
    }

    fn findings(&self, schema: &Schema) -> Findings {
        let syntax = self.syntax();
        #[cfg(feature = "html")]
        if let Some(page) = &self.page {
            return syntax.html(page).unwrap().check_schema(schema);
        }
        match &self.tree {
            Some(tree) => syntax.tree(tree.clone()).unwrap().check_schema(schema),
            None => syntax.text(&self.template).unwrap().check_schema(schema),
        }
    }
}

fn lines(findings: &Findings) -> Vec<String> {
    let line =
        |finding: &Finding| format!("{finding} → {}", finding.problem().help().unwrap_or("?"));
    findings.iter().map(line).collect()
}

/// What is told of the schema, of the template with it, and of a schema that is refused.
fn told(case: &Case) -> [Vec<String>; 3] {
    let documents = case.documents.iter().map(|(name, document)| (&**name, document));
    match Schema::with_documents(&case.schema, documents) {
        Ok(schema) => [lines(&schema.findings()), lines(&case.findings(&schema)), Vec::new()],
        Err(error) => {
            let name = error.name().map_or(String::new(), |name| format!("{name}:"));
            let line = |problem: &Problem| {
                let place = problem.within().map_or(String::new(), |it| format!("{it}: "));
                let (kind, help) = (problem.kind(), problem.help().unwrap_or("?"));
                format!("{name}{place}{}: {kind} → {help}", kind.code())
            };
            [Vec::new(), Vec::new(), error.all().iter().map(line).collect()]
        }
    }
}

#[test]
fn cases() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("cases.json")).unwrap();
    assert!(cases.len() > 80);
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| case.page.is_none() || cfg!(feature = "html")) {
        let expected = [&case.notes, &case.findings, &case.errors];
        for (told, expected) in told(case).iter().zip(expected) {
            if told != expected {
                wrong.push(format!("{}: {:#}", case.name, json!(told)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
