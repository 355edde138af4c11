//! What the short ways of large templates and large values must not do differently.

use allocation_counter::measure;
use lacuna::{
    Catalog, Catalogs, Context, Layout, Limits, LocaleChain, OnGap, Report, Scratch, Syntax,
    Template,
};
use serde_json::{Value, json};

/// So many placeholders that rule defaults have paths of their own.
const MANY: usize = 40;

fn value(text: &str) -> Value {
    json!({"data": {"a": {"value": text}}, "metadata": {"defaultData": {"a": "DEFAULT"}}})
}

#[test]
fn a_long_value_is_not_passed_over_for_how_it_begins() {
    let text = "[[ data.a.value ]]".to_owned() + &"[[ x || '' ]]".repeat(MANY);
    let template = Template::text(text).unwrap();
    for first in ["a", "Ä", "日", " ", "\n", "\u{a0}"] {
        for len in [0, 1, 62, 63, 64, 65, 200, 300] {
            let long = first.to_owned() + &"x".repeat(len);
            let data = value(&long);
            let expected = if long.trim().is_empty() { "DEFAULT" } else { &long };
            assert_eq!(template.render(&Context::new(&data)).unwrap(), expected);
        }
        let data = value(&first.repeat(100));
        let context = Context::new(&data);
        let long_way = template.resolve(&context).finish(OnGap::Fail).unwrap().to_string();
        assert_eq!(template.render(&context).unwrap(), long_way);
    }
}

#[test]
fn what_is_refused_leaves_nothing_among_the_paths() {
    let data = json!({"x": "X", "y": {"z": "Z"}});
    for steps in [10, 62, 63, 64, 65, 200] {
        for first in ["", "[[ k || '' ]]"] {
            let refused = format!("{}[[ a{}, ]]", first.repeat(50), ".b".repeat(steps));
            let text = refused.clone() + &"[[ x || 'no' ]][[ y.z || 'no' ]]".repeat(3);
            let template = Syntax::new().lenient(true).text(text).unwrap();
            let printed = template.render(&Context::new(&data)).unwrap();
            let kept = &refused[13 * 50 * usize::from(!first.is_empty())..];
            assert_eq!(printed, format!("{kept}XZXZXZ"), "{steps}");
        }
    }
}

#[test]
fn a_path_is_the_same_in_each_spelling() {
    for count in [1, 20, 70] {
        let text: String = (0..count)
            .map(|n| {
                format!("[[ data.k{n}.value ]][[ $.data.k{n}.value ]]")
                    + &format!(r#"[[ data['k{n}'].value ]][[ data["\u006b{n}"].value ]]"#)
            })
            .collect();
        let fields: serde_json::Map<_, _> =
            (0..count).map(|n| (format!("k{n}"), json!({"value": n}))).collect();
        let data = json!({"data": fields});
        let expected: String = (0..count).map(|n| n.to_string().repeat(4)).collect();
        assert_eq!(Template::text(text).unwrap().render(&Context::new(&data)).unwrap(), expected);
    }
}

#[test]
fn an_output_keeps_little_memory_behind_its_end() {
    for (fields, repeated) in [(100, 2), (100, 10), (1000, 2)] {
        let text = (0..fields * repeated)
            .map(|n| format!("[[ k{} ]]", n % fields))
            .collect::<Vec<_>>()
            .concat();
        let values: Value = (0..fields).map(|n| (format!("k{n}"), json!("v"))).collect();
        let out = Template::text(text).unwrap().render(&Context::new(&values)).unwrap();
        assert_eq!(out.len(), fields * repeated);
        assert!(out.capacity() <= 2 * out.len() + 100, "{} for {}", out.capacity(), out.len());
    }
}

#[test]
fn a_large_value_is_quoted_in_little_more_than_its_size() {
    const LARGE: usize = 4 << 20;
    let data = json!({"large": "y".repeat(LARGE) + "<"});
    let template = Template::html_text("[[ large ]]").unwrap();
    let context = Context::new(&data);
    let mut out = String::new();
    let peak = measure(|| out = template.render(&context).unwrap()).bytes_max;
    assert_eq!(out.len(), LARGE + 4);
    assert!(peak < 5 * LARGE as u64, "{peak}");
    let limited =
        Syntax::new().limits(Limits::new().output(1000)).html_text("[[ large ]]").unwrap();
    let peak = measure(|| assert!(limited.render(&context).is_err())).bytes_max;
    assert!(peak < LARGE as u64, "{peak}");
}

#[test]
fn a_used_scratch_and_output_are_like_new_ones() {
    let dense = (0..300).map(|n| format!("0123456789abcdef{n}[[ k{} ]]", n % 30));
    let dense = dense.collect::<Vec<_>>().concat();
    let template = Template::text(dense).unwrap();
    let values = |text: &str| -> Value {
        (0..30).map(|n| (format!("k{n}"), json!(text.repeat(n % 4)))).collect()
    };
    let (mut scratch, mut out) = (Scratch::new(), String::new());
    for text in ["a", "ä", "", "0123456789abcdef", "ab<é", "0123456789abcdef0123456789abcdef!"] {
        let mut data = values(text);
        data["k0"] = json!("not blank");
        for n in (4..30).step_by(4) {
            data[format!("k{n}")] = json!(text.to_owned() + "!");
        }
        let context = Context::new(&data);
        let mut parts = Vec::new();
        let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
        rendering.write_to(&mut parts).unwrap();
        for before in ["", "before"] {
            out.clear();
            out.push_str(before);
            template.render_into(&context, &mut scratch, &mut out).unwrap();
            assert_eq!(out.as_bytes(), [before.as_bytes(), &parts].concat());
        }
    }
}

#[test]
fn a_large_output_is_displayed_whole() {
    for len in [(1 << 16) - 1, 1 << 16, (1 << 16) + 1, 1 << 17] {
        let template = Template::text("[[ a ]][[ b ]]").unwrap();
        let data = json!({"a": "x", "b": "é".repeat(len / 2 - 1)});
        let context = Context::new(&data);
        let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
        let mut pushed = String::new();
        rendering.push_to(&mut pushed);
        assert_eq!(rendering.to_string(), pushed);
    }
}

#[test]
fn a_report_can_outlive_everything() {
    fn report() -> Report<'static> {
        let template = Template::text("[[ a ]] [[ b || c ]] [[ d ]] [[ e | upper ]]").unwrap();
        let data = json!({"a": 1, "c": "C", "d": " ", "e": []});
        let context = Context::new(&data);
        template.named("letter.txt").resolve(&context).report().into_owned()
    }
    assert_eq!(
        report().to_string(),
        "1:1   a          data a\n1:9   b || c     data c, since b is missing\n\
         1:22  d          blank d\n1:30  e | upper  failed: `upper` takes a text, this is an array, since e is empty\n\
         4 placeholders: 1 blank, 2 data, 1 failed\n"
    );
}

