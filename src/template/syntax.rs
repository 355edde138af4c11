//! How a text is read: delimiters, layout, filters, limits.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;

use super::layout::Layout;
use super::limits::Limits;
use super::roots::Roots;
use super::trusted::Trusted;
use crate::error::{Error, ErrorKind};
use crate::filter::Filters;
use crate::path::is_curly_quote;
use crate::value::{Datum, Literal};
use crate::visible::is_format;

/// How the text of a template is read. Cheap to clone; set up once, used for many texts.
///
/// ```
/// use lacuna::{Context, Syntax};
/// use serde_json::json;
///
/// let syntax = Syntax::new()
///     .delimiters("<%", "%>")?
///     .filter("shout", |value, _| Ok(format!("{}!", value.text().unwrap_or_default())))?;
/// let template = syntax.text("<% name | shout %>")?;
/// assert_eq!(template.render(&Context::new(&json!({"name": "Ada"})))?, "Ada!");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Syntax {
    open: Cow<'static, str>,
    /// The search for the opening delimiter, if that is no default.
    opener: Option<Arc<Finder<'static>>>,
    close: Cow<'static, str>,
    pub(super) layout: SharedLayout,
    pub(super) filters: Filters,
    pub(super) limits: Limits,
    pub(super) roots: Roots,
    lenient: bool,
    pub(super) trusted: Trusted,
}

const OPEN: &str = "[[";

/// The default layout takes no allocation, one's own takes one for all templates.
#[derive(Clone, Debug)]
pub(super) enum SharedLayout {
    Default(&'static Layout),
    Own(Arc<Layout>),
}

impl Deref for SharedLayout {
    type Target = Layout;

    fn deref(&self) -> &Layout {
        match self {
            Self::Default(layout) => layout,
            Self::Own(layout) => layout,
        }
    }
}

impl Syntax {
    /// Delimiters `[[` and `]]`, [`Layout::metadata`], the built-in filters, the default limits.
    pub const fn new() -> Self {
        const DEFAULT: &Layout = &Layout::metadata();
        Self {
            open: Cow::Borrowed(OPEN),
            opener: None,
            close: Cow::Borrowed("]]"),
            layout: SharedLayout::Default(DEFAULT),
            filters: Filters::new(),
            limits: Limits::new(),
            roots: Roots::none(),
            lenient: false,
            trusted: Trusted::none(),
        }
    }

    /// Other delimiters: each 1 to 8 bytes without white space, control characters, letters,
    /// digits, `_`, quotes and backslashes, neither within the other; the opening one is not `!`
    /// several times.
    ///
    /// # Errors
    ///
    /// If a delimiter is not of that kind; the error says which and why.
    pub fn delimiters(mut self, open: &str, close: &str) -> Result<Self, Error> {
        for (delimiter, other) in [(open, close), (close, open)] {
            let reason = if delimiter.is_empty() {
                "it is empty"
            } else if delimiter.len() > 8 {
                "it is longer than 8 bytes"
            } else if let Some(reason) = delimiter.chars().find_map(forbidden) {
                reason
            } else if other == delimiter {
                "the other delimiter is the same"
            } else if other.contains(delimiter) {
                "the other delimiter contains it"
            } else if open.len() > 1 && open.bytes().all(|byte| byte == b'!') {
                "`!` behind the opening delimiter begins a comment"
            } else {
                continue;
            };
            let kind = ErrorKind::Delimiter { delimiter: delimiter.to_owned(), reason };
            return Err(Error::nowhere(kind));
        }
        self.opener = Some(Arc::new(Finder::new(open).into_owned()));
        self.open = Cow::Owned(open.to_owned());
        self.close = Cow::Owned(close.to_owned());
        Ok(self)
    }

    /// Where the data holds defaults and translations.
    #[must_use]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = SharedLayout::Own(Arc::new(layout));
        self
    }

