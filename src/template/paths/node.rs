//! A node of the trie: a segment below a parent, and its siblings.

use std::num::NonZeroU32;

use super::NodeId;
use crate::span::Span;

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) parent: NodeId,
    pub(super) step: Step,
    /// The youngest.
    pub(super) first_child: Option<NodeId>,
    /// The next older one.
    pub(super) next_sibling: Option<NodeId>,
    pub(super) children: u32,
    /// Those of them that do not stand in the text as they are.
    pub(super) others: u32,
    /// One more than the expression that is this path and nothing else, if the template has one.
    pub(super) bare: Option<NonZeroU32>,
}

/// A segment whose key is a range of the text, or of the decoded keys.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Written(Span),
    Decoded(Span),
    Index(Halves),
    KeyOrIndex(Halves),
}

impl Step {
    /// Whether it stands in the text as the key that it is.
    pub(super) const fn is_written(self) -> bool {
        matches!(self, Self::Written(_))
    }
}

/// A number in two halves, so that a node is aligned like them and stays small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Halves([u32; 2]);

impl Halves {
    #[allow(clippy::cast_possible_truncation)] // they are halves
    pub(super) const fn new(number: usize) -> Self {
        let number = number as u64;
        Self([number as u32, (number >> 32) as u32])
    }

    #[allow(clippy::cast_possible_truncation)] // they were made of a number of this type
    pub(super) const fn get(self) -> usize {
        let [low, high] = self.0;
        ((high as u64) << 32 | low as u64) as usize
    }
}

impl Node {
    pub(super) const fn new(parent: NodeId, step: Step) -> Self {
        Self {
            parent,
            step,
            first_child: None,
            next_sibling: None,
            children: 0,
            others: 0,
            bare: None,
        }
    }

    /// Whether it stands in the text as this key.
    #[inline]
    pub(super) fn is_written_as(&self, text: &str, key: &[u8]) -> bool {
        match self.step {
            Step::Written(span) => {
                span.len() == key.len() && same(&text.as_bytes()[span.range()], key)
            }
            Step::Decoded(_) | Step::Index(_) | Step::KeyOrIndex(_) => false,
        }
    }
}

/// Nodes below one parent, the youngest first. Looks at the next one only when it is asked for.
#[derive(Debug)]
pub(super) struct Siblings<'p> {
    pub(super) nodes: &'p [Node],
    pub(super) next: Option<NodeId>,
}

impl<'p> Iterator for Siblings<'p> {
    type Item = (NodeId, &'p Node);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let id = self.next?;
        let node = &self.nodes[id.index()];
        self.next = node.next_sibling;
        Some((id, node))
    }
}

/// Whether two keys of one length are equal. Most are short, and then this is quicker than a call.
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    match one.len() {
        0..=3 => one.iter().zip(other).all(|(one, other)| one == other),
        4..=7 => ends_are_same::<4>(one, other),
        8..=16 => ends_are_same::<8>(one, other),
        _ => one == other,
    }
}

/// Whether the first and the last bytes are equal, of texts of one length.
#[inline]
fn ends_are_same<const N: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
}

// Many templates have a node for every 10 bytes of their text.
const _: () = assert!(size_of::<Node>() <= 40);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_all_lengths_are_the_same_or_not() {
        for len in 0..40 {
            let key = vec![b'a'; len];
            assert!(same(&key, &key.clone()));
            for at in 0..len {
                let mut other = key.clone();
                other[at] = b'b';
                assert!(!same(&key, &other), "{len} {at}");
            }
        }
    }

    #[test]
    fn halves_make_a_whole() {
        for number in [0, 1, 7, u32::MAX as usize, usize::MAX] {
            assert_eq!(Halves::new(number).get(), number);
        }
    }
}
