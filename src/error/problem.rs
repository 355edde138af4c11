//! One thing that is wrong, with its place, the line it stands in, and the way out.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::place::Mark;
use super::{ErrorKind, Place, WIDTH};
use crate::path::Within;
use crate::span::{Excerpt, Locator, Position, Span};
use crate::visible::{Paint, Role, one_line_of, visible};

/// One thing that is wrong, and where. `{}` is one line, `{:#}` draws the place; neither has the
/// name of the template, which the [`Error`](super::Error) has.
///
/// As JSON (it is `Serialize`): `code`, `message`, and if there are any `within`, `line`, `column`,
/// `span`, `help` and `suggestions`.
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
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    kind: ErrorKind,
    within: Option<Within>,
    place: Option<Place>,
    excerpt: Option<Excerpt>,
    help: Option<String>,
    suggestions: Vec<String>,
}

impl Problem {
    /// A problem that stands in no text.
    pub(crate) const fn nowhere(kind: ErrorKind) -> Self {
        Self { kind, within: None, place: None, excerpt: None, help: None, suggestions: Vec::new() }
    }

    /// A problem with a value of a JSON tree that is no text.
    pub(crate) fn with_value(kind: ErrorKind, within: &Within) -> Self {
        Self::nowhere(kind).within_string(Some(within))
    }

    pub(crate) fn at(
        locator: &mut Locator<'_>,
        kind: ErrorKind,
        span: Span,
        help: Option<String>,
        is_drawn: bool,
    ) -> Self {
        let place = Some(Place::new(locator, span));
        let excerpt = is_drawn.then(|| locator.excerpt(span));
        Self { place, excerpt, help, ..Self::nowhere(kind) }
    }

    /// Bytes that are no text: those of `place`, of which the first is `byte` in the whole.
    pub(crate) fn not_utf8(
        locator: &mut Locator<'_>,
        place: Span,
        byte: usize,
        is_drawn: bool,
    ) -> Self {
        let help = Some("save the file as UTF-8".to_owned());
        Self::at(locator, ErrorKind::NotUtf8 { byte }, place, help, is_drawn)
    }

