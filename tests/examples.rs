//! The examples, run as people run them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

/// The folder of the built examples, which belong to the same build as this test.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let profile = test.ancestors().nth(2).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--examples", "--manifest-path"]);
        cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        cargo.arg("--target-dir").arg(profile.parent().unwrap());
        let features = [
            ("icu", cfg!(feature = "icu")),
            ("parallel", cfg!(feature = "parallel")),
            ("schema", cfg!(feature = "schema")),
        ];
        for (feature, _) in features.iter().filter(|(_, is_on)| *is_on) {
            cargo.args(["--features", feature]);
        }
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "the examples do not build");
        profile.join("examples")
    })
}

pub(crate) fn example(name: &str) -> Command {
    Command::new(built().join(name))
}

fn run(name: &str, arguments: &[&str], input: &str) -> Output {
    let mut child = example(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A folder of this test alone, with these files in it.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn render(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    run_in("render", folder, arguments, input)
}

pub(crate) fn run_in(
    example: &str,
    folder: &Path,
    arguments: &[&str],
    input: &str,
) -> (i32, String, String) {
    let arguments: Vec<String> = arguments
        .iter()
        .map(|argument| argument.replace("DIR", &folder.display().to_string()))
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = run(example, &arguments, input);
    let code = output.status.code().unwrap();
    (
        code,
        text(&output.stdout).replace(&folder.display().to_string(), "DIR"),
        text(&output.stderr).replace(&folder.display().to_string(), "DIR"),
    )
}

#[test]
fn page_prints_the_finished_page_and_where_it_came_from() {
    let output = run("page", &[], "");
    assert!(output.status.success());
    insta::assert_snapshot!(text(&output.stdout));
    insta::assert_snapshot!(text(&output.stderr));
}

#[test]
fn short_examples() {
    for example in
        ["compile_once", "own_filter", "delimiters", "layers", "row", "config", "locales"]
    {
        let output = run(example, &[], "");
        assert!(output.status.success());
        // The one that says more with the feature.
        let name = match example {
            "locales" if cfg!(feature = "icu") => "locales_icu",
            _ => example,
        };
        insta::assert_snapshot!(
            name,
            format!("{}---\n{}", text(&output.stdout), text(&output.stderr))
        );
    }
}

#[test]
fn render_finished() {
    let folder = folder(
        "finished",
        &[("letter.txt", "Dear [[ name ]],"), ("ada.json", r#"{"name": "Ada"}"#)],
    );
    let (code, out, err) = render(&folder, &["DIR/letter.txt", "--data", "DIR/ada.json"], "");
    assert_eq!((code, &*out, &*err), (0, "Dear Ada,", ""));
    let (code, out, _) = render(&folder, &["-", "--data", "DIR/ada.json"], "<[[ name ]]>");
    assert_eq!((code, &*out), (0, "<Ada>"));
    let (code, out, _) =
        render(&folder, &["DIR/letter.txt", "--data", "-"], r#"{"name": "Grace"}"#);
    assert_eq!((code, &*out), (0, "Dear Grace,"));
    let (code, out, _) =
        render(&folder, &["DIR/letter.txt", "--data", "DIR/ada.json", "--out", "DIR/out.txt"], "");
    assert_eq!((code, &*out), (0, ""));
    assert_eq!(fs::read_to_string(folder.join("out.txt")).unwrap(), "Dear Ada,");
}

#[test]
fn render_with_every_option() {
    let folder = folder(
        "options",
        &[(
            "data.json",
            r#"{"a": "<", "data": {"b": {"value": ""}}, "metadata": {"defaultData": {"b": "d"}}}"#,
        )],
    );
    let on = |arguments: &[&str], template: &str| {
        let arguments = [&["-", "--data", "DIR/data.json"], arguments].concat();
        render(&folder, &arguments, template)
    };
    assert_eq!(on(&["--escape", "html-text"], "[[ a ]]").1, "&lt;");
    assert_eq!(on(&[], "[[ data.b.value ]][[ metadata.defaultData.b ]]").1, "dd");
    assert_eq!(on(&["--paired-defaults"], "[[ data.b.value ]][[ metadata.defaultData.b ]]").1, "d");
    assert_eq!(on(&["--layout", "plain"], "<[[ data.b.value ]]>").1, "<>");
    assert_eq!(
        on(&["--layout", "plain", "--drop-hollow-lines"], "x\n[[ data.b.value ]],\ny").1,
        "x\ny"
    );
    assert_eq!(on(&["--layout", "plain", "--blank-is-gap"], "[[ data.b.value ]]").0, 1);
    assert_eq!(on(&["--on-gap", "keep"], "[[ x ]]").1, "[[ x ]]");
    assert_eq!(on(&["--on-gap", "empty"], "<[[ x ]]>").1, "<>");
    assert_eq!(on(&["--on-gap", "--"], "[[ x ]]").1, "--");
    assert_eq!(on(&["--open", "-(", "--close", ")-"], "-( a )-").1, "<");
}

#[test]
fn render_with_layers_roots_and_warnings() {
    let folder = folder(
        "layers",
        &[
            ("own.json", r#"{"data": {"a": "", "c": "own"}}"#),
            ("site.json", r#"{"data": {"a": "site", "b": "B", "c": "site"}}"#),
        ],
    );
    let layers = ["-", "--data", "DIR/own.json", "--data", "DIR/site.json"];
    let on = |arguments: &[&str], template: &str| {
        render(&folder, &[&layers, arguments].concat(), template)
    };
    assert_eq!(on(&[], "[[ data.a ]] [[ data.b ]] [[ data.c ]]").1, "site B own");
    let (code, out, err) = on(&["--roots", "data,site"], "[[ data.a ]] [[1,2]]");
    assert_eq!((code, &*out), (0, "site [[1,2]]"));
    assert!(err.starts_with("warning: standard input:1:17: left as text: expected "), "{err}");
    let (code, _, err) = on(&["--roots", "data"], "[[ dat.a ]]");
    assert_eq!(code, 2);
    assert!(err.contains("= did you mean `data`? if `[[` is meant as text"), "{err}");
    assert_eq!(on(&["--lenient"], "[[ a b ]] [[ data.a ]]").1, "[[ a b ]] site");
    let (_, _, err) = on(&["--lenient", "--report", "json"], &"[[ ]]".repeat(150));
    let document: Value = serde_json::from_str(&err).unwrap();
    assert_eq!(document["warnings"][149]["column"], json!(5 * 149 + 4));
    assert_eq!(document["warning_count"], 150);
    let (_, _, err) = on(&["--lenient"], &"[[ ]]".repeat(150));
    assert_eq!(err.matches("warning: ").count(), 100);
    assert!(err.ends_with("… and 50 more warnings\n\n"), "{err}");
    let texts = r#"{"x": 1, "metadata": {"translations": {"k": "<[[ x ]]>"}}}"#;
    fs::write(folder.join("texts.json"), texts).unwrap();
    assert_eq!(on(&["--data", "DIR/texts.json", "--expand"], "[[ t('k') ]]").1, "<1>");
}

#[test]
fn render_in_two_passes() {
    let folder = folder(
        "passes",
        &[
            ("first.json", r#"{"a": "[[ b ]]\\"}"#),
            ("second.json", r#"{"b": "B", "a": "[[ b ]]\\"}"#),
        ],
    );
    let arguments = ["-", "--data", "DIR/first.json", "--partial", "--report", "text"];
    let (code, partial, err) = render(&folder, &arguments, "[[ a ]][[ b ]]");
    assert_eq!((code, &*partial), (0, "\\[[ b ]]\\\\[[ b ]]"));
    assert!(err.contains("2 placeholders: 1 data, 1 missing; 1 kept\n"), "{err}");
    let (code, out, _) = render(&folder, &["-", "--data", "DIR/second.json"], &partial);
    assert_eq!((code, &*out), (0, "[[ b ]]\\B"));
}

#[test]
fn render_trees() {
    let folder = folder(
        "trees",
        &[
            ("tree.json", r#"{"b": "[[ n ]]", "a": ["<[[ n ]]>", null]}"#),
            ("data.json", r#"{"n": 5}"#),
        ],
    );
    let (code, out, err) =
        render(&folder, &["DIR/tree.json", "--tree", "--data", "DIR/data.json"], "");
    let pretty = "{\n  \"a\": [\n    \"<5>\",\n    null\n  ],\n  \"b\": 5\n}\n";
    assert_eq!((code, &*out, &*err), (0, pretty, ""));
    let (code, out, err) = render(&folder, &["DIR/tree.json", "--tree"], "");
    assert_eq!((code, &*out), (1, ""));
    assert!(err.starts_with("DIR/tree.json:a[0]:1:5: nothing found for `n`"), "{err}");
    let half = r#"{"b": "[[ n ]]", "a": ["<[[ n ]] [[ m ]]>"]}"#;
    let arguments = ["-", "--tree", "--partial", "--data", "DIR/data.json"];
    let (code, out, _) = render(&folder, &arguments, half);
    assert_eq!((code, &*out), (0, "{\n  \"a\": [\n    \"<5 [[ m ]]>\"\n  ],\n  \"b\": 5\n}\n"));
    let arguments = ["-", "--tree", "--partial", "--data", "DIR/data.json", "--report", "json"];
    let (_, _, err) = render(&folder, &arguments, half);
    let document: Value = serde_json::from_str(&err).unwrap();
    let kept: Vec<_> =
        (0..3).map(|number| document["placeholders"][number]["kept"].clone()).collect();
    assert_eq!(kept, [Value::Null, json!(true), Value::Null]);
    let arguments = ["DIR/tree.json", "--tree", "--on-gap", "?", "--report", "json"];
    let (code, out, err) = render(&folder, &arguments, "");
    let document: Value = serde_json::from_str(&err).unwrap();
    assert_eq!((code, serde_json::from_str::<Value>(&out).unwrap()["b"].clone()), (0, json!("?")));
    assert_eq!(document["placeholders"][0]["within"]["path"], "a[0]");
    assert_eq!(document["placeholders"][0]["output"], json!({"start": 1, "end": 2}));
}

#[test]
fn render_refused() {
    let folder = folder("refused", &[("letter.txt", "[[ a ]]\n[[ b ]]"), ("out.txt", "before")]);
    let (code, out, err) = render(&folder, &["DIR/letter.txt", "--out", "DIR/out.txt"], "");
    assert_eq!((code, &*out), (1, ""));
    assert!(err.contains("letter.txt:1:4: ") && err.contains("letter.txt:2:4: "), "{err}");
    assert_eq!(fs::read_to_string(folder.join("out.txt")).unwrap(), "before");
    let (code, out, err) = render(&folder, &["DIR/letter.txt", "--report", "text"], "");
    assert_eq!((code, &*out), (1, ""));
    assert!(err.contains("2 placeholders: 2 missing") && err.contains("letter.txt:2:4: "), "{err}");
}

#[test]
fn render_reports_one_json_document() {
    let files = [
        ("good.txt", "<[[ a ]]>[[ b || 'c' ]]"),
        ("gap.txt", "[[ x ]]"),
        ("bad.txt", "[[ ]]"),
        ("a.json", r#"{"a": 1}"#),
        ("bad.json", "{\n1"),
    ];
    let folder = folder("report", &files);
    let report = |template: &str, data: &str| {
        let (code, out, err) = render(&folder, &[template, "--data", data, "--report", "json"], "");
        let document: Value =
            serde_json::from_str(&err).unwrap_or_else(|error| panic!("{error}: {err}"));
        (code, out, document)
    };
    let (code, out, good) = report("DIR/good.txt", "DIR/a.json");
    assert_eq!((code, &*out), (0, "<1>c"));
    assert_eq!(good["placeholders"][0]["outcome"], "data");
    assert_eq!(good["placeholders"][0]["output"], json!({"start": 1, "end": 2}));
    assert_eq!(good["placeholders"][1]["rejected"][0]["reason"], "no-key");
    assert_eq!(good["errors"], json!([]));
    let (code, out, gap) = report("DIR/gap.txt", "DIR/a.json");
    assert_eq!((code, &*out), (1, ""));
    assert_eq!(gap["placeholders"][0]["outcome"], "missing");
    assert_eq!(gap["placeholders"][0].get("output"), None);
    assert_eq!(gap["errors"][0]["code"], "gap");
    for (template, data, error) in [
        ("bad.txt", "a.json", "empty"),
        ("none.txt", "a.json", "file"),
        ("good.txt", "bad.json", "file"),
    ] {
        let (code, out, document) = report(&format!("DIR/{template}"), &format!("DIR/{data}"));
        assert_eq!((code, &*out), (2, ""));
        assert_eq!(document["errors"][0]["code"], error, "{document:#}");
    }
}

#[test]
fn render_reports_bad_usage_as_json_too() {
    let folder =
        folder("usage", &[("empty.json", ""), ("umlaut.json", "{\"é\": x}"), ("a.txt", "a")]);
    for arguments in [
        &["--report", "json", "--bogus"][..],
        &["--report=json"],
        &["x", "--report", "json", "--open", "<<"],
    ] {
        let (code, out, err) = render(&folder, arguments, "");
        assert_eq!((code, &*out), (2, ""));
        let document: Value = serde_json::from_str(&err).unwrap();
        assert_eq!(document["errors"][0]["code"], "usage");
    }
    for (data, place) in [("DIR/empty.json", (1, 1)), ("DIR/umlaut.json", (1, 7))] {
        let (code, _, err) =
            render(&folder, &["DIR/a.txt", "--data", data, "--report", "json"], "");
        let error = &serde_json::from_str::<Value>(&err).unwrap()["errors"][0];
        assert_eq!(
            (code, error["line"].as_u64(), error["column"].as_u64()),
            (2, Some(place.0), Some(place.1))
        );
        assert_eq!(error["file"], data);
    }
}

#[test]
fn render_not_tried() {
    let folder = folder(
        "not_tried",
        &[
            ("good.txt", "x"),
            ("bad.txt", "a\n[[ ]]"),
            ("bad.json", "{\n  \"a\": 1,\n}"),
            ("tree.json", r#"{"a": [1, "[[ ]]"]}"#),
        ],
    );
    fs::write(folder.join("latin.txt"), b"caf\xE9").unwrap();
    for (arguments, message) in [
        (&["DIR/bad.txt"][..], "DIR/bad.txt:2:4: placeholder is empty"),
        (&["DIR/none.txt"], "DIR/none.txt: cannot be read: No such file"),
        (&["DIR/latin.txt"], "DIR/latin.txt:1:4: not UTF-8: byte 3 (from 0)"),
        (
            &["DIR/good.txt", "--data", "DIR/bad.json"],
            "DIR/bad.json:3:1: not valid JSON: trailing comma",
        ),
        (
            &["DIR/good.txt", "--data", "DIR/none.json"],
            "DIR/none.json: cannot be read: No such file",
        ),
        (&["-", "--data", "-"], "standard input can be read once"),
        (&["DIR/good.txt", "--data", "-", "--data", "-"], "standard input can be read once"),
        (&["DIR/good.txt", "--partial", "--on-gap", "keep"], "cannot be used with"),
        (&["DIR/good.txt", "--roots", "data,a.b"], "`a.b` cannot be a root"),
        (&["DIR/good.txt", "--tree"], "DIR/good.txt:1:1: not valid JSON"),
        (&["DIR/tree.json", "--tree", "--escape", "html-text"], "are not escaped"),
        (&["DIR/tree.json", "--tree"], "DIR/tree.json:a[1]:1:4: placeholder is empty"),
        (&["DIR/good.txt", "--open", "[["], "--close"),
        (&["DIR/good.txt", "--open", "a", "--close", "b"], "`a` cannot be a delimiter"),
        (&["DIR/good.txt", "--escape", "xml"], "html-text"),
        (&["DIR/good.txt", "--frobnicate"], "unexpected argument"),
        (&[], "required"),
    ] {
        let (code, out, err) = render(&folder, arguments, "x");
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(err.contains(message), "{arguments:?}: {err}");
    }
}

#[test]
fn languages_and_catalogs_on_the_command_line() {
    let files = [
        ("l.txt", "[[ t('hi', name: name) ]] [[ t('bye') ]]\n"),
        ("d.json", r#"{"name": "Ada"}"#),
        ("de.json", r#"{"hi": "Hallo {{name}}", "x": "{{n, number}}"}"#),
        ("en.json", r#"{"hi": "Hi {{name}}", "bye": "Bye"}"#),
    ];
    let folder = folder("languages", &files);
    let catalogs = ["--catalog", "de=DIR/de.json", "--catalog", "en=DIR/en.json"];
    let delims = ["--message-delims", "{{", "}}", "--data", "DIR/d.json", "DIR/l.txt"];
    let run = |more: &[&str]| render(&folder, &[&catalogs[..], &delims, more].concat(), "");
    let (code, out, err) = run(&["--locale", "de-CH", "--default-locale", "en"]);
    assert_eq!((code, &*out), (0, "Hallo Ada Bye\n"));
    assert!(err.starts_with("DIR/de.json:x:1:4: error[unreadable-message]"), "{err}");
    let (code, out, _) = run(&["--accept-language", "fr, de;q=0.5", "--default-locale", "en"]);
    assert_eq!((code, &*out), (0, "Hallo Ada Bye\n"));
    let (code, _, err) = run(&["--locale", "de"]);
    assert_eq!(code, 1);
    assert!(err.contains("there is no translation of `bye` in de"), "{err}");
    let (code, _, err) = run(&["--catalog", "fr.json"]);
    assert_eq!(code, 2);
    assert!(err.contains("`--catalog fr.json` has no `=`"), "{err}");
    let (code, _, _) = run(&["--locale", "de_DE.UTF-8"]);
    assert_eq!(code, 2);
    let (code, out, err) = run(&["--locale", "de-CH", "--default-locale", "en", "--chain", "cldr"]);
    if cfg!(feature = "icu") {
        assert_eq!((code, &*out), (0, "Hallo Ada Bye\n"));
    } else {
        assert_eq!(code, 2);
        assert!(err.contains("`--chain cldr` needs the feature `icu`"), "{err}");
    }
}
