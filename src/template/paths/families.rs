//! Families of many children, which one walk finds. Only templates with many paths have them.

use super::{NodeId, Paths};

/// Many children of one node, which are found in one walk over an object.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub(super) parent: NodeId,
    /// Those that are keys of the text, sorted by key.
    pub(super) sorted: Vec<NodeId>,
}

impl Paths {
    /// Looks for the nodes that have many children, once all are there.
    pub(in crate::template) fn gather_families(&mut self, text: &str) {
        const MANY: usize = 16;
        if self.nodes.len() <= 2 * MANY {
            return;
        }
        let parents = self.parents(text).filter(|parent| parent.count() >= MANY);
        let families = parents.map(|parent| {
            let is_key = |node: &NodeId| self.key(text, *node).is_some();
            let mut sorted: Vec<_> = parent.children().filter(is_key).collect();
            sorted.sort_unstable_by_key(|node| self.key(text, *node));
            Family { parent: parent.id(), sorted }
        });
        self.families = families.collect();
    }

    /// The family of the children of `parent`, if there are many.
    pub(super) fn family(&self, parent: NodeId) -> Option<&Family> {
        let found = self.families.binary_search_by_key(&parent, |family| family.parent);
        found.ok().map(|found| &self.families[found])
    }
}
