//! How far texts have been filled that stand within texts, and what is remembered of those with a gap.

use std::collections::BTreeMap;
use std::mem;

use crate::error::Reason;
use crate::path::Path;
use crate::template::Limits;

/// How far texts have been filled: shared by a rendering and all texts within it.
#[derive(Debug)]
pub(super) struct Expansion {
    /// Whether texts of the page may hold placeholders: so says the outermost template.
    expands: bool,
    /// How deep texts may stand within each other.
    pub(super) levels: usize,
    /// The texts that are being filled, the outermost first: where they stand, and the name that
    /// people know.
    pub(super) texts: Vec<(Text, String)>,
    /// The bytes that may still be read and made.
    pub(super) left: usize,
    /// How many texts and arguments are being worked out, each for the one before.
    pending: usize,
    /// How much a report may still tell of what texts were made of.
    pub(super) parts: usize,
    /// Messages without arguments that have a gap; many would ask again.
    gaps: Gaps,
    /// What has been reached since somebody began to look.
    reach: Reach,
}

/// Where a text stands that is filled.
#[derive(Debug, PartialEq)]
pub(super) enum Text {
    /// In a layer of the page.
    Page(usize, Path<'static>),
    /// In a catalog, for a locale of the chain.
    Message { locale: usize, key: String },
}

/// A message by its locale of the chain and its key.
type Id = (usize, String);
pub(super) type Gaps = BTreeMap<Id, Gap>;

/// What is remembered of a message with a gap.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// If somebody wanted to know.
    pub(super) why: Option<Reason>,
    /// How many texts stood within each other, this one among them.
    levels: usize,
}

/// How far the texts within a text go.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    /// The most texts that stood within each other.
    texts: usize,
    /// One of them was given arguments.
    is_given: bool,
}

/// The most texts and arguments that may wait for each other: the stack has to hold them all.
const PENDING: usize = 64;

impl Expansion {
    pub(super) const fn new(limits: Limits, expands: bool) -> Self {
        Self {
            expands,
            levels: limits.expansion_levels(),
            texts: Vec::new(),
            left: limits.expansion_bytes(),
            pending: 0,
            parts: limits.problem_count(),
            gaps: BTreeMap::new(),
            reach: Reach { texts: 0, is_given: false },
        }
    }

    /// Begins with a text or an argument for which something else waits.
    pub(super) fn begin(&mut self) -> Result<(), String> {
        if self.pending == PENDING {
            return Err(format!(
                "texts and arguments wait for each other more than {PENDING} deep"
            ));
        }
        self.pending += 1;
        Ok(())
    }

    pub(super) const fn end(&mut self) {
        self.pending -= 1;
    }

    pub(super) const fn expands(&self) -> bool {
        self.expands
    }

    /// Whether a text within the outermost one may still read and make so many bytes.
    pub(super) const fn has(&self, bytes: usize) -> bool {
        self.levels > 0 && bytes <= self.left
    }

    /// The same, and they are spent.
    pub(super) const fn spend(&mut self, bytes: usize) -> bool {
        let has = self.has(bytes);
        if has {
            self.left -= bytes;
        }
        has
    }

    /// Whether it is a text within a text that is filled.
    pub(super) fn is_within(&self) -> bool {
        !self.texts.is_empty()
    }

    /// Has begun with the innermost text. What is known of gaps is of no use within a text that is given
    /// arguments: it may ask for other texts than it would without, and these for it.
    pub(super) fn reach_text(&mut self, is_given: bool) -> Option<Gaps> {
        self.reach.texts = self.reach.texts.max(self.texts.len());
        self.reach.is_given |= is_given;
        is_given.then(|| mem::take(&mut self.gaps))
    }

    /// Has done with it, with what was known before.
    pub(super) fn leave_text(&mut self, known: Option<Gaps>) {
        self.texts.pop();
        if let Some(known) = known {
            self.gaps = known;
        }
    }

    /// Begins to look how far the texts within the next one go.
    pub(super) const fn begin_reach(&mut self) -> Reach {
        mem::replace(&mut self.reach, Reach { texts: 0, is_given: false })
    }

    /// How far they go, if that was not looked at before.
    pub(super) fn end_reach(&mut self, before: Reach) -> Reach {
        let reach = self.reach;
        self.reach.texts = reach.texts.max(before.texts);
        self.reach.is_given |= before.is_given;
        reach
    }

    /// The gap of a message without arguments, if it is known (and why, if somebody `listens`), and if to
    /// look again would lead neither in a circle nor too deep.
    pub(super) fn known_gap(&mut self, id: &Id, listens: bool) -> Option<Gap> {
        let gap = self.gaps.get(id).filter(|gap| gap.why.is_some() || !listens)?;
        let texts = self.texts.len() + gap.levels;
        if texts > self.levels {
            return None;
        }
        self.reach.texts = self.reach.texts.max(texts);
        Some(gap.clone())
    }

    /// Remembers the gap of a message whose texts reach so far. If one of them was given arguments it
    /// may have asked for another text than it would elsewhere.
    pub(super) fn remember_gap(&mut self, id: Id, why: Option<Reason>, reach: Reach) {
        if !reach.is_given {
            let levels = reach.texts.saturating_sub(self.texts.len());
            self.gaps.insert(id, Gap { why, levels });
        }
    }
}
