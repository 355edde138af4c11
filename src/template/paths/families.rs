//! What makes many look-ups cheap: families of children that one walk finds, and nodes for rule
//! defaults. Only templates with many paths have them.

use super::{NodeId, Paths};
use crate::path::Segment;
use crate::template::expression::{Operand, OperandKind};
use crate::template::layout::Rule;

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
            let mut sorted: Vec<_> =
                parent.children(&(0..self.nodes.len())).filter(is_key).collect();
            sorted.sort_unstable_by_key(|node| self.key(text, *node));
            Family { parent: NodeId::new(parent.index()), sorted }
        });
        self.families = families.collect();
    }

    /// Adds what the rules of a layout give as defaults of the `operands`, so that many of them are
    /// found as quickly as what is written. Not done for few, since most are never asked for.
    pub(in crate::template) fn add_defaults(
        &mut self,
        text: &str,
        operands: &[Operand],
        rules: &[Rule],
    ) {
        const MANY: usize = 32;
        if rules.is_empty() || operands.len() < MANY {
            return;
        }
        let read = self.nodes.len();
        self.read = Some(read);
        self.defaults = vec![None; read];
        for operand in operands {
            let OperandKind::Path(node) = operand.kind else { continue };
            let path = self.path(text, node);
            let Some(default) = rules.iter().find_map(|rule| rule.apply(path.segments())) else {
                continue;
            };
            let segments: Vec<_> = default.segments().map(Segment::to_static).collect();
            let to = segments.iter();
            let to = to.fold(NodeId::ROOT, |parent, key| self.intern(text, parent, key));
            self.defaults[node.index()] = Some(to);
        }
    }

    /// How many nodes expressions read; behind them stand those of defaults.
    pub(crate) fn read(&self) -> usize {
        self.read.unwrap_or(self.nodes.len())
    }

    /// The node of the first rule default of `node`, if that was added.
    pub(crate) fn default(&self, node: NodeId) -> Option<NodeId> {
        self.defaults.get(node.index()).copied().flatten()
    }

    /// The family of the children of `parent`, if there are many.
    pub(super) fn family(&self, parent: NodeId) -> Option<&Family> {
        let found = self.families.binary_search_by_key(&parent, |family| family.parent);
        found.ok().map(|found| &self.families[found])
    }
}
