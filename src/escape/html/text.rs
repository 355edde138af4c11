//! The text of elements that is not read as HTML: titles, scripts, styles.
//!
//! It is read from its first placeholder on, and what stands before that only then: most scripts and styles
//! have none.

use super::attributes::{ScriptKind, script_kind};
use super::context::HtmlContext;
use super::joints::{cut_end_tag, cut_reference};
use super::nested::Nested;
use super::place::{Frame, Place};
use super::script::{Goal, ScriptLexer};
use super::style::{Sheet, StyleLexer};
use super::tag::{Decisive, Tag};
use crate::error::HtmlFault;

/// How the text of the element is read that is open.
#[derive(Debug)]
pub(super) enum ElementText {
    Html,
    Rcdata,
    /// Of which nothing can be escaped.
    Refused(HtmlFault),
    Code(Code),
}

/// The text of a script or a style.
#[derive(Debug)]
pub(super) struct Code {
    /// The piece in which it begins, and how many bytes of that belong to it.
    start: (usize, usize),
    language: Language,
    /// Reads on from the first placeholder.
    reader: Option<Reader>,
    last: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Script(Goal),
    Style,
    ImportMap,
    Page,
}

#[derive(Debug)]
enum Reader {
    Script(ScriptLexer),
    Style(StyleLexer),
    Page(Nested),
}

impl ElementText {
    /// How the text behind a start tag is read that ends at `position`.
    pub(super) fn of(tag: &Tag, position: (usize, usize)) -> Self {
        let code =
            |language| Self::Code(Code { start: position, language, reader: None, last: None });
        let unknown = |element, kind: &[u8]| {
            let kind = String::from_utf8_lossy(kind).into_owned();
            Self::Refused(HtmlFault::UnknownType { element, kind })
        };
        match &*tag.name {
            b"title" | b"textarea" => Self::Rcdata,
            b"style" => {
                let kind = tag.decisive(Decisive::Type).unwrap_or_default();
                let is_css = kind.is_empty() || kind.eq_ignore_ascii_case(b"text/css");
                if is_css { code(Language::Style) } else { unknown("style", kind) }
            }
            b"script" => {
                let kind = tag.script_type();
                match script_kind(&kind) {
                    ScriptKind::Script => code(Language::Script(Goal::Script)),
                    ScriptKind::Module => code(Language::Script(Goal::Module)),
                    ScriptKind::Json => code(Language::Script(Goal::Json)),
                    ScriptKind::ImportMap => code(Language::ImportMap),
                    ScriptKind::Page => code(Language::Page),
                    ScriptKind::Unknown => unknown("script", &kind),
                }
            }
            b"plaintext" => Self::Refused(HtmlFault::NoEscape { place: "the text of `plaintext`" }),
            _ => Self::Refused(HtmlFault::NoEscape {
                place: "an element whose text is not read as HTML",
            }),
        }
    }

    /// Reads on; the placeholder before, if any, and what is wrong with it now.
    #[inline]
    pub(super) fn push(&mut self, bytes: &[u8]) -> Option<(usize, HtmlFault)> {
        let Self::Code(Code { reader: Some(reader), last, .. }) = self else { return None };
        let fault = match reader {
            Reader::Script(lexer) => lexer.feed(bytes),
            Reader::Style(lexer) => lexer.feed(bytes),
            Reader::Page(page) => {
                page.push(bytes);
                None
            }
        };
        last.zip(fault)
    }

    /// Where the placeholder with this number stands, which lies between two of the `pieces`.
    pub(super) fn placeholder(
        &mut self,
        number: usize,
        pieces: &[&[u8]],
    ) -> Result<Place, HtmlFault> {
        let before = pieces.get(number).copied().unwrap_or_default();
        let cut = cut_end_tag(before);
        match self {
            Self::Html => Ok(Place::TEXT),
            Self::Rcdata => {
                let place = Place::new(HtmlContext::Rcdata, Frame::Quoted);
                cut.or_else(|| cut_reference(before)).map_or(Ok(place), Err)
            }
            Self::Refused(fault) => Err(fault.clone()),
            Self::Code(code) => {
                let context = code.placeholder(number, before);
                let behind = pieces.get(number + 1).copied().unwrap_or_default();
                let context = cut.map_or(context, Err);
                context.map(|context| Place::new(context, Frame::Raw).before(behind))
            }
        }
    }

    /// Its end tag has come: what is known only now of its placeholders.
    pub(super) fn end(self, depth: usize, tell: impl FnMut(usize, Result<Place, HtmlFault>)) {
        if let Self::Code(Code { reader: Some(Reader::Page(page)), .. }) = self {
            page.places(depth + 1, Place::within_raw_text, tell);
        }
    }
}

impl Code {
    fn placeholder(&mut self, number: usize, before: &[u8]) -> Result<HtmlContext, HtmlFault> {
        self.last = Some(number);
        let reader = self.reader.get_or_insert_with(|| {
            // It begins in the literal before its first placeholder.
            let start = before.len().saturating_sub(self.start.1);
            self.language.reader(before.get(start..).unwrap_or_default())
        });
        let context = match reader {
            Reader::Script(lexer) => lexer.placeholder(),
            Reader::Style(lexer) => lexer.placeholder(),
            Reader::Page(page) => {
                page.placeholder(number);
                // Until its end is known.
                Ok(HtmlContext::Comment)
            }
        };
        if self.language == Language::ImportMap {
            return Err(HtmlFault::ResourceUrl { place: "an import map" });
        }
        context
    }
}

impl Language {
    /// A reader that has read the `start` of a text.
    fn reader(self, start: &[u8]) -> Reader {
        match self {
            Self::Script(goal) => {
                let mut lexer = ScriptLexer::new(goal);
                lexer.feed(start);
                Reader::Script(lexer)
            }
            Self::ImportMap => Self::Script(Goal::Json).reader(start),
            Self::Style => {
                let mut lexer = StyleLexer::new(Sheet::Sheet);
                lexer.feed(start);
                Reader::Style(lexer)
            }
            Self::Page => Reader::Page(Nested::of(start)),
        }
    }
}
