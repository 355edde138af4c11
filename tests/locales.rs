//! Tags, chains and negotiation: tables of whole chains in `tests/locales/*.json`, and laws.

use std::collections::BTreeSet;

use lacuna::{ErrorKind, LanguageRanges, LocaleChain};
use proptest::prelude::*;
use serde::Deserialize;

use crate::generators::config;

/// Whole chains by both kinds of parents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chain {
    tags: Vec<String>,
    then: Option<String>,
    lookup: String,
    #[cfg_attr(not(feature = "icu"), allow(dead_code, reason = "the feature is for it"))]
    cldr: String,
}

/// What is no language tag.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    tag: String,
    reason: String,
}

/// A negotiation, from a header or from tags.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Negotiation {
    name: String,
    header: Option<String>,
    tags: Option<Vec<String>>,
    available: Vec<String>,
    default: String,
    chain: String,
    /// How many of the chain are defaults; one, unless the case says so.
    defaults: Option<usize>,
    /// With the parents of CLDR, if that differs.
    #[cfg_attr(not(feature = "icu"), allow(dead_code, reason = "the feature is for it"))]
    cldr: Option<String>,
    /// What is passed over: the column, and the message.
    #[serde(default)]
    ignored: Vec<(usize, String)>,
}

fn cases<T: for<'de> Deserialize<'de>>(text: &str) -> Vec<T> {
    let cases: Vec<T> = serde_json::from_str(text).unwrap();
    assert!(!cases.is_empty());
    cases
}

/// Fails with all that differ: what it is about, what was expected and what came.
fn all_agree(results: impl Iterator<Item = [String; 3]>) {
    let differ = results.filter(|[_, wanted, got]| wanted != got);
    let differ = differ
        .map(|[what, wanted, got]| format!("{what}\nexpected {wanted}\n     got {got}"))
        .collect::<Vec<_>>();
    assert!(differ.is_empty(), "{}", differ.join("\n\n"));
}

fn finished(chain: LocaleChain, then: Option<&String>) -> String {
    match then {
        None => chain.to_string(),
        Some(default) => chain.then(default).unwrap().to_string(),
    }
}

#[test]
fn chains_by_truncation() {
    let cases: Vec<Chain> = cases(include_str!("locales/chains.json"));
    all_agree(cases.iter().map(|case| {
        let chain = LocaleChain::lookup(&case.tags).unwrap();
        [case.tags.join(", "), case.lookup.clone(), finished(chain, case.then.as_ref())]
    }));
}

#[cfg(feature = "icu")]
#[test]
fn chains_with_the_parents_of_cldr() {
    let cases: Vec<Chain> = cases(include_str!("locales/chains.json"));
    all_agree(cases.iter().map(|case| {
        let chain = LocaleChain::cldr(&case.tags).unwrap();
        [case.tags.join(", "), case.cldr.clone(), finished(chain, case.then.as_ref())]
    }));
}

