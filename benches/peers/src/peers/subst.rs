//! subst: flat keys that are names, no escaping. It has defaults: `${a:${b}}`.

use std::collections::HashMap;

use subst::Template;

use super::{flat, forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.is_html {
        return Vec::new(); // it does not escape
    }
    let template: &'static Template<'_> =
        forever(Template::from_str(text_of(workload, spelt)).expect("it parses"));
    let is_fallback = workload.name == "fallback";
    let values = if is_fallback {
        with_defaults(workload)
    } else {
        flat(workload, |place| name(&place.path))
    };
    let remark = if is_fallback { "`${a:${b}}`" } else { "" };
    let contender =
        Contender::fresh(Role::Flat, "subst, flat map of keys resolved beforehand", || {
            template.expand(values).expect("it renders")
        });
    vec![contender.remark(remark)]
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Flat, "subst, `Template::from_str`", || {
        Template::from_str(text).expect("it parses")
    })]
}

/// What is there, and all defaults.
fn with_defaults(workload: &'static Workload) -> &'static HashMap<&'static str, &'static str> {
    let mut values = HashMap::new();
    for place in workload.places() {
        for path in [Some(&place.path), place.default.as_ref()].into_iter().flatten() {
            let [first, second, third] = Place::names(path);
            if let Some(value) = workload.data[first][second][third].as_str() {
                values.insert(forever(name(path)).as_str(), value);
            }
        }
    }
    forever(values)
}

fn spelt(place: &Place) -> String {
    match &place.default {
        None => format!("${{{}}}", name(&place.path)),
        Some(default) => format!("${{{}:${{{}}}}}", name(&place.path), name(default)),
    }
}

/// Its names have no dots.
fn name(path: &str) -> String {
    path.replace('.', "_")
}
