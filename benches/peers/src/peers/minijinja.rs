//! minijinja, with its `speedups`.

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Template};

use super::{braces, forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let template = forever(template(workload));
    let value = forever(Value::from(Serde(&workload.data)));
    let data = &workload.data;
    let remark = if workload.name == "fallback" { "`a or b`" } else { "" };
    let contenders = [
        Contender::fresh(Role::Engine, "minijinja, prepared `Value`", move || {
            template.render(value).expect("it renders")
        }),
        Contender::reused(Role::Engine, "minijinja, prepared `Value`", move |out: &mut Vec<u8>| {
            template.render_captured_to(value, out).expect("it renders");
        }),
        Contender::fresh(Role::Engine, "minijinja, from `&Value`", move || {
            template.render(Value::from(Serde(data))).expect("it renders")
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let environment = forever(Environment::new());
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Engine, "minijinja, `template_from_str`", || {
        environment.template_from_str(text).expect("it parses")
    })]
}

fn template(workload: &'static Workload) -> Template<'static, 'static> {
    // The end of the name decides what is escaped.
    let name = if workload.is_html { "page.html" } else { "page.txt" };
    let environment = forever(Environment::new());
    environment.template_from_named_str(name, text_of(workload, spelt)).expect("it parses")
}

fn spelt(place: &Place) -> String {
    match &place.default {
        None => braces(place),
        Some(default) => format!("{{{{ {} or {default} }}}}", place.path),
    }
}
