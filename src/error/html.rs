//! What keeps a placeholder from being safe where it stands in an HTML page.

use thiserror::Error;

use super::WIDTH;
use crate::visible::{one_line, shown};

/// What is wrong with a page of HTML, mostly why a placeholder cannot stand where it does; `Display` is the
/// message.
///
/// ```
/// use lacuna::{ErrorKind, HtmlFault};
///
/// # #[cfg(feature = "html")] {
/// let error = lacuna::Template::html("<p title=[[ a ]]>").unwrap_err();
/// let ErrorKind::Html(fault) = error.kind() else { panic!() };
/// assert_eq!(**fault, HtmlFault::Unquoted { attribute: "title".to_owned() });
/// assert_eq!(fault.code(), "html-unquoted");
/// assert_eq!(error.to_string(), "1:10: the value of the attribute `title` has no quotes");
/// assert_eq!(error.all()[0].help(), Some("put quotes round it: title=\"…\""));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HtmlFault {
    /// `<[[ x ]]`, `</[[ x ]]`, `<![[ x ]]`: whether a tag begins there depends on the value.
    #[error("a value right behind `{}` decides whether a tag begins", shown(before, WIDTH))]
    TagOpen {
        /// What stands before it.
        before: String,
    },
    /// `<a[[ x ]]`, `<a [[ x ]]>`, `<a x="1"[[ x ]]>`: in a tag, outside of a value.
    #[error("a placeholder in a tag can only stand in the quoted value of an attribute")]
    InTag,
    /// `</a [[ x ]]>`.
    #[error("a placeholder stands in an end tag")]
    EndTag,
    /// `x=[[ v ]]`.
    #[error("the value of the attribute `{}` has no quotes", shown(attribute, WIDTH))]
    Unquoted {
        /// The attribute.
        attribute: String,
    },
    /// The second attribute of the same name, which browsers drop.
    #[error("the tag has the attribute `{}` twice", shown(attribute, WIDTH))]
    DuplicateAttribute {
        /// The attribute.
        attribute: String,
    },
    /// `&am[[ x ]]`: a character reference that the value would complete.
    #[error("a value behind `{}` completes a character reference", shown(before, WIDTH))]
    CutReference {
        /// What stands before it, from `&` on.
        before: String,
    },
    /// `</scr[[ x ]]ipt>`: an end tag that is cut in two.
    #[error("a value behind `{}` decides whether the element ends", shown(before, WIDTH))]
    CutEndTag {
        /// What stands before it, from `<` on.
        before: String,
    },
    /// `<!-- [[ x ]]>`: a comment that the value would end.
    #[error("a value before `{}` decides whether the comment ends", shown(behind, WIDTH))]
    CommentEnd {
        /// What stands behind it.
        behind: String,
    },
    /// A doctype, CDATA, `<plaintext>`, `<xmp>`: nothing can be escaped there.
    #[error("nothing can be escaped in {place}")]
    NoEscape {
        /// What it stands in.
        place: &'static str,
    },
    /// Where browsers do not agree, or cannot be foreseen.
    #[error("nobody can say how a browser reads a value here: {}", reason(why))]
    Unclear {
        /// Why.
        why: &'static str,
    },
    /// `type="[[ t ]]"` of a script: the value decides how the rest is read.
    #[error(
        "the value of `{}` decides what `{}` is, or may do",
        shown(attribute, WIDTH),
        shown(element, WIDTH)
    )]
    Decides {
        /// The attribute.
        attribute: String,
        /// The element.
        element: String,
    },
    /// An attribute whose language is not known, as those of client-side frameworks.
    #[error("nobody knows what the attribute `{}` means", shown(attribute, WIDTH))]
    UnknownAttribute {
        /// The attribute.
        attribute: String,
    },
    /// A script or style of a type that is not known.
    #[error("nobody knows how a {element} of the type `{}` is read", shown(kind, WIDTH))]
    UnknownType {
        /// `script` or `style`.
        element: &'static str,
        /// The type as written.
        kind: String,
    },
    /// A URL that makes the page run what is behind it.
    #[error("what is behind {place} becomes a part of the page")]
    ResourceUrl {
        /// `this URL`, or what it stands in.
        place: &'static str,
    },
    /// `javascript:[[ x ]]`, `[[ x ]]:`: the scheme of a URL.
    #[error("{}", reason(why))]
    UrlScheme {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A place in a script where no value can stand.
    #[error("no value can stand here in a script: {}", reason(why))]
    Script {
        /// Why.
        why: &'static str,
    },
    /// A place in a style where no value can stand.
    #[error("no value can stand here in a style: {}", reason(why))]
    Style {
        /// Why.
        why: &'static str,
    },
    /// HTML in HTML in HTML.
    #[error("the page within a page holds another one")]
    Nested,
    /// `| safe` where the value is no text of an element.
    #[error("`safe` vouches for markup, and this is no text of an element (`{place}`)")]
    Safe {
        /// What it stands in.
        place: String,
    },
    /// A value that its place in a page cannot take, so that a text that does nothing stands there.
    #[error("`{}` is refused as {context}: {reason}", one_line(expression, WIDTH))]
    Refused {
        /// The expression as written.
        expression: String,
        /// The name of the place: see [`HtmlContext`](crate::HtmlContext).
        context: String,
        /// What speaks against the value.
        reason: &'static str,
    },
    /// A scheme that [`Syntax::url_scheme`](crate::Syntax::url_scheme) does not take.
    #[error("`{}` cannot be allowed as the scheme of URLs: {reason}", shown(scheme, WIDTH))]
    Scheme {
        /// The scheme.
        scheme: String,
        /// What speaks against it.
        reason: &'static str,
    },
    /// The template ends within a tag, a script, a comment.
    #[error("the template ends inside {place}")]
    EndsInside {
        /// What is open.
        place: String,
    },
}

