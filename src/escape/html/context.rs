//! The places of an HTML page, by what a value means there.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Which part of a URL a value is: see [`HtmlContext`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlPart {
    /// Its beginning: the value may bring a scheme, if that is allowed.
    Start,
    /// The same, with a `/` behind it in the template: slashes at the end of the value are left out.
    Base,
    /// Behind a beginning without any of `: / ? #`: the value may not bring a scheme.
    Scheme,
    /// Right behind `//`: a host, and perhaps more.
    Host,
    /// The same, with more of the host behind it in the template: a part of a host.
    HostStart,
    /// Behind a part of the host: nothing, or what begins with `/`, `?` or `#`.
    BehindHost,
    /// Behind the `:` of a host: digits.
    Port,
    /// Right behind the first `/`: a second one would make it a host, so that it is never written as nothing.
    Root,
    /// Anywhere else before `?` and `#`, which the value may not bring.
    Path,
    /// Behind `?`.
    Query,
    /// Behind `#`.
    Fragment,
}

/// What a value means at its place in an HTML page, and by that how it is written: see
/// [`Placeholder::context`](crate::Placeholder::context).
///
/// `Display` is the name that reports and errors have.
///
/// ```
/// use lacuna::{HtmlContext, Template, UrlPart};
///
/// let page = Template::html(r#"<a href="/search?q=[[ term ]]" title="[[ term ]]">[[ term ]]</a>"#)?;
/// let contexts: Vec<_> = page.placeholders().filter_map(|it| it.context()).collect();
/// assert_eq!(
///     contexts,
///     [HtmlContext::Url(UrlPart::Query), HtmlContext::Attribute, HtmlContext::ElementText]
/// );
/// assert_eq!(contexts[0].to_string(), "url-query");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HtmlContext {
    /// Text between tags.
    ElementText,
    /// The text of `title` and `textarea`.
    Rcdata,
    /// In a comment.
    Comment,
    /// The value of an attribute that is nothing but a text.
    Attribute,
    /// Whole attributes of a tag: [trusted](crate::Trust::Attribute) only.
    Attributes,
    /// In the URL of an attribute.
    Url(UrlPart),
    /// In a URL whose resource becomes part of the page: trusted only.
    ResourceUrl(UrlPart),
    /// The whole of `srcset`.
    Srcset,
    /// In a URL of `srcset`, which a comma ends.
    SrcsetUrl(UrlPart),
    /// A width or density behind a URL of `srcset`.
    SrcsetDescriptor,
    /// The seconds of `<meta http-equiv="refresh">`.
    RefreshTime,
    /// In the value of a declaration.
    StyleValue,
    /// In a string of a style.
    StyleString,
    /// In `url(…)` of a style.
    StyleUrl(UrlPart),
    /// Where declarations or rules stand: trusted only.
    StyleSheet,
    /// An expression of a script.
    ScriptValue,
    /// In `'…'` or `"…"` of a script.
    ScriptString,
    /// In a template literal of a script, outside of `${…}`.
    TemplateLiteral,
    /// In a regular expression of a script.
    Regexp,
    /// The same within its `[…]`.
    RegexpClass,
    /// A value of JSON.
    JsonValue,
    /// In a string of JSON.
    JsonString,
}

impl UrlPart {
    const ALL: [Self; 11] = [
        Self::Start,
        Self::Base,
        Self::Scheme,
        Self::Host,
        Self::HostStart,
        Self::BehindHost,
        Self::Port,
        Self::Root,
        Self::Path,
        Self::Query,
        Self::Fragment,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Base => "base",
            Self::Scheme => "scheme",
            Self::Host => "host",
            Self::HostStart => "host-start",
            Self::BehindHost => "behind-host",
            Self::Port => "port",
            Self::Root => "root",
            Self::Path => "path",
            Self::Query => "query",
            Self::Fragment => "fragment",
        }
    }
}

impl HtmlContext {
    /// Those that are no parts of URLs.
    const PLAIN: [Self; 18] = [
        Self::ElementText,
        Self::Rcdata,
        Self::Comment,
        Self::Attribute,
        Self::Attributes,
        Self::Srcset,
        Self::SrcsetDescriptor,
        Self::RefreshTime,
        Self::StyleValue,
        Self::StyleString,
        Self::StyleSheet,
        Self::ScriptValue,
        Self::ScriptString,
        Self::TemplateLiteral,
        Self::Regexp,
        Self::RegexpClass,
        Self::JsonValue,
        Self::JsonString,
    ];

    /// The name, and the part of a URL that stands behind it.
    const fn name(self) -> (&'static str, Option<UrlPart>) {
        let name = match self {
            Self::Url(part) => return ("url", Some(part)),
            Self::ResourceUrl(part) => return ("resource-url", Some(part)),
            Self::SrcsetUrl(part) => return ("srcset-url", Some(part)),
            Self::StyleUrl(part) => return ("style-url", Some(part)),
            Self::ElementText => "element-text",
            Self::Rcdata => "rcdata",
            Self::Comment => "comment",
            Self::Attribute => "attribute",
            Self::Attributes => "attributes",
            Self::Srcset => "srcset",
            Self::SrcsetDescriptor => "srcset-descriptor",
            Self::RefreshTime => "refresh-time",
            Self::StyleValue => "style-value",
            Self::StyleString => "style-string",
            Self::StyleSheet => "style-sheet",
            Self::ScriptValue => "script-value",
            Self::ScriptString => "script-string",
            Self::TemplateLiteral => "template-literal",
            Self::Regexp => "regexp",
            Self::RegexpClass => "regexp-class",
            Self::JsonValue => "json-value",
            Self::JsonString => "json-string",
        };
        (name, None)
    }

    /// The context of a name.
    fn named(name: &str) -> Option<Self> {
        let urls = UrlPart::ALL.iter().flat_map(|part| {
            [
                Self::Url(*part),
                Self::ResourceUrl(*part),
                Self::SrcsetUrl(*part),
                Self::StyleUrl(*part),
            ]
        });
        Self::PLAIN.into_iter().chain(urls).find(|context| context.to_string() == name)
    }
}

impl fmt::Display for HtmlContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            (name, None) => f.write_str(name),
            (name, Some(part)) => write!(f, "{name}-{}", part.name()),
        }
    }
}

impl Serialize for HtmlContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HtmlContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name)
            .ok_or_else(|| de::Error::custom(format_args!("there is no context `{name}` of HTML")))
    }
}