#[test]
fn expressions_are_as_long_as_they_may_be() {
    for (text, bytes) in
        [("[[ abc.de ]]", 8), ("[[ $.abc.de ]]", 10), ("[[abc]]", 3), ("[[a  ]]", 3)]
    {
        let read = |most| Syntax::new().limits(Limits::new().expression(most)).text(text);
        assert!(read(bytes).is_ok(), "{text}");
        assert!(read(bytes - 1).is_err(), "{text}");
    }
}

#[test]
fn children_are_met_wherever_they_stand() {
    for children in [1, 3, 10, 16, 17, 40, 100] {
        for width in [0, 1, 30, 400, 2000] {
            let has = |n: usize| n % 3 != 1;
            let text = (0..children).map(|n| format!("[[ k{n} || '-' ]]"));
            let template = Template::text(text.collect::<Vec<_>>().concat()).unwrap();
            let own = (0..children).filter(|n| has(*n)).map(|n| (format!("k{n}"), json!("+")));
            // Before, between and behind them.
            let others =
                (0..width).map(|n| (format!("{}{n}", ["a", "k1x", "z"][n % 3]), json!("?")));
            let data: Value = own.chain(others).collect();
            let expected: String = (0..children).map(|n| if has(n) { '+' } else { '-' }).collect();
            assert_eq!(template.render(&Context::new(&data)).unwrap(), expected);
        }
    }
}

#[test]
fn an_output_may_be_as_long_as_its_limit() {
    let layouts = [
        (Layout::metadata(), 16),
        (Layout::metadata().paired_defaults(true), 10),
        (Layout::metadata().drop_hollow_lines(true), 14),
        (Layout::metadata().paired_defaults(true).drop_hollow_lines(true), 8),
    ];
    let text = "[[ data.a.value ]]\n[[ metadata.defaultData.a ]]!\n[[ b ]]\n,\n";
    let data = json!({"data": {"a": {"value": "abc"}}, "metadata": {"defaultData": {"a": "defabc"}}, "b": " "});
    let context = Context::new(&data);
    for (layout, bytes) in layouts {
        let read = |most| {
            let syntax = Syntax::new().layout(layout.clone()).limits(Limits::new().output(most));
            syntax.text(text).unwrap().render(&context)
        };
        let whole = read(1000).unwrap();
        assert_eq!(read(whole.len()).unwrap(), whole);
        assert!(read(whole.len() - 1).is_err());
        assert_eq!(whole.len(), bytes, "{whole:?}");
    }
}

