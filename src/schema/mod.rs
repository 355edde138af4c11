//! JSON Schema (draft 2020-12), and what it says of a path: whether it can exist, has to, and as what.
//!
//! `load.rs` looks up references and refuses circles (`circle.rs`), `read.rs`, `keywords.rs` and `combine.rs`
//! read keywords into the rows of `node.rs`, `pattern.rs` has the regular expressions. `cases.rs` tells the ways in which a
//! value may pass, `child.rs` takes one step down, `walk.rs` a whole path; `facts.rs` says what is known
//! at its end, `told.rs` in words, and `kinds.rs` has sets of kinds of value.

mod cases;
mod child;
mod circle;
mod combine;
mod facts;
mod keywords;
mod kinds;
mod load;
mod node;
mod pattern;
mod read;
mod told;
mod walk;

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

pub(crate) use self::facts::Facts;
pub(crate) use self::kinds::Kinds;
use self::load::{Loaded, load};
use self::node::{Node, NodeId, Spot};
use self::pattern::Patterns;
pub(crate) use self::walk::Walk;
use crate::error::{Error, Problems};
use crate::finding::Findings;

/// What data has to look like, as a JSON Schema of draft 2020-12 says it: for
/// [`Template::check_schema`](crate::Template::check_schema). Cheap to clone.
///
/// Nothing is fetched: documents that the schema refers to are given with it
/// ([`with_documents`](Self::with_documents)). Read are `$ref`, `$dynamicRef`, `$id` and anchors, the applicators,
/// `type`, `const`, `enum`, and what is said of the size of texts, arrays and objects; `format` and other
/// annotations say nothing about what passes. Without `$schema` a schema is one of 2020-12.
///
/// ```
/// use lacuna::{Schema, Template};
/// use serde_json::json;
///
/// let schema = Schema::new(&json!({
///     "type": "object",
///     "properties": {"name": {"type": "string", "pattern": "\\S"}, "title": {"type": "string"}},
///     "required": ["name"],
///     "additionalProperties": false,
/// }))?;
/// let letter = Template::text("Dear [[ title ]] [[ nmae ]],")?;
/// let told: Vec<_> = letter.check_schema(&schema).iter().map(ToString::to_string).collect();
/// assert_eq!(told, [
///     "1:9: error[may-be-missing]: `title` may be missing: the document need not have the key `title`, and it may be blank",
///     "1:21: error[impossible-path]: `nmae` cannot exist: `additionalProperties` at `#` allows no key `nmae`",
/// ]);
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Schema {
    name: Option<Arc<str>>,
    loaded: Arc<Loaded>,
}

impl Schema {
    /// The schema that is this JSON.
    ///
    /// # Errors
    ///
    /// With every problem of it, each with its place: what is no schema, a keyword with a value that it cannot have, a
    /// reference that leads nowhere or to another document, schemas that ask for each other in a circle without a step
    /// down, `$schema` of another draft; or if it is nested more than 127 levels deep.
    ///
    /// ```
    /// use lacuna::Schema;
    /// use serde_json::json;
    ///
    /// let error = Schema::new(&json!({
    ///     "properties": {"name": {"$ref": "#/$defs/text"}, "home": {"$ref": "https://hillside.example/address"}},
    ///     "$defs": {"txt": {"type": "string"}},
    ///     "required": "name",
    /// }));
    /// let error = error.unwrap_err();
    /// let told: Vec<_> = error.all().iter().map(|problem| problem.kind().to_string()).collect();
    /// assert_eq!(told, [
    ///     "`required` takes an array of keys, this is `name`",
    ///     "`https://hillside.example/address` is in a document that was not given, and nothing is fetched",
    ///     "the reference `#/$defs/text` leads nowhere",
    /// ]);
    /// ```
    pub fn new(schema: &Value) -> Result<Self, Error> {
        Self::with_documents(schema, [])
    }

    /// The same with documents that it refers to: each under a name, which is a URI or the name of a file, relative to
    /// the `$id` of the schema if that has one; and under its own `$id`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new). The problems are those of one document; the error has its name, if it is not the
    /// schema itself.
    ///
    /// ```
    /// use lacuna::{Schema, Template};
    /// use serde_json::json;
    ///
    /// let customer = json!({"properties": {"home": {"$ref": "address.json"}}, "required": ["home"], "type": "object"});
    /// let address = json!({"properties": {"city": {"type": "string"}}, "additionalProperties": false});
    /// let schema = Schema::with_documents(&customer, [("address.json", &address)])?;
    /// let told = Template::text("[[ home.ctiy ]]")?.check_schema(&schema);
    /// assert_eq!(told.list()[0].problem().help(), Some("did you mean `home.city`?"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn with_documents<'v>(
        schema: &'v Value,
        documents: impl IntoIterator<Item = (&'v str, &'v Value)>,
    ) -> Result<Self, Error> {
        let documents: Vec<_> = documents.into_iter().collect();
        Ok(Self { name: None, loaded: Arc::new(load(schema, &documents)?) })
    }

    /// The schema with a name that stands before every place in its own findings. [`Error::named`] names its errors.
    ///
    /// ```
    /// let schema = lacuna::Schema::new(&serde_json::json!({"pattern": "^(?!x)"}))?.named("customer.json");
    /// assert_eq!(schema.findings().list()[0].file(), Some("customer.json"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into().into());
        self
    }

    /// A note for each regular expression that is not read: one that looks around, say. Nothing is claimed of the
    /// texts and keys that it is about.
    ///
    /// ```
    /// let schema = lacuna::Schema::new(&serde_json::json!({"pattern": "^(?!x)"}))?;
    /// assert_eq!(
    ///     schema.findings().list()[0].to_string(),
    ///     "pattern: note[schema-pattern]: the pattern `^(?!x)` is not read: it looks around or back, or is no regular expression"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for (document, problem) in &self.loaded.notes {
            let note = Findings::of(Problems::one(problem.clone()), 2);
            findings.append(note.named_if(document.as_deref().or(self.name.as_deref())));
        }
        findings
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.loaded.nodes[id.index()]
    }

    fn patterns(&self) -> &Patterns {
        &self.loaded.patterns
    }

    const fn root() -> NodeId {
        NodeId::FIRST
    }

    fn root_spot(&self) -> Spot {
        self.node(Self::root()).spot.clone()
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("schemas", &self.loaded.nodes.len()).finish_non_exhaustive()
    }
}
