//! From a request to its response, by the site as it is at that moment; the disk is never asked.
//!
//! `body.rs` holds a response to the limit of those that are under way, `etag.rs` knows its content again, `head.rs` has the
//! fields that go with it, `wish.rs` reads the language out of a request.

mod body;
mod etag;
mod head;
mod wish;

use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

pub use self::etag::etag;
use self::head::{plain, text_html};
use crate::address::{self, OWN};
use crate::site::{Choice, Page, Site};
use crate::status::{self, Access, Counts};
use crate::visitor;

/// How requests are answered.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whether a page with gaps shows them.
    pub is_preview: bool,
    /// Who may see the status.
    pub access: Access,
    /// So many pages may be under way to their readers at once.
    pub concurrency: usize,
    /// The longest address with its query, in bytes.
    pub uri_bytes: usize,
    /// The longest body of a request, which nobody reads, in bytes.
    pub body_bytes: usize,
}

/// What all answers share.
#[derive(Debug)]
pub struct App {
    site: ArcSwap<Site>,
    manner: Manner,
    under_way: Arc<Semaphore>,
    /// What has been answered.
    pub counts: Counts,
    started: SystemTime,
}

impl App {
    /// Answers by this site, until there is another one.
    pub fn new(site: Site, manner: Manner) -> Arc<Self> {
        Arc::new(Self {
            site: ArcSwap::from_pointee(site),
            manner,
            under_way: Arc::new(Semaphore::new(manner.concurrency)),
            counts: Counts::default(),
            started: SystemTime::now(),
        })
    }

    /// The site as it is now: whoever holds it sees no other.
    pub fn site(&self) -> Arc<Site> {
        self.site.load_full()
    }

    /// Puts another site in its place.
    pub fn swap(&self, site: Site) {
        self.site.store(Arc::new(site));
    }

    /// When it began.
    pub const fn started(&self) -> SystemTime {
        self.started
    }

    /// The service of all addresses.
    pub fn router(self: &Arc<Self>) -> Router {
        let all = Router::new().fallback(answer).with_state(Arc::clone(self));
        limited(all, self.manner.body_bytes).layer(from_fn_with_state(Arc::clone(self), counted))
    }
}

/// A service within the limits, and with the fields, that every answer has.
pub fn limited(router: Router, body_bytes: usize) -> Router {
    router
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(body_bytes))
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(from_fn(secured))
}

async fn secured(request: Request, next: Next) -> Response {
    head::secure(next.run(request).await)
}

async fn counted(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    app.counts.answered(status);
    tracing::debug!(%method, path = uri.path(), status, "answered");
    response
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    if !visitor::names_its_host(&request) {
        return bad("a request names one host, in one field `Host`");
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let body = "only GET and HEAD are answered here\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], plain(body))
            .into_response();
    }
    let uri = request.uri();
    if uri.path_and_query().is_some_and(|asked| asked.as_str().len() > app.manner.uri_bytes) {
        return (StatusCode::URI_TOO_LONG, plain("the address is too long\n")).into_response();
    }
    let address = match address::asked(uri.path()) {
        Ok(address) => address,
        Err(why) => return bad(&why.to_string()),
    };
    if let Some(rest) =
        address.strip_prefix(OWN).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    {
        return match rest {
            "/status" if app.manner.access.allows(&request) => status::answer(&app),
            _ => missing(),
        };
    }
    let site = app.site();
    let Some(slot) = site.find(&address) else { return elsewhere(&site, &address, uri) };
    let wish = match wish::of(&request) {
        Ok(wish) => wish,
        Err(why) => return bad(&why),
    };
    let choice = match site.languages().choose(wish) {
        Ok(choice) => choice,
        Err(error) => return bad(&format!("locale: {error}")),
    };
    let Some(page) = slot.page() else { return fault() };
    let Ok(permit) = Arc::clone(&app.under_way).try_acquire_owned() else { return busy() };
    let finished = match page.finish(&site, &choice) {
        Ok(finished) => finished,
        Err(findings) => {
            let locale = &*choice.audience.tag;
            if page.note(locale, &findings) {
                tracing::warn!(page = address, locale, "a page is not shown\n{findings:#}");
            }
            if app.manner.is_preview && visitor::is_misled(&request) {
                return unseen_by_strangers();
            }
            return unfinished(&app, &site, page, &choice);
        }
    };
    let tag = etag(&choice.audience.tag, finished.as_bytes());
    let head = head::of_page(&choice, &tag);
    if etag::is_known(&tag, request.headers()) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, text_html(), body::held(finished, permit)).into_response()
}

/// What is shown in the place of a page with gaps: nothing of it, or all that is known about it.
fn unfinished(app: &App, site: &Site, page: &Page, choice: &Choice) -> Response {
    if !app.manner.is_preview {
        return fault();
    }
    match page.inspect(site, choice) {
        Ok(inspection) => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            (status, head::of_preview(), text_html(), inspection).into_response()
        }
        Err(_) => fault(),
    }
}

/// An address where nothing stands; with a slash more or less there may be something.
fn elsewhere(site: &Site, address: &str, uri: &Uri) -> Response {
    let is_there = match address.strip_suffix('/') {
        Some(shorter) => site.find(shorter).is_some(),
        None => site.find(&format!("{address}/")).is_some(),
    };
    // What begins with two slashes would lead to another host.
    if !is_there || uri.path().starts_with("//") {
        return missing();
    }
    let path = match uri.path().strip_suffix('/') {
        Some(shorter) => shorter.to_owned(),
        None => format!("{}/", uri.path()),
    };
    let location = uri.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)], plain("it stands elsewhere\n"))
        .into_response()
}

fn bad(why: &str) -> Response {
    (StatusCode::BAD_REQUEST, plain(&format!("{why}\n"))).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, plain("there is no page here\n")).into_response()
}

/// Says nothing of why: that stands in the log, and in the status.
fn fault() -> Response {
    let body = "this page cannot be shown at the moment\n";
    (StatusCode::INTERNAL_SERVER_ERROR, plain(body)).into_response()
}

/// The preview shows data, and whoever has been misled to this machine may be read by a stranger's page.
fn unseen_by_strangers() -> Response {
    let body = "this page has gaps: ask for it at `localhost`, or at an address of numbers, to see its preview\n";
    (StatusCode::INTERNAL_SERVER_ERROR, plain(body)).into_response()
}

/// Nobody waits in a queue: that would fill with those who read slowly.
fn busy() -> Response {
    let body = "there are too many readers at the moment\n";
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], plain(body)).into_response()
}