impl HtmlFault {
    /// What to write instead.
    #[cfg(feature = "html")]
    pub(crate) fn way_out(&self) -> String {
        let advice = match self {
            Self::Unclear { why }
            | Self::UrlScheme { why }
            | Self::Script { why }
            | Self::Style { why } => advice(why),
            _ => None,
        };
        if let Some(advice) = advice {
            return advice.to_owned();
        }
        let fixed = match self {
            Self::TagOpen { .. } => {
                "write `&lt;` if it is meant as text; the names of tags stand in the template itself"
            }
            Self::CutEndTag { .. } => {
                "in a script or style put a space behind the `<`, in a title or textarea write `&lt;` for it"
            }
            Self::InTag => {
                "write attribute=\"[[ value ]]\"; whole attributes have to be trusted (`Trust::Attribute`), each operand of them, and take no filter"
            }
            Self::EndTag => "end tags hold nothing: leave it out",
            Self::Unquoted { attribute } => {
                return format!("put quotes round it: {attribute}=\"…\"");
            }
            Self::DuplicateAttribute { .. } => {
                "browsers only read the first one: take one of the two out"
            }
            Self::CutReference { .. } => "write `&amp;` for the `&`",
            Self::CommentEnd { .. } => {
                "put a space between the placeholder and what ends the comment"
            }
            Self::NoEscape { .. } => "move it out of there",
            Self::Unclear { .. } => "move it in front of that, or write the page more simply",
            Self::Decides { .. } => {
                "write it in the template itself; what varies needs a template for each"
            }
            Self::UnknownAttribute { .. } => {
                "put the value into an attribute of your own, `data-value=\"…\"`, and read it from there"
            }
            Self::UnknownType { .. } => {
                "put the value into the attribute of an element, or into a script of the type application/json"
            }
            Self::ResourceUrl { .. } => {
                "write the URL in the template, or let the program declare the path trusted (`Trust::ResourceUrl`)"
            }
            Self::UrlScheme { .. } => {
                "write the scheme in the template, or the whole URL in the value"
            }
            Self::Script { .. } => {
                "take it out of there; a value can stand in a string, or as an operand: `const x = [[ value ]];`"
            }
            Self::Style { .. } => {
                "take it out of there; a value can stand behind the `:` of a declaration, in a string or in `url(…)`"
            }
            Self::Nested => "put the value into the outer page",
            Self::Refused { .. } => "mend the value, or let the program declare its path trusted",
            Self::Scheme { .. } => "take a scheme such as `sms`",
            Self::Safe { .. } => "leave `safe` out: the value is escaped for its place",
            Self::EndsInside { .. } => "end it, or make one template of both parts",
        };
        fixed.to_owned()
    }

    /// A name of the kind that does not change: for tools and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TagOpen { .. } => "html-tag-open",
            Self::InTag => "html-in-tag",
            Self::EndTag => "html-end-tag",
            Self::Unquoted { .. } => "html-unquoted",
            Self::DuplicateAttribute { .. } => "html-duplicate-attribute",
            Self::CutReference { .. } => "html-cut-reference",
            Self::CutEndTag { .. } => "html-cut-end-tag",
            Self::CommentEnd { .. } => "html-comment-end",
            Self::NoEscape { .. } => "html-no-escape",
            Self::Unclear { .. } => "html-unclear",
            Self::Decides { .. } => "html-decides",
            Self::UnknownAttribute { .. } => "html-unknown-attribute",
            Self::UnknownType { .. } => "html-unknown-type",
            Self::ResourceUrl { .. } => "html-resource-url",
            Self::UrlScheme { .. } => "html-url-scheme",
            Self::Script { .. } => "html-script",
            Self::Style { .. } => "html-style",
            Self::Nested => "html-nested",
            Self::Safe { .. } => "html-safe",
            Self::Refused { .. } => "refused",
            Self::Scheme { .. } => "html-scheme",
            Self::EndsInside { .. } => "html-ends-inside",
        }
    }
}

/// What speaks against a value, without what may be done about it.
fn reason(why: &str) -> &str {
    clauses(why).map_or(why, |(reason, _)| reason)
}

#[cfg(feature = "html")]
fn advice(why: &str) -> Option<&str> {
    clauses(why).map(|(_, advice)| advice)
}

fn clauses(why: &str) -> Option<(&str, &str)> {
    why.rsplit_once("; ").or_else(|| why.rsplit_once(": "))
}
