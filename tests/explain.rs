//! Every code is explained, and the explanations are true.
//!
//! Rust blocks run as doctests; here the templates, finished texts and records of the page are judged.

use std::collections::{BTreeMap, BTreeSet};

use lacuna::{Context, Findings, Severity, Syntax, codes, explain};
use serde_json::Value;

/// The arms `left => "right"` of `fn code` in a source file.
fn arms(source: &'static str) -> Vec<(&'static str, &'static str)> {
    let (_, body) = source.split_once("fn code(").unwrap();
    let (body, _) = body.split_once("\n    }\n").unwrap();
    let arms = body.lines().filter_map(|line| line.trim().split_once(" => \""));
    arms.map(|(kind, code)| (kind, code.trim_end_matches("\","))).collect()
}

/// Every code that the crate can give, with the severity that the crate gives it.
fn expected() -> BTreeMap<&'static str, Severity> {
    let kinds = arms(include_str!("../src/error/code.rs"));
    let damage = arms(include_str!("../src/error/damage.rs"));
    let catalog = arms(include_str!("../src/error/catalog.rs"));
    let coverage = arms(include_str!("../src/error/coverage.rs"));
    let edits = arms(include_str!("../src/error/edit.rs"));
    let pages = arms(include_str!("../src/error/html.rs"));
    let schemas = arms(include_str!("../src/error/schema.rs"));
    let rejects = arms(include_str!("../src/merge/reject.rs"));
    assert!(kinds.len() > 40 && damage.len() > 8, "the sources look otherwise");
    let mut expected = BTreeMap::new();
    let others = [damage, catalog, coverage, edits, pages, schemas, rejects].concat();
    for (_, code) in kinds.into_iter().chain(others) {
        let severity = codes::severity(code).unwrap_or_else(|| panic!("{code} has no section"));
        assert_eq!(expected.insert(code, severity), None, "{code} is the code of two kinds");
    }
    expected
}

/// What a section consists of.
#[derive(Debug, PartialEq)]
enum Part<'s> {
    /// A block, after its info string.
    Block(&'s str, String),
    WayOut,
}

fn parts(section: &str) -> Vec<Part<'_>> {
    let (mut parts, mut lines) = (Vec::new(), section.lines());
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            parts.push(Part::Block(info, block.join("\n")));
        } else if line.starts_with("*way out*: ") {
            parts.push(Part::WayOut);
        }
    }
    parts
}

