//! One pass over a document: what the nodes of a trie want goes into their slots, all else is only held to the grammar.

#![allow(clippy::inline_always, reason = "the loop over a document is made of these")]

use std::borrow::Cow;
use std::marker::PhantomData;

use super::shape::{Known, ObjectId, Shape, Within};
use crate::json::lex::{self, Manner};
use crate::path::{JSON_DEPTH, Segment, index};
use crate::resolve::slots::Slot;
use crate::template::{NodeId, Paths};

/// A pass has nothing to tell but that it came through, and how far it is.
pub(super) struct Pass<'p, 'a, M> {
    pub(super) bytes: &'a [u8],
    /// The same; none if nobody has validated it.
    pub(super) text: Option<&'a str>,
    pub(super) paths: &'p Paths,
    /// The text of the template.
    pub(super) template: &'p str,
    pub(super) shape: &'p mut Shape,
    /// Those of the nodes.
    pub(super) slots: &'p mut [Slot<'a>],
    pub(super) manner: PhantomData<M>,
}

/// What is wanted of an array or object, what is known of it, and how many levels may still be opened.
#[derive(Clone, Copy)]
struct Place {
    node: Option<NodeId>,
    object: ObjectId,
    depth: usize,
}

/// What stands where a value begins.
#[derive(Clone, Copy)]
enum Scalar {
    /// One that ends before this byte.
    Ends(usize),
    /// An array or object.
    None,
}

/// The child that is wanted, if there is one; an error if there are two of them, which takes a second look.
type Found = Result<Option<NodeId>, ()>;

