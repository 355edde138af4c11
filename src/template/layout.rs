//! Where things live in the data: rule defaults and translations, as paths.

use std::borrow::Cow;

use nom::{Finish, Parser};

use super::page_form::PageForm;
use super::steps;
use super::token::{Parsed, exactly};
use crate::error::{Error, ErrorKind};
use crate::path::{Path, Segment};

/// Where a template finds defaults and translations, and what it does about what is left blank.
///
/// ```
/// use lacuna::{Context, Layout, Syntax};
/// use serde_json::json;
///
/// let layout = Layout::plain().default_rule("user.*", "fallback.*")?;
/// let template = Syntax::new().layout(layout).text("Dear [[ user.name ]],")?;
/// let data = json!({"user": {"name": ""}, "fallback": {"name": "reader"}});
/// assert_eq!(template.render(&Context::new(&data))?, "Dear reader,");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    rules: Cow<'static, [Rule]>,
    translations: Option<Path<'static>>,
    paired_defaults: bool,
    drop_hollow_lines: bool,
    blank_is_gap: bool,
    expand: bool,
    pub(super) page_form: PageForm,
}

impl Layout {
    /// The layout of the page that this library was made for, and the default: what is missing at
    /// `data.*.value` is looked up at `metadata.defaultData.*`, and translations live at
    /// `metadata.translations`.
    pub const fn metadata() -> Self {
        Self {
            rules: Cow::Borrowed(METADATA_RULES),
            translations: Some(Path::borrowed(METADATA_TRANSLATIONS)),
            paired_defaults: false,
            drop_hollow_lines: false,
            blank_is_gap: false,
            expand: false,
            page_form: PageForm::Any,
        }
    }

    /// No rules and no translations: a path is looked up where it says.
    pub const fn plain() -> Self {
        Self {
            rules: Cow::Borrowed(&[]),
            translations: None,
            paired_defaults: false,
            drop_hollow_lines: false,
            blank_is_gap: false,
            expand: false,
            page_form: PageForm::Any,
        }
    }

    /// Adds a rule: what is missing, null, empty or blank at `from` is looked up at `to`.
    ///
    /// Each is a path in which `*` stands for one or more whole segments; it stands once in both
    /// or in neither. Segments match as written: `.0` and `[0]` differ. Rules do not chain; of several that fit, the first that finds a value wins.
    ///
    /// # Errors
    ///
    /// If one is not a path, or `*` stands in only one of them, or twice.
    pub fn default_rule(mut self, from: &str, to: &str) -> Result<Self, Error> {
        let rule = Rule { from: Pattern::parse(from)?, to: Pattern::parse(to)? };
        if rule.from.after.is_some() != rule.to.after.is_some() {
            let pattern = format!("{from} -> {to}");
            return Err(refusal(&pattern, "`*` stands in only one of the two"));
        }
        self.rules.to_mut().push(rule);
        Ok(self)
    }

    /// Says where the data holds its translations, such as `metadata.translations`.
    ///
    /// A placeholder below that path, and `t('key')`, are translations.
    ///
    /// # Errors
    ///
    /// If `root` is not a path.
    pub fn translations(mut self, root: &str) -> Result<Self, Error> {
        let path = Path::parse(root).map_err(|error| refusal(root, &error.kind().to_string()))?;
        self.translations = Some(path.into_owned());
        Ok(self)
    }

