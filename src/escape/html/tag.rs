//! The tag that is being read, with what its attributes tell about each other.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::attributes::only_links;
use super::context::HtmlContext;
use super::place::{Frame, Place};
use crate::error::HtmlFault;

#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    pub(super) is_end: bool,
    /// It has begun, and not ended yet.
    pub(super) is_open: bool,
    pub(super) is_self_closing: bool,
    /// How many attributes have begun.
    pub(super) attributes: usize,
    /// The names of its attributes, each with a space behind it.
    names: Vec<u8>,
    /// Those of them that stand before a place in them, if they are many.
    known: HashSet<Box<[u8]>, RandomState>,
    known_up_to: usize,
    /// The values of attributes that others depend on: the first of each name.
    decisive: Vec<(Decisive, Vec<u8>)>,
    /// Placeholders in `href` of a `link`.
    pub(super) link_urls: Vec<usize>,
    /// Placeholders in `content` of `meta`, with what they are if that refreshes the page.
    pub(super) meta_contents: Vec<(usize, Result<HtmlContext, HtmlFault>)>,
}

/// An attribute that others, or the text of the element, depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decisive {
    Type,
    Language,
    Rel,
    HttpEquiv,
    Encoding,
}

impl Decisive {
    fn of(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"type" => Self::Type,
            b"language" => Self::Language,
            b"rel" => Self::Rel,
            b"http-equiv" => Self::HttpEquiv,
            b"encoding" => Self::Encoding,
            _ => return None,
        })
    }
}

impl Tag {
    pub(super) fn begin(&mut self, is_end: bool) {
        (self.is_end, self.is_open, self.is_self_closing) = (is_end, true, false);
        self.attributes = 0;
        self.name.clear();
        self.names.clear();
        if self.known_up_to > 0 {
            (self.known, self.known_up_to) = (HashSet::default(), 0);
        }
        self.decisive.clear();
        self.link_urls.clear();
        self.meta_contents.clear();
    }

    /// Whether an attribute of this name has ended before.
    pub(super) fn has(&mut self, name: &[u8]) -> bool {
        /// So many bytes are searched faster than they are hashed; more would be searched again
        /// and again.
        const FEW: usize = 256;
        if self.names.len() <= FEW {
            return self.is_among(name);
        }
        let names = self.names.get(self.known_up_to..).unwrap_or_default();
        let names = names.split(|byte| *byte == b' ').filter(|name| !name.is_empty());
        self.known.extend(names.map(Box::from));
        self.known_up_to = self.names.len();
        self.known.contains(name)
    }

    /// The same by a search.
    fn is_among(&self, name: &[u8]) -> bool {
        self.names.split(|byte| *byte == b' ').any(|known| known == name && !name.is_empty())
    }

    /// Takes in an attribute that has ended.
    #[inline]
    pub(super) fn end_attribute(&mut self, name: &[u8], value: &[u8]) {
        let decisive = Decisive::of(name);
        if let Some(decisive) = decisive.filter(|_| !self.has(name)) {
            self.decisive.push((decisive, value.to_vec()));
        }
        self.names.extend_from_slice(name);
        self.names.push(b' ');
    }

    pub(super) fn decisive(&self, which: Decisive) -> Option<&[u8]> {
        self.decisive.iter().find(|(known, _)| *known == which).map(|(_, value)| &**value)
    }

    /// The type of a script, by its `type` or else its `language`.
    pub(super) fn script_type(&self) -> Vec<u8> {
        match (self.decisive(Decisive::Type), self.decisive(Decisive::Language)) {
            (Some(kind), _) => kind.to_vec(),
            (None, Some(language)) if !language.is_empty() => [b"text/", language].concat(),
            (None, _) => Vec::new(),
        }
    }

    /// Whether what a `link` points to is only named, or shown as an image.
    pub(super) fn only_links(&self) -> bool {
        only_links(self.decisive(Decisive::Rel).unwrap_or_default())
    }

    /// What a placeholder of the `content` of a `meta` is, if that is `refreshed`.
    pub(super) fn meta_content(
        &self,
        refreshed: Result<HtmlContext, HtmlFault>,
    ) -> Result<Place, HtmlFault> {
        const HARMLESS: [&[u8]; 3] = [b"", b"content-language", b"x-ua-compatible"];
        let http_equiv =
            self.decisive(Decisive::HttpEquiv).unwrap_or_default().to_ascii_lowercase();
        let context = match &*http_equiv {
            b"refresh" => refreshed?,
            harmless if HARMLESS.contains(&harmless) => HtmlContext::Attribute,
            _ => {
                return Err(HtmlFault::Decides {
                    attribute: "content".to_owned(),
                    element: "meta".to_owned(),
                });
            }
        };
        Ok(Place::new(context, Frame::Quoted))
    }

    pub(super) fn holds_html(&self) -> bool {
        let encoding = self.decisive(Decisive::Encoding).unwrap_or_default();
        let html: [&[u8]; 2] = [b"text/html", b"application/xhtml+xml"];
        html.iter().any(|html| html.eq_ignore_ascii_case(encoding))
    }

    pub(super) fn has_font_attribute(&self) -> bool {
        [&b"color"[..], b"face", b"size"].iter().any(|name| self.is_among(name))
    }
}
