//! The one table of a rendering, and memory that one rendering leaves to the next.

use serde_json::Value;

use super::context::Context;
use super::held::Held;
use super::pick::{Pickers, Trie};
use crate::json;
use crate::path::Segment;
use crate::template::{Expression, NodeId, Tables, Template};
use crate::value::{Kind, State, text_state};

/// An entry of the one table that a rendering allocates besides its output.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot<'a> {
    /// No value at this node, or nothing printed yet.
    Empty,
    /// The value at a node of the paths.
    Value(&'a Value),
    /// The same in JSON bytes, or as a source has answered: a string that is written there as it is.
    Str(&'a str),
    /// Any other value there, as it is written.
    Json(&'a [u8]),
    /// At the root: the layer is no tree, its source is asked for each path.
    Asked,
    /// What an expression prints, borrowed from where it was found.
    Text(&'a str),
    /// What an expression prints, a range of the buffer.
    Buffered { start: usize, end: usize },
    /// The same of the texts that were made, which need no quoting.
    Made { start: usize, end: usize },
    /// The expression is a gap.
    Gap,
    /// The expression is paired with another one, and prints nothing.
    Paired,
}

impl Slot<'_> {
    /// How many bytes of the buffer it takes.
    pub(crate) const fn buffered(self) -> usize {
        match self {
            Self::Buffered { start, end } => end - start,
            _ => 0,
        }
    }
}

/// The most bytes of a text that is looked at to see whether it is blank, since it may be used often.
const SHORT: usize = 64;

/// The slots of a rendering: what the expressions print, then a value for each node and layer.
#[derive(Debug, Default)]
pub(crate) struct Slots<'a> {
    pub(super) all: Vec<Slot<'a>>,
    /// Once there was a layer of JSON bytes.
    pub(super) pickers: Option<Box<Pickers>>,
}

impl<'a> Slots<'a> {
    /// A table of what expressions print.
    pub(crate) const fn of(printed: Vec<Slot<'a>>) -> Self {
        Self { all: printed, pickers: None }
    }

    /// The same table, emptied for values of another life.
    pub(crate) fn recycled(self) -> Slots<'static> {
        Slots { all: emptied(self.all), pickers: self.pickers }
    }

    /// Makes a table that is empty one for the expressions of a template, with what the first layer has.
    pub(crate) fn start(&mut self, template: &Template<'_>, context: &Context<'a>) {
        let Tables { expressions, paths, defaults, .. } = template.tables();
        let defaults = defaults.as_ref().map_or(0, |defaults| defaults.paths.len());
        self.all.reserve(expressions.len() + paths.len() + defaults);
        self.all.resize(expressions.len(), Slot::Empty);
        self.add(paths, template.source(), context.layer(0), Trie::Paths);
    }

    /// What an expression prints.
    pub(crate) fn printed(&self, expression: u32) -> Slot<'a> {
        self.all[expression as usize]
    }

    /// What an expression prints, perhaps a range of the `buffer`.
    #[inline]
    pub(crate) fn text<'p>(&'p self, expression: usize, buffer: &'p str) -> &'p str {
        match self.all[expression] {
            Slot::Text(text) => text,
            Slot::Buffered { start, end } => &buffer[start..end],
            // What was made is settled before.
            Slot::Empty
            | Slot::Value(_)
            | Slot::Str(_)
            | Slot::Json(_)
            | Slot::Asked
            | Slot::Made { .. }
            | Slot::Gap
            | Slot::Paired => "",
        }
    }

    /// The text at `node` of the layer whose root has this slot, if a short look shows that it is not
    /// blank.
    #[inline]
    pub(super) fn plain_text(&self, root: usize, node: NodeId) -> Option<&'a str> {
        let text = match self.all[root + node.index()] {
            Slot::Value(Value::String(text)) => text,
            Slot::Str(text) => text,
            _ => return None,
        };
        is_plain_text(text).then_some(text)
    }

    /// The value at the node with this slot, if it stands there as it is.
    #[inline]
    pub(super) fn held(&self, slot: usize) -> Option<Held<'a>> {
        match *self.all.get(slot)? {
            Slot::Value(value) => Some(Held::Value(value)),
            Slot::Str(text) => Some(Held::text(text)),
            Slot::Json(raw) => json::borrowed(raw).map(Held::Datum),
            _ => None,
        }
    }

    /// Whether a short look shows that there is nothing at `node` of the tree whose root has this slot,
    /// or nothing but white space.
    pub(super) fn finds_nothing(&self, root: usize, node: NodeId) -> bool {
        match self.all[root + node.index()] {
            Slot::Value(Value::Null) | Slot::Json(b"null") => true,
            Slot::Value(Value::String(text)) => is_short_blank(text),
            Slot::Str(text) => is_short_blank(text),
            Slot::Empty => !matches!(self.all[root], Slot::Asked),
            _ => false,
        }
    }

    /// The text that the first operand finds in the first layer, if it is one of those that need no
    /// second look: what most expressions print.
    #[inline]
    pub(crate) fn first_text(
        &self,
        expressions: usize,
        expression: &Expression,
    ) -> Option<&'a str> {
        self.plain_text(expressions, expression.path?)
    }

    /// The same of a number or boolean in JSON bytes: what is written there.
    #[inline]
    pub(crate) fn first_scalar(
        &self,
        expressions: usize,
        expression: &Expression,
    ) -> Option<&'a str> {
        match self.all[expressions + expression.path?.index()] {
            Slot::Json(raw) if matches!(json::kind(raw), Kind::Number | Kind::Bool) => {
                std::str::from_utf8(raw).ok()
            }
            _ => None,
        }
    }

    /// The same of a string in JSON bytes that is written with escapes.
    #[inline]
    pub(crate) fn first_escaped(
        &self,
        expressions: usize,
        expression: &Expression,
    ) -> Option<&'a [u8]> {
        match self.all[expressions + expression.path?.index()] {
            Slot::Json(raw) if json::kind(raw) == Kind::Text => Some(raw),
            _ => None,
        }
    }

    /// Takes what the first so many expressions print out of the `buffer` and of the texts that were `made`,
    /// which are finished.
    pub(crate) fn settle(&mut self, expressions: usize, buffer: &'a str, made: &'a str) {
        for slot in &mut self.all[..expressions] {
            match *slot {
                Slot::Buffered { start, end } => *slot = Slot::Text(&buffer[start..end]),
                Slot::Made { start, end } => *slot = Slot::Text(&made[start..end]),
                _ => {}
            }
        }
    }

    /// Whether one of so many expressions is a gap.
    pub(crate) fn have_gap(&self, expressions: usize) -> bool {
        self.all[..expressions].iter().any(|slot| matches!(slot, Slot::Gap))
    }

    pub(crate) fn print(&mut self, expression: usize, slot: Slot<'a>) {
        self.all[expression] = slot;
    }
}

/// Whether a short look shows that it is not blank.
#[inline]
pub(crate) fn is_plain_text(text: &str) -> bool {
    let is_graphic = |first: &u8| first.is_ascii_graphic();
    text.as_bytes().first().is_some_and(is_graphic)
        || text.len() <= SHORT && text_state(text) == State::Value
}

fn is_short_blank(text: &str) -> bool {
    text.len() <= SHORT && text_state(text) != State::Value
}

/// The segments of the path whose default is looked up: memory that one look-up leaves to the next.
#[derive(Debug, Default)]
pub(crate) struct Segments<'a>(pub(super) Vec<Segment<'a>>);

impl Segments<'_> {
    /// The same memory for segments of another life.
    pub(super) fn recycled(self) -> Segments<'static> {
        Segments(emptied(self.0))
    }
}

/// The vector without its elements, for elements of another life.
fn emptied<T, U>(mut old: Vec<T>) -> Vec<U> {
    old.clear();
    // Collected into elements of the same layout, an empty vector keeps its allocation.
    old.into_iter().filter_map(|_| None).collect()
}
