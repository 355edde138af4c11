//! Texts within texts: where their parts come from, and texts that mean harm. What they mean stands
//! in `cases/expansion.json`.

use lacuna::{Context, Entry, Escape, Layout, Limits, OnGap, Report, Syntax};
use serde_json::{Map, Value, json};

fn syntax() -> Syntax {
    Syntax::new().layout(Layout::metadata().expand(true))
}

/// What each part printed, with its outcome; parts of parts are indented.
fn told(output: &str, entries: &[Entry], indent: &str, lines: &mut Vec<String>) {
    for Entry { expression, outcome, output: range, parts, .. } in entries {
        let printed = range.clone().map(|range| &output[range]);
        lines.push(format!("{indent}{expression}: {printed:?} {outcome}"));
        told(output, parts, &format!("{indent}  "), lines);
    }
}

#[test]
fn every_part_has_its_own_origin_and_range() {
    let data = json!({
        "x": "<x>", "user": {"name": "É & Co"}, "data": {},
        "metadata": {
            "translations": {
                "outer": "\"[[ name ]]\" [[ t('inner', n: user.name) ]] [[ data.d.value | upper ]]",
                "inner": "([[ n ]]|[[ x ]])",
            },
            "defaultData": {"d": "[[ x ]]d"},
        },
    });
    let text = "é<[[ t('outer', name: user.name) ]]> [[ t('inner', n: 'l' || x) | safe ]] \
                [[ t('inner', n: x) | upper ]]";
    let template = syntax().html_text(text).unwrap();
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    let (output, report) = (rendering.to_string(), rendering.report());
    let mut lines = Vec::new();
    told(&output, &report.placeholders, "", &mut lines);
    insta::assert_snapshot!(format!("{output}\n\n{}\n\n{report}", lines.join("\n")));
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}

/// The same under `safe`, where what is filled in is escaped within the text.
#[test]
fn parts_of_a_text_that_is_vouched_for() {
    let texts = json!({"a": "<b>[[ t('b', m: n) ]]</b>", "b": "<i>[[ m ]]</i>"});
    let data = json!({"x": "<&>", "metadata": {"translations": texts}});
    let template = syntax().html_text("[[ t('a', n: x) | safe ]]").unwrap();
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    let (output, report) = (rendering.to_string(), rendering.report());
    assert_eq!(output, "<b>&lt;i&gt;&lt;&amp;&gt;&lt;/i&gt;</b>");
    let part = &report.placeholders[0].parts[0];
    assert_eq!(&output[part.output.clone().unwrap()], "&lt;i&gt;&lt;&amp;&gt;&lt;/i&gt;");
    assert_eq!(&output[part.parts[0].output.clone().unwrap()], "&lt;&amp;&gt;");
    assert_eq!(part.parts[0].outcome.to_string(), "data x");
}

#[test]
fn a_part_is_told_with_the_candidates_of_its_argument() {
    let own = json!({"y": null});
    let site = json!({"x": "", "y": " ", "metadata": {"translations": {"k": "<[[ n ]]>"}}});
    let template = syntax().text("[[ t('k', n: x || y || z || 'l') ]] [[ t('k', n: x) ]]").unwrap();
    let context = Context::new(&own).or(&site);
    let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
    let parts = |number: usize| &report.placeholders[number].parts[0];
    let told: Vec<_> = parts(0).rejected.iter().map(|r| format!("{} {}", r.layer, r.why)).collect();
    assert_eq!(
        told,
        [
            "0 there is no key `x`",
            "1 `x` is empty",
            "0 `y` is null",
            "1 `y` is blank",
            "0 there is no key `z`",
            "1 there is no key `z`",
        ]
    );
    // A blank one is where it was found, not where the text has it.
    assert_eq!(parts(1).outcome.to_string(), "blank x of layer 1");
}

