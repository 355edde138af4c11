//! Which keys objects have had so far, and in which order: what comes next is mostly what came last time, and then one
//! comparison reads a key, finds what a template wants of it, and holds it to the grammar.

#![allow(clippy::inline_always, reason = "the loop over a document is made of these")]

use std::sync::Arc;

use super::key::{Key, Spot, number};
use crate::template::NodeId;

/// An object that is known: the root, or all that stand below one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ObjectId(u32);

/// A key of a known object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyId(u32);

impl ObjectId {
    /// One of which nothing is known.
    pub(super) const NONE: Self = Self(0);

    fn of(row: usize) -> Self {
        Self(number(row))
    }

    const fn row(self) -> usize {
        self.0 as usize
    }
}

impl KeyId {
    /// Matches nothing.
    pub(super) const NONE: Self = Self(0);

    fn of(row: usize) -> Self {
        Self(number(row))
    }

    const fn row(self) -> usize {
        self.0 as usize
    }
}

/// What was learned from documents, for one trie of paths.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The trie that the nodes belong to.
    trie: Option<Arc<()>>,
    /// How many documents there were.
    documents: u32,
    /// The first one stands for all that are not known.
    objects: Vec<Object>,
    keys: Vec<Key>,
    /// The bytes of all keys.
    written: Vec<u8>,
    /// The objects in arrays of which the template wants something, by what it wants.
    wanted: Vec<(NodeId, ObjectId)>,
}

#[derive(Clone, Debug)]
struct Object {
    /// What the template wants of it.
    node: Option<NodeId>,
    /// Its keys, the youngest first.
    youngest: KeyId,
    keys: u32,
    /// The key that came first the last time.
    first: KeyId,
    /// The objects in an array that stands here, if nobody wants one of those.
    elements: ObjectId,
}

/// A key with its colon, as it stands in the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) node: Option<NodeId>,
    /// Where its value begins, perhaps behind white space.
    pub(super) end: usize,
    pub(super) within: Within,
}

/// How far an object has been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    object: ObjectId,
    /// The key that was read last.
    last: KeyId,
    /// The one that came behind it the last time.
    expected: KeyId,
}

impl Within {
    /// What comes next is expected behind a key that is known, and the last one is not.
    pub(super) const LOST: Self =
        Self { object: ObjectId::NONE, last: KeyId::NONE, expected: KeyId::NONE };
}

impl Shape {
    /// More keys are not remembered, so that a document without end does no harm.
    const KEYS: usize = 2_000;
    const KEYS_OF_ONE: u32 = 64;
    const OBJECTS: usize = 256;
    const KEY_BYTES: usize = 128;
    const WANTED: usize = 32;
    /// So many keys that are expected are looked for one after the other.
    const MISSING: usize = 8;

    /// Forgets what belongs to another trie. The root, from the second document on: of one nobody learns.
    pub(super) fn start(&mut self, trie: &Arc<()>) -> ObjectId {
        if !self.trie.as_ref().is_some_and(|own| Arc::ptr_eq(own, trie)) {
            (self.trie, self.documents) = (Some(Arc::clone(trie)), 0);
            self.objects.clear();
            self.keys.clear();
            self.written.clear();
            self.wanted.clear();
            // What is not known matches nothing.
            self.objects.push(Object::new(None));
            self.keys.push(Key::NONE);
        }
        self.documents = self.documents.saturating_add(1);
        match self.documents {
            1 => return ObjectId::NONE,
            2 => self.objects.push(Object::new(Some(NodeId::ROOT))),
            _ => {}
        }
        ObjectId(1)
    }

    #[inline(always)]
    pub(super) fn enter(&self, object: ObjectId) -> Within {
        Within { object, last: KeyId::NONE, expected: self.objects[object.row()].first }
    }

    /// The key of the member that stands there, if it is the one that is expected.
    #[inline(always)]
    pub(super) fn expected(&self, within: Within, spot: Spot<'_>) -> Option<Known> {
        let key = &self.keys[within.expected.row()];
        let end = key.end(&self.written, spot)?;
        let within = Within { last: within.expected, expected: key.next, ..within };
        Some(Known { node: key.node, end, within })
    }

