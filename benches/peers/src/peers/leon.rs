//! leon: flat keys, no escaping.

use std::borrow::Cow;

use leon::{Template, Values};
use serde_json::Value;

use super::{flat, forever, text_of, walk};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.is_html {
        return Vec::new(); // it does not escape
    }
    let template: &'static Template<'_> =
        forever(Template::parse(text_of(workload, spelt)).expect("it parses"));
    let values = flat(workload, |place| place.path.clone());
    let name = "leon, flat map of keys resolved beforehand";
    let mut contenders = vec![
        Contender::fresh(Role::Flat, name, || template.render(values).expect("it renders")),
        Contender::reused(Role::Flat, name, |out: &mut Vec<u8>| {
            template.render_into(out, values).expect("it renders");
        }),
    ];
    if workload.name == "fallback" {
        // It has one default for a whole template.
        contenders = contenders
            .into_iter()
            .map(|contender| contender.remark("the defaults too were resolved beforehand"))
            .collect();
    } else {
        let tree = Paths(&workload.data);
        contenders.push(Contender::fresh(
            Role::Engine,
            "leon, own `Values` over `&Value`",
            move || template.render(&tree).expect("it renders"),
        ));
    }
    contenders
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Flat, "leon, `Template::parse`", || {
        Template::parse(text).expect("it parses")
    })]
}

fn spelt(place: &Place) -> String {
    format!("{{{}}}", place.path)
}

/// Keys that are paths in a tree.
struct Paths(&'static Value);

impl Values for Paths {
    fn get_value(&self, key: &str) -> Option<Cow<'_, str>> {
        walk(self.0, key).map(Cow::Borrowed)
    }
}
