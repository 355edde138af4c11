//! The publish gate: what is found in finished texts and in templates, and what is not.

use std::fs;
use std::io::{self, Read};

use lacuna::{ErrorKind, Findings, Layout, Syntax};
use proptest::prelude::*;
use serde::Deserialize;

/// A text, and what is found in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// A finished text, or else a template.
    #[serde(default)]
    finished: Option<String>,
    #[serde(default)]
    template: Option<String>,
    #[serde(default)]
    roots: Vec<String>,
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    delimiters: Option<(String, String)>,
    /// `line:column code` for each, and perhaps behind it a space and what is underlined.
    findings: Vec<String>,
    /// The ways out, if the case is about them.
    #[serde(default)]
    help: Option<Vec<String>>,
}

fn told(text: &str, findings: &Findings, expected: &[String]) -> Vec<String> {
    let with_text = |number: usize| {
        expected.get(number).is_some_and(|expected| expected.splitn(3, ' ').count() == 3)
    };
    let told = findings.list().iter().enumerate().map(|(number, finding)| {
        let position = finding.problem().position().unwrap();
        let code = finding.kind().code();
        let place = format!("{}:{} {code}", position.line, position.column);
        let span = finding.problem().span().unwrap();
        if with_text(number) { format!("{place} {}", &text[span.range()]) } else { place }
    });
    told.collect()
}

#[test]
fn cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/findings/audit.json");
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for case in cases {
        let name = &case.name;
        let layout = if case.plain { Layout::plain() } else { Layout::metadata() };
        let mut syntax = Syntax::new().layout(layout);
        if !case.roots.is_empty() {
            syntax = syntax.roots(case.roots).unwrap();
        }
        if let Some((open, close)) = case.delimiters {
            syntax = syntax.delimiters(&open, &close).unwrap();
        }
        let (text, findings) = match (&case.finished, &case.template) {
            (Some(text), None) => (text, syntax.audit(text)),
            (None, Some(text)) => (text, syntax.check(text)),
            _ => panic!("{name}: either finished or a template"),
        };
        assert_eq!(told(text, &findings, &case.findings), case.findings, "{name}");
        if let Some(help) = case.help {
            let all = findings.list().iter().map(|finding| finding.problem().help().unwrap());
            assert_eq!(all.collect::<Vec<_>>(), help, "{name}");
        }
        if case.finished.is_some() {
            assert_eq!(syntax.audit_reader(text.as_bytes()).unwrap(), findings, "{name}");
        }
    }
}

/// Pieces of prose, code, Markdown, JSON, TOML and wiki text without a path under a known root, and
/// without placeholders of other languages.
const CLEAN: &[&str] = &[
    "The therapist's capacity to show compassion. ",
    "Data is what database people call data; metadata too. ",
    "[[Main Page]] [[Category:Data|data]] [[dataset]] ",
    "[a link](https://example.org/data.html) ![x][data] ",
    "[data][metadata]\n[data]: https://example.org\n",
    "{\"data\": {\"value\": [1, 2, [3, [4]]]}, \"metadata\": [[], [\"t\"]]}\n",
    "[[package]]\nname = \"data\"\n[package.metadata]\n[dependencies.data]\n",
    "if [[ -f $x ]]; then echo \"${x[@]}\"; fi\n",
    "let a = b[c[0]]; m[[i, j]] = t('x'); t(\"y\") && t [ 'z' ]\n",
    "a || b ?? c | d %% e * f |* g &amp; &#91; &nbsp; &lt;b&gt; ",
    "<p class=\"data\">[<b>data</b>]</p> [ [ x ] ] ]] x [[ ",
    "database.data.value metadata.x = data.y ",
    "［全角］【data】（データ） \u{a0}\u{200b} „Data“ ‘data’ ",
    "[[dataset.x]] [[ database.name ]] [[datum.value]] [mydata.x] ",
    "- [ ] todo\n- [x] done [^1]\n\n[^1]: note\n",
    "\\[[ x ]] [[! a comment ]] [[ ]] [[",
];

/// A clean text, and the places between its pieces.
fn clean() -> impl Strategy<Value = (String, Vec<usize>)> {
    let pieces = prop::collection::vec(prop::sample::select(CLEAN), 0..12);
    pieces.prop_map(|pieces| {
        let (mut text, mut places) = (String::new(), vec![0]);
        for piece in pieces {
            text.push_str(piece);
            places.push(text.len());
        }
        (text, places)
    })
}

