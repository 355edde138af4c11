//! Why a candidate for a placeholder gave nothing that could be printed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::value::Kind;

/// Why a candidate was passed over; `Display` is a clause for people.
///
/// ```
/// use lacuna::{ErrorKind, Reason};
///
/// let error = lacuna::render("[[ items[7] ]]", &serde_json::json!({"items": [1, 2]})).unwrap_err();
/// let ErrorKind::Gap { reason, .. } = error.kind() else { panic!() };
/// assert_eq!(reason, &Reason::NoIndex { parent: "items".into(), index: 7, len: 2 });
/// assert_eq!(reason.to_string(), "`items` has 2 elements, none at [7]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// An object without the key.
    #[error("{} no key `{key}`", if parent == "$" { "there is".into() } else { format!("`{parent}` has") })]
    NoKey {
        /// The path of the object.
        parent: String,
        /// The key that it lacks.
        key: String,
    },
    /// An array that is too short.
    #[error("`{parent}` has {len} element{}, none at [{index}]", if *len == 1 { "" } else { "s" })]
    NoIndex {
        /// The path of the array.
        parent: String,
        /// The index that was asked for, 0-based.
        index: usize,
        /// How many elements there are.
        len: usize,
    },
    /// A value that cannot be stepped into as the path wants.
    #[error("`{parent}` is {found}, it has no `{segment}`")]
    WrongKind {
        /// The path of the value.
        parent: String,
        /// What the value is.
        found: Kind,
        /// The step that failed, as written in a path.
        segment: String,
    },
    /// A source that does not have the path and says no more.
    #[error("no source has it")]
    Absent,
    /// A source that could not answer.
    #[error("the source failed: {message}")]
    Source {
        /// What it said.
        message: String,
    },
    /// `null`.
    #[error("it is null")]
    Null,
    /// `""`, `[]` or `{}`.
    #[error("it is empty")]
    Empty,
    /// White space only.
    #[error("it is blank")]
    Blank,
    /// No translation for a key.
    #[error("there is no translation of `{key}`")]
    Untranslated {
        /// The key.
        key: String,
    },
    /// Something other than a text where a translation belongs.
    #[error("the translation of `{key}` is {found}, not a text")]
    NotTranslation {
        /// The key.
        key: String,
        /// What stands there.
        found: Kind,
    },
    /// An argument of a translation that is itself a gap.
    #[error("nothing found for its argument `{name}`")]
    Argument {
        /// The argument's name.
        name: String,
    },
}
