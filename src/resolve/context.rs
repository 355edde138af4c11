//! What a template is resolved against.

use std::fmt;

use super::source::Source;

/// The sources of a rendering, in order of preference.
///
/// ```
/// use lacuna::{Context, Template};
/// use serde_json::json;
///
/// let (own, site) = (json!({"name": "Ada"}), json!({"name": "visitor", "year": 1843}));
/// let template = Template::text("[[ name ]], [[ year ]]")?;
/// assert_eq!(template.render(&Context::new(&own).or(&site))?, "Ada, 1843");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Context<'d> {
    first: &'d dyn Source,
    others: Vec<&'d dyn Source>,
}

impl<'d> Context<'d> {
    /// A context of one source.
    pub const fn new(source: &'d dyn Source) -> Self {
        Self { first: source, others: Vec::new() }
    }

    /// Adds a layer: asked for what all layers before it leave missing, null, empty or blank (under
    /// `??`: missing or null).
    ///
    /// Each path is looked up on its own and layers are not merged: an object that one layer has is
    /// not completed by that of the next, and `$` is the root of the first.
    #[must_use]
    pub fn or(mut self, source: &'d dyn Source) -> Self {
        self.others.push(source);
        self
    }

    pub(super) fn layers(&self) -> usize {
        1 + self.others.len()
    }

    pub(super) fn layer(&self, layer: usize) -> &'d dyn Source {
        match layer.checked_sub(1) {
            None => self.first,
            Some(other) => self.others[other],
        }
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("layers", &self.layers()).finish()
    }
}
