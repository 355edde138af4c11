//! What is said of a row that could not be rendered.

use std::fmt;

/// Which part of a row is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The template cannot be read; places are those in its text.
    Template,
    /// The record is no JSON; places are those in the record.
    Record,
    /// The locale is no language tag.
    Locale,
    /// The record leaves gaps in the template, or makes it fail; places are those in the template.
    Gaps,
}

/// A row that `lacuna_render` refused. DataFusion hands it over as `DataFusionError::External`, so that a program can ask
/// what it was; a cluster hands over the text.
///
/// A scalar function sees batches of rows and not tables, so the number is that within the batch; the beginning of the
/// record is there to find the row again.
///
/// ```
/// use datafusion::error::DataFusionError;
/// use datafusion::prelude::SessionContext;
/// use lacuna_datafusion::{Cause, Functions, RowError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> datafusion::error::Result<()> {
/// let mut session = SessionContext::new();
/// Functions::new().register(&mut session)?;
/// let query = "SELECT lacuna_render('Dear [[ name ]],', record) FROM (VALUES ('{\"name\": \"Ada\"}'), ('{\"id\": 7}')) AS t (record)";
/// let error = session.sql(query).await?.collect().await.unwrap_err();
/// let DataFusionError::External(error) = error.find_root() else { panic!("{error}") };
/// let error: &RowError = error.downcast_ref().unwrap();
/// assert_eq!((error.row(), error.rows(), error.cause()), (2, 2, Cause::Gaps));
/// assert_eq!(error.error().all()[0].kind().code(), "gap");
/// assert_eq!(error.to_string(), "\
/// lacuna_render: row 2 of a batch of 2 cannot be rendered:
/// 1:9: nothing found for `name`: there is no key `name`
///   |
/// 1 | Dear [[ name ]],
///   |         ^^^^
///   = if it may be missing, write what to print instead: `|| 'text'`
/// the record begins with {\"id\": 7}
/// try_lacuna_render gives null for such a row, and lacuna_gaps lists what it lacks");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RowError {
    pub(crate) row: usize,
    pub(crate) rows: usize,
    pub(crate) cause: Cause,
    pub(crate) error: lacuna::Error,
    pub(crate) record: String,
}

impl RowError {
    /// The number of the row within its batch, from 1.
    pub const fn row(&self) -> usize {
        self.row
    }

    /// How many rows the batch has.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Which part of the row is at fault.
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// What is wrong with it, each with its place.
    pub const fn error(&self) -> &lacuna::Error {
        &self.error
    }

    /// The beginning of the record, 200 characters at the most.
    ///
    /// ```
    /// # fn found(error: &lacuna_datafusion::RowError) -> bool {
    /// error.record().starts_with(r#"{"id": 7"#)
    /// # }
    /// ```
    pub fn record(&self) -> &str {
        &self.record
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, rows, cause, error, record } = self;
        let what = match cause {
            Cause::Template => "has a template that cannot be read",
            Cause::Record => "has a record that is no JSON",
            Cause::Locale => "has a locale that is no language tag",
            Cause::Gaps => "cannot be rendered",
        };
        write!(f, "lacuna_render: row {row} of a batch of {rows} {what}:\n{error:#}")?;
        match &**record {
            "" => write!(f, "\nthe record is empty")?,
            record => write!(f, "\nthe record begins with {record}")?,
        }
        let lacks = if *cause == Cause::Gaps { "what it lacks" } else { "what is wrong" };
        write!(f, "\ntry_lacuna_render gives null for such a row, and lacuna_gaps lists {lacks}")
    }
}

/// The same as [`Display`](fmt::Display): it is what a cluster of Ballista shows of an error of its executors.
impl fmt::Debug for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for RowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
