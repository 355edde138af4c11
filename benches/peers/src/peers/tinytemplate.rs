//! tinytemplate. It converts the data each time: there is no way to prepare it.

use tinytemplate::{TinyTemplate, format_unescaped};

use super::{forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.name == "fallback" {
        return Vec::new(); // to look at what is missing is an error, also in a condition
    }
    let mut templates = TinyTemplate::new();
    if !workload.is_html {
        templates.set_default_formatter(&format_unescaped);
    }
    templates.add_template("page", text_of(workload, spelt)).expect("it parses");
    let templates = forever(templates);
    let data = &workload.data;
    vec![Contender::fresh(Role::Engine, "tinytemplate, from `&Value`", || {
        templates.render("page", data).expect("it renders")
    })]
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, spelt);
    let mut templates = TinyTemplate::new();
    vec![
        Contender::parse(Role::Engine, "tinytemplate, `add_template`", move || {
            templates.add_template("page", text).expect("it parses");
        })
        .remark("in place of the one before"),
    ]
}

fn spelt(place: &Place) -> String {
    format!("{{{}}}", place.path)
}
