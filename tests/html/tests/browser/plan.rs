//! Which page has which value, and what is said of it.

use std::collections::HashMap;
use std::env;

use lacuna::HtmlContext;
use lacuna_html::hostile;
use lacuna_html::page::{HOLE, Page};
use serde_json::{Value, json};

use super::pages::{HEAD, PLACES, Place};
use super::server::Site;

/// What the machinery must have caught in the pages that are unsafe on purpose.
pub(crate) const CAUGHT: [&str; 4] =
    ["unsafe-handler: ran", "unsafe-text: ran", "unsafe-text: shape", "unsafe-text: request"];

/// The pages, and what is in them.
pub(crate) struct Plan {
    pub(crate) site: Site,
    /// The place and the value of each page.
    pages: HashMap<String, (&'static str, Value)>,
}

impl Plan {
    pub(crate) fn new() -> Self {
        let mut plan = Self { site: Site::new(), pages: HashMap::new() };
        let (mut steps, mut refused) = (Vec::new(), Vec::new());
        for (number, place) in PLACES.iter().enumerate() {
            let text = format!("{HEAD}{}", place.text);
            let page = match Page::new(&text) {
                Ok(page) => page,
                Err(error) => {
                    refused.push(format!("{}: {error}", place.name));
                    continue;
                }
            };
            let values = values(number).into_iter().filter(|value| is_apt(*place, value));
            steps.push(plan.add(place.name, values, |value| page.render(|_, _| value.clone())));
        }
        assert!(refused.is_empty(), "{}", refused.join("\n"));
        let values = ["<img src=x onerror=pwn()>", "<img src=//unsafe.example/x>", "');pwn();//"];
        // As careless programs render pages: the judge must tell what is wrong.
        let values = || values.into_iter().map(Value::from);
        let raw =
            Page::careless(&format!("{HEAD}<p>[[ v0 | safe ]]</p>"), HtmlContext::ElementText);
        steps.push(plan.add("unsafe-text", values(), |value| raw.render(|_, _| value.clone())));
        let handler = format!("{HEAD}<p onclick=\"f('{HOLE}')\">x</p>");
        let handler = Page::careless(&handler, HtmlContext::ScriptString);
        steps.push(
            plan.add("unsafe-handler", values(), |value| handler.render(|_, _| value.clone())),
        );
        let driver = "<!doctype html><body><script src=/driver.js></script>";
        plan.serve("/driver", "text/html", driver.to_owned());
        plan.serve("/driver.js", "text/javascript", include_str!("driver.js").to_owned());
        plan.serve("/hook.js", "text/javascript", include_str!("hook.js").to_owned());
        plan.serve("/plan", "application/json", Value::Array(steps).to_string());
        plan
    }

    /// Adds a page for each of the values, and a harmless one; what the driver has to know of them.
    fn add(
        &mut self,
        name: &'static str,
        values: impl Iterator<Item = Value>,
        render: impl Fn(&Value) -> String,
    ) -> Value {
        let harmless = format!("/page/{name}/harmless");
        self.serve(&harmless, "text/html", render(&json!("harmless")));
        let mut paths = Vec::new();
        for (number, value) in values.enumerate() {
            let path = format!("/page/{name}/{number}");
            self.serve(&path, "text/html", render(&value));
            self.pages.insert(path.clone(), (name, value));
            paths.push(path);
        }
        json!({"harmless": harmless, "pages": paths})
    }

    fn serve(&mut self, path: &str, kind: &'static str, text: String) {
        self.site.insert(path.to_owned(), (kind, text));
    }

    /// How many pages have a value that is not harmless.
    pub(crate) fn count(&self) -> u64 {
        self.pages.len() as u64
    }

    /// What the driver found, for a reader.
    pub(crate) fn told(&self, found: &Value) -> String {
        let text = |key: &str| found[key].as_str().unwrap_or_default();
        let (path, kind, detail) = (text("path"), text("kind"), text("detail"));
        let Some((name, value)) = self.pages.get(path) else {
            return format!("{path}: {kind}: {detail}");
        };
        format!("{name}: {kind}: {detail}\n    value {value}\n    page {}", self.site[path].1)
    }

    /// A request for another host, for a reader.
    pub(crate) fn told_request(&self, request: &str) -> String {
        let path = request.split("/page/").nth(1).unwrap_or_default();
        let name = path.split('/').next().unwrap_or_default();
        let page = self.pages.get(&format!("/page/{path}"));
        let value = page.map(|(_, value)| value.to_string()).unwrap_or_default();
        format!("{name}: request {request}\n    value {value}")
    }
}

/// The values for the place with this number: all that break out, and half of what is code; the next place
/// has the other half. With `LACUNA_BROWSER=all` each has all, which takes minutes.
fn values(place: usize) -> Vec<Value> {
    if env::var_os("LACUNA_BROWSER").is_some_and(|which| which == "all") {
        return hostile::values();
    }
    let texts = hostile::TEXTS.iter().filter(|text| text.len() > 6).map(|text| json!(text));
    let code = hostile::CODE.iter().skip(place % 2).step_by(2).map(|text| json!(text));
    texts.chain(code).chain(hostile::others()).collect()
}

/// Whether a value tells something at this place: not if it is a URL of elsewhere that may be loaded.
fn is_apt(place: Place, value: &Value) -> bool {
    let is_elsewhere = value.to_string().contains("evil.example");
    let begins = value.as_str().unwrap_or_default().trim_start().to_ascii_lowercase();
    let is_url =
        ["//", "http:", "https:", "\\\\", "/\\"].iter().any(|start| begins.starts_with(start));
    !place.loads || !is_elsewhere || !is_url && place.name != "srcset"
}
