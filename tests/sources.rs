//! Sources that are no trees.

use std::sync::atomic::{AtomicUsize, Ordering};

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use lacuna::{
    Context, Datum, Escape, FnSource, Keys, Layout, Miss, OnGap, Path, Segment, Source, Syntax,
    Template, Tree,
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
    assert_eq!(
        layers,
        ["data a of layer 1", "data b.c", "blank d of layer 2", "data e of layer 2"]
    );
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
    assert_eq!(rejected[2].at.as_ref().unwrap().to_string(), "metadata.defaultData.a");
    assert_eq!(
        report.to_string().lines().next().unwrap(),
        "1:1   data.a.value             default metadata.defaultData.a of layer 1, \
         since data.a.value is empty, then missing and in earlier layers it is missing"
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

/// Says that every path ends one step too early, in a text.
struct OneStepTooFar;

impl Source for OneStepTooFar {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        let segment = path.segments().len().saturating_sub(1);
        Err(Miss::WrongKind { segment, found: lacuna::Kind::Text })
    }
}

#[test]
fn a_source_that_always_counts_wrong_ends_the_search_for_a_suggestion() {
    let path = format!("[[ a{} ]]", ".a".repeat(2000));
    assert_eq!(lacuna::render(&path, &OneStepTooFar).unwrap_err().count(), 1);
}

/// Panics when it is dropped, with what it is panicked.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "dropped");
    }
}

#[test]
fn what_is_thrown_is_not_dropped() {
    let source = FnSource::new(|_| std::panic::panic_any(Bomb));
    assert!(lacuna::render("[[ a ]]", &source).is_err());
}

#[test]
fn what_a_source_makes_is_held_once() {
    let source = FnSource::new(|_| Ok(Datum::from("y".repeat(1_000_000))));
    let text = "[[ a || 'x' ]]".repeat(500);
    let syntax = Syntax::new().limits(lacuna::Limits::new().output(1000));
    let template = syntax.text(text).unwrap();
    let context = Context::new(&source);
    let made = allocation_counter::measure(|| drop(template.resolve(&context)));
    assert!(made.bytes_max < 5_000_000, "{}", made.bytes_max);
}

#[test]
fn a_source_that_lists_keys_and_says_no_more_still_gets_suggestions() {
    struct Listed;
    impl Source for Listed {
        fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
            if path.to_string() == "user.name" { Ok("Ada".into()) } else { Err(Miss::Absent) }
        }

        fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
            let keys: &[&str] = match &*at.to_string() {
                "$" => &["user"],
                "user" => &["name"],
                _ => &[],
            };
            Box::new(keys.iter().map(|key| Cow::Borrowed(*key)))
        }
    }
    for (text, help) in [("[[ usr.name ]]", "user.name"), ("[[ user.nmae ]]", "user.name")] {
        let error = lacuna::render(text, &Listed).unwrap_err();
        assert_eq!(error.all()[0].help(), Some(&*format!("did you mean `{help}`?")));
    }
}

#[test]
fn a_path_is_never_suggested_for_itself() {
    let data = json!({"metadata": {"translations": {"k": {"x": 1}}}, "a": null});
    for text in ["[[ metadata.translations.k ]]", "[[ a ]]"] {
        let error = lacuna::render(text, &data).unwrap_err();
        assert!(!error.all()[0].help().unwrap().contains("did you mean"), "{error:?}");
    }
}

#[test]
fn numbers_are_escaped_like_any_value() {
    let quoting = Escape::new(|text, out| out.extend(["<", text, ">"]));
    let template = Syntax::new().escaped(quoting, "[[ n ]] [[ n | safe ]]").unwrap();
    assert_eq!(template.render(&Context::new(&json!({"n": 1.5}))).unwrap(), "<1.5> 1.5");
}

/// What a source says to a few questions, the errors included.
fn interview(source: &dyn Source) -> Vec<String> {
    let paths = ["a", "$['a.b']", "a.b", "x", "x.y", "$", "$[0]", "$.0"];
    let asked = paths.iter().map(|path| match source.find(&Path::parse(path).unwrap()) {
        Ok(datum) => format!("{path}: {:?}", datum.text().map(str::to_owned).ok_or(datum.kind())),
        Err(miss) => format!("{path}: {miss:?}"),
    });
    let keys = |at: &str| source.keys(&Path::parse(at).unwrap()).map(Cow::into_owned).collect();
    let listed: [Vec<String>; 2] = [keys("$"), keys("a")];
    asked.chain([format!("{listed:?}")]).collect()
}

