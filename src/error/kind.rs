//! What can be wrong, in the words of whoever wrote the template.
//!
//! Messages are lower case without a full stop; a way out goes into the problem's help.

use thiserror::Error;

use super::clause::{had_by, with_spaces};
use super::{
    CatalogFault, CoverageFault, Damage, EditFault, HtmlFault, Reason, SchemaFault, WIDTH,
};
use crate::value::Kind;
use crate::visible::{one_line, shown, visible};

/// What is wrong; `Display` is the message.
///
/// ```
/// use lacuna::{ErrorKind, Template};
///
/// let error = Template::text("[[ name | shout ]]").unwrap_err();
/// assert_eq!(error.kind(), &ErrorKind::UnknownFilter { name: "shout".into() });
/// assert_eq!(error.kind().code(), "unknown-filter");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A delimiter that [`Syntax::delimiters`](crate::Syntax::delimiters) refuses.
    #[error("`{}` cannot be a delimiter: {reason}", shown(delimiter, WIDTH))]
    Delimiter {
        /// The delimiter.
        delimiter: String,
        /// What speaks against it.
        reason: &'static str,
    },
    /// A name that [`Syntax::filter`](crate::Syntax::filter) refuses.
    #[error("`{}` cannot name a filter: {reason}", shown(name, WIDTH))]
    FilterName {
        /// The name.
        name: String,
        /// What speaks against it.
        reason: &'static str,
    },
    /// A rule or root that a [`Layout`](crate::Layout) refuses.
    #[error("`{}` cannot be part of a layout: {reason}", shown(pattern, WIDTH))]
    Layout {
        /// The path or pattern.
        pattern: String,
        /// What speaks against it.
        reason: String,
    },
    /// A root that [`Syntax::roots`](crate::Syntax::roots) refuses.
    #[error("`{}` cannot be a root: {reason}", shown(root, WIDTH))]
    Root {
        /// The root.
        root: String,
        /// What speaks against it.
        reason: &'static str,
    },
    /// What is no language tag: see [`LocaleChain`](crate::LocaleChain).
    #[error("`{}` is no language tag: {}", shown(tag, WIDTH), visible(reason))]
    LanguageTag {
        /// The tag.
        tag: String,
        /// What speaks against it.
        reason: String,
    },
    /// A part of a header that is no language range: see [`LanguageRanges::ignored`](crate::LanguageRanges::ignored).
    #[error("`{}` is passed over: {}", shown(range, WIDTH), visible(reason))]
    LanguageRange {
        /// The part as written.
        range: String,
        /// What speaks against it.
        reason: String,
    },
    /// A catalog that cannot be read, or a message in it: see [`Catalogs`](crate::Catalogs).
    #[error("{0}")]
    Catalog(CatalogFault),
    /// What keeps a placeholder from being safe where it stands in a page.
    #[error("{0}")]
    Html(Box<HtmlFault>),
    /// What is wrong between templates and catalogs: see [`Coverage`](crate::Coverage).
    #[error("{0}")]
    Coverage(Box<CoverageFault>),
    /// A change to a template that is refused: see [`Edit`](crate::Edit).
    #[error("{0}")]
    Edit(Box<EditFault>),
    /// What is wrong with a JSON Schema, or between a template and one.
    #[error("{0}")]
    Schema(Box<SchemaFault>),
    /// Data that is no JSON: see [`Tree::new`](crate::Tree::new).
    #[error("the data cannot be JSON: {}", visible(reason))]
    Data {
        /// What speaks against it.
        reason: String,
    },
    /// Bytes that are no JSON: see [`JsonBytes`](crate::JsonBytes).
    #[error("the data is no JSON: {}", visible(.0))]
    Json(Box<str>),
    /// A text longer than spans can describe (4 GiB less one byte).
    #[error("the text is {bytes} bytes long, a template holds at most {limit}")]
    TextTooLong {
        /// The length in bytes.
        bytes: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A tree that is nested too deep: see [`Syntax::tree`](crate::Syntax::tree).
    #[error("the tree is nested more than {limit} levels deep")]
    TreeTooDeep {
        /// The most levels there may be.
        limit: usize,
    },
    /// A key that an object of a tree would have twice: see
    /// [`Syntax::tree_with_keys`](crate::Syntax::tree_with_keys).
    #[error("the key `{}` comes out twice in one object", shown(key, WIDTH))]
    DuplicateKey {
        /// The key as it comes out.
        key: String,
    },
    /// An output over [`Limits::output`](crate::Limits::output).
    #[error("the output would be longer than {limit} bytes")]
    OutputTooLong {
        /// The most bytes there may be.
        limit: usize,
    },
    /// `[[ a` without an end.
    #[error("placeholder is never closed, expected `{close}`")]
    Unclosed {
        /// The closing delimiter.
        close: String,
    },
    /// `[[! a` without an end.
    #[error("comment is never closed, expected `{close}`")]
    UnclosedComment {
        /// The closing delimiter.
        close: String,
    },
    /// `[[ 'a ]]`.
    #[error("string is never closed, expected `{quote}` on the same line")]
    UnclosedString {
        /// The quote that opened it.
        quote: char,
    },
    /// `[[ ]]`.
    #[error("placeholder is empty")]
    Empty,
    /// `[[ 'a' ]]`: nothing in it that could be looked up.
    #[error("placeholder holds only literals, nothing that could be looked up")]
    LiteralOnly,
    /// The grammar wanted something else.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What could have stood there.
        expected: String,
        /// What does.
        found: String,
    },
    /// A bad escape in a string.
    #[error("`{escape}` is not a string escape: {reason}")]
    StringEscape {
        /// The escape as written.
        escape: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// `01`, `1.`, `1e`: what no JSON number looks like.
    #[error("`{}` is not a JSON number: {reason}", one_line(number, WIDTH))]
    Number {
        /// The number as written.
        number: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// `[-1]`, `[01]`, or one that `usize` cannot hold.
    #[error("`{}` is not an index: {reason}", one_line(index, WIDTH))]
    Index {
        /// The index as written.
        index: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A typographic quote where `'` or `"` belongs.
    #[error("`{quote}` is a curly quote")]
    CurlyQuote {
        /// The quote.
        quote: char,
    },
    /// An expression over [`Limits::expression`](crate::Limits::expression).
    #[error("expression is longer than {limit} bytes")]
    ExpressionTooLong {
        /// The most bytes there may be.
        limit: usize,
    },
    /// `t(…)` within `t(…)`, too often.
    #[error("`t(…)` is nested more than {limit} deep")]
    TooDeep {
        /// The most levels there may be.
        limit: usize,
    },
    /// `a || b ?? c`.
    #[error("`||` and `??` cannot be mixed")]
    MixedOperators,
    /// `a | upper || b`.
    #[error("`{operator}` cannot follow a filter")]
    ChainAfterFilter {
        /// The operator.
        operator: &'static str,
    },
    /// A filter that is neither built in nor registered.
    #[error("there is no filter `{}`", one_line(name, WIDTH))]
    UnknownFilter {
        /// Its name.
        name: String,
    },
    /// An argument that a filter cannot use.
    #[error("`{filter}` {reason}")]
    FilterArgument {
        /// The filter's name.
        filter: String,
        /// What it wants instead.
        reason: String,
    },
    /// A filter in a place where it may not stand.
    #[error("`{filter}` must {place}")]
    FilterPlace {
        /// The filter's name.
        filter: String,
        /// Where it belongs.
        place: &'static str,
    },
    /// A path that begins with no declared root, or nearly with one, though the expression has one that does.
    #[error("`{}` is no declared root", one_line(name, WIDTH))]
    UnknownRoot {
        /// The first key of the path.
        name: String,
    },
    /// No path begins with a declared root: what looks like a placeholder is text.
    #[error("no path in it begins with a declared root ({roots})")]
    OtherRoot {
        /// The declared roots.
        roots: String,
    },
    /// What looks like a placeholder and is left as text: only a warning.
    #[error("left as text: {why}")]
    LeftAsText {
        /// Why it is no placeholder.
        why: Box<ErrorKind>,
    },
    /// An argument of `t(…)` that cannot be.
    #[error("argument `{}` of `t(…)` {reason}", one_line(name, WIDTH))]
    TranslationArgument {
        /// The argument's name.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A habit of another language.
    #[error("{0}")]
    Foreign(&'static str),
    /// Bytes that are no text.
    #[error("not UTF-8: byte {byte} (from 0) begins no character")]
    NotUtf8 {
        /// The first byte that is none, from 0.
        byte: usize,
    },
    /// A placeholder in a finished text.
    #[error("`{}` was never filled in", one_line(placeholder, WIDTH))]
    Leftover {
        /// The placeholder as it stands there.
        placeholder: String,
    },
    /// What begins like a placeholder of ours in a finished text, and cannot be read.
    #[error("a placeholder was never filled in, and it is malformed: {why}")]
    MalformedLeftover {
        /// Why it cannot be read.
        why: Box<ErrorKind>,
    },
    /// What an editor or a mail program did to a placeholder.
    #[error("{}: `{}`", damage.message(), with_spaces(found))]
    Damaged {
        /// What was done.
        damage: Damage,
        /// What stands there.
        found: String,
    },
    /// A placeholder of another language: only a note.
    #[error("`{}` looks like a placeholder of another language", one_line(placeholder, WIDTH))]
    ForeignPlaceholder {
        /// The placeholder as written.
        placeholder: String,
    },
    /// A placeholder for which nothing was found, or only `null`; also an empty or blank translation.
    #[error("nothing found for `{}`: {reason}", one_line(expression, WIDTH))]
    Gap {
        /// The expression as written.
        expression: String,
        /// Why its first operand gave nothing.
        reason: Reason,
    },
    /// An array or object where a text is needed.
    #[error("`{}` is {found}, not a text", one_line(path.as_ref().unwrap_or(expression), WIDTH))]
    NotText {
        /// The expression as written.
        expression: String,
        /// Where the value stands, if it came from one path: perhaps a rule default.
        path: Option<String>,
        /// What was found.
        found: Kind,
    },
    /// An empty or blank value, if [`Layout::blank_is_gap`](crate::Layout::blank_is_gap) says so.
    #[error("`{}` is blank", one_line(expression, WIDTH))]
    Blank {
        /// The expression as written.
        expression: String,
    },
    /// An empty or blank value, if the layout does not mind: only a note.
    #[error("`{}` is left blank", one_line(expression, WIDTH))]
    LeftBlank {
        /// The expression as written.
        expression: String,
    },
    /// A default that answers for what the data lacks: only a note.
    #[error(
        "the default `{}` stands in for `{}`",
        one_line(path, WIDTH),
        one_line(expression, WIDTH)
    )]
    DefaultUsed {
        /// The expression as written.
        expression: String,
        /// Where the default stands.
        path: String,
    },
    /// A key of the data that no template reads: only a note.
    #[error("no template reads `{}`{}", one_line(path, WIDTH), had_by(*records))]
    UnreadKey {
        /// Where the value stands.
        path: String,
        /// How many records have it.
        records: usize,
    },
    /// A filter's error, or a translation that cannot be made.
    #[error("`{}` failed: {}", one_line(expression, WIDTH), visible(reason))]
    Failed {
        /// The expression as written.
        expression: String,
        /// What went wrong.
        reason: String,
    },
}