    /// How much is read and kept.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Declares the first keys of all paths, for texts that hold what only looks like a
    /// placeholder: `[[1,2],[3,4]]`, `[[ -f x ]]`.
    ///
    /// An expression then counts if it has a `t(…)` or a path under a root, and every path of it
    /// must be under one. Anything else stays text, with a warning ([`Template::warnings`]); but
    /// what begins with a root, or with what is one insertion, deletion, substitution, swap of
    /// neighbours or case away from one of at least three characters, is an error: a misspelt
    /// root is never published as text, not even under [`lenient`](Self::lenient). Roots that were
    /// declared before are forgotten.
    ///
    /// [`Template::warnings`]: crate::Template::warnings
    ///
    /// # Errors
    ///
    /// If there is no root among `roots`, or one that is not the first key of a path; a key that is
    /// no name is written as in a path: `$['my key']`.
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let syntax = Syntax::new().roots(["data"])?;
    /// let script = syntax.text("if [[ -f $x ]]; then echo [[ data.name ]]; fi")?;
    /// let data = json!({"data": {"name": "Ada"}});
    /// assert_eq!(script.render(&Context::new(&data))?, "if [[ -f $x ]]; then echo Ada; fi");
    /// assert_eq!(script.warnings().len(), 1);
    ///
    /// let error = syntax.text("Dear [[ dta.name ]],").unwrap_err();
    /// assert_eq!(error.to_string(), "1:9: `dta` is no declared root");
    /// assert!(error.all()[0].help().unwrap().starts_with("did you mean `data`? "));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn roots<R: Into<String>>(
        mut self,
        roots: impl IntoIterator<Item = R>,
    ) -> Result<Self, Error> {
        let roots: Vec<String> = roots.into_iter().map(Into::into).collect();
        self.roots = Roots::declare(&roots)?;
        Ok(self)
    }

    /// Whether what is malformed stays text, with a warning, instead of being an error. Off unless
    /// asked for.
    ///
    /// Only the opening delimiter is text then; reading goes on right behind it.
    ///
    /// ```
    /// use lacuna::Syntax;
    ///
    /// let template = Syntax::new().lenient(true).text("[[1,2]] [[ a ]]")?;
    /// assert_eq!(template.placeholders().len(), 1);
    /// assert_eq!(
    ///     template.warnings()[0].to_string(),
    ///     "1:4: left as text: expected `||`, `??`, `|` or `]]`, found `,`"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn lenient(mut self, yes: bool) -> Self {
        self.lenient = yes;
        self
    }

    /// Registers a filter. It is given the value and the literals behind its colon, and yields a
    /// text, or a message: then the placeholder has *failed*, and no policy prints it.
    ///
    /// It is called when a value was found, also an empty or blank one, and for literals; never
    /// for what is missing. Its arguments are its own to check. The message is shown behind the
    /// filter's name: `` `stars`: counts up to 5 ``.
    ///
    /// # Errors
    ///
    /// If `name` is empty or holds a character that no key without quotes may hold, or if a built-in
    /// or registered filter has it.
    ///
    /// ```
    /// use lacuna::{Context, Literal, Syntax};
    /// use serde_json::json;
    ///
    /// let stars = Syntax::new().filter("stars", |value, arguments| {
    ///     let most = match arguments {
    ///         [Literal::Number(most)] => most.parse().map_err(|_| "takes a whole number")?,
    ///         _ => 5,
    ///     };
    ///     let count: usize = value.text().and_then(|text| text.parse().ok()).ok_or("is no count")?;
    ///     Ok("★".repeat(count.min(most)))
    /// })?;
    /// let template = stars.text("[[ rating | stars: 3 ]]")?;
    /// assert_eq!(template.render(&Context::new(&json!({"rating": 4})))?, "★★★");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn filter(
        mut self,
        name: &str,
        filter: impl Fn(&Datum<'_>, &[Literal]) -> Result<String, String> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        self.filters.add(name, Arc::new(filter))?;
        Ok(self)
    }

    /// Whether something that looks like a placeholder may be text.
    pub(super) const fn leaves_text(&self) -> bool {
        self.lenient || self.roots.are_declared()
    }

    /// The same without roots and the lenient mode.
    pub(crate) fn strict(&self) -> Self {
        Self { roots: Roots::none(), lenient: false, ..self.clone() }
    }

    pub(crate) const fn limits_set(&self) -> Limits {
        self.limits
    }

    pub(crate) fn open(&self) -> &str {
        &self.open
    }

    /// Finds the opening delimiter. To set that up takes longer than to search a short text.
    pub(super) fn opener(&self) -> &Finder<'static> {
        static DEFAULT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(OPEN));
        self.opener.as_deref().unwrap_or(&DEFAULT)
    }

    /// Whether an opening delimiter stands in `text`.
    pub(crate) fn has_opener(&self, text: &str) -> bool {
        self.opener().find(text.as_bytes()).is_some()
    }

    pub(crate) fn close(&self) -> &str {
        &self.close
    }

    pub(super) fn open_and_close(&self) -> (&str, &str) {
        (&self.open, &self.close)
    }
}

impl Default for Syntax {
    fn default() -> Self {
        Self::new()
    }
}

fn forbidden(c: char) -> Option<&'static str> {
    match c {
        _ if c.is_whitespace() => Some("it holds white space"),
        _ if c.is_control() || is_format(c) => Some("it holds an invisible character"),
        _ if c.is_alphanumeric() || c == '_' => Some("it holds a letter, a digit or `_`"),
        '\'' | '"' => Some("it holds a quote"),
        '\\' => Some("it holds a backslash"),
        _ if is_curly_quote(c) => Some("it holds a quote"),
        _ => None,
    }
}
