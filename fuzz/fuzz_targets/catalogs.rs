//! Any header, any catalog, any template: no panic, what is told can be drawn, and a page of translations
//! is the same by the short way and by the long one.

#![no_main]

use lacuna::{
    Catalog, Catalogs, Context, LanguageRanges, Layout, LocaleChain, OnGap, PageForm, Report,
    Syntax,
};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

const DELIMITERS: [(&str, &str); 4] = [("[[", "]]"), ("{{", "}}"), ("{", "}"), ("%{", "}")];

const FORMS: [PageForm; 4] =
    [PageForm::Any, PageForm::LocaleThenKey, PageForm::KeyThenLocale, PageForm::OneLanguage];

/// Where a text that is no catalog would lead nowhere: references, cycles, plural forms in every way to
/// write them, contexts, and what cannot be used. `#` and `~` become the delimiters.
const CATALOG: &str = r##"{
    "a": "A #a~", "b": "#t('c', a: b)~#b~", "c": "$t(d) #a | upper~", "d": "$t(b)", "e": "$t(e)", "f": "",
    "a_one": "one #count~", "a_other": "#count~ of #a || '-'~", "a_zero": "none", "a_x": "x #context~",
    "a_x_few": "few x", "a_x_other": "x #count~", "a_ordinal_two": "#ordinal~nd", "a_ordinal_other": "#ordinal~th",
    "b_x": "$t(a) x", "c.d": "#t('a', count: count)~", "h": "H #b~, #a~ #b | upper~",
    "k": "K<#b~#a~#! x~#b~", "g": {"h": "#t('c.d', count: a)~", "i_one": "#data.a.value~"},
    "n": {"one": "1", "other": "#count~", "=0": "$t(f)", "=2": "#t('n', count: 1)~",
          "ordinal": {"one": "1st", "few": "$t(e)", "other": "#ordinal~."}},
    "p": {"one": "#x y~", "other": null}, "q": 1, "r": "{n, plural, one {x}}", "s": "#q~"
}"##;

/// The templates for a text that is none: all that the catalog has, with arguments and without; each alone,
/// since a gap would hide what the others print.
const PAGES: [&str; 8] = [
    "[[ t('a') ]][[ t('a', count: data.n.value) || '' ]][[ t('a', ordinal: 2, context: data.x.value) || '' ]]",
    "[[ t('b', a: t('a'), b: data.b.value) || t('n', count: 0) ]][[ t('n', count: data.n.value) || '' ]]",
    "[[ t('b', a: data.a.value, b: data.x.value) || '' ]]<[[ t('b', a: data.a.value, b: data.b.value) || '' | safe ]]>",
    "[[ metadata.translations.a | json ]][[ t('c.d', count: 1.0) || '' ]][[ t('p') || metadata.translations.f ]]",
    "[[ t('g.h', a: 2) || t('e') || '' ]][[ t('k', a: data.x.value, b: data.a.value) ]][[ t('k', b: data.b.value) || '' ]]",
    "[[ t('b', context: 'x') || '' | safe ]][[ t('g.i', count: 1) || '' ]]",
    "[[ t('c', a: data.x.value) || '' ]][[ t('a', b: data.b.value) || t('r') || t('s') || '' ]][[ t('s') || '' | upper ]]",
    "[[ t('a', count: data.n.value, a: data.a.value) || '' ]][[ t('h') || '' ]][[ t('a.h') || '' ]][[ t('f') || '' ]]",
];

