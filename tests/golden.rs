//! Behaviour as data: every case in `tests/cases/*.json` is rendered and compared.
//!
//! `LACUNA_CASE='part of a name' cargo test golden` runs only the cases with that name.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use lacuna::{
    Catalogs, Context, Error, Findings, Layout, Limits, LocaleChain, OnGap, PageForm, Problem,
    Resolved, Syntax, Tally, Template, TreeRendering,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::generators::layered;

/// A template, what it is rendered with, and what comes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    template: String,
    /// The template, if it is no text.
    tree: Option<Value>,
    #[serde(default = "empty")]
    data: Value,
    /// Instead of the data, the first in front.
    #[serde(default)]
    layers: Vec<Value>,
    #[serde(default)]
    options: Options,
    expect: Option<String>,
    expect_tree: Option<Value>,
    /// The problems of the error, all of them.
    errors: Option<Vec<Expected>>,
    /// What became of the placeholders, by name or in full.
    outcomes: Option<Vec<String>>,
    /// The report of the output as text, if the case is about it.
    report: Option<String>,
    /// What values mean where the placeholders stand in a page.
    #[cfg_attr(not(feature = "html"), allow(dead_code, reason = "there are no pages"))]
    contexts: Option<Vec<String>>,
    /// What stays text though it looks like a placeholder; nothing, unless the case says so.
    #[serde(default)]
    warnings: Vec<Expected>,
}

fn empty() -> Value {
    json!({})
}

#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Options {
    open: Option<String>,
    close: Option<String>,
    escape: Option<String>,
    layout: Option<String>,
    rules: Vec<(String, String)>,
    translations: Option<String>,
    paired_defaults: bool,
    drop_hollow_lines: bool,
    blank_is_gap: bool,
    expand: bool,
    on_gap: Option<String>,
    roots: Vec<String>,
    lenient: bool,
    /// Keys of a tree are templates too.
    keys: bool,
    limits: BTreeMap<String, usize>,
    /// The locales of the caller, truncated.
    locales: Vec<String>,
    default_locale: Option<String>,
    page_form: Option<String>,
    /// Messages by locale, which refer to each other by `$t(…)`.
    catalogs: BTreeMap<String, Value>,
    message_delimiters: Option<(String, String)>,
    /// The messages are markup.
    markup: bool,
    /// Paths for which the program vouches, each with a kind of trust.
    trust: Vec<(String, String)>,
    /// Schemes of URLs that are allowed too.
    schemes: Vec<String>,
    /// Only with the feature `icu`.
    icu: bool,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: String,
    /// The string of a tree.
    #[serde(default)]
    within: Option<String>,
    line: usize,
    column: usize,
    /// The message, if the case is about it.
    message: Option<String>,
    /// The way out, if the case is about it.
    help: Option<String>,
}

impl Options {
    fn syntax(&self) -> Result<Syntax, Error> {
        let mut layout = match self.layout.as_deref() {
            None | Some("metadata") => Layout::metadata(),
            Some("plain") => Layout::plain(),
            Some(other) => panic!("no layout {other}"),
        };
        for (from, to) in &self.rules {
            layout = layout.default_rule(from, to)?;
        }
        if let Some(root) = &self.translations {
            layout = layout.translations(root)?;
        }
        let layout = layout
            .paired_defaults(self.paired_defaults)
            .drop_hollow_lines(self.drop_hollow_lines)
            .blank_is_gap(self.blank_is_gap)
            .expand(self.expand)
            .page_form(match self.page_form.as_deref() {
                None => PageForm::Any,
                Some("locale-key") => PageForm::LocaleThenKey,
                Some("key-locale") => PageForm::KeyThenLocale,
                Some("one") => PageForm::OneLanguage,
                Some(other) => panic!("no form {other}"),
            });
        let mut limits = Limits::new();
        for (limit, value) in &self.limits {
            limits = match &**limit {
                "expansion" => limits.expansion(*value),
                "expansion_depth" => limits.expansion_depth(*value),
                "expression" => limits.expression(*value),
                "output" => limits.output(*value),
                "problems" => limits.problems(*value),
                other => panic!("no limit {other}"),
            };
        }
        let mut syntax = Syntax::new().layout(layout).lenient(self.lenient).limits(limits);
        if !self.roots.is_empty() {
            syntax = syntax.roots(&self.roots)?;
        }
        #[cfg(feature = "html")]
        {
            for (path, trust) in &self.trust {
                syntax = syntax.trust(path, trust_named(trust))?;
            }
            for scheme in &self.schemes {
                syntax = syntax.url_scheme(scheme)?;
            }
        }
        match (&self.open, &self.close) {
            (Some(open), Some(close)) => syntax.delimiters(open, close),
            _ => Ok(syntax),
        }
    }

