//! The example `check`, run as people run it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::examples::{example, folder, run_in};

fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run_in("check", folder, arguments, "")
}

/// A page as a site published it, and the data that it should have been filled with.
const PAGE: &str =
    "Portfolio\n\n[[data.name.value]]\n[[data.title.value]],\n[[ t('contactme') ]]\n";
const DATA: &str = r#"{"data": {"name": {"value": "Ada"}, "title": {"value": ""}},
    "metadata": {"defaultData": {"title": "Author"}, "translations": {"contactme": "Contact me"}}}"#;

#[test]
fn a_published_page_is_refused_and_the_rendered_one_passes() {
    let folder = folder("published", &[("page.txt", PAGE), ("data.json", DATA)]);
    let (code, out, err) = check(&folder, &["--finished", "DIR/page.txt"]);
    assert_eq!((code, &*err), (1, ""));
    insta::assert_snapshot!(out);
    let (code, out, _) = check(&folder, &["--finished", "DIR/page.txt", "--format", "json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &told["errors"], &told["counts"]), (1, &json!(3), &json!({"leftover": 3})));
    let lines: Vec<_> = told["findings"].as_array().unwrap().iter().map(|it| &it["line"]).collect();
    assert_eq!(lines, [&json!(3), &json!(4), &json!(5)]);

    let arguments = ["DIR/page.txt", "--data", "DIR/data.json", "--out", "DIR/out.txt"];
    assert_eq!(run_in("render", &folder, &arguments, "").0, 0);
    let (code, out, _) = check(&folder, &["--finished", "DIR/out.txt"]);
    assert_eq!((code, &*out), (0, "0 errors, 0 notes\n"));
}

#[test]
fn templates_are_judged_alone_or_with_data() {
    let folder = folder("templates", &[("a.txt", PAGE), ("data.json", DATA)]);
    fs::create_dir(folder.join("b")).unwrap();
    fs::write(folder.join("b/b.txt"), "[[ data.nmae.value ]] [data.x]").unwrap();
    fs::write(folder.join("b/c.txt"), "[[ data.nmae.value ]]").unwrap();
    let (code, out, _) = check(&folder, &["DIR/a.txt"]);
    assert_eq!((code, &*out), (0, "0 errors, 0 notes\n"));
    let (code, out, _) = check(&folder, &["DIR/b"]);
    assert_eq!(code, 1);
    assert!(out.starts_with("DIR/b/b.txt:1:23: error[single-bracket]"), "{out}");
    let (code, out, _) = check(&folder, &["DIR/a.txt", "DIR/b/c.txt", "--data", "DIR/data.json"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(out);
}

#[test]
fn what_cannot_be_looked_at_is_named_and_the_others_are_checked() {
    let folder = folder("unreadable", &[("a.txt", "[[data.x]]"), ("bin", "a\0b")]);
    let (code, out, err) = check(&folder, &["--finished", "DIR"]);
    assert_eq!((code, &*err), (1, "1 file skipped: no text (DIR/bin)\n"));
    assert!(out.ends_with("1 error, 0 notes: 1 leftover\n"));
    let (code, out, err) = check(&folder, &["--finished", "DIR/bin", "DIR/no", "DIR/a.txt"]);
    assert_eq!(code, 2);
    assert!(
        err.starts_with("DIR/bin: holds a NUL byte: it is no text (UTF-16? save it as UTF-8)\nDIR/no: cannot be read: "),
        "{err}"
    );
    assert!(out.ends_with("1 error, 0 notes: 1 leftover\n"));
    fs::write(folder.join("latin.txt"), b"caf\xE9 [[data.x]]").unwrap();
    let (code, out, _) = check(&folder, &["DIR/latin.txt"]);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("DIR/latin.txt:1:4: error[not-utf8]: not UTF-8: byte 3 (from 0)"),
        "{out}"
    );
    let (code, out, _) = check(&folder, &["--finished", "DIR/latin.txt"]);
    assert_eq!((code, out.contains("1 leftover, 1 not-utf8")), (1, true));
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself_is_walked_once() {
    let folder = folder("loop", &[("a.txt", "[[data.x]]")]);
    std::os::unix::fs::symlink(&folder, folder.join("again")).unwrap();
    std::os::unix::fs::symlink(folder.join("nowhere"), folder.join("dangling")).unwrap();
    let (code, out, err) = check(&folder, &["--finished", "DIR"]);
    assert_eq!(code, 2);
    assert!(out.ends_with("1 error, 0 notes: 1 leftover\n"), "{out}");
    assert!(err.starts_with("DIR/dangling: cannot be read: "), "{err}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let folder = folder("pipe", &[("a.txt", "[[data.x]]")]);
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (code, out, err) = check(&folder, &["--finished", "DIR"]);
    assert_eq!((code, &*err), (1, ""));
    assert!(out.ends_with("1 error, 0 notes: 1 leftover\n"), "{out}");
}

#[test]
fn many_records_are_surveyed() {
    let records = (1..=10_000).map(|number| match number {
        17 | 400 => "{}\n".to_owned(),
        _ if number % 1_000 == 0 => format!("{{\"name\": \"A{number}\", \"code\": null}}\n"),
        _ => format!("{{\"name\": \"A{number}\", \"code\": {number}}}\n"),
    });
    let records: String = records.collect();
    let template = "Dear [[ name ]] [[ name ]], [[ site ]]: [[ code ]]";
    let files = [("l.txt", template), ("r.ndjson", &records), ("site.json", r#"{"site": "x"}"#)];
    let folder = folder("survey", &files);
    let arguments = ["DIR/l.txt", "--records", "DIR/r.ndjson", "--data", "DIR/site.json"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, &*err), (1, ""));
    insta::assert_snapshot!(out);
    let bad = "{\"name\": 1, \"code\": 2}\n\n{\"name\": \"ä\", }\n{\"name\": 1}\n";
    fs::write(folder.join("r.ndjson"), bad.to_owned() + &"x\n".repeat(12)).unwrap();
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!(code, 2);
    // The bad ones are named, the others looked at.
    assert!(out.ends_with("1 of 2 records would be refused\n"), "{out}");
    let err: Vec<_> = err.lines().collect();
    assert_eq!(err[0], "DIR/r.ndjson:3:15: no JSON document on this line: trailing comma");
    assert_eq!((err.len(), err[10]), (11, "DIR/r.ndjson: 3 more lines are no JSON documents"));
}

#[test]
fn keys_that_no_template_reads_are_told_on_request() {
    let files = [
        ("l.txt", "[[ name ]]"),
        ("r.ndjson", "{\"name\": 1, \"fax\": 2}\n{\"name\": 1, \"fax\": 3}\n"),
        ("site.json", r#"{"motto": "x"}"#),
        ("bad.txt", "[[ name"),
    ];
    let folder = folder("unread", &files);
    let arguments =
        ["DIR/l.txt", "--records", "DIR/r.ndjson", "--data", "DIR/site.json", "--unread"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, &*err), (0, ""));
    let notes = "DIR/r.ndjson: note[unread-key]: no template reads `fax`, which 2 records have\n  \
                 = print it, or leave it out of the data\n\n\
                 DIR/site.json: note[unread-key]: no template reads `motto`\n";
    assert!(out.starts_with(&notes.replace("\n  =", "\n =")), "{out}");
    let (code, _, err) = check(&folder, &["DIR/l.txt", "--unread"]);
    assert_eq!(
        (code, &*err),
        (2, "`--unread` wants data: give `--data`, `--records` or `--catalog`\n")
    );
    // What a template reads that cannot be read is not known.
    let arguments = ["DIR/l.txt", "DIR/bad.txt", "--data", "DIR/site.json", "--unread"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, out.contains("unread-key")), (2, false));
    assert!(err.starts_with("what no template reads is not known: "), "{err}");
}

#[test]
fn trees_and_standard_input_are_looked_at() {
    let tree = r#"{"to": "[[ data.nmae ]]", "by": "[ [ data.name ] ]"}"#;
    let files = [("m.json", tree), ("d.json", r#"{"data": {"name": "Ada"}}"#), ("no.json", "{")];
    let folder = folder("trees", &files);
    let arguments = ["--tree", "DIR/m.json", "--data", "DIR/d.json", "--format", "lines"];
    let (code, out, _) = check(&folder, &arguments);
    assert_eq!(code, 1);
    insta::assert_snapshot!(out);
    let records = ["--tree", "DIR/m.json", "--records", "DIR/d.json", "--format", "lines"];
    let (code, out, _) = check(&folder, &records);
    assert_eq!(code, 1);
    assert!(out.contains("\n1 × DIR/m.json:to:1:1  gap  nothing found for `data.nmae`: "), "{out}");
    let (code, out, err) = check(&folder, &["--tree", "DIR/no.json"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(err.starts_with("DIR/no.json:1:1: not valid JSON: "), "{err}");

    let (code, out, _) = run_in("check", &folder, &["--finished", "-"], "a [[data.x]]");
    assert_eq!(code, 1);
    assert!(out.starts_with("standard input:1:3: error[leftover]"), "{out}");
    let (code, _, err) = run_in("check", &folder, &["-", "--data", "-"], "[[data.x]]");
    assert_eq!(code, 2);
    assert!(err.starts_with("standard input can be read once"), "{err}");
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let folder = folder("colours", &[("a.txt", "[[data.x]]")]);
    let coloured = |variables: &[(&str, &str)]| {
        let mut check = example("check");
        check.args(["--finished", "a.txt"]).current_dir(&folder).env_clear();
        let out = check.envs(variables.iter().copied()).output().unwrap();
        assert_eq!(out.status.code(), Some(1));
        String::from_utf8(out.stdout).unwrap().contains('\u{1b}')
    };
    assert!(!coloured(&[]), "not a terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_code_is_explained() {
    let folder = folder("explain", &[("a.txt", "[[ data.x ]]")]);
    for code in lacuna::codes::all() {
        let (status, out, err) = check(&folder, &["--explain", code]);
        assert_eq!((status, &*err), (0, ""), "{code}");
        assert_eq!(Some(out.trim_end()), lacuna::explain(code));
    }
    let (status, out, err) = check(&folder, &["--explain", "left-over"]);
    assert_eq!((status, &*out), (2, ""));
    assert_eq!(err, "there is no code `left-over`: did you mean `leftover`?\n");
    let (status, _, err) = check(&folder, &["--explain", "E0308"]);
    assert_eq!(status, 2);
    assert!(err.starts_with("there is no code `E0308`: the codes are unclosed, "), "{err}");
    for others in [&["DIR/a.txt"][..], &["--finished"], &["--format", "json"], &["--roots", "a"]] {
        let arguments = [&["--explain", "gap"], others].concat();
        let (status, out, _) = check(&folder, &arguments);
        assert_eq!((status, &*out), (2, ""), "{arguments:?}");
    }
    let (status, _, err) = check(&folder, &[]);
    assert_eq!(status, 2);
    assert!(err.contains("<PATHS>"), "{err}");
}

#[test]
fn what_was_not_tried_is_told() {
    let files = [("bad.txt", "[[ a | uper ]] [[ x"), ("r.ndjson", "{}\n{}\n"), ("d.json", "{}")];
    let folder = folder("untried", &files);
    let arguments = ["DIR/bad.txt", "--records", "DIR/r.ndjson", "--format", "json"];
    let (code, out, err) = check(&folder, &arguments);
    assert_eq!((code, &*err), (1, "1 template cannot be read: no data was tried\n"));
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["untried"], &told["refused"]), (&json!(1), &json!(true)));
    fs::create_dir(folder.join("empty")).unwrap();
    let (code, _, err) = check(&folder, &["--finished", "DIR/empty"]);
    assert_eq!((code, &*err), (2, "there is no file to look at\n"));
    let (code, _, err) = check(&folder, &["--finished", "DIR/d.json", "--layout", "plain"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("the plain layout knows no roots: "), "{err}");
}

#[test]
fn records_are_named_by_their_lines_and_may_come_from_standard_input() {
    let folder = folder("lines", &[("l.txt", "[[ a ]]")]);
    let records = "{\"a\": 1}\n\nx\n{}\n";
    let (code, out, _) = run_in("check", &folder, &["DIR/l.txt", "--records", "-"], records);
    assert_eq!(code, 2);
    assert!(
        out.ends_with(": there is no key `a` (#4)\n1 of 2 records would be refused\n"),
        "{out}"
    );
    let marked = "\u{FEFF}{\"a\": 1}\n";
    let (code, _, err) = run_in("check", &folder, &["DIR/l.txt", "--records", "-"], marked);
    assert_eq!(code, 2);
    assert!(err.contains("it begins with a byte order mark"), "{err}");
}

#[test]
fn findings_of_a_template_and_of_its_data_stand_in_the_order_of_the_text() {
    let files = [("l.txt", "[[ a ]] [data.x] [[ b ]]"), ("d.json", "{}")];
    let folder = folder("order", &files);
    let (_, out, _) = check(&folder, &["DIR/l.txt", "--data", "DIR/d.json", "--format", "json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    let columns: Vec<_> =
        told["findings"].as_array().unwrap().iter().map(|it| it["column"].clone()).collect();
    assert_eq!(columns, [json!(4), json!(9), json!(21)]);
}

#[cfg(not(feature = "schema"))]
#[test]
fn a_schema_needs_the_feature() {
    let folder = folder("no_schema", &[("a.txt", "[[ data.x ]]"), ("s.json", "{}")]);
    let (code, _, err) = check(&folder, &["DIR/a.txt", "--schema", "DIR/s.json"]);
    let message = "`--schema` needs the feature `schema`: `cargo run --features schema …`\n";
    assert_eq!((code, &*err), (2, message));
}

/// A folder of pages and mails, each read as what its name says.
#[cfg(feature = "html")]
#[test]
fn pages_are_known_by_their_names() {
    let files = [
        ("page.HTML", "<a href=\"[[ data.url ]]\">x</a> <[[ data.tag ]]>"),
        ("mail.txt", "<[[ data.mail ]]>"),
    ];
    let folder = folder("escape_auto", &files);
    let check =
        |escape| run_in("check", &folder, &["DIR", "--escape", escape, "--format", "lines"], "");
    let (code, out, _) = check("auto");
    assert!(code == 1 && out.contains("page.HTML:1:33") && !out.contains("mail.txt"), "{out}");
    assert!(check("html").1.contains("mail.txt:1:"));
    assert_eq!(check("none").0, 0);
}