#[test]
fn parts_cost_nothing_unless_a_report_is_made() {
    let texts = json!({"k": "[[ x ]]".repeat(1000)});
    let data = json!({"x": "v", "metadata": {"translations": texts}});
    let template = syntax().text("[[ t('k') ]]").unwrap();
    let context = Context::new(&data);
    let count = |run: &dyn Fn()| allocation_counter::measure(run).count_total;
    let render = count(&|| drop(template.render(&context).unwrap()));
    let finish = count(&|| drop(template.resolve(&context).finish(OnGap::Empty).unwrap()));
    let report = count(&|| drop(template.resolve(&context).report()));
    assert!(finish < render + 20 && report > finish + 1000, "{render} {finish} {report}");
}

#[test]
fn parts_of_a_text_that_is_an_argument() {
    let texts = json!({"a": "<[[ x ]]> [[ x | upper ]]", "b": "[[ site ]]!"});
    let data = json!({"site": "s", "metadata": {"translations": texts}});
    let template = syntax().text("[[ t('a', x: t('b')) ]]").unwrap();
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    let (output, report) = (rendering.to_string(), rendering.report());
    let mut lines = Vec::new();
    told(&output, &report.placeholders[0].parts, "", &mut lines);
    assert_eq!(
        lines,
        [
            r#"x: Some("s!") translation `b`"#,
            r#"  site: Some("s") data site"#,
            r#"x | upper: Some("S!") translation `b`"#,
        ]
    );
}

/// `count` texts, each of which names the next one twice.
fn bomb(count: usize) -> Value {
    let texts: Map<String, Value> = (0..count)
        .map(|number| (format!("k{number}"), format!("[[ t('k{0}') ]][[ t('k{0}') ]]", number + 1)))
        .map(|(key, text)| (key, text.into()))
        .chain([(format!("k{count}"), "boom".into())])
        .collect();
    json!({"metadata": {"translations": texts}})
}

