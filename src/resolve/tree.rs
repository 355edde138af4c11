//! From a tree of templates to a tree of resolutions, one for each string.

use super::{Context, Lookup, Resolution, Resolved};
use crate::error::{Collector, Error, Problems};
use crate::template::TreeTemplate;

/// The outcome of every placeholder of a [`TreeTemplate`]; [`finish`](Self::finish) makes the tree.
///
/// ```
/// use lacuna::{Context, OnGap, Syntax, TreeResolution};
/// use serde_json::json;
///
/// let template = Syntax::new().tree(json!({"a": "[[ x ]]", "b": ["[[ y ]] [[ z ]]"]}))?;
/// let data = json!({"x": true, "z": "!"});
/// let context = Context::new(&data);
/// let resolution: TreeResolution = template.resolve(&context);
/// assert_eq!((resolution.outcomes().count(), resolution.gaps().count()), (3, 1));
/// let tree = resolution.finish(OnGap::Text("?"))?;
/// assert_eq!(tree.value(), &json!({"a": true, "b": ["? !"]}));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Debug)]
pub struct TreeResolution<'a> {
    template: &'a TreeTemplate,
    strings: Vec<Resolution<'a>>,
}

impl TreeTemplate {
    /// Finds an outcome for every placeholder of every string. Never fails.
    ///
    /// Looks up each distinct path once for each string; a source that is no tree is asked once for
    /// all strings. What [`Limits`](crate::Limits) allows, it allows all strings together.
    pub fn resolve<'a>(&'a self, context: &'a Context<'a>) -> TreeResolution<'a> {
        let mut strings: Vec<Resolution<'a>> = Vec::with_capacity(self.strings().len());
        for string in self.strings() {
            let mut lookup = Lookup::new(string, context);
            if let Some(before) = strings.last_mut() {
                lookup.go_on(&mut before.lookup);
                lookup.take_known(&mut before.lookup);
            }
            strings.push(lookup.resolved(false));
        }
        if let Some((last, before)) = strings.split_last_mut() {
            for string in before {
                string.lookup.share_answers(&last.lookup);
            }
        }
        TreeResolution { template: self, strings }
    }
}

impl<'a> TreeResolution<'a> {
    /// The outcomes of all placeholders, in the order of the tree.
    pub fn outcomes(&self) -> impl Iterator<Item = Resolved<'_>> {
        self.strings.iter().flat_map(Resolution::outcomes)
    }

    /// The placeholders for which there is nothing to print.
    pub fn gaps(&self) -> impl Iterator<Item = Resolved<'_>> {
        self.outcomes().filter(Resolved::is_gap)
    }

    pub(crate) const fn template(&self) -> &'a TreeTemplate {
        self.template
    }

    /// The strings in the order of the tree.
    pub(crate) fn strings(&self) -> &[Resolution<'a>] {
        &self.strings
    }

    pub(crate) fn into_strings(self) -> Vec<Resolution<'a>> {
        self.strings
    }

    /// The error that lists every gap, unless `gaps` are accepted, and every failure.
    pub(crate) fn error(&self, accept_gaps: bool) -> Option<Error> {
        let mut problems = Problems::default();
        for string in &self.strings {
            let template = string.template();
            let (source, within) = (template.source(), template.within());
            let limit = template.limits().problem_count();
            let mut collector = Collector::continuing(problems, source, within, limit);
            string.complain(accept_gaps, &mut collector);
            problems = collector.into_problems();
        }
        problems.into_error().map(|error| self.template.name_error(error))
    }
}
