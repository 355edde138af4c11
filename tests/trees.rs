//! JSON trees that are large, deep or hostile. What a tree means stands in `cases/trees.json`.

use lacuna::{Context, ErrorKind, Limits, OnGap, Syntax, TreeRendering, Within};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::generators::{config, layered, on_gap, options, parts, syntax, tree};
use crate::naive::{self, Part};

proptest! {
    #![proptest_config(config())]

    /// A string of a tree is what it would be as a text of its own; one that is a placeholder and
    /// nothing else holds what the data holds.
    #[test]
    fn a_string_is_what_it_is_alone(
        parts in parts(),
        layers in prop::collection::vec(tree(), 1..4),
        mut options in options(),
        policy in prop_oneof![Just(None), Just(Some("keep")), Just(Some("empty")), Just(Some("?"))],
    ) {
        options.html = false;
        let source = naive::source(&parts);
        let (syntax, context) = (syntax(options, false, false), layered(&layers));
        let alone = syntax.text(&*source).unwrap();
        let alone = alone.resolve(&context).finish(on_gap(policy)).map(|out| out.to_string());
        let template = syntax.tree(json!({"k": [source], "plain": [1, null]})).unwrap();
        let tree = template.resolve(&context).finish(on_gap(policy)).map(TreeRendering::into_value);
        let mut parts = parts.iter().filter(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        let is_whole = matches!((parts.next(), parts.next()), (Some(Part::Placeholder(_)), None));
        match (tree, alone) {
            (Ok(tree), _) if is_whole && !tree["k"][0].is_string() => {
                let held = tree["k"][0].clone();
                let holds = |layer: &Value| contains(layer, &held);
                prop_assert!(layers.iter().any(holds), "{} is not in the data", held);
            }
            (Ok(tree), Ok(alone)) => {
                prop_assert_eq!(&tree["k"][0], &json!(alone));
                prop_assert_eq!(&tree["plain"], &json!([1, null]));
            }
            (Err(error), Err(alone)) => prop_assert_eq!(error.count(), alone.count()),
            (tree, alone) => prop_assert!(false, "{:?} but alone {:?}", tree, alone),
        }
    }
}

fn contains(tree: &Value, value: &Value) -> bool {
    tree == value
        || match tree {
            Value::Array(items) => items.iter().any(|item| contains(item, value)),
            Value::Object(fields) => fields.values().any(|field| contains(field, value)),
            _ => false,
        }
}

#[test]
fn a_string_of_a_hundred_megabytes() {
    let prose = "prose, prose, prose. ".repeat(5_000_000);
    let len = prose.len();
    let template = Syntax::new().tree(Value::Array(vec![(prose + "[[ a ]]").into()])).unwrap();
    assert_eq!(template.placeholders().next().unwrap().span().range(), len..len + 7);
    let tree = template.render(&Context::new(&json!({"a": "end"}))).unwrap();
    assert_eq!(tree[0].as_str().map(str::len), Some(len + 3));
    // A value that is taken over as it is.
    let template = Syntax::new().tree(json!(["[[ a ]]"])).unwrap();
    assert_eq!(template.render(&Context::new(&json!({"a": tree[0]}))).unwrap(), tree);
}

#[test]
fn trees_that_are_nested_too_deep() {
    let nested = |levels: usize, core: Value| (0..levels).fold(core, |inner, _| json!([inner]));
    let template = Syntax::new().tree(nested(127, json!("[[ a ]]"))).unwrap();
    assert_eq!(template.render(&Context::new(&json!({"a": 1}))).unwrap(), nested(127, json!(1)));
    let error = Syntax::new().tree(nested(128, json!("x"))).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::TreeTooDeep { limit: 127 });
    // As deep as no stack would hold, twice, so that one is still there when the other is refused.
    let deep = || (0..1_000_000).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
    let deep = Value::Array(vec![deep(), deep()]);
    assert!(Syntax::new().tree(deep).is_err());
    // A value of the data that is too deep to be taken over has failed.
    let template = Syntax::new().tree(json!(["[[ a ]]"])).unwrap();
    let error = template.render(&Context::new(&json!({"a": nested(128, json!(1))}))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$[0]:1:4: `a` failed: the tree would be nested more than 127 levels deep"
    );
    let error = template.render(&Context::new(&json!({"a": nested(127, json!(1))}))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$[0]:1:4: `a` failed: the tree would be nested more than 127 levels deep"
    );
    let tree = template.render(&Context::new(&json!({"a": nested(126, json!(1))}))).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&tree.to_string()).unwrap(), tree);
}

#[test]
fn a_tree_that_would_copy_much_often() {
    let large = json!({"a": vec!["x".repeat(1000); 1000]});
    let template = Syntax::new()
        .limits(Limits::new().output(10_000_000))
        .tree(vec!["[[ a ]]"; 1000].into())
        .unwrap();
    let error = template.render(&Context::new(&large)).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::OutputTooLong { limit: 10_000_000 });
}

#[test]
fn strings_that_are_too_long_together() {
    let finish = |limit: usize| {
        let syntax = Syntax::new().limits(Limits::new().output(limit));
        let template = syntax.tree(json!(["<[[ a ]]>", {"k": "<[[ a ]]>"}, "[[ n ]]"])).unwrap();
        template.render(&Context::new(&json!({"a": "12345", "n": [1]})))
    };
    assert_eq!(finish(17).unwrap(), json!(["<12345>", {"k": "<12345>"}, [1]]));
    for limit in [16, 13, 6] {
        assert_eq!(finish(limit).unwrap_err().kind(), &ErrorKind::OutputTooLong { limit });
    }
}

