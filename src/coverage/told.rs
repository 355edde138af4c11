//! Coverage as findings: each fault once, with the locales that it concerns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::LocaleCoverage;
use super::uses::{MessageUses, Site};
use super::wanted::{Message, Wanted};
use crate::catalog::{self, Catalogs};
use crate::error::{CoverageFault, DRAWN, ErrorKind, Problem, Problems};
use crate::finding::Findings;
use crate::locale::Counting;
use crate::nearest::{Budget, nearest_within};
use crate::path::{Place, Segment, Within};
use crate::span::{Locator, Span};
use crate::template::{Limits, Template};

/// The keys that are compared with those that are missing.
const COMPARISONS: usize = 50_000;

/// The way out where a catalog has something, but not to be used.
const UNUSABLE: &str = "a message of that key cannot be read: the findings of the catalogs say why";

pub(super) fn findings(
    uses: &MessageUses<'_>,
    catalogs: &Catalogs,
    wanted: &Wanted<'_>,
    locales: &[LocaleCoverage],
) -> Findings {
    let mut told = Told::of(catalogs);
    told.states(wanted, locales);
    told.arguments(uses, wanted);
    for locale in locales {
        told.endless(locale);
        told.messages(locale);
    }
    told.findings(&uses.templates)
}

/// Messages that no template uses, each once for all locales.
pub(super) fn unused(catalogs: &Catalogs, locales: &[LocaleCoverage]) -> Findings {
    let mut unused: IndexMap<&str, Vec<String>> = IndexMap::new();
    for locale in locales {
        for key in &locale.unused {
            unused.entry(key).or_default().push(locale.locale.clone());
        }
    }
    let mut told = Told::of(catalogs);
    for (key, locales) in unused {
        let first = locales[0].clone();
        let fault = CoverageFault::UnusedMessage { key: key.to_owned(), locales };
        let help = "use it, or take it out of the catalogs".to_owned();
        told.about(&first, key, (fault, help, None));
    }
    told.findings(&[])
}

/// Something to tell, with the way out and what was probably meant.
pub(super) type Remark = (CoverageFault, String, Option<String>);

/// What is told, by where it stands.
pub(super) struct Told<'c> {
    pub(super) catalogs: &'c Catalogs,
    /// By the row of the template.
    in_templates: BTreeMap<usize, Vec<(Span, Remark)>>,
    /// By the name of the catalog.
    in_catalogs: IndexMap<String, Vec<(String, Remark)>>,
}

impl<'c> Told<'c> {
    fn of(catalogs: &'c Catalogs) -> Self {
        let (in_templates, in_catalogs) = (BTreeMap::new(), IndexMap::new());
        Self { catalogs, in_templates, in_catalogs }
    }

