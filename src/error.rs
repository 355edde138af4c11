//! The one error type: a list of problems, each with a kind, a place and a way out.
//!
//! Knows texts, spans and kinds of value; what went wrong is told by the rooms that noticed it.

mod kind;
mod reason;

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

pub use self::kind::ErrorKind;
pub use self::reason::Reason;
use crate::span::{Excerpt, Locator, Position, Span};
use crate::visible::visible;

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
pub struct Error(Box<Problems>);

#[derive(Clone, PartialEq)]
struct Problems {
    name: Option<String>,
    /// Never empty.
    kept: Vec<Problem>,
    uncounted: usize,
}

/// One thing that is wrong, and where.
///
/// As JSON (it is `Serialize`): `code`, `message`, and if there are any `line`, `column`, `span`
/// and `help`.
///
/// ```
/// use lacuna::{Problem, Template};
///
/// let error = Template::text("Dear [[ name | uper ]],").unwrap_err();
/// let problem: &Problem = &error.all()[0];
/// assert_eq!(problem.kind().code(), "unknown-filter");
/// assert_eq!(problem.position().unwrap().column, 16);
/// assert_eq!(problem.help(), Some("did you mean `upper`?"));
/// assert_eq!(serde_json::json!(problem)["span"]["start"], 15);
/// ```
#[derive(Clone, PartialEq)]
pub struct Problem {
    kind: ErrorKind,
    place: Option<(Span, Position)>,
    excerpt: Option<Excerpt>,
    help: Option<String>,
}

impl Error {
    /// The kind of the first problem.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kept[0].kind
    }

    /// Where the first problem stands in the template's text, if it stands in one.
    pub fn span(&self) -> Option<Span> {
        self.0.kept[0].span()
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
        &self.0.kept
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
        self.0.kept.len() + self.0.uncounted
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
        Self::of(vec![Problem { kind, place: None, excerpt: None, help: None }], 0)
    }

    /// An error with one problem, at `span` of `text`.
    pub(crate) fn within(text: &str, kind: ErrorKind, span: Span, help: Option<String>) -> Self {
        Self::of(vec![Problem::at(&mut Locator::new(text), kind, span, help, true)], 0)
    }

    fn of(kept: Vec<Problem>, uncounted: usize) -> Self {
        Self(Box::new(Problems { name: None, kept, uncounted }))
    }
}

impl Problem {
    fn at(
        locator: &mut Locator<'_>,
        kind: ErrorKind,
        span: Span,
        help: Option<String>,
        is_drawn: bool,
    ) -> Self {
        let place = Some((span, locator.locate(span.start())));
        let excerpt = is_drawn.then(|| locator.excerpt(span));
        Self { kind, place, excerpt, help }
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The bytes of the template that are at fault.
    pub fn span(&self) -> Option<Span> {
        self.place.map(|(span, _)| span)
    }

    /// The line and column of the first of them.
    pub fn position(&self) -> Option<Position> {
        self.place.map(|(_, position)| position)
    }

    /// The way out, if one is known: lower case, without a full stop.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    fn draw(&self, name: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line(name, f)?;
        if let (Some((_, position)), Some(excerpt)) = (self.place, &self.excerpt) {
            let number = position.line.to_string();
            let gutter = number.len();
            let indent = " ".repeat(excerpt.indent);
            let carets = "^".repeat(excerpt.width);
            write!(f, "\n{:gutter$} |\n{number} | {}", "", excerpt.text)?;
            write!(f, "\n{:gutter$} | {indent}{carets}", "")?;
            if let Some(help) = &self.help {
                write!(f, "\n{:gutter$} = {help}", "")?;
            }
        }
        Ok(())
    }

    fn line(&self, name: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = name {
            write!(f, "{}:", visible(name))?;
        }
        if let Some(position) = self.position() {
            write!(f, "{}:{}:", position.line, position.column)?;
        }
        if name.is_some() || self.place.is_some() {
            f.write_str(" ")?;
        }
        write!(f, "{}", self.kind)
    }
}

/// The widest that a piece of the template or the data gets in a message, in code points.
const WIDTH: usize = 60;

/// The most problems that are drawn, and that therefore carry an excerpt and a suggestion.
const DRAWN: usize = 100;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problems { name, kept, .. } = &*self.0;
        let name = name.as_deref();
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

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { self.draw(None, f) } else { self.line(None, f) }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields =
            2 + if self.place.is_some() { 3 } else { 0 } + usize::from(self.help.is_some());
        let mut out = serializer.serialize_struct("Problem", fields)?;
        out.serialize_field("code", self.kind.code())?;
        out.serialize_field("message", &self.kind.to_string())?;
        if let Some((span, position)) = self.place {
            out.serialize_field("line", &position.line)?;
            out.serialize_field("column", &position.column)?;
            out.serialize_field("span", &span)?;
        }
        if let Some(help) = &self.help {
            out.serialize_field("help", help)?;
        }
        out.end()
    }
}

/// Collects the problems of one text, in the order of the text, up to a limit.
#[derive(Debug)]
pub(crate) struct Collector<'t> {
    locator: Locator<'t>,
    kept: Vec<Problem>,
    uncounted: usize,
    limit: usize,
}

impl<'t> Collector<'t> {
    pub(crate) const fn new(text: &'t str, limit: usize) -> Self {
        Self { locator: Locator::new(text), kept: Vec::new(), uncounted: 0, limit }
    }

    /// Whether the next problem will be drawn, so that a suggestion is worth its cost.
    pub(crate) fn will_draw(&self) -> bool {
        self.kept.len() < DRAWN
    }

    pub(crate) fn push(&mut self, kind: ErrorKind, span: Span, help: Option<String>) {
        if self.kept.len() >= self.limit.max(1) {
            self.uncounted += 1;
            return;
        }
        let is_drawn = self.will_draw();
        self.kept.push(Problem::at(&mut self.locator, kind, span, help, is_drawn));
    }

    /// The error, if there was a problem.
    pub(crate) fn into_error(self) -> Option<Error> {
        (!self.kept.is_empty()).then(|| Error::of(self.kept, self.uncounted))
    }
}