#[test]
fn a_key_too_long_to_show() {
    let template =
        Syntax::new().tree(json!({"k".repeat(70_000): "[[ x ]]", "l": "[[ y ]]"})).unwrap();
    let data = json!({});
    let context = Context::new(&data);
    let report = template.resolve(&context).report();
    assert!(report.to_string().len() < 1000);
    let error = template.render(&context).unwrap_err();
    assert!(error.to_string().len() < 500 && format!("{error:#}").len() < 1000);
    assert_eq!(error.all()[0].within().unwrap().path().segments()[0].text().len(), 70_000);
}

#[test]
fn strings_share_the_path_that_they_stand_in() {
    let key = "k".repeat(1_000_000);
    let tree = json!({key: vec!["[[ a ]]"; 1000]});
    let mut error = None;
    let made = allocation_counter::measure(|| {
        let template = Syntax::new().tree(tree).unwrap();
        error = Some(template.render(&Context::new(&json!({}))).unwrap_err());
    });
    assert!(made.bytes_max < 20_000_000, "{}", made.bytes_max);
    assert_eq!(error.unwrap().count(), 1000);
    let deep = format!("{{\"path\": \"a{}\"}}", ".a".repeat(100_000));
    assert!(serde_json::from_str::<Within>(&deep).is_err());
}

#[test]
fn limits_of_all_strings_together() {
    // Without, each string would make as much as one may.
    let limits = Limits::new().output(1_000_000);
    let template = Syntax::new().limits(limits).tree(vec!["[[ a | upper ]]"; 100].into()).unwrap();
    let data = json!({"a": "x".repeat(900_000)});
    let context = Context::new(&data);
    let made = allocation_counter::measure(|| drop(template.resolve(&context))).bytes_max;
    assert!(made < 5_000_000, "{made}");
    assert_eq!(template.render(&context).unwrap_err().count(), 99);
}

#[test]
fn faults_in_fifty_thousand_strings() {
    let wide: Map<String, Value> =
        (0..5_000).map(|number| (format!("key_{number:05}"), json!(number))).collect();
    let strings: Vec<Value> =
        (0..50_000).map(|number| format!("[[ kye_{:05} ]]", number % 5000).into()).collect();
    let template = Syntax::new().tree(strings.into()).unwrap();
    let error = template.render(&Context::new(&Value::Object(wide))).unwrap_err();
    assert_eq!((error.count(), error.all().len()), (50_000, 50_000));
    assert_eq!(error.all()[0].help(), Some("did you mean `key_00000`?"));
    let drawn = format!("{error:#}");
    assert!(drawn.len() < 50_000 && drawn.ends_with("… and 49900 more"), "{}", drawn.len());
    let malformed: Value = vec!["[[ a | uper ]]"; 50_000].into();
    let error = Syntax::new().tree(malformed).unwrap_err();
    assert_eq!(error.count(), 50_000);
    assert_eq!(error.all()[49_999].within().unwrap().to_string(), "$[49999]");
    assert_eq!(json!(error.all()[1])["within"], json!({"path": "$[1]"}));
}

#[test]
fn gaps_of_a_tree_know_where_they_stand() {
    let template = Syntax::new().tree(json!({"a": ["x", "\n [[ y ]]"]})).unwrap();
    let data = json!({});
    let context = Context::new(&data);
    let resolution = template.resolve(&context);
    let gap = resolution.gaps().next().unwrap();
    let place = gap.placeholder().position();
    let within = gap.placeholder().within().unwrap().to_string();
    assert_eq!((&*within, place.line, place.column, gap.expression()), ("a[1]", 2, 2, "y"));
}

#[test]
fn a_report_of_a_tree_reads_back() {
    let template =
        Syntax::new().tree_with_keys(json!({"[[ k ]]": ["[[ a ]]", "<[[ x ]]>"]})).unwrap();
    let data = json!({"k": "key", "a": [1]});
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Text("?")).unwrap();
    let report = rendering.report();
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<lacuna::Report>(&json).unwrap(), report);
    assert_eq!(
        report.to_string(),
        "$['[[ k ]]'] (key):1:1  k  data k\n\
         $['[[ k ]]'][0]:1:1     a  data a\n\
         $['[[ k ]]'][1]:1:2     x  gap: there is no key `x`\n\
         3 placeholders: 2 data, 1 missing\n"
    );
    let outputs: Vec<_> = report.placeholders.iter().map(|entry| entry.output.clone()).collect();
    assert_eq!(outputs, [Some(0..3), None, Some(1..2)]);
}

#[test]
fn a_place_in_a_tree_is_that_of_a_key_or_of_a_value() {
    let read = |path: &str, is_key: bool| {
        serde_json::from_value::<Within>(json!({"path": path, "is_key": is_key}))
    };
    assert_ne!(read("a.b", true).unwrap(), read("a.b", false).unwrap());
    assert_eq!(read("a.b", true).unwrap(), read("a['b']", true).unwrap());
    let deep = |levels: usize| vec!["a"; levels].join(".");
    assert!(read(&deep(127), false).is_ok() && read(&deep(128), false).is_err());
}
