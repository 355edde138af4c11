//! What somebody writes who needs no library: a loop over texts and look-ups, `push_str` of what
//! `value["data"]["name"]["value"]` holds. The output has the right size at once.

use std::hint::black_box;

use serde_json::Value;

use super::forever;
use crate::contender::{Contender, Role};
use crate::workloads::{Piece, Place, Workload};

/// A text and then the names of a path, of its default too if there is one.
type Line = (&'static str, [&'static str; 3], Option<[&'static str; 3]>);

pub(super) fn renders(workload: &'static Workload) -> Vec<Contender> {
    if workload.is_html {
        contenders(workload, push_escaped)
    } else {
        contenders(workload, String::push_str)
    }
}

fn contenders(
    workload: &'static Workload,
    push: impl Fn(&mut String, &str) + Copy + 'static,
) -> Vec<Contender> {
    let (lines, tail) = lines(workload);
    let lines = forever(lines);
    let length = workload.filled().concat().len();
    let render = move |out: &mut String| {
        let data = black_box(&workload.data);
        for (text, path, default) in lines {
            out.push_str(text);
            let value = look_up(data, path).or_else(|| look_up(data, default.as_ref()?));
            push(out, value.expect("there is no gap"));
        }
        out.push_str(tail);
    };
    let name = "hand-written `push_str`, from `&Value`";
    let fresh = move || {
        let mut out = String::with_capacity(length);
        render(&mut out);
        out
    };
    vec![
        Contender::fresh(Role::HandWritten, name, fresh),
        Contender::reused(Role::HandWritten, name, render),
    ]
}

fn look_up<'d>(data: &'d Value, [first, second, third]: &[&str; 3]) -> Option<&'d str> {
    data[*first][*second][*third].as_str()
}

fn lines(workload: &'static Workload) -> (Vec<Line>, &'static str) {
    let (mut lines, mut text) = (Vec::new(), "");
    for piece in &workload.pieces {
        match piece {
            Piece::Text(piece) => text = piece,
            Piece::Place(place) => {
                let default = place.default.as_deref().map(Place::names);
                lines.push((std::mem::take(&mut text), Place::names(&place.path), default));
            }
        }
    }
    (lines, text)
}

/// The usual way: what needs no reference is copied in runs.
fn push_escaped(out: &mut String, value: &str) {
    let mut copied = 0;
    for (at, byte) in value.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&value[copied..at]);
        out.push_str(reference);
        copied = at + 1;
    }
    out.push_str(&value[copied..]);
}
