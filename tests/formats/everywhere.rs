//! Findings at every kind of place, and texts that would break what tells them.

use lacuna::{Context, Findings, Survey, Syntax, Template, UnreadKeys};
use proptest::prelude::*;
use serde_json::json;

/// A finding at every kind of place: in a text behind umlauts, ideographs and emoji and over two lines, in
/// strings and a key of a tree, in no place of a file, in a text without a name, of many records.
pub(crate) fn everywhere() -> Findings {
    let syntax = Syntax::new();
    let letter = "Grüße 日本 👩‍👩‍👧 [[ a | uper ]]\r\n[data.x], [[ b ||\r\n]]";
    let mut findings = syntax.check(letter).named("letters/für alle.txt");
    let tree = json!({"servers": [{"host": "ä\n[[ ]]"}], "[[ y": "plain"});
    findings.append(syntax.check_tree_with_keys(&tree).named("/srv/app.json"));
    let mut unread = UnreadKeys::new();
    unread.read(Template::text("[[ data.name ]]").unwrap().paths());
    unread.add(&json!({"data": {"name": "Ada", "fax": 1}}));
    findings.append(unread.findings().named("ada.json"));
    findings.append(unread.findings());
    findings.append(lacuna::audit("{{ x }}"));
    findings.append(syntax.check_bytes(b"caf\xE9").named("latin.txt"));
    let letter = Template::text("Dear [[ name ]], [[ name ]]").unwrap().named("letter.txt");
    let mut survey = Survey::new();
    for record in [json!({}), json!({"name": "Ada"}), json!({"name": null}), json!({})] {
        survey.begin_record();
        survey.add(&letter.resolve(&Context::new(&record)));
    }
    findings.append(survey.findings());
    findings
}

pub(crate) fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..30).prop_map(|them| them.concat())
}

pub(crate) const HOSTILE: [&str; 36] = [
    "[[ ",
    " ]]",
    "[[",
    "]]",
    "|",
    "||",
    "`",
    "``",
    "\\",
    "\\|",
    "@ada",
    "#12",
    "![](x)",
    "[a](b)",
    "<b>",
    "<!--",
    "&amp;",
    "\n",
    "\r\n",
    "\u{202e}",
    "\u{200b}",
    "data.x",
    "data",
    "{{ ",
    " }}",
    "'",
    "\"",
    "ä",
    "日本",
    "👩‍👩‍👧",
    "https://hillside.example",
    " ",
    "~~~",
    "*",
    "_",
    "gibberish",
];
