//! Finds the values of a template's paths, each once, and those of their rule defaults.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use super::answers::Answers;
use super::arguments::Argument;
use super::context::Context;
use super::held::Held;
use super::known::Known;
use super::message::Expansion;
use super::slots::{Memory, Slot, Slots};
use super::source::{Miss, guard, step, walk};
use super::trail::Why;
use crate::error::Reason;
use crate::path::{Path, Segment, Within};
use serde_json::{Map, Value};

use crate::template::{Expression, Family, NodeId, OperandKind, READ, RuleDefault, Template};
use crate::value::{State, text_state};

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
    /// How much filters and others may still look at, all together.
    unread: usize,
    known: Known<'a>,
    answers: Answers<'a>,
    /// The segments of the path whose default is looked up: memory that stays.
    pub(super) segments: Vec<Segment<'a>>,
    /// The expression that is answered ends in `safe`.
    pub(super) is_safe: bool,
    /// What the text was given, if it is one within a text.
    pub(super) arguments: &'a [Argument<'a>],
    /// What stands below arguments that a source made, by node.
    pub(super) within_arguments: BTreeMap<usize, Option<Held<'a>>>,
    pub(super) expansion: Expansion,
    /// Why texts could not be filled.
    pub(super) reasons: Vec<Reason>,
    /// The nodes of rule defaults have been looked up in the first layer.
    has_defaults: bool,
}

