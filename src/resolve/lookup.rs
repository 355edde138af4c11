//! Finds the values of a template's paths, each once, and those of their rule defaults.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;

use super::context::Context;
use super::held::Held;
use super::slots::{Memory, Slot, Slots};
use super::source::{Miss, step, walk};
use crate::path::{Path, Segment};
use crate::template::{NodeId, RuleDefault, Template};
use crate::value::Datum;

/// Looks up paths in the layers of a context and remembers what it found.
#[derive(Debug)]
pub(crate) struct Lookup<'a> {
    pub(super) template: &'a Template<'a>,
    pub(super) context: &'a Context<'a>,
    pub(crate) slots: Slots<'a>,
    /// Slots before those of the nodes.
    expressions: usize,
    /// The bytes that filters may still make, all together.
    pub(super) left: usize,
    /// What sources answered that are no trees, by layer and path.
    answers: HashMap<(usize, Path<'static>), Option<Datum<'a>>>,
    /// The segments of the path whose default is looked up: memory that stays.
    pub(super) segments: Vec<Segment<'a>>,
}

impl<'a> Lookup<'a> {
    /// A look-up whose first slots are for what so many `expressions` print.
    pub(crate) fn new(
        template: &'a Template<'a>,
        context: &'a Context<'a>,
        expressions: usize,
        memory: Memory<'a>,
    ) -> Self {
        let Memory { mut slots, segments } = memory;
        slots.0.reserve(expressions + template.tables().paths.len());
        slots.0.resize(expressions, Slot::Empty);
        let (left, answers) = (template.limits().output_bytes(), HashMap::new());
        Self { template, context, slots, expressions, left, answers, segments }
    }

    /// The table, and the memory of the look-up itself.
    pub(crate) fn into_memory(self) -> Memory<'a> {
        Memory::new(self.slots, self.segments)
    }

    /// The value of `node` in `layer`.
    pub(super) fn find(&mut self, layer: usize, node: NodeId) -> Option<Held<'a>> {
        if self.context.layer(layer).tree().is_some() {
            return self.value(layer, node).map(Held::Value);
        }
        self.ask(layer, self.template.path(node).into_owned())
    }

    /// Asks a source that is no tree, once for each path.
    fn ask(&mut self, layer: usize, path: Path<'static>) -> Option<Held<'a>> {
        let source = self.context.layer(layer);
        let answer = match self.answers.entry((layer, path)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let answer = source.find(&unknown.key().1).ok();
                unknown.insert(answer)
            }
        };
        answer.clone().map(Held::new)
    }

    fn value(&mut self, layer: usize, node: NodeId) -> Option<&'a Value> {
        let nodes = self.template.tables().paths.len();
        let slot = self.expressions + layer * nodes + node.index();
        while self.slots.0.len() <= slot {
            self.fill((self.slots.0.len() - self.expressions) / nodes);
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
    pub(super) fn find_default(
        &mut self,
        layer: usize,
        default: &RuleDefault<'_>,
    ) -> Option<Held<'a>> {
        match self.context.layer(layer).tree() {
            Some(tree) => walk(tree, default.segments()).ok().map(Held::Value),
            None => self.ask(layer, default.path().into_owned()),
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
