//! What no engine can undercut by much: the pieces are there and only have to be copied; the text
//! only has to be searched.

use std::hint::black_box;

use memchr::memmem::Finder;

use super::{forever, text_of};
use crate::contender::{Contender, Role};
use crate::workloads::Workload;

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    let filled = forever(workload.filled());
    let pieces: &'static Vec<&str> = forever(filled.iter().map(String::as_str).collect());
    let whole = forever(filled.concat());
    let push = move |out: &mut String| {
        for piece in black_box(pieces) {
            out.push_str(piece);
        }
    };
    let sized = move |out: &mut String| {
        out.reserve(whole.len());
        push(out);
    };
    vec![
        Contender::reused(Role::Limit, "limit: `push_str` of the resolved pieces", sized),
        Contender::fresh(Role::Aside, "limit: `push_str` of the resolved pieces", move || {
            let mut out = String::with_capacity(whole.len());
            push(&mut out);
            out
        }),
        Contender::reused(Role::Aside, "floor: one copy of the output", |out: &mut String| {
            out.push_str(black_box(whole));
        }),
        Contender::fresh(Role::Aside, "floor: one copy of the output", move || {
            black_box(whole).clone()
        }),
    ]
}

pub(super) fn parses(workload: &'static Workload) -> Vec<Contender> {
    let text = text_of(workload, |place| format!("[[ {} ]]", place.path));
    let opening = Finder::new("[[");
    let search = move || opening.find_iter(black_box(text).as_bytes()).count();
    vec![Contender::parse(Role::Limit, "limit: `memmem` of the opening delimiter", search)]
}