/// The text, if a short look shows that it is not blank.
fn plain_text(text: &str) -> Option<&str> {
    const SHORT: usize = 64;
    let is_short = text.len() <= SHORT || text.as_bytes()[0].is_ascii_graphic();
    (is_short && text_state(text) == State::Value).then_some(text)
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
        Self {
            template,
            context,
            slots,
            expressions,
            left: template.limits().output_bytes(),
            unread: READ,
            known: Known::default(),
            answers: Answers::default(),
            segments,
            is_safe: false,
            arguments: &[],
            within_arguments: BTreeMap::new(),
            expansion: Expansion::new(template.limits()),
            reasons: Vec::new(),
            has_defaults: false,
        }
    }

    /// The table, and the memory of the look-up itself.
    pub(crate) fn into_memory(self) -> Memory<'a> {
        Memory::new(self.slots, self.segments)
    }

    /// A look-up of the same that knows what sources have answered, and has all limits before it.
    pub(super) fn anew(&self) -> Self {
        let mut anew = Self::new(self.template, self.context, 0, Memory::default());
        anew.share_answers(self);
        anew
    }

    /// Takes over what another look-up has left of the limits.
    pub(super) fn go_on(&mut self, before: &mut Lookup<'_>) {
        (self.left, self.unread) = (before.left, before.unread);
        mem::swap(&mut self.expansion, &mut before.expansion);
    }

    /// Knows what the sources of another look-up of the same context have answered.
    pub(super) fn share_answers(&mut self, other: &Self) {
        self.answers = other.answers.behind();
    }

    /// The same, and what is known of values; the other one knows it no more.
    pub(super) fn take_known(&mut self, other: &mut Self) {
        self.answers = mem::take(&mut other.answers);
        self.known = mem::take(&mut other.known);
    }

    #[inline]
    pub(super) fn state(&mut self, held: &Held<'a>) -> State {
        self.known.state(held)
    }

    /// What keeps a value from standing where the string of a tree stands that is resolved.
    pub(super) fn json_fault(&mut self, held: &Held<'a>) -> Option<String> {
        let above = self.template.within().map_or(0, Within::depth);
        held.json_fault(above + self.known.depth(held))
    }

    /// Allows somebody to look at all of a value, if not too much has been looked at.
    pub(super) fn look(&mut self, held: &Held<'_>) -> Result<(), String> {
        self.unread = self.unread.checked_sub(held.size()).ok_or_else(|| {
            format!("filters and texts would look at more than {READ} bytes, all together")
        })?;
        Ok(())
    }

    /// What most expressions print: the text that the first operand finds in a tree, if that is the
    /// first layer. Only what needs no second look is found like that, and it is what
    /// [`Lookup::answer`] finds.
    #[inline]
    pub(crate) fn first_text(&mut self, expression: &Expression) -> Option<&'a str> {
        let template = self.template;
        if !expression.calls.is_empty() || template.layout().expands() {
            return None;
        }
        let first = template.operands(expression.chain).first()?;
        let (OperandKind::Path(node) | OperandKind::PageText(node)) = first.kind else {
            return None;
        };
        let root = self.filled(0);
        match self.slots.0[root + node.index()] {
            Slot::Value(Value::String(text)) if !text.is_empty() => plain_text(text),
            Slot::Empty | Slot::Value(Value::Null | Value::String(_)) => {
                self.default_text(expression, root, node)
            }
            _ => None,
        }
    }

    /// The same for an expression whose only operand found nothing, and whose first rule default
    /// has a text.
    fn default_text(
        &mut self,
        expression: &Expression,
        root: usize,
        node: NodeId,
    ) -> Option<&'a str> {
        let default = self.template.tables().paths.default(node)?;
        let is_alone = self.template.operands(expression.chain).len() == 1;
        if !is_alone || self.context.layers() > 1 || matches!(self.slots.0[root], Slot::Asked) {
            return None;
        }
        if !mem::replace(&mut self.has_defaults, true) {
            let paths = &self.template.tables().paths;
            self.fill_nodes(root, paths.read()..paths.len());
        }
        match self.slots.0[root + default.index()] {
            Slot::Value(Value::String(text)) => plain_text(text),
            _ => None,
        }
    }

    /// The value of `node` in `layer`.
    #[inline]
    pub(super) fn find(&mut self, layer: usize, node: NodeId) -> Result<Held<'a>, Why> {
        let root = self.filled(layer);
        match self.slots.0[root] {
            Slot::Asked => self.ask(layer, self.template.path(node).into_owned()),
            _ => match self.slots.0[root + node.index()] {
                Slot::Value(value) => Ok(Held::Value(value)),
                _ => Err(Why::Missing),
            },
        }
    }

    /// Asks a source that is no tree, once for each path.
    fn ask(&mut self, layer: usize, path: Path<'static>) -> Result<Held<'a>, Why> {
        match self.answers.ask(layer, self.context.layer(layer), path) {
            Ok(held) => Ok(held),
            Err(Miss::Failed(_)) => Err(Why::Broken),
            Err(_) => Err(Why::Missing),
        }
    }

    /// The slot of the root of `layer`; those of its other nodes follow it.
    #[inline]
    fn filled(&mut self, layer: usize) -> usize {
        let nodes = self.template.tables().paths.len();
        let root = self.expressions + layer * nodes;
        while self.slots.0.len() <= root {
            self.fill((self.slots.0.len() - self.expressions) / nodes);
        }
        root
    }

    /// Looks up all nodes in a layer: parents stand before their children, so one walk does.
    fn fill(&mut self, layer: usize) {
        let slots = &mut self.slots.0;
        let base = slots.len();
        let paths = &self.template.tables().paths;
        slots.reserve(paths.len());
        let Some(root) = guard::tree(self.context.layer(layer)) else {
            slots.push(Slot::Asked);
            slots.resize(base + paths.len(), Slot::Empty);
            return;
        };
        slots.push(Slot::Value(root));
        slots.resize(base + paths.len(), Slot::Empty);
        self.fill_nodes(base, 0..paths.read());
    }

    /// The same for some of the nodes of the layer whose root has the slot `root`.
    fn fill_nodes(&mut self, root: usize, numbers: Range<usize>) {
        let paths = &self.template.tables().paths;
        let slots = &mut self.slots.0[root..];
        let is_before = |family: &&Family| family.first.index() < numbers.start;
        let mut families = paths.families().iter().skip_while(is_before).peekable();
        for (node, parent) in paths.nodes(numbers.clone()) {
            let family = families.next_if(|family| family.first == node);
            let Slot::Value(parent) = slots[parent.index()] else { continue };
            if let (Some(family), Value::Object(fields)) = (family, parent) {
                meet(self.template, family, fields, slots);
            }
            if matches!(slots[node.index()], Slot::Empty) {
                // Most are keys of objects, for which no segment need be made.
                let value = match (parent, paths.key(self.template.source(), node)) {
                    (Value::Object(fields), Some(key)) => fields.get(key),
                    _ => step(parent, &self.template.segment(node)),
                };
                slots[node.index()] = value.map_or(Slot::Empty, Slot::Value);
            }
        }
    }

    /// The value of a rule's default in `layer`.
    pub(super) fn find_default(
        &mut self,
        layer: usize,
        default: &RuleDefault<'_>,
    ) -> Result<Held<'a>, Why> {
        let root = self.filled(layer);
        match self.slots.0[root] {
            Slot::Value(tree) => {
                walk(tree, default.segments()).map(Held::Value).map_err(|_| Why::Missing)
            }
            _ => self.ask(layer, default.path().into_owned()),
        }
    }

    /// Why there is nothing at `path` in `layer`: what was answered is remembered, and a tree is
    /// walked again, since only errors and reports ask.
    pub(super) fn miss(&self, layer: usize, path: &Path<'_>) -> Option<Miss> {
        match self.answers.get(&(layer, path.clone().into_owned())) {
            Some(answer) => answer.as_ref().err().cloned(),
            None => guard::find(self.context.layer(layer), path).err(),
        }
    }
}

/// Finds the values of many children in one walk over the object that holds them, if it is not much
/// larger. Both are sorted; where an object is not, some stay to be looked up.
fn meet<'a>(
    template: &Template<'_>,
    family: &Family,
    fields: &'a Map<String, Value>,
    slots: &mut [Slot<'a>],
) {
    const WIDER: usize = 4;
    if fields.len() / WIDER > family.sorted.len() {
        return;
    }
    let (paths, text) = (&template.tables().paths, template.source());
    let mut children = family.sorted.iter();
    let mut next = children.next();
    for (key, value) in fields {
        while let Some(child) = next {
            match paths.key(text, *child).unwrap_or_default().cmp(key) {
                Ordering::Less => next = children.next(),
                Ordering::Equal => {
                    slots[child.index()] = Slot::Value(value);
                    next = children.next();
                    break;
                }
                Ordering::Greater => break,
            }
        }
    }
}
