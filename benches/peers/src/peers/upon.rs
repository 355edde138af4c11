//! upon. It has no escaping of its own; `v_htmlescape` is its formatter here.

use std::fmt::Write as _;

use upon::{Engine, Template, Value, fmt};

use super::{braces, forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let engine = forever(engine(workload));
    let template: &'static Template<'_> =
        forever(engine.compile(text_of(workload, spelt)).expect("it parses"));
    let data = &workload.data;
    let value = forever(upon::to_value(data).expect("the data is JSON"));
    let remark = match workload.name {
        "fallback" => "`a?.b | or: c` with a function of ours",
        _ if workload.is_html => "a formatter of ours, with `v_htmlescape`",
        _ => "",
    };
    let contenders = [
        Contender::fresh(Role::Engine, "upon, prepared `Value`", || {
            template.render_from(engine, value).to_string().expect("it renders")
        }),
        Contender::reused(Role::Engine, "upon, prepared `Value`", |out: &mut Vec<u8>| {
            template.render_from(engine, value).to_writer(out).expect("it renders");
        }),
        Contender::fresh(Role::Engine, "upon, from `&Value`", move || {
            template.render(engine, data).to_string().expect("it renders")
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let engine = forever(engine(workload));
    let text = text_of(workload, spelt);
    vec![Contender::parse(Role::Engine, "upon, `compile`", move || {
        engine.compile(text).expect("it parses")
    })]
}

fn engine(workload: &Workload) -> Engine<'static> {
    let mut engine = Engine::new();
    engine.add_function("or", or);
    if workload.is_html {
        engine.set_default_formatter(&escaped);
    }
    engine
}

fn or(value: Value, default: Value) -> Value {
    if let Value::None = value { default } else { value }
}

fn escaped(out: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::String(value) => Ok(write!(out, "{}", v_htmlescape::escape_fmt(value))?),
        other => fmt::default(out, other),
    }
}

fn spelt(place: &Place) -> String {
    match &place.default {
        None => braces(place),
        Some(default) => {
            let [first, second, third] = Place::names(&place.path);
            format!("{{{{ {first}.{second}?.{third} | or: {default} }}}}")
        }
    }
}
