//! Fills the gaps of a text: finds its `[[ path ]]` placeholders, resolves each in a JSON tree with
//! defaults and translations, and substitutes the results.
//!
//! It never leaves a gap unnoticed, it can say where every byte of its output came from, and its
//! HTML is safe in every place. There are no loops and conditions: that is what lets it keep this.
//!
//! ```
//! let data = serde_json::json!({
//!     "data": {"name": {"value": "Ada"}, "title": {"value": ""}},
//!     "metadata": {"defaultData": {"title": "Author"}, "translations": {"contactme": "Contact me"}},
//! });
//! let text = "[[ data.name.value ]], [[ data.title.value ]]. [[ t('contactme') ]]!";
//! assert_eq!(lacuna::render(text, &data)?, "Ada, Author. Contact me!");
//!
//! let error = lacuna::render("Dear [[ data.nmae.value ]],", &data).unwrap_err();
//! assert_eq!(format!("{error:#}"), "\
//! 1:14: nothing found for `data.nmae.value`: `data` has no key `nmae`
//!   |
//! 1 | Dear [[ data.nmae.value ]],
//!   |              ^^^^
//!   = did you mean `data.name.value`?");
//! # Ok::<(), lacuna::Error>(())
//! ```
//!
//! This page leads from that line to pages, languages, millions of records, a server and tables.
//! The [guide] has all of it at length: the language with its filters, the command
//! lines, the policies, limits, and what was measured.
//!
//! # Parse once, render often
//!
//! A [`Template`] borrows its text or owns it, and can be shared between threads. Rendering has
//! three steps, each with a type: [`Template::resolve`] looks everything up and gives a
//! [`Resolution`], with an [`Outcome`] for each placeholder; [`Resolution::finish`] applies the
//! policy for gaps ([`OnGap`]) and gives a [`Rendering`], which goes to a string, a formatter or a
//! writer; [`Rendering::report`] says what came from where. [`Template::render`] is all of it,
//! strictly.
//!
//! ```
//! use lacuna::{Context, OnGap, Template};
//!
//! let letter = Template::text("Dear [[ name ]], your [[ item || 'order' ]] is at [[ place ]].")?;
//! let data = serde_json::json!({"name": "Ada"});
//! let context = Context::new(&data);
//! let resolution = letter.resolve(&context);
//! assert_eq!(resolution.gaps().count(), 1);
//! let rendering = resolution.finish(OnGap::Text("…"))?;
//! assert_eq!(rendering.to_string(), "Dear Ada, your order is at ….");
//! assert_eq!(rendering.report().placeholders[0].output, Some(5..8)); // bytes
//! # Ok::<(), lacuna::Error>(())
//! ```
//!
//! Delimiters, filters of one's own, the layout of defaults and translations, and limits are set in
//! a [`Syntax`]. [`Syntax::tree`] reads a JSON tree whose strings are templates.
//!
//! # Pages of HTML
//!
//! [`Template::html`] reads the page as a browser does, once, and writes each value for its place: an
//! attribute, a part of a URL, a string of a script. What cannot be made safe is an error when the
//! page is read.
//!
//! ```
//! use lacuna::{Context, Template};
//!
//! let page = Template::html(r#"<a href="/find?q=[[ q ]]" onclick="find('[[ q ]]')">[[ q ]]</a>"#)?;
//! let data = serde_json::json!({"q": "<'&'>"});
//! assert_eq!(
//!     page.render(&Context::new(&data))?,
//!     r#"<a href="/find?q=%3C%27%26%27%3E" onclick="find('\u003C\u0027\u0026\u0027\u003E')">&lt;&#39;&amp;&#39;&gt;</a>"#,
//! );
//! # Ok::<(), lacuna::Error>(())
//! ```
//!
//! # Data and languages
//!
//! A layer of a [`Context`] is any [`Source`]: a `serde_json::Value`, JSON as bytes ([`JsonBytes`]), what
//! serialises ([`Tree`]), maps of strings, a closure ([`FnSource`]), a type of one's own. What one layer
//! lacks the next one answers. [`Context::locales`] takes a [`LocaleChain`], negotiated by [`LanguageRanges`] if a
//! browser asks, and [`Context::catalogs`] the messages of a program ([`Catalogs`]).
//!
//! ```
//! use lacuna::{Catalogs, Context, LanguageRanges, Template};
//! use serde_json::json;
//!
//! let catalogs = Catalogs::new()
//!     .add("en", &json!({"hello": "Hello [[ name ]]"}))?
//!     .add("de", &json!({"hello": "Hallo [[ name ]]"}))?;
//! let chain = LanguageRanges::from_header("fr, de-AT;q=0.8").negotiate(catalogs.locales(), "en")?;
//! let (own, house) = (json!({"name": "Ada"}), json!({"name": "you", "city": "Turin"}));
//! let context = Context::new(&own).or(&house).locales(&chain).catalogs(&catalogs);
//! let page = Template::text("[[ t('hello', name: name) ]] in [[ city ]]")?;
//! assert_eq!(page.render(&context)?, "Hallo Ada in Turin");
//! # Ok::<(), lacuna::Error>(())
//! ```
//!
//! # Before it is published
//!
//! [`audit`] finds placeholders that a finished text still shows, [`Syntax::check`] judges a template,
//! [`Resolution::findings`] a page, [`Survey`] many records, [`MessageUses`] the translations; the feature `schema`
//! judges a template before there is data (`Template::check_schema`). [`Findings`] are pictures, JSON,
//! Markdown or SARIF, and [`explain`] knows every code. [`Resolution::inspect`] shows where each word of a page
//! comes from, [`Template::edit`] renames what templates read, [`Rendering::update`] renders anew what a change
//! of the data affects.
//!
//! # Many records
//!
//! A [`Merge`] fills templates with the records of NDJSON or of a JSON array, in bounded memory and in order,
//! with the feature `parallel` on several threads (`Merge::threads`). Bad records are rejected as they came.
//!
//! ```
//! use lacuna::{Merge, Output, Records, Rejects, Template};
//!
//! let letter = Template::text("Dear [[ name ]],\n")?;
//! let input = "{\"name\": \"Ada\"}\n{\"nmae\": \"Grace\"}\n".as_bytes(); // whatever is `Read`
//! let (mut letters, mut bad) = (Vec::new(), Vec::new()); // whatever is `Write`
//! let merged = Merge::new(&letter).run(
//!     Records::ndjson(input),
//!     Output::text(&mut letters),
//!     Rejects::new().write_to(&mut bad),
//! )?;
//! assert_eq!((merged.written(), merged.rejected()), (1, 1));
//! assert_eq!(letters, b"Dear Ada,\n");
//! assert_eq!(bad, b"{\"nmae\": \"Grace\"}\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Serving pages
//!
//! `examples/serve` of the repository is a server (axum) for a folder of pages, records and catalogs: the
//! language of each visitor, templates swapped while it runs, nothing half-rendered, and the inspect view for
//! whoever writes the pages. A server of one's own keeps its templates in an `Arc`, since a [`Template`] is `Send`
//! and `Sync`, and calls [`Template::render_into`] with a [`Scratch`] for each thread.
//!
//! # Tables
//!
//! Who outgrows one machine has the records in Parquet: `integrations/datafusion` of the repository is a crate
//! with the SQL functions `lacuna_render`, `try_lacuna_render` and `lacuna_gaps` for Apache DataFusion, and for
//! Ballista, which spreads a query over machines.
//!
//! ```sql
//! SELECT id, lacuna_render('Dear [[ name ]], …', profile, language) FROM profiles
//! ```
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `html` (default) | [`Template::html`], [`Resolution::inspect`] |
//! | `icu` | plural forms, the filter `number`, the parents of locales in CLDR |
//! | `parallel` | `Merge::threads` |
//! | `schema` | `Schema`, `Template::check_schema` |

#![cfg_attr(docsrs, feature(doc_cfg))]

/// The README: everything at length, with the language, the command lines and what was measured.
///
/// It exists in the documentation only.
///
/// [codes.md]: crate::codes
///
/// <style>img[src^="benches/"] { display: none } /* stands in the repository only */</style>
#[cfg(any(doc, doctest))]
#[doc = include_str!("../README.md")]
pub mod guide {}

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
