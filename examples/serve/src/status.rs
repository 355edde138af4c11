//! What there is to know about the server, as JSON.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use axum::Json;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use clap::ValueEnum;
use humantime::format_rfc3339_millis;
use serde::Serialize;

use crate::answer::App;
use crate::fault::Fault;
use crate::site::{Gaps, Site};
use crate::visitor;

/// So many of each list are told; the rest is counted.
const LISTED: usize = 100;

/// Who may see the status: it shows lines of templates, and names of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Access {
    /// Nobody
    Off,
    /// Who asks from this machine, at an address of numbers or `localhost`, and not through a proxy that adds its
    /// fields; behind any other proxy take `off`
    Local,
    /// Everybody
    All,
}

impl Access {
    pub(crate) fn allows(self, request: &Request) -> bool {
        match self {
            Self::Off => false,
            Self::Local => {
                visitor::is_near(request)
                    && !visitor::is_forwarded(request)
                    && !visitor::is_misled(request)
            }
            Self::All => true,
        }
    }
}

/// What has been answered, by class.
#[derive(Debug, Default)]
pub struct Counts {
    ok: AtomicU64,
    not_modified: AtomicU64,
    redirected: AtomicU64,
    client_errors: AtomicU64,
    busy: AtomicU64,
    server_errors: AtomicU64,
}

impl Counts {
    pub(crate) fn answered(&self, status: u16) {
        let count = match status {
            304 => &self.not_modified,
            503 => &self.busy,
            500.. => &self.server_errors,
            400.. => &self.client_errors,
            300.. => &self.redirected,
            _ => &self.ok,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Serialize)]
struct Status {
    /// `ok` if the site is what the folder holds.
    state: &'static str,
    version: &'static str,
    started: String,
    now: String,
    site: Loaded,
    pages: usize,
    locales: Vec<String>,
    default_locale: String,
    /// What is wrong with the folder as a whole; the pages are those that it had.
    folder: Option<Broken>,
    broken: List<Broken>,
    refused: List<Broken>,
    /// Addresses whose files are broken, so that an older page is shown, or none.
    older: List<Older>,
    gaps: List<Gap>,
    requests: Requests,
}

/// Which site it is.
#[derive(Serialize)]
struct Loaded {
    number: u64,
    since: String,
}

#[derive(Serialize)]
struct Broken {
    file: String,
    since: String,
    problem: String,
    picture: String,
}

#[derive(Serialize)]
struct Older {
    page: String,
    shows: &'static str,
}

#[derive(Serialize)]
struct Gap {
    page: String,
    locale: String,
    since: String,
    times: u64,
    problems: Vec<String>,
    count: usize,
}

#[derive(Serialize)]
struct Requests {
    total: u64,
    ok: u64,
    not_modified: u64,
    redirected: u64,
    client_errors: u64,
    busy: u64,
    server_errors: u64,
}

/// The first of many.
#[derive(Serialize)]
struct List<T> {
    count: usize,
    first: Vec<T>,
}

impl<T> List<T> {
    /// In their order.
    fn of(mut all: Vec<T>, by: impl Fn(&T) -> String) -> Self {
        all.sort_by_cached_key(by);
        let count = all.len();
        all.truncate(LISTED);
        Self { count, first: all }
    }
}

fn time(time: SystemTime) -> String {
    format_rfc3339_millis(time).to_string()
}

fn problem(fault: &Arc<Fault>) -> Broken {
    let Fault { file, told, since } = &**fault;
    let (problem, picture) = (told.line.clone(), told.picture.clone());
    Broken { file: file.clone(), since: time(*since), problem, picture }
}

fn problems(faults: &[Arc<Fault>]) -> List<Broken> {
    let mut first: Vec<_> = faults.iter().collect();
    first.sort_by(|one, other| one.file.cmp(&other.file));
    let first = first.into_iter().take(LISTED).map(problem).collect();
    List { count: faults.len(), first }
}

fn older(site: &Site) -> List<Older> {
    let broken = site.slots().filter(|(_, slot)| slot.is_broken());
    let all = broken.map(|(page, slot)| Older {
        page: page.to_owned(),
        shows: if slot.page().is_some() { "the last good page" } else { "nothing" },
    });
    List::of(all.collect(), |older| older.page.clone())
}

fn gaps(site: &Site) -> List<Gap> {
    let pages = site.slots().filter_map(|(address, slot)| Some((address, slot.page()?)));
    let all = pages.flat_map(|(page, noted)| {
        noted.gaps().into_iter().map(|(locale, gaps)| {
            let Gaps { since, times, problems, count } = gaps;
            Gap { page: page.to_owned(), locale, since: time(since), times, problems, count }
        })
    });
    List::of(all.collect(), |gap| format!("{} {}", gap.page, gap.locale))
}

fn requests(counts: &Counts) -> Requests {
    let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let mut requests = Requests {
        total: 0,
        ok: count(&counts.ok),
        not_modified: count(&counts.not_modified),
        redirected: count(&counts.redirected),
        client_errors: count(&counts.client_errors),
        busy: count(&counts.busy),
        server_errors: count(&counts.server_errors),
    };
    let Requests { ok, not_modified, redirected, client_errors, busy, server_errors, .. } =
        requests;
    requests.total = ok + not_modified + redirected + client_errors + busy + server_errors;
    requests
}

pub(crate) fn answer(app: &App) -> Response {
    let site = app.site();
    let (broken, gaps) = (problems(site.faults()), gaps(&site));
    let folder = site.folder_fault().map(problem);
    let refused = problems(site.refused());
    let is_ok = broken.count + gaps.count + refused.count == 0 && folder.is_none();
    let status = Status {
        state: if is_ok { "ok" } else { "degraded" },
        version: env!("CARGO_PKG_VERSION"),
        started: time(app.started()),
        now: time(SystemTime::now()),
        site: Loaded { number: site.number(), since: time(site.loaded()) },
        pages: site.slots().len(),
        locales: site.languages().catalogs().locales().map(str::to_owned).collect(),
        default_locale: site.languages().default_locale().to_owned(),
        folder,
        broken,
        refused,
        older: older(&site),
        gaps,
        requests: requests(&app.counts),
    };
    Json(status).into_response()
}