#[test]
fn what_is_no_tag_says_why() {
    let cases: Vec<Refusal> = cases(include_str!("locales/tags.json"));
    all_agree(cases.iter().map(|case| {
        let kind = match LocaleChain::lookup([&case.tag]) {
            Err(error) => error.kind().clone(),
            Ok(chain) => panic!("{:?} passes: {chain}", case.tag),
        };
        assert_eq!(kind.code(), "language-tag");
        let ErrorKind::LanguageTag { tag, reason } = kind else { panic!("{kind}") };
        assert_eq!(tag, case.tag);
        [case.tag.clone(), case.reason.clone(), reason]
    }));
    // Wherever a tag is taken.
    let chain = LocaleChain::lookup(["de"]).unwrap();
    assert!(chain.then("d").is_err());
    assert!(LanguageRanges::from_tags(["d"]).is_err());
    let wanted = LanguageRanges::from_tags(["de"]).unwrap();
    assert!(wanted.negotiate(["d"], "en").is_err());
    assert!(wanted.negotiate(["de"], "e").is_err());
    let error = LocaleChain::lookup(["a b\u{200b}"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`a b\\u{200b}` is no language tag: ` ` is neither an ASCII letter or digit nor a hyphen"
    );
}

impl Negotiation {
    fn ranges(&self) -> LanguageRanges {
        match (&self.header, &self.tags) {
            (Some(header), None) => LanguageRanges::from_header(header),
            (None, Some(tags)) => LanguageRanges::from_tags(tags).unwrap(),
            _ => panic!("{}: a header or tags, not both", self.name),
        }
    }
}

#[test]
fn negotiations() {
    let cases: Vec<Negotiation> = cases(include_str!("locales/negotiations.json"));
    all_agree(cases.iter().map(|case| {
        let ranges = case.ranges();
        let chain = ranges.negotiate(&case.available, &case.default).unwrap();
        let ignored = ranges.ignored().iter().map(|problem| {
            assert_eq!(problem.kind().code(), "language-range");
            (problem.position().unwrap().column, problem.kind().to_string())
        });
        let shown = |chain: &str, defaults: usize, ignored: Vec<(usize, String)>| {
            format!("{chain} ({defaults} defaults) {ignored:#?}")
        };
        [
            case.name.clone(),
            shown(&case.chain, case.defaults.unwrap_or(1), case.ignored.clone()),
            shown(&chain.to_string(), chain.defaults().len(), ignored.collect()),
        ]
    }));
}

#[cfg(feature = "icu")]
#[test]
fn negotiations_with_the_parents_of_cldr() {
    let cases: Vec<Negotiation> = cases(include_str!("locales/negotiations.json"));
    all_agree(cases.iter().map(|case| {
        let chain = case.ranges().negotiate_cldr(&case.available, &case.default).unwrap();
        let wanted = case.cldr.as_ref().unwrap_or(&case.chain);
        [case.name.clone(), wanted.clone(), chain.to_string()]
    }));
}

#[test]
fn huge_headers_are_read_in_part_or_not_at_all() {
    let ranges = LanguageRanges::from_header(&"de-CH, ".repeat(1000));
    assert_eq!((ranges.tags().count(), ranges.ignored().len()), (1, 100));
    let last = ranges.ignored().last().unwrap();
    let message = last.kind().to_string();
    assert!(message.ends_with("…` is passed over: only the first 100 parts of a header are read"));
    assert_eq!((last.position().unwrap().column, last.span().unwrap().len()), (701, 7 * 900));
    // Empty elements do not count.
    let ranges = LanguageRanges::from_header(&(",".repeat(60_000) + "de"));
    assert_eq!((ranges.tags().count(), ranges.ignored().len()), (1, 0));

    let ranges = LanguageRanges::from_header(&"ü".repeat(64 * 1024 / 2));
    assert_eq!(ranges.ignored().len(), 1);
    assert!(ranges.ignored()[0].to_string().ends_with("it is longer than 255 bytes"));
    let ranges = LanguageRanges::from_header(&("de,".to_owned() + &"ü".repeat(64 * 1024 / 2)));
    assert_eq!((ranges.tags().count(), ranges.ignored().len()), (0, 1));
    let message = ranges.ignored()[0].to_string();
    assert!(message.ends_with("…` is passed over: the header is longer than 65536 bytes"));
}

#[test]
fn a_chain_is_a_value() {
    let chain = LocaleChain::lookup(["de-CH"]).unwrap().then("en").unwrap();
    assert_eq!(chain, LocaleChain::lookup(["de-CH"]).unwrap().then("en").unwrap());
    // What is asked for is not what is left.
    assert_ne!(chain, LocaleChain::lookup(["de-CH", "en"]).unwrap());
    let nobody = LocaleChain::lookup::<&str>([]).unwrap();
    assert_eq!((nobody.to_string(), nobody.tags().len()), (String::new(), 0));
    assert_eq!(nobody.then("en").unwrap().to_string(), "en");
}

fn folded(tag: &str) -> String {
    tag.to_ascii_lowercase().replace('_', "-")
}

/// What may be a tag, and mostly is one.
fn nearly_a_tag() -> impl Strategy<Value = String> {
    let language = "[a-z]{2,3}|zh|en|de|sr|pt|x|i|und";
    let subtag = "[-_]([A-Za-z0-9]{1,8}|CH|TW|Hant|Latn|u|x|1996|fonipa)";
    let subtags = prop::collection::vec(subtag, 0..5);
    (language, subtags).prop_map(|(language, subtags)| language + &subtags.concat())
}

fn tag() -> impl Strategy<Value = String> {
    nearly_a_tag().prop_filter("a tag", |tag| LocaleChain::lookup([tag]).is_ok())
}

/// What may be in a header, or break it.
fn header() -> impl Strategy<Value = String> {
    let range = prop_oneof![6 => nearly_a_tag(), 1 => Just("*".to_owned()), 1 => "\\PC{0,4}"];
    let weight = "|( ?; ?[qQ]=(0|0\\.5|1|0\\.[0-9]{1,4}|1\\.0|[a-z]))";
    let part = (range, weight).prop_map(|(range, weight)| range + &weight);
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.join(", "))
}

/// The chains of a tag by all kinds of parents.
fn chains(tags: &[String]) -> Vec<LocaleChain> {
    vec![
        LocaleChain::lookup(tags).unwrap(),
        #[cfg(feature = "icu")]
        LocaleChain::cldr(tags).unwrap(),
    ]
}

