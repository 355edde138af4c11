//! Edited templates: what was meant has changed, and no other byte.

use std::fs;

use lacuna::{Context, Layout, OnGap, Path, Span, Syntax, Template};
use proptest::prelude::*;
use serde_json::Value;

use crate::examples::{folder, run_in};
use crate::generators::{config, fragments, parts, tree};
use crate::naive;

/// What stands between those spans, and what stands in them.
fn apart(text: &str, spans: impl Iterator<Item = Span>) -> (Vec<&str>, Vec<&str>) {
    let (mut between, mut within, mut done) = (Vec::new(), Vec::new(), 0);
    for span in spans {
        between.push(&text[done..span.start()]);
        within.push(&text[span.range()]);
        done = span.end();
    }
    between.push(&text[done..]);
    (between, within)
}

fn path_spans<'t>(template: &'t Template<'_>) -> impl Iterator<Item = Span> + use<'t> {
    template.placeholders().flat_map(|it| it.paths()).map(|written| written.span())
}

/// The path with `to` in the place of `from`, if it leads through that.
fn renamed(path: &str, from: &Path<'_>, to: &Path<'_>) -> String {
    let path = Path::parse(path).unwrap();
    let is_same =
        |(own, other): (&lacuna::Segment<'_>, &lacuna::Segment<'_>)| own.text() == other.text();
    let count = from.segments().len();
    if path.segments().len() < count || !path.segments().iter().zip(from.segments()).all(is_same) {
        return path.to_string();
    }
    let segments = to.segments().iter().chain(&path.segments()[count..]);
    Path::new(segments.cloned().collect()).to_string()
}

/// Reads everything, since what is malformed is text.
fn lenient() -> Syntax {
    Syntax::new().layout(Layout::plain()).lenient(true)
}

fn target() -> impl Strategy<Value = Path<'static>> {
    const TARGETS: [&str; 9] =
        ["x", "x.y", "x[0]", "$['a b']", "$['it\\'s'].z", "$[3]", "$", "日.ö", "$['a]]b']"];
    prop::sample::select(&TARGETS[..]).prop_map(|path| Path::parse(path).unwrap())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_edit_without_changes_changes_nothing(text in fragments()) {
        let template = lenient().text(&text).unwrap();
        let edited = template.edit().finish().unwrap();
        prop_assert_eq!(edited.source(), text);
    }

    /// Every path leads where it should, and what stands between the paths is as it was.
    #[test]
    fn paths_are_renamed_and_nothing_else_changes(
        text in prop_oneof![fragments(), parts().prop_map(|parts| naive::source(&parts))],
        pick in any::<prop::sample::Index>(),
        length in 0_usize..4,
        to in target(),
    ) {
        let template = lenient().text(&text).unwrap();
        let paths: Vec<Path> = template.placeholders().flat_map(|it| it.paths()).map(|it| it.path()).collect();
        if paths.is_empty() {
            return Ok(());
        }
        let chosen = pick.get(&paths);
        let from = Path::new(chosen.segments().iter().take(length).cloned().collect());
        let mut edit = template.edit();
        let count = edit.rename(&from, &to).unwrap();
        let edited = edit.finish().unwrap();
        prop_assert!(count > 0);
        let (between, within) = apart(&text, path_spans(&template));
        let (new_between, new_within) = apart(edited.source(), path_spans(&edited));
        prop_assert_eq!(between, new_between, "{} → {}", text, edited.source());
        let expected: Vec<_> = within.iter().map(|path| renamed(path, &from, &to)).collect();
        let told: Vec<_> = new_within.iter().map(|path| Path::parse(path).unwrap().to_string()).collect();
        prop_assert_eq!(told, expected, "{} → {}", text, edited.source());
    }

    /// A template whose first keys are renamed says of renamed data what it said of the data before.
    #[test]
    fn renamed_data_fills_renamed_templates(parts in parts(), data in tree(), html in any::<bool>()) {
        let text = naive::source(&parts);
        let syntax = Syntax::new().layout(Layout::plain());
        let template = if html { syntax.html_text(&text) } else { syntax.text(&text) }.unwrap();
        let mut edit = template.edit();
        edit.rename(&Path::parse("data").unwrap(), &Path::parse("$['the record']").unwrap()).unwrap();
        let edited = edit.finish().unwrap();
        let mut new_data = data.clone();
        if let Value::Object(fields) = &mut new_data {
            if let Some(value) = fields.remove("data") {
                fields.insert("the record".to_owned(), value);
            }
        }
        let (old, new) = (Context::new(&data), Context::new(&new_data));
        let render = |template: &Template<'_>, context: &Context<'_>| {
            template.resolve(context).finish(OnGap::Empty).map_err(|error| error.count()).map(|it| it.to_string())
        };
        prop_assert_eq!(render(&template, &old), render(&edited, &new), "{}", text);
    }
}

#[test]
fn changes_may_come_in_any_order_and_may_touch() {
    let template = Template::text("[[a]][[b]] [[ c ]]").unwrap();
    let [a, b, c]: [_; 3] = template.placeholders().collect::<Vec<_>>().try_into().unwrap();
    let mut edit = template.edit();
    edit.expression(&c, "t('c', n: x.y)").unwrap();
    edit.placeholder(&b, "").unwrap().placeholder(&a, "[[ d ]], ").unwrap();
    let edited = edit.finish().unwrap();
    assert_eq!(edited.source(), "[[ d ]],  [[ t('c', n: x.y) ]]");
    assert_eq!(template.source(), "[[a]][[b]] [[ c ]]");
}

