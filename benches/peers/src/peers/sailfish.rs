//! sailfish, compiled into the program: a reference, not a choice for texts that come at run time.

use sailfish::Template;
use sailfish::runtime::Buffer;

use super::forever;
use crate::contender::{Contender, Role};
use crate::workloads::Workload;

#[allow(clippy::struct_field_names, clippy::too_many_lines, reason = "`build.rs` wrote it")]
mod templates {
    use sailfish::Template;

    include!(concat!(env!("OUT_DIR"), "/sailfish.rs"));
}

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    compiled!(workload, contenders)
}

fn contenders(template: &'static impl Template) -> Vec<Contender> {
    let name = "sailfish (compile-time), prepared struct";
    vec![
        Contender::fresh(Role::Compiled, name, || template.render().expect("nothing can fail")),
        Contender::reused(Role::Compiled, name, |out: &mut Buffer| {
            template.render_to(out).expect("nothing can fail");
        }),
    ]
}

impl crate::buffer::Buffer for Buffer {
    fn clear(&mut self) {
        self.clear();
    }

    fn text(&self) -> &str {
        self.as_str()
    }
}