/// What is planted, at which bytes of it the fault stands, and its code. A line of its own each, so that
/// nothing before it closes or opens it.
const PLANTED: &[(&str, usize, usize, &str)] = &[
    ("[[data.name.value]]", 0, 19, "leftover"),
    ("[[ x || metadata.a | upper ]]", 0, 29, "leftover"),
    ("[[ t('contactme') ]]", 0, 20, "leftover"),
    ("[[ data.name | uper ]]", 15, 19, "malformed-leftover"),
    ("[[ data.<b>name</b> ]]", 8, 11, "markup"),
    ("[[<i>data.name</i>]]", 2, 5, "markup"),
    ("[[ data.a || ‘b’ ]]", 13, 16, "curly-quotes"),
    ("[[ t(‘b’) ]]", 5, 8, "curly-quotes"),
    ("[[\u{a0}data.a ]]", 2, 4, "unusual-space"),
    ("[[ da\u{200b}ta.a ]]", 5, 8, "invisible"),
    ("&#91;&#91; data.a ]]", 0, 5, "entity"),
    ("[[&nbsp;data.a ]]", 2, 8, "entity"),
    ("&lsqb;&#x5B;data.a&#93;&rsqb;", 0, 6, "entity"),
    ("[data.a]", 0, 8, "single-bracket"),
    ("[[ data.a ]", 10, 11, "single-bracket"),
    ("[ data.a ]]", 0, 1, "single-bracket"),
    ("[ [ data.a ] ]", 0, 3, "spaced-delimiter"),
    ("[[ data.a ] ]", 10, 13, "spaced-delimiter"),
    ("\\[\\[ data.a \\]\\]", 1, 4, "escaped-delimiter"),
    ("]] data.a [[", 0, 12, "swapped-delimiters"),
    ("［［ data.a ］］", 0, 3, "wide-brackets"),
    ("【【data.a】】", 0, 3, "wide-brackets"),
    ("{{ name }}", 0, 10, "foreign-placeholder"),
    ("{% if x %}", 0, 10, "foreign-placeholder"),
    ("*|FNAME|*", 0, 9, "foreign-placeholder"),
    ("%%name%%", 0, 8, "foreign-placeholder"),
    ("${name}", 0, 7, "foreign-placeholder"),
];

/// Gives so many bytes at a time.
struct Dribble<'t>(&'t [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (now, later) = self.0.split_at(self.0.len().min(self.1).min(buffer.len()));
        buffer[..now.len()].copy_from_slice(now);
        self.0 = later;
        Ok(now.len())
    }
}

proptest! {
    #[test]
    fn clean_texts_are_clean((text, _) in clean()) {
        let findings = Syntax::new().audit(&text);
        prop_assert!(findings.is_empty(), "{findings}\nin {text:?}");
    }

    #[test]
    fn every_planted_fault_is_found_at_its_place(
        (mut text, places) in clean(),
        place in any::<prop::sample::Index>(),
        planted in prop::sample::select(PLANTED),
    ) {
        let (planted, start, end, code) = planted;
        let at = places[place.index(places.len())];
        text.insert_str(at, &format!("\n{planted}\n"));
        let findings = Syntax::new().audit(&text);
        let found: Vec<_> = findings
            .list()
            .iter()
            .map(|it| (it.problem().span().unwrap().range(), it.kind().code()))
            .collect();
        prop_assert_eq!(found, vec![(at + 1 + start..at + 1 + end, code)], "in {:?}", text);
    }

    /// The same in a template, of what is damage there too.
    #[test]
    fn every_planted_damage_is_found_in_a_template(
        before in prop::sample::select(&["", "Dear ", "a\n", "[1] é "][..]),
        planted in prop::sample::select(PLANTED),
        behind in prop::sample::select(&["", ", yours", "\n[[ data.b ]]", " {"][..]),
    ) {
        let (planted, start, end, code) = planted;
        let is_damage = !code.ends_with("leftover");
        let findings = Syntax::new().check(&format!("{before}{planted}{behind}"));
        let place = before.len() + start..before.len() + end;
        let found = findings.iter().any(|it| {
            it.kind().code() == code && it.problem().span().unwrap().range() == place
        });
        prop_assert_eq!(found, is_damage, "{}", findings);
    }

    /// A clean text is no clean template, but has no damage.
    #[test]
    fn clean_texts_have_no_damage((text, _) in clean()) {
        for finding in &Syntax::new().check(&text) {
            let is_damage = matches!(finding.kind(), ErrorKind::Damaged { .. } | ErrorKind::ForeignPlaceholder { .. });
            prop_assert!(!is_damage, "{finding}\nin {text:?}");
        }
    }

    /// What another language wraps around a fault hides it no more than text does.
    #[test]
    fn a_foreign_placeholder_hides_nothing(
        (before, behind) in prop::sample::select(
            &[("{{ f('", "') }}"), ("{% a = \"", "\" %}"), ("{{{ ", " }}}"), ("${", "}"), ("{{", "}}")][..]
        ),
        planted in prop::sample::select(PLANTED),
    ) {
        let (planted, start, end, code) = planted;
        let findings = Syntax::new().audit(&format!("{before}{planted}{behind}"));
        let place = before.len() + start..before.len() + end;
        let found = findings.iter().any(|it| {
            it.kind().code() == code && it.problem().span().unwrap().range() == place
        });
        prop_assert!(found || code == "foreign-placeholder", "{}", findings);
    }

    #[test]
    fn piece_by_piece_the_same_is_found(
        texts in prop::collection::vec((clean(), prop::sample::select(PLANTED)), 1..6),
        times in 1..300_usize,
        step in 1..5_000_usize,
        ends_lines in any::<bool>(),
    ) {
        let mut text = String::new();
        for ((clean, _), (planted, ..)) in &texts {
            let clean = clean.repeat(times);
            text.push_str(&if ends_lines { clean } else { clean.replace('\n', " ") });
            text.push_str(planted);
        }
        let syntax = Syntax::new();
        let pieces = syntax.audit_reader(Dribble(text.as_bytes(), step)).unwrap();
        prop_assert_eq!(pieces, syntax.audit(&text));
    }

    #[test]
    fn whatever_the_text_nothing_panics(text in "[\\[\\]{}&#91;%|*$ a-c.<>'\"‘\u{a0}［\ndt()]{0,60}") {
        let text = text.replace('a', "data.a");
        let syntax = Syntax::new();
        let finished = syntax.audit(&text);
        prop_assert_eq!(syntax.audit_reader(text.as_bytes()).unwrap(), finished);
        syntax.check(&text);
    }
}

