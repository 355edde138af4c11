//! Laws of translations along a chain, over pages and catalogs that have some of them.

use lacuna::{Catalogs, Context, Layout, LocaleChain, OnGap, Outcome, Syntax, Template};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::generators::config;

const TAGS: [&str; 4] = ["de-CH", "de", "en", "fr"];
const KEYS: [&str; 6] = ["a", "b", "a_x", "a_zero", "c.d", "b_other"];

/// Texts that may hold placeholders and refer to each other, blanks, and what is no text.
fn text() -> impl Strategy<Value = Value> {
    prop::sample::select(
        &[
            "A",
            "B <b>",
            "",
            " ",
            "[[ name ]]!",
            "[[ nobody ]]",
            "[[ t('b') ]]+",
            "[[ t('a', name: 'N') ]]",
            "null",
            "object",
        ][..],
    )
    .prop_map(|text| match text {
        "null" => Value::Null,
        "object" => json!({"x": "y"}),
        text => json!(text),
    })
}

fn messages() -> impl Strategy<Value = Value> {
    prop::collection::vec((prop::sample::select(&KEYS[..]), text()), 0..4)
        .prop_map(|pairs| pairs.into_iter().map(|(key, text)| (key.to_owned(), text)).collect())
}

/// What a page has: by locale, by key, and in one language.
pub(crate) fn page() -> impl Strategy<Value = Value> {
    let by_locale = prop::collection::vec((prop::sample::select(&TAGS[..]), messages()), 0..3);
    let by_key = prop::collection::vec(
        (prop::sample::select(&KEYS[..]), prop::sample::select(&TAGS[..]), text()),
        0..3,
    );
    (by_locale, by_key, messages(), any::<bool>()).prop_map(|(by_locale, by_key, flat, named)| {
        let mut texts = flat.as_object().cloned().unwrap_or_default();
        for (key, tag, text) in by_key {
            let entry = texts.entry(key).or_insert_with(|| json!({}));
            if let Some(object) = entry.as_object_mut() {
                object.insert(tag.to_owned(), text);
            }
        }
        texts.extend(by_locale.into_iter().map(|(tag, messages)| (tag.to_owned(), messages)));
        let mut page = Map::new();
        page.insert("metadata".into(), json!({"translations": texts}));
        if named {
            page.insert("name".into(), json!("<Ada> [[ a ]]"));
        }
        Value::Object(page)
    })
}

pub(crate) fn catalogs() -> impl Strategy<Value = Catalogs> {
    prop::collection::vec((prop::sample::select(&TAGS[..]), messages()), 0..3).prop_map(|all| {
        let add = |catalogs: Catalogs, (tag, messages): (&str, Value)| {
            catalogs.add(tag, &messages).unwrap()
        };
        all.into_iter().fold(Catalogs::new(), add)
    })
}

pub(crate) fn template() -> impl Strategy<Value = String> {
    let pieces = [
        "[[ t('a') ]]",
        "[[ t('a', name: 'N') || 'x' ]]",
        "[[ metadata.translations.b ]]",
        "[[ t('c.d') || name ]]",
        "[[ t('a', context: 'x') ]]",
        "[[ t('a', count: 0) || t('b') ]]",
        "[[ t('b') | safe ]]",
        "[[ name ]]",
        " & text ",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..5).prop_map(|all| all.concat())
}

fn syntax(expands: bool) -> Syntax {
    Syntax::new().layout(Layout::metadata().expand(expands))
}