/// Each of these is refused, and leaves the edit as it was.
#[test]
fn what_is_refused_changes_nothing() {
    let template = Syntax::new().roots(["data"]).unwrap().text("[[ data.a || data.b ]]").unwrap();
    let template = template.named("letter.txt");
    let placeholder = template.placeholders().next().unwrap();
    let written: Vec<_> = placeholder.paths().collect();
    let mut edit = template.edit();
    let path = |path| Path::parse(path).unwrap();
    edit.path(&written[1], &path("data.c")).unwrap();
    let refused = [
        edit.expression(&placeholder, "data.x").map(|_| ()),
        edit.placeholder(&placeholder, "x").map(|_| ()),
        edit.path(&written[1], &path("data.d")).map(|_| ()),
        edit.path(&written[0], &path("record.d")).map(|_| ()),
        edit.rename(&path("data"), &path("data.all")).map(|_| ()),
        edit.expression(&placeholder, "data.x ]] [[ data.y").map(|_| ()),
        edit.expression(&placeholder, "! data.x").map(|_| ()),
        edit.expression(&placeholder, "data.").map(|_| ()),
    ];
    let told: Vec<_> = refused.into_iter().map(|it| format!("{:#}", it.unwrap_err())).collect();
    insta::assert_snapshot!(told.join("\n\n"));
    assert_eq!(edit.finish().unwrap().source(), "[[ data.a || data.c ]]");
}

#[cfg(feature = "html")]
#[test]
fn a_page_stays_one() {
    let page = Template::html("<a href=\"[[ url ]]\">[[ name ]]</a>").unwrap();
    let mut edit = page.edit();
    edit.rename(&Path::parse("url").unwrap(), &Path::parse("links[0]").unwrap()).unwrap();
    let edited = edit.finish().unwrap();
    assert_eq!(edited.source(), "<a href=\"[[ links[0] ]]\">[[ name ]]</a>");
    assert_eq!(edited.placeholders().next().unwrap().context().unwrap().to_string(), "url-start");
    // What is put in the place of a placeholder may not be safe any more.
    let placeholder = page.placeholders().nth(1).unwrap();
    let mut edit = page.edit();
    edit.placeholder(&placeholder, "<[[ tag ]]>").unwrap();
    assert_eq!(edit.finish().unwrap_err().kind().code(), "html-tag-open");
}

/// The example `rename`: first the difference, then the files, byte for byte.
#[test]
fn a_folder_of_templates_and_catalogs_is_renamed() {
    let letter = "Dear [[ data.company.name ]],\r\n[[data.company[0]|upper]] [[! data.company ]]\r\n                  [[ data.companyx || t('x', of: data.company) ]]";
    let german = r#"{"a": "\u00e4 \ud83d\ude00 [[ data.company.x ]] \n\/[[ data['company'] ]]",
 "[[ data.company ]]": ["x", {"b": "[[data.company[\"o k\"]]]"}], "c": 1.50, "d": "C:\\"}"#;
    let files = [("letter.txt", letter), ("de.json", german), ("other.txt", "[[ data.name ]]")];
    let folder = folder("rename", &files);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let rename = |arguments: &[&str]| {
        let (status, out, err) = run_in("rename", &folder, arguments, "");
        format!("{status}\n{out}{err}")
    };
    insta::assert_snapshot!(rename(&["data.company", "data['the org']", "DIR", "--dry-run"]));
    assert!(files.iter().all(|(name, text)| read(name) == *text), "a dry run writes nothing");

    assert_eq!(
        rename(&["data.company", "data['the org']", "DIR"]),
        "0\n6 paths renamed in 2 files, of 3\n"
    );
    let renamed = |text: &str| {
        let text = text
            .replace("data.company", "data['the org']")
            .replace("data['company']", "data['the org']");
        text.replace("data['the org']x", "data.companyx")
            .replace("[[! data['the org']", "[[! data.company")
    };
    assert_eq!(read("letter.txt"), renamed(letter));
    let key = "\"[[ data.company ]]\"";
    assert_eq!(read("de.json"), renamed(german).replace(&renamed(key), key));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);

    // What has nothing to rename says so; in a message a path of one key may be an argument.
    fs::write(folder.join("c.json"), "{\"a\": \"[[ number ]]\"}").unwrap();
    insta::assert_snapshot!(rename(&["data.nmae", "data.x", "DIR"]));
    insta::assert_snapshot!(rename(&["number", "no", "DIR"]));
    // Files of other people that stand beside stay.
    fs::write(folder.join("other.txt.renamed"), "precious").unwrap();
    rename(&["data.name", "data.nick", "DIR"]);
    assert_eq!((&*read("other.txt"), &*read("other.txt.renamed")), ("[[ data.nick ]]", "precious"));
    fs::write(folder.join("other.txt"), "[[ data.name ]]").unwrap();

    // What cannot be looked at keeps all of it from being written.
    fs::write(folder.join("bad.json"), "{\n\"a\": \"x [[ data.name | uper ]]\"\n}").unwrap();
    insta::assert_snapshot!(rename(&["data.name", "data.nick", "DIR"]));
    assert_eq!(read("other.txt"), "[[ data.name ]]");
    insta::assert_snapshot!(rename(&["data[", "data.nick", "DIR"]));
}
