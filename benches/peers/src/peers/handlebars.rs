//! handlebars.

use handlebars::{Context, Handlebars, Template, no_escape};

use super::{braces, forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.name.starts_with("sparse") {
        return Vec::new(); // its parser takes a quarter of a minute for 10 MB
    }
    let mut registry = Handlebars::new();
    if !workload.is_html {
        registry.register_escape_fn(no_escape);
    }
    registry.register_template_string("page", text_of(workload, spelt)).expect("it parses");
    let registry = forever(registry);
    let data = &workload.data;
    let context = forever(Context::wraps(data).expect("the data is JSON"));
    let remark =
        if workload.name == "fallback" { "`{{#if a}}{{a}}{{else}}{{b}}{{/if}}`" } else { "" };
    let contenders = [
        Contender::fresh(Role::Engine, "handlebars, prepared `Context`", || {
            registry.render_with_context("page", context).expect("it renders")
        }),
        Contender::reused(Role::Engine, "handlebars, prepared `Context`", |out: &mut Vec<u8>| {
            registry.render_with_context_to_write("page", context, out).expect("it renders");
        }),
        Contender::fresh(Role::Engine, "handlebars, from `&Value`", || {
            registry.render("page", data).expect("it renders")
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    if workload.name.starts_with("sparse") {
        return Vec::new();
    }
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Engine, "handlebars, `Template::compile`", || {
        Template::compile(text).expect("it parses")
    })]
}

fn spelt(place: &Place) -> String {
    match &place.default {
        None => braces(place),
        Some(default) => {
            format!(
                "{{{{#if {0}}}}}{{{{{0}}}}}{{{{else}}}}{{{{{default}}}}}{{{{/if}}}}",
                place.path
            )
        }
    }
}
