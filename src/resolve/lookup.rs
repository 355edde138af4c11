//! Finds the values of a template's paths, each once, and those of their rule defaults.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, OnceLock};

use indexmap::IndexSet;

use super::ahead::Ahead;
use super::answer::{Answer, Origin, Verdict};
use super::answers::Answers;
use super::arguments::Argument;
use super::context::Context;
use super::expansion::Expansion;
use super::held::Held;
use super::known::Known;
use super::pick::Trie;
use super::slots::{Segments, Slot, Slots};
use super::source::{MALFORMED, Miss, guard, walk};
use super::spot::LocaleKeys;
use super::trail::Why;
use crate::error::Reason;
use crate::json;
use crate::path::{Path, Segment, Within};
use crate::template::{Expression, NodeId, OperandKind, READ, RuleDefault, Template};
use crate::value::State;

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
    pub(super) unread: usize,
    known: Known<'a>,
    pub(super) answers: Answers<'a>,
    /// Whether answers of sources that are no trees stay in the slots.
    pub(super) keeps_answers: bool,
    /// The segments of the path whose default is looked up: memory that stays.
    pub(super) segments: Segments<'a>,
    /// The expression that is answered ends in `safe`.
    pub(super) is_safe: bool,
    /// What the text was given, if it is one within a text.
    pub(super) arguments: &'a [Argument<'a>],
    /// The locale of the chain that the text is in, if it is one within a text.
    pub(super) locale: Option<usize>,
    /// What stands below arguments that a source made, by node.
    pub(super) within_arguments: BTreeMap<usize, Option<Held<'a>>>,
    pub(super) expansion: Expansion,
    /// Why texts could not be filled.
    pub(super) reasons: Vec<Reason>,
    /// Keys of translations that stand in no template: with a context, say.
    pub(super) keys: IndexSet<String>,
    /// How the page writes the locales of the chain, by layer.
    pub(super) locale_keys: OnceLock<Arc<LocaleKeys>>,
    /// Where the short way to messages looks, once somebody has gone it.
    pub(super) ahead: Option<Ahead<'a>>,
    /// The slot of the root of the template's defaults, once they have been looked up.
    defaults: Option<usize>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(template: &'a Template<'a>, context: &'a Context<'a>) -> Self {
        Self::with(template, context, 0, Slots::default(), Segments::default())
    }

    /// A look-up that goes on with a table in which so many `expressions` and the first layer have
    /// their slots; or with an empty one, for no expressions.
    pub(crate) fn with(
        template: &'a Template<'a>,
        context: &'a Context<'a>,
        expressions: usize,
        slots: Slots<'a>,
        segments: Segments<'static>,
    ) -> Self {
        Self {
            template,
            context,
            slots,
            expressions,
            left: template.limits().output_bytes(),
            unread: READ,
            known: Known::default(),
            answers: Answers::default(),
            keeps_answers: expressions > 0, // a strict rendering
            segments,
            is_safe: false,
            arguments: &[],
            locale: None,
            within_arguments: BTreeMap::new(),
            expansion: Expansion::new(template.limits(), template.layout().expands()),
            reasons: Vec::new(),
            keys: IndexSet::new(),
            locale_keys: OnceLock::new(),
            ahead: None,
            defaults: None,
        }
    }

    /// The table, and the memory of the look-up itself.
    pub(crate) fn into_memory(self) -> (Slots<'a>, Segments<'static>) {
        (self.slots, self.segments.recycled())
    }

    /// A look-up of the same that knows what sources have answered, and has all limits before it.
    pub(super) fn anew(&self) -> Self {
        let mut anew = Self::new(self.template, self.context);
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

    /// The answer of most expressions: the text that a path of the data finds in the first layer. Only
    /// what needs no second look is found like that, and it is what [`Lookup::answer`] finds.
    #[inline]
    pub(super) fn first_answer(&mut self, expression: &Expression) -> Option<Answer<'a>> {
        let first = self.template.operands(expression.chain).first()?;
        let is_data = matches!(first.kind, OperandKind::Path(_));
        // An argument would come before the data.
        let is_plain = is_data && self.arguments.is_empty() && !self.template.layout().expands();
        let node = expression.path.filter(|_| is_plain)?;
        let root = self.filled(0);
        let text = self.slots.plain_text(root, node)?;
        let origin = Origin::Data { layer: 0 };
        Some(Answer::new(Verdict::Value, 0, origin, Held::text(text)))
    }

    /// What an expression prints whose only operand found nothing in the only layer, a tree, and whose
    /// first rule default has a text. Only what needs no second look is found like that, and it is
    /// what [`Lookup::answer`] finds.
    #[inline]
    pub(crate) fn default_text(&mut self, expression: &Expression) -> Option<&'a str> {
        let template = self.template;
        let (node, defaults) = (expression.path?, template.tables().defaults.as_deref()?);
        let default = defaults.node(node)?;
        let is_alone = template.operands(expression.chain).len() == 1;
        let is_asked = self.context.asks_first(template, expression);
        if !is_alone || !is_asked || self.context.layers() > 1 {
            return None;
        }
        let root = self.filled(0);
        if !self.slots.finds_nothing(root, node) {
            return None;
        }
        // There is no second layer whose slots would stand here.
        let slots = &mut self.slots;
        let layer = self.context.layer(0);
        let start = || slots.add(&defaults.paths, template.source(), layer, Trie::Defaults);
        let root = *self.defaults.get_or_insert_with(start);
        self.slots.plain_text(root, default)
    }

    /// The value of `node` in `layer`.
    #[inline]
    pub(super) fn find(&mut self, layer: usize, node: NodeId) -> Result<Held<'a>, Why> {
        let root = self.filled(layer);
        let slot = root + node.index();
        if let Some(held) = self.slots.held(slot) {
            return Ok(held);
        }
        match (self.slots.all[root], self.slots.all[slot]) {
            (Slot::Asked, _) => self.ask_node(layer, node, slot),
            (_, Slot::Json(raw)) => self.made(layer, raw, &self.template.path(node)),
            _ => Err(Why::Missing),
        }
    }

    /// A value of JSON bytes that does not stand there as it is: made once for each path.
    fn made(&mut self, layer: usize, raw: &'a [u8], path: &Path<'_>) -> Result<Held<'a>, Why> {
        let made = || json::value(raw).ok_or_else(|| Miss::Failed(MALFORMED.to_owned()));
        let answer = self.answers.answer(layer, path, || made().map(Held::new));
        answer.map_err(|_| Why::Broken)
    }

    /// The slot of the root of `layer`; those of its other nodes follow it.
    #[inline]
    pub(super) fn filled(&mut self, layer: usize) -> usize {
        let nodes = self.template.tables().paths.len();
        let root = self.root_of(layer);
        while self.slots.all.len() <= root {
            let next = (self.slots.all.len() - self.expressions) / nodes;
            let (paths, text) = (&self.template.tables().paths, self.template.source());
            self.slots.add(paths, text, self.context.layer(next), Trie::Paths);
        }
        root
    }

    /// The same of a layer that is filled.
    #[inline]
    pub(super) fn root_of(&self, layer: usize) -> usize {
        self.expressions + layer * self.template.tables().paths.len()
    }

    /// The value of a rule's default in `layer`.
    pub(super) fn find_default(
        &mut self,
        layer: usize,
        default: &RuleDefault<'_>,
    ) -> Result<Held<'a>, Why> {
        self.find_at(layer, default.segments(), || default.path().into_owned())
    }

    /// The value at a path of `layer` that is none of the template's.
    pub(super) fn find_path(&mut self, layer: usize, path: &Path<'_>) -> Result<Held<'a>, Why> {
        self.find_at(layer, path.segments().iter(), || path.clone().into_owned())
    }

    /// Walks down a tree; only a source that is none has to be asked for a whole path.
    fn find_at<'s>(
        &mut self,
        layer: usize,
        segments: impl Iterator<Item = &'s Segment<'s>>,
        path: impl FnOnce() -> Path<'static>,
    ) -> Result<Held<'a>, Why> {
        let root = self.filled(layer);
        match self.slots.all[root] {
            Slot::Value(tree) => walk(tree, segments).map(Held::Value).map_err(|_| Why::Missing),
            Slot::Str(_) | Slot::Json(_) => {
                let json = guard::json(self.context.layer(layer));
                let raw = json.and_then(|json| json.at(segments)).ok_or(Why::Missing)?;
                match json::borrowed(raw) {
                    Some(datum) => Ok(Held::Datum(datum)),
                    None => self.made(layer, raw, &path()),
                }
            }
            _ => self.ask_path(layer, &path()),
        }
    }

    /// Why there is nothing at `path` in `layer`: what was answered is remembered, and a tree is
    /// walked again, since only errors and reports ask.
    pub(super) fn miss(&self, layer: usize, path: &Path<'_>) -> Option<Miss> {
        match self.answers.get(&(layer, Path::borrowed(path.segments()))) {
            Some(answer) => answer.as_ref().err().cloned(),
            None => guard::find(self.context.layer(layer), path).err(),
        }
    }
}
