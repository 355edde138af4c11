//! The nodes of a trie that have children, and how those are met with the fields of an object.

use std::cmp::Ordering;

use super::{Node, NodeId, Paths};
use crate::path::Segment;

/// A node that has children.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parent<'p> {
    paths: &'p Paths,
    text: &'p str,
    id: NodeId,
    node: &'p Node,
}

impl Paths {
    /// The nodes that have children, parents first.
    pub(crate) fn parents<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Parent<'p>> {
        let parents = self.nodes.iter().enumerate().filter(|(_, node)| node.children > 0);
        parents.map(move |(index, node)| Parent { paths: self, text, id: NodeId::new(index), node })
    }
}

impl<'p> Parent<'p> {
    #[inline]
    pub(crate) const fn id(&self) -> NodeId {
        self.id
    }

    /// How many children there are.
    #[inline]
    pub(crate) const fn count(&self) -> usize {
        self.node.children as usize
    }

    /// Whether all children stand in the text as the keys that they are.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.node.others == 0
    }

    /// The segment that a child is.
    pub(crate) fn segment(&self, child: NodeId) -> Segment<'p> {
        self.paths.segment(self.text, child)
    }

    /// The children, the youngest first.
    pub(crate) fn children(&self) -> impl Iterator<Item = NodeId> + use<'p> {
        self.paths.children(self.id).map(|(id, _)| id)
    }

    /// Calls `met` with the children that stand in the text as keys of an object, and with what
    /// belongs to the key. Compares all with all, so there should be few.
    #[inline]
    pub(crate) fn meet<'k, T>(
        &self,
        keys: impl IntoIterator<Item = (&'k String, T)>,
        mut met: impl FnMut(NodeId, T),
    ) {
        let mut left = self.node.children;
        for (key, value) in keys {
            let key = key.as_bytes();
            let is_it = |(_, node): &(NodeId, &Node)| node.is_written_as(self.text, key);
            if let Some((id, _)) = self.paths.children(self.id).find(is_it) {
                met(id, value);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        }
    }

    /// The same where there are many children and the keys are sorted: one walk over both, unless
    /// there are many more keys. Whether it was done.
    pub(crate) fn meet_sorted<'k, T>(
        &self,
        keys: impl ExactSizeIterator<Item = (&'k String, T)>,
        mut met: impl FnMut(NodeId, T),
    ) -> bool {
        const WIDER: usize = 4;
        let (paths, text) = (self.paths, self.text);
        let Some(family) = paths.family(self.id) else { return false };
        if keys.len() / WIDER > family.sorted.len() {
            return false;
        }
        let mut children = family.sorted.iter();
        let mut next = children.next();
        for (key, value) in keys {
            while let Some(child) = next {
                let is_it = paths.nodes[child.index()].is_written_as(text, key.as_bytes());
                let order = || paths.key(text, *child).cmp(&Some(key));
                match if is_it { Ordering::Equal } else { order() } {
                    Ordering::Less => next = children.next(),
                    Ordering::Equal => {
                        met(*child, value);
                        next = children.next();
                        break;
                    }
                    Ordering::Greater => break,
                }
            }
        }
        true
    }
}