    /// The same if a few of those that are expected before it are missing this time.
    #[inline(never)]
    pub(super) fn later(&self, mut within: Within, spot: Spot<'_>) -> Option<Known> {
        for _ in 0..Self::MISSING {
            within.expected = self.keys[within.expected.row()].next;
            if within.expected == KeyId::NONE {
                break;
            }
            if let Some(known) = self.expected(within, spot) {
                return Some(known);
            }
        }
        None
    }

    /// The same if it is known and not expected at all.
    pub(super) fn other(&mut self, within: Within, spot: Spot<'_>) -> Option<Known> {
        let mut id = self.objects[within.object.row()].youngest;
        while id != KeyId::NONE {
            if let Some(known) = self.expected(Within { expected: id, ..within }, spot) {
                self.follow(within, id);
                return Some(known);
            }
            id = self.keys[id.row()].older;
        }
        None
    }

    /// Remembers a key that is `written`, from behind a comma or brace to the value, unless there are too many.
    pub(super) fn learn(&mut self, within: Within, written: &[u8], node: Option<NodeId>) -> Within {
        let object = &mut self.objects[within.object.row()];
        let is_known = within.object != ObjectId::NONE;
        if !is_known
            || object.keys >= Self::KEYS_OF_ONE
            || self.keys.len() >= Self::KEYS
            || written.len() > Self::KEY_BYTES
        {
            return Within::LOST;
        }
        let id = KeyId::of(self.keys.len());
        let older = std::mem::replace(&mut object.youngest, id);
        object.keys += 1;
        let start = self.written.len();
        self.written.push(b',');
        self.written.extend_from_slice(written);
        let mut key = Key::of(&self.written[start..], start);
        (key.node, key.older) = (node, older);
        // What was expected there is expected behind it.
        key.next = within.expected;
        self.keys.push(key);
        self.follow(within, id);
        Within { last: id, ..within }
    }

    /// Expects the key there the next time.
    fn follow(&mut self, within: Within, id: KeyId) {
        match within.last {
            KeyId::NONE => self.objects[within.object.row()].first = id,
            last => self.keys[last.row()].next = id,
        }
    }

    /// The object that is the value of the key that was read last.
    #[inline]
    pub(super) fn below(&mut self, within: Within) -> ObjectId {
        let key = &self.keys[within.last.row()];
        if key.below != ObjectId::NONE || within.last == KeyId::NONE {
            return key.below;
        }
        let below = self.new_object(key.node);
        self.keys[within.last.row()].below = below;
        below
    }

    /// The objects in an array that stands where an object is known, if nobody wants one of them.
    pub(super) fn elements(&mut self, object: ObjectId) -> ObjectId {
        let known = &self.objects[object.row()];
        if known.node.is_none() {
            return object;
        }
        if known.elements != ObjectId::NONE {
            return known.elements;
        }
        let elements = self.new_object(None);
        self.objects[object.row()].elements = elements;
        elements
    }

    /// The object that is the element of an array of which the template wants something.
    pub(super) fn element(&mut self, node: NodeId) -> ObjectId {
        // The youngest are asked for most often, and there are few.
        let known = self.wanted.iter().rev().find(|(other, _)| *other == node);
        if let Some((_, object)) = known {
            return *object;
        }
        let is_learning = self.documents > 1 && self.wanted.len() < Self::WANTED;
        let object = if is_learning { self.new_object(Some(node)) } else { ObjectId::NONE };
        if object != ObjectId::NONE {
            self.wanted.push((node, object));
        }
        object
    }

    fn new_object(&mut self, node: Option<NodeId>) -> ObjectId {
        if self.objects.len() >= Self::OBJECTS {
            return ObjectId::NONE;
        }
        self.objects.push(Object::new(node));
        ObjectId::of(self.objects.len() - 1)
    }
}

impl Object {
    const fn new(node: Option<NodeId>) -> Self {
        Self { node, youngest: KeyId::NONE, keys: 0, first: KeyId::NONE, elements: ObjectId::NONE }
    }
}
