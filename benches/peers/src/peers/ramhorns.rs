//! ramhorns, over maps in maps: a section each for the first two names of a path.

use std::collections::HashMap;

use ramhorns::Template;

use super::{forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

type Names<T> = HashMap<&'static str, T>;

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, |place| spelt(place, workload.is_html));
    let template: &'static Template<'_> = forever(Template::new(text).expect("it parses"));
    let mut data: Names<Names<Names<&str>>> = Names::new();
    for place in workload.places() {
        for path in [Some(&place.path), place.default.as_ref()].into_iter().flatten() {
            let [first, second, third] = Place::names(path);
            let inner = data.entry(first).or_default().entry(second).or_default();
            // What is missing has to be there as something empty: it prints no default otherwise.
            inner.insert(third, workload.data[first][second][third].as_str().unwrap_or_default());
        }
    }
    let data = forever(data);
    let name = "ramhorns, prepared `HashMap`s";
    let remark = if workload.name == "fallback" {
        "`{{a}}{{^a}}{{b}}{{/a}}`, gaps as empty texts"
    } else {
        ""
    };
    let contenders = [
        Contender::fresh(Role::Engine, name, || template.render(data)),
        Contender::reused(Role::Engine, name, |out: &mut Vec<u8>| {
            template.render_to_writer(out, data).expect("memory can be written to");
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, |place| spelt(place, workload.is_html));
    vec![Contender::parse(Role::Engine, "ramhorns, `Template::new`", move || {
        Template::new(text).expect("it parses")
    })]
}

/// The names of a path with spaces between them, and in the end of a section from the last to the
/// first.
fn spelt(place: &Place, is_escaped: bool) -> String {
    let printed = |path: &str| {
        let names = path.replace('.', " ");
        if is_escaped { format!("{{{{{names}}}}}") } else { format!("{{{{{{{names}}}}}}}") }
    };
    match &place.default {
        None => printed(&place.path),
        Some(default) => {
            let [first, second, third] = Place::names(&place.path);
            let (value, default) = (printed(&place.path), printed(default));
            format!(
                "{value}{{{{^{first} {second} {third}}}}}{default}{{{{/{third} {second} {first}}}}}"
            )
        }
    }
}