#[test]
fn maps_of_strings_are_flat_objects() {
    let pairs = [("a", "1"), ("a.b", "2"), ("0", "3")];
    let sorted: BTreeMap<&str, String> =
        pairs.iter().map(|(key, text)| (*key, (*text).to_owned())).collect();
    let object: Value = sorted.iter().map(|(key, text)| ((*key).to_owned(), json!(text))).collect();
    let expected = interview(&object);
    assert_eq!(interview(&sorted), expected);
    let ordered = |mut told: Vec<String>| {
        told.pop();
        told
    };
    let hashed: HashMap<String, &str> =
        pairs.iter().map(|(key, text)| ((*key).to_owned(), *text)).collect();
    let indexed: IndexMap<Cow<'_, str>, Arc<str>> =
        pairs.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
    let (slice, list) = (&pairs[..], pairs.to_vec());
    let boxed: Box<dyn Source> = Box::new(pairs);
    let shared: Arc<dyn Source + Send> = Arc::new(object.clone());
    let sources: [&dyn Source; 7] = [&hashed, &indexed, &slice, &list, &pairs, &boxed, &shared];
    for source in sources {
        assert_eq!(ordered(interview(source)), ordered(expected.clone()));
    }
    assert_eq!(interview(&pairs).pop().unwrap(), r#"[["a", "a.b", "0"], []]"#);
    // Of equal keys the first counts, also for the whole.
    let twice = [("a", "first"), ("a", "second")];
    assert_eq!(lacuna::render("[[ a ]] [[ $ | json ]]", &twice).unwrap(), r#"first {"a":"first"}"#);
}

#[test]
fn a_json_object_is_a_source() {
    let tree = json!({"a": {"b": [1]}, "0": "zero", "c": null});
    let object = tree.as_object().unwrap();
    for path in ["a.b[0]", "a.b[1]", "a.x", "$.0", "$[0]", "c", "c.d", "$", "x", "a.b"] {
        let path = Path::parse(path).unwrap();
        assert_eq!(Source::find(object, &path), Source::find(&tree, &path), "{path}");
        let keys =
            |source: &dyn Source| source.keys(&path).map(Cow::into_owned).collect::<Vec<_>>();
        assert_eq!(keys(object), keys(&tree), "{path}");
    }
}

#[test]
fn numbers_that_are_none_are_texts() {
    let source = FnSource::new(|path| match path.key() {
        Some("good") => Ok(Datum::Number("1.50e3".into())),
        Some(other) => Ok(Datum::Number(other.to_owned().into())),
        None => Err(Miss::Absent),
    });
    let text = "[[ good | json ]] [[ abc | json ]] [[ $['007'] | json ]] [[ $[''] || 'none' ]]";
    assert_eq!(lacuna::render(text, &source).unwrap(), r#"1.50e3 "abc" "007" none"#);
    let kinds = [Datum::from(1_u8), Datum::from(-2), Datum::from(0.5_f32), json!(7).into()];
    assert!(kinds.iter().all(|datum| datum.kind() == lacuna::Kind::Number));
    assert_eq!(Datum::from(json!([1])).kind(), lacuna::Kind::Array);
    assert_eq!(Datum::from(&String::from("x")), Datum::from(Cow::Borrowed("x")));
}

#[test]
fn a_path_that_is_one_key_of_a_flat_source() {
    let error = lacuna::render("[[ db.host ]]", &[("db.host", "h"), ("x", "y")]).unwrap_err();
    assert_eq!(error.all()[0].help(), Some("did you mean `$['db.host']`?"));
}

#[test]
fn what_holds_a_source_is_that_source() {
    let tree = json!({"a": {"b": 1}});
    let held: [&dyn Source; 3] = [&&tree, &Box::new(tree.clone()), &Arc::new(tree.clone())];
    for source in held {
        assert_eq!(source.tree(), Some(&tree));
        assert_eq!(lacuna::render("[[ a.b ]]", source).unwrap(), "1");
    }
}

#[test]
fn data_of_ones_own_types() {
    #[derive(serde::Serialize)]
    struct Page<'a> {
        title: &'a str,
        tags: Option<[u8; 2]>,
    }
    let page = Tree::new(&Page { title: "t", tags: Some([1, 2]) }).unwrap();
    assert_eq!(interview(&page), interview(page.value()));
    assert_eq!(lacuna::render("[[ title ]][[ tags[1] ]]", &page).unwrap(), "t2");
    assert!(
        Tree::new(&u128::MAX).unwrap_err().to_string().starts_with("the data cannot be JSON: ")
    );
}

#[test]
fn a_closure_is_asked_for_what_it_was_not_asked_before() {
    let asked = AtomicUsize::new(0);
    let row = [("name", Some("Ada")), ("motto", None)];
    let source = FnSource::new(|path| {
        asked.fetch_add(1, Ordering::Relaxed);
        let column = row.iter().find(|(name, _)| path.key() == Some(name));
        column.map(|(_, text)| Datum::from(*text)).ok_or(Miss::Absent)
    })
    .with_keys(row.map(|(name, _)| name));
    let template =
        Template::text("[[ name ]] [[ name | upper ]] [[ motto || 'none' ]] [[ t('x') || '' ]]")
            .unwrap();
    let context = Context::new(&source);
    let resolution = template.resolve(&context);
    // Paths that are asked for: two of the row, and the one of the translation.
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    let report = resolution.report();
    assert_eq!(report.placeholders[2].rejected[0].why.to_string(), "`motto` is null");
    assert_eq!(asked.load(Ordering::Relaxed), 3, "what was answered is remembered");
    assert_eq!(resolution.finish(OnGap::Fail).unwrap().to_string(), "Ada ADA none ");

    let error = lacuna::render("[[ nam ]] [[ name.first ]]", &source).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1:4: nothing found for `nam`: there is no key `nam` (and 1 more)"
    );
    assert_eq!(error.all()[0].help(), Some("did you mean `name`?"));
    assert_eq!(
        error.all()[1].kind().to_string(),
        "nothing found for `name.first`: no source has it"
    );
}

/// Panics at everything that it is asked, but for one key.
struct Broken;

impl Source for Broken {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        match path.key() {
            Some("good") => Ok("fine".into()),
            Some("error") => Err(Miss::Failed("connection lost".into())),
            Some("string") => panic!("no column {path}"),
            Some("odd") => std::panic::panic_any(7),
            _ => panic!("at the disco"),
        }
    }

    fn keys<'d>(&'d self, _: &Path<'_>) -> Keys<'d> {
        panic!("no keys either")
    }

    fn tree(&self) -> Option<&Value> {
        panic!("no tree")
    }
}

