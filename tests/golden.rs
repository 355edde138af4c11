//! Behaviour as data: every case in `tests/cases/*.json` is rendered and compared.
//!
//! `LACUNA_CASE='part of a name' cargo test golden` runs only the cases with that name.

use std::fs;
use std::path::PathBuf;

use lacuna::{Context, Error, Escape, Layout, OnGap, Syntax};
use serde::Deserialize;
use serde_json::{Value, json};

/// A template, what it is rendered with, and what comes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    template: String,
    #[serde(default = "empty")]
    data: Value,
    #[serde(default)]
    options: Options,
    expect: Option<String>,
    /// The problems of the error, all of them.
    errors: Option<Vec<Expected>>,
    /// What became of the placeholders, by name.
    outcomes: Option<Vec<String>>,
}

fn empty() -> Value {
    json!({})
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Options {
    open: Option<String>,
    close: Option<String>,
    escape: Option<String>,
    layout: Option<String>,
    rules: Vec<(String, String)>,
    translations: Option<String>,
    paired_defaults: bool,
    drop_hollow_lines: bool,
    blank_is_gap: bool,
    on_gap: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: String,
    line: usize,
    column: usize,
    /// The message, if the case is about it.
    message: Option<String>,
    /// The way out, if the case is about it.
    help: Option<String>,
}

impl Options {
    fn syntax(&self) -> Result<Syntax, Error> {
        let mut layout = match self.layout.as_deref() {
            None | Some("metadata") => Layout::metadata(),
            Some("plain") => Layout::plain(),
            Some(other) => panic!("no layout {other}"),
        };
        for (from, to) in &self.rules {
            layout = layout.default_rule(from, to)?;
        }
        if let Some(root) = &self.translations {
            layout = layout.translations(root)?;
        }
        let layout = layout
            .paired_defaults(self.paired_defaults)
            .drop_hollow_lines(self.drop_hollow_lines)
            .blank_is_gap(self.blank_is_gap);
        let syntax = Syntax::new().layout(layout);
        match (&self.open, &self.close) {
            (Some(open), Some(close)) => syntax.delimiters(open, close),
            _ => Ok(syntax),
        }
    }

    fn escape(&self) -> Escape {
        match self.escape.as_deref() {
            None | Some("none") => Escape::none(),
            Some("html-text") => Escape::html_text(),
            Some(other) => panic!("no escape {other}"),
        }
    }

    fn on_gap(&self) -> OnGap<'_> {
        match self.on_gap.as_deref() {
            None | Some("fail") => OnGap::Fail,
            Some("keep") => OnGap::Keep,
            Some("empty") => OnGap::Empty,
            Some("with") => OnGap::With(&|gap| format!("⟨{}⟩", gap.expression())),
            Some(text) => OnGap::Text(text),
        }
    }
}

/// The output and the outcomes.
fn run(case: &Case) -> Result<(String, Vec<String>), Error> {
    let template = case.options.syntax()?.escaped(case.options.escape(), &*case.template)?;
    let context = Context::new(&case.data);
    let resolution = template.resolve(&context);
    let outcomes =
        resolution.outcomes().map(|resolved| resolved.outcome().name().to_owned()).collect();
    let finished = resolution.finish(case.options.on_gap()).map(|rendering| rendering.to_string());
    if case.options.on_gap.is_none() {
        assert_eq!(template.render(&context), finished, "{}: the fast way differs", case.name);
    }
    Ok((finished?, outcomes))
}

/// What differs from what the case expects.
fn difference(case: &Case) -> Option<String> {
    let (expect, errors) = (case.expect.as_deref(), case.errors.as_ref());
    assert!(expect.is_some() != errors.is_some(), "{}: expect or errors, not both", case.name);
    match (run(case), expect, errors) {
        (Ok((output, outcomes)), Some(expected), _) => {
            if output != expected {
                return Some(format!("expected {expected:?}\n     got {output:?}"));
            }
            let wanted = case.outcomes.as_ref().filter(|wanted| **wanted != outcomes)?;
            Some(format!("expected outcomes {wanted:?}\n              got {outcomes:?}"))
        }
        (Ok((output, _)), None, _) => Some(format!("expected an error\ngot {output:?}")),
        (Err(error), Some(expected), _) => Some(format!("expected {expected:?}\ngot {error:#}")),
        (Err(error), None, wanted) => {
            let matches = |(problem, wanted): (&lacuna::Problem, &Expected)| {
                let place = problem.position().map(|position| (position.line, position.column));
                place.unwrap_or((0, 0)) == (wanted.line, wanted.column)
                    && problem.kind().code() == wanted.kind
                    && wanted
                        .message
                        .as_ref()
                        .is_none_or(|text| *text == problem.kind().to_string())
                    && wanted.help.as_deref().is_none_or(|text| Some(text) == problem.help())
            };
            let wanted = wanted.map_or(&[][..], |wanted| wanted);
            let fits =
                wanted.len() == error.all().len() && error.all().iter().zip(wanted).all(matches);
            (!fits).then(|| format!("expected {wanted:#?}\ngot {error:#}\n{}", json!(error.all())))
        }
    }
}

#[test]
fn golden() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let filter = std::env::var("LACUNA_CASE").unwrap_or_default();
    let (mut count, mut failures) = (0, Vec::new());
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let cases: Vec<Case> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for case in cases.iter().filter(|case| case.name.contains(&filter)) {
            count += 1;
            if let Some(difference) = difference(case) {
                let file = file.file_name().unwrap().to_string_lossy();
                failures.push(format!("{file}: {}\n{difference}", case.name));
            }
        }
    }
    assert!(count > 0, "no case is named like {filter:?}");
    assert!(
        failures.is_empty(),
        "{} of {count} cases:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
