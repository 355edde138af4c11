//! What sources answered that are no trees: each is asked for a path once.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::held::Held;
use super::source::{Miss, Source, guard};
use crate::path::Path;

/// The answers by layer and path; costs nothing before a source is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers<'a>(Option<Arc<Known<'a>>>);

#[derive(Clone, Debug, Default)]
struct Known<'a> {
    own: HashMap<Asked, Answered<'a>, RandomState>,
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
        Self(Some(Arc::new(Known { own: HashMap::default(), before: self.clone() })))
    }

    pub(super) fn get<'k>(&'k self, key: &(usize, Path<'k>)) -> Option<&'k Answered<'a>> {
        let known = self.0.as_deref()?;
        // A table of owned paths is one of paths that live as long as the key's.
        let own: &HashMap<(usize, Path<'k>), Answered<'a>, RandomState> = &known.own;
        own.get(key).or_else(|| known.before.get(key))
    }

    /// What the source of `layer` has at `path`.
    pub(super) fn ask(
        &mut self,
        layer: usize,
        source: &'a dyn Source,
        path: &Path<'_>,
    ) -> Answered<'a> {
        self.answer(layer, path, || guard::find(source, path).map(Held::new))
    }

    /// What is known of a path of `layer`, or else is found out.
    pub(super) fn answer(
        &mut self,
        layer: usize,
        path: &Path<'_>,
        find: impl FnOnce() -> Answered<'a>,
    ) -> Answered<'a> {
        if let Some(known) = self.get(&(layer, Path::borrowed(path.segments()))) {
            return known.clone();
        }
        let answer = find();
        self.learn(layer, path.clone().into_owned(), answer.clone());
        answer
    }

    /// Knows an answer from now on.
    pub(super) fn learn(&mut self, layer: usize, path: Path<'static>, answer: Answered<'a>) {
        // Only those before these are shared, so that nothing is copied here.
        let known = Arc::make_mut(self.0.get_or_insert_default());
        known.own.insert((layer, path), answer);
    }
}
