//! How what leaves a placeholder is quoted for the place where it lands.
//!
//! Knows texts only, neither templates nor values.

mod html_text;
mod quoted;

use std::fmt;
use std::sync::Arc;

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
    Own(Arc<Own>),
}

type Own = dyn Fn(&str, &mut String) + Send + Sync;

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

    /// Whether `text` would be quoted to itself, as far as that is known without quoting it.
    pub(crate) fn leaves_alone(&self, text: &str) -> bool {
        match &self.0 {
            Kind::None => true,
            Kind::HtmlText => html_text::is_clean(text),
            Kind::Own(_) => false,
        }
    }

    /// Whether what it quotes may become shorter.
    pub(crate) const fn may_shorten(&self) -> bool {
        matches!(self.0, Kind::Own(_))
    }

    /// Where offsets of `text` lie when it is quoted, or left as it is; none if that is only known
    /// of the whole.
    pub(crate) fn offsets<'t>(&'t self, text: &'t str, is_safe: bool) -> Option<Offsets<'t>> {
        let escape = if is_safe { &NONE } else { self };
        let is_by_character = matches!(escape.0, Kind::None | Kind::HtmlText);
        is_by_character.then(|| Offsets::new(text, escape))
    }

    /// Appends the quoted `text` to `out`.
    pub(crate) fn push(&self, text: &str, out: &mut String) {
        if self.leaves_alone(text) {
            return out.push_str(text);
        }
        let mut quoted = Quoted::default();
        self.quote(text, &mut quoted);
        out.push_str(quoted.since(0));
    }

    /// Appends the quoted `text` to others that were quoted.
    pub(crate) fn quote(&self, text: &str, out: &mut Quoted) {
        match &self.0 {
            Kind::None => out.push_str(text),
            Kind::HtmlText => html_text::push(text, out),
            Kind::Own(escape) => {
                // A string of its own, so that it cannot reach what was written before.
                let mut quoted = String::with_capacity(text.len());
                escape(text, &mut quoted);
                out.push_str(&quoted);
            }
        }
    }
}

static NONE: Escape = Escape::none();

/// Turns ascending offsets of a text into those of the quoted text, in one walk.
#[derive(Debug)]
pub(crate) struct Offsets<'t> {
    text: &'t str,
    escape: &'t Escape,
    passed: usize,
    quoted: usize,
    piece: Quoted,
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str, escape: &'t Escape) -> Self {
        Self { text, escape, passed: 0, quoted: 0, piece: Quoted::default() }
    }

    pub(crate) fn at(&mut self, offset: usize) -> usize {
        if let Some(piece) = self.text.get(self.passed..offset) {
            self.piece.truncate(0);
            self.escape.quote(piece, &mut self.piece);
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
            Kind::Own(_) => "Escape::new(…)",
        })
    }
}
