//! What a source that is no tree is asked, and where its answers stay.
//!
//! A strict rendering keeps what can be borrowed in the slots of the nodes, where the values of trees stand: then a row
//! of a table costs no more than a look at its columns. Everything else is known by path ([`Answers`](super::answers::Answers)),
//! as texts within texts, other strings of a tree and reports ask for the same with other tables.

use std::borrow::Cow;
use std::mem;

use super::held::Held;
use super::lookup::Lookup;
use super::slots::Slot;
use super::source::{Miss, guard};
use super::trail::Why;
use crate::path::Path;
use crate::template::NodeId;
use crate::value::{Datum, bool_text};

impl<'a> Lookup<'a> {
    /// What the source of `layer` has at `node`, whose slot this is and holds nothing.
    pub(super) fn ask_node(
        &mut self,
        layer: usize,
        node: NodeId,
        slot: usize,
    ) -> Result<Held<'a>, Why> {
        let template = self.template;
        let mut segments = mem::take(&mut self.segments);
        template.tables().paths.segments(template.source(), node, &mut segments.0);
        let path = Path::borrowed(&segments.0);
        let answer = if !self.keeps_answers || self.answers.get(&(layer, path.clone())).is_some() {
            self.ask(layer, &path)
        } else {
            let answer = guard::find(self.context.layer(layer), &path).map(Held::new);
            match answer.as_ref().ok().and_then(kept).filter(|_| node != NodeId::ROOT) {
                Some(kept) => self.slots.all[slot] = kept,
                None => self.answers.learn(layer, path.into_owned(), answer.clone()),
            }
            answer.map_err(|miss| why(&miss))
        };
        self.segments = segments;
        answer
    }

    /// The same at a path of which the template may know nothing.
    pub(super) fn ask_path(&mut self, layer: usize, path: &Path<'_>) -> Result<Held<'a>, Why> {
        if self.keeps_answers {
            let (paths, text) = (&self.template.tables().paths, self.template.source());
            let node = paths.find(text, path.segments().iter());
            let slot = node.map(|node| self.root_of(layer) + node.index());
            if let Some(held) = slot.and_then(|slot| self.slots.held(slot)) {
                return Ok(held);
            }
        }
        self.ask(layer, path)
    }

    fn ask(&mut self, layer: usize, path: &Path<'_>) -> Result<Held<'a>, Why> {
        self.answers.ask(layer, self.context.layer(layer), path).map_err(|miss| why(&miss))
    }

    /// Lets others know by path what stands in the slots; from now on answers are kept there no more.
    pub(super) fn share_slots(&mut self) {
        if !mem::take(&mut self.keeps_answers) {
            return;
        }
        let (template, paths) = (self.template, &self.template.tables().paths);
        for layer in 0..self.context.layers() {
            let root = self.root_of(layer);
            if !matches!(self.slots.all.get(root), Some(Slot::Asked)) {
                continue;
            }
            for node in paths.parents(template.source()).flat_map(|parent| parent.children()) {
                if let Some(held) = self.slots.held(root + node.index()) {
                    self.answers.learn(layer, template.path(node).into_owned(), Ok(held));
                }
            }
        }
    }
}

/// An answer as a slot keeps it, if it is borrowed: like a value of a tree or of JSON bytes.
fn kept<'a>(held: &Held<'a>) -> Option<Slot<'a>> {
    let datum = match held {
        Held::Value(value) => return Some(Slot::Value(value)),
        Held::Datum(datum) => datum,
        Held::Shared(_) => return None,
    };
    Some(match datum {
        Datum::Text(Cow::Borrowed(text)) => Slot::Str(text),
        Datum::Number(Cow::Borrowed(digits)) => Slot::Json(digits.as_bytes()),
        Datum::Bool(value) => Slot::Json(bool_text(*value).as_bytes()),
        Datum::Null => Slot::Json(b"null"),
        Datum::Text(_) | Datum::Number(_) | Datum::Tree(_) => return None,
    })
}

fn why(miss: &Miss) -> Why {
    match miss {
        Miss::Failed(_) => Why::Broken,
        _ => Why::Missing,
    }
}
