//! How what leaves a placeholder is quoted for the place where it lands.
//!
//! Knows texts only, neither templates nor values.

#[cfg_attr(
    not(feature = "html"),
    allow(dead_code, reason = "without a tokenizer nobody can say where a value stands")
)]
mod html;
mod html_text;
mod quoted;

use std::fmt;
use std::sync::Arc;

#[cfg(feature = "html")]
pub(crate) use self::html::{Analysis, analyze, text_state};
pub use self::html::{HtmlContext, Trust, UrlPart};
pub(crate) use self::html::{Place, Refusal, Schemes, Value};
pub(crate) use self::quoted::Quoted;

/// A way to quote whatever a placeholder prints.
///
/// ```
/// use lacuna::{Context, Escape, Syntax};
/// use serde_json::json;
///
/// // A way of one's own: doubled quotes, as CSV wants them.
/// let csv = Escape::new(|text, out| out.push_str(&text.replace('"', "\"\"")));
/// let template = Syntax::new().escaped(csv, r#""[[ name ]]""#)?;
/// let data = json!({"name": r#"Ada "the" Great"#});
/// assert_eq!(template.render(&Context::new(&data))?, r#""Ada ""the"" Great""#);
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Escape(Kind);

#[derive(Clone)]
enum Kind {
    None,
    HtmlText,
    /// By the place of a page.
    #[cfg_attr(
        not(feature = "html"),
        expect(dead_code, reason = "nobody can say where a place is")
    )]
    Html(Schemes),
    Own(Arc<Own>),
}

type Own = dyn Fn(&str, &mut String) + Send + Sync;

/// Where a value goes, and whether somebody vouches for it: the template's author, with `safe`, or a program.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct At {
    pub(crate) place: Place,
    pub(crate) is_vouched: bool,
}

impl Escape {
    /// No quoting: what [`Template::text`](crate::Template::text) uses.
    pub const fn none() -> Self {
        Self(Kind::None)
    }

    /// `& < > " '` as `&amp; &lt; &gt; &quot; &#39;`: right in the text of HTML elements and in
    /// quoted attributes, and nowhere else
    /// ([WHATWG HTML, escaping a string](https://html.spec.whatwg.org/#escapingString)).
    pub const fn html_text() -> Self {
        Self(Kind::HtmlText)
    }

    /// A way of one's own: the function appends the quoted text to the string that it is given, which is empty.
    ///
    /// It sees the whole of what a placeholder prints, once.
    pub fn new(escape: impl Fn(&str, &mut String) + Send + Sync + 'static) -> Self {
        Self(Kind::Own(Arc::new(escape)))
    }

    /// By the place of an HTML page where a value goes.
    #[cfg(feature = "html")]
    pub(crate) const fn html(schemes: Schemes) -> Self {
        Self(Kind::Html(schemes))
    }

    /// Whether it goes by places of an HTML page.
    pub(crate) const fn is_html(&self) -> bool {
        matches!(self.0, Kind::Html(_))
    }

    /// Whether it is for HTML, of whichever place.
    #[cfg(feature = "html")]
    pub(crate) const fn is_for_html(&self) -> bool {
        matches!(self.0, Kind::Html(_) | Kind::HtmlText)
    }

    /// The text of an element in a page of HTML, of which a browser loses nothing.
    #[cfg(feature = "html")]
    pub(crate) const fn element_text() -> Self {
        Self::html(Schemes::new())
    }

    /// Whether `text` would be quoted to itself, as far as that is known without quoting it.
    #[inline]
    pub(crate) fn leaves_alone(&self, at: At, text: &str) -> bool {
        matches!(self.0, Kind::None) || self.would_change_nothing(at, text)
    }

    fn would_change_nothing(&self, at: At, text: &str) -> bool {
        match &self.0 {
            Kind::Html(schemes) => at.place.leaves_alone(text, at.is_vouched, schemes),
            _ if at.is_vouched => true,
            Kind::None => true,
            Kind::HtmlText => html_text::is_clean::<false>(text),
            Kind::Own(_) => false,
        }
    }

    /// Whether what it quotes may become shorter.
    pub(crate) const fn may_shorten(&self) -> bool {
        matches!(self.0, Kind::Own(_) | Kind::Html(_))
    }

    /// Whether the place takes any JSON, not only a text.
    pub(crate) const fn takes_json(&self, place: Place) -> bool {
        self.is_html() && place.takes_json()
    }

    /// Where offsets of `text` lie when it is quoted, or left as it is; none if that is only known
    /// of the whole.
    pub(crate) fn offsets<'t>(&'t self, at: At, text: &'t str) -> Option<Offsets<'t>> {
        let is_by_character = match &self.0 {
            Kind::None | Kind::HtmlText => true,
            Kind::Html(_) => at.place.is_by_character(),
            Kind::Own(_) => at.is_vouched,
        };
        is_by_character.then(|| Offsets::new(text, at, self))
    }

    /// Appends the quoted `text` to `out`.
    pub(crate) fn push(&self, at: At, text: &str, out: &mut String) {
        if self.leaves_alone(at, text) {
            return out.push_str(text);
        }
        let mut quoted = Quoted::default();
        // What was refused is written as such.
        let _ = self.quote(at, Value::Text(text), &mut quoted);
        out.push_str(quoted.since(0));
    }

    /// Appends what stands for a value that was refused.
    pub(crate) fn push_inert(at: At, out: &mut Quoted) {
        at.place.push_inert(out);
    }

    /// Appends a quoted value to others that were quoted, or what stands for one that is refused.
    pub(crate) fn quote(&self, at: At, value: Value<'_>, out: &mut Quoted) -> Result<(), Refusal> {
        let (Value::Text(text) | Value::Json(text)) = value;
        match &self.0 {
            Kind::Html(schemes) => return at.place.push(value, at.is_vouched, schemes, out),
            _ if at.is_vouched => out.push_str(text),
            Kind::None => out.push_str(text),
            Kind::HtmlText => html_text::push::<false>(text, out),
            Kind::Own(escape) => {
                // A string of its own, so that it cannot reach what was written before.
                let mut quoted = String::with_capacity(text.len());
                escape(text, &mut quoted);
                out.push_str(&quoted);
            }
        }
        Ok(())
    }
}

/// Turns ascending offsets of a text into those of the quoted text, in one walk.
#[derive(Debug)]
pub(crate) struct Offsets<'t> {
    text: &'t str,
    at: At,
    escape: &'t Escape,
    passed: usize,
    quoted: usize,
    piece: Quoted,
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str, at: At, escape: &'t Escape) -> Self {
        Self { text, at, escape, passed: 0, quoted: 0, piece: Quoted::default() }
    }

    pub(crate) fn at(&mut self, offset: usize) -> usize {
        if let Some(piece) = self.text.get(self.passed..offset) {
            self.piece.truncate(0);
            // Where a part can be refused, offsets are not known.
            let _ = self.escape.quote(self.at, Value::Text(piece), &mut self.piece);
            self.quoted += self.piece.len();
            self.passed = offset;
        }
        self.quoted
    }
}

impl fmt::Debug for Escape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::None => "Escape::none",
            Kind::HtmlText => "Escape::html_text",
            Kind::Html(_) => "Template::html",
            Kind::Own(_) => "Escape::new(…)",
        })
    }
}
