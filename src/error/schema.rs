//! What can be wrong with a schema, and between a template and its schema.

use thiserror::Error;

use super::WIDTH;
use crate::value::Kind;
use crate::visible::{one_line, shown};

/// What is wrong with a JSON Schema, or with a template of which a schema says what its data is; `Display` is
/// the message.
///
/// ```
/// # #[cfg(feature = "schema")] {
/// use lacuna::{ErrorKind, Schema, SchemaFault};
///
/// let error = Schema::new(&serde_json::json!({"properties": {"name": {"type": "text"}}})).unwrap_err();
/// let ErrorKind::Schema(fault) = error.kind() else { panic!() };
/// assert!(matches!(**fault, SchemaFault::Keyword { .. }));
/// assert_eq!(fault.code(), "schema-keyword");
/// assert_eq!(fault.to_string(), "`type` takes the name of a type, or an array of those, this is `text`");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SchemaFault {
    /// A value in the place of a schema that is none.
    #[error("a schema is an object or a boolean, this is {found}")]
    NotASchema {
        /// What it is.
        found: Kind,
    },
    /// A keyword with a value that it cannot have.
    #[error("`{}` takes {wants}, this is {}", shown(keyword, WIDTH), shown(found, WIDTH))]
    Keyword {
        /// The keyword.
        keyword: String,
        /// What it can have.
        wants: &'static str,
        /// What it has.
        found: String,
    },
    /// A schema that is written in another dialect than the one that is read.
    #[error("`{}` is another dialect than JSON Schema 2020-12", shown(dialect, WIDTH))]
    Draft {
        /// What `$schema` says.
        dialect: String,
    },
    /// A reference to a document that was not given: nothing is fetched.
    #[error(
        "`{}` is in a document that was not given, and nothing is fetched",
        shown(reference, WIDTH)
    )]
    Remote {
        /// The reference as written.
        reference: String,
        /// The document that it means.
        document: String,
    },
    /// A reference that leads nowhere.
    #[error("the reference `{}` {}", shown(reference, WIDTH), shown(reason, 2 * WIDTH))]
    Reference {
        /// The reference as written.
        reference: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Schemas of the same value that ask for each other in a circle.
    #[error("schemas of one value lead in a circle: {}", circle(way))]
    Circle {
        /// Where they stand; each asks for the next, and the last for the first.
        way: Vec<String>,
    },
    /// A pattern that cannot be read, so that nothing is claimed where it matters: only a note.
    #[error("the pattern `{}` is not read: {reason}", one_line(pattern, WIDTH))]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why not.
        reason: &'static str,
    },
    /// A path that no document has that passes the schema.
    #[error("`{}` cannot exist: {why}", one_line(path, WIDTH))]
    ImpossiblePath {
        /// The path as written.
        path: String,
        /// What keeps it from existing.
        why: String,
    },
    /// A path that the schema neither names nor excludes: only a note.
    #[error("the schema does not {}name `{}`: {why}", if *is_sure { "" } else { "always " }, one_line(path, WIDTH))]
    UndeclaredPath {
        /// The path as written.
        path: String,
        /// No branch of the schema names it.
        is_sure: bool,
        /// Where it is not named.
        why: String,
    },
    /// A placeholder for which some documents that pass the schema have nothing.
    #[error("`{}` may be missing: {why}", one_line(expression, WIDTH))]
    MayBeMissing {
        /// The expression as written, or the argument of `t(…)`.
        expression: String,
        /// What the schema allows.
        why: String,
    },
    /// A placeholder that may be empty or blank, if [`Layout::blank_is_gap`](crate::Layout::blank_is_gap) says
    /// that this is a gap.
    #[error("`{}` may be blank: {why}", one_line(expression, WIDTH))]
    MayBeBlank {
        /// The expression as written, or the argument of `t(…)`.
        expression: String,
        /// What the schema allows.
        why: String,
    },
    /// A placeholder that may be empty or blank, if the layout does not mind: only a note.
    #[error("`{}` may stay blank: {why}", one_line(expression, WIDTH))]
    MayStayBlank {
        /// The expression as written, or the argument of `t(…)`.
        expression: String,
        /// What the schema allows.
        why: String,
    },
    /// A path that is, or may be, an array or object where a text is needed.
    #[error("`{}` {} {kinds}, and a text is needed", one_line(path, WIDTH), if *is_sure { "is" } else { "may be" })]
    ContainerPath {
        /// The path.
        path: String,
        /// Which of the two, or both.
        kinds: String,
        /// Whether it is never anything else.
        is_sure: bool,
    },
    /// An operand behind one that always answers: only a note.
    #[error(
        "`{}` can never be reached: `{}` always answers",
        one_line(operand, WIDTH),
        one_line(answering, WIDTH)
    )]
    UnreachableOperand {
        /// The operand, or all of them.
        operand: String,
        /// The one before it.
        answering: String,
    },
    /// A path of which the schema does not say what it is, so that it may be an array or object where a text is
    /// needed: only a note.
    #[error("the schema does not say what `{}` is: a text is needed", one_line(path, WIDTH))]
    UntypedPath {
        /// The path.
        path: String,
    },
    /// A path of which nothing is claimed, since the schema allows too much at once: only a note.
    #[error(
        "nothing is known of `{}`: the schema has too many alternatives there",
        one_line(path, WIDTH)
    )]
    UnjudgedPath {
        /// The path as written.
        path: String,
    },
}

impl SchemaFault {
    /// A name of the fault that does not change: for tools and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotASchema { .. } => "schema-value",
            Self::Keyword { .. } => "schema-keyword",
            Self::Draft { .. } => "schema-draft",
            Self::Remote { .. } => "schema-remote",
            Self::Reference { .. } => "schema-reference",
            Self::Circle { .. } => "schema-circle",
            Self::Pattern { .. } => "schema-pattern",
            Self::ImpossiblePath { .. } => "impossible-path",
            Self::UndeclaredPath { .. } => "undeclared-path",
            Self::MayBeMissing { .. } => "may-be-missing",
            Self::MayBeBlank { .. } => "may-be-blank",
            Self::MayStayBlank { .. } => "may-stay-blank",
            Self::ContainerPath { .. } => "container-path",
            Self::UnreachableOperand { .. } => "unreachable-operand",
            Self::UntypedPath { .. } => "untyped-path",
            Self::UnjudgedPath { .. } => "unjudged-path",
        }
    }
}

/// The first schemas of a circle, and the first of all again.
fn circle(way: &[String]) -> String {
    const TOLD: usize = 8;
    let spot = |spot: &String| format!("`{}`", shown(spot, WIDTH));
    let mut spots: Vec<_> = way.iter().take(TOLD).map(spot).collect();
    if way.len() > TOLD {
        spots.push("…".to_owned());
    }
    spots.extend(way.first().map(spot));
    spots.join(" → ")
}