fuzz_target!(|input: (u16, &str, &str, &str)| {
    let (options, header, messages, text) = input;
    let is_on = |bit: u16| options & (1 << bit) != 0;
    let number = |bit: u16| usize::from(options >> bit & 3);
    let (open, close) = DELIMITERS[number(0)];
    let fixed = CATALOG.replace('#', open).replace('~', close);
    let layout = Layout::metadata()
        .page_form(FORMS[number(2)])
        .expand(is_on(4))
        .blank_is_gap(is_on(5))
        .paired_defaults(is_on(6))
        .drop_hollow_lines(is_on(6));
    let syntax = Syntax::new().layout(layout);
    let of_messages = syntax.clone().delimiters(open, close).expect("they are delimiters");
    let catalogs = || Catalogs::new().syntax(&of_messages).references(is_on(7));

    let Some(chain) = chain(header, is_on(8)) else { return };
    // From a text and from its value the same is read, and the strict mode refuses whatever is found.
    let given =
        catalogs().add("de", Catalog::json(messages).named("de.json").namespace_if(is_on(9)));
    let given = match given {
        Ok(given) => {
            drawn(&given);
            let strict =
                catalogs().strict(true).add("de", Catalog::json(messages).namespace_if(is_on(9)));
            assert_eq!(strict.is_ok(), given.findings().is_empty());
            if let Ok(value) = serde_json::from_str::<Value>(messages) {
                let from_value = catalogs().add("de", Catalog::from(&value).namespace_if(is_on(9)));
                // Of keys that come twice in one object a value has only the second.
                assert!(from_value.is_ok_and(|catalogs| catalogs.len() <= given.len()));
            }
            given
        }
        Err(error) => {
            let _ = format!("{error} {error:#}");
            catalogs()
        }
    };
    // The fixed one is behind it, or merged with it.
    let tag = if is_on(10) { "de" } else { "en" };
    let all = given.add(tag, Catalog::json(&fixed)).expect("it is a catalog");
    drawn(&all);

    let read = |text| if is_on(6) { syntax.html_text(text) } else { syntax.text(text) };
    let page = read(text).ok();
    let page = page.unwrap_or_else(|| read(PAGES[usize::from(options >> 13)]).expect("it is one"));
    let data = data();
    // Two pages, one of which is a tree like the first or has to be asked for whole paths; or one.
    let (tree, context) = (json!({"metadata": {"translations": {"p": "P"}}}), Context::new(&data));
    let context = match number(11) {
        0 => context.or(&LAYER),
        1 => context.or(&tree),
        _ => context,
    };
    let context = context.locales(&chain).catalogs(&all);
    let long = page.resolve(&context).finish(OnGap::Fail);
    match (&long, &page.render(&context)) {
        (Ok(long), Ok(short)) => assert_eq!(&long.to_string(), short),
        (Err(long), Err(short)) => {
            assert_eq!(long, short);
            let _ = format!("{long} {long:#}");
        }
        (long, short) => panic!("{long:?} but {short:?}"),
    }
    let resolution = page.resolve(&context);
    let report = resolution.report();
    let _ = format!("{report} {} {:#}", resolution.findings(), resolution.findings());
    let told = serde_json::from_value::<Report>(json!(report)).expect("it reads back");
    assert_eq!(told, report);
    // Two passes over the same give what one gives.
    let partial = resolution.partial().expect("it is not too long");
    let twice = partial.resolve(&context).finish(OnGap::Fail);
    match (&long, &twice) {
        (Ok(long), Ok(twice)) => assert_eq!(long.to_string(), twice.to_string()),
        (Err(long), Err(twice)) => assert_eq!(long.count(), twice.count()),
        (long, twice) => panic!("{long:?} but {twice:?}, of {:?}", partial.source()),
    }
    let Ok(rendering) = resolution.finish(OnGap::Text("⟨gap⟩")) else { return };
    assert_eq!(rendering.to_string().len(), rendering.len());
    let _ = rendering.report().to_string();
});

/// A source that is no tree, behind the page.
const LAYER: [(&str, &str); 2] =
    [("metadata.translations.q", "layer"), ("metadata.translations.de.s", "[[ t('a') ]]")];

fn data() -> Value {
    json!({
        "data": {"a": {"value": "[[ a ]]"}, "b": {"value": ""}, "n": {"value": 2}, "x": {"value": "x"}},
        "metadata": {"defaultData": {"b": "[[ t('a') ]]"}, "translations": {
            "f": "F [[ t('a') ]]", "n_two": "zwei", "r": {"de": "R", "EN": "E", "one": "[[ count ]]"},
            "DE": {"c": "C [[ a ]] [[ t('g.h') ]]", "g": {"h_other": "H", "j": "J"}, "s": {"one": "1", "=0": "0"}},
        }},
    })
}

/// A chain that the header finds among some tags, or else that of its tags by truncation.
fn chain(header: &str, is_negotiated: bool) -> Option<LocaleChain> {
    let ranges = LanguageRanges::from_header(header);
    for problem in ranges.ignored() {
        let span = problem.span().expect("it stands in the header");
        assert!(header.get(span.range()).is_some());
        let _ = format!("{problem} {problem:#}");
    }
    let available = ["en", "de", "de-CH", "zh_Hant", "pt-BR"];
    let negotiated = ranges.negotiate(available, "en").expect("they are tags");
    assert!(negotiated.tags().all(|tag| available.contains(&tag)));
    assert!(negotiated.tags().any(|tag| tag == "en"));
    let of_tags = ranges.negotiate(ranges.tags().filter(|tag| *tag != "*"), "en");
    let _ = of_tags.map(|chain| chain.to_string());
    if is_negotiated {
        return Some(negotiated);
    }
    // What a header names is a tag, or else it is said why not; without spaces all the more.
    let written: Vec<&str> = header.split(',').map(str::trim).collect();
    match LocaleChain::lookup(&written) {
        Ok(chain) => chain.then("de").and_then(|chain| chain.then("en")).ok(),
        Err(error) => {
            let _ = format!("{error} {error:#}");
            LocaleChain::lookup(["de-CH"]).and_then(|chain| chain.then("en")).ok()
        }
    }
}

fn drawn(catalogs: &Catalogs) {
    let findings = catalogs.findings();
    let _ = format!("{findings} {findings:#}");
    for finding in findings.list() {
        let _ = format!("{finding} {finding:#}");
    }
}

/// A catalog with a namespace or without.
trait NamespaceIf {
    fn namespace_if(self, yes: bool) -> Self;
}

impl NamespaceIf for Catalog<'_> {
    fn namespace_if(self, yes: bool) -> Self {
        if yes { self.namespace("a") } else { self }
    }
}
