//! The paths of a template, each distinct prefix once.
//!
//! A flat trie: a node is one segment below a parent that stands before it, so one walk over the
//! nodes finds the values of all paths, and what they share is looked up once.

mod families;
mod index;
mod node;
mod parents;

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use self::families::Family;
use self::index::Index;
use self::node::{Halves, Node, Siblings, Step};
pub(crate) use self::parents::Parent;

use super::expression::row;
use crate::path::{Path, Segment};
use crate::span::{Span, place};

/// A node of the trie, and the path that ends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(NonZeroU32);

impl NodeId {
    /// The root, `$`, which every trie has.
    pub(crate) const ROOT: Self = Self(NonZeroU32::MIN);

    fn new(index: usize) -> Self {
        // There are fewer nodes than bytes of the text.
        Self(NonZeroU32::MIN.saturating_add(row(index)))
    }

    pub(crate) const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Paths {
    nodes: Vec<Node>,
    /// Keys that do not stand in the text as they are.
    decoded: String,
    /// Above [`Paths::INDEXED`] nodes.
    index: Option<Box<Index>>,
    /// The children of each node that has many, by parent, ascending.
    families: Vec<Family>,
    /// What no other trie has, nor this one once it has grown.
    identity: OnceLock<Arc<()>>,
}

/// How many nodes there were, and bytes of decoded keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    nodes: usize,
    decoded: usize,
}

impl Paths {
    /// Above this many nodes a hash finds the children, below it the list of siblings does.
    const INDEXED: usize = 64;

    /// So many children of a node are looked through one by one.
    const FEW: u32 = 16;

    pub(super) fn with_capacity(nodes: usize) -> Self {
        let mut all = Vec::with_capacity(nodes + 1);
        all.push(Node::new(NodeId::ROOT, Step::Index(Halves::new(0))));
        Self {
            nodes: all,
            decoded: String::new(),
            index: None,
            families: Vec::new(),
            identity: OnceLock::new(),
        }
    }

    /// The last segment of the path that ends at `node`, if that is a key.
    fn key<'t>(&'t self, text: &'t str, node: NodeId) -> Option<&'t str> {
        match self.nodes[node.index()].step {
            Step::Written(span) => Some(&text[span.range()]),
            Step::Decoded(span) => Some(&self.decoded[span.range()]),
            Step::Index(_) | Step::KeyOrIndex(_) => None,
        }
    }

    /// What tells this trie from others: whoever remembers nodes of it holds this, so that no other one can have it.
    pub(crate) fn identity(&self) -> &Arc<()> {
        self.identity.get_or_init(Arc::default)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The last segment of the path that ends at `node`.
    fn segment<'t>(&'t self, text: &'t str, node: NodeId) -> Segment<'t> {
        match self.nodes[node.index()].step {
            Step::Written(span) => Segment::Key(Cow::Borrowed(&text[span.range()])),
            Step::Decoded(span) => Segment::Key(Cow::Borrowed(&self.decoded[span.range()])),
            Step::Index(index) => Segment::Index(index.get()),
            Step::KeyOrIndex(index) => Segment::KeyOrIndex(index.get()),
        }
    }

    /// Replaces `segments` by those of the path that ends at `node`.
    pub(crate) fn segments<'t>(
        &'t self,
        text: &'t str,
        node: NodeId,
        segments: &mut Vec<Segment<'t>>,
    ) {
        segments.clear();
        let mut node = node;
        while node != NodeId::ROOT {
            segments.push(self.segment(text, node));
            node = self.nodes[node.index()].parent;
        }
        segments.reverse();
    }

    pub(crate) fn path<'t>(&'t self, text: &'t str, node: NodeId) -> Path<'t> {
        let mut segments = Vec::new();
        self.segments(text, node, &mut segments);
        Path::new(segments)
    }

    /// The key of a node right below the root.
    pub(crate) fn name<'t>(&'t self, text: &'t str, node: NodeId) -> Option<&'t str> {
        let Node { parent, step, .. } = &self.nodes[node.index()];
        match step {
            _ if *parent != NodeId::ROOT => None,
            Step::Written(span) => Some(&text[span.range()]),
            Step::Decoded(span) => Some(&self.decoded[span.range()]),
            Step::Index(_) | Step::KeyOrIndex(_) => None,
        }
    }

    /// The number of the expression that is the path of `node` and nothing else.
    pub(super) fn bare(&self, node: NodeId) -> Option<u32> {
        self.nodes[node.index()].bare.map(|next| next.get() - 1)
    }

    pub(super) fn set_bare(&mut self, node: NodeId, expression: u32) {
        self.nodes[node.index()].bare = NonZeroU32::new(expression.saturating_add(1));
    }