impl<'a, M: Manner> Pass<'_, 'a, M> {
    /// Reads all of the document; none if something is wrong with it, or if it takes a second look.
    pub(super) fn document(&mut self, root: ObjectId) -> Option<()> {
        let start = lex::space::<M>(self.bytes, 0);
        let place = Place { node: Some(NodeId::ROOT), object: root, depth: JSON_DEPTH };
        let end = match self.scalar(start, place.node)? {
            Scalar::Ends(end) => end,
            Scalar::None => self.nested(start, place)?,
        };
        // What nobody validates may go on.
        let is_all = self.text.is_none() || lex::space::<M>(self.bytes, end) == self.bytes.len();
        is_all.then_some(())
    }

    /// Behind the scalar that begins at `at`; nothing if an array or object does.
    #[inline(always)]
    fn scalar(&mut self, at: usize, node: Option<NodeId>) -> Option<Scalar> {
        let first = *self.bytes.get(at)?;
        let end = if first == b'"' {
            let (end, is_plain) = lex::string::<M>(self.bytes, at + 1)?;
            if let (Some(node), true) = (node, is_plain) {
                return self.found_text(node, at, end).map(|()| Scalar::Ends(end));
            }
            end
        } else if first <= b'9' {
            lex::number(self.bytes, at)?
        } else if matches!(first, b'{' | b'[') {
            return Some(Scalar::None);
        } else {
            lex::word_end(self.bytes, at)?
        };
        if let Some(node) = node {
            self.found(node, at, end)?;
        }
        Some(Scalar::Ends(end))
    }

    #[inline(never)]
    fn found_text(&mut self, node: NodeId, start: usize, end: usize) -> Option<()> {
        self.clear(node);
        self.slots[node.index()] = Slot::Str(self.written(start + 1, end - 1)?);
        Some(())
    }

    #[inline(never)]
    fn found(&mut self, node: NodeId, start: usize, end: usize) -> Option<()> {
        self.clear(node);
        self.slots[node.index()] = Slot::Json(self.written(start, end)?);
        Some(())
    }

    /// Behind the array or object that begins at `at`.
    fn nested(&mut self, at: usize, place: Place) -> Option<usize> {
        let place = Place { depth: place.depth.checked_sub(1)?, ..place };
        if let Some(node) = place.node {
            self.clear(node);
        }
        let end =
            if self.bytes[at] == b'{' { self.object(at, place) } else { self.array(at, place) }?;
        if let Some(node) = place.node {
            self.slots[node.index()] = Slot::Json(self.written(at, end)?);
        }
        Some(end)
    }

    #[inline]
    fn written(&self, start: usize, end: usize) -> Option<&'a str> {
        match self.text {
            Some(text) => text.get(start..end),
            None => std::str::from_utf8(self.bytes.get(start..end)?).ok(),
        }
    }

    /// Behind the object that begins at `at`.
    fn object(&mut self, at: usize, place: Place) -> Option<usize> {
        let mut within = self.shape.enter(place.object);
        let mut at = at + 1;
        if *self.bytes.get(at)? != b'"' {
            at = lex::space::<M>(self.bytes, at);
            if self.bytes.get(at) == Some(&b'}') {
                return Some(at + 1);
            }
        }
        loop {
            let Known { node, end, within: next } =
                match self.shape.expected(within, self.bytes, at) {
                    Some(known) => known,
                    None => self.key(at, within, place.node)?,
                };
            within = next;
            let start = self.start(end)?;
            let end = match self.scalar(start, node)? {
                Scalar::Ends(end) => end,
                Scalar::None => {
                    let object = self.shape.below(within);
                    self.nested(start, Place { node, object, ..place })?
                }
            };
            at = match *self.bytes.get(end)? {
                b',' => end + 1,
                b'}' => return Some(end + 1),
                _ => match self.spaced(end, b'}')? {
                    Ok(next) => next,
                    Err(end) => return Some(end),
                },
            };
        }
    }

    /// Where the value begins that follows at `at`.
    #[inline(always)]
    fn start(&self, at: usize) -> Option<usize> {
        let is_space = *self.bytes.get(at)? <= b' ';
        Some(if is_space { lex::space::<M>(self.bytes, at) } else { at })
    }

    /// Behind the comma that stands at `at` behind white space, or else behind what closes the members or elements.
    #[inline(never)]
    fn spaced(&self, at: usize, close: u8) -> Option<Result<usize, usize>> {
        let at = lex::space::<M>(self.bytes, at);
        match *self.bytes.get(at)? {
            b',' => Some(Ok(at + 1)),
            byte => (byte == close).then_some(Err(at + 1)),
        }
    }

    /// The key that follows at `at` and was not expected; with what is wanted there.
    #[inline(never)]
    fn key(&mut self, at: usize, within: Within, parent: Option<NodeId>) -> Option<Known> {
        let at = lex::space::<M>(self.bytes, at);
        if let Some(known) = self.shape.expected(within, self.bytes, at) {
            return Some(known);
        }
        if let Some(known) = self.shape.other(within, self.bytes, at) {
            return Some(known);
        }
        if self.bytes.get(at) != Some(&b'"') {
            return None;
        }
        // It is learned once for all documents, so it is always held to the grammar.
        let (end, is_plain) = lex::string::<lex::Any>(self.bytes, at + 1)?;
        let written = self.written(at, end)?;
        let node = match parent {
            Some(parent) if is_plain => self.child(parent, &written[1..written.len() - 1]).ok()?,
            Some(parent) => {
                self.child(parent, &serde_json::from_str::<String>(written).ok()?).ok()?
            }
            None => None,
        };
        let colon = lex::space::<M>(self.bytes, end);
        if self.bytes.get(colon) != Some(&b':') {
            return None;
        }
        let within = if colon == end {
            self.shape.learn(within, &self.bytes[at..=colon], node)
        } else {
            Within::LOST
        };
        Some(Known { node, end: colon + 1, within })
    }

    /// The child of a node for a key of an object.
    fn child(&self, parent: NodeId, key: &str) -> Found {
        let child = |segment: &Segment<'_>| self.paths.child(self.template, parent, segment);
        let by_key = child(&Segment::Key(Cow::Borrowed(key)));
        let by_index = index(key).and_then(|index| child(&Segment::KeyOrIndex(index)));
        match (by_key, by_index) {
            (Some(_), Some(_)) => Err(()),
            (one, other) => Ok(one.or(other)),
        }
    }

    /// The child of a node for an element of an array.
    fn element(&self, parent: NodeId, index: usize) -> Found {
        let child = |segment: &Segment<'_>| self.paths.child(self.template, parent, segment);
        match (child(&Segment::Index(index)), child(&Segment::KeyOrIndex(index))) {
            (Some(_), Some(_)) => Err(()),
            (one, other) => Ok(one.or(other)),
        }
    }

    /// Behind the array that begins at `at`.
    fn array(&mut self, at: usize, place: Place) -> Option<usize> {
        let mut at = lex::space::<M>(self.bytes, at + 1);
        if self.bytes.get(at) == Some(&b']') {
            return Some(at + 1);
        }
        let wanted = place.node.filter(|node| self.paths.has_children(*node));
        let object = self.shape.elements(place.object);
        for index in 0.. {
            let node = match wanted {
                Some(parent) => self.element(parent, index).ok()?,
                None => None,
            };
            let start = self.start(at)?;
            let end = match self.scalar(start, node)? {
                Scalar::Ends(end) => end,
                Scalar::None => {
                    // What is wanted of one element is not wanted of the others.
                    let object = node.map_or(object, |node| self.shape.element(node));
                    self.nested(start, Place { node, object, ..place })?
                }
            };
            at = match *self.bytes.get(end)? {
                b',' => end + 1,
                b']' => return Some(end + 1),
                _ => match self.spaced(end, b']')? {
                    Ok(next) => next,
                    Err(end) => return Some(end),
                },
            };
        }
        None
    }

    /// Empties the slots below a node that is met again: the last of keys that are the same counts, with all that is
    /// below it. What is below an empty one is empty.
    #[inline(always)]
    fn clear(&mut self, node: NodeId) {
        if !matches!(self.slots[node.index()], Slot::Empty) {
            self.clear_below(node);
        }
    }

    #[inline(never)]
    fn clear_below(&mut self, node: NodeId) {
        for child in self.paths.children_of(node) {
            if !matches!(self.slots[child.index()], Slot::Empty) {
                self.slots[child.index()] = Slot::Empty;
                self.clear_below(child);
            }
        }
    }
}
