//! Values in scripts and event handlers, as an engine reads them.

use lacuna_html::hostile;
use lacuna_html::page::Page;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::engine::Engine;
use super::generator::{self, runner};
use super::reading::{attribute_of, text_of};

/// A page whose script is this.
fn script(text: &str) -> Page {
    Page::new(&format!("<script>{text}</script>"))
        .unwrap_or_else(|error| panic!("{text} is refused: {error}"))
}

/// A page with this event handler.
fn handler(text: &str, quote: char) -> Page {
    let page = format!("<p onclick={quote}{text}{quote}>");
    Page::new(&page).unwrap_or_else(|error| panic!("{page} is refused: {error}"))
}

/// What is read of a page, and what should be said of that.
struct Case {
    page: Page,
    is_handler: bool,
    questions: &'static [&'static str],
}

impl Case {
    fn script(text: &str, questions: &'static [&'static str]) -> Self {
        Self { page: script(text), is_handler: false, questions }
    }

    fn handler(text: &str, quote: char, questions: &'static [&'static str]) -> Self {
        Self { page: handler(text, quote), is_handler: true, questions }
    }

    fn check(&self, engine: &Engine, value: &Value) -> Result<(), TestCaseError> {
        let page = self.page.render(|_, _| value.clone());
        let code = if self.is_handler {
            format!("(function (event) {{\n{}\n}})()", attribute_of(&page, "onclick"))
        } else {
            text_of(&page, "script")
        };
        let wrong = engine.wrong(&code, value, self.questions);
        prop_assert!(wrong.is_empty(), "{wrong:?} of {value} in {page}");
        Ok(())
    }
}

/// Checks the cases with each hostile value, and with random ones.
fn check(cases: &[Case], known: &[Value], values: impl Strategy<Value = Value>) {
    let engine = Engine::new();
    let check = |value: &Value| cases.iter().try_for_each(|case| case.check(&engine, value));
    for value in known {
        check(value).unwrap_or_else(|why| panic!("{why}"));
    }
    runner().run(&values, |value| check(&value)).unwrap_or_else(|why| panic!("{why}"));
}

fn texts() -> Vec<Value> {
    hostile::values().into_iter().filter(Value::is_string).collect()
}

#[test]
fn a_string_is_the_text() {
    let plain = &["out.a === text", "out.b === 'x' + text + 'y' + text"];
    let cases = [
        Case::script("out.a = '[[v]]'; out.b = 'x[[v]]y[[v]]';", plain),
        Case::script("out.a = \"[[v]]\"; out.b = \"x[[v]]y[[v]]\";", plain),
        Case::script("out.a = `[[v]]`; out.b = `x[[v]]y[[v]]`;", plain),
        Case::script("out.a = `${'[[v]]'}`; out.b = `x${'[[v]]'}y[[v]]`;", plain),
        Case::handler("out.a = '[[v]]'; out.b = 'x[[v]]y[[v]]';", '"', plain),
        Case::handler("out.a = `[[v]]`; out.b = `x[[v]]y[[v]]`;", '\'', plain),
        Case::handler("out.a = &quot;[[v]]&#34;; out.b = 'x[[v]]y[[v]]';", '"', plain),
    ];
    check(&cases, &texts(), generator::text().prop_map(Value::String));
}

#[test]
fn a_value_is_the_value() {
    let plain = &["same(out.a, json)", "same(out.b[1].c, json)", "same(out.d, json)"];
    let code = "out.a = [[v]]; out.b = [1, {c: [[v]]}]; out.d = ((x) => x)([[v]]);";
    let cases = [
        Case::script(code, plain),
        Case::script(&code.replace("[[v]]", "\n[[v]]\n"), plain),
        Case::handler(code, '"', plain),
        Case::handler(code, '\'', plain),
    ];
    check(&cases, &hostile::values(), generator::value());
}

#[test]
fn a_value_is_an_operand() {
    const QUESTIONS: &[&str] = &[
        "Object.is(out.a, 5 - JSON.parse(json))",
        "Object.is(out.b, 5 + JSON.parse(json))",
        "Object.is(out.c, 5 - -JSON.parse(json))",
        "out.d === typeof JSON.parse(json)",
        "Object.is(out.e, 5 < JSON.parse(json))",
        "Object.is(out.f, 5 / JSON.parse(json) / 1)",
    ];
    let code = "var a = 5; out.a = a-[[v]]; out.b = a+[[v]]; out.c = a - -[[v]]; out.d = typeof [[v]]; \
                out.e = a < [[v]]; out.f = a / [[v]] / 1;";
    check(
        &[Case::script(code, QUESTIONS), Case::handler(code, '"', QUESTIONS)],
        &[json!(-1)],
        generator::leaf(),
    );
}

#[test]
fn a_regular_expression_matches_the_text() {
    let plain = &["matchesOnly(out.a, text)", "out.b.test(text + text + text)"];
    let cases = [
        Case::script("out.a = /^[[v]]$/; out.b = /^(?:[[v]]){3}$/;", plain),
        Case::script("out.a = /^[[v]]$/u; out.b = /^(?:[[v]]){3}$/su;", plain),
        Case::script("out.a = /^[[v]]$/v; out.b = /^(?:[[v]]){3}$/v;", plain),
        Case::handler("out.a = /^[[v]]$/; out.b = /^(?:[[v]]){3}$/;", '"', plain),
    ];
    check(&cases, &texts(), generator::text().prop_map(Value::String));
}

#[test]
fn a_class_holds_the_characters() {
    let plain = &["holdsOnly(out.a, text)", "holdsOnly(out.b, 'xyz' + text)"];
    let cases = [
        Case::script("out.a = /^[[[v]]]$/; out.b = /^[x-z[[v]]]$/;", plain),
        Case::script("out.a = /^[[[v]]]$/u; out.b = /^[x-z[[v]]]$/u;", plain),
    ];
    check(&cases, &texts(), generator::text().prop_map(Value::String));
}

#[test]
fn nothing_is_an_empty_text() {
    let engine = Engine::new();
    let questions =
        &["out.a === ''", "out.b === 'x'", "out.c.test('x')", "out.d.source === '(?:)*x'"];
    let code = "out.a = '[[v]]'; out.b = `x[[v]]`; out.c = /[[v]]/; out.d = /[[v]]*x/;";
    for case in [Case::script(code, questions), Case::handler(code, '"', questions)] {
        for nothing in [json!(""), Value::Null] {
            case.check(&engine, &nothing).unwrap_or_else(|why| panic!("{why}"));
        }
    }
}
