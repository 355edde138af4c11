//! What is rendered anew after a change: the same as all of it rendered anew, and no more than is affected.

use std::collections::BTreeSet;

use lacuna::{
    Catalogs, Context, Datum, JsonBytes, Limits, LocaleChain, Miss, OnGap, Path, Rendering,
    Segment, Source, Template,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generators::{
    config, on_gap, options, page, page_parts, parts, path, read, scalar, syntax, tree,
};
use crate::naive::{self, Options};

/// A tree that is asked for each path.
struct Asked(Value);

impl Source for Asked {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.0.find(path)
    }
}

/// The paths at which two trees differ.
fn differences(old: &Value, new: &Value, at: &[Segment<'static>], paths: &mut Vec<Path<'static>>) {
    let below = |segment| [at, &[segment]].concat();
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let at = below(Segment::Key(key.clone().into()));
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => differences(old, new, &at, paths),
                    _ => paths.push(Path::new(at)),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differences(old, new, &below(Segment::Index(index)), paths);
            }
        }
        _ if told_alike(old, new) => {}
        _ => paths.push(Path::new(at.to_vec())),
    }
}

/// Whether two values print the same: `0.0` and `-0.0`, which are equal, do not.
fn told_alike(one: &Value, other: &Value) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    one == other
}

/// Puts a value at a path, and objects where there are none on the way.
fn put(tree: &mut Value, path: &[String], value: Value) {
    let Some((key, rest)) = path.split_first() else { return *tree = value };
    if !tree.is_object() {
        *tree = json!({});
    }
    put(&mut tree[key], rest, value);
}

/// What is put where; often values that are already there somewhere.
fn change() -> impl Strategy<Value = Vec<(Vec<String>, Value)>> {
    let text = prop::sample::select(&["k", "de.k", "de_CH.k", "k.en", "en"][..]).prop_map(|key| {
        let keys = ["metadata", "translations"].into_iter().chain(key.split('.'));
        keys.map(str::to_owned).collect::<Vec<_>>()
    });
    let there = prop_oneof![2 => path(), 1 => Just(vec!["x".to_owned()]), 1 => text];
    let value = prop_oneof![3 => scalar(), 1 => tree(), 1 => Just(json!("[[ data.b.value ]]"))];
    prop::collection::vec((there, value), 0..3)
}

fn told(rendering: &Rendering<'_>) -> (String, usize, Value) {
    (rendering.to_string(), rendering.len(), json!(rendering.report()))
}

