//! A key that objects have had, with what stands around it: one comparison reads it, from the comma before it to its
//! value, and holds all of that to the grammar.

#![allow(clippy::inline_always, reason = "the loop over a document is made of these")]

use super::shape::{KeyId, ObjectId};
use crate::json::Document;
use crate::template::NodeId;

/// What stands before a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// The brace that opens the object.
    Brace,
    Comma,
}

impl Before {
    /// What makes a comma of it.
    const fn difference(self) -> u8 {
        match self {
            Self::Brace => b'{' ^ b',',
            Self::Comma => 0,
        }
    }
}

/// Where a member may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'d> {
    pub(super) document: &'d Document<'d>,
    /// Where what is before it stands.
    pub(super) at: usize,
    pub(super) before: Before,
}

#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The first bytes of what is written, and which bits of them count.
    head: u128,
    mask: u128,
    len: u32,
    /// Where it begins in the bytes of all keys.
    start: u32,
    /// What the template wants of it.
    pub(super) node: Option<NodeId>,
    /// The next older key of the object.
    pub(super) older: KeyId,
    /// The key that came behind it the last time.
    pub(super) next: KeyId,
    /// The object that is its value.
    pub(super) below: ObjectId,
}

impl Key {
    /// What is the head of none.
    pub(super) const NONE: Self = Self {
        head: 1,
        mask: 0,
        len: 0,
        start: 0,
        node: None,
        older: KeyId::NONE,
        next: KeyId::NONE,
        below: ObjectId::NONE,
    };

    /// So many bytes are compared at once.
    const HEAD: usize = 16;

    /// The key that is `written` from its comma to its value; those bytes begin at `start` among those of all keys.
    pub(super) fn of(written: &[u8], start: usize) -> Self {
        let len = written.len().min(Self::HEAD);
        let first = |bytes: &[u8]| {
            let mut first = [0; Self::HEAD];
            first[..len].copy_from_slice(&bytes[..len]);
            u128::from_le_bytes(first)
        };
        let (head, mask) = (first(written), first(&[u8::MAX; Self::HEAD]));
        Self { head, mask, len: number(written.len()), start: number(start), ..Self::NONE }
    }

    /// Where its value begins, if it stands there. `all` are the bytes of all keys.
    #[inline(always)]
    pub(super) fn end(&self, all: &[u8], spot: Spot<'_>) -> Option<usize> {
        let Spot { document, at, before } = spot;
        let head = u128::from_le_bytes(*document.window(at)?.first_chunk()?);
        if (head ^ u128::from(before.difference())) & self.mask != self.head {
            return None;
        }
        let end = at + self.len as usize;
        let is_it =
            self.len as usize <= Self::HEAD || self.goes_on(all, document.bytes.get(at..end)?);
        is_it.then_some(end)
    }

    /// Whether a key whose head it is goes on like this one.
    #[inline(never)]
    fn goes_on(&self, all: &[u8], found: &[u8]) -> bool {
        let written = &all[self.start as usize..][..self.len as usize];
        found[Self::HEAD..] == written[Self::HEAD..]
    }
}

/// There are few of all that is counted here.
#[allow(clippy::cast_possible_truncation)]
pub(super) const fn number(count: usize) -> u32 {
    count as u32
}
