//! askama, compiled into the program: a reference, not a choice for texts that come at run time.

use askama::Template;

use super::forever;
use crate::contender::{Contender, Role};
use crate::workloads::Workload;

#[allow(clippy::struct_field_names, clippy::too_many_lines, reason = "`build.rs` wrote it")]
mod templates {
    use askama::Template;

    include!(concat!(env!("OUT_DIR"), "/askama.rs"));
}

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    compiled!(workload, contenders)
}

fn contenders(template: &'static impl Template) -> Vec<Contender> {
    let name = "askama (compile-time), prepared struct";
    let contenders = [
        Contender::fresh(Role::Compiled, name, || template.render().expect("nothing can fail")),
        Contender::reused(Role::Compiled, name, |out: &mut String| {
            template.render_into(out).expect("nothing can fail");
        }),
    ];
    contenders.map(|contender| contender.respelt(named_references)).into()
}

/// askama writes numbers where others write names.
fn named_references(text: &str) -> String {
    let text = text.replace("&#38;", "&amp;").replace("&#60;", "&lt;");
    text.replace("&#62;", "&gt;").replace("&#34;", "&quot;")
}