#[test]
fn a_source_that_panics_harms_nobody_else() {
    let text = "[[ good ]] [[ error ]] [[ string ]] [[ odd ]] [[ x.y ]] [[ other ]]";
    let template = Template::text(text).unwrap();
    let site = json!({"other": "site"});
    let context = Context::new(&site).or(&Broken);
    let error = template.render(&context).unwrap_err();
    let told: Vec<_> = error.all().iter().map(|problem| problem.kind().to_string()).collect();
    assert_eq!(
        told,
        [
            "nothing found for `error`: the source failed: connection lost",
            "nothing found for `string`: the source failed: it panicked: no column string",
            "nothing found for `odd`: the source failed: it panicked",
            "nothing found for `x.y`: the source failed: it panicked: at the disco",
        ]
    );
    let finished = template.resolve(&context).finish(OnGap::Text("?")).unwrap();
    assert_eq!(finished.to_string(), "fine ? ? ? ? site");
}

/// A fallback would hide that something is broken.
#[test]
fn nothing_answers_in_the_place_of_a_broken_source() {
    let site = json!({
        "error": "site", "good": "site",
        "metadata": {"defaultData": {"error": "d"}, "translations": {"k": "text", "m": "[[ error ]]"}},
    });
    let context = Context::new(&Broken).or(&site);
    let broken = "the source failed: connection lost";
    for (text, reason) in [
        ("[[ error ]]", broken),
        ("[[ error || good ]]", broken),
        ("[[ error ?? 'literal' | upper ]]", broken),
        ("[[ string || 'literal' ]]", "the source failed: it panicked: no column string"),
        // The data is asked first, and fails for whatever lies deeper.
        ("[[ data.error.value || 'x' ]]", "the source failed: it panicked: at the disco"),
        ("[[ t('k') || 'x' ]]", "the source failed: it panicked: at the disco"),
    ] {
        let error = Template::text(text).unwrap().render(&context).unwrap_err();
        let told = error.kind().to_string();
        assert!(told.starts_with("nothing found for ") && told.ends_with(reason), "{told}");
        let partial = Template::text(text).unwrap().resolve(&context).partial().unwrap();
        assert_eq!(partial.source(), text);
    }
    // What stands before it answers all the same.
    let context = Context::new(&site).or(&Broken);
    assert_eq!(lacuna::render("[[ good ]]", &site).unwrap(), "site");
    assert_eq!(Template::text("[[ error || x.y ]]").unwrap().render(&context).unwrap(), "site");
    // A count, an argument, and what a text needs.
    let layout = Layout::metadata().expand(true);
    for (text, reason) in [
        ("[[ t('k', count: odd) || 'x' ]]", "the source failed: it panicked"),
        ("[[ t('k', name: odd) || 'x' ]]", "the source failed: it panicked"),
        (
            "[[ t('n') || 'x' ]]",
            "the text of `n` has a gap, `odd || 'y'`: the source failed: it panicked",
        ),
    ] {
        let site = json!({"metadata": {"translations": {"k": "text", "n": "[[ odd || 'y' ]]"}}});
        let context = Context::new(&site).or(&Broken);
        let template = Syntax::new().layout(layout.clone()).text(text).unwrap();
        let error = template.render(&context).unwrap_err();
        assert!(error.kind().to_string().ends_with(&format!(": {reason}")), "{error}");
        assert_eq!(error.all()[0].position().unwrap().column, 4);
    }
}