    /// Whether a placeholder that is only a path prints nothing if it is the default of another
    /// placeholder that is no gap. Off unless asked for.
    ///
    /// For pages that print a value and its default as a pair. What the default would have come to,
    /// were it printed, does not matter then.
    ///
    /// ```
    /// use lacuna::{Context, Layout, Syntax};
    /// use serde_json::json;
    ///
    /// let syntax = Syntax::new().layout(Layout::metadata().paired_defaults(true));
    /// let page = syntax.text("[[ data.name.value ]] [[ metadata.defaultData.name ]]")?;
    /// let data = json!({"data": {"name": {"value": "Ada"}}, "metadata": {"defaultData": {"name": "Your name"}}});
    /// assert_eq!(page.render(&Context::new(&data))?, "Ada ");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn paired_defaults(mut self, yes: bool) -> Self {
        self.paired_defaults = yes;
        self
    }

    /// Whether a line goes, with its line end, whose placeholders came out empty or blank and
    /// whose own text is only white space and `, ; : . | / · • * - – —`. Off unless asked for.
    ///
    /// ```
    /// use lacuna::{Context, Layout, Syntax};
    /// use serde_json::json;
    ///
    /// let syntax = Syntax::new().layout(Layout::plain().drop_hollow_lines(true));
    /// let address = syntax.text("[[ name ]]\n[[ title ]],\n[[ city ]]\n")?;
    /// let data = json!({"name": "Ada", "title": "", "city": "London"});
    /// assert_eq!(address.render(&Context::new(&data))?, "Ada\nLondon\n");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn drop_hollow_lines(mut self, yes: bool) -> Self {
        self.drop_hollow_lines = yes;
        self
    }

    /// Whether an empty or blank value for which nothing else was found is a gap. Off unless
    /// asked for.
    ///
    /// ```
    /// use lacuna::{Context, Layout, Syntax};
    ///
    /// let syntax = Syntax::new().layout(Layout::plain().blank_is_gap(true));
    /// let error = syntax.text("[[ title ]]")?.render(&Context::new(&serde_json::json!({"title": " "})));
    /// assert_eq!(error.unwrap_err().to_string(), "1:4: `title` is blank");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn blank_is_gap(mut self, yes: bool) -> Self {
        self.blank_is_gap = yes;
        self
    }

    /// Whether defaults and translations of the page may hold placeholders themselves. Off unless
    /// asked for: data is never read like that. What a rule gives as a default may also be printed
    /// by its own path.
    ///
    /// Their placeholders see the arguments of `t(…)` first, then the page: an argument hides what
    /// the page has under its name, also as `$.name`. Where the whole ends in `safe`, what is filled
    /// in is escaped in its place, before any other filter. Paired defaults count within a text, hollow
    /// lines do not. A gap within a text
    /// makes it passed over; what cannot be read, leads in a circle, or exceeds
    /// [`Limits::expansion`] or [`Limits::expansion_depth`] has failed. What such texts read is not
    /// among [`Template::paths`]; roots and the lenient mode do not concern them.
    ///
    /// [`Limits::expansion`]: crate::Limits::expansion
    /// [`Limits::expansion_depth`]: crate::Limits::expansion_depth
    /// [`Template::paths`]: crate::Template::paths
    ///
    /// ```
    /// use lacuna::{Context, Layout, Syntax};
    /// use serde_json::json;
    ///
    /// let syntax = Syntax::new().layout(Layout::metadata().expand(true));
    /// let page = syntax.text("[[ t('hi', name: data.name.value) ]]")?;
    /// let texts = json!({"hi": "Hello [[ name || 'you' ]] from [[ site ]]!"});
    /// let data = json!({"data": {}, "site": "Hillside", "metadata": {"translations": texts}});
    /// assert_eq!(page.render(&Context::new(&data))?, "Hello you from Hillside!");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn expand(mut self, yes: bool) -> Self {
        self.expand = yes;
        self
    }

    pub(crate) const fn translation_form(&self) -> PageForm {
        self.page_form
    }

    pub(crate) const fn expands(&self) -> bool {
        self.expand
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Where the rules look for the defaults of a path, in their order.
    pub(crate) fn defaults<'p>(
        &'p self,
        path: &'p [Segment<'p>],
    ) -> impl Iterator<Item = RuleDefault<'p>> {
        self.rules().iter().filter_map(|rule| rule.apply(path))
    }

    /// Whether what stands at a path is the default of something, and may hold placeholders itself.
    pub(crate) fn fills(&self, path: &[Segment<'_>]) -> bool {
        self.expand && self.rules().iter().any(|rule| rule.gives(path))
    }

    pub(crate) const fn translations_root(&self) -> Option<&Path<'static>> {
        self.translations.as_ref()
    }

    pub(super) const fn pairs_defaults(&self) -> bool {
        self.paired_defaults
    }

    pub(crate) const fn drops_hollow_lines(&self) -> bool {
        self.drop_hollow_lines
    }

    pub(crate) const fn counts_blank_as_gap(&self) -> bool {
        self.blank_is_gap
    }
}

impl Default for Layout {
    fn default() -> Self {
        Self::metadata()
    }
}