    /// The node of `segments`, if the template has that path.
    pub(crate) fn find<'s>(
        &self,
        text: &str,
        mut segments: impl Iterator<Item = &'s Segment<'s>>,
    ) -> Option<NodeId> {
        segments.try_fold(NodeId::ROOT, |parent, segment| self.child(text, parent, segment))
    }

    pub(crate) fn has_children(&self, node: NodeId) -> bool {
        self.nodes[node.index()].children > 0
    }

    pub(crate) fn children_of(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.children(node).map(|(id, _)| id)
    }

    /// No element of an array from this index on is a child of the node, as far as a short look tells.
    pub(crate) fn elements_end(&self, node: NodeId) -> usize {
        if self.nodes[node.index()].children > Self::FEW {
            return usize::MAX;
        }
        let end = |(_, child): (NodeId, &Node)| match child.step {
            Step::Index(index) | Step::KeyOrIndex(index) => index.get().saturating_add(1),
            Step::Written(_) | Step::Decoded(_) => 0,
        };
        self.children(node).map(end).max().unwrap_or(0)
    }

    /// The children of a node that are this element of an array: one by its index, one by what may be a key too.
    pub(crate) fn elements(&self, text: &str, parent: NodeId, index: usize) -> [Option<NodeId>; 2] {
        if self.nodes[parent.index()].children > Self::FEW {
            return [Segment::Index(index), Segment::KeyOrIndex(index)]
                .map(|segment| self.child(text, parent, &segment));
        }
        let mut found = [None; 2];
        for (id, child) in self.children(parent) {
            match child.step {
                Step::Index(other) if other.get() == index => found[0] = Some(id),
                Step::KeyOrIndex(other) if other.get() == index => found[1] = Some(id),
                _ => {}
            }
        }
        found
    }

    /// The child of a node that is reached by a segment.
    pub(crate) fn child(
        &self,
        text: &str,
        parent: NodeId,
        segment: &Segment<'_>,
    ) -> Option<NodeId> {
        let is_it = |id: NodeId| {
            let node = &self.nodes[id.index()];
            node.parent == parent
                && match (segment, node.step) {
                    (Segment::Key(key), Step::Written(_)) => {
                        node.is_written_as(text, key.as_bytes())
                    }
                    (Segment::Key(key), Step::Decoded(span)) => self.decoded[span.range()] == **key,
                    (Segment::Index(index), Step::Index(other))
                    | (Segment::KeyOrIndex(index), Step::KeyOrIndex(other)) => {
                        *index == other.get()
                    }
                    _ => false,
                }
        };
        if let Some(index) = &self.index {
            return index.candidates(parent, segment).find(|id| is_it(*id));
        }
        self.children(parent).map(|(id, _)| id).find(|id| is_it(*id))
    }

    /// The children of a node, the youngest first.
    #[inline]
    fn children(&self, parent: NodeId) -> Siblings<'_> {
        Siblings { nodes: &self.nodes, next: self.nodes[parent.index()].first_child }
    }

    /// The node of `segment` below `parent`, made if there is none.
    ///
    /// Of a key that is a part of `text` the place is noted; any other key is copied.
    pub(super) fn intern(&mut self, text: &str, parent: NodeId, segment: &Segment<'_>) -> NodeId {
        if let Some(id) = self.child(text, parent, segment) {
            return id;
        }
        let step = match segment {
            Segment::Key(key) => {
                let start = self.decoded.len();
                let decoded = || {
                    self.decoded.push_str(key);
                    Step::Decoded(Span::new(start, self.decoded.len()))
                };
                let written =
                    |place: Range<usize>| Step::Written(Span::new(place.start, place.end));
                place(text.as_bytes(), key.as_bytes()).map_or_else(decoded, written)
            }
            Segment::Index(index) => Step::Index(Halves::new(*index)),
            Segment::KeyOrIndex(index) => Step::KeyOrIndex(Halves::new(*index)),
        };
        self.push(text, parent, step)
    }

    #[inline]
    fn push(&mut self, text: &str, parent: NodeId, step: Step) -> NodeId {
        let id = NodeId::new(self.nodes.len());
        // One that has been remembered was cloned, and is another one now.
        self.identity.take();
        let above = &mut self.nodes[parent.index()];
        above.children += 1;
        above.others += u32::from(!step.is_written());
        let next_sibling = above.first_child.replace(id);
        self.nodes.push(Node { next_sibling, ..Node::new(parent, step) });
        // One that was made stays, also where nodes were taken back.
        if self.index.is_some() || self.nodes.len() > Self::INDEXED {
            self.add_to_index(text, id);
        }
        id
    }

    /// The same for a key that stands in the text there.
    #[inline]
    pub(super) fn intern_name(&mut self, text: &str, parent: NodeId, name: Span) -> NodeId {
        let key = &text.as_bytes()[name.range()];
        if self.index.is_some() {
            let key = Segment::Key(Cow::Borrowed(&text[name.range()]));
            return self.intern(text, parent, &key);
        }
        let is_it = |(_, node): &(NodeId, &Node)| match node.step {
            Step::Decoded(span) => self.decoded.as_bytes()[span.range()] == *key,
            _ => node.is_written_as(text, key),
        };
        if let Some((id, _)) = self.children(parent).find(is_it) {
            return id;
        }
        self.push(text, parent, Step::Written(name))
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { nodes: self.nodes.len(), decoded: self.decoded.len() }
    }

    /// Takes back the nodes made since `mark`, the youngest first; none of them is bare yet.
    pub(super) fn undo(&mut self, text: &str, mark: Mark) {
        while self.nodes.len() > mark.nodes {
            let id = NodeId::new(self.nodes.len() - 1);
            if let Some(mut index) = self.index.take() {
                index.remove(self.nodes[id.index()].parent, &self.segment(text, id), id);
                self.index = Some(index);
            }
            if let Some(node) = self.nodes.pop() {
                let above = &mut self.nodes[node.parent.index()];
                above.first_child = node.next_sibling;
                above.children -= 1;
                above.others -= u32::from(!node.step.is_written());
            }
        }
        self.decoded.truncate(mark.decoded);
    }

    /// Adds this node to the index, and all before it if it is the first.
    #[cold]
    fn add_to_index(&mut self, text: &str, id: NodeId) {
        let first = if self.index.is_some() { id.index() } else { 1 };
        let mut index = self.index.take().unwrap_or_default();
        for id in (first..=id.index()).map(NodeId::new) {
            index.insert(self.nodes[id.index()].parent, &self.segment(text, id), id);
        }
        self.index = Some(index);
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}