#[test]
fn the_reason_is_that_of_the_layer_which_came_furthest() {
    let maps = HashMap::from([("x", "y")]);
    let closure = FnSource::new(|_| Err(Miss::Absent));
    let site = json!({"site": {"host": "h", "tags": [1]}, "a": null});
    let context = Context::new(&closure).or(&maps).or(&site).or(&site);
    for (text, message, column) in [
        ("[[ site.hots ]]", "`site` has no key `hots`", 9),
        ("[[ site.tags[3] ]]", "`site.tags` has 1 element, none at [3]", 13),
        ("[[ site.host.x ]]", "`site.host` is a text, it has no `.x`", 14),
        ("[[ a ]]", "`a` is null", 4),
        ("[[ y ]]", "there is no key `y`", 4),
    ] {
        let error = Template::text(text).unwrap().render(&context).unwrap_err();
        let problem = &error.all()[0];
        assert!(problem.kind().to_string().ends_with(&format!(": {message}")), "{error}");
        assert_eq!(problem.position().unwrap().column, column, "{text}");
    }
}

#[test]
fn layers_of_different_shapes_for_one_path() {
    let shapes = [
        json!({"a": "text"}),
        json!({"a": ["x", "y"]}),
        json!({"a": null}),
        json!({"a": {"c": 1}}),
        json!("no object at all"),
        json!({"a": {"b": {"deep": 1}}}),
        json!({"a": {"b": "found"}}),
    ];
    let layers =
        shapes[1..].iter().fold(Context::new(&shapes[0]), |context, layer| context.or(layer));
    let template = Template::text("[[ a.b.deep ]] [[ a.b ]]").unwrap();
    let resolution = template.resolve(&layers);
    let reasons: Vec<_> =
        resolution.outcomes().next().unwrap().rejected().map(|r| r.why.to_string()).collect();
    assert_eq!(
        reasons,
        [
            "`a` is a text, it has no `.b`",
            "`a` is an array, it has no `.b`",
            "`a` is null, it has no `.b`",
            "`a` has no key `b`",
            "`$` is a text, it has no `.a`",
        ]
    );
    // The first layer whose value is not skipped decides, also if that is no text.
    let error = resolution.finish(OnGap::Fail).unwrap_err();
    assert_eq!(error.to_string(), "1:19: `a.b` is an object, not a text");
}

/// A source that counts how often it is asked.
fn counted<'f>(
    asked: &'f AtomicUsize,
) -> FnSource<'f, impl Fn(&Path<'_>) -> Result<Datum<'f>, Miss> + Sync> {
    FnSource::new(move |path: &Path<'_>| {
        let times = asked.fetch_add(1, Ordering::Relaxed);
        match path.key() {
            Some("x") => Ok(Datum::from(format!("v{times}"))),
            _ => Err(Miss::Absent),
        }
    })
}