/// One rule default: where to look instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    from: Pattern,
    to: Pattern,
}

/// A path with at most one `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    before: Path<'static>,
    /// What stands behind `*`; none if there is no `*`.
    after: Option<Path<'static>>,
}

impl Rule {
    /// Where to look instead of `path`, if the rule fits it.
    pub(crate) fn apply<'p>(&'p self, path: &'p [Segment<'p>]) -> Option<RuleDefault<'p>> {
        let captured = self.from.star(path)?;
        Some(RuleDefault { to: &self.to, captured })
    }

    /// The first segments of its two paths, as far as they are fixed.
    pub(super) fn heads(&self) -> impl Iterator<Item = &Segment<'static>> {
        [&self.from, &self.to].into_iter().filter_map(|pattern| pattern.before.segments().first())
    }

    /// Whether it gives what stands at `path` as the default of something.
    fn gives(&self, path: &[Segment<'_>]) -> bool {
        self.to.star(path).is_some()
    }
}

/// The path of a rule default, in the three pieces that it is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleDefault<'p> {
    to: &'p Pattern,
    captured: &'p [Segment<'p>],
}

impl<'p> RuleDefault<'p> {
    pub(crate) fn segments(&self) -> impl Iterator<Item = &'p Segment<'p>> + Clone {
        let after = self.to.after.as_ref().map_or(&[][..], Path::segments);
        self.to.before.segments().iter().chain(self.captured).chain(after)
    }

    pub(crate) fn path(&self) -> Path<'p> {
        Path::new(self.segments().cloned().collect())
    }
}

impl Pattern {
    /// What `*` stands for if the pattern fits `path`; nothing if there is no `*`.
    fn star<'p>(&self, path: &'p [Segment<'p>]) -> Option<&'p [Segment<'p>]> {
        let inner = path.strip_prefix(self.before.segments())?;
        match &self.after {
            None => inner.is_empty().then_some(inner),
            Some(after) => inner.strip_suffix(after.segments()).filter(|star| !star.is_empty()),
        }
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let (mut before, mut after) = (Vec::new(), None);
        let mut rest = text;
        loop {
            let at_head = rest.len() == text.len();
            let star: Parsed<'_, &str> = exactly(if at_head { "*" } else { ".*" }).parse(rest);
            if let Ok((behind, _)) = star {
                if after.replace(Vec::new()).is_some() {
                    return Err(refusal(text, "`*` stands in it twice"));
                }
                rest = behind;
            } else {
                if rest.starts_with('*') || rest.starts_with("[*") {
                    return Err(refusal(text, "`*` stands for whole segments: write `.*`"));
                }
                let step =
                    if at_head { steps::head(rest) } else { steps::segment.map(Some).parse(rest) };
                let (behind, segment) = step.finish().map_err(|failure| {
                    let (_, kind, _) = failure.parts(text);
                    refusal(text, &kind.to_string())
                })?;
                let part = after.as_mut().unwrap_or(&mut before);
                part.extend(segment.map(|segment| segment.to_static()));
                rest = behind;
            }
            if rest.is_empty() {
                return Ok(Self { before: Path::new(before), after: after.map(Path::new) });
            }
        }
    }
}

fn refusal(pattern: &str, reason: &str) -> Error {
    let kind = ErrorKind::Layout { pattern: pattern.to_owned(), reason: reason.to_owned() };
    Error::nowhere(kind)
}

const DATA: &[Segment<'static>] = &[Segment::Key(Cow::Borrowed("data"))];
const VALUE: &[Segment<'static>] = &[Segment::Key(Cow::Borrowed("value"))];
const METADATA_DEFAULTS: &[Segment<'static>] =
    &[Segment::Key(Cow::Borrowed("metadata")), Segment::Key(Cow::Borrowed("defaultData"))];
const METADATA_TRANSLATIONS: &[Segment<'static>] =
    &[Segment::Key(Cow::Borrowed("metadata")), Segment::Key(Cow::Borrowed("translations"))];
const METADATA_RULES: &[Rule] = &[Rule {
    from: Pattern { before: Path::borrowed(DATA), after: Some(Path::borrowed(VALUE)) },
    to: Pattern { before: Path::borrowed(METADATA_DEFAULTS), after: Some(Path::borrowed(&[])) },
}];