    fn catalogs(&self, syntax: &Syntax) -> Catalogs {
        let syntax = match &self.message_delimiters {
            Some((open, close)) => syntax.clone().delimiters(open, close).unwrap(),
            None => syntax.clone(),
        };
        let catalogs = Catalogs::new().syntax(&syntax).references(true);
        #[cfg(feature = "html")]
        let catalogs = catalogs.markup(self.markup);
        let add = |catalogs: Catalogs, (tag, messages): (&String, &Value)| {
            catalogs.add(tag, messages).unwrap()
        };
        self.catalogs.iter().fold(catalogs, add)
    }

    fn chain(&self) -> Option<LocaleChain> {
        let chain = LocaleChain::lookup(&self.locales).unwrap();
        let chain = self.default_locale.iter().fold(chain, |chain, tag| chain.then(tag).unwrap());
        let is_empty = chain.tags().len() == 0;
        (!is_empty).then_some(chain)
    }

    fn parse<'s>(&self, syntax: &Syntax, text: &'s str) -> Result<Template<'s>, Error> {
        match self.escape.as_deref() {
            None | Some("none") => syntax.text(text),
            Some("html-text") => syntax.html_text(text),
            #[cfg(feature = "html")]
            Some("html") => syntax.html(text),
            Some(other) => panic!("no escape {other}"),
        }
    }

    fn is_html(&self) -> bool {
        self.escape.as_deref() == Some("html")
    }

    fn on_gap(&self) -> OnGap<'_> {
        match self.on_gap.as_deref() {
            None | Some("fail") => OnGap::Fail,
            Some("keep") => OnGap::Keep,
            Some("empty") => OnGap::Empty,
            Some("with") => OnGap::With(&|gap| format!("⟨{}⟩", gap.expression())),
            Some("mark") => OnGap::With(&|gap| format!("<mark>{}</mark>", gap.expression())),
            Some("with nothing") => OnGap::With(&|_| String::new()),
            Some(text) => OnGap::Text(text),
        }
    }
}

/// Whether as many findings were counted as are made.
fn is_tallied(tally: Tally, findings: &Findings) -> bool {
    (tally.errors, tally.notes) == (findings.errors(), findings.notes())
}

/// The output, as a text or as a tree, and the outcomes, by name and in full.
type Outcome = (Option<String>, Option<Value>, Vec<[String; 2]>);

fn run(case: &Case) -> Result<Outcome, Error> {
    let context =
        if case.layers.is_empty() { Context::new(&case.data) } else { layered(&case.layers) };
    let chain = case.options.chain();
    let context = chain.iter().fold(context, Context::locales);
    let syntax = case.options.syntax()?;
    let catalogs = case.options.catalogs(&syntax);
    let has_catalogs = !case.options.catalogs.is_empty();
    let context = if has_catalogs { context.catalogs(&catalogs) } else { context };
    let check = |warnings: &[Problem]| {
        let wanted = &case.warnings;
        assert!(fit(warnings, wanted), "{}: expected {wanted:#?}\ngot {warnings:#?}", case.name);
    };
    let named = |resolved: Resolved<'_>| {
        let outcome = resolved.outcome();
        [outcome.name().to_owned(), outcome.to_string()]
    };
    let is_strict = case.options.on_gap.is_none();
    if let Some(tree) = &case.tree {
        let parse = if case.options.keys { Syntax::tree_with_keys } else { Syntax::tree };
        let template = parse(&syntax, tree.clone())?;
        check(template.warnings());
        let resolution = template.resolve(&context);
        assert!(is_tallied(resolution.tally(), &resolution.findings()), "{}", case.name);
        let outcomes = resolution.outcomes().map(named).collect();
        let finished = resolution.finish(case.options.on_gap()).map(TreeRendering::into_value);
        assert!(!is_strict || template.render(&context) == finished, "{}", case.name);
        return Ok((None, Some(finished?), outcomes));
    }
    let template = case.options.parse(&syntax, &case.template)?;
    check(template.warnings());
    #[cfg(feature = "html")]
    if let Some(wanted) = &case.contexts {
        let contexts = template.placeholders().filter_map(|placeholder| placeholder.context());
        let contexts: Vec<_> = contexts.map(|context| context.to_string()).collect();
        assert_eq!(contexts, *wanted, "{}", case.name);
    }
    let resolution = template.resolve(&context);
    assert!(is_tallied(resolution.tally(), &resolution.findings()), "{}", case.name);
    let outcomes = resolution.outcomes().map(named).collect();
    let finished = resolution.finish(case.options.on_gap());
    if let Some(wanted) = &case.report {
        let report = finished.as_ref().unwrap().report();
        assert_eq!(report.to_string(), *wanted, "{}", case.name);
    }
    let finished = finished.map(|rendering| rendering.to_string());
    let is_same = !is_strict || template.render(&context) == finished;
    assert!(is_same, "{}: the fast way differs", case.name);
    Ok((Some(finished?), None, outcomes))
}

