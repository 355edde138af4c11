//! What can be wrong with a catalog of messages.

use thiserror::Error;

use super::{ErrorKind, WIDTH};
use crate::value::Kind;
use crate::visible::{shown, visible};

/// What is wrong with a catalog or with a message in it; `Display` is the message.
///
/// ```
/// use lacuna::{CatalogFault, Catalogs, ErrorKind};
///
/// let error = Catalogs::new().add("de", &serde_json::json!(["Hallo"])).unwrap_err();
/// let ErrorKind::Catalog(fault) = error.kind() else { panic!() };
/// assert!(matches!(fault, CatalogFault::NotAnObject { .. }));
/// assert_eq!(fault.code(), "catalog-object");
/// assert_eq!(error.to_string(), "de: a catalog is an object, this is an array");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CatalogFault {
    /// A text that is no JSON.
    #[error("the catalog is no JSON: {}", visible(reason))]
    Json {
        /// What the parser says.
        reason: String,
    },
    /// JSON that is no object.
    #[error("a catalog is an object, this is {found}")]
    NotAnObject {
        /// What it is.
        found: Kind,
    },
    /// A second way to write the tag of a locale that is there.
    #[error("`{}` and `{}` are one locale", shown(tag, WIDTH), shown(other, WIDTH))]
    SameLocale {
        /// The tag as it was given.
        tag: String,
        /// The tag that is there.
        other: String,
    },
    /// What cannot stand before the `:` of a key.
    #[error("`{}` cannot be a namespace: {reason}", shown(namespace, WIDTH))]
    Namespace {
        /// The namespace.
        namespace: String,
        /// What speaks against it.
        reason: &'static str,
    },
    /// A message whose placeholders cannot be read: it is unusable.
    #[error("the message cannot be read: {why}")]
    Unreadable {
        /// Why not.
        why: Box<ErrorKind>,
    },
    /// A message that is no text: it is unusable, or untranslated if it is null.
    #[error("a message is a text, this is {found}")]
    NotText {
        /// What it is.
        found: Kind,
    },
    /// A key that nobody could ask for: its messages are passed over.
    #[error("the key is longer than {limit} bytes")]
    KeyTooLong {
        /// The most bytes there may be.
        limit: usize,
    },
    /// A key of which the locale has a message already: only a note.
    #[error("the key `{}` comes twice, and {counts} counts", shown(key, WIDTH))]
    DuplicateMessage {
        /// The key.
        key: String,
        /// Which of the two.
        counts: &'static str,
    },
    /// Plural forms without the one that every language needs: only a note.
    #[error("the plural forms of `{}` lack `other`", shown(key, WIDTH))]
    NoOther {
        /// The key of all forms.
        key: String,
    },
    /// A key beside plural forms that is none: only a note.
    #[error("`{}` is no plural category, so nothing beside it is a plural form", shown(key, WIDTH))]
    NoCategory {
        /// The key.
        key: String,
    },
}

impl CatalogFault {
    /// A name of the fault that does not change: for tools and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Json { .. } => "catalog-json",
            Self::NotAnObject { .. } => "catalog-object",
            Self::SameLocale { .. } => "same-locale",
            Self::Namespace { .. } => "namespace",
            Self::Unreadable { .. } => "unreadable-message",
            Self::NotText { found: Kind::Null } => "message-null",
            Self::NotText { .. } => "message-not-text",
            Self::KeyTooLong { .. } => "message-key",
            Self::DuplicateMessage { .. } => "duplicate-message",
            Self::NoOther { .. } => "plural-without-other",
            Self::NoCategory { .. } => "plural-category",
        }
    }
}