proptest! {
    #![proptest_config(config())]

    /// The short way, the long one and the report agree, and an origin's locale is one of the chain.
    #[test]
    fn both_ways_agree(
        text in template(), page in page(), catalogs in catalogs(), expands in any::<bool>(), default in any::<bool>(),
    ) {
        let chain = LocaleChain::lookup(["de-CH"]).unwrap();
        let chain = if default { chain.then("en").unwrap() } else { chain };
        let context = Context::new(&page).locales(&chain).catalogs(&catalogs);
        let template = syntax(expands).html_text(&*text).unwrap();
        let resolution = template.resolve(&context);
        for resolved in resolution.outcomes() {
            if let Outcome::Translation { locale: Some(locale), .. } = resolved.outcome() {
                prop_assert!(chain.tags().any(|tag| tag == locale), "{}", locale);
            }
        }
        let long = resolution.finish(OnGap::Fail).map(|it| (it.to_string(), it.report().into_owned()));
        let short = template.render(&context);
        match (&long, &short) {
            (Ok((long, report)), Ok(short)) => {
                prop_assert_eq!(long, short);
                let ranges = report.placeholders.iter().filter_map(|entry| entry.output.clone());
                prop_assert!(ranges.into_iter().all(|range| short.get(range).is_some()));
            }
            (long, short) => prop_assert_eq!(long.as_ref().err(), short.as_ref().err()),
        }
    }

    /// A first pass without some of the page, and a second with all of it, give what one pass gives.
    #[test]
    fn a_second_pass_gives_what_one_pass_gives(
        text in template(), page in page(), catalogs in catalogs(), expands in any::<bool>(),
        kept in prop::collection::vec(any::<bool>(), 24),
    ) {
        let chain = LocaleChain::lookup(["de-CH"]).unwrap().then("en").unwrap();
        let mut kept = kept.into_iter();
        let less = without(&page, &mut kept);
        let template = syntax(expands).text(&*text).unwrap();
        let first = Context::new(&less).locales(&chain).catalogs(&catalogs);
        let all = Context::new(&page).locales(&chain).catalogs(&catalogs);
        let Ok(partial) = template.resolve(&first).partial() else { return Ok(()) };
        let one = template.resolve(&all).finish(OnGap::Text("?"));
        let two = partial.resolve(&all).finish(OnGap::Text("?"));
        match (one, two) {
            (Ok(one), Ok(two)) => prop_assert_eq!(two.to_string(), one.to_string(), "{}", partial.source()),
            (one, two) => prop_assert_eq!(one.is_err(), two.is_err()),
        }
    }
}

/// Messages of one locale: texts, blanks and null, nested and flat, without anything that may be a gap.
fn whole_messages() -> impl Strategy<Value = Value> {
    let texts = ["A", "B {{ name }}", "{{ name | upper }} C", "", " ", "null"];
    let text = prop::sample::select(texts.to_vec()).prop_map(|text| match text {
        "null" => Value::Null,
        text => json!(text),
    });
    let keys = prop::sample::select(vec!["a", "b", "c.d", "c.e", "a_x"]);
    prop::collection::vec((keys, text, any::<bool>()), 0..5).prop_map(|all| {
        let mut messages = Map::new();
        for (key, text, is_nested) in all {
            match key.split_once('.').filter(|_| is_nested) {
                Some((parent, child)) => {
                    let object = messages.entry(parent).or_insert_with(|| json!({}));
                    object[child] = text;
                }
                None => {
                    messages.insert(key.to_owned(), text);
                }
            }
        }
        Value::Object(messages)
    })
}

/// Pieces of messages that refer to each other and to arguments, in the delimiters of i18next.
fn braced() -> impl Strategy<Value = String> {
    let pieces = [
        "{{ name }}",
        "{{name|upper}}",
        "$t(b)",
        "$t(c)",
        "{{ t('c', name: 'N') }}",
        "{{! no }}",
        " & ",
        "}}",
        "$t",
        "{{ nobody || '-' }}",
        "text",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..5).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(config())]

    /// The catalogs of a chain laid over each other are one catalog that answers as the chain does.
    #[test]
    fn a_merged_catalog_answers_as_the_chain_does(
        messages in prop::collection::vec(whole_messages(), 3),
    ) {
        let braces = Syntax::new().delimiters("{{", "}}").unwrap();
        let tags = ["de-CH", "de", "en"];
        let empty = || Catalogs::new().syntax(&braces);
        let each = tags.iter().zip(&messages);
        let apart = each.clone().fold(empty(), |all, (tag, messages)| all.add(tag, messages).unwrap());
        let merged = each.rev().fold(empty(), |all, (_, messages)| all.add("de-CH", messages).unwrap());
        let chain = LocaleChain::lookup(["de-CH"]).unwrap().then("en").unwrap();
        let data = json!({"name": "Ada"});
        for key in ["a", "b", "c.d", "c.e", "a_x", "c"] {
            let text = format!("[[ t('{key}', context: 'x') || t('{key}') || '-' ]] [[ t('{key}') || '-' ]]");
            // A context is looked for in each locale before the next one is asked.
            let text = if key == "a" { "[[ t('a') || '-' ]]".to_owned() } else { text };
            let template = Template::text(text).unwrap();
            let of = |catalogs: &Catalogs| {
                template.render(&Context::new(&data).locales(&chain).catalogs(catalogs)).unwrap()
            };
            prop_assert_eq!(of(&apart), of(&merged), "{}", key);
        }
    }

    /// What a message holds is filled, or it does not answer: nothing of it comes out as it is written.
    #[test]
    fn a_translated_output_holds_no_placeholder(
        first in braced(), second in braced(), third in braced(), given in any::<bool>(),
    ) {
        let braces = Syntax::new().delimiters("{{", "}}").unwrap();
        let messages = json!({"a": first, "b": second, "c": third});
        let catalogs = Catalogs::new().syntax(&braces).references(true).add("en", &messages).unwrap();
        let chain = LocaleChain::lookup(["en"]).unwrap();
        let (none, page) = (json!({}), json!({"name": "Ada"}));
        let context = Context::new(if given { &page } else { &none }).locales(&chain).catalogs(&catalogs);
        let template = Template::text("[[ t('a', name: name) ]]").unwrap();
        if let Ok(out) = template.render(&context) {
            prop_assert!(!out.contains("{{") && !out.contains("$t("), "{}", out);
            prop_assert!(!out.contains("name"), "{}", out);
        }
    }
}

