//! Lacuna with all that it does by default: `Layout::metadata` with its rules, strict, from a
//! `&serde_json::Value`.

use ::lacuna::{Context, OnGap, Scratch, Template};

use super::{forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::Workload;

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let template: &'static Template<'_> = forever(template(workload));
    let context: &'static Context<'_> = forever(Context::new(&workload.data));
    let mut scratch = Scratch::new();
    vec![
        Contender::fresh(Role::Lacuna, "lacuna, from `&Value`", || {
            template.render(context).expect("there is no gap")
        }),
        Contender::reused(Role::Lacuna, "lacuna, from `&Value`", move |out| {
            template.render_into(context, &mut scratch, out).expect("there is no gap");
        }),
        Contender::fresh(Role::Aside, "lacuna: `resolve`, `finish`", || {
            let rendering = template.resolve(context).finish(OnGap::Fail).expect("there is no gap");
            rendering.to_string()
        })
        .remark("a policy for gaps, and every outcome at hand"),
        Contender::fresh(Role::Aside, "lacuna: `resolve`, `finish`, `report`", || {
            let rendering = template.resolve(context).finish(OnGap::Fail).expect("there is no gap");
            std::hint::black_box(rendering.report());
            rendering.to_string()
        })
        .remark("and an account of every placeholder"),
    ]
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, |place| format!("[[ {} ]]", place.path));
    let parse = move || Template::text(std::hint::black_box(text)).expect("the text is a template");
    vec![Contender::parse(Role::Lacuna, "lacuna, `Template::text` of a borrowed text", parse)]
}

/// The template of a workload. No default is spelt: there is a rule for them.
fn template(workload: &Workload) -> Template<'static> {
    let text = workload.text(|place| format!("[[ {} ]]", place.path));
    let template = if workload.is_html { Template::html_text(text) } else { Template::text(text) };
    template.expect("the text is a template")
}
