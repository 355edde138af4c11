//! The value of one attribute, read as far as its placeholders need it.

use super::attributes::{self, Kind};
use super::context::HtmlContext;
use super::nested::Nested;
use super::place::{Frame, Place};
use super::refresh::RefreshLexer;
use super::script::{Goal, ScriptLexer};
use super::srcset::{SrcsetLexer, UrlListLexer};
use super::style::{Sheet, StyleLexer};
use super::url::UrlLexer;
use crate::error::HtmlFault;

/// An attribute whose tag is being read.
#[derive(Debug, Default)]
pub(super) struct Attribute {
    pub(super) name: Vec<u8>,
    /// Its value, decoded, up to the first placeholder.
    pub(super) value: Vec<u8>,
    /// `"` or `'`; anything else if there is no quote, or no value.
    pub(super) quote: u8,
    pub(super) has_value: bool,
    /// The placeholder that the name is.
    pub(super) is_placeholder: Option<usize>,
    reader: Option<Reader>,
    placeholders: Vec<usize>,
}

/// Reads a value on from its first placeholder.
#[derive(Debug)]
enum Reader {
    Text,
    Url(Kind, UrlLexer),
    UrlList(UrlListLexer),
    Srcset(SrcsetLexer),
    /// Which of both it is the tag's end tells.
    MetaContent(RefreshLexer, Vec<Result<HtmlContext, HtmlFault>>),
    Style(StyleLexer),
    Script(ScriptLexer),
    Page(Nested),
    Refused(HtmlFault),
}

/// What is known of a value when it ends, and was not before.
pub(super) enum Ended {
    Nothing,
    /// `href` of a `link`: its placeholders stand in URLs.
    LinkUrl(Vec<usize>),
    /// `content` of `meta`: what its placeholders are if the page is refreshed.
    MetaContent(Vec<(usize, Result<HtmlContext, HtmlFault>)>),
    Whole(usize, HtmlContext),
    Page(Nested),
}

impl Attribute {
    /// Begins anew, with the memory it has.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.name.clear();
        self.value.clear();
        self.placeholders.clear();
        (self.quote, self.has_value) = (0, false);
        if self.has_placeholder() {
            (self.is_placeholder, self.reader) = (None, None);
        }
    }

    /// Whether a placeholder stands in its name or value.
    #[inline]
    pub(super) fn has_placeholder(&self) -> bool {
        self.reader.is_some() || self.is_placeholder.is_some()
    }

    pub(super) fn shown_name(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    /// The placeholder before, if any, and what is wrong with it now.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Option<(usize, HtmlFault)> {
        let fault = match &mut self.reader {
            None => {
                self.value.extend_from_slice(bytes);
                return None;
            }
            Some(Reader::Text | Reader::Refused(_)) => None,
            Some(Reader::Url(_, lexer)) => lexer.feed(bytes),
            Some(Reader::UrlList(lexer)) => lexer.feed(bytes),
            Some(Reader::Srcset(lexer)) => lexer.feed(bytes),
            Some(Reader::MetaContent(lexer, _)) => {
                lexer.feed(bytes);
                None
            }
            Some(Reader::Style(lexer)) => lexer.feed(bytes),
            Some(Reader::Script(lexer)) => lexer.feed(bytes),
            Some(Reader::Page(page)) => {
                page.push(bytes);
                None
            }
        };
        self.placeholders.last().copied().zip(fault)
    }

    /// Where the placeholder with this number stands, as far as that is known.
    pub(super) fn placeholder(
        &mut self,
        number: usize,
        element: &[u8],
        is_svg: bool,
    ) -> Result<Place, HtmlFault> {
        self.placeholders.push(number);
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => self.reader(attributes::kind(element, &self.name, is_svg), element),
        };
        let context = reader.placeholder(number);
        self.reader = Some(reader);
        context.map(|context| Place::new(context, Frame::Quoted))
    }

    fn reader(&self, kind: Kind, element: &[u8]) -> Reader {
        let value = &*self.value;
        let attribute = || self.shown_name();
        match kind {
            Kind::Text => Reader::Text,
            Kind::Url | Kind::ResourceUrl | Kind::LinkUrl => {
                let mut lexer = UrlLexer::new();
                lexer.feed(value);
                Reader::Url(kind, lexer)
            }
            Kind::UrlList => {
                let mut lexer = UrlListLexer::new();
                lexer.feed(value);
                Reader::UrlList(lexer)
            }
            Kind::Srcset => {
                let mut lexer = SrcsetLexer::new();
                lexer.feed(value);
                Reader::Srcset(lexer)
            }
            Kind::MetaContent => {
                let mut lexer = RefreshLexer::new();
                lexer.feed(value);
                Reader::MetaContent(lexer, Vec::new())
            }
            Kind::Style | Kind::StyleValue => {
                let mut lexer = StyleLexer::new(Sheet::Declarations);
                if kind == Kind::StyleValue {
                    lexer.feed(&self.name);
                    lexer.feed(b":");
                }
                lexer.feed(value);
                Reader::Style(lexer)
            }
            Kind::Script => {
                let mut lexer = ScriptLexer::new(Goal::Handler);
                lexer.feed(value);
                Reader::Script(lexer)
            }
            Kind::Page => Reader::Page(Nested::of(value)),
            Kind::Decides => Reader::Refused(HtmlFault::Decides {
                attribute: attribute(),
                element: String::from_utf8_lossy(element).into_owned(),
            }),
            Kind::Unknown => {
                Reader::Refused(HtmlFault::UnknownAttribute { attribute: attribute() })
            }
        }
    }

    /// What its end tells.
    pub(super) fn end(&mut self) -> Ended {
        let first = self.placeholders.first().copied();
        match (self.reader.take(), first) {
            (Some(Reader::Url(Kind::LinkUrl, _)), _) => {
                Ended::LinkUrl(std::mem::take(&mut self.placeholders))
            }
            (Some(Reader::MetaContent(_, contexts)), _) => {
                let numbers = std::mem::take(&mut self.placeholders);
                Ended::MetaContent(numbers.into_iter().zip(contexts).collect())
            }
            (Some(Reader::Srcset(lexer)), Some(first)) if lexer.is_whole() => {
                Ended::Whole(first, HtmlContext::Srcset)
            }
            (Some(Reader::Page(page)), _) => Ended::Page(page),
            _ => Ended::Nothing,
        }
    }
}

impl Reader {
    fn placeholder(&mut self, number: usize) -> Result<HtmlContext, HtmlFault> {
        match self {
            Self::Text => Ok(HtmlContext::Attribute),
            Self::Url(Kind::ResourceUrl, lexer) => {
                lexer.placeholder().map(HtmlContext::ResourceUrl)
            }
            Self::Url(_, lexer) => lexer.placeholder().map(HtmlContext::Url),
            Self::UrlList(lexer) => lexer.placeholder(),
            Self::Srcset(lexer) => lexer.placeholder(),
            Self::MetaContent(lexer, contexts) => {
                contexts.push(lexer.placeholder());
                Ok(HtmlContext::Attribute)
            }
            Self::Style(lexer) => lexer.placeholder(),
            Self::Script(lexer) => lexer.placeholder(),
            Self::Page(page) => {
                page.placeholder(number);
                Ok(HtmlContext::Attribute)
            }
            Self::Refused(fault) => Err(fault.clone()),
        }
    }
}