#[test]
fn a_bomb_of_texts() {
    let deep = Limits::new().expansion_depth(usize::MAX);
    let huge = deep.expansion(usize::MAX).output(1000);
    for (limits, texts, message) in [
        (Limits::new(), 40, "texts stand within texts more than 8 deep: `k0` → `k1` → "),
        (deep, 30, "filled into texts are together longer than 1048576 bytes"),
        // What comes out is bounded by the output all the same.
        (huge, 12, "the output would be longer than 1000 bytes"),
    ] {
        let template = syntax().limits(limits).text("[[ t('k0') ]]").unwrap();
        let error = template.render(&Context::new(&bomb(texts))).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_text_that_would_copy_much_often() {
    let text = "[[ v ]]".repeat(100_000);
    let data = json!({"v": "x".repeat(900_000), "metadata": {"translations": {"k": text}}});
    let template = syntax().text("[[ t('k') ]]").unwrap();
    let error = template.render(&Context::new(&data)).unwrap_err();
    assert!(error.to_string().contains("together longer than 1048576 bytes"), "{error}");
}

#[test]
fn as_deep_as_texts_can_stand_within_each_other() {
    let texts: Map<String, Value> = (0..70)
        .map(|number| (format!("k{number}"), format!("<[[ t('k{}') ]]>", number + 1).into()))
        .chain([("k70".to_owned(), "core".into())])
        .collect();
    let data = json!({"metadata": {"translations": texts}});
    let syntax = syntax().limits(Limits::new().expansion_depth(1000));
    let template = syntax.text("[[ t('k38') ]]").unwrap();
    let context = Context::new(&data);
    let out = template.render(&context).unwrap();
    assert_eq!(out, format!("{}core{}", "<".repeat(32), ">".repeat(32)));
    let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
    assert_eq!(report.to_string().lines().count(), 34);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    assert!(syntax.text("[[ t('k37') ]]").unwrap().render(&context).is_err());
}

/// Each level stands in the innermost argument of the one before.
#[test]
fn texts_within_arguments_within_arguments() {
    let nested = |number: usize| {
        let inner = format!("t('k{}')", number + 1);
        (0..7).fold(inner, |inner, _| format!("t('z', a: {inner})"))
    };
    let data = |count: usize| {
        let texts: Map<String, Value> = (0..count)
            .map(|number| (format!("k{number}"), format!("[[ {} ]]", nested(number)).into()))
            .chain([(format!("k{count}"), "core".into()), ("z".to_owned(), "[[ a ]]".into())])
            .collect();
        json!({"metadata": {"translations": texts}})
    };
    let syntax = syntax().limits(Limits::new().expansion_depth(1000));
    let template = syntax.text("[[ t('k0') ]]").unwrap();
    assert_eq!(template.render(&Context::new(&data(7))).unwrap(), "core");
    let error = template.render(&Context::new(&data(31))).unwrap_err();
    assert!(
        error.to_string().ends_with("texts and arguments wait for each other more than 64 deep")
    );
}

#[test]
fn many_parts_deep_down() {
    let texts: Map<String, Value> = (0..30)
        .map(|number| (format!("k{number}"), format!("[[ t('k{}') ]]", number + 1).into()))
        .chain([("k30".to_owned(), "[[x]]".repeat(40_000).into())])
        .collect();
    let data = json!({"x": "v", "metadata": {"translations": texts}});
    let syntax = syntax().limits(Limits::new().expansion_depth(1000).expansion(1 << 30));
    let template = syntax.text("[[ t('k0') ]]").unwrap();
    let context = Context::new(&data);
    let report = template.resolve(&context).report();
    let deepest = (0..30).fold(&report.placeholders[0], |entry, _| &entry.parts[0]);
    assert_eq!(deepest.parts.len(), 40_000);
}

#[test]
fn what_is_paired_has_no_parts() {
    let layout = Layout::metadata()
        .default_rule("x.*", "metadata.translations.*")
        .unwrap()
        .paired_defaults(true)
        .expand(true);
    let template = Syntax::new()
        .layout(layout)
        .text("[[ x.hi ]] [[ metadata.translations.hi ]] tail tail tail")
        .unwrap();
    let texts = json!({"hi": "Hello [[ name ]]"});
    let data = json!({"x": {"hi": "X"}, "name": "n", "metadata": {"translations": texts}});
    let context = Context::new(&data);
    let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
    assert_eq!(report.placeholders[1].outcome.name(), "paired");
    assert!(report.placeholders[1].parts.is_empty());
}

#[test]
fn a_text_of_many_parts() {
    let many = 20_000;
    let data = json!({
        "x": "<", "metadata": {"translations": {"k": "é[[ x ]]<".repeat(many)}},
    });
    let template = syntax().html_text("[[ t('k') ]]").unwrap();
    let context = Context::new(&data);
    let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
    let parts = &report.placeholders[0].parts;
    assert_eq!(parts.len(), many);
    assert_eq!(parts[many - 1].output, Some(10 * many - 8..10 * many - 4));
}

/// Parts are told wherever their text stands: that must not multiply without end.
#[test]
fn parts_are_told_within_a_budget() {
    let texts = json!({
        "k": "[[ t('l') ]]".repeat(300), "l": format!("y{}", "[[ x ?? '' ]]".repeat(200)),
    });
    let data = json!({"metadata": {"translations": texts}});
    let context = Context::new(&data);
    let told = |text: &str, problems: usize| {
        let syntax = syntax().limits(Limits::new().problems(problems));
        let template = syntax.text(text).unwrap();
        let mut told = 0;
        let made = allocation_counter::measure(|| {
            let report = template.resolve(&context).finish(OnGap::Fail).unwrap().report();
            let entries = report.placeholders.iter();
            told = entries.filter(|entry| !entry.parts.is_empty()).count();
        });
        assert!(made.bytes_max < 200_000_000, "{}", made.bytes_max);
        told
    };
    assert_eq!(told("[[ t('k') ]]", 100_000), 0);
    // Each placeholder of `l` has a candidate that was passed over.
    assert_eq!(told(&"[[ t('l') ]]".repeat(300), 100_000), 250);
    assert_eq!(told("[[ t('l') ]]", 400), 1);
    assert_eq!(told("[[ t('l') ]]", 399), 0);
    // Nor are they held for longer than they are told.
    let many = (0..500).map(|n| format!("[[ t('l') || {n} ]]")).collect::<Vec<_>>().concat();
    let limits = Limits::new().problems(1000).expansion(1 << 24);
    let template = syntax().limits(limits).text(many).unwrap();
    let resolution = template.resolve(&context);
    let made = allocation_counter::measure(|| drop(resolution.report()));
    assert!(made.bytes_max < 2_000_000, "{}", made.bytes_max);
    // What is told of two strings of a tree, it is told of both together.
    let strings = json!(["<[[ t('l') ]]>", "<[[ t('l') ]]>"]);
    let tree = syntax().limits(Limits::new().problems(400)).tree(strings).unwrap();
    let resolution = tree.resolve(&context);
    let parts = resolution.report().placeholders.into_iter().map(|entry| entry.parts.len());
    assert_eq!(parts.collect::<Vec<_>>(), [200, 0]);
    let parts = resolution.finish(OnGap::Fail).unwrap().report().placeholders.into_iter();
    assert_eq!(parts.map(|entry| entry.parts.len()).collect::<Vec<_>>(), [200, 0]);
}

#[test]
fn texts_and_arguments_that_waited_wait_no_more() {
    let data = json!({"x": 1, "metadata": {"translations": {"k": "<[[ n ]]>"}}});
    let template = syntax().text("[[ t('k', n: x) ]][[ t('k', n: x || 1) ]]".repeat(200)).unwrap();
    assert_eq!(template.render(&Context::new(&data)).unwrap(), "<1>".repeat(400));
    let many = (0..200).map(|n| format!("[[ t('k', n: x || {n}) ]]"));
    let template = syntax().text(many.collect::<Vec<_>>().concat()).unwrap();
    assert_eq!(template.render(&Context::new(&data)).unwrap(), "<1>".repeat(200));
}

#[test]
fn what_parts_say_of_arguments_that_came_from_nowhere() {
    let site = json!({"x": "", "y": {"a": 1}, "metadata": {"translations": {
        "k": "<[[ a ]][[ b || 'l' ]][[ c.d || c.a ]]>",
    }}});
    let own = json!({});
    let template = syntax().text("[[ t('k', a: ' ', b: x, c: y) ]]").unwrap();
    let context = Context::new(&own).or(&site);
    let report = template.resolve(&context).report();
    let parts = &report.placeholders[0].parts;
    // A literal has no path: it is told by its name.
    assert_eq!(parts[0].outcome.to_string(), "blank a");
    assert_eq!(parts[2].outcome.to_string(), "data y.a of layer 1");
    let layers = parts[1..].iter().map(|part| part.rejected.last().unwrap().layer);
    assert_eq!(layers.collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn what_is_paired_within_a_text_has_no_parts() {
    let layout = Layout::metadata()
        .default_rule("x.*", "metadata.translations.*")
        .unwrap()
        .paired_defaults(true)
        .expand(true);
    let template = Syntax::new().layout(layout).text("[[ t('k') ]]").unwrap();
    let texts = json!({"hi": "Hello [[ name ]]", "k": "[[ x.hi ]] [[ metadata.translations.hi ]]"});
    let data = json!({"x": {"hi": "X"}, "name": "n", "metadata": {"translations": texts}});
    let context = Context::new(&data);
    let report = template.resolve(&context).report();
    let parts = &report.placeholders[0].parts;
    assert_eq!((parts[1].outcome.name(), parts[1].parts.len()), ("paired", 0));
}

#[test]
fn parts_under_an_escape_of_ones_own() {
    let texts = json!({"k": "<[[ t('l') ]]>", "l": "([[ x ]])"});
    let data = json!({"x": "v", "metadata": {"translations": texts}});
    let escape = Escape::new(|text, out| out.push_str(&text.replace('v', "vv")));
    let template = syntax().escaped(escape, "[[ t('k') ]] [[ t('k') | safe ]]").unwrap();
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    assert_eq!(rendering.to_string(), "<(vv)> <(vv)>");
    let report = rendering.report();
    let outer = |number: usize| &report.placeholders[number].parts[0];
    assert_eq!((outer(0).output.clone(), outer(1).output.clone()), (None, Some(8..12)));
    // What is filled in is quoted as a whole: where its own parts went is not known.
    assert_eq!((outer(0).parts.len(), outer(1).parts.len()), (1, 0));
}
