//! Values in JSON that a script of the page reads.

use lacuna_html::hostile;
use lacuna_html::page::Page;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::engine::Engine;
use super::generator::{self, runner};
use super::reading::text_of;

fn page(json: &str, kind: &str) -> Page {
    let page = format!("<script type=\"{kind}\">{json}</script>");
    Page::new(&page).unwrap_or_else(|error| panic!("{page} is refused: {error}"))
}

#[test]
fn json_is_the_value() {
    let engine = Engine::new();
    let pages = [
        page("{\"a\": [[v]], \"b\": [1, [[v]]]}", "application/json"),
        page("{\"a\":[[v]],\"b\":[1,[[v]]]}", "application/ld+json"),
    ];
    let check = |value: &Value| {
        for page in &pages {
            let page = page.render(|_, _| value.clone());
            let text = text_of(&page, "script");
            let expected = json!({"a": value, "b": [1, value]});
            let read: Value = serde_json::from_str(&text)
                .map_err(|error| TestCaseError::fail(format!("{error} in {page}")))?;
            prop_assert_eq!(&read, &expected, "{}", page);
            let code = format!("out.read = JSON.parse({});", json!(text));
            let wrong = engine.wrong(&code, &expected, &["same(out.read, json)"]);
            prop_assert!(wrong.is_empty(), "{wrong:?} in {page}");
        }
        Ok(())
    };
    for value in hostile::values() {
        check(&value).unwrap_or_else(|why| panic!("{why}"));
    }
    let values = generator::value();
    runner().run(&values, |value| check(&value)).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn a_string_of_json_is_the_text() {
    let page = page("{\"a\": \"[[v]]\", \"b\": [\"x [[v]]\"]}", "application/json");
    let texts = generator::text();
    let run = runner().run(&texts, |text| {
        let page = page.render(|_, _| json!(text));
        let read: Value = serde_json::from_str(&text_of(&page, "script"))
            .map_err(|error| TestCaseError::fail(format!("{error} in {page}")))?;
        prop_assert_eq!(read, json!({"a": text, "b": [format!("x {text}")]}), "{}", page);
        Ok(())
    });
    run.unwrap_or_else(|why| panic!("{why}"));
}
