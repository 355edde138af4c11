//! Finds the children of nodes by hash, where there are too many for a walk over siblings.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::NodeId;
use crate::path::Segment;

/// The nodes by their parents and segments.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    hasher: RandomState,
    /// The youngest node of each hash.
    youngest: HashMap<u64, NodeId, RandomState>,
    /// The node before a node that has the same hash.
    before: HashMap<NodeId, NodeId, RandomState>,
}

impl Index {
    /// The nodes that may be this child of `parent`.
    pub(super) fn candidates(
        &self,
        parent: NodeId,
        segment: &Segment<'_>,
    ) -> impl Iterator<Item = NodeId> {
        let youngest = self.youngest.get(&self.hash(parent, segment)).copied();
        std::iter::successors(youngest, |node| self.before.get(node).copied())
    }

    pub(super) fn insert(&mut self, parent: NodeId, segment: &Segment<'_>, node: NodeId) {
        if let Some(before) = self.youngest.insert(self.hash(parent, segment), node) {
            self.before.insert(node, before);
        }
    }

    /// Takes back the node, the youngest of all.
    pub(super) fn remove(&mut self, parent: NodeId, segment: &Segment<'_>, node: NodeId) {
        let hash = self.hash(parent, segment);
        match self.before.remove(&node) {
            Some(before) => self.youngest.insert(hash, before),
            None => self.youngest.remove(&hash),
        };
    }

    fn hash(&self, parent: NodeId, segment: &Segment<'_>) -> u64 {
        self.hasher.hash_one((parent, segment))
    }
}
