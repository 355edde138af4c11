//! How the languages of a chain count, and how they write numbers: made when somebody asks, once.

use std::fmt;
use std::sync::OnceLock;

use super::number::NumberFormat;
use super::plural::PluralRules;
use super::tag::Tag;

/// What was made of the tags of a chain, in their order.
#[derive(Clone, Default)]
pub(super) struct Languages {
    rules: OnceLock<Vec<PluralRules>>,
    numbers: OnceLock<Vec<Option<NumberFormat>>>,
}

impl Languages {
    pub(super) fn rules(&self, tags: &[Tag]) -> &[PluralRules] {
        self.rules.get_or_init(|| tags.iter().map(PluralRules::of).collect())
    }

    pub(super) fn numbers(&self, tags: &[Tag]) -> &[Option<NumberFormat>] {
        self.numbers.get_or_init(|| tags.iter().map(NumberFormat::of).collect())
    }
}

/// It follows from the tags, and tells no two chains apart.
impl PartialEq for Languages {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Languages {}

impl fmt::Debug for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Languages").finish_non_exhaustive()
    }
}