#[cfg(feature = "html")]
fn trust_named(name: &str) -> lacuna::Trust {
    use lacuna::Trust;
    match name {
        "html" => Trust::Html,
        "attribute" => Trust::Attribute,
        "url" => Trust::Url,
        "resource-url" => Trust::ResourceUrl,
        "script" => Trust::Script,
        "style" => Trust::Style,
        other => panic!("no trust {other}"),
    }
}

fn fit(problems: &[Problem], wanted: &[Expected]) -> bool {
    let fits = |(problem, wanted): (&Problem, &Expected)| {
        let place = problem.position().map(|position| (position.line, position.column));
        let message = problem.kind().to_string();
        place.unwrap_or((0, 0)) == (wanted.line, wanted.column)
            && problem.within().map(ToString::to_string) == wanted.within
            && problem.kind().code() == wanted.kind
            && wanted.message.as_ref().is_none_or(|text| *text == message)
            && wanted.help.as_deref().is_none_or(|text| Some(text) == problem.help())
    };
    problems.len() == wanted.len() && problems.iter().zip(wanted).all(fits)
}

/// What differs from what the case expects.
fn difference(case: &Case) -> Option<String> {
    let is_expected = case.expect.is_some() || case.expect_tree.is_some();
    let errors = case.errors.as_ref();
    assert!(is_expected != errors.is_some(), "{}: expect or errors, not both", case.name);
    match (run(case), is_expected, errors) {
        (Ok((text, tree, outcomes)), true, _) => {
            if text != case.expect {
                return Some(format!("expected {:?}\n     got {text:?}", case.expect));
            }
            if tree != case.expect_tree {
                let (wanted, got) = (json!(case.expect_tree), json!(tree));
                return Some(format!("expected {wanted:#}\ngot {got:#}"));
            }
            let differ = |wanted: &&Vec<String>| {
                let fits = outcomes.iter().zip(*wanted).all(|(got, wanted)| got.contains(wanted));
                !fits || outcomes.len() != wanted.len()
            };
            let wanted = case.outcomes.as_ref().filter(differ)?;
            Some(format!("expected outcomes {wanted:?}\n              got {outcomes:?}"))
        }
        (Ok(output), false, _) => Some(format!("expected an error\ngot {output:?}")),
        (Err(error), true, _) => Some(format!("expected an output\ngot {error:#}")),
        (Err(error), false, wanted) => {
            let wanted = wanted.map_or(&[][..], |wanted| wanted);
            (!fit(error.all(), wanted))
                .then(|| format!("expected {wanted:#?}\ngot {error:#}\n{}", json!(error.all())))
        }
    }
}

#[test]
fn golden() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let filter = std::env::var("LACUNA_CASE").unwrap_or_default();
    let (mut count, mut failures) = (0, Vec::new());
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let cases: Vec<Case> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let is_asked = |case: &&Case| {
            case.name.contains(&filter)
                && (cfg!(feature = "icu") || !case.options.icu)
                && (cfg!(feature = "html") || !case.options.is_html())
        };
        for case in cases.iter().filter(is_asked) {
            count += 1;
            if let Some(difference) = difference(case) {
                let file = file.file_name().unwrap().to_string_lossy();
                failures.push(format!("{file}: {}\n{difference}", case.name));
            }
        }
    }
    assert!(count > 0, "no case is named like {filter:?}");
    assert!(
        failures.is_empty(),
        "{} of {count} cases:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