    /// Messages that are missing, and those that only a default has.
    fn states(&mut self, wanted: &Wanted<'_>, locales: &[LocaleCoverage]) {
        let mut missing: IndexMap<&str, Vec<String>> = IndexMap::new();
        let mut fallen: IndexMap<&str, IndexMap<&str, Vec<String>>> = IndexMap::new();
        for locale in locales {
            for key in &locale.missing {
                missing.entry(key).or_default().push(locale.locale.clone());
            }
            for it in locale.fallen_back.iter().filter(|it| it.is_default) {
                let of_key = fallen.entry(&it.key).or_default();
                of_key.entry(&it.to).or_default().push(locale.locale.clone());
            }
        }
        let budget = Budget::new(COMPARISONS);
        let mut ways: IndexMap<&str, Vec<&Message<'_>>> = IndexMap::new();
        for message in &wanted.all {
            ways.entry(&message.label).or_default().push(message);
        }
        for ways in ways.values() {
            // With a number it may be there, and without one it may not; and what is named itself comes
            // before what a context could make of another key.
            let worst = |way: &&&Message<'_>| {
                (way.is_anywhere(), *way.key != way.label, way.sites.is_empty())
            };
            let Some(message) = ways.iter().min_by_key(worst) else { continue };
            let key = || message.label.clone();
            if let Some(locales) = missing.swap_remove(&*message.label) {
                let (help, meant) = self.help(message, &locales[0], &budget);
                let fault = if message.is_optional() {
                    CoverageFault::OptionalMessage { key: key(), locales }
                } else {
                    CoverageFault::MissingMessage { key: key(), locales }
                };
                self.at_first(message, (fault, help, meant));
            }
            for (default, locales) in fallen.swap_remove(&*message.label).into_iter().flatten() {
                let default = default.to_owned();
                let help = if message.is_unusable() {
                    UNUSABLE.to_owned()
                } else {
                    format!("translate it, or leave it to {default}")
                };
                let fault = CoverageFault::DefaultLocale { key: key(), locales, default };
                self.at_first(message, (fault, help, None));
            }
        }
    }

    /// The way out of a message that is missing.
    fn help(
        &self,
        message: &Message<'_>,
        locale: &str,
        budget: &Budget,
    ) -> (String, Option<String>) {
        if message.is_unusable() {
            return (UNUSABLE.to_owned(), None);
        }
        let locales = self.catalogs.all();
        let has_forms = |locale: catalog::Locale<'_>| {
            let cover = locale.cover(&message.key, None, Some(Counting::Ordinal));
            message.counting.is_none() && cover.messages.iter().any(|it| *it.key != *message.key)
        };
        if locales.clone().any(has_forms) {
            return ("it has plural forms: give a `count`, or an `ordinal`".to_owned(), None);
        }
        let is_ordinal = |locale: catalog::Locale<'_>| {
            !locale.cover(&message.key, None, Some(Counting::Ordinal)).is_empty()
        };
        if message.counting == Some(Counting::Cardinal) && locales.clone().any(is_ordinal) {
            return (
                "it has forms for ordinals: give it as `ordinal`, not as `count`".to_owned(),
                None,
            );
        }
        let keys = locales.flat_map(|locale| locale.keys().map(Cow::Borrowed));
        match nearest_within(budget, &message.key, keys).into_iter().next() {
            Some(meant) => (format!("did you mean `{meant}`?"), Some(meant.into_owned())),
            None => (format!("add it to a catalog of {locale} or of a default"), None),
        }
    }

    /// Messages that lead in a circle, or too deep.
    fn endless(&mut self, locale: &LocaleCoverage) {
        let Some(way) = &locale.endless else { return };
        let fault =
            CoverageFault::EndlessMessage { way: way.clone(), locale: locale.locale.clone() };
        let help = "let one of them say itself what the others say".to_owned();
        self.about(&locale.locale, &way[0], (fault, help, None));
    }

    /// What is wrong with the messages of a locale.
    fn messages(&mut self, locale: &LocaleCoverage) {
        for lacking in &locale.missing_forms {
            let suffix = if lacking.is_ordinal { "_ordinal" } else { "" };
            let forms: Vec<_> = lacking
                .categories
                .iter()
                .map(|name| format!("`{}{suffix}_{name}`", lacking.key))
                .collect();
            let help = format!("write {}; CLDR tells which numbers they are for", forms.join(", "));
            let fault = CoverageFault::MissingForms {
                key: lacking.key.clone(),
                is_ordinal: lacking.is_ordinal,
                locale: locale.locale.clone(),
                categories: lacking.categories.clone(),
            };
            self.about(&locale.locale, &lacking.key, (fault, help, None));
        }
        for it in &locale.differences {
            let fault = CoverageFault::DifferentPlaceholders {
                key: it.key.clone(),
                locale: locale.locale.clone(),
                other: it.other.clone(),
                lacks: it.lacks.clone(),
                adds: it.adds.clone(),
            };
            let help = "one of the two has a name that nobody fills in, or leaves something out";
            self.about(&locale.locale, &it.key, (fault, help.to_owned(), None));
        }
    }

    /// Something about a use, at a place of its template.
    pub(super) fn at(&mut self, site: &Site<'_>, span: Span, remark: Remark) {
        self.in_templates.entry(site.template).or_default().push((span, remark));
    }

    /// Where a message is used first, by a template or by another message.
    fn at_first(&mut self, message: &Message<'_>, remark: Remark) {
        match (message.sites.first(), message.asked_by) {
            (Some(site), _) => self.at(site, site.span, remark),
            (None, Some((locale, key))) => {
                let tag = self.catalogs.number(locale).tag().as_str();
                self.about(tag, key, remark);
            }
            // Then nobody wants it.
            (None, None) => {}
        }
    }

    /// Something about a message of a locale.
    fn about(&mut self, tag: &str, key: &str, remark: Remark) {
        // A message that a context shares with others stands under another key.
        let catalog = self.catalogs.file(tag, key).unwrap_or(tag);
        self.in_catalogs.entry(catalog.to_owned()).or_default().push((key.to_owned(), remark));
    }

    fn findings(self, templates: &[&Template<'_>]) -> Findings {
        let mut findings = Findings::default();
        for (row, mut remarks) in self.in_templates {
            remarks.sort_by_key(|(span, _)| span.start());
            let template = templates[row];
            let mut locator = Locator::new(template.source());
            let problems = remarks.into_iter().enumerate().map(|(number, (span, remark))| {
                let place = |kind| Problem::at(&mut locator, kind, span, None, number < DRAWN);
                problem(remark, place).within_string(template.within())
            });
            findings.append(kept(problems).named_if(template.name()));
        }
        for (name, remarks) in self.in_catalogs {
            let problems = remarks.into_iter().map(|(key, remark)| {
                problem(remark, |kind| Problem::with_value(kind, &within(&key)))
            });
            findings.append(kept(problems).named(name));
        }
        findings
    }
}

/// A key as the place where it would stand in nested objects, which reads like the key.
fn within(key: &str) -> Within {
    let segments = key.split('.').map(|part| Segment::Key(part.to_owned().into()));
    Within::new(segments.fold(None, |parent, part| Some(Place::below(parent, part))), false)
}

fn problem((fault, help, meant): Remark, place: impl FnOnce(ErrorKind) -> Problem) -> Problem {
    let mut problem = place(ErrorKind::Coverage(fault.into())).with_help(help);
    problem.suggest(meant.into_iter().collect());
    problem
}

fn kept(problems: impl Iterator<Item = Problem>) -> Findings {
    let problems = Problems { kept: problems.collect(), ..Problems::default() };
    Findings::of(problems, Limits::new().problem_count())
}
