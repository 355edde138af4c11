//! liquid.

use liquid::{Object, Parser, ParserBuilder};

use super::{forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::{Place, Workload};

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.name == "fallback" {
        return Vec::new(); // its filter `default` takes null, but a missing key is an error
    }
    let text = text_of(workload, |place| spelt(place, workload.is_html));
    let template = forever(parser().parse(text).expect("it parses"));
    let object: &'static Object =
        forever(liquid::to_object(&workload.data).expect("the data is an object"));
    let remark = if workload.is_html { "with its filter `escape`" } else { "" };
    let name = "liquid, prepared `Object`";
    let contenders = [
        Contender::fresh(Role::Engine, name, || template.render(object).expect("it renders")),
        Contender::reused(Role::Engine, name, |out: &mut Vec<u8>| {
            template.render_to(out, object).expect("it renders");
        }),
    ];
    contenders.map(|contender| contender.remark(remark)).into()
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    if workload.name == "sparse-parse" {
        return Vec::new(); // it takes seconds
    }
    let parser = parser();
    let text = text_of(workload, |place| spelt(place, workload.is_html));
    vec![Contender::parse(Role::Engine, "liquid, `parse`", move || {
        parser.parse(text).expect("it parses")
    })]
}

fn parser() -> Parser {
    ParserBuilder::with_stdlib().build().expect("the standard library fits together")
}

fn spelt(place: &Place, is_escaped: bool) -> String {
    format!("{{{{ {}{} }}}}", place.path, if is_escaped { " | escape" } else { "" })
}
