//! Coverage: what is told of templates and catalogs, as cases in `tests/coverage/*.json`.

use std::collections::BTreeMap;

use lacuna::{Catalog, Catalogs, Coverage, LocaleChain, MessageUses, Syntax, Template};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::examples::{folder, run_in};

/// Templates and catalogs, and what is told of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// By name.
    templates: BTreeMap<String, String>,
    #[serde(default)]
    tree: Option<Value>,
    /// By tag, in the order of the tags.
    catalogs: BTreeMap<String, Value>,
    /// The tags of each chain; one for each catalog, unless the case says so.
    chains: Option<Vec<Vec<String>>>,
    default: Option<String>,
    #[serde(default)]
    braces: bool,
    /// Only with the feature `icu`.
    #[serde(default)]
    icu: bool,
    /// The fields of each locale that are neither empty nor what its chain is.
    #[serde(default)]
    locales: Option<Value>,
    /// Each finding on a line.
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    unused: Vec<String>,
}

impl Case {
    fn coverage(&self) -> Coverage {
        let mut syntax = Syntax::new();
        if self.braces {
            syntax = syntax.delimiters("{{", "}}").unwrap();
        }
        let parse =
            |(name, text): (&String, &String)| syntax.text(text.clone()).unwrap().named(name);
        let templates: Vec<Template> = self.templates.iter().map(parse).collect();
        let tree = self.tree.clone().map(|tree| syntax.tree(tree).unwrap().named("tree.json"));
        let add = |catalogs: Catalogs, (tag, messages): (&String, &Value)| {
            catalogs.add(tag, Catalog::from(messages).named(format!("{tag}.json"))).unwrap()
        };
        let catalogs = Catalogs::new().syntax(&syntax).references(true);
        let catalogs = self.catalogs.iter().fold(catalogs, add);
        let each = || catalogs.locales().map(|tag| vec![tag.to_owned()]).collect();
        let chain = |tags: &Vec<String>| {
            let chain = LocaleChain::lookup(tags).unwrap();
            self.default.iter().fold(chain, |chain, tag| chain.then(tag).unwrap())
        };
        let chains: Vec<_> = self.chains.clone().unwrap_or_else(each).iter().map(chain).collect();
        let mut uses = MessageUses::new();
        for template in &templates {
            uses.add(template);
        }
        if let Some(tree) = &tree {
            uses.add_tree(tree);
        }
        uses.coverage(&catalogs, &chains)
    }
}

/// What a locale tells beyond nothing.
fn told(coverage: &Coverage) -> Value {
    let locales = json!(coverage);
    let locales = locales["locales"].as_array().unwrap().iter().map(|locale| {
        let fields = locale.as_object().unwrap().clone().into_iter();
        let is_told = |(name, value): &(String, Value)| {
            name != "chain"
                && !value.is_null()
                && value.as_array().is_none_or(|all| !all.is_empty())
        };
        fields.filter(is_told).collect::<Map<_, _>>()
    });
    json!(locales.collect::<Vec<_>>())
}

fn lines(findings: &lacuna::Findings) -> Vec<String> {
    findings.list().iter().map(ToString::to_string).collect()
}

