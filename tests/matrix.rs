//! `check --matrix`, run as people run it.

use serde_json::{Value, json};

use crate::examples::{example, folder, run_in};

const HOSTILE: &str = "<script>alert(1)<!--\"'`@ada\u{202e}.txt";

/// What may come out: ready, with a default, refused; with translations and without.
const FILES: [(&str, &str); 11] = [
    ("t/welcome.html", "<h1>[[ t('hello') ]] [[ data.name.value ]]</h1>"),
    ("t/bye.txt", "[[ t('bye') ]], [[ data.city.value ]]"),
    ("t/code.txt", "[[ data.code.value ]] [[ data.code.value | upper ]]"),
    ("t/bad.txt", "Dear [[ ]] and\n[[ a || ]]"),
    ("t/damaged.txt", "Dear [data.name.value],"),
    (HOSTILE, "[[ data.name.value ]]"),
    ("en.json", r#"{"hello": "Hello", "bye": "Bye"}"#),
    ("de.json", r#"{"hello": "Hallo", "bye": "Tschüss"}"#),
    ("pt.json", r#"{"hello": "Olá"}"#),
    ("none.ndjson", "\n"),
    (
        "r.ndjson",
        r#"{"data": {"name": {"value": "Ada"}, "city": {"value": "Bern"}, "code": {"value": 1}}}
{"data": {"name": {"value": "Ida"}, "city": {"value": ""}}, "metadata": {"defaultData": {"city": "Rome"}}}
{"data": {"name": {"value": "Grace"}, "city": {"value": "Oslo"}, "code": {"value": [3]}}}
"#,
    ),
];

const CATALOGS: [&str; 6] =
    ["--catalog", "en=en.json", "--catalog", "de=de.json", "--catalog", "pt-BR=pt.json"];

/// Runs it in a folder of these files, so that names are the same everywhere.
fn matrix(name: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = folder(name, &[]);
    std::fs::create_dir(folder.join("t")).unwrap();
    for (name, text) in FILES {
        let name = if name == HOSTILE { format!("t/{name}") } else { name.to_owned() };
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut check = example("check");
    let output =
        check.current_dir(folder).args(["t", "--matrix"]).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn told(name: &str, arguments: &[&str]) -> (i32, Value) {
    let (code, out, _) = matrix(name, &[arguments, &["--format", "json"]].concat());
    (code, serde_json::from_str(&out).unwrap())
}

#[test]
fn a_line_for_each_template_and_a_column_for_each_language() {
    let others = ["--records", "r.ndjson", "--default-locale", "en"];
    let arguments = [&CATALOGS[..], &others].concat();
    let (code, out, err) = matrix("matrix_text", &arguments);
    assert_eq!((code, &*err), (1, ""));
    insta::assert_snapshot!("matrix_text", out);
    let (code, out, _) = matrix("matrix_json", &[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(code, 1);
    insta::assert_snapshot!("matrix_json", out);
}

#[cfg(feature = "html")]
#[test]
fn the_page_needs_nothing_else_and_no_name_gets_out_of_its_place() {
    let others = ["--records", "r.ndjson", "--default-locale", "en", "--format", "html"];
    let (code, page, err) = matrix("matrix_html", &[&CATALOGS[..], &others].concat());
    assert_eq!((code, &*err), (1, ""));
    let (_, body) = page.split_once("<body>").unwrap();
    insta::assert_snapshot!("matrix_html", body);
    assert!(page.contains("default-src 'none'"));
    let names: Vec<String> = html5gum::Tokenizer::new(&*page)
        .map(|token| match token.unwrap() {
            html5gum::Token::StartTag(tag) => {
                let loads = [&b"src"[..], b"href", b"onclick"];
                assert!(!tag.attributes.keys().any(|name| loads.contains(&name.as_slice())));
                String::from_utf8(tag.name.to_vec()).unwrap()
            }
            _ => String::new(),
        })
        .collect();
    let count = |name: &str| names.iter().filter(|other| *other == name).count();
    // Six templates, the head and all; each line begins with its name.
    assert_eq!((count("script"), count("tr"), count("th")), (0, 8, 6 + 1 + 5));
    // Four templates that can be filled, and all, with three languages and all.
    assert_eq!(count("td"), 5 * 4 + 2);
}

#[test]
fn without_records_there_is_one_and_without_languages_one_column() {
    let (code, alone) = told("matrix_alone", &[]);
    assert_eq!((code, &alone["records"]), (1, &json!(1)));
    assert_eq!(alone["templates"][0]["cells"].as_array().unwrap().len(), 1);
    assert_eq!(alone["templates"][0]["cells"][0].get("locale"), None);
    let (_, out, _) = matrix("matrix_alone_text", &[]);
    insta::assert_snapshot!("matrix_alone", out);
    // The layers of the data are one record; languages may be named without any catalog.
    let data = ["--data", "en.json", "--locale", "de", "--locale", "fr-CH"];
    let (_, two) = told("matrix_data", &data);
    let cells = two["templates"][0]["cells"].as_array().unwrap();
    let locales: Vec<_> = cells.iter().map(|cell| &cell["locale"]).collect();
    assert_eq!((locales, &two["records"]), (vec![&json!("de"), &json!("fr-CH")], &json!(1)));
}

#[test]
fn no_record_is_no_answer_and_bad_ones_are_named() {
    let records = [&CATALOGS[..], &["--records", "none.ndjson"]].concat();
    let (code, none) = told("matrix_none", &records);
    // What cannot be read is refused all the same.
    assert_eq!((code, &none["records"], &none["total"]["refused"]), (1, &json!(0), &json!(0)));
    let (_, out, _) = matrix("matrix_none_text", &records);
    assert!(out.contains("– 0") && out.contains("6 templates, 3 locales, 0 records"), "{out}");
    let (code, out, err) = matrix("matrix_bad", &["--records", "t/bad.txt"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("t/bad.txt:1:1: no JSON document on this line: "), "{err}");
    assert!(out.contains("0 records"), "{out}");
    let (code, bad) = told("matrix_bad_json", &["no.txt", "--records", "r.ndjson"]);
    assert_eq!((code, &bad["faults"][0]["code"]), (2, &json!("file")));
}

#[test]
fn its_counts_are_those_of_the_findings() {
    let folder = folder(
        "matrix_counts",
        &FILES.map(|(name, text)| match name {
            HOSTILE => ("h.txt", text),
            name => (name.trim_start_matches("t/"), text),
        }),
    );
    let look = |arguments: &[&str]| {
        let shared = ["DIR/bye.txt", "DIR/code.txt", "--locale", "de", "--format", "json"];
        let catalog = ["--catalog", "de=DIR/de.json"];
        let (code, out, _) =
            run_in("check", &folder, &[&shared[..], &catalog, arguments].concat(), "");
        (code, serde_json::from_str::<Value>(&out).unwrap())
    };
    let (code, matrix) = look(&["--matrix", "--records", "DIR/r.ndjson"]);
    let (other, survey) = look(&["--records", "DIR/r.ndjson"]);
    assert_eq!((code, other, &survey["survey"]["refused"]), (1, 1, &json!(2)));
    let [bye, of_code] = [0, 1].map(|row| matrix["templates"][row]["cells"][0].clone());
    let counts = |ready, provisional, refused, errors, notes| {
        json!({"ready": ready, "provisional": provisional, "refused": refused, "errors": errors,
            "notes": notes, "locale": "de"})
    };
    assert_eq!((bye, of_code), (counts(2, 1, 0, 0, 1), counts(1, 0, 2, 4, 0)));
}

#[test]
fn wide_tables_are_told_in_pieces() {
    let tags: Vec<String> = (b'a'..=b'z').map(|c| format!("q{}", char::from(c))).collect();
    let locales: Vec<&str> = tags.iter().flat_map(|tag| ["--locale", tag]).collect();
    let (_, out, _) = matrix("matrix_wide", &locales);
    assert!(out.lines().all(|line| line.chars().count() <= 120), "{out}");
    assert!(tags.iter().all(|tag| out.contains(&format!("  {tag}"))), "{out}");
    assert_eq!(out.matches("template  ").count(), 2, "{out}");
}

#[test]
fn what_does_not_go_together_is_said() {
    for (arguments, message) in [
        (&["--format", "sarif"][..], "`--matrix` is told with"),
        (&["--format", "lines"], "`--matrix` is told with"),
        (&["--finished"], "cannot be used with"),
        (&["--unread"], "cannot be used with"),
    ] {
        let (code, _, err) = matrix("matrix_usage", arguments);
        assert!(code == 2 && err.contains(message), "{arguments:?}: {err}");
    }
    let mut alone = example("check");
    let out = alone.args(["x", "--format", "html"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
}
