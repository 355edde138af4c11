//! Finds the values of paths in a tree, each once.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::pick::Trie;
use super::slots::{Slot, Slots};
use super::source::{Source, guard, step};
use crate::template::{NodeId, Parent, Paths};

impl<'a> Slots<'a> {
    /// Adds the values of all nodes of the `paths` of a template's `text` in a layer; the slot of the
    /// root.
    pub(super) fn add(
        &mut self,
        paths: &Paths,
        text: &str,
        layer: &'a dyn Source,
        trie: Trie,
    ) -> usize {
        let root = self.all.len();
        self.all.resize(root + paths.len(), Slot::Empty);
        if let Some(tree) = guard::tree(layer) {
            self.all[root] = Slot::Value(tree);
            // Parents stand before their children, so one walk does.
            paths.parents(text).for_each(|parent| fill(&parent, &mut self.all[root..]));
            return root;
        }
        let json = guard::json(layer);
        let is_picked = json.is_some_and(|json| {
            let picker = self.pickers.get_or_insert_default().of(trie);
            picker.pick(json, (paths, text), &mut self.all[root..])
        });
        if !is_picked {
            self.all[root] = Slot::Asked;
        }
        root
    }
}

/// Whether objects are sorted by key: not if some crate of the program wants `serde_json` to
/// preserve their order.
static ARE_SORTED: LazyLock<bool> = LazyLock::new(|| {
    let object: Map<_, _> =
        ["b", "a"].map(|key| (key.to_owned(), Value::Null)).into_iter().collect();
    object.keys().is_sorted()
});

/// Fills the slots of the children of a node that is filled. `slots` begin with that of the root.
#[inline]
fn fill(parent: &Parent<'_>, slots: &mut [Slot<'_>]) {
    const FEW: usize = 16;
    let Slot::Value(value) = slots[parent.id().index()] else { return };
    if let Value::Object(fields) = value {
        // Then a walk over the fields is quicker than a search for each child.
        let are_few = parent.count() <= FEW && fields.len() <= 4 + 2 * parent.count();
        let met = |child: NodeId, value| slots[child.index()] = Slot::Value(value);
        let is_done = if are_few {
            parent.meet(fields, met);
            true
        } else {
            *ARE_SORTED && parent.meet_sorted(fields.iter(), met)
        };
        if is_done && parent.is_plain() {
            return;
        }
    }
    for child in parent.children() {
        if matches!(slots[child.index()], Slot::Empty) {
            let value = step(value, &parent.segment(child));
            slots[child.index()] = value.map_or(Slot::Empty, Slot::Value);
        }
    }
}
