//! The library does what the oracle says.

use lacuna::{
    Catalog, Catalogs, Context, Error, Layout, Limits, LocaleChain, OnGap, Resolved, Syntax,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::Value;

use super::worlds::{knots, world};
use super::{PageForm, Printed, Text, World, source};
use crate::generators::{config, layered};

impl World {
    fn syntax(&self) -> Syntax {
        let form = match self.page_form {
            None => lacuna::PageForm::Any,
            Some(PageForm::LocaleThenKey) => lacuna::PageForm::LocaleThenKey,
            Some(PageForm::KeyThenLocale) => lacuna::PageForm::KeyThenLocale,
            Some(PageForm::OneLanguage) => lacuna::PageForm::OneLanguage,
        };
        let layout = Layout::metadata().page_form(form);
        let layout = layout.expand(self.expands).blank_is_gap(self.blank_is_gap);
        Syntax::new().layout(layout).limits(Limits::new().expansion_depth(self.depth))
    }

    fn catalogs(&self) -> Option<Catalogs> {
        let none = Catalogs::new().syntax(&self.syntax());
        let add = |catalogs: Catalogs, (tag, messages): &(&str, Value)| {
            let text = backwards(messages);
            let backwards = self.is_backwards.then(|| Catalog::json(&text));
            catalogs.add(tag, backwards.unwrap_or_else(|| messages.into())).unwrap()
        };
        self.catalogs.as_ref().map(|all| all.iter().fold(none, add))
    }

    fn locales(&self) -> Option<LocaleChain> {
        let chain = LocaleChain::lookup(&self.requested).unwrap();
        let chain = self.default.iter().fold(chain, |chain, tag| chain.then(tag).unwrap());
        let is_empty = chain.tags().len() == 0;
        (!is_empty).then_some(chain)
    }
}

/// As JSON, the last member of each object first.
fn backwards(value: &Value) -> String {
    let Value::Object(fields) = value else { return value.to_string() };
    let member =
        |(key, value): (&String, &Value)| format!("{}:{}", Value::from(&**key), backwards(value));
    let members: Vec<_> = fields.iter().rev().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// What the library makes of each placeholder, the text in which gaps are marked, and the strict one.
struct Rendered {
    outcomes: Vec<(Printed, String)>,
    marked: Result<String, Error>,
    strict: Result<String, Error>,
}

const MARK: &str = "¿";

fn rendered(template: &Text, world: &World) -> Rendered {
    let (chain, catalogs) = (world.locales(), world.catalogs());
    let context = chain.iter().fold(layered(&world.layers), Context::locales);
    let context = catalogs.iter().fold(context, Context::catalogs);
    let text = source(template);
    let template = world.syntax().text(&*text).unwrap();
    let resolution = template.resolve(&context);
    let (tally, findings) = (resolution.tally(), resolution.findings());
    assert_eq!((tally.errors, tally.notes), (findings.errors(), findings.notes()), "{text}");
    if !template.depends_on_locale() {
        let elsewhere = layered(&world.layers);
        assert_eq!(template.resolve(&elsewhere).tally(), tally, "{text}");
    }
    let outcome = |resolved: Resolved<'_>| {
        let told = match resolved.outcome().name() {
            "blank" if !resolved.is_gap() => "blank".to_owned(),
            _ if resolved.is_gap() => "gap".to_owned(),
            "failed" => "failed".to_owned(),
            _ => resolved.outcome().to_string(),
        };
        let printed = match (resolved.is_gap(), resolved.is_failed()) {
            (true, _) => Printed::Gap,
            (_, true) => Printed::Failed,
            // What it prints is told by the whole.
            _ => Printed::Text(String::new()),
        };
        (printed, told)
    };
    let outcomes = resolution.outcomes().map(outcome).collect();
    let marked = resolution.finish(OnGap::Text(MARK)).map(|rendering| rendering.to_string());
    Rendered { outcomes, marked, strict: template.render(&context) }
}

/// What the oracle's outcomes print: gaps marked, unless something has failed.
fn printed(outcomes: &[(Printed, String)]) -> Option<String> {
    let text = |(printed, _): &(Printed, String)| match printed {
        Printed::Text(text) => Some(text.clone()),
        Printed::Gap => Some(MARK.to_owned()),
        Printed::Failed => None,
    };
    outcomes.iter().map(text).collect()
}

fn without_texts(outcomes: &[(Printed, String)]) -> Vec<(Printed, String)> {
    let without = |(printed, told): &(Printed, String)| match printed {
        Printed::Text(_) => (Printed::Text(String::new()), told.clone()),
        printed => (printed.clone(), told.clone()),
    };
    outcomes.iter().map(without).collect()
}

fn agree(template: &Text, world: &World) -> Result<(), TestCaseError> {
    let wanted = world.outcomes(template);
    let got = rendered(template, world);
    prop_assert_eq!(&got.outcomes, &without_texts(&wanted), "{}", source(template));
    prop_assert_eq!(got.marked.ok(), printed(&wanted), "{}", source(template));
    let has_all = wanted.iter().all(|(printed, _)| matches!(printed, Printed::Text(_)));
    prop_assert_eq!(got.strict.ok(), printed(&wanted).filter(|_| has_all));
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    /// Texts, gaps and failures, and the place, key and locale of every answer.
    #[test]
    fn translations_are_what_the_oracle_says((template, world) in world()) {
        agree(&template, &world)?;
    }

    /// The same of messages that lead to each other: what a placeholder comes to does not depend on
    /// what was asked before.
    #[test]
    fn messages_within_messages_are_what_the_oracle_says((template, world) in knots()) {
        agree(&template, &world)?;
    }

    /// What is rendered without the feature `icu` is what anybody who knows the categories of numbers
    /// expects. With it the law above says that of all: so the feature changes no call that succeeds.
    #[cfg(not(feature = "icu"))]
    #[test]
    fn what_succeeds_is_right_with_all_categories_known((template, mut world) in world()) {
        let got = rendered(&template, &world);
        world.knows_categories = true;
        let wanted = world.outcomes(&template);
        if let Ok(text) = got.marked {
            prop_assert_eq!(Some(text), printed(&wanted), "{}", source(&template));
            prop_assert_eq!(&got.outcomes, &without_texts(&wanted), "{}", source(&template));
        }
    }
}
