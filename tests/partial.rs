//! Partial rendering: several passes give what one pass would have given.

use lacuna::{
    Context, FnSource, Layout, Limits, Miss, OnGap, Resolution, Source, Syntax, Template,
    TreeRendering, TreeTemplate,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::generators::{
    config, layered, on_gap, options, page, page_parts, parts, read, syntax, tree,
};
use crate::naive::{self, Options, Part};

fn partial(template: &Template<'_>, data: &Value) -> Template<'static> {
    template.resolve(&Context::new(data)).partial().unwrap()
}

fn finish(
    template: &Template<'_>,
    context: &Context<'_>,
    on_gap: OnGap<'_>,
) -> Result<String, usize> {
    let finished = template.resolve(context).finish(on_gap);
    finished.map(|rendering| rendering.to_string()).map_err(|error| error.count())
}

/// `tree` with some of its keys and last elements missing: each bit decides about one.
fn pruned(tree: &Value, bits: &mut impl Iterator<Item = bool>) -> Value {
    let is_there = |bits: &mut dyn Iterator<Item = bool>| bits.next().unwrap_or(true);
    match tree {
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (key, value) in fields {
                if is_there(bits) {
                    kept.insert(key.clone(), pruned(value, bits));
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => {
            let kept = items.iter().take_while(|_| is_there(bits)).collect::<Vec<_>>();
            Value::Array(kept.into_iter().map(|item| pruned(item, bits)).collect())
        }
        scalar => scalar.clone(),
    }
}

/// Texts that mean something to a parser when they meet their neighbours.
fn joints() -> impl Strategy<Value = Part> {
    let text = prop_oneof![
        Just("["),
        Just("[["),
        Just("]"),
        Just("]]"),
        Just("\\"),
        Just("\\\\"),
        Just("\\[["),
        Just("\\\\\\[["),
        Just("[[ x"),
        Just("\\[[ data.a.value ]]"),
        Just("!"),
        Just("[[!"),
        Just("\n"),
        Just(", "),
        Just("[[1,2],[3,4]]"),
        Just("'"),
    ];
    text.prop_map(|text| Part::Text(text.to_owned()))
}

fn nasty_parts() -> impl Strategy<Value = Vec<Part>> {
    (parts(), prop::collection::vec((any::<prop::sample::Index>(), joints()), 0..6)).prop_map(
        |(mut parts, joints)| {
            for (at, joint) in joints {
                parts.insert(at.index(parts.len() + 1), joint);
            }
            parts
        },
    )
}

fn bits() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(prop::bool::weighted(0.7), 80)
}

/// How a text is read: the options of the oracle, lenient, with texts within texts.
fn reading() -> impl Strategy<Value = (Options, bool, bool)> {
    (options(), any::<bool>(), any::<bool>())
}

fn policy() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![Just(None), Just(Some("keep")), Just(Some("empty")), Just(Some("[[ \\"))]
}

fn several_passes(
    source: &str,
    layers: &[Value],
    bits: Vec<bool>,
    (options, lenient, expand): (Options, bool, bool),
    policy: Option<&'static str>,
) -> Result<(), TestCaseError> {
    let syntax = syntax(options, lenient, expand);
    // What has lookalikes is only a template leniently.
    let template = match read(source, &syntax, options) {
        Ok(template) => template,
        Err(_) => read(source, &syntax.lenient(true), options).unwrap(),
    };
    let mut bits = bits.into_iter();
    let second: Vec<Value> = layers.iter().map(|layer| pruned(layer, &mut bits)).collect();
    let first: Vec<Value> = second.iter().map(|layer| pruned(layer, &mut bits)).collect();
    let (first, second, all) = (layered(&first), layered(&second), layered(layers));
    let expected = finish(&template, &all, on_gap(policy));

    let once = template.resolve(&first).partial().unwrap();
    let told = format!("{source:?}\n{:?}", once.source());
    let report = template.resolve(&first).partial_report();
    let kept = report.placeholders.into_iter().filter(|entry| entry.kept);
    let kept: Vec<_> = kept.map(|entry| entry.expression).collect();
    let written: Vec<_> = once.placeholders().map(|it| it.expression().to_owned()).collect();
    prop_assert_eq!(kept, written, "{}", &told);
    prop_assert_eq!(finish(&once, &all, on_gap(policy)), expected.clone(), "{}", told);
    let twice = once.resolve(&second).partial().unwrap();
    let told = format!("{told}\n{:?}", twice.source());
    prop_assert_eq!(finish(&twice, &all, on_gap(policy)), expected, "{}", told);
    // And a pass without anything new changes nothing any more.
    let again = twice.resolve(&second).partial().unwrap();
    prop_assert_eq!(again.source(), twice.source());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    /// Two and three passes with more and more data give what one pass with all of it gives.
    #[test]
    fn several_passes_give_what_one_gives(
        parts in nasty_parts(),
        layers in prop::collection::vec(tree(), 1..4),
        bits in bits(),
        reading in reading(),
        policy in policy(),
    ) {
        several_passes(&naive::source(&parts), &layers, bits, reading, policy)?;
    }

    /// The same over pages whose pairs, lines and texts within texts depend on each other.
    #[test]
    fn several_passes_over_pages(
        text in page_parts(),
        layers in prop::collection::vec(page(), 1..3),
        bits in bits(),
        (mut options, lenient, expand) in reading(),
        tidies in prop::bool::weighted(0.7),
        policy in policy(),
    ) {
        (options.paired, options.hollow) = (tidies || options.paired, tidies || options.hollow);
        several_passes(&text, &layers, bits, (options, lenient, expand), policy)?;
    }

    /// Without gaps to come, nothing is kept: the text is the output, written as a template.
    #[test]
    fn a_partial_text_prints_itself(parts in nasty_parts(), data in tree(), options in options()) {
        let source = naive::source(&parts);
        let syntax = syntax(options, true, false);
        let template = read(&source, &syntax, options).unwrap();
        let once = partial(&template, &data);
        if once.placeholders().len() == 0 {
            let output = finish(&template, &Context::new(&data), OnGap::Fail);
            prop_assert_eq!(finish(&once, &Context::new(&Value::Null), OnGap::Fail), output);
        }
        prop_assert!(once.warnings().is_empty(), "what is text is written so that it is");
    }
}

proptest! {
    #![proptest_config(config())]

    /// The same for trees: every string, and values with their type.
    #[test]
    fn several_passes_over_trees(
        strings in prop::collection::vec(page_parts(), 1..4),
        whole in prop_oneof![Just("[[ x ]]"), Just("[[ data.a.value ]]"), Just("[[ n || 7 ]]"), Just("[[ t('k') ]]")],
        layers in prop::collection::vec(page(), 1..3),
        bits in bits(),
        (options, lenient, expand) in reading(),
        policy in policy(),
    ) {
        let syntax = syntax(options, lenient, expand);
        let tree = json!({"strings": strings, "whole": whole, "[[ x || 'key' ]]": {"[[ data.b.value | json ]]": 1}});
        let template = syntax.tree_with_keys(tree).unwrap();
        let mut bits = bits.into_iter();
        let first: Vec<Value> = layers.iter().map(|layer| pruned(layer, &mut bits)).collect();
        let (first, all) = (layered(&first), layered(&layers));
        let finish = |template: &TreeTemplate| {
            let finished = template.resolve(&all).finish(on_gap(policy));
            finished.map(TreeRendering::into_value).map_err(|error| error.count())
        };
        let once = template.resolve(&first).partial().unwrap();
        prop_assert_eq!(finish(&once), finish(&template), "{}", once.source());
        let report = template.resolve(&first).partial_report();
        let kept = report.placeholders.iter().filter(|entry| entry.kept);
        let kept: Vec<_> = kept.map(|entry| &*entry.expression).collect();
        let written: Vec<_> = once.placeholders().map(|it| it.expression()).collect();
        // Objects of keys that were made may stand in another order.
        prop_assert!(kept.iter().all(|it| written.contains(it)) && kept.len() == written.len());
        let again = syntax.tree_with_keys(once.source()).unwrap();
        prop_assert_eq!(finish(&again), finish(&template));
    }
}

#[test]
fn values_are_never_read_as_placeholders() {
    let template = Template::text("[[ a ]][[ later ]][[ b ]][[ later ]][[ c ]][[ d ]]").unwrap();
    let data = json!({"a": "[[ x ]] \\", "b": "[", "c": "[", "d": "[ x ]]"});
    let once = partial(&template, &data);
    assert_eq!(once.source(), "\\[[ x ]] \\\\[[ later ]][[[ later ]]\\[[ x ]]");
    let mut all = data.clone();
    all["later"] = json!("L");
    assert_eq!(once.render(&Context::new(&all)).unwrap(), "[[ x ]] \\L[L[[ x ]]");
}

#[test]
fn fallbacks_that_could_still_change_are_kept() {
    let kept = |text: &str, data: Value| {
        partial(&Template::text(text.to_owned()).unwrap(), &data).source().to_owned()
    };
    for (text, data, expected) in [
        ("[[ a ]]", json!({"a": 1}), "1"),
        ("[[ a || b ]]", json!({"b": 1}), "[[ a || b ]]"),
        ("[[ a || b ]]", json!({"a": null, "b": 1}), "1"),
        ("[[ a || b ]]", json!({"a": "", "b": 1}), "1"),
        ("[[ a || b ]]", json!({"a": 1}), "1"),
        ("[[ a.x || b ]]", json!({"a": 5, "b": 1}), "1"),
        ("[[ a.x || b ]]", json!({"a": {}, "b": 1}), "[[ a.x || b ]]"),
        ("[[ a[1] || b ]]", json!({"a": [0], "b": 1}), "[[ a[1] || b ]]"),
        ("[[ a || 'x' ]]", json!({}), "[[ a || 'x' ]]"),
        ("[[ a || 'x' ]]", json!({"a": " "}), "x"),
        ("[[ a || 'x' ]]", json!({"a": []}), "[[ a || 'x' ]]"),
        ("[[ a | json ]]", json!({"a": [1]}), "[[ a | json ]]"),
        ("[[ a | upper ]]", json!({"a": "x"}), "X"),
        ("[[ a ]]", json!({"a": ""}), ""),
        ("[[ a || b ]]", json!({"a": ""}), "[[ a || b ]]"),
        ("[[ a ]]", json!({"a": null}), "[[ a ]]"),
        ("[[ a | json ]]", json!({"a": null}), "[[ a | json ]]"),
        ("[[ a | truncate: 1 | join: '' ]]", json!({"a": "x"}), "[[ a | truncate: 1 | join: '' ]]"),
        (
            "[[ data.a.value ]]",
            json!({"metadata": {"defaultData": {"a": "d"}}}),
            "[[ data.a.value ]]",
        ),
        (
            "[[ data.a.value ]]",
            json!({"data": {"a": {"value": ""}}, "metadata": {"defaultData": {"a": "d"}}}),
            "d",
        ),
        ("[[ t('k') ]]", json!({"metadata": {"translations": {"k": "x"}}}), "x"),
        ("[[ t('k') || 'y' ]]", json!({"metadata": {"translations": {"k": 5}}}), "y"),
        ("[[ t('k') || 'y' ]]", json!({"metadata": {"translations": {}}}), "[[ t('k') || 'y' ]]"),
        (
            "[[ t('k.l') ]]",
            json!({"metadata": {"translations": {"k": {"l": "x"}}}}),
            "[[ t('k.l') ]]",
        ),
        ("[[ t('k.l') ]]", json!({"metadata": {"translations": {"k.l": "x"}}}), "x"),
        (
            "[[ t('k', count: n) ]]",
            json!({"metadata": {"translations": {"k": "x"}}}),
            "[[ t('k', count: n) ]]",
        ),
        (
            "[[ t('k', count: n) || 'y' ]]",
            json!({"n": null, "metadata": {"translations": {"k": "x"}}}),
            "y",
        ),
        (
            "[[ t('k', count: m || n) ]]",
            json!({"n": 1, "metadata": {"translations": {"k": "x"}}}),
            "[[ t('k', count: m || n) ]]",
        ),
    ] {
        assert_eq!(kept(text, data.clone()), expected, "{text} with {data}");
    }
}

#[test]
fn a_layer_in_front_may_still_get_the_value() {
    let (own, site) = (json!({}), json!({"a": "site"}));
    let template = Template::text("[[ a ]]").unwrap();
    let once = template.resolve(&Context::new(&own).or(&site)).partial().unwrap();
    assert_eq!(once.source(), "[[ a ]]");
    let own = json!({"a": null});
    let once = template.resolve(&Context::new(&own).or(&site)).partial().unwrap();
    assert_eq!(once.source(), "site");
}

#[test]
fn pairs_and_lines_stay_what_they_are() {
    let layout = Layout::metadata().paired_defaults(true).drop_hollow_lines(true);
    let syntax = Syntax::new().layout(layout);
    let text = "[[ data.a.value ]]\n[[ metadata.defaultData.a ]],\n[[ data.b.value ]]\n\
                [[ metadata.defaultData.b ]], [[ c ]]\n[[ c ]] [[ later ]]\n";
    let template = syntax.text(text).unwrap().named("page");
    let data = json!({"data": {"a": {"value": "A"}}, "c": "C", "metadata": {"defaultData": {"a": "a", "b": "b"}}});
    let once = partial(&template, &data);
    // What a prints is certain, so that its default is certain to print nothing; b may still come.
    assert_eq!(
        once.source(),
        "A\n[[ data.b.value ]]\n[[ metadata.defaultData.b ]], [[ c ]]\n[[ c ]] [[ later ]]\n"
    );
    assert_eq!(once.name(), Some("page"));
    // What is certain to print nothing is not kept with its line.
    let template = syntax.text("[[ data.a.value ]]\n[[ metadata.defaultData.a ]], [[ later ]]\n");
    assert_eq!(partial(&template.unwrap(), &data).source(), "A\n, [[ later ]]\n");
}

#[test]
fn other_delimiters_at_the_joints() {
    for (open, close) in [("<<", ">>"), ("$", "%"), ("<-<", ">"), ("@@@", "!"), ("((((", "))")] {
        let syntax = Syntax::new().delimiters(open, close).unwrap();
        for value in ["", "x", "<", "<<", "<-", "<-<", "$", "@", "@@", "\\", "<\\", "(((", "((((("]
        {
            let text = format!("{open}v{close}{open}w{close}{open}v{close}-{open}v{close}");
            let template = syntax.text(text).unwrap();
            let data = json!({"v": value, "w": "W"});
            let once = partial(&template, &json!({"v": value}));
            let expected = template.render(&Context::new(&data)).unwrap();
            assert_eq!(once.render(&Context::new(&data)).unwrap(), expected, "{}", once.source());
        }
    }
}

#[test]
fn what_is_printed_is_bounded() {
    let syntax = Syntax::new().limits(Limits::new().output(10));
    let template = syntax.text("[[ a ]][[ a ]][[ b ]]").unwrap();
    let data = json!({"a": "123456"});
    let error = template.resolve(&Context::new(&data)).partial().unwrap_err();
    assert_eq!(error.to_string(), "the output would be longer than 10 bytes");
    let data = json!({"a": "12345"});
    assert!(template.resolve(&Context::new(&data)).partial().is_ok());
}

/// Rules that lead in a circle, with every subset of the data known before.
#[test]
fn pairs_in_a_circle() {
    let layout = Layout::plain()
        .default_rule("a", "b")
        .unwrap()
        .default_rule("b", "c")
        .unwrap()
        .default_rule("c", "a")
        .unwrap()
        .paired_defaults(true);
    let syntax = Syntax::new().layout(layout);
    let values = [json!("x"), json!(""), json!(null), json!([1]), Value::Null];
    for text in
        ["[[ a ]]|[[ b ]]|[[ c ]]", "[[ c ]]|[[ a ]]", "[[ b ]]|[[ c ]]|[[ a ]]|[[ a || 'z' ]]"]
    {
        let template = syntax.text(text).unwrap();
        for choice in 0..5_usize.pow(3) {
            let mut all = json!({});
            for (place, key) in ["a", "b", "c"].into_iter().enumerate() {
                let value = choice / 5_usize.pow(u32::try_from(place).unwrap()) % 5;
                if value < 4 {
                    all[key] = values[value].clone();
                }
            }
            for known in 0..8 {
                let mut first = all.clone();
                for (place, key) in ["a", "b", "c"].into_iter().enumerate() {
                    if known >> place & 1 == 0 {
                        first.as_object_mut().unwrap().remove(key);
                    }
                }
                let context = Context::new(&all);
                let once = partial(&template, &first);
                for policy in [None, Some("keep"), Some("?")] {
                    assert_eq!(
                        finish(&once, &context, on_gap(policy)),
                        finish(&template, &context, on_gap(policy)),
                        "{text} {first} {all} {}",
                        once.source()
                    );
                }
            }
        }
    }
}

#[test]
fn a_resolution_over_any_source_can_be_partial() {
    let rows: [(&str, &str); 1] = [("a", "1")];
    let source: &dyn Source = &rows;
    let template = Template::text("[[ a ]] [[ b ]]").unwrap();
    let context = Context::new(source);
    let resolution: Resolution<'_> = template.resolve(&context);
    assert_eq!(resolution.partial().unwrap().source(), "1 [[ b ]]");
    // It can be finished all the same.
    assert_eq!(resolution.finish(OnGap::Text("?")).unwrap().to_string(), "1 ?");
}

#[test]
fn a_source_that_is_broken_may_be_mended_before_the_next_pass() {
    let template = Template::text("[[ a || 'l' ]]").unwrap();
    let broken = FnSource::new(|_| Err(Miss::Failed("down".into())));
    let once = template.resolve(&Context::new(&broken)).partial().unwrap();
    assert_eq!(once.source(), "[[ a || 'l' ]]");
    assert_eq!(once.render(&Context::new(&json!({"a": 1}))).unwrap(), "1");
    // Nor is it certain then that a default prints something.
    let text = "[[ data.a.value ]] [[ metadata.defaultData.a ]]";
    let syntax = Syntax::new().layout(Layout::metadata().paired_defaults(true));
    let page = json!({"data": {"a": 1}, "metadata": {"defaultData": {"a": "d"}}});
    let (template, context) = (syntax.text(text).unwrap(), Context::new(&page).or(&broken));
    assert_eq!(template.resolve(&context).partial().unwrap().source(), text);
}

#[test]
fn an_argument_that_may_still_change_keeps_the_placeholder() {
    let texts = json!({"k": "<[[ a ]]>", "open": "[[ x || 'y' ]]", "shut": "[[ z || 'y' ]]"});
    let data = json!({"z": "", "metadata": {"translations": texts}});
    let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    let template = syntax
        .text("[[ t('k', a: t('open')) ]] [[ t('k', a: t('shut')) ]] [[ t('k', a: q || 1) ]]")
        .unwrap();
    let once = partial(&template, &data);
    assert_eq!(once.source(), "[[ t('k', a: t('open')) ]] <y> [[ t('k', a: q || 1) ]]");
}
