//! The peers, each in a file of its own, as its documentation recommends to use it.

/// The contenders of an engine whose templates `build.rs` wrote into the module `templates`.
macro_rules! compiled {
    ($workload:ident, $contenders:ident) => {{
        let data = &$workload.data;
        match $workload.name {
            "page" => $contenders(forever(templates::Page::new(data))),
            "dense" => $contenders(forever(templates::Dense::new(data))),
            "distinct" => $contenders(forever(templates::Distinct::new(data))),
            "html-clean" => $contenders(forever(templates::HtmlClean::new(data))),
            "html-dirty" => $contenders(forever(templates::HtmlDirty::new(data))),
            _ => Vec::new(), // see `build.rs`
        }
    }};
}

mod askama;
mod hand_written;
mod handlebars;
mod lacuna;
mod leon;
mod limit;
mod liquid;
mod minijinja;
mod ramhorns;
mod sailfish;
mod subst;
mod tera;
mod text_placeholder;
mod tinytemplate;
mod upon;

use std::collections::HashMap;

use serde_json::Value;

use crate::contender::Contender;
use crate::workloads::{Place, Workload};

/// Everybody who can render the workload.
pub(crate) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let peers = [
        limit::renders,
        lacuna::renders,
        hand_written::renders,
        askama::renders,
        sailfish::renders,
        minijinja::renders,
        tera::renders,
        handlebars::renders,
        upon::renders,
        tinytemplate::renders,
        ramhorns::renders,
        liquid::renders,
        leon::renders,
        text_placeholder::renders,
        subst::renders,
    ];
    peers.into_iter().flat_map(|renders| renders(workload)).collect()
}

/// Everybody who can parse the workload.
pub(crate) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let peers = [
        limit::parses,
        lacuna::parses,
        minijinja::parses,
        tera::parses,
        handlebars::parses,
        upon::parses,
        tinytemplate::parses,
        ramhorns::parses,
        liquid::parses,
        leon::parses,
        text_placeholder::parses,
        subst::parses,
    ];
    peers.into_iter().flat_map(|parses| parses(workload)).collect()
}

/// Who is missing among the contenders of a workload, and why.
pub(crate) fn left_out(workload: &Workload) -> &'static str {
    match workload.name {
        "page" | "dense" => "nobody.",
        "fallback" => {
            "liquid and tinytemplate, for which a missing key is an error even where a default stands; \
             askama and sailfish, which have no defaults."
        }
        "html-clean" | "html-dirty" => "leon, subst and text_placeholder do not escape.",
        "sparse-render" => {
            "askama and sailfish take no source of 10 MB; the parser of handlebars takes a quarter of a \
             minute for it."
        }
        "sparse-parse" => {
            "handlebars and liquid take seconds; askama, sailfish and the hand-written code parse nothing \
             when they run."
        }
        _ => "askama, sailfish and the hand-written code parse nothing when they run.",
    }
}

/// What lives as long as the contest: engines borrow texts, templates borrow engines, and contenders
/// borrow all of them.
pub(crate) fn forever<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// The text of the workload as `spell` writes it.
fn text_of(workload: &Workload, spell: impl Fn(&Place) -> String) -> &'static str {
    forever(workload.text(spell))
}

/// The spelling of most: `{{ path }}`.
fn braces(place: &Place) -> String {
    format!("{{{{ {} }}}}", place.path)
}

/// A flat map of what all placeholders print, with `key` of their paths as keys.
fn flat(
    workload: &'static Workload,
    key: impl Fn(&Place) -> String,
) -> &'static HashMap<&'static str, &'static str> {
    let entry = |place| (forever(key(place)).as_str(), place.value(&workload.data));
    forever(workload.places().map(entry).collect())
}

/// What a function over the tree answers for a path: the engines with flat keys can be given one.
fn walk(data: &'static Value, path: &str) -> Option<&'static str> {
    path.split('.').try_fold(data, |value, name| value.get(name))?.as_str()
}