/// Messages with all that the short way to them must leave to the long one.
const MESSAGES: &str = r#"{
    "plain": "Text", "only": "de", "empty": "", "filled": "<[[ a ]], [[ b || 'B' ]][[! note ]] & [[ a ]]>", "page": "[[ page ]]",
    "filter": "[[ a | upper ]]", "blank": " [[ a ]]", "nested": {"plain": "nested [[ a ]]"}, "deep": "[[ t('filled', a: a) ]]",
    "circle": "[[ t('circle', a: a) ]]", "below": "[[ a.b ]]", "root": "[[ $.a ]][[ $['a'] ]]", "gap": "[[ a ]][[ c ]]",
    "n_one": "one [[ a ]]", "n_other": "[[ count ]] [[ a ]]", "n": "no number", "x": "x", "x_c": "in context", "bad": "[[ a b ]]",
    "pair": "[[ data.a.value ]][[ metadata.defaultData.a ]]"
}"#;

/// What the short way must leave to the long one among the arguments.
const ARGUMENTS: [&str; 20] = [
    "",
    ", a: text",
    ", a: text, b: mark",
    ", b: text",
    ", a: blank",
    ", a: text, b: blank",
    ", a: no",
    ", a: 'x'",
    ", a: ' '",
    ", a: no || text",
    ", a: list",
    ", a: number",
    ", a: text, count: number",
    ", a: text, ordinal: text",
    ", context: mark",
    ", a: text, context: mark",
    ", a: t('plain')",
    ", a: late",
    ", a: defaulted",
    ", a: data.a.value",
];

#[test]
fn messages_are_the_same_by_the_short_way() {
    let more = r#"{"plain": "p", "empty": "not empty", "bad": "good", "blank": "B", "gap": "no gap", "n": "n"}"#;
    let syntax = Syntax::new().layout(Layout::metadata().paired_defaults(true));
    let catalogs = Catalogs::new().syntax(&syntax);
    let catalogs = catalogs.add("de", Catalog::json(MESSAGES)).unwrap();
    let catalogs = catalogs.add("en", Catalog::json(more)).unwrap();
    let chain = LocaleChain::lookup(["de-CH", "fr"]).unwrap().then("en").unwrap();
    let keys = serde_json::from_str::<Value>(MESSAGES).unwrap();
    let keys = keys.as_object().unwrap().keys().map(String::as_str).chain(["nested.plain", "no"]);
    let keys: Vec<&str> = keys.collect();
    let page = |translations: Value| {
        json!({
            "text": "Wörter", "mark": "c", "blank": " ", "list": [1], "number": 1, "page": "of <it>",
            "data": {"a": {"value": ""}},
            "metadata": {"defaultData": {"a": "DEFAULT"}, "translations": translations},
        })
    };
    let pages = [
        json!({"text": "<only>"}),
        page(json!({})),
        page(json!([])),
        page(json!({"plain": "flat", "other": "x"})),
        page(json!({"plain": {"DE": "behind"}, "nested": {"plain": {"en": "behind, too"}}})),
        page(json!({
            "de": {"filled": "under", "nested": {"plain": "under"}, "x_c": "x"}, "en": {"only": "en"},
        })),
        page(json!({
            "de": "no object", "fr": {"n_one": "un", "n": {"other": "n"}, "gap": " "}, "circle": null,
        })),
    ];
    let late = json!({"late": "l", "metadata": {"translations": {"DE_ch": {"plain": "second"}}}});
    let asked = [("late", "asked"), ("metadata.translations.de.only", "asked")];
    let mut outputs = 0;
    let (none, upper, safe) = (&[""][..], &["", " | upper"][..], &["", " | safe"][..]);
    for (is_html, filters, expands, depth, bytes) in [
        (false, upper, false, 8, 1 << 20),
        (true, safe, false, 8, 1 << 20),
        (false, none, true, 8, 1 << 20),
        (false, none, false, 0, 1 << 20),
        (false, none, false, 1, 60),
    ] {
        let limits = Limits::new().expansion(bytes).expansion_depth(depth);
        let syntax = Syntax::new().layout(Layout::metadata().expand(expands)).limits(limits);
        for (key, arguments) in keys.iter().flat_map(|key| ARGUMENTS.map(|it| (key, it))) {
            for behind in filters {
                let one = format!("[[ t('{key}'{arguments}){behind} ]]");
                let text = &format!("{one} {one}[[ t('{key}'{arguments}) || 'x' ]]");
                let template = if is_html { syntax.html_text(text) } else { syntax.text(text) };
                let template = template.unwrap();
                for page in &pages {
                    let one = Context::new(page).locales(&chain).catalogs(&catalogs);
                    for context in [one.clone(), one.clone().or(&late), one.or(&asked)] {
                        let long = template.resolve(&context).finish(OnGap::Fail);
                        let long = long.map(|rendering| rendering.to_string());
                        outputs += usize::from(long.is_ok());
                        assert_eq!(template.render(&context), long, "{text} {page}");
                    }
                }
            }
        }
    }
    assert!(outputs > 10_000, "{outputs}");
}