#[test]
fn cases() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("coverage/cases.json")).unwrap();
    assert!(cases.len() > 15);
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| !case.icu || cfg!(feature = "icu")) {
        let coverage = case.coverage();
        if let Some(locales) = &case.locales {
            if *locales != told(&coverage) {
                wrong.push(format!("{}: {:#}", case.name, told(&coverage)));
            }
        }
        let (findings, unused) = (lines(coverage.findings()), lines(coverage.unused()));
        if findings != case.findings {
            wrong.push(format!("{}: {}", case.name, json!(findings)));
        }
        if unused != case.unused {
            wrong.push(format!("{}: unused {}", case.name, json!(unused)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page of six languages: the holes that its catalogs have anyway, and some that are made here.
#[cfg(feature = "icu")]
#[test]
fn the_holes_of_six_languages_are_found() {
    let braces = Syntax::new().delimiters("{{", "}}").unwrap();
    let mut all: Value = serde_json::from_str(include_str!("languages/catalogs.json")).unwrap();
    all["de"]["greeting"] = json!("Hallo {{nmae}}!");
    all["ru"]["inbox"].as_object_mut().unwrap().remove("letter_few");
    all["en"].as_object_mut().unwrap().remove("place_ordinal_few");
    all["zh-Hant"].as_object_mut().unwrap().remove("greeting");
    all["pt-PT"]["gretting"] = json!("Bem-vinda!");
    let add = |catalogs: Catalogs, (tag, messages): (&String, &Value)| {
        catalogs.add(tag, messages).unwrap()
    };
    let catalogs = Catalogs::new().syntax(&braces);
    let catalogs = all.as_object().unwrap().iter().fold(catalogs, add);
    let page = include_str!("languages/page.txt").to_owned() + "{{ t('farewell', name: name) }}\n";
    let page = braces.text(page).unwrap().named("page.txt");
    let mut uses = MessageUses::new();
    uses.add(&page);
    let chains: Vec<_> = catalogs
        .locales()
        .map(|tag| LocaleChain::cldr([tag]).unwrap().then("en").unwrap())
        .collect();
    let coverage = uses.coverage(&catalogs, &chains);
    insta::assert_snapshot!(format!(
        "{coverage}\n{:#}\n{}",
        coverage.findings(),
        coverage.unused()
    ));
}

const FILES: [(&str, &str); 5] = [
    ("l.txt", "{{ t('hi', name: name) }} {{ t('bye') }}\n"),
    ("fr.txt", "{{ t('hi', name: name) }}"),
    ("bad.txt", "{{ t( }}"),
    ("de.json", r#"{"hi": "Hallo {{name}}", "x": "{{n, number}}"}"#),
    ("en.json", r#"{"hi": "Hi {{name}}", "bye": "Bye", "old": "Old"}"#),
];

const CATALOGS: [&str; 7] =
    ["--catalog", "de=DIR/de.json", "--catalog", "en=DIR/en.json", "--message-delims", "{{", "}}"];

const DELIMITERS: [&str; 4] = ["--open", "{{", "--close", "}}"];

#[test]
fn coverage_on_the_command_line() {
    let folder = folder("coverage", &FILES);
    let run = |more: &[&str]| {
        run_in("coverage", &folder, &[&CATALOGS[..], &DELIMITERS, more].concat(), "")
    };
    let (code, out, err) = run(&["DIR/l.txt", "--default-locale", "en"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("\nde             1/2       1 (en)        0"), "{out}");
    assert!(out.contains("\nen             2/2            0        0"), "{out}");
    assert!(
        out.contains("note[default-locale]: the default en answers for the message `bye` in de"),
        "{out}"
    );
    assert!(out.contains("note[unused-message]: no template uses the message `old` (en)"), "{out}");
    assert!(err.starts_with("DIR/de.json:x:1:4: error[unreadable-message]"), "{err}");

    let (code, out, _) = run(&["DIR/l.txt"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("DIR/l.txt:1:30: error[missing-message]: there is no message `bye` for de\n"),
        "{out}"
    );
    let (code, _, _) = run(&["DIR/l.txt", "--locale", "en"]);
    assert_eq!(code, 0);
    let (code, _, _) = run(&["DIR/l.txt", "--accept-language", "de", "--default-locale", "en"]);
    assert_eq!(code, 0);

    let (code, out, _) = run(&["DIR/l.txt", "--format", "json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert_eq!(document["locales"][0]["missing"], json!(["bye"]));
    assert_eq!(document["locales"][1]["translated"], 2);
    assert_eq!(document["findings"]["errors"], 1);
    assert_eq!(document["unused"]["notes"], 1);
    assert_eq!(document["catalogs"]["counts"]["unreadable-message"], 1);

    for (arguments, message) in [
        (&["DIR"][..], "DIR/bad.txt:1:7: expected the key of a translation in quotes"),
        (&["DIR/none.txt"], "DIR/none.txt: cannot be read: No such file"),
        (&["DIR/l.txt", "--catalog", "fr=DIR/none.json"], "DIR/none.json: cannot be read"),
        (&["DIR/l.txt", "--catalog", "f=DIR/en.json"], "`f` is no language tag"),
        (&["DIR/l.txt", "--catalog", "fr=DIR/fr.txt"], "the catalog is no JSON"),
        (&["DIR/l.txt", "--default-locale", "e"], "`e` is no language tag"),
        (&["DIR/l.txt", "--tree"], "DIR/l.txt:1:2: not valid JSON"),
        (&["--locale", "de"], "required"),
    ] {
        let (code, out, err) = run(arguments);
        assert_eq!((code, &*out), (2, ""), "{arguments:?}");
        assert!(err.contains(message), "{arguments:?}: {err}");
    }
    let (code, _, err) = run_in("coverage", &folder, &["DIR/l.txt"], "");
    assert_eq!(code, 2);
    assert!(err.contains("there is no catalog: name some with `--catalog TAG=FILE`"), "{err}");
    let (code, _, _) = run(&["DIR/l.txt", "--chain", "cldr", "--default-locale", "en"]);
    assert_eq!(code, if cfg!(feature = "icu") { 0 } else { 2 });
}

#[test]
fn the_publish_gate_knows_the_locales() {
    let folder = folder("gate_locales", &FILES);
    let run = |more: &[&str]| {
        run_in(
            "check",
            &folder,
            &[&CATALOGS[..], &DELIMITERS, &["--format", "lines"], more].concat(),
            "",
        )
    };
    // Without data every language is looked at.
    let (code, out, _) = run(&["DIR/l.txt"]);
    assert_eq!(code, 1);
    assert!(out.contains("there is no message `bye` for de"), "{out}");
    assert!(!out.contains("unused-message"), "{out}");
    let (_, out, _) = run(&["DIR/l.txt", "--unread"]);
    assert!(out.contains("no template uses the message `old` (en)"), "{out}");
    // With data what the page shows.
    std::fs::write(folder.join("d.json"), r#"{"name": "Ada"}"#).unwrap();
    let data = ["DIR/l.txt", "--data", "DIR/d.json", "--locale", "de"];
    let (code, out, _) = run(&data);
    assert_eq!(code, 1);
    assert!(out.contains("there is no translation of `bye` in de"), "{out}");
    let (_, out, _) = run(&[&data[..], &["--default-locale", "en"]].concat());
    assert!(out.contains("the default en answers for the message `bye` in de"), "{out}");
    assert!(!out.contains("there is no"), "{out}");
}
