//! The nodes of a trie that have children, and how those are met with the fields of an object.

use std::cmp::Ordering;
use std::ops::Range;

use super::{Node, NodeId, Paths};

/// A node that has children.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parent<'p> {
    paths: &'p Paths,
    text: &'p str,
    index: usize,
}

impl Paths {
    /// The nodes that have children, parents first.
    pub(crate) fn parents<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Parent<'p>> {
        let parents = self.nodes.iter().enumerate().filter(|(_, node)| node.children > 0);
        parents.map(move |(index, _)| Parent { paths: self, text, index })
    }
}

impl<'p> Parent<'p> {
    /// The number of the node.
    pub(crate) const fn index(&self) -> usize {
        self.index
    }

    /// How many children there are.
    pub(crate) fn count(&self) -> usize {
        self.paths.nodes[self.index].children as usize
    }

    /// The children with these numbers, the youngest first.
    pub(crate) fn children(&self, numbers: &Range<usize>) -> impl Iterator<Item = NodeId> + use<'p> {
        self.rows(numbers).map(|(id, _)| id)
    }

    fn rows(&self, numbers: &Range<usize>) -> Rows<'p> {
        let (nodes, mut next) = (&*self.paths.nodes, self.paths.nodes[self.index].first_child);
        while let Some(id) = next.filter(|id| id.index() >= numbers.end) {
            next = nodes[id.index()].next_sibling;
        }
        Rows { nodes, next, start: numbers.start }
    }

    /// Whether all children stand in the text as the keys that they are.
    pub(crate) fn is_plain(&self) -> bool {
        self.paths.nodes[self.index].others == 0
    }

    /// Calls `met` with the children that stand in the text as keys of an object, and with what
    /// belongs to the key. Compares all with all, so there should be few.
    pub(crate) fn meet<'k, T>(
        &self,
        numbers: &Range<usize>,
        keys: impl IntoIterator<Item = (&'k String, T)>,
        mut met: impl FnMut(NodeId, T),
    ) {
        let rows = self.rows(numbers);
        let mut left = self.count();
        for (key, value) in keys {
            let is_it = |(_, row): &(_, &Node)| row.is_written_as(self.text, key.as_bytes());
            if let Some((id, _)) = rows.clone().find(is_it) {
                met(id, value);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        }
    }

    /// The same for the only child.
    #[inline]
    pub(crate) fn meet_one<'k, T>(
        &self,
        keys: impl IntoIterator<Item = (&'k String, T)>,
    ) -> Option<(NodeId, T)> {
        let nodes = &*self.paths.nodes;
        let id = nodes[self.index].first_child?;
        let row = &nodes[id.index()];
        let mut keys = keys.into_iter();
        let (_, value) = keys.find(|(key, _)| row.is_written_as(self.text, key.as_bytes()))?;
        Some((id, value))
    }

    /// The same where there are many children, and not many more keys: one walk over both, since both
    /// are sorted. Where the keys are not, some children stay that nobody has met.
    pub(crate) fn meet_sorted<'k, T>(
        &self,
        keys: impl ExactSizeIterator<Item = (&'k String, T)>,
        mut met: impl FnMut(NodeId, T),
    ) {
        const WIDER: usize = 4;
        let (paths, text) = (self.paths, self.text);
        let Some(family) = paths.family(NodeId::new(self.index)) else { return };
        if keys.len() / WIDER > family.sorted.len() {
            return;
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
    }
}

/// Some children with their nodes, the youngest first.
#[derive(Clone)]
struct Rows<'p> {
    nodes: &'p [Node],
    next: Option<NodeId>,
    /// Those with smaller numbers are not asked for.
    start: usize,
}

impl<'p> Iterator for Rows<'p> {
    type Item = (NodeId, &'p Node);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let id = self.next.filter(|id| id.index() >= self.start)?;
        let node = &self.nodes[id.index()];
        self.next = node.next_sibling;
        Some((id, node))
    }
}
