//! Finds the values of a template's nodes in a tree, each once.

use std::ops::Range;

use serde_json::{Map, Value};

use super::slots::{Slot, Slots};
use super::source::{Source, guard, step};
use crate::template::{NodeId, Parent, Template};
use crate::value::{State, text_state};

impl<'a> Slots<'a> {
    /// Adds the values of the template's nodes in the next layer; those of rule defaults wait.
    pub(crate) fn add_layer(&mut self, template: &Template<'_>, layer: &'a dyn Source) {
        let paths = &template.tables().paths;
        let root = self.0.len();
        let tree = guard::tree(layer);
        self.0.reserve(paths.len());
        self.0.push(tree.map_or(Slot::Asked, Slot::Value));
        self.0.resize(root + paths.len(), Slot::Empty);
        if tree.is_some() {
            fill(template, &(0..paths.read()), &mut self.0[root..]);
        }
    }

    /// The text at `node` of the layer whose root has this slot, if a short look shows that it is not
    /// blank.
    #[inline]
    pub(super) fn plain_text(&self, root: usize, node: NodeId) -> Option<&'a str> {
        const SHORT: usize = 64;
        let Slot::Value(Value::String(text)) = self.0[root + node.index()] else { return None };
        let first = text.as_bytes().first()?;
        let is_plain = first.is_ascii_graphic()
            || text.len() <= SHORT && text_state(text) == State::Value;
        is_plain.then_some(text)
    }

    /// Whether there is nothing at `node` of the tree whose root has this slot, or an empty or a short
    /// blank text.
    pub(super) fn finds_nothing(&self, root: usize, node: NodeId) -> bool {
        match self.0[root + node.index()] {
            Slot::Value(Value::Null) => true,
            Slot::Value(Value::String(_)) => self.plain_text(root, node).is_none(),
            Slot::Empty => !matches!(self.0[root], Slot::Asked),
            _ => false,
        }
    }
}

/// Fills the slots of the nodes with these numbers. `slots` are those of one layer, whose root is
/// filled already; parents stand before their children, so one walk does.
pub(super) fn fill<'a>(template: &Template<'_>, numbers: &Range<usize>, slots: &mut [Slot<'a>]) {
    for parent in template.tables().paths.parents(template.source()) {
        let Slot::Value(value) = slots[parent.index()] else { continue };
        match value {
            Value::Object(fields) if parent.count() == 1 && fields.len() <= 6 && parent.is_plain() => {
                if let Some((child, value)) = parent.meet_one(fields) {
                    if numbers.contains(&child.index()) {
                        slots[child.index()] = Slot::Value(value);
                    }
                }
                continue;
            }
            Value::Object(fields) if are_few(&parent, fields) => {
                parent.meet(numbers, fields, |child, value| slots[child.index()] = Slot::Value(value));
                if parent.is_plain() {
                    continue;
                }
            }
            Value::Object(fields) => {
                let fields = fields.iter();
                parent.meet_sorted(fields, |child, value| slots[child.index()] = Slot::Value(value));
            }
            _ => {}
        }
        for child in parent.children(numbers) {
            if matches!(slots[child.index()], Slot::Empty) {
                slots[child.index()] = look_up(template, child, value);
            }
        }
    }
}

/// Whether a walk over the fields is quicker than a search for each child.
fn are_few(parent: &Parent<'_>, fields: &Map<String, Value>) -> bool {
    const FEW: usize = 16;
    parent.count() <= FEW && fields.len() <= 4 + 2 * parent.count()
}

fn look_up<'a>(template: &Template<'_>, child: NodeId, parent: &'a Value) -> Slot<'a> {
    let key = template.tables().paths.key(template.source(), child);
    // Most are keys of objects, for which no segment need be made.
    let value = match (parent, key) {
        (Value::Object(fields), Some(key)) => fields.get(key),
        _ => step(parent, &template.segment(child)),
    };
    value.map_or(Slot::Empty, Slot::Value)
}
