//! The one error type: a list of problems, each with a kind, a place and a way out.
//!
//! Knows texts, spans and kinds of value; what went wrong is told by the rooms that noticed it.

mod catalog;
mod clause;
mod code;
mod collector;
mod coverage;
mod damage;
mod edit;
mod html;
mod kind;
mod place;
mod problem;
mod reason;
mod schema;

use std::fmt;

pub use self::catalog::CatalogFault;
pub(crate) use self::collector::{Collector, Problems};
pub use self::coverage::CoverageFault;
pub use self::damage::Damage;
pub use self::edit::EditFault;
pub use self::html::HtmlFault;
pub use self::kind::ErrorKind;
pub(crate) use self::place::Place;
pub use self::problem::Problem;
pub use self::reason::Reason;
pub use self::schema::SchemaFault;
use crate::path::Within;
use crate::span::{Locator, Span};

/// Everything that is wrong with a template, or that kept it from being rendered.
///
/// `{}` is one line; `{:#}` and `Debug` draw every place with a caret, the first 100 of them.
///
/// ```
/// let error = lacuna::render("Dear [[ nam ]],", &serde_json::json!({"name": "Ada"})).unwrap_err();
/// assert_eq!(error.to_string(), "1:9: nothing found for `nam`: there is no key `nam`");
/// assert_eq!(format!("{error:#}"), "\
/// 1:9: nothing found for `nam`: there is no key `nam`
///   |
/// 1 | Dear [[ nam ]],
///   |         ^^^
///   = did you mean `name`?");
/// ```
#[derive(Clone, PartialEq)]
pub struct Error(Box<Body>);

#[derive(Clone, PartialEq)]
struct Body {
    name: Option<String>,
    /// At least one.
    problems: Problems,
}

impl Error {
    /// The kind of the first problem.
    pub fn kind(&self) -> &ErrorKind {
        self.0.problems.kept[0].kind()
    }

    /// Where the first problem stands in the template's text, if it stands in one.
    pub fn span(&self) -> Option<Span> {
        self.0.problems.kept[0].span()
    }

    /// All problems in the order of the text; at most as many as
    /// [`Limits::problems`](crate::Limits::problems) keeps.
    ///
    /// ```
    /// let error = lacuna::Template::text("[[ ]] and [[ a || ]]").unwrap_err();
    /// let columns: Vec<_> = error.all().iter().map(|problem| problem.position().unwrap().column).collect();
    /// assert_eq!(columns, [4, 19]);
    /// ```
    pub fn all(&self) -> &[Problem] {
        &self.0.problems.kept
    }

    /// What [`all`](Self::all) lists, and what was not kept.
    pub(crate) fn into_problems(self) -> Problems {
        self.0.problems
    }

    /// How many problems there are, those that were not kept included.
    ///
    /// ```
    /// use lacuna::{Limits, Syntax};
    ///
    /// let few = Syntax::new().limits(Limits::new().problems(2));
    /// let error = few.text("[[ ]] [[ ]] [[ ]]").unwrap_err();
    /// assert_eq!((error.all().len(), error.count()), (2, 3));
    /// ```
    pub fn count(&self) -> usize {
        self.0.problems.count()
    }

    /// The name of the template, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The error with the template's name before every place: `letter.txt:3:7`.
    ///
    /// ```
    /// let error = lacuna::Template::text("[[ a").unwrap_err().named("letter.txt");
    /// assert!(error.to_string().starts_with("letter.txt:1:5: "));
    /// ```
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.0.name = Some(name.into());
        self
    }

    /// An error that stands in no text.
    pub(crate) fn nowhere(kind: ErrorKind) -> Self {
        Self::of(Problems::one(Problem::nowhere(kind)))
    }

    /// An error with one problem, at `span` of `text`, which is perhaps a string of a tree.
    pub(crate) fn at(
        text: &str,
        within: Option<&Within>,
        kind: ErrorKind,
        span: Span,
        help: Option<String>,
    ) -> Self {
        let problem = Problem::at(&mut Locator::new(text), kind, span, help, true);
        Self::of(Problems::one(problem.within_string(within)))
    }

    fn of(problems: Problems) -> Self {
        Self(Box::new(Body { name: None, problems }))
    }
}

/// The widest that a piece of the template or the data gets in a message, in code points.
const WIDTH: usize = 60;

/// The most problems that are drawn, and that therefore carry an excerpt and a suggestion.
pub(crate) const DRAWN: usize = 100;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Body { name, problems } = &*self.0;
        let (name, kept) = (name.as_deref(), &problems.kept);
        if !f.alternate() {
            kept[0].line(name, f)?;
            return match self.count() - 1 {
                0 => Ok(()),
                more => write!(f, " (and {more} more)"),
            };
        }
        for (index, problem) in kept.iter().take(DRAWN).enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            problem.draw(name, f)?;
        }
        match self.count().saturating_sub(DRAWN.min(kept.len())) {
            0 => Ok(()),
            more => write!(f, "\n\n… and {more} more"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for Error {}