#[test]
fn a_source_is_asked_once_for_all_strings_of_a_tree() {
    let asked = AtomicUsize::new(0);
    let source = counted(&asked);
    let strings = vec!["[[ x ]] [[ y || 'l' ]]"; 100];
    let template = Syntax::new().tree(strings.into()).unwrap();
    let context = Context::new(&source);
    let resolution = template.resolve(&context);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    // Nor do reports and the next pass ask again.
    assert_eq!(resolution.report().placeholders.len(), 200);
    assert!(resolution.partial().is_ok());
    assert_eq!(resolution.finish(OnGap::Fail).unwrap().value()[99], "v0 l");
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[test]
fn reports_know_what_sources_have_answered() {
    let asked = AtomicUsize::new(0);
    let (source, texts) =
        (counted(&asked), json!({"metadata": {"translations": {"k": "<[[ x ]]>"}}}));
    let context = Context::new(&source).or(&texts);
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    // Asked before the text is filled, so that the text need not ask again.
    let template = syntax.text("[[ x ]] [[ t('k') ]]").unwrap();
    let resolution = template.resolve(&context);
    let before = asked.load(Ordering::Relaxed);
    assert_eq!((before, resolution.report().placeholders[1].parts.len()), (2, 1));
    assert_eq!(asked.load(Ordering::Relaxed), before);
    // Asked by the text alone, and anew for the report: what then differs is not told.
    let template = syntax.text("[[ t('k') ]]").unwrap();
    assert_eq!(template.resolve(&context).report().placeholders[0].parts, []);
}

#[test]
fn an_answer_is_of_the_same_kind_each_time() {
    let row = [("n", Datum::Number("12.50".into())), ("s", Datum::from("12.50"))];
    let source = FnSource::new(|path: &Path<'_>| match path.key() {
        Some("b") => Ok(Datum::from(true)),
        Some("z") => Ok(Datum::Null),
        name => {
            let found = row.iter().find(|(key, _)| Some(*key) == name);
            found.map(|(_, datum)| datum.clone()).ok_or(Miss::Absent)
        }
    });
    let text = "[[ n ]] [[ n | json ]] [[ s ]] [[ s | json ]] [[ b ]] [[ b | json ]] [[ z || 'l' ]] [[ z ?? 'm' ]]";
    assert_eq!(
        lacuna::render(text, &source).unwrap(),
        r#"12.50 12.50 12.50 "12.50" true true l m"#
    );
}

#[test]
fn texts_within_texts_know_what_sources_have_answered() {
    let asked = AtomicUsize::new(0);
    let source = FnSource::new(|path: &Path<'_>| {
        asked.fetch_add(1, Ordering::Relaxed);
        match path.key() {
            Some("x") => Ok(Datum::from("X")),
            Some("n") => Ok(Datum::from(7)),
            _ => Err(Miss::Absent),
        }
    });
    let texts = json!({"metadata": {"translations": {"k": "<[[ x ]][[ n ]]>"}}});
    let context = Context::new(&source).or(&texts);
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    let template = syntax.text("[[ x ]][[ n ]] [[ t('k') ]] [[ x ]] [[ t('k') ]]").unwrap();
    assert_eq!(template.render(&context).unwrap(), "X7 <X7> X <X7>");
    // For both paths, and for the translation.
    assert_eq!(asked.load(Ordering::Relaxed), 3);

    // Nor is what a default has in common with a path asked for again, whichever comes first.
    for text in [
        "[[ metadata.defaultData.a ]] [[ data.a.value ]]",
        "[[ data.a.value ]] [[ metadata.defaultData.a ]]",
    ] {
        let asked = AtomicUsize::new(0);
        let source = FnSource::new(|path: &Path<'_>| {
            asked.fetch_add(1, Ordering::Relaxed);
            let is_default = path.to_string() == "metadata.defaultData.a";
            if is_default { Ok(Datum::from("d")) } else { Err(Miss::Absent) }
        });
        assert_eq!(lacuna::render(text, &source).unwrap(), "d d");
        assert_eq!(asked.load(Ordering::Relaxed), 2, "{text}");
    }
}

#[test]
fn a_text_that_a_source_broke_is_not_passed_over_for_its_gaps() {
    let texts = json!({"metadata": {"translations": {"k": "[[ gone ]] [[ bad ]]"}}});
    let source = FnSource::new(|path| match path.key() {
        Some("bad") => Err(Miss::Failed("x".repeat(10_000))),
        _ => Err(Miss::Absent),
    });
    let context = Context::new(&texts).or(&source);
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    let template = syntax.text("[[ t('k') || 'f' ]]").unwrap();
    let error = template.render(&context).unwrap_err().to_string();
    // However much it says, it is told in short.
    assert!(error.contains("the source failed: xxx") && error.len() < 1000, "{error}");
}
