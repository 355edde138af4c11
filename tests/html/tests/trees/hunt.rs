//! Random templates, hunted for one in which a value is more than a value.

use std::collections::BTreeSet;
use std::env;

use lacuna::{HtmlContext, UrlPart};
use lacuna_html::hostile::{CODE, TEXTS};
use lacuna_html::page::Page;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use serde_json::{Value, json};

use super::fragments::template;
use super::judge::judge;

/// So many different ones are told at once.
const ENOUGH: usize = 12;

/// A gap that is filled with nothing is written as an empty text is, wherever that is not a value of its own.
fn gap(page: &Page) -> Option<String> {
    let is_value =
        |at: &HtmlContext| matches!(at, HtmlContext::ScriptValue | HtmlContext::JsonValue);
    let [filled, empty] = [Value::Null, json!("")].map(|value| {
        page.render(|number, _| match page.contexts().get(number) {
            Some(at) if is_value(at) => json!(1),
            _ => value.clone(),
        })
    });
    (filled != empty).then(|| format!("nothing: {filled:?} instead of {empty:?}"))
}

/// What is wrong with a template, if it is accepted.
fn wrong(template: &[&str]) -> Option<String> {
    let page = Page::new(&template.concat()).ok()?;
    let difference = judge(&page, TEXTS).err();
    difference.map(|difference| difference.to_string()).or_else(|| gap(&page))
}

#[test]
fn no_value_changes_a_tree() {
    let cases = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases: usize = cases.unwrap_or(2_000);
    let mut runner = TestRunner::default();
    let (mut read, mut accepted, mut filled, mut found) = (0, 0, 0, BTreeSet::new());
    while read < cases && found.len() < ENOUGH {
        read += 1;
        let mut tree = template().new_tree(&mut runner).expect("nothing is filtered");
        let Ok(page) = Page::new(&tree.current().concat()) else { continue };
        accepted += 1;
        filled += usize::from(!page.contexts().is_empty());
        if wrong(&tree.current()).is_none() {
            continue;
        }
        // As proptest shrinks: smaller while it fails, back a step when it does not.
        let mut least = tree.current();
        while tree.simplify() {
            if wrong(&tree.current()).is_some() {
                least = tree.current();
            } else if !tree.complicate() {
                break;
            }
        }
        let Some(why) = wrong(&least) else { continue };
        found.insert(format!("{:?}\n    {why}", least.concat()));
    }
    eprintln!("{read} templates, {accepted} accepted, {filled} of them with placeholders");
    assert!(found.is_empty(), "{}", found.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_careless_page_is_found_out() {
    for (text, context) in [
        ("<p title=[[v]]>", HtmlContext::Attribute),
        ("<script>[[v]]</script>", HtmlContext::ElementText),
        ("<a href='[[v]]'>", HtmlContext::Url(UrlPart::Start)),
        ("<xmp>[[v]]</xmp>", HtmlContext::ElementText),
        ("<!-[[v]]", HtmlContext::ElementText),
        ("<p title='&[[v]]'>", HtmlContext::Attribute),
    ] {
        let page = Page::careless(text, context);
        assert!(judge(&page, TEXTS).and_then(|()| judge(&page, CODE)).is_err(), "{text}");
    }
}
