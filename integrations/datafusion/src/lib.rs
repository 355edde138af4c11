//! Lacuna's placeholders in SQL: scalar functions for Apache DataFusion, and for Ballista, which spreads it over machines.
//!
//! | function | gives |
//! |---|---|
//! | `lacuna_render(template, record [, locale])` | the text with its placeholders filled; a row that leaves a gap is an error that names it |
//! | `try_lacuna_render(…)` | the same, and null for such a row |
//! | `lacuna_gaps(…)` | what keeps a row from being rendered, as a list; empty if nothing does |
//!
//! `template` and `locale` are strings, columns of them or literals, dictionaries too. `record` is a string that holds JSON,
//! or a struct (or a map with strings as keys), which is walked as it is: no JSON is made of it. A null argument makes the
//! result null, of all three.
//!
//! ```
//! use datafusion::prelude::SessionContext;
//! use lacuna_datafusion::Functions;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> datafusion::error::Result<()> {
//! let mut session = SessionContext::new();
//! Functions::new().register(&mut session)?;
//!
//! let people = "(VALUES (1, named_struct('name', 'Ada')), (2, named_struct('name', NULL))) AS people (id, person)";
//! let letters = format!("SELECT lacuna_render('Dear [[ name || ''reader'' ]],', person) FROM {people} ORDER BY id");
//! let batches = session.sql(&letters).await?.collect().await?;
//! let letters = arrow::util::pretty::pretty_format_columns("letters", &[batches[0].column(0).clone()])?.to_string();
//! assert!(letters.contains("Dear Ada,") && letters.contains("Dear reader,"));
//!
//! // A gap is an error with its place, the record and the way out.
//! let strict = format!("SELECT lacuna_render('Dear [[ nmae ]],', person) FROM {people}");
//! let error = session.sql(&strict).await?.collect().await.unwrap_err();
//! assert!(error.to_string().contains("= did you mean `name`?"), "{error}");
//! # Ok(())
//! # }
//! ```
//!
//! What a template may be is told by [`lacuna`]; the functions only hand it rows. [`Functions`] says how templates are read
//! and escaped, and which catalogs of messages there are. Every process of a cluster has to be given the same ones.
//!
//! On a cluster of Ballista the scheduler (`override_session_builder`), every executor (`override_function_registry`, see
//! [`Functions::udfs`]) and the client register them. A client does so behind `SessionContext::remote`: `remote_with_state`
//! forgets the functions of its state. The example `cluster` is all three. Of an executor that lacks them Ballista says no more than
//! "task could not be prepared or was rejected by executor".
//!
//! A batch of results is held in memory as a whole, as all batches are: for pages of a megabyte let batches be smaller than
//! the 8,192 rows that DataFusion takes otherwise (`SET datafusion.execution.batch_size = 256`).
//!
//! # Columns as data
//!
//! | Arrow | a placeholder meets |
//! |---|---|
//! | `Struct`; `Map` with strings as keys | an object; of a key that comes twice the last counts |
//! | `List`, `LargeList`, `ListView`, `LargeListView`, `FixedSizeList` | an array |
//! | `Utf8`, `LargeUtf8`, `Utf8View` | a text |
//! | integers, decimals | a number with all of its digits: `12.50` of a `Decimal(10, 2)` |
//! | floats | the shortest number that is read as the same; null if it is none (infinities, not a number) |
//! | `Boolean`, `Null` | `true` or `false`, null |
//! | dates, times, timestamps, durations, intervals | a text as Arrow shows it: `2026-01-31`, `2026-01-31T09:30:00Z`; a gap if it is out of range |
//! | `Dictionary`, `RunEndEncoded` | what its values are |
//! | binary types, unions, maps with other keys | nothing: a placeholder that reads one is a gap that says so |
//!
//! In an array or object that a template takes as a whole (`[[ tags | join: ', ' ]]`, `[[ $ | json ]]`) numbers are those of
//! `serde_json`, as they are in a record of JSON.

mod arguments;
mod call;
mod error;
mod functions;
mod gaps;
mod locales;
mod records;
mod render;
mod rows;
mod signature;
mod templates;

pub use self::error::{Cause, RowError};
pub use self::functions::Functions;
