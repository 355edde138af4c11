//! tera, with its feature `fast`.

use tera::{Context, Tera};

use super::{braces, forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    // The end of the name decides what is escaped.
    let name = if workload.is_html { "page.html" } else { "page.txt" };
    let mut tera = Tera::new();
    tera.add_raw_template(name, text_of(workload, spelt)).expect("it parses");
    let tera = forever(tera);
    let data = &workload.data;
    let converted = || Context::from_serialize(data).expect("the data is an object");
    let context = forever(converted());
    let remark = if workload.name == "fallback" { "`a or b`" } else { "" };
    let contenders = [
        Contender::fresh(Role::Engine, "tera, prepared `Context`", || {
            tera.render(name, context).expect("it renders")
        }),
        Contender::reused(Role::Engine, "tera, prepared `Context`", |out: &mut Vec<u8>| {
            tera.render_to(name, context, out).expect("it renders");
        }),
        Contender::fresh(Role::Engine, "tera, from `&Value`", move || {
            tera.render(name, &converted()).expect("it renders")
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let mut tera = Tera::new();
    let text = text_of(workload, spelt);
    vec![
        Contender::parse(Role::Engine, "tera, `add_raw_template`", move || {
            tera.add_raw_template("page.txt", text).expect("it parses");
        })
        .remark("in place of the one before"),
    ]
}

fn spelt(place: &Place) -> String {
    match &place.default {
        None => braces(place),
        Some(default) => format!("{{{{ {} or {default} }}}}", place.path),
    }
}
