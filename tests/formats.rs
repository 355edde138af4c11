//! Findings as SARIF and as Markdown: true of the text, and safe from what it holds. That the logs are valid
//! a crate of its own looks at (`tests/published`), as what it takes would change how numbers are read here.

mod everywhere;

use std::collections::HashSet;

use lacuna::{Context, Findings, Limits, Severity, Syntax, UnreadKeys, explain};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use self::everywhere::{HOSTILE, everywhere, pieces};
use crate::examples::{folder, run_in};

fn sarif(findings: &Findings) -> Value {
    json!(findings.sarif())
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

fn fingerprints(findings: &Findings) -> Vec<String> {
    let log = sarif(findings);
    let told = |result: &Value| result["partialFingerprints"]["lacunaFinding/v1"].to_string();
    results(&log).iter().map(told).collect()
}

#[test]
fn a_finding_at_every_kind_of_place() {
    let findings = everywhere();
    let log = findings.sarif().notification(Severity::Note, None, "1 file skipped");
    let log = json!(log.notification(Severity::Error, Some("a b.txt"), "cannot be read: [it](x)"));
    let run = &log["runs"][0];
    let told = json!({"invocations": run["invocations"], "results": run["results"]});
    insta::assert_snapshot!("sarif", format!("{told:#}"));
    insta::assert_snapshot!("markdown", findings.markdown());
}

#[test]
fn rules_are_the_codes_that_occur_as_they_are_explained() {
    let log = sarif(&everywhere());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: HashSet<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let used: HashSet<_> =
        results(&log).iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), &ids), (rules.len(), &used));
    for result in results(&log) {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
        let section = explain(rule["id"].as_str().unwrap()).unwrap();
        assert_eq!(rule["help"]["markdown"], section);
        let short = rule["shortDescription"]["text"].as_str().unwrap();
        assert!(rule["fullDescription"]["text"].as_str().unwrap().starts_with(short));
    }
    assert_eq!(sarif(&Findings::default())["runs"][0]["tool"]["driver"]["rules"], json!([]));
}

#[test]
fn what_was_not_kept_is_told() {
    let few = Syntax::new().limits(Limits::new().problems(2));
    let findings = few.check(&"[[ ]] ".repeat(5));
    let log = sarif(&findings);
    assert_eq!(results(&log).len(), 2);
    let run = &log["runs"][0];
    let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(told, "only 2 findings were kept; there are as many more: 3 empty");
    assert_eq!(run["properties"], json!({"errors": 5, "notes": 0, "counts": {"empty": 5}}));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let told = findings.markdown().to_string();
    assert!(told.contains("\n… and 3 more findings, which are not shown\n"), "{told}");
}

#[test]
fn markdown_fits_a_comment() {
    let long = format!("[[ {} | '\u{1}' ]]\n", "x".repeat(50));
    let names = (0..150).map(|number| format!("{}/{number}", "ä".repeat(400)));
    let mut findings = Findings::default();
    for name in names {
        findings.append(Syntax::new().check(&long).named(name));
    }
    let told = findings.markdown().to_string();
    let rows = told.matches("\n| **error**").count();
    assert!(told.len() < 62_000 && rows > 20, "{} bytes, {rows} rows", told.len());
    let rest = findings.errors() - rows;
    assert!(told.contains(&format!("… and {rest} more findings")), "{told}");
    let many = Syntax::new().check(&"[[ ]]\n".repeat(150)).markdown().to_string();
    assert_eq!(many.matches("\n| **error**").count(), 100);
}

/// The bytes of a text between two places, counted as the standard of SARIF has it with `unicodeCodePoints`.
fn between(text: &str, region: &Value) -> String {
    let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
    let offset = |line: usize, column: usize| {
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let columns = text[before..].chars().take(column - 1).map(char::len_utf8);
        before + columns.sum::<usize>()
    };
    let start = offset(number("startLine"), number("startColumn"));
    let end = offset(number("endLine"), number("endColumn"));
    assert_eq!((number("byteOffset"), number("byteLength")), (start, end - start));
    text[start..end].to_owned()
}

/// Lines that are nothing to find.
const HARMLESS: [&str; 4] = ["plain words\n", "\n", "ä 日本 👩‍👩‍👧\r\n", "[1, 2]\n"];

fn judged(text: &str) -> [Findings; 2] {
    [lacuna::audit(text).named("a.txt"), Syntax::new().check(text).named("a.txt")]
}

/// The rows of all tables, as readers of Markdown see them, each with the number of its cells.
fn rows(markdown: &str) -> Vec<usize> {
    let (mut rows, mut in_code) = (Vec::new(), false);
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(0),
            Event::Start(Tag::TableCell) => *rows.last_mut().unwrap() += 1,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_) => panic!("{event:?} in\n{markdown}"),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::Text(text) if !in_code => {
                let is_plain = !text.contains(['@', '#', '<', '`', '\u{202e}']);
                assert!(is_plain && !text.contains("://"), "{text:?} in\n{markdown}");
            }
            _ => {}
        }
    }
    rows
}