/// What is told: the codes, and all of it as people read it.
struct Told(BTreeSet<&'static str>, String);

impl From<Findings> for Told {
    fn from(findings: Findings) -> Self {
        let codes = findings.counts().keys().copied().collect();
        Self(codes, findings.to_string())
    }
}

/// What is told of a schema alone, or of a template with one.
#[cfg(feature = "schema")]
fn told_of_schema(schema: &str, template: Option<&str>) -> Told {
    let schema = lacuna::Schema::new(&serde_json::from_str(schema).unwrap());
    match (schema, template) {
        (Ok(schema), None) => schema.findings().into(),
        (Ok(schema), Some(text)) => Syntax::new().text(text).unwrap().check_schema(&schema).into(),
        (Err(error), _) => {
            let codes = error.all().iter().map(|problem| problem.kind().code());
            Told(codes.collect(), error.to_string())
        }
    }
}

/// What stands behind a template.
#[cfg_attr(not(feature = "schema"), allow(dead_code, reason = "schemas are not read"))]
#[derive(Clone, Copy)]
enum With<'s> {
    Data(&'s str),
    Schema(&'s str),
}

fn told(how: &str, text: &str, with: Option<With<'_>>) -> Told {
    let syntax = Syntax::new();
    #[cfg(feature = "schema")]
    match (how, with) {
        ("schema", _) => return told_of_schema(text, None),
        (_, Some(With::Schema(schema))) => return told_of_schema(schema, Some(text)),
        _ => {}
    }
    let data = match with {
        Some(With::Data(data)) => Some(data),
        _ => None,
    };
    #[cfg(feature = "html")]
    if how == "page" {
        return match data.map(|data| serde_json::from_str::<Value>(data).unwrap()) {
            Some(data) => {
                syntax.html(text).unwrap().resolve(&Context::new(&data)).findings().into()
            }
            None => syntax.check_html(text).into(),
        };
    }
    let Some(data) = data else {
        return if how == "finished" { syntax.audit(text) } else { syntax.check(text) }.into();
    };
    let data: Value = serde_json::from_str(data).unwrap();
    syntax.text(text).unwrap().resolve(&Context::new(&data)).findings().into()
}

/// What is wrong with a section: each example has to give its code and nothing else, with this severity,
/// and what is mended nothing at all.
fn faults(code: &str, severity: Severity, section: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !section.starts_with(&format!("*{}*: ", severity.name())) {
        faults.push(format!("does not begin with the severity, {}", severity.name()));
    }
    let parts = parts(section);
    let way_outs = parts.iter().filter(|part| **part == Part::WayOut).count();
    if way_outs != 1 {
        faults.push(format!("{way_outs} ways out"));
    }
    let (mut how, mut data, mut is_out) = ("", None, false);
    let (mut examples, mut mended) = (0, 0);
    for (number, part) in parts.iter().enumerate() {
        let Part::Block(info, text) = part else {
            is_out = true;
            continue;
        };
        let next = match parts.get(number + 1) {
            Some(Part::Block("data", data)) => Some(With::Data(data)),
            Some(Part::Block("schema", schema)) => Some(With::Schema(schema)),
            _ => None,
        };
        let is_behind = number > 0
            && matches!(parts[number - 1], Part::Block("template" | "page" | "mended", _));
        match *info {
            "data" | "schema" if is_behind => {}
            "template" | "finished" | "page" | "schema" if !is_out => {
                (how, data, examples) = (*info, next, examples + 1);
                let Told(codes, told) = told(how, text, data);
                if !codes.iter().eq([&code]) || codes::severity(code) != Some(severity) {
                    faults.push(format!("`{text}` gives something else:\n{told}"));
                }
            }
            "rust" | "rust,no_run" if !is_out => {
                (how, examples) = ("rust", examples + 1);
                if !text.contains(&format!("code(), \"{code}\");")) {
                    faults.push(format!("this does not look for the code:\n{text}"));
                }
            }
            "rust" if how == "rust" => mended += 1,
            "mended" if is_out && ["template", "finished", "page", "schema"].contains(&how) => {
                mended += 1;
                let Told(codes, told) = told(how, text, next.or(data));
                if !codes.is_empty() {
                    faults.push(format!("`{text}` is not mended:\n{told}"));
                }
            }
            info => faults.push(format!("a block `{info}` has no place here")),
        }
    }
    // Nobody mends a text of 4 GiB in a line.
    if examples == 0 || mended == 0 && code != "text-too-long" {
        faults.push(format!("{examples} examples, {mended} mended"));
    }
    faults
}

#[test]
fn every_code_has_one_section_and_every_section_a_code() {
    let expected = expected();
    let mut listed: Vec<_> = codes::all().collect();
    let page = include_str!("../src/finding/codes.md");
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    assert!(
        headings.eq(listed.iter().copied()),
        "a section was not found, or a block has a heading"
    );
    listed.sort_unstable();
    assert!(listed.iter().eq(expected.keys()), "{listed:?}\nis not\n{:?}", expected.keys());
}

#[test]
fn every_section_is_true() {
    let is_told = |code: &str| cfg!(feature = "html") || !code.starts_with("html-");
    let of_schemas: Vec<_> =
        arms(include_str!("../src/error/schema.rs")).into_iter().map(|(_, code)| code).collect();
    for (code, severity) in expected() {
        let needs_schemas = of_schemas.contains(&code) && !cfg!(feature = "schema");
        if needs_schemas || !is_told(code) || code == "refused" && !is_told("html-") {
            continue;
        }
        let section = explain(code).unwrap_or_else(|| panic!("{code} is not explained"));
        let faults = faults(code, severity, section);
        assert!(faults.is_empty(), "{code}: {}", faults.join("\n"));
    }
    assert_eq!((explain(""), explain("Gap"), explain("gap\n")), (None, None, None));
}

/// The judge above, on sections that are wrong in one way each.
#[test]
fn a_section_that_is_not_true_is_noticed() {
    let good = explain("gap").unwrap();
    let wrong = |section: &str| faults("gap", Severity::Error, section).join("\n");
    assert_eq!(wrong(good), "");
    for (from, to, fault) in [
        ("*error*", "*note*", "does not begin with the severity"),
        ("*way out*", "*or*", "0 ways out"),
        ("*way out*: ", "*way out*: \n*way out*: ", "2 ways out"),
        ("data.nmae.value", "data.name.value", "gives something else"),
        ("data.nmae.value", "data.nmae.value || ''", "gives something else"),
        ("|| 'friend' ]],\n```", "]] [[ data.x ]],\n```", "is not mended"),
        ("```mended", "```text", "a block `text` has no place here"),
        ("```template", "```rust", "this does not look for the code"),
        ("```data", "```json", "a block `json` has no place here"),
    ] {
        assert!(good.contains(from), "{from}");
        let told = wrong(&good.replace(from, to));
        assert!(told.contains(fault), "{from} → {to}: {told}");
    }
    let (example, _) = good.split_once("```mended").unwrap();
    assert_eq!(wrong(example), "1 examples, 0 mended");
    assert!(faults("blank", Severity::Error, good)[0].contains("gives something else"));
}
