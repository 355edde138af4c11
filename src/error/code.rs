//! The name of every kind of error, for tools and tests: once published, none of them changes.

use super::ErrorKind;

impl ErrorKind {
    /// A name of the kind that does not change: for tools and tests. [`explain`](crate::explain) tells
    /// what it means.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Delimiter { .. } => "delimiter",
            Self::FilterName { .. } => "filter-name",
            Self::Layout { .. } => "layout",
            Self::Root { .. } => "root",
            Self::LanguageTag { .. } => "language-tag",
            Self::LanguageRange { .. } => "language-range",
            Self::Catalog(fault) => fault.code(),
            Self::Coverage(fault) => fault.code(),
            Self::Html(fault) => fault.code(),
            Self::Edit(fault) => fault.code(),
            Self::Schema(fault) => fault.code(),
            Self::Data { .. } => "data",
            Self::Json(_) => "json",
            Self::TextTooLong { .. } => "text-too-long",
            Self::TreeTooDeep { .. } => "tree-too-deep",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::OutputTooLong { .. } => "output-too-long",
            Self::Unclosed { .. } => "unclosed",
            Self::UnclosedComment { .. } => "unclosed-comment",
            Self::UnclosedString { .. } => "unclosed-string",
            Self::Empty => "empty",
            Self::LiteralOnly => "literal-only",
            Self::Expected { .. } => "expected",
            Self::StringEscape { .. } => "string-escape",
            Self::Number { .. } => "number",
            Self::Index { .. } => "index",
            Self::CurlyQuote { .. } => "curly-quote",
            Self::ExpressionTooLong { .. } => "expression-too-long",
            Self::TooDeep { .. } => "too-deep",
            Self::MixedOperators => "mixed-operators",
            Self::ChainAfterFilter { .. } => "chain-after-filter",
            Self::UnknownFilter { .. } => "unknown-filter",
            Self::FilterArgument { .. } => "filter-argument",
            Self::FilterPlace { .. } => "filter-place",
            Self::UnknownRoot { .. } => "unknown-root",
            Self::OtherRoot { .. } => "other-root",
            Self::LeftAsText { .. } => "left-as-text",
            Self::TranslationArgument { .. } => "translation-argument",
            Self::Foreign(_) => "foreign",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::Leftover { .. } => "leftover",
            Self::MalformedLeftover { .. } => "malformed-leftover",
            Self::Damaged { damage, .. } => damage.code(),
            Self::ForeignPlaceholder { .. } => "foreign-placeholder",
            Self::Gap { .. } => "gap",
            Self::NotText { .. } => "not-text",
            Self::Blank { .. } => "blank",
            Self::LeftBlank { .. } => "left-blank",
            Self::DefaultUsed { .. } => "default-used",
            Self::UnreadKey { .. } => "unread-key",
            Self::Failed { .. } => "failed",
        }
    }
}
