//! The values of a template's paths picked from JSON bytes, in one pass that builds nothing.
//!
//! `pass.rs` goes over the document, driven by the trie of the paths; `shape.rs` remembers the keys of the documents
//! before, which are mostly those of the next one, and `key.rs` knows one again.

mod key;
mod pass;
mod shape;

use std::marker::PhantomData;

use self::pass::Pass;
use self::shape::Shape;
use super::slots::Slot;
use super::source::JsonBytes;
use crate::json::Document;
use crate::json::lex::{self, Any, Clean, Manner, Trusted};
use crate::template::Paths;

/// Which trie a pass is for: each has its own memory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trie {
    /// The paths of a template.
    Paths,
    /// Those of their rule defaults.
    Defaults,
}

/// Memory of the passes for the tries of a template.
#[derive(Debug, Default)]
pub(super) struct Pickers {
    paths: Picker,
    defaults: Picker,
}

impl Pickers {
    pub(super) const fn of(&mut self, trie: Trie) -> &mut Picker {
        match trie {
            Trie::Paths => &mut self.paths,
            Trie::Defaults => &mut self.defaults,
        }
    }
}

/// Memory that one pass leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Picker(Shape);

impl Picker {
    /// Fills the slots of the nodes, which are empty, with what the document has there. If nothing can be told of it
    /// they stay empty: it is malformed, or has to be asked for each path.
    pub(super) fn pick<'a>(
        &mut self,
        json: &'a JsonBytes<'a>,
        (paths, template): (&Paths, &str),
        slots: &mut [Slot<'a>],
    ) -> bool {
        let bytes = json.as_bytes();
        // To know that all of it is text is cheaper than to find out for each value.
        let text = std::str::from_utf8(bytes).ok();
        let is_done = match text {
            _ if json.is_malformed() && !json.is_unvalidated() => None,
            Some(_) if lex::is_clean(bytes) => {
                self.pass::<Clean>(bytes, text, (paths, template), slots)
            }
            _ if json.is_unvalidated() => {
                self.pass::<Trusted>(bytes, text, (paths, template), slots)
            }
            Some(_) => self.pass::<Any>(bytes, text, (paths, template), slots),
            None => None,
        };
        match is_done {
            Some(()) if !json.is_unvalidated() => json.set_checked(),
            Some(()) => {}
            None => slots.fill(Slot::Empty),
        }
        is_done.is_some()
    }

    fn pass<'a, M: Manner>(
        &mut self,
        bytes: &'a [u8],
        text: Option<&'a str>,
        (paths, template): (&Paths, &str),
        slots: &mut [Slot<'a>],
    ) -> Option<()> {
        let root = self.0.start(paths.identity());
        let (shape, manner) = (&mut self.0, PhantomData::<M>);
        let document = Document::new(bytes);
        Pass { document, text, paths, template, shape, slots, manner }.document(root)
    }
}
