//! Values in the strings and URLs of styles.

use lacuna_html::hostile::{CODE, TEXTS};
use lacuna_html::page::Page;
use proptest::prelude::*;
use serde_json::json;

use super::css;
use super::generator::{self, runner};
use super::reading::{attribute_of, text_of};

fn page(text: &str) -> Page {
    Page::new(text).unwrap_or_else(|error| panic!("{text} is refused: {error}"))
}

/// Checks each hostile text, and random ones.
fn check(check: impl Fn(&str) -> Result<(), TestCaseError>) {
    for text in TEXTS.iter().chain(CODE) {
        check(text).unwrap_or_else(|why| panic!("{why}"));
    }
    let run = runner().run(&generator::text(), |text| check(&text));
    run.unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn a_string_is_the_text() {
    let sheets = ["\"[[v]]\"", "'[[v]]'"]
        .map(|string| page(&format!("<style>p::before{{content:{string};color:red}}</style>")));
    let attributes = [
        page("<p style=\"content:'[[v]]';color:red\">"),
        page("<p style='content:\"[[v]]\";color:red'>"),
    ];
    check(|text| {
        let sheets = sheets.iter().map(|page| text_of(&page.render(|_, _| json!(text)), "style"));
        let attributes =
            attributes.iter().map(|page| attribute_of(&page.render(|_, _| json!(text)), "style"));
        for style in sheets.chain(attributes) {
            let (_, string) = style.split_once("content:").unwrap_or_default();
            let (read, rest) = css::string(string)
                .ok_or_else(|| TestCaseError::fail(format!("no string in {style}")))?;
            prop_assert_eq!(read, text.replace('\0', "\u{fffd}"), "{}", style);
            prop_assert!(matches!(&*rest, ";color:red" | ";color:red}"), "{style}");
        }
        Ok(())
    });
}

#[test]
fn a_url_is_that_of_a_link() {
    // The name of what is linked, and of what a style loads, must be one URL.
    for url in ["[[v]]", "/x/[[v]]", "/?q=[[v]]"] {
        let link = page(&format!("<a href=\"{url}\">"));
        let quoted = page(&format!("<style>p{{background:url(\"{url}\")}}</style>"));
        let attribute = page(&format!("<p style='background:url(\"{url}\")'>"));
        check(|text| {
            let expected = attribute_of(&link.render(|_, _| json!(text)), "href");
            let sheet = text_of(&quoted.render(|_, _| json!(text)), "style");
            let style = attribute_of(&attribute.render(|_, _| json!(text)), "style");
            for style in [sheet, style] {
                let (_, string) = style.split_once("url(").unwrap_or_default();
                let (read, rest) = css::string(string)
                    .ok_or_else(|| TestCaseError::fail(format!("no string in {style}")))?;
                prop_assert_eq!(&read, &expected, "{}", style);
                prop_assert!(matches!(&*rest, ")" | ")}"), "{style}");
            }
            Ok(())
        });
    }
}