/// Each finding that is shown is a row below the head of the one table, and each row has five cells.
fn assert_whole(findings: &Findings) {
    let markdown = findings.markdown().to_string();
    let shown = findings.list().len().min(100);
    let wanted = if shown > 0 { shown + 1 } else { 0 };
    assert_eq!(rows(&markdown), vec![5; wanted], "{markdown}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn regions_are_what_the_span_covers(text in pieces(&HOSTILE)) {
        for findings in judged(&text) {
            for (finding, result) in findings.iter().zip(results(&sarif(&findings))) {
                let region = &result["locations"][0]["physicalLocation"]["region"];
                let span = finding.problem().span().unwrap();
                prop_assert_eq!(between(&text, region), &text[span.range()]);
            }
        }
    }

    #[test]
    fn fingerprints_survive_what_stands_elsewhere_and_differ(
        text in pieces(&HOSTILE),
        above in pieces(&HARMLESS),
        below in pieces(&HARMLESS),
    ) {
        // So that what begins in one does not swallow the other.
        let text = format!("{text} ]]\n");
        let around = format!("{above}{text}{below}");
        for (alone, around) in judged(&text).iter().zip(judged(&around)) {
            let (alone, around) = (fingerprints(alone), fingerprints(&around));
            let distinct: HashSet<_> = alone.iter().collect();
            prop_assert_eq!(distinct.len(), alone.len());
            prop_assert_eq!(alone, around);
        }
        // A checkout with the line ends of Windows.
        let (unix, windows) = (text.replace('\r', ""), text.replace('\r', "").replace('\n', "\r\n"));
        prop_assert_eq!(fingerprints(&lacuna::audit(&unix)), fingerprints(&lacuna::audit(&windows)));
    }

    #[test]
    fn a_text_read_in_pieces_has_the_same_marks(text in pieces(&HOSTILE), gap in 0_usize..300_000) {
        let text = format!("{text}{}{text}", "plain\n".repeat(gap / 6));
        let (whole, read) = (lacuna::audit(&text), lacuna::audit_reader(text.as_bytes()).unwrap());
        let ends = |findings: &Findings| -> Vec<_> {
            findings.iter().map(|it| it.problem().end_position()).collect()
        };
        prop_assert_eq!(ends(&whole), ends(&read));
        prop_assert_eq!(fingerprints(&whole), fingerprints(&read));
    }

    #[test]
    fn no_value_breaks_a_table(text in pieces(&HOSTILE), name in pieces(&HOSTILE)) {
        let [finished, template] = judged(&text);
        assert_whole(&finished.named(&*name));
        assert_whole(&template.named(name));
        let data = json!({&*text: {"x": &text}, "data": [&text]});
        let mut unread = UnreadKeys::new();
        unread.add(&data);
        assert_whole(&unread.findings());
        let syntax = Syntax::new().filter("say", |value, _| Err(format!("no: {value:?}"))).unwrap();
        let template = syntax.text("[[ data[0] | say ]] [[ data ]]").unwrap();
        assert_whole(&template.resolve(&Context::new(&data)).findings());
    }
}

#[test]
fn runs_of_backticks_end_no_code() {
    for run in [1, 2, 8, 9, 80, 2_000] {
        let text = format!("[[ a | {}@ada ]]", "`".repeat(run));
        assert_whole(&Syntax::new().check(&text).named(&*text));
    }
}

#[test]
fn a_fingerprint_tells_the_first_of_two_from_the_second() {
    let told = fingerprints(&Syntax::new().check("[[ ]] [[ a | uper ]] [[ ]] [[ b | uper ]]"));
    let ends: Vec<_> = told.iter().map(|it| it.rsplit(':').next().unwrap()).collect();
    assert_eq!(ends, ["1\"", "1\"", "2\"", "2\""]);
    // Those of two files are the same, since what tells them apart is the file.
    let mut two = lacuna::audit("[[data.a]]").named("a");
    two.append(lacuna::audit("[[data.a]]").named("b"));
    assert_eq!(fingerprints(&two)[0], fingerprints(&two)[1]);
    // Where a message has a number it is not part of it.
    let latin = |text: &[u8]| fingerprints(&Syntax::new().check_bytes(text));
    assert_eq!(latin(b"caf\xE9"), latin(b"more\ncaf\xE9"));
    let tree = |tree: &Value| fingerprints(&Syntax::new().check_tree(tree));
    assert_ne!(tree(&json!({"a": "[[ ]]"})), tree(&json!({"b": "[[ ]]"})));
}

#[test]
fn the_example_writes_one_document_in_either_format() {
    let files = [
        ("a.txt", "Dear [[ nmae ]]"),
        ("bin", "a\0b"),
        ("r.ndjson", "{\"name\": 1}\n{\"nmae\": 1}\nx\n"),
    ];
    let folder = folder("formats", &files);
    let arguments = ["DIR/a.txt", "DIR/no.txt", "DIR/bin", "--records", "DIR/r.ndjson", "--format"];
    let (code, out, _) = run_in("check", &folder, &[&arguments[..], &["sarif"]].concat(), "");
    assert_eq!(code, 2);
    let log: Value = serde_json::from_str(&out).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    insta::assert_snapshot!(
        "example_sarif",
        format!("{:#}\n{:#}", run["invocations"], run["results"])
    );
    let (code, out, _) = run_in("check", &folder, &[&arguments[..], &["markdown"]].concat(), "");
    assert_eq!(code, 2);
    insta::assert_snapshot!("example_markdown", out);

    let (code, out, err) = run_in("check", &folder, &["DIR/a.txt", "--format", "sarif"], "");
    assert_eq!((code, &*err), (0, ""));
    let log: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(log["runs"][0]["invocations"], json!([{"executionSuccessful": true}]));
    let (code, out, _) = run_in("check", &folder, &["DIR/a.txt", "--format", "markdown"], "");
    assert_eq!((code, &*out), (0, "### lacuna: 0 errors, 0 notes\n"));
}
