//! Answering anew only what a change of the data affects.

use std::mem;
use std::ptr;
use std::sync::OnceLock;

use serde_json::Value;

use super::answers::Answers;
use super::context::Context;
use super::expansion::Expansion;
use super::lookup::Lookup;
use super::slots::Slot;
use super::source::{guard, walk};
use super::trail::Trail;
use super::{Answered, Resolution, settle_pairs};
use crate::path::Path;
use crate::template::{NodeId, READ, Template};

/// How much of the limits was used that all expressions share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spent {
    /// The bytes that filters made.
    made: usize,
    /// How much filters and others looked at.
    read: usize,
    /// The bytes of texts within texts.
    expanded: usize,
}

/// What was there before an update, so that it can be taken back.
#[derive(Debug)]
pub(crate) struct Before<'a> {
    context: &'a Context<'a>,
    /// By the number of the expression, ascending.
    answers: Vec<(u32, Answered<'a>)>,
    rejects: usize,
    spent: Spent,
}

impl Before<'_> {
    /// What was answered anew, ascending: the number of the expression, and whether it was a gap.
    pub(crate) fn answered(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        self.answers.iter().map(|(number, old)| (*number, old.answer.verdict.is_gap()))
    }
}

impl<'a> Resolution<'a> {
    /// Answers in another context what may come out otherwise there, where only values at these paths
    /// are others; none, and nothing is done, if all has to be resolved anew for that.
    pub(crate) fn update(
        &mut self,
        changed: &[Path<'_>],
        context: &'a Context<'a>,
    ) -> Option<Before<'a>> {
        let (template, old) = (self.template(), self.lookup.context);
        // Contexts and counts of the data make keys of their own.
        let left_behind = self.rejects.len().max(self.lookup.keys.len());
        if !is_alike(old, context) || left_behind > 16 * (self.answers.len() + 16) {
            return None;
        }
        let affected = template.affected_expressions(changed, old.messages().is_some());
        // What is worked out anew costs a little more than in the course of all.
        if affected.len() > self.answers.len() / 2 && self.answers.len() > 8 {
            return None;
        }
        let (rejects, spent) = (self.rejects.len(), self.spent);
        let mut before = Before { context: old, answers: Vec::new(), rejects, spent };
        self.lookup.go_over(affected.iter().copied(), context);
        let mut trail = Trail::listening(false);
        for number in affected {
            let expression = &template.tables().expressions[number as usize];
            let mut answered = self.lookup.answered(expression, &mut trail);
            answered.rejects = answered.rejects.start + rejects..answered.rejects.end + rejects;
            let old = mem::replace(&mut self.answers[number as usize], answered);
            before.answers.push((number, old));
        }
        self.rejects.append(&mut trail.into_rejects());
        settle_pairs(template.tables(), &mut self.answers);
        // What was not answered anew took no more than it did before.
        self.spent = self.spent.and(self.lookup.spent());
        if self.spent.is_within_limits(template) {
            return Some(before);
        }
        self.take_back(before);
        None
    }

    /// What it was before an update.
    pub(crate) fn take_back(&mut self, before: Before<'a>) {
        self.lookup.go_over(before.answered().map(|(number, _)| number), before.context);
        for (number, answered) in before.answers {
            self.answers[number as usize] = answered;
        }
        self.rejects.truncate(before.rejects);
        self.spent = before.spent;
    }
}

/// Whether two contexts have layers of the same kinds, the same locales and the same catalogs.
fn is_alike(old: &Context<'_>, new: &Context<'_>) -> bool {
    let is_tree = |context: &Context<'_>, layer| guard::tree(context.layer(layer)).is_some();
    // Whether bytes are JSON at all, everything depends on.
    let is_json = |context: &Context<'_>, layer| guard::json(context.layer(layer)).is_some();
    old.layers() == new.layers()
        && is_one(old.chain(), new.chain())
        && is_one(old.messages(), new.messages())
        && (0..old.layers()).all(|layer| {
            is_tree(old, layer) == is_tree(new, layer)
                && !is_json(old, layer)
                && !is_json(new, layer)
        })
}

/// Whether it is the same one, or none.
fn is_one<T>(old: Option<&T>, new: Option<&T>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => ptr::eq(old, new),
        (old, new) => old.is_none() && new.is_none(),
    }
}

impl<'a> Lookup<'a> {
    /// What has been used of the limits.
    pub(super) fn spent(&self) -> Spent {
        let limits = self.template.limits();
        Spent {
            made: limits.output_bytes() - self.left,
            read: READ - self.unread,
            expanded: limits.expansion_bytes() - self.expansion.left,
        }
    }

    /// Goes over to another context, for these expressions: it has all limits before it, and knows nothing but what
    /// stands in the slots of others.
    fn go_over(&mut self, expressions: impl Iterator<Item = u32>, context: &'a Context<'a>) {
        let (template, layout) = (self.template, self.template.layout());
        self.context = context;
        (self.left, self.unread) = (template.limits().output_bytes(), READ);
        self.expansion = Expansion::new(template.limits(), layout.expands());
        self.answers = Answers::default();
        self.locale_keys = OnceLock::new();
        self.ahead = None;
        let nodes = template.tables().paths.len();
        let filled = (self.slots.all.len() / nodes).min(context.layers());
        let trees: Vec<_> = (0..filled).map(|layer| guard::tree(context.layer(layer))).collect();
        // Rule defaults are looked up from the root.
        for (layer, tree) in trees.iter().enumerate() {
            self.refill(layer, NodeId::ROOT, *tree);
        }
        for number in expressions {
            let chain = template.tables().expressions[number as usize].chain;
            template.for_each_node(chain, &mut |node| {
                trees.iter().enumerate().for_each(|(layer, tree)| self.refill(layer, node, *tree));
            });
        }
    }

    /// Puts what a tree has at `node` in the slot of the node and layer.
    fn refill(&mut self, layer: usize, node: NodeId, tree: Option<&'a Value>) {
        let (template, Some(tree)) = (self.template, tree) else { return };
        let paths = &template.tables().paths;
        paths.segments(template.source(), node, &mut self.segments.0);
        let value = walk(tree, self.segments.0.iter()).map_or(Slot::Empty, Slot::Value);
        let root = self.root_of(layer);
        self.slots.all[root + node.index()] = value;
    }
}

impl Spent {
    fn and(self, other: Self) -> Self {
        Self {
            made: self.made.saturating_add(other.made),
            read: self.read.saturating_add(other.read),
            expanded: self.expanded.saturating_add(other.expanded),
        }
    }

    fn is_within_limits(self, template: &Template<'_>) -> bool {
        let limits = template.limits();
        self.made <= limits.output_bytes()
            && self.read <= READ
            && self.expanded <= limits.expansion_bytes()
    }
}
