//! One pass over a document: what the nodes of a trie want goes into their slots, all else is only held to the grammar.

#![allow(clippy::inline_always, reason = "the loop over a document is made of these")]

use std::borrow::Cow;
use std::marker::PhantomData;

use super::key::{Before, Spot};
use super::shape::{Known, ObjectId, Shape, Within};
use crate::json::lex::{self, Manner};
use crate::json::{self, Document};
use crate::path::{JSON_DEPTH, Segment, index};
use crate::resolve::slots::Slot;
use crate::template::{NodeId, Paths};

/// A pass has nothing to tell but that it came through, and how far it is.
pub(super) struct Pass<'p, 'a, M> {
    pub(super) document: Document<'a>,
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
    /// None, but an array or object, which begins at this byte.
    Opens(usize),
}

/// What stands where a member may begin.
enum Member {
    /// This key.
    Known(Known),
    /// None: the object ends before this byte.
    End(usize),
}

/// The child that is wanted, if there is one; an error if there are two of them, which takes a second look.
type Found = Result<Option<NodeId>, ()>;

impl<'a, M: Manner> Pass<'_, 'a, M> {
    /// Reads all of the document; none if something is wrong with it, or if it takes a second look.
    pub(super) fn document(&mut self, root: ObjectId) -> Option<()> {
        let start = lex::space::<M>(self.document.bytes, 0);
        let place = Place { node: Some(NodeId::ROOT), object: root, depth: JSON_DEPTH };
        let end = match self.scalar(start, place.node)? {
            Scalar::Ends(end) => end,
            Scalar::Opens(start) => self.nested(start, place)?,
        };
        // What nobody validates may go on.
        let is_all = self.text.is_none()
            || lex::space::<M>(self.document.bytes, end) == self.document.bytes.len();
        is_all.then_some(())
    }

    /// Behind the scalar that begins at `at`, perhaps behind white space.
    #[inline(always)]
    fn scalar(&mut self, at: usize, node: Option<NodeId>) -> Option<Scalar> {
        let window = self.document.window(at)?;
        let first = window[0];
        let end = if first == b'"' {
            let end = lex::string::<M>(&self.document, window, at)?;
            if let Some(node) = node {
                self.found_text(node, at, end)?;
            }
            return Some(Scalar::Ends(end));
        } else if first > b'9' {
            if matches!(first, b'{' | b'[') {
                return Some(Scalar::Opens(at));
            }
            lex::word_end(window, at)?
        } else if first > b' ' {
            lex::number(&self.document, window, at)?
        } else {
            return self.spaced_scalar(at, node);
        };
        if let Some(node) = node {
            self.found(node, at, end)?;
        }
        Some(Scalar::Ends(end))
    }

    /// The same behind white space, if there is any.
    #[inline(never)]
    fn spaced_scalar(&mut self, at: usize, node: Option<NodeId>) -> Option<Scalar> {
        let start = lex::space::<M>(self.document.bytes, at);
        // Once more would be without end.
        if start == at { None } else { self.scalar(start, node) }
    }

    #[inline(never)]
    fn found_text(&mut self, node: NodeId, start: usize, end: usize) -> Option<()> {
        let text = self.written(start + 1, end - 1)?;
        if M::ESCAPES && has_escapes(text) {
            return self.found(node, start, end);
        }
        self.clear(node);
        self.slots[node.index()] = Slot::Str(text);
        Some(())
    }

    #[inline(never)]
    fn found(&mut self, node: NodeId, start: usize, end: usize) -> Option<()> {
        self.clear(node);
        self.slots[node.index()] = Slot::Json(self.document.bytes.get(start..end)?);
        Some(())
    }

    /// Behind the array or object that begins at `at`.
    fn nested(&mut self, at: usize, place: Place) -> Option<usize> {
        let place = Place { depth: place.depth.checked_sub(1)?, ..place };
        if let Some(node) = place.node {
            self.clear(node);
        }
        let end = if self.document.bytes[at] == b'{' {
            self.object(at, place)
        } else {
            self.array(at, place)
        }?;
        if let Some(node) = place.node {
            self.slots[node.index()] = Slot::Json(self.document.bytes.get(at..end)?);
        }
        Some(end)
    }

    #[inline]
    fn written(&self, start: usize, end: usize) -> Option<&'a str> {
        match self.text {
            Some(text) => text.get(start..end),
            None => std::str::from_utf8(self.document.bytes.get(start..end)?).ok(),
        }
    }

    /// Behind the object that begins at `at`.
    fn object(&mut self, at: usize, place: Place) -> Option<usize> {
        let within = self.shape.enter(place.object);
        let spot = Spot { document: &self.document, at, before: Before::Brace };
        let mut known = match self.shape.expected(within, spot) {
            Some(known) => known,
            None => match self.key(at, Before::Brace, within, place.node)? {
                Member::Known(known) => known,
                Member::End(end) => return Some(end),
            },
        };
        loop {
            let Known { node, end, within } = known;
            let end = match self.scalar(end, node)? {
                Scalar::Ends(end) => end,
                Scalar::Opens(start) => {
                    let object = self.shape.below(within);
                    self.nested(start, Place { node, object, ..place })?
                }
            };
            let spot = Spot { document: &self.document, at: end, before: Before::Comma };
            known = match self.shape.expected(within, spot) {
                Some(known) => known,
                None if self.document.bytes.get(end) == Some(&b'}') => return Some(end + 1),
                None => match self.shape.later(within, spot) {
                    Some(known) => known,
                    None => match self.key(end, Before::Comma, within, place.node)? {
                        Member::Known(known) => known,
                        Member::End(end) => return Some(end),
                    },
                },
            };
        }
    }

    /// The key that follows at `at` and was not expected, with what is wanted there.
    #[inline(never)]
    fn key(
        &mut self,
        at: usize,
        before: Before,
        within: Within,
        parent: Option<NodeId>,
    ) -> Option<Member> {
        let before_at =
            if before == Before::Comma { lex::space::<M>(self.document.bytes, at) } else { at };
        let spot = Spot { document: &self.document, at: before_at, before };
        if before_at > at {
            if let Some(known) = self.shape.expected(within, spot) {
                return Some(Member::Known(known));
            }
        }
        if let Some(known) = self.shape.other(within, spot) {
            return Some(Member::Known(known));
        }
        let start = lex::space::<M>(self.document.bytes, before_at + 1);
        match (before, *self.document.bytes.get(before_at)?) {
            (Before::Brace, _) if self.document.bytes.get(start) == Some(&b'}') => {
                return Some(Member::End(start + 1));
            }
            (Before::Comma, b'}') => return Some(Member::End(before_at + 1)),
            (Before::Brace, b'{') | (Before::Comma, b',') => {}
            _ => return None,
        }
        if self.document.bytes.get(start) != Some(&b'"') {
            return None;
        }
        // It is learned once for all documents, so it is always held to the grammar.
        let window = self.document.window(start)?;
        let end = lex::string::<lex::Any>(&self.document, window, start)?;
        let node = match parent {
            Some(parent) => {
                let key = json::text(&self.document.bytes[start..end])?;
                self.child(parent, &key).ok()?
            }
            None => None,
        };
        let colon = lex::space::<M>(self.document.bytes, end);
        if self.document.bytes.get(colon) != Some(&b':') {
            return None;
        }
        let end = lex::space::<M>(self.document.bytes, colon + 1);
        let within = self.shape.learn(within, &self.document.bytes[before_at + 1..end], node);
        Some(Member::Known(Known { node, end, within }))
    }

    /// The child of a node for a key of an object.
    fn child(&self, parent: NodeId, key: &str) -> Found {
        let child = |segment: &Segment<'_>| self.paths.child(self.template, parent, segment);
        let by_key = child(&Segment::Key(Cow::Borrowed(key)));
        let by_index = index(key).and_then(|index| child(&Segment::KeyOrIndex(index)));
        one_of([by_key, by_index])
    }

    /// The child of a node for an element of an array.
    fn element(&self, parent: NodeId, index: usize) -> Found {
        one_of(self.paths.elements(self.template, parent, index))
    }

    /// Behind the array that begins at `at`.
    fn array(&mut self, at: usize, place: Place) -> Option<usize> {
        let mut at = lex::space::<M>(self.document.bytes, at + 1);
        if self.document.bytes.get(at) == Some(&b']') {
            return Some(at + 1);
        }
        let wanted = place.node.filter(|node| self.paths.has_children(*node));
        let wanted = wanted.map(|parent| (parent, self.paths.elements_end(parent)));
        let object = self.shape.elements(place.object);
        for index in 0.. {
            let node = match wanted {
                Some((parent, end)) if index < end => self.element(parent, index).ok()?,
                _ => None,
            };
            let end = match self.scalar(at, node)? {
                Scalar::Ends(end) => end,
                Scalar::Opens(start) => {
                    // What is wanted of one element is not wanted of the others.
                    let object = node.map_or(object, |node| self.shape.element(node));
                    self.nested(start, Place { node, object, ..place })?
                }
            };
            at = match *self.document.bytes.get(end)? {
                b',' => end + 1,
                b']' => return Some(end + 1),
                _ => match self.spaced(end)? {
                    Ok(next) => next,
                    Err(end) => return Some(end),
                },
            };
        }
        None
    }

    /// Behind the comma that stands at `at` behind white space, or else behind what closes the array.
    #[inline(never)]
    fn spaced(&self, at: usize) -> Option<Result<usize, usize>> {
        let at = lex::space::<M>(self.document.bytes, at);
        match *self.document.bytes.get(at)? {
            b',' => Some(Ok(at + 1)),
            b']' => Some(Err(at + 1)),
            _ => None,
        }
    }

    /// Empties the slots below a node that is met again: the last of keys that are the same counts, with all that is
    /// below it. What is below an empty one is empty.
    #[inline(always)]
    fn clear(&mut self, node: NodeId) {
        if let Slot::Json([b'{' | b'[', ..]) = self.slots[node.index()] {
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

fn one_of(nodes: [Option<NodeId>; 2]) -> Found {
    match nodes {
        [Some(_), Some(_)] => Err(()),
        [one, other] => Ok(one.or(other)),
    }
}

fn has_escapes(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some()
}
