//! Which message answers, as a table (`tests/catalogs/candidates.json`); and that the feature `icu`
//! only adds.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Catalog, Catalogs, Found, Locale, Wanted};
use crate::locale::{Available, Counting, PluralCategory};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    locale: String,
    namespace: Option<String>,
    catalog: Value,
    finds: Vec<Find>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    /// The key that answers, or what is said.
    #[serde(rename = "find")]
    answer: String,
    /// If it is not what the answer begins with.
    key: Option<String>,
    context: Option<String>,
    count: Option<String>,
    ordinal: Option<String>,
    #[serde(default)]
    needs_icu: bool,
    /// Instead of that of the catalog.
    locale: Option<String>,
}

impl Find {
    fn key(&self) -> &str {
        let first = |answer: &str| answer.find(['_', '.']).unwrap_or(answer.len());
        self.key.as_deref().unwrap_or(&self.answer[..first(&self.answer)])
    }

    fn wanted(&self) -> Wanted<'_> {
        let count = self.count.as_deref().map(|digits| (Counting::Cardinal, digits));
        let ordinal = self.ordinal.as_deref().map(|digits| (Counting::Ordinal, digits));
        Wanted { key: self.key(), context: self.context.as_deref(), number: count.or(ordinal) }
    }
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../../tests/catalogs/candidates.json")).unwrap()
}

fn told(found: Found<'_>) -> String {
    match found {
        Found::Message(message) => message.key.to_owned(),
        Found::Nothing => "nothing".to_owned(),
        Found::NeedsNumber => "needs a number".to_owned(),
        Found::Unusable { key, .. } => format!("unusable {key}"),
        Found::NeedsIcu => "needs icu".to_owned(),
    }
}

fn with_locale(case: &Case, tag: &str, check: impl FnOnce(Locale<'_>)) {
    let mut catalog = Catalog::from(&case.catalog);
    if let Some(namespace) = &case.namespace {
        catalog = catalog.namespace(namespace);
    }
    let catalogs = Catalogs::new().add(tag, catalog).unwrap();
    check(catalogs.locale(&Available::read(tag).unwrap()).unwrap());
}

#[test]
fn candidates() {
    for case in &cases() {
        for find in &case.finds {
            with_locale(case, find.locale.as_ref().unwrap_or(&case.locale), |locale| {
                let wanted = find.wanted();
                let without = told(locale.find_by(&wanted, &|_, _| None));
                let answer = if find.needs_icu { "needs icu" } else { &find.answer };
                // Where no rule is needed, none changes anything.
                assert_eq!(without, answer, "{}: {wanted:?} without rules", case.name);
                let with = told(locale.find(&wanted));
                let answer = if cfg!(feature = "icu") { &find.answer } else { answer };
                assert_eq!(with, answer, "{}: {wanted:?}", case.name);
            });
        }
    }
}

/// What is found without rules is found whatever they say.
#[test]
fn rules_only_add() {
    for case in &cases() {
        with_locale(case, &case.locale, |locale| {
            let keys: Vec<_> = case.finds.iter().map(Find::key).collect();
            let numbers = ["0", "1", "2", "3", "7", "1.5", "1e3", "-1"];
            let numbers = numbers.iter().flat_map(|digits| {
                [Some((Counting::Cardinal, *digits)), Some((Counting::Ordinal, *digits))]
            });
            for number in numbers.chain([None]) {
                for (key, context) in keys.iter().flat_map(|key| [(key, None), (key, Some("c"))]) {
                    let wanted = Wanted { key, context, number };
                    let without = told(locale.find_by(&wanted, &|_, _| None));
                    for category in PluralCategory::ALL {
                        let with = told(locale.find_by(&wanted, &|_, _| Some(category)));
                        assert!(without == with || without == "needs icu", "{wanted:?}");
                        assert_ne!(with, "needs icu");
                    }
                }
            }
        });
    }
}

#[test]
fn no_rule_is_asked_in_vain() {
    let messages = json!({"a": "a", "b_other": "b", "c": {"=1": "one", "other": "c"}});
    let catalogs = Catalogs::new().add("en", &messages).unwrap();
    let locale = catalogs.locale(&Available::read("en").unwrap()).unwrap();
    for key in ["a", "b", "c", "d"] {
        let number = Some((Counting::Cardinal, "1"));
        let wanted = Wanted { key, context: Some("c"), number };
        locale.find_by(&wanted, &|_, _| panic!("{key} needs no rule"));
    }
}

#[test]
fn a_message_tells_what_it_reads() {
    let text =
        "[[ b.c || a ]] [[ t('k', name: d[0], n: t('l')) ]] [[ a | upper ]] [[ 'x' || $['e f'] ]]";
    let messages = json!({"m": text, "p": "plain", "q": "[[ a ]]", "u": 1});
    let catalogs = Catalogs::new().add("en", &messages).unwrap();
    let locale = catalogs.locale(&Available::read("EN").unwrap()).unwrap();
    assert_eq!(locale.tag().as_str(), "en");
    let all: Vec<_> = locale.messages().collect();
    assert_eq!(all.iter().map(|message| message.key).collect::<Vec<_>>(), ["m", "p", "q", "u"]);
    let reads = |number: usize| {
        let paths = all[number].reads();
        paths.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(reads(0), ["a", "b.c", "d[0]", "$['e f']"]);
    assert_eq!(reads(1), Vec::<String>::new());
    assert_eq!(reads(2), ["a"]);
    let asked = all[0].template().unwrap().asked();
    assert_eq!(asked.map(|asked| asked.key).collect::<Vec<_>>(), ["l", "k"]);
    assert_eq!((all[1].text(), all[3].text()), (Some("plain"), None));
    assert!(all[1].template().is_none() && all[2].template().is_some());
}

#[test]
fn long_keys_and_contexts_are_nothing() {
    let catalogs = Catalogs::new().add("en", &json!({"k": "k"})).unwrap();
    let locale = catalogs.locale(&Available::read("en").unwrap()).unwrap();
    let long = "c".repeat(1 << 20);
    let (digits, context) = ("9".repeat(1 << 20), Some(&*long));
    let wanted = Wanted { key: "k", context, number: Some((Counting::Cardinal, &digits)) };
    assert_eq!(told(locale.find(&wanted)), "k");
    assert_eq!(told(locale.find(&Wanted { key: &long, ..wanted })), "nothing");
}
