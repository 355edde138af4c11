//! Sources that are no trees.

use std::sync::atomic::{AtomicUsize, Ordering};

use lacuna::{
    Context, Datum, Escape, Layout, Miss, OnGap, Path, Segment, Source, Syntax, Template,
};
use serde_json::{Value, json};

/// Answers one path, counts how often it is asked.
struct Single {
    path: &'static str,
    value: Value,
    asked: AtomicUsize,
}

impl Single {
    fn new(path: &'static str, value: Value) -> Self {
        Self { path, value, asked: AtomicUsize::new(0) }
    }
}

impl Source for Single {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if path.to_string() == self.path { Ok(Datum::from(&self.value)) } else { Err(Miss::Absent) }
    }
}

#[test]
fn a_source_is_asked_once_for_each_path() {
    let source = Single::new("metadata.defaultData.a", json!("x"));
    let text = "[[ data.a.value ]][[ data.a.value | upper ]][[ metadata.defaultData.a ]]";
    let template = Template::text(text).unwrap();
    assert_eq!(template.render(&Context::new(&source)).unwrap(), "xXx");
    assert_eq!(source.asked.load(Ordering::Relaxed), 2);
}

#[test]
fn layers_of_different_kinds() {
    let first = json!({"a": "", "b": {"c": 1}});
    let second = Single::new("a", json!("second"));
    let third = json!({"a": "third", "d": [], "e": "e"});
    let context = Context::new(&first).or(&second).or(&third);
    let template = Template::text("[[ a ]] [[ b.c ]] [[ d ]] [[ e ]]").unwrap();
    assert_eq!(template.render(&context).unwrap(), "second 1  e");
    let resolution = template.resolve(&context);
    let layers: Vec<_> =
        resolution.outcomes().map(|resolved| resolved.outcome().to_string()).collect();
    assert_eq!(layers, ["data a of layer 1", "data b.c", "blank d", "data e of layer 2"]);
}

/// Hands over trees that are scalars, borrowed and owned, and says what went wrong.
struct Odd;

impl Source for Odd {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        static TEXT: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| json!("text"));
        use std::borrow::Cow::{Borrowed, Owned};
        let [Segment::Key(name)] = path.segments() else { return Err(Miss::Absent) };
        match &**name {
            "borrowed" => Ok(Datum::Tree(Borrowed(&TEXT))),
            "owned" => Ok(Datum::Tree(Owned(json!("text")))),
            "number" => Ok(Datum::Tree(Owned(json!(1.5)))),
            "null" => Ok(Datum::Tree(Owned(json!(null)))),
            "digits" => Ok(Datum::Number("1.50".into())),
            "bool" => Ok(Datum::Tree(Owned(json!(true)))),
            "list" => Ok(Datum::Tree(Owned(json!([1, 2])))),
            _ => Err(Miss::Failed("the row\nis locked".into())),
        }
    }
}

#[test]
fn whatever_a_source_hands_over() {
    let template = Template::text("[[ borrowed ]] [[ owned | upper ]] [[ number ]] [[ digits ]] [[ bool ]] [[ list | join: '+' ]] [[ null || 'n' ]]").unwrap();
    assert_eq!(template.render(&Context::new(&Odd)).unwrap(), "text TEXT 1.5 1.50 true 1+2 n");
    let error = lacuna::render("[[ list ]] [[ other ]]", &Odd).unwrap_err();
    assert_eq!(error.all()[0].kind().to_string(), "`list` is an array, not a text");
    assert_eq!(
        error.all()[1].kind().to_string(),
        "nothing found for `other`: the source failed: the row\\nis locked"
    );
}

#[test]
fn an_escape_that_writes_something_for_nothing() {
    let quoting = Escape::new(|text, out| {
        out.push('"');
        out.push_str(text);
        out.push('"');
    });
    let layout = Layout::metadata().paired_defaults(true);
    let text = "[[ data.a.value ]],[[ metadata.defaultData.a ]],[[ data.b.value || '' ]]";
    let template = Syntax::new().layout(layout).escaped(quoting, text).unwrap();
    let data = json!({"data": {"a": {"value": "v"}}, "metadata": {"defaultData": {"a": "d"}}});
    let context = Context::new(&data);
    let short = template.render(&context).unwrap();
    assert_eq!(short, "\"v\",,\"\"");
    assert_eq!(template.resolve(&context).finish(OnGap::Fail).unwrap().to_string(), short);
}

#[test]
fn layers_that_are_no_trees() {
    let (first, second) = (Single::new("a", json!("first")), Single::new("b", json!("second")));
    let template = Template::text("[[ b ]] [[ a ]]").unwrap();
    assert_eq!(template.render(&Context::new(&first).or(&second)).unwrap(), "second first");
}

#[test]
fn defaults_and_translations_of_every_layer() {
    let own =
        json!({"data": {"a": {"value": ""}}, "metadata": {"translations": {"k": " ", "n": 5}}});
    let site =
        json!({"metadata": {"defaultData": {"a": "d"}, "translations": {"k": "text", "n": "m"}}});
    let context = Context::new(&own).or(&site);
    let template =
        Template::text("[[ data.a.value ]] [[ t('k') ]] [[ metadata.translations.n ]]").unwrap();
    assert_eq!(template.render(&context).unwrap(), "d text m");
    let report = template.resolve(&context).report();
    let told: Vec<_> = report.placeholders.iter().map(|entry| entry.outcome.to_string()).collect();
    assert_eq!(
        told,
        [
            "default metadata.defaultData.a of layer 1",
            "translation `k` of layer 1",
            "translation `n` of layer 1"
        ]
    );
    let rejected = &report.placeholders[0].rejected;
    assert_eq!(rejected.len(), 3);
    assert_eq!((rejected[0].layer, rejected[1].layer, rejected[2].layer), (0, 1, 0));
    assert_eq!(rejected[2].default.as_ref().unwrap().to_string(), "metadata.defaultData.a");
    assert_eq!(
        report.to_string().lines().next().unwrap(),
        "1:1   [[ data.a.value ]]             default metadata.defaultData.a of layer 1, \
         since data.a.value is empty and data.a.value is missing and metadata.defaultData.a is missing"
    );
}

#[test]
fn a_default_that_is_no_text_is_named() {
    let data = json!({"data": {"a": {"value": ""}}, "metadata": {"defaultData": {"a": {"x": 1}}}});
    let error = lacuna::render("[[ data.a.value ]]", &data).unwrap_err();
    assert_eq!(error.kind().to_string(), "`metadata.defaultData.a` is an object, not a text");
    assert_eq!(
        error.all()[0].help(),
        Some("write a path to one of its values: `metadata.defaultData.a.x`")
    );
}

/// Counts its segments from 1.
struct OffByOne;

impl Source for OffByOne {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        Err(Miss::WrongKind { segment: path.segments().len(), found: lacuna::Kind::Text })
    }
}

#[test]
fn a_source_that_counts_wrong_is_only_told_wrong() {
    assert_eq!(lacuna::render("[[ a.b ]]", &OffByOne).unwrap_err().count(), 1);
}

#[test]
fn numbers_are_escaped_like_any_value() {
    let quoting = Escape::new(|text, out| out.extend(["<", text, ">"]));
    let template = Syntax::new().escaped(quoting, "[[ n ]] [[ n | safe ]]").unwrap();
    assert_eq!(template.render(&Context::new(&json!({"n": 1.5}))).unwrap(), "<1.5> 1.5");
}
