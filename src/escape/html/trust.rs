//! What a program vouches for.

/// What a program vouches for, of the values at a path: see [`Syntax::trust`](crate::Syntax::trust).
///
/// Each is honoured where its kind of text belongs, and nowhere else: elsewhere the value is escaped like any
/// other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Trust {
    /// Markup, for the text of elements.
    Html,
    /// Whole attributes, `class="a" hidden`, for a tag.
    Attribute,
    /// A URL of any scheme.
    Url,
    /// A URL whose resource becomes part of the page: of a script, a frame, a style sheet.
    ResourceUrl,
    /// An expression of a script.
    Script,
    /// The value of a declaration, declarations or rules, wherever they may stand.
    Style,
}