#[test]
fn a_text_that_is_no_utf8_is_named_by_its_byte_and_read_on() {
    let mut bytes = "é[[data.x]]\n".repeat(30_000).into_bytes();
    assert_eq!(lacuna::audit_reader(&*bytes).unwrap().errors(), 30_000);
    bytes.remove(13 * 20_000 + 1);
    bytes.truncate(13 * 25_000);
    bytes.push(0xC3);
    let findings = lacuna::audit_reader(&*bytes).unwrap();
    assert_eq!((findings.counts()["leftover"], findings.counts()["not-utf8"]), (25_000, 1));
    let told = findings.list().iter().find(|it| it.kind().code() == "not-utf8").unwrap();
    assert_eq!(
        told.to_string(),
        "20001:1: error[not-utf8]: not UTF-8: byte 260000 (from 0) begins no character"
    );
}

#[test]
fn many_findings_are_counted_and_the_first_are_drawn() {
    let findings = lacuna::audit(&"[[data.x]]\n".repeat(50_000));
    assert_eq!(findings.errors(), 50_000);
    let text = format!("{findings:#}");
    assert_eq!(text.matches("error[leftover]").count(), 100);
    assert!(text.ends_with("… and 49900 more findings\n\n50000 errors, 0 notes: 50000 leftover\n"));
    let lines = findings.to_string();
    assert_eq!(lines.lines().count(), 102);
    assert!(lines.ends_with("… and 49900 more findings\n50000 errors, 0 notes: 50000 leftover\n"));
}

#[test]
fn hostile_texts_come_to_an_end() {
    // What looks at the rest of the text for every piece of it would take hours.
    for piece in [
        "[[",
        "[ ",
        "[ [",
        "&#91;",
        "&#91;&#91;",
        "[data.a",
        "[[data.a ",
        "<b",
        "[<b",
        "[['",
        "]]data.a ",
        "{{a",
        "%%a",
        "*|a",
        "［",
        "［a",
        "【data",
        "&#91;d",
        "[[ data['",
        "[[ data.x || ${y} ]] ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        lacuna::audit(&text);
    }
}

#[test]
fn a_byte_that_is_no_text_is_named_where_it_stands_over_the_ends_of_pieces() {
    for before in (120_000..124_000).step_by(250) {
        let mut bytes = vec![b'x'; before];
        bytes.extend(b"[[ data.x || '");
        bytes.extend([b'a'; 1_200]);
        let place = bytes.len();
        bytes.push(0xFF);
        bytes.extend([b'a'; 2_699]);
        bytes.extend(b"' ]] ");
        bytes.extend(vec![b'y'; 300_000]);
        let findings = lacuna::audit_reader(&*bytes).unwrap();
        let told = findings.iter().find(|it| it.kind().code() == "not-utf8").unwrap();
        assert_eq!(told.problem().span().unwrap().range(), place..place + 1, "{before}");
        assert_eq!(findings.counts()["not-utf8"], 1);
        let findings = Syntax::new().check_bytes(&bytes);
        assert_eq!(findings.list()[0].problem().span().unwrap().range(), place..place + 1);
    }
}
