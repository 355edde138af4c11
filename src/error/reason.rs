//! Why a candidate for a placeholder gave nothing that could be printed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::WIDTH;
use crate::value::Kind;
use crate::visible::{self, one_line, visible};

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
#[serde(tag = "reason", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// An object without the key.
    #[error("{} no key `{}`", having(parent), shown(key))]
    NoKey {
        /// The path of the object.
        parent: String,
        /// The key that it lacks.
        key: String,
    },
    /// An array that is too short.
    #[error("`{}` has {len} element{}, none at [{index}]", shown(parent), if *len == 1 { "" } else { "s" })]
    NoIndex {
        /// The path of the array.
        parent: String,
        /// The index that was asked for, 0-based.
        index: usize,
        /// How many elements there are.
        len: usize,
    },
    /// A value that cannot be stepped into as the path wants.
    #[error("`{}` is {found}, it has no `{}`", shown(parent), shown(segment))]
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
    #[error("the source failed: {}", visible(message))]
    Source {
        /// What it said, cut if it is long.
        message: String,
    },
    /// `null`.
    #[error("`{}` is null", shown(path))]
    Null {
        /// The path of the value.
        path: String,
    },
    /// `""`, `[]` or `{}`.
    #[error("`{}` is empty", shown(path))]
    Empty {
        /// The path of the value.
        path: String,
    },
    /// White space only.
    #[error("`{}` is blank", shown(path))]
    Blank {
        /// The path of the value.
        path: String,
    },
    /// No translation for a key.
    #[error("there is no translation of `{}`{}", shown(key), within(locales.as_deref()))]
    Untranslated {
        /// The key.
        key: String,
        /// The locales in which it was looked for, as a chain prints: `de-CH → de → en`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locales: Option<String>,
    },
    /// A message of a catalog that cannot be used.
    #[error("the message of `{}` cannot be used: {}", shown(key), visible(why))]
    Unusable {
        /// Its key.
        key: String,
        /// What is wrong with it.
        why: String,
    },
    /// Plural forms of which none can be chosen.
    #[error("`{}` has plural forms, and no `count` or `ordinal` is given", shown(key))]
    NeedsNumber {
        /// The key of all forms.
        key: String,
    },
    /// A translation that is null, empty or blank.
    #[error("the translation of `{}` is empty", shown(key))]
    EmptyTranslation {
        /// The key.
        key: String,
    },
    /// Something other than a text where a translation belongs.
    #[error("the translation of `{}` is {found}, not a text", shown(key))]
    NotTranslation {
        /// The key.
        key: String,
        /// What stands there.
        found: Kind,
    },
    /// An array or object where a text is needed.
    #[error("`{}` is {found}, not a text", shown(path))]
    NotText {
        /// The path of the value.
        path: String,
        /// What stands there.
        found: Kind,
    },
    /// A placeholder that is a gap within the text of a default or a translation: see
    /// [`Layout::expand`](crate::Layout::expand).
    #[error(
        "the text of `{}`{} has a gap, `{}`: {why}",
        shown(text),
        within(locale.as_deref()),
        one_line(expression, WIDTH)
    )]
    Within {
        /// The key or path of the text, cut if it is long.
        text: String,
        /// The locale of the text, if it is one of several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locale: Option<String>,
        /// The expression within it, cut if it is long.
        expression: String,
        /// Why that is a gap.
        why: Box<Reason>,
    },
    /// An argument of a translation that is itself a gap.
    #[error("nothing found for its argument `{}`: {why}", shown(name))]
    Argument {
        /// The argument's name.
        name: String,
        /// Why nothing was found.
        why: Box<Reason>,
    },
}

fn shown(text: &str) -> String {
    visible::shown(text, WIDTH)
}

/// The beginning of a sentence on what the object at `parent` has.
fn having(parent: &str) -> String {
    if parent == "$" { "there is".to_owned() } else { format!("`{}` has", shown(parent)) }
}

/// A clause on the locales that were tried.
fn within(locales: Option<&str>) -> String {
    locales.map_or_else(String::new, |locales| format!(" in {}", shown(locales)))
}