    /// The same with a way out.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The problem in a string of a JSON tree.
    pub(crate) fn within_string(mut self, within: Option<&Within>) -> Self {
        self.within = within.cloned();
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The string of a JSON tree in whose text it stands; none for a template that is a text.
    pub fn within(&self) -> Option<&Within> {
        self.within.as_ref()
    }

    /// The bytes of the template that are at fault.
    pub fn span(&self) -> Option<Span> {
        self.place.map(|place| place.span)
    }

    /// The line and column of the first of them.
    pub fn position(&self) -> Option<Position> {
        self.place.map(|place| place.start)
    }

    /// The line and column behind the last of them; where they begin if there are none.
    ///
    /// ```
    /// use lacuna::{Position, Template};
    ///
    /// let error = Template::text("Grüße [[ name | uper ]],").unwrap_err();
    /// assert_eq!(error.all()[0].end_position(), Some(Position { line: 1, column: 21 }));
    /// ```
    pub fn end_position(&self) -> Option<Position> {
        self.place.map(|place| place.end)
    }

    /// The way out, if one is known: lower case, without a full stop.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// What was probably meant, the nearest first: paths that the data has, or keys that it has
    /// translations of. At most three; the first also stands in the [`help`](Self::help), if that asks "did you mean".
    ///
    /// ```
    /// use serde_json::json;
    ///
    /// let data = json!({"mail": "a@hillside.example", "mall": "b", "city": "c"});
    /// let error = lacuna::render("[[ maill ]]", &data).unwrap_err();
    /// assert_eq!(error.all()[0].suggestions(), ["mail", "mall"]);
    /// assert_eq!(error.all()[0].help(), Some("did you mean `mail`?"));
    /// ```
    pub fn suggestions(&self) -> &[String] {
        &self.suggestions
    }

    pub(crate) fn suggest(&mut self, suggestions: Vec<String>) {
        self.suggestions = suggestions;
    }

    /// The first byte that is at fault; that of what stands nowhere is 0.
    pub(crate) fn start(&self) -> usize {
        self.span().map_or(0, Span::start)
    }

    /// The same if so many bytes stand before the text in which it was found, which begins at `start`.
    pub(crate) fn behind(mut self, offset: usize, start: Position) -> Self {
        self.place = self.place.map(|place| place.behind(offset, start));
        self
    }

    /// A number by which it is known again in another version of the file: made of what is wrong, of the string of a
    /// tree, and of the text that is at fault, not of its place nor of the message, which has places too.
    pub(crate) fn mark(&self) -> u64 {
        let within = self.within.as_ref().map(ToString::to_string).unwrap_or_default();
        let mark = Mark::default().and(self.kind.code().as_bytes()).and(&[0xFF]);
        let mark = mark.and(within.as_bytes()).and(&[0xFF]);
        match (&self.place, &self.kind) {
            (Some(place), _) => mark.and(format!("{:016x}", place.mark()).as_bytes()),
            (None, ErrorKind::UnreadKey { path, .. }) => mark.and(path.as_bytes()),
            (None, _) => mark,
        }
        .0
    }

    pub(super) fn draw(&self, name: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line(name, f)?;
        self.draw_place(Paint::None, Role::Error, f)
    }

    /// The line that it stands in, with carets in the colour of a `role`, and the way out.
    pub(crate) fn draw_place(
        &self,
        paint: Paint,
        role: Role,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let frame = |text: &str| paint.on(Role::Gutter, text);
        let mut gutter = 0;
        if let (Some(Place { start, .. }), Some(excerpt)) = (self.place, &self.excerpt) {
            let number = start.line.to_string();
            gutter = number.len();
            let indent = " ".repeat(excerpt.indent);
            let carets = paint.on(role, &"^".repeat(excerpt.width));
            let bar = frame("|");
            write!(f, "\n{:gutter$} {bar}\n{} {bar} {}", "", frame(&number), excerpt.text)?;
            write!(f, "\n{:gutter$} {bar} {indent}{carets}", "")?;
        }
        match &self.help {
            Some(help) if self.is_drawn() => {
                write!(f, "\n{:gutter$} {} {help}", "", frame("="))
            }
            _ => Ok(()),
        }
    }

    /// Whether it has more to show than a line: beyond the first of many nobody looks.
    const fn is_drawn(&self) -> bool {
        self.excerpt.is_some() || self.place.is_none()
    }

    pub(super) fn line(&self, name: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_place(name, f)?;
        write!(f, "{}", self.kind)
    }

    /// Where it stands, `letter.txt:3:7: `, or nothing.
    pub(crate) fn write_place(
        &self,
        name: Option<&str>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        if let Some(name) = name {
            write!(f, "{}:", visible(name))?;
        }
        if let Some(within) = &self.within {
            write!(f, "{}:", one_line_of(within, 2 * WIDTH))?;
        }
        if let Some(position) = self.position() {
            write!(f, "{}:{}:", position.line, position.column)?;
        }
        if name.is_some() || self.within.is_some() || self.place.is_some() {
            f.write_str(" ")?;
        }
        Ok(())
    }
}

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
        let fields = 2
            + if self.place.is_some() { 3 } else { 0 }
            + usize::from(self.within.is_some())
            + usize::from(self.help.is_some())
            + usize::from(!self.suggestions.is_empty());
        let mut out = serializer.serialize_struct("Problem", fields)?;
        out.serialize_field("code", self.kind.code())?;
        out.serialize_field("message", &self.kind.to_string())?;
        if let Some(within) = &self.within {
            out.serialize_field("within", within)?;
        }
        if let Some(Place { span, start, .. }) = self.place {
            out.serialize_field("line", &start.line)?;
            out.serialize_field("column", &start.column)?;
            out.serialize_field("span", &span)?;
        }
        if let Some(help) = &self.help {
            out.serialize_field("help", help)?;
        }
        if !self.suggestions.is_empty() {
            out.serialize_field("suggestions", &self.suggestions)?;
        }
        out.end()
    }
}