/// Whether each update gives what a whole rendering gives, or fails as that does and changes nothing.
fn hold(
    text: &str,
    options: Options,
    expand: bool,
    layers: &[Vec<Value>],
    asked: bool,
    catalogs: Option<(&Catalogs, &LocaleChain)>,
    (policy, most): (Option<&'static str>, usize),
) -> Result<(), TestCaseError> {
    let limits = Limits::new().output(most);
    let syntax = syntax(options, false, expand).limits(limits);
    let template = read(text, &syntax, options).unwrap();
    let sources: Vec<Vec<Asked>> =
        layers.iter().map(|layers| layers.iter().cloned().map(Asked).collect()).collect();
    let contexts: Vec<Context<'_>> = layers
        .iter()
        .zip(&sources)
        .map(|(layers, sources)| {
            let layer = |number: usize| -> &dyn Source {
                if asked { &sources[number] } else { &layers[number] }
            };
            let mut context = Context::new(layer(0));
            for number in 1..layers.len() {
                context = context.or(layer(number));
            }
            match catalogs {
                Some((catalogs, chain)) => context.catalogs(catalogs).locales(chain),
                None => context,
            }
        })
        .collect();
    let Ok(mut rendering) = template.resolve(&contexts[0]).finish(on_gap(policy)) else {
        return Ok(());
    };
    let mut last = 0;
    for next in 1..layers.len() {
        let mut changed = Vec::new();
        for (old, new) in layers[last].iter().zip(&layers[next]) {
            differences(old, new, &[], &mut changed);
        }
        let before = told(&rendering);
        let updated = rendering.update(&changed, &contexts[next], on_gap(policy));
        let whole = template.resolve(&contexts[next]).finish(on_gap(policy));
        match (&updated, &whole) {
            (Ok(()), Ok(whole)) => {
                prop_assert_eq!(told(&rendering), told(whole), "{} {:?}", text, changed);
                last = next;
            }
            (Err(error), Err(other)) => {
                prop_assert_eq!(error, other);
                prop_assert_eq!(told(&rendering), before);
            }
            _ => prop_assert!(false, "{}: {:?}, but as a whole {:?}", text, updated, whole),
        }
    }
    Ok(())
}

/// The states that a tree goes through.
fn states(first: &Value, changes: &[Vec<(Vec<String>, Value)>]) -> Vec<Value> {
    let mut states = vec![first.clone()];
    for change in changes {
        let mut state = states[states.len() - 1].clone();
        for (path, value) in change {
            put(&mut state, path, value.clone());
        }
        states.push(state);
    }
    states
}

/// A policy, and the most bytes of an output.
fn policy() -> impl Strategy<Value = (Option<&'static str>, usize)> {
    let policy = prop_oneof![2 => Just(None), 1 => Just(Some("keep")), 1 => Just(Some("empty")), 1 => Just(Some("<gap>"))];
    (policy, prop_oneof![2 => Just(1000_usize), 1 => 0_usize..60])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_update_is_a_whole_rendering(
        parts in parts(),
        first in tree(),
        behind in tree(),
        changes in prop::collection::vec(change(), 1..4),
        (options, is_two, asked) in (options(), any::<bool>(), any::<bool>()),
        policy in policy(),
    ) {
        let text = naive::source(&parts);
        let states = states(&first, &changes);
        // The layer behind changes from the other end.
        let others: Vec<_> = self::states(&behind, &changes).into_iter().rev().collect();
        let layers: Vec<Vec<Value>> = states.into_iter().zip(others).map(|(state, other)| {
            if is_two { vec![state, other] } else { vec![state] }
        }).collect();
        hold(&text, options, false, &layers, asked, None, policy)?;
    }

    /// Pages with pairs, hollow lines, translations, and texts within texts.
    #[test]
    fn an_update_of_a_page_is_a_whole_rendering(
        text in page_parts(),
        first in page(),
        changes in prop::collection::vec(change(), 1..4),
        (options, expand, asked, with_catalogs) in (options(), any::<bool>(), any::<bool>(), any::<bool>()),
        policy in policy(),
    ) {
        let catalogs = Catalogs::new()
            .syntax(&syntax(options, false, false))
            .add("de", &json!({"k": "K [[ data.a.value ]] [[ a ]]"})).unwrap()
            .add("en", &json!({"k": "[[ x ]]!"})).unwrap();
        let chain = LocaleChain::lookup(["de-CH"]).unwrap().then("en").unwrap();
        let layers: Vec<_> = states(&first, &changes).into_iter().map(|state| vec![state]).collect();
        let catalogs = with_catalogs.then_some((&catalogs, &chain));
        hold(&text, options, expand, &layers, asked, catalogs, policy)?;
    }

    /// What is not told to be affected comes out as before.
    #[test]
    fn what_is_not_affected_does_not_change(
        text in prop_oneof![page_parts(), parts().prop_map(|parts| naive::source(&parts))],
        first in page(),
        change in change(),
        (options, expand) in (options(), any::<bool>()),
    ) {
        let template = read(&text, &syntax(options, false, expand), options).unwrap();
        let states = states(&first, &[change]);
        let mut changed = Vec::new();
        differences(&states[0], &states[1], &[], &mut changed);
        let affected: BTreeSet<_> =
            changed.iter().flat_map(|path| template.affected(path)).map(|it| it.span()).collect();
        let told = |data: &Value| -> Vec<String> {
            let context = Context::new(data);
            let resolution = template.resolve(&context);
            let rendering = resolution.finish(OnGap::Keep);
            rendering.map_or(Vec::new(), |rendering| {
                rendering.report().placeholders.iter().map(|it| json!(it.outcome).to_string()).collect()
            })
        };
        let (old, new) = (told(&states[0]), told(&states[1]));
        if old.len() == new.len() {
            for (placeholder, (old, new)) in template.placeholders().zip(old.iter().zip(&new)) {
                prop_assert!(old == new || affected.contains(&placeholder.span()), "{}: {} {}", text, old, new);
            }
        }
    }
}

#[test]
fn a_segment_may_be_a_key_or_an_index() {
    let template =
        Template::text("[[ a.0 ]] [[ a[0].b ]] [[ a['0'] ]] [[ a[1] ]] [[ a ]]").unwrap();
    let affected = |path: &str| -> Vec<_> {
        template
            .affected(&Path::parse(path).unwrap())
            .map(|it| it.expression().to_owned())
            .collect()
    };
    for path in ["a[0]", "a.0", "a['0']"] {
        assert_eq!(affected(path), ["a.0", "a[0].b", "a['0']", "a"], "{path}");
    }
    assert_eq!(affected("a[1].x"), ["a[1]", "a"]);
    assert_eq!(affected("b"), [""; 0]);
    assert_eq!(affected("$").len(), 5);
}

/// Filters together may make as much as an output may have, and what an update makes anew is part of that.
#[test]
fn updates_do_not_escape_the_limits() {
    let syntax = lacuna::Syntax::new().limits(Limits::new().output(100));
    let template =
        syntax.text("[[ a | upper | truncate: 3 ]] [[ b | lower | truncate: 3 ]]").unwrap();
    let long = "x".repeat(60);
    let states = [("a", "b"), (&*long, "b"), (&*long, &*long), ("a", &*long)];
    let states = states.map(|(a, b)| json!({"a": a, "b": b}));
    let contexts: Vec<_> = states.iter().map(|state| Context::new(state)).collect();
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    let paths = ["a", "b"].map(|path| Path::parse(path).unwrap());
    let mut update = |changed: usize, state: usize| {
        let updated = rendering.update(&paths[changed..=changed], &contexts[state], OnGap::Fail);
        updated.map(|()| rendering.to_string()).map_err(|error| error.to_string())
    };
    assert_eq!(update(0, 1).unwrap(), "XX… b");
    assert!(update(1, 2).unwrap_err().contains("`b | lower | truncate: 3` failed"));
    assert_eq!(update(0, 0).unwrap(), "A b");
    assert_eq!(update(1, 3).unwrap(), "A xx…");
}

#[test]
fn layers_of_another_kind_are_read_anew() {
    let template = Template::text("[[ a ]] [[ b ]] [[ c ]]").unwrap();
    let (old, new) = (json!({"a": 1, "b": 2, "c": 3}), json!({"a": 4, "b": 5, "c": 3}));
    let bytes = JsonBytes::new(br#"{"a": 7, "b": 8, "c": 9}"#);
    let asked = Asked(json!({"a": 10, "b": 2, "c": 3}));
    let broken = JsonBytes::new(br#"{"a": 7, "b": 8, "c": 9"#);
    let two = Context::new(&asked).or(&old);
    let contexts =
        [Context::new(&old), Context::new(&new), Context::new(&bytes), Context::new(&asked)];
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    let a = [Path::parse("a").unwrap()];
    let mut update = |context| {
        rendering
            .update(&a, context, OnGap::Fail)
            .map(|()| rendering.to_string())
            .map_err(|it| it.count())
    };
    // `b` is said to be the same.
    assert_eq!(update(&contexts[1]).unwrap(), "4 2 3");
    assert_eq!(update(&contexts[2]).unwrap(), "7 8 9");
    assert_eq!(update(&contexts[3]).unwrap(), "10 2 3");
    assert_eq!(update(&two).unwrap(), "10 2 3");
    let broken = Context::new(&broken);
    assert_eq!(update(&broken).unwrap_err(), 3);
    assert_eq!(update(&contexts[0]).unwrap(), "1 2 3");
}

/// Many updates leave nothing behind that grows.
#[test]
fn a_thousand_updates_are_as_good_as_one() {
    let text =
        (0..100).map(|number| format!("[[ f{number} || '-' ]] ")).collect::<Vec<_>>().concat();
    let template = lacuna::Syntax::new().html_text(text).unwrap();
    let states: Vec<Value> = (0..1000)
        .map(|state| {
            let field = |number| {
                (
                    format!("f{number}"),
                    json!(if number == state % 100 { "<&>".repeat(state) } else { "<".to_owned() }),
                )
            };
            (0..99).map(field).collect::<serde_json::Map<_, _>>().into()
        })
        .collect();
    let contexts: Vec<_> = states.iter().map(|state| Context::new(state)).collect();
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    for (last, context) in contexts.iter().enumerate().skip(1) {
        let changed = [last - 1, last]
            .map(|state| Path::parse(&format!("f{}", state % 100)).unwrap().into_owned());
        rendering.update(&changed, context, OnGap::Fail).unwrap();
        if last % 97 == 0 {
            let whole = template.resolve(context).finish(OnGap::Fail).unwrap();
            assert_eq!(told(&rendering), told(&whole));
        }
    }
}

/// A source that makes every answer anew, so that all of it is copied.
struct Owned(Value);

impl Source for Owned {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.0.find(path).map(|datum| match datum {
            Datum::Text(text) => Datum::Text(text.into_owned().into()),
            Datum::Tree(tree) => Datum::from(tree.into_owned()),
            other => other,
        })
    }
}

/// What goes with a hollow line counts as it does in the whole.
#[test]
fn what_is_copied_counts_as_in_the_whole() {
    let layout = lacuna::Layout::plain().drop_hollow_lines(true);
    let syntax = lacuna::Syntax::new().layout(layout).limits(Limits::new().output(500));
    let template = syntax.text("[[ a ]]\n[[ b ]]\nx").unwrap();
    let blank = " ".repeat(300);
    let states = [("", ""), (&*blank, ""), (&*blank, &*blank)];
    let sources = states.map(|(a, b)| Owned(json!({"a": a, "b": b})));
    let contexts: Vec<_> = sources.iter().map(|source| Context::new(source)).collect();
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    for (name, context) in ["a", "b"].iter().zip(&contexts[1..]) {
        let whole = template.resolve(context).finish(OnGap::Fail).map(|whole| whole.to_string());
        let updated = rendering.update(&[Path::parse(name).unwrap()], context, OnGap::Fail);
        assert_eq!(updated.map(|()| rendering.to_string()), whole);
    }
}

/// A handler that panics leaves a rendering that can be read, and updated.
#[test]
fn a_panic_harms_nothing() {
    let template = Template::text("[[ a ]]").unwrap();
    let states = [json!({"a": 1}), json!({}), json!({"a": 2})];
    let contexts: Vec<_> = states.iter().map(|state| Context::new(state)).collect();
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    let a = [Path::parse("a").unwrap()];
    let panics = |_: &lacuna::Gap<'_>| -> String { panic!("as it should") };
    let update = std::panic::AssertUnwindSafe(|| {
        rendering.update(&a, &contexts[1], OnGap::With(&panics)).is_ok()
    });
    std::panic::catch_unwind(update).unwrap_err();
    assert_eq!(rendering.to_string(), "1");
    rendering.update(&a, &contexts[2], OnGap::Fail).unwrap();
    assert_eq!(told(&rendering), ("2".to_owned(), 1, json!(rendering.report())));
    assert_eq!(rendering.report().counts()["data"], 1);
}

/// Keys with contexts of the data do not gather.
#[test]
fn many_contexts_of_translations() {
    let template = Template::text("[[ t('k', context: g) ]]").unwrap();
    let catalogs = Catalogs::new().add("en", &json!({"k": "v"})).unwrap();
    let chain = LocaleChain::lookup(["en"]).unwrap();
    let states: Vec<Value> =
        (0..2000).map(|state| json!({"g": format!("context {state}")})).collect();
    let contexts: Vec<_> = states
        .iter()
        .map(|state| Context::new(state).catalogs(&catalogs).locales(&chain))
        .collect();
    let mut rendering = template.resolve(&contexts[0]).finish(OnGap::Fail).unwrap();
    let g = [Path::parse("g").unwrap()];
    for context in &contexts {
        rendering.update(&g, context, OnGap::Fail).unwrap();
        assert_eq!(rendering.to_string(), "v");
    }
}
