//! Finds the values of a template's paths, each once.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::context::Context;
use super::source::{Miss, step, walk};
use crate::path::{Path, Segment};
use crate::template::{NodeId, RuleDefault, Template};
use crate::value::{Datum, Kind, State, bool_text, state};

/// A value that was found, as its source holds it.
#[derive(Clone, Debug)]
pub(crate) enum Held<'a> {
    /// Part of a tree: numbers are not written out until they are printed.
    Value(&'a Value),
    Datum(Datum<'a>),
}

impl<'a> Held<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Datum(Datum::Text(Cow::Borrowed(text)))
    }

    /// The value as the engine tells kinds apart: a tree that is borrowed, or a scalar that a
    /// source handed over as a tree, is like any other value.
    fn new(datum: Datum<'a>) -> Self {
        match datum {
            Datum::Tree(Cow::Borrowed(value)) => Self::Value(value),
            Datum::Tree(Cow::Owned(Value::String(text))) => Self::Datum(Datum::Text(text.into())),
            Datum::Tree(Cow::Owned(Value::Number(number))) => {
                Self::Datum(Datum::Number(number.to_string().into()))
            }
            Datum::Tree(Cow::Owned(Value::Bool(value))) => Self::Datum(Datum::Bool(value)),
            Datum::Tree(Cow::Owned(Value::Null)) => Self::Datum(Datum::Null),
            datum => Self::Datum(datum),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Value(value) => Kind::of(value),
            Self::Datum(datum) => datum.kind(),
        }
    }

    pub(crate) fn state(&self) -> State {
        match self {
            Self::Value(value) => state(value),
            Self::Datum(datum) => datum.state(),
        }
    }

    pub(crate) fn datum(&self) -> Cow<'_, Datum<'a>> {
        match self {
            Self::Value(value) => Cow::Owned(Datum::from(*value)),
            Self::Datum(datum) => Cow::Borrowed(datum),
        }
    }

    /// What is printed, if the value as it is can be borrowed as text.
    pub(crate) fn borrowed_text(&self) -> Option<&'a str> {
        match self {
            Self::Value(Value::String(text)) => Some(text),
            Self::Datum(Datum::Text(Cow::Borrowed(text)) | Datum::Number(Cow::Borrowed(text))) => {
                Some(text)
            }
            Self::Value(Value::Bool(value)) | Self::Datum(Datum::Bool(value)) => {
                Some(bool_text(*value))
            }
            Self::Value(Value::Number(_)) | Self::Datum(Datum::Number(_) | Datum::Text(_)) => None,
            Self::Value(_) | Self::Datum(Datum::Null | Datum::Tree(_)) => Some(""),
        }
    }
}

/// An entry of the one table that a rendering allocates besides its output.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot<'a> {
    /// No value at this node, or nothing printed yet.
    Empty,
    /// The value at a node of the paths.
    Value(&'a Value),
    /// What an expression prints, borrowed from where it was found.
    Text(&'a str),
    /// What an expression prints, a range of the buffer.
    Buffered { start: usize, end: usize },
    /// The expression is a gap, or has failed.
    Gap,
}

/// The slots of a rendering: what the expressions print, then a value for each node and layer.
#[derive(Debug, Default)]
pub(crate) struct Slots<'a>(Vec<Slot<'a>>);

impl<'a> Slots<'a> {
    /// A table that takes over the memory of an older one.
    pub(crate) fn recycled(old: Slots<'_>) -> Self {
        let mut old = old.0;
        old.clear();
        // An empty vector collected into one of the same layout keeps its allocation.
        Slots(old.into_iter().map(|_| Slot::Empty).collect())
    }

    /// A table of what expressions print.
    pub(crate) fn of(printed: impl Iterator<Item = Slot<'a>>) -> Self {
        Self(printed.collect())
    }

    pub(crate) fn printed(&self, expression: u32) -> Slot<'a> {
        self.0[expression as usize]
    }

    pub(crate) fn print(&mut self, expression: usize, slot: Slot<'a>) {
        self.0[expression] = slot;
    }
}

/// Looks up paths in the layers of a context and remembers what it found.
#[derive(Debug)]
pub(crate) struct Lookup<'a> {
    pub(super) template: &'a Template<'a>,
    pub(super) context: &'a Context<'a>,
    pub(crate) slots: Slots<'a>,
    /// Slots before those of the nodes.
    printed: usize,
    /// What sources answered that are no trees.
    answers: HashMap<(usize, NodeId), Option<Datum<'a>>>,
    /// The segments of the path whose default is looked up: memory that stays.
    pub(super) segments: Vec<Segment<'a>>,
}

impl<'a> Lookup<'a> {
    /// A look-up whose first slots, `printed` in number, are for what expressions print.
    pub(crate) fn new(
        template: &'a Template<'a>,
        context: &'a Context<'a>,
        printed: usize,
        mut slots: Slots<'a>,
    ) -> Self {
        slots.0.reserve(printed + template.tables().paths.len());
        slots.0.resize(printed, Slot::Empty);
        Self { template, context, slots, printed, answers: HashMap::new(), segments: Vec::new() }
    }

    /// The value of `node` in `layer`.
    pub(super) fn find(&mut self, layer: usize, node: NodeId) -> Option<Held<'a>> {
        let source = self.context.layer(layer);
        if source.tree().is_some() {
            return self.value(layer, node).map(Held::Value);
        }
        let path = self.template.path(node);
        let answer = self.answers.entry((layer, node)).or_insert_with(|| source.find(&path).ok());
        answer.clone().map(Held::new)
    }

    fn value(&mut self, layer: usize, node: NodeId) -> Option<&'a Value> {
        let nodes = self.template.tables().paths.len();
        let slot = self.printed + layer * nodes + node.index();
        while self.slots.0.len() <= slot {
            self.fill((self.slots.0.len() - self.printed) / nodes);
        }
        match self.slots.0[slot] {
            Slot::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Looks up all nodes in a layer: parents stand before their children, so one walk does.
    fn fill(&mut self, layer: usize) {
        let slots = &mut self.slots.0;
        let base = slots.len();
        let root = self.context.layer(layer).tree();
        slots.push(root.map_or(Slot::Empty, Slot::Value));
        for (node, parent) in self.template.tables().paths.nodes() {
            let value = match slots[base + parent.index()] {
                Slot::Value(parent) => step(parent, &self.template.segment(node)),
                _ => None,
            };
            slots.push(value.map_or(Slot::Empty, Slot::Value));
        }
    }

    /// The value of a rule's default in `layer`.
    pub(super) fn find_default(&self, layer: usize, default: &RuleDefault<'_>) -> Option<Held<'a>> {
        let source = self.context.layer(layer);
        match source.tree() {
            Some(tree) => walk(tree, default.segments()).ok().map(Held::Value),
            None => source.find(&default.path()).ok().map(Held::new),
        }
    }

    /// The path of the default that `rule` has for `node`.
    pub(super) fn default_path(&self, node: NodeId, rule: usize) -> Path<'static> {
        let path = self.template.path(node);
        let default: Option<RuleDefault<'_>> =
            self.template.layout().rules()[rule].apply(path.segments());
        default.map_or_else(Path::default, |default| default.path().into_owned())
    }

    /// Why there is nothing at `path` in `layer`: looked up again, since only errors ask.
    pub(super) fn miss(&self, layer: usize, path: &Path<'_>) -> Option<Miss> {
        self.context.layer(layer).find(path).err()
    }
}
