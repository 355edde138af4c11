//! `text_placeholder`: flat keys, no escaping, strict.

use std::borrow::Cow;

use text_placeholder::Template;

use super::{flat, forever, text_of, walk};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.is_html {
        return Vec::new(); // it does not escape
    }
    let template: &'static Template<'_> = forever(Template::new(text_of(workload, spelt)));
    let values = flat(workload, |place| place.path.clone());
    let name = "text_placeholder, flat map of keys resolved beforehand";
    let flat = Contender::fresh(Role::Flat, name, || {
        template.fill_with_hashmap_strict(values).expect("it renders")
    });
    if workload.name == "fallback" {
        // It has no defaults.
        return vec![flat.remark("the defaults too were resolved beforehand")];
    }
    let data = &workload.data;
    let function = || {
        let value = |path: &'static str| walk(data, path).map(Cow::Borrowed);
        template.fill_with_function(value).expect("it renders")
    };
    vec![
        flat,
        Contender::fresh(Role::Engine, "text_placeholder, own function over `&Value`", function),
    ]
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Flat, "text_placeholder, `Template::new`", || Template::new(text))]
}

fn spelt(place: &Place) -> String {
    format!("{{{{{}}}}}", place.path)
}
