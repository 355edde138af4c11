#![doc = include_str!("../README.md")]

// Shared by all: how text is shown, places in a text, paths, values, what can be wrong.
mod visible;

mod span;

mod path;

mod value;

mod error;

// JSON as bytes.
mod json;

mod nearest;

// Languages: tags, chains, negotiation.
mod locale;

// How a value is quoted, and what can be done to it before.
mod escape;

mod filter;

// Text to template.
mod template;

// Template to the same template with other placeholders.
mod edit;

// What was found in texts, and catalogs of messages.
mod finding;

mod catalog;

// Template and data to resolution.
mod resolve;

// Resolution to output.
mod render;

// Output to report.
mod report;

// Finished texts, and templates with data, to findings.
mod audit;

// JSON Schema, and what it says of a path.
#[cfg(feature = "schema")]
mod schema;

mod check;

// Templates and catalogs to coverage.
mod coverage;

// A finished page that tells where its words come from.
#[cfg(feature = "html")]
mod inspect;

// One template with many records to many outputs.
mod merge;

pub use self::audit::{audit, audit_reader};
pub use self::catalog::{Catalog, Catalogs};
pub use self::check::{Group, Survey, Tally, UnreadKeys};
pub use self::coverage::{
    Coverage, Difference, FallenBack, LocaleCoverage, MessageUses, MissingForms,
};
pub use self::edit::Edit;
pub use self::error::{
    CatalogFault, CoverageFault, Damage, EditFault, Error, ErrorKind, HtmlFault, Problem, Reason,
    SchemaFault,
};
pub use self::escape::{Escape, HtmlContext, Trust, UrlPart};
pub use self::finding::{Coloured, Finding, Findings, Markdown, Sarif, Severity, codes, explain};
#[cfg(feature = "html")]
pub use self::inspect::Inspection;
pub use self::locale::{LanguageRanges, LocaleChain};
pub use self::merge::{
    Merge, MergeError, MergeFault, Merged, MergedRecord, Next, Output, Records, RejectReason,
    Rejection, Rejects,
};
pub use self::path::{Path, Segment, Within};
pub use self::render::{Gap, OnGap, Rendering, Scratch, TreeRendering, WriteError};
pub use self::report::{Entry, Report};
pub use self::resolve::{
    Context, FnSource, JsonBytes, Keys, Miss, Outcome, Projection, Rejected, Resolution, Resolved,
    Source, Tree, TreeResolution,
};
#[cfg(feature = "schema")]
pub use self::schema::Schema;
pub use self::span::{Position, Span};
pub use self::template::{
    Layout, Limits, PageForm, Placeholder, Syntax, Template, TreeTemplate, WrittenPath,
};
pub use self::value::{Datum, Kind, Literal};

/// The text with its placeholders filled from `data`: plain text, strict, with
/// [`Layout::metadata`].
///
/// Parses the text each time; keep a [`Template`] if it is rendered more than once.
///
/// # Errors
///
/// With every syntax error of the text, or else with every gap, or if the output would be longer
/// than [`Limits::output`].
///
/// ```
/// use serde_json::json;
///
/// let data = json!({
///     "data": {"name": {"value": ""}},
///     "metadata": {"defaultData": {"name": "friend"}},
/// });
/// assert_eq!(lacuna::render("Dear [[ data.name.value ]],", &data)?, "Dear friend,");
/// # Ok::<(), lacuna::Error>(())
/// ```
pub fn render(text: &str, data: &dyn Source) -> Result<String, Error> {
    Template::text(text)?.render(&Context::new(data))
}
