//! Pages as laws: a rendered page is its template with the values put in, and nothing else.

pub(crate) mod generator;
mod oracle;

use lacuna::Template;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use serde_json::{Map, Value};

use self::generator::{data, page};
use self::oracle::Page;
use crate::generators::config;

/// Runs a law over pages, a share of which must be accepted, so that it says something.
fn law<S: Strategy>(
    others: S,
    least: f64,
    check: impl Fn(&Page<'_>, S::Value) -> Result<(), String>,
) where
    S::Value: Clone + std::fmt::Debug,
{
    let counts = std::cell::Cell::new((0_u32, 0_u32, 0_usize));
    let mut runner = TestRunner::new(config());
    let result = runner.run(&(page(), others), |(source, other)| -> TestCaseResult {
        let (all, accepted, placeholders) = counts.get();
        counts.set((all + 1, accepted, placeholders));
        let Some(page) = Page::new(&source).map_err(TestCaseError::fail)? else { return Ok(()) };
        counts.set((all + 1, accepted + 1, placeholders + page.placeholders()));
        check(&page, other).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let (all, accepted, placeholders) = counts.get();
    let share = f64::from(accepted) / f64::from(all);
    if std::env::var_os("PAGE_LAWS_COUNTS").is_some() {
        #[allow(clippy::print_stderr, reason = "asked for")]
        {
            eprintln!(
                "{accepted} of {all} pages accepted ({share:.3}), {placeholders} placeholders"
            );
        }
    }
    assert!(share > least, "{accepted} of {all} pages are accepted");
}

/// Tags, texts, comments and values are those of the template, with the values put in.
#[test]
fn a_page_is_its_template_with_the_values_put_in() {
    law(prop::collection::vec(data(), 4), 0.2, |page, data| {
        data.iter().try_for_each(|data| page.check(data))
    });
}

/// Two passes give the page that one gives.
#[test]
fn two_passes_give_the_page_of_one() {
    law((data(), any::<[bool; 3]>()), 0.2, |page, (data, known)| {
        let kept = data.as_object().into_iter().flatten().zip(known).filter(|(_, known)| *known);
        let first: Map<String, Value> =
            kept.map(|((key, value), _)| (key.clone(), value.clone())).collect();
        page.check_passes(&Value::Object(first), &data)
    });
}

/// What the laws have found: pages that have to be refused, and why.
#[test]
fn what_was_found_is_refused() {
    const FOUND: [(&str, &str); 7] = [
        // With an empty value it was a doctype, and otherwise a comment.
        ("<!d[[ a ]]octype html>", "html-tag-open"),
        ("<!DOCTYP[[ a ]]E>", "html-tag-open"),
        // The same with a CDATA section, which ends elsewhere.
        ("<svg><![[[ a ]]CDATA[ > ]]>", "html-tag-open"),
        ("<svg><![cData[[ a ]][ > ]]>", "html-tag-open"),
        // With scripts the end tag of `noscript`, and with other values no end.
        ("<noscript><a title=\"</noscri[[ a ]]pt>\"></noscript>", "html-cut-end-tag"),
        ("<noscript><a title='<[[ a ]]'></noscript>", "html-cut-end-tag"),
        // It decided whether the comment is shown.
        ("<!--[if [[ a ]] IE]>x<![endif]-->", "html-unclear"),
    ];
    for (page, code) in FOUND {
        let error = Template::html(page).unwrap_err();
        assert_eq!(error.kind().code(), code, "{page}");
    }
    // What only looks like it.
    for page in [
        "<!--[if it is [[ a ]] -->",
        "<!-- d[[ a ]] -->",
        "<!--d[[ a ]]-->",
        "<!dx[[ a ]] >",
        "<!doctype html>[[ a ]]",
    ] {
        assert!(Template::html(page).is_ok(), "{page}");
    }
}
