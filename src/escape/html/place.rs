//! A place of a page: what a value means there, and what stands around it.

use super::context::{HtmlContext, UrlPart};
use super::trust::Trust;

/// How what is written at a place is quoted for HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Frame {
    /// Not at all: scripts and styles hold no character references.
    Raw,
    /// Once.
    Quoted,
    /// Twice: in `srcdoc`, which holds a page as the value of an attribute.
    Twice,
}

/// Where a placeholder stands in an HTML page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) context: HtmlContext,
    pub(crate) frame: Frame,
    /// Whether a value that is vouched for may be markup.
    pub(crate) takes_markup: bool,
    /// Whether a message may be markup, which is read as HTML.
    pub(crate) takes_messages: bool,
}

impl Place {
    /// The text of an element, where most placeholders stand.
    pub(crate) const TEXT: Self = Self {
        context: HtmlContext::ElementText,
        frame: Frame::Quoted,
        takes_markup: true,
        takes_messages: true,
    };

    /// The text of an element in SVG or `MathML`, where the same markup is read otherwise.
    #[cfg(feature = "html")]
    pub(super) const FOREIGN_TEXT: Self = Self { takes_messages: false, ..Self::TEXT };

    /// The same with the literal that stands `behind` it.
    pub(super) fn before(self, behind: &[u8]) -> Self {
        let is_slash = matches!(behind, [b'/' | b'\\', ..]) || begins_with_reference(behind);
        let goes_on =
            |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b')' | b',');
        let refined = |part| match part {
            UrlPart::Start if is_slash => UrlPart::Base,
            UrlPart::Host if behind.first().is_some_and(goes_on) => UrlPart::HostStart,
            other => other,
        };
        let context = match self.context {
            HtmlContext::Url(part) => HtmlContext::Url(refined(part)),
            HtmlContext::ResourceUrl(part) => HtmlContext::ResourceUrl(refined(part)),
            HtmlContext::SrcsetUrl(part) => HtmlContext::SrcsetUrl(refined(part)),
            HtmlContext::StyleUrl(part) => HtmlContext::StyleUrl(refined(part)),
            other => other,
        };
        Self { context, ..self }
    }

    pub(super) const fn new(context: HtmlContext, frame: Frame) -> Self {
        Self { context, frame, takes_markup: false, takes_messages: false }
    }

    /// Whether a place where nothing is written is read like one where something is.
    pub(crate) const fn may_be_empty(self) -> bool {
        use HtmlContext::{Regexp, ResourceUrl, SrcsetUrl, StyleUrl, Url};
        use UrlPart::{Base, Host, HostStart, Root, Start};
        !matches!(
            self.context,
            Regexp
                | SrcsetUrl(Start | Base | Root | Host | HostStart)
                | Url(Root | Host | HostStart)
                | ResourceUrl(Root | Host | HostStart)
                | StyleUrl(Root | Host | HostStart)
        ) && !self.takes_json()
    }

    /// Whether there are values that cannot stand here.
    pub(crate) const fn may_refuse(self) -> bool {
        use HtmlContext::{
            Attributes, RefreshTime, ResourceUrl, ScriptValue, Srcset, SrcsetDescriptor, SrcsetUrl,
            StyleSheet, StyleUrl, StyleValue, Url,
        };
        matches!(
            self.context,
            Url(_) | ResourceUrl(_) | Srcset | SrcsetUrl(_) | SrcsetDescriptor | RefreshTime
                // The last three only what is vouched for.
                | StyleValue | StyleUrl(_) | Attributes | ScriptValue | StyleSheet
        )
    }

    /// Whether something that is vouched for in this way belongs here.
    pub(crate) const fn honours(self, trust: Trust) -> bool {
        match trust {
            Trust::Html => self.takes_markup,
            Trust::Attribute => matches!(self.context, HtmlContext::Attributes),
            Trust::Url => matches!(
                self.context,
                HtmlContext::Url(_)
                    | HtmlContext::Srcset
                    | HtmlContext::SrcsetUrl(_)
                    | HtmlContext::StyleUrl(_)
            ),
            Trust::ResourceUrl => matches!(self.context, HtmlContext::ResourceUrl(_)),
            Trust::Script => matches!(self.context, HtmlContext::ScriptValue),
            Trust::Style => {
                matches!(self.context, HtmlContext::StyleValue | HtmlContext::StyleSheet)
            }
        }
    }

    /// Whether what the template itself says, in an operand, is vouched for: whole URLs.
    pub(crate) const fn trusts_literals(self) -> bool {
        self.honours(Trust::Url) || self.honours(Trust::ResourceUrl)
    }

    /// The same for a text that is to be read by people, not by what reads the URL.
    pub(crate) const fn for_people(self) -> Self {
        use HtmlContext::{Attribute, ResourceUrl, Srcset, SrcsetUrl, Url};
        let context = match self.context {
            Url(_) | ResourceUrl(_) | Srcset | SrcsetUrl(_) => Attribute,
            other => other,
        };
        Self { context, ..self }
    }

    /// Whether each character of a value is written on its own.
    pub(crate) const fn is_by_character(self) -> bool {
        matches!(
            self.context,
            HtmlContext::ElementText
                | HtmlContext::Rcdata
                | HtmlContext::Comment
                | HtmlContext::Attribute
        )
    }

    /// The same in the value of `srcdoc`.
    pub(super) const fn within_attribute(self) -> Self {
        let frame = match self.frame {
            Frame::Raw => Frame::Quoted,
            Frame::Quoted | Frame::Twice => Frame::Twice,
        };
        Self { frame, ..self }
    }

    /// The same in a comment or script, which markup might end.
    pub(super) const fn within_raw_text(self) -> Self {
        Self { takes_markup: false, takes_messages: false, ..self }
    }
}

/// Whether a character reference stands there that may be one to a slash.
fn begins_with_reference(text: &[u8]) -> bool {
    text.first() == Some(&b'&') && !text.starts_with(b"&amp;")
}

impl Default for Place {
    fn default() -> Self {
        Self::TEXT
    }
}