proptest! {
    #![proptest_config(config())]

    /// A chain ends, has no duplicates, begins with the first tag as it was written, and has all
    /// the others; `und` is not in it.
    #[test]
    fn a_chain_has_every_tag_once(tags in prop::collection::vec(tag(), 1..4), default in tag()) {
        for chain in chains(&tags) {
            prop_assert_eq!(chain.tags().next(), Some(&*tags[0]));
            let requested: Vec<_> = chain.requested().map(folded).collect();
            let chain = chain.then(&default).unwrap();
            let all: Vec<_> = chain.tags().map(folded).collect();
            let distinct: BTreeSet<_> = all.iter().collect();
            prop_assert_eq!(distinct.len(), all.len(), "{}", chain);
            prop_assert!(tags.iter().all(|tag| requested.contains(&folded(tag))));
            prop_assert!(!all.iter().any(|tag| tag == "und"), "{}", chain);
            prop_assert!(all.len() <= requested.len() + 1 && all.contains(&folded(&default)));
            let parts: Vec<_> = chain.requested().chain(chain.defaults()).map(folded).collect();
            prop_assert_eq!(parts, all);
        }
    }

    /// By truncation each tag is longer than what follows, which it begins with.
    #[test]
    fn truncation_only_truncates(tag in tag()) {
        let chain = LocaleChain::lookup([&tag]).unwrap();
        let steps: Vec<_> = chain.tags().collect();
        prop_assert!(steps.windows(2).all(|pair| pair[0].len() > pair[1].len()));
        prop_assert!(steps.iter().all(|step| tag.starts_with(step)));
    }

    /// No text is a tag or a header that panics, and what is in a chain is a tag.
    #[test]
    fn any_text_may_be_a_tag_or_a_header(text in "\\PC{0,12}|[a-z*;=.@_,q01 -]{0,24}") {
        if LocaleChain::lookup([&text]).is_ok() {
            for chain in chains(std::slice::from_ref(&text)) {
                prop_assert!(LocaleChain::lookup(chain.tags()).is_ok(), "{}", chain);
            }
        }
        let ranges = LanguageRanges::from_header(&text);
        prop_assert!(LocaleChain::lookup(ranges.tags()).is_ok());
        let drawn: Vec<_> = ranges.ignored().iter().map(|part| format!("{part:#}")).collect();
        prop_assert!(drawn.iter().all(|part| part.contains(" is passed over: ")), "{:?}", drawn);
    }

    /// All of a negotiated chain but the default is available, and written as there; nothing of it
    /// is what a weight of 0 names.
    #[test]
    fn a_negotiated_chain_is_available(
        header in header(),
        available in prop::collection::vec(tag(), 0..8),
        default in tag(),
    ) {
        let ranges = LanguageRanges::from_header(&header);
        let negotiated = vec![
            ranges.negotiate(&available, &default).unwrap(),
            #[cfg(feature = "icu")]
            ranges.negotiate_cldr(&available, &default).unwrap(),
        ];
        for chain in negotiated {
            prop_assert!(chain.requested().all(|tag| available.iter().any(|there| there == tag)));
            prop_assert!(chain.tags().any(|tag| folded(tag) == folded(&default)));
            prop_assert!(chain.defaults().len() <= 1);
            // But for one that an earlier part wants.
            let excluded = header.split(", ").filter_map(|part| part.strip_suffix(";q=0"));
            let wanted: Vec<_> = ranges.tags().map(folded).collect();
            for tag in excluded.map(folded).filter(|tag| !wanted.contains(tag)) {
                prop_assert!(chain.requested().all(|other| folded(other) != tag), "{}", chain);
            }
        }
    }

    /// What is available and asked for by name is found, before anything that nobody named.
    #[test]
    fn what_is_named_and_available_is_found(tags in prop::collection::vec(tag(), 1..4)) {
        let ranges = LanguageRanges::from_tags(&tags).unwrap();
        let available = ["xx".to_owned()].into_iter().chain(tags.iter().rev().cloned());
        let chain = ranges.negotiate(available, "yy").unwrap();
        let requested: Vec<_> = chain.requested().map(folded).collect();
        prop_assert_eq!(requested.first(), Some(&folded(&tags[0])));
        prop_assert!(tags.iter().all(|tag| requested.contains(&folded(tag))));
    }
}

/// A feature only adds: without it a placeholder fails where the rules of a language decide.
#[cfg(not(feature = "icu"))]
#[test]
fn plural_forms_name_the_feature_that_they_need() {
    use lacuna::{Catalogs, Context, Template};
    use serde_json::json;

    let messages = json!({"n_one": "1", "n_other": "o"});
    let catalogs = Catalogs::new().add("de", &messages).unwrap();
    let chain = LocaleChain::lookup(["de"]).unwrap();
    let template = Template::text("[[ t('n', count: 1) || 'x' ]]").unwrap();
    let (page, none) = (json!({"metadata": {"translations": {"de": messages}}}), json!({}));
    for context in [
        Context::new(&page).locales(&chain),
        Context::new(&none).locales(&chain).catalogs(&catalogs),
    ] {
        let error = template.render(&context).unwrap_err();
        assert!(
            error.to_string().ends_with("need the feature `icu` of the crate lacuna"),
            "{error}"
        );
    }
}