/// The same without some of its members.
fn without(value: &Value, kept: &mut impl Iterator<Item = bool>) -> Value {
    let Value::Object(fields) = value else { return value.clone() };
    let mut left = Map::new();
    for (key, value) in fields {
        if kept.next().unwrap_or(true) {
            left.insert(key.clone(), without(value, kept));
        }
    }
    Value::Object(left)
}

#[test]
fn a_bomb_of_messages_comes_to_an_end() {
    let messages: Map<String, Value> = (0..40)
        .map(|number| {
            let next = number + 1;
            (format!("k{number}"), json!(format!("[[ t('k{next}') ]][[ t('k{next}') ]]")))
        })
        .collect();
    let catalogs = Catalogs::new().add("de", &Value::Object(messages)).unwrap();
    let chain = LocaleChain::lookup(["de"]).unwrap();
    let template = Template::text("[[ t('k0') || 'x' ]]").unwrap();
    let none = json!({});
    let error =
        template.render(&Context::new(&none).locales(&chain).catalogs(&catalogs)).unwrap_err();
    assert!(error.to_string().contains("more than 8 deep"), "{error}");
}

#[test]
fn the_report_tells_the_parts_of_messages() {
    let messages = json!({"a": "<b>[[ x ]]</b> & [[ t('b') ]]", "b": "<i>[[ x ]]</i>"});
    let catalogs = Catalogs::new().add("de", &messages).unwrap();
    let chain = LocaleChain::lookup(["de"]).unwrap();
    let data = json!({"x": "&<"});
    let context = Context::new(&data).locales(&chain).catalogs(&catalogs);
    let template = Template::html_text("[[ t('a') | safe ]]").unwrap();
    let rendering = template.resolve(&context).finish(OnGap::Fail).unwrap();
    let out = rendering.to_string();
    assert_eq!(out, "<b>&amp;&lt;</b> & &lt;i&gt;&amp;&lt;&lt;/i&gt;");
    let report = rendering.report();
    let parts = &report.placeholders[0].parts;
    let told: Vec<_> = parts.iter().map(|part| &out[part.output.clone().unwrap()]).collect();
    assert_eq!(told, ["&amp;&lt;", "&lt;i&gt;&amp;&lt;&lt;/i&gt;"]);
}

/// A tag that folds to one of the chain may be followed by the tag itself.
#[test]
fn a_folded_tag_is_not_certain() {
    let chain = LocaleChain::lookup(["de-CH"]).unwrap();
    let first = json!({"metadata": {"translations": {"de_CH": {"k": "one"}}}});
    let template = Template::text("[[ t('k') ]]").unwrap();
    let partial = template.resolve(&Context::new(&first).locales(&chain)).partial().unwrap();
    assert_eq!(partial.source(), "[[ t('k') ]]");
}

/// A member for a number alone may come, and would be looked at before the form for zero.
#[test]
fn an_exact_number_may_come() {
    let first = json!({"metadata": {"translations": {"k_zero": "zero"}}});
    let template = Template::text("[[ t('k', count: 0) ]]").unwrap();
    let partial = template.resolve(&Context::new(&first)).partial().unwrap();
    let all = json!({"metadata": {"translations": {"k_zero": "zero", "k": {"=0": "none"}}}});
    assert_eq!(partial.render(&Context::new(&all)).unwrap(), "none");
}

