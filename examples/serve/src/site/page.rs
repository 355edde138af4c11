//! A page: a template and its record, and the gaps that visitors have met in it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use lacuna::{Context, Findings, OnGap, Resolution, Template};
use serde_json::Value;

use super::Site;
use super::languages::Choice;

/// So many of the problems of a page are kept for the status.
const KEPT: usize = 10;

/// A template that can be read, with a record that can.
#[derive(Debug)]
pub struct Page {
    pub(super) template: Arc<Template<'static>>,
    pub(super) record: Arc<Value>,
    /// By the language in which they show.
    gaps: Mutex<BTreeMap<String, Gaps>>,
}

/// What keeps a page from being shown in one language.
#[derive(Clone, Debug)]
pub struct Gaps {
    /// When that was first noticed.
    pub since: SystemTime,
    /// How often somebody asked in vain.
    pub times: u64,
    /// The first of the problems, a line for each.
    pub problems: Vec<String>,
    /// How many there are.
    pub count: usize,
}

impl Page {
    pub(super) fn new(template: Arc<Template<'static>>, record: Arc<Value>) -> Self {
        Self { template, record, gaps: Mutex::default() }
    }

    /// The finished page.
    ///
    /// # Errors
    ///
    /// If the publish gate would refuse it: with what it would say. Those are gaps, what has failed, and values that
    /// their place in the page refused; what is left blank, and what a default stands in for, is published.
    pub fn finish(&self, site: &Site, choice: &Choice) -> Result<String, Findings> {
        self.resolved(site, choice, |resolution| {
            let refused = resolution.refused();
            if !refused.is_empty() {
                return Err(resolution.findings());
            }
            let findings = || self.resolved(site, choice, |resolution| resolution.findings());
            let rendering = resolution.finish(OnGap::Fail).map_err(|_| findings())?;
            let mut finished = String::new();
            rendering.push_to(&mut finished);
            Ok(finished)
        })
    }

    /// The page that shows where each word comes from, or would.
    ///
    /// # Errors
    ///
    /// If it would be longer than a page may be.
    pub fn inspect(&self, site: &Site, choice: &Choice) -> Result<String, lacuna::Error> {
        self.resolved(site, choice, |resolution| Ok(resolution.inspect()?.to_string()))
    }

    /// The layers are the record, what is the same for all pages, and what the server knows of the request. No record has a
    /// key of the latter, so that it may stand behind them: the first layer is the fastest.
    fn resolved<T>(
        &self,
        site: &Site,
        choice: &Choice,
        then: impl FnOnce(Resolution<'_>) -> T,
    ) -> T {
        let languages = site.languages();
        let mut context = Context::new(&*self.record);
        if let Some(shared) = site.shared() {
            context = context.or(shared);
        }
        let context = context.or(&choice.audience.layer);
        let context = context.locales(&choice.chain).catalogs(languages.catalogs());
        then(self.template.resolve(&context))
    }

    /// Remembers what kept somebody from the page; whether that is news.
    pub fn note(&self, locale: &str, findings: &Findings) -> bool {
        let mut gaps = self.gaps.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gaps) = gaps.get_mut(locale) {
            gaps.times += 1;
            return false;
        }
        let errors = || findings.iter().filter(|one| one.severity() == lacuna::Severity::Error);
        let problems = errors().take(KEPT).map(ToString::to_string).collect();
        let noted = Gaps { since: SystemTime::now(), times: 1, problems, count: findings.errors() };
        gaps.insert(locale.to_owned(), noted);
        true
    }

    /// What visitors have met, by language.
    pub fn gaps(&self) -> BTreeMap<String, Gaps> {
        self.gaps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
