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
            "list" => Ok(Datum::Tree(Owned(json!([1, 2])))),
            _ => Err(Miss::Failed("the row\nis locked".into())),
        }
    }
}

#[test]
fn whatever_a_source_hands_over() {
    let template = Template::text("[[ borrowed ]] [[ owned | upper ]] [[ number ]] [[ digits ]] [[ list | join: '+' ]] [[ null || 'n' ]]").unwrap();
    assert_eq!(template.render(&Context::new(&Odd)).unwrap(), "text TEXT 1.5 1.50 1+2 n");
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