#[test]
fn wide_pages_and_long_chains_are_looked_through_once() {
    let texts: Map<String, Value> =
        (0..100_000).map(|number| (format!("key{number}"), json!("text"))).collect();
    let page = json!({"metadata": {"translations": texts}});
    let chain = LocaleChain::lookup((0..1_000).map(|number| format!("de-x-a{number}"))).unwrap();
    let catalogs = Catalogs::new().add("de", &json!({"a": "[[ t('key5') ]]"})).unwrap();
    let context = Context::new(&page).locales(&chain).catalogs(&catalogs);
    let template = Template::text("[[ t('a') ]] ".repeat(50)).unwrap();
    assert_eq!(template.render(&context).unwrap(), "text ".repeat(50));
}

/// A page of plurals, ordinals and contexts in six languages, from catalogs as i18next has them, and the
/// locale that answered for each placeholder.
#[cfg(feature = "icu")]
#[test]
fn a_page_in_six_languages() {
    let braces = Syntax::new().delimiters("{{", "}}").unwrap();
    let all: Map<String, Value> =
        serde_json::from_str(include_str!("languages/catalogs.json")).unwrap();
    let add = |catalogs: Catalogs, (tag, messages): (&String, &Value)| {
        catalogs.add(tag, messages).unwrap()
    };
    let catalogs = all.iter().fold(Catalogs::new().syntax(&braces).strict(true), add);
    let page = braces.text(include_str!("languages/page.txt")).unwrap();
    let data = json!({"name": "Ada"});
    let mut told = Vec::new();
    for tag in ["en", "de", "ru", "ar", "zh-TW", "pt-PT"] {
        let chain = LocaleChain::cldr([tag]).unwrap().then("en").unwrap();
        let context = Context::new(&data).locales(&chain).catalogs(&catalogs);
        let resolution = page.resolve(&context);
        let locales: Vec<_> = resolution
            .outcomes()
            .map(|resolved| match resolved.outcome() {
                Outcome::Translation { locale, .. } => locale.unwrap().into_owned(),
                other => panic!("{other}"),
            })
            .collect();
        told.push(format!("== {chain}: {}", locales.join(" ")));
        told.push(page.render(&context).unwrap());
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_gap_deep_in_messages_costs_no_more_in_many_locales() {
    let mut messages: Map<String, Value> = (0..7)
        .map(|number| {
            (format!("e{number}"), json!(format!("[[ t('e{}') ]] some more text", number + 1)))
        })
        .collect();
    messages.insert("e7".into(), json!("[[ gap ]]"));
    let messages = Value::Object(messages);
    let tags: Vec<_> = (0..20).map(|number| format!("de-x-a{number}")).collect();
    let add = |catalogs: Catalogs, tag: &String| catalogs.add(tag, &messages).unwrap();
    let catalogs = tags.iter().fold(Catalogs::new(), add);
    let chain = LocaleChain::lookup(&tags).unwrap();
    let none = json!({});
    let context = Context::new(&none).locales(&chain).catalogs(&catalogs);
    let template = Template::text("[[ t('e0') || 'x' ]]").unwrap();
    assert_eq!(template.render(&context).unwrap(), "x");
    let resolution = template.resolve(&context);
    assert!(matches!(resolution.outcomes().next().unwrap().outcome(), Outcome::Literal));
    assert_eq!(resolution.partial().unwrap().source(), "[[ t('e0') || 'x' ]]");
}

/// A feature only adds: the name is taken without it too, and what needs it says so when it is read.
#[test]
fn the_number_filter_says_what_it_needs() {
    let refused = Syntax::new().filter("number", |_, _| Ok(String::new())).unwrap_err();
    assert_eq!(refused.kind().code(), "filter-name");
    let template = Template::text("[[ n | number ]]");
    if cfg!(feature = "icu") {
        let (data, chain) = (json!({"n": 1.5}), LocaleChain::lookup(["de"]).unwrap());
        let context = Context::new(&data).locales(&chain);
        assert_eq!(template.unwrap().render(&context).unwrap(), "1,5");
    } else {
        let error = template.unwrap_err();
        assert_eq!(
            error.to_string(),
            "1:8: `number` needs the feature `icu` of the crate lacuna, which has the numbers of all languages"
        );
    }
}
