//! What sources answered that are no trees: each is asked for a path once.

use std::collections::HashMap;
use std::sync::Arc;

use super::held::Held;
use super::source::{Miss, Source, guard};
use crate::path::Path;

/// The answers by layer and path; costs nothing before a source is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers<'a>(Option<Arc<Known<'a>>>);

#[derive(Clone, Debug, Default)]
struct Known<'a> {
    own: HashMap<Asked, Answered<'a>>,
    /// What was known before these were asked for.
    before: Answers<'a>,
}

/// A layer, and a path in it.
type Asked = (usize, Path<'static>);
type Answered<'a> = Result<Held<'a>, Miss>;

impl<'a> Answers<'a> {
    /// Knows all of these, and learns more without them.
    pub(super) fn behind(&self) -> Self {
        if self.0.is_none() {
            return Self::default();
        }
        Self(Some(Arc::new(Known { own: HashMap::new(), before: self.clone() })))
    }

    pub(super) fn get(&self, key: &Asked) -> Option<&Answered<'a>> {
        let known = self.0.as_deref()?;
        known.own.get(key).or_else(|| known.before.get(key))
    }

    /// What the source of `layer` has at `path`.
    pub(super) fn ask(
        &mut self,
        layer: usize,
        source: &'a dyn Source,
        path: Path<'static>,
    ) -> Answered<'a> {
        self.answer(layer, path, |path| guard::find(source, path).map(Held::new))
    }

    /// What is known of a path of `layer`, or else is found out.
    pub(super) fn answer(
        &mut self,
        layer: usize,
        path: Path<'static>,
        find: impl FnOnce(&Path<'_>) -> Answered<'a>,
    ) -> Answered<'a> {
        let key = (layer, path);
        if let Some(known) = self.get(&key) {
            return known.clone();
        }
        let answer = find(&key.1);
        // Only those before these are shared, so that nothing is copied here.
        let known = Arc::make_mut(self.0.get_or_insert_default());
        known.own.insert(key, answer.clone());
        answer
    }
}
