//! Data of one's own types as a source: serialised once into a tree.

use serde::Serialize;
use serde_json::Value;

use super::{Keys, Miss, Source};
use crate::error::{Error, ErrorKind};
use crate::path::Path;
use crate::value::Datum;

/// Anything that `serde` can serialise, as a source.
///
/// ```
/// use lacuna::{Context, Template, Tree};
///
/// #[derive(serde::Serialize)]
/// struct Author { name: &'static str, books: Vec<u16> }
///
/// let author = Tree::new(&Author { name: "Ada", books: vec![1843] })?;
/// let template = Template::text("[[ name ]] ([[ books[0] ]])")?;
/// assert_eq!(template.render(&Context::new(&author))?, "Ada (1843)");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Tree(pub(super) Value);

impl Tree {
    /// The tree that `data` is as JSON: a copy, made once.
    ///
    /// # Errors
    ///
    /// If `data` cannot be JSON: a map whose keys are no texts, numbers or booleans, a number that
    /// does not fit, or an error of its own `Serialize`.
    ///
    /// ```
    /// use lacuna::Tree;
    /// use std::collections::BTreeMap;
    ///
    /// let error = Tree::new(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
    /// assert_eq!(error.to_string(), "the data cannot be JSON: key must be a string");
    /// ```
    pub fn new(data: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let tree = serde_json::to_value(data);
        tree.map(Self)
            .map_err(|error| Error::nowhere(ErrorKind::Data { reason: error.to_string() }))
    }

    /// The tree as JSON.
    ///
    /// ```
    /// let tree = lacuna::Tree::new(&[Some(1.5), None])?;
    /// assert_eq!(tree.value(), &serde_json::json!([1.5, null]));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub const fn value(&self) -> &Value {
        &self.0
    }
}

impl Source for Tree {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.0.find(path)
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        Source::keys(&self.0, at)
    }

    fn tree(&self) -> Option<&Value> {
        Some(&self.0)
    }
}
