//! Where each placeholder of a page stands: html5gum reads the page, and this hears of every part of it.

use html5gum::{State, Tokenizer};

use super::attribute::{Attribute, Ended};
use super::context::HtmlContext;
use super::elements::{Foreign, Reading, text_state};
use super::joints::{cut_end_tag, cut_reference, tag_open};
use super::nested::Nested;
use super::noscript::Noscript;
use super::pieces::{MARK, PieceReader, Progress};
use super::place::{Frame, Place};
use super::tag::Tag;
use super::text::ElementText;
use crate::error::HtmlFault;

/// Where the placeholders of a page stand, or why they cannot.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) places: Vec<Result<Place, HtmlFault>>,
    /// What is left open at the end.
    pub(crate) end: Option<HtmlFault>,
}

/// Where the placeholders stand that lie between these pieces of a page.
///
/// Takes time and memory in proportion to the page.
pub(crate) fn analyze(pieces: &[&[u8]]) -> Analysis {
    analyze_at(pieces, 0)
}

/// The same of a page that stands so many pages deep.
pub(super) fn analyze_at(pieces: &[&[u8]], depth: usize) -> Analysis {
    let progress = Progress::default();
    let mut page = Page::new(pieces, &progress, depth);
    let reader = PieceReader::new(pieces, &progress);
    let tokenizer = Tokenizer::new_with_emitter(reader, &mut page);
    // Nothing is made of the tokens, and the reader cannot fail.
    tokenizer.for_each(drop);
    page.finish()
}

/// What is being read of a page.
#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
pub(super) struct Page<'p> {
    pub(super) pieces: &'p [&'p [u8]],
    pub(super) progress: &'p Progress,
    pub(super) depth: usize,
    pub(super) places: Vec<Result<Place, HtmlFault>>,
    pub(super) end: Option<HtmlFault>,
    pub(super) tag: Tag,
    pub(super) attribute: Attribute,
    /// The tag has begun its first attribute.
    pub(super) has_attribute: bool,
    pub(super) last_start_tag: Vec<u8>,
    pub(super) text: ElementText,
    pub(super) comment: Nested,
    pub(super) foreign: Foreign,
    pub(super) noscript: Noscript,
    pub(super) is_cdata: bool,
    pub(super) in_select: bool,
    pub(super) has_frameset: bool,
    /// Why nothing that follows can be foreseen.
    pub(super) unclear: Option<&'static str>,
}

impl<'p> Page<'p> {
    fn new(pieces: &'p [&'p [u8]], progress: &'p Progress, depth: usize) -> Self {
        // html5gum tells nothing of what stands behind the name of a doctype.
        let lost = || Err(HtmlFault::NoEscape { place: "a doctype" });
        Self {
            pieces,
            progress,
            depth,
            places: pieces.iter().skip(1).map(|_| lost()).collect(),
            end: None,
            tag: Tag::default(),
            attribute: Attribute::default(),
            has_attribute: false,
            last_start_tag: Vec::new(),
            text: ElementText::Html,
            comment: Nested::default(),
            foreign: Foreign::default(),
            noscript: Noscript::default(),
            is_cdata: false,
            in_select: false,
            has_frameset: false,
            unclear: None,
        }
    }

    fn finish(mut self) -> Analysis {
        // Where a `noscript` ended in the other reading may come out behind its placeholders.
        if let Some(first) = self.noscript.finish(self.pieces) {
            let why = "with scripts a `noscript` ends within something else";
            for number in first..self.places.len() {
                refine(&mut self.places, number, Err(HtmlFault::Unclear { why }));
            }
        }
        Analysis { places: self.places, end: self.end }
    }

    /// The number of the placeholder that these bytes are, if they are one.
    #[inline]
    pub(super) fn placeholder(&self, bytes: &[u8]) -> Option<usize> {
        let is_mark = bytes.last() == Some(&MARK);
        if is_mark { self.progress.placeholders().checked_sub(1) } else { None }
    }

    /// The literal before a placeholder, which is the one behind the placeholder before.
    pub(super) fn before(&self, number: usize) -> &'p [u8] {
        self.pieces.get(number).copied().unwrap_or_default()
    }

    /// Says where a placeholder stands, unless that is refused for a reason that comes before.
    pub(super) fn settle(&mut self, number: usize, place: Result<Place, HtmlFault>) {
        self.noscript.look(self.pieces, self.progress.position());
        let drifted = self.foreign.has_drifted().then_some(
            "tags in SVG or MathML before it are not in order: close each element that is open",
        );
        let unclear = self.noscript.unclear().or(self.unclear).or(drifted);
        let mut place = unclear.map_or(place, |why| Err(HtmlFault::Unclear { why }));
        if self.noscript.is_open() {
            // With scripts it is a text, whose end tag a value could complete even in an attribute.
            let cut = cut_end_tag(self.before(number));
            place = place.and_then(|place| cut.map_or(Ok(place), Err));
        }
        self.tell(number, place);
    }

    fn tell(&mut self, number: usize, place: Result<Place, HtmlFault>) {
        if let Some(told) = self.places.get_mut(number) {
            *told = place;
        }
    }

    pub(super) fn spoil(&mut self, spoilt: Option<(usize, HtmlFault)>) {
        if let Some((number, fault)) = spoilt {
            self.tell(number, Err(fault));
        }
    }

    pub(super) fn text_placeholder(&mut self, number: usize) {
        let before = self.before(number);
        let place = if self.is_cdata {
            Err(HtmlFault::NoEscape { place: "a CDATA section" })
        } else if self.foreign.holds_code() {
            Err(HtmlFault::NoEscape { place: "a script or style of SVG or MathML" })
        } else if let ElementText::Html = self.text {
            let fault = tag_open(before).or_else(|| cut_reference(before));
            let place = if self.foreign.is_open() { Place::FOREIGN_TEXT } else { Place::TEXT };
            fault.map_or(Ok(place), Err)
        } else {
            self.text.placeholder(number, self.pieces)
        };
        self.settle(number, place);
    }

    pub(super) fn attribute_placeholder(&mut self, number: usize) {
        let (before, behind) = (self.before(number), self.before(number + 1));
        let attribute = &mut self.attribute;
        let place = if self.tag.is_end {
            Err(HtmlFault::EndTag)
        } else if !matches!(attribute.quote, b'"' | b'\'') {
            Err(HtmlFault::Unquoted { attribute: attribute.shown_name() })
        } else if self.tag.has(&attribute.name) {
            Err(HtmlFault::DuplicateAttribute { attribute: attribute.shown_name() })
        } else {
            let is_svg = self.foreign.is_svg() || self.tag.name == b"svg";
            let place = attribute.placeholder(number, &self.tag.name, is_svg);
            cut_reference(before).map_or(place.map(|place| place.before(behind)), Err)
        };
        self.settle(number, place);
    }

    /// A placeholder where the name of an attribute stands: whole attributes, if they are trusted.
    pub(super) fn name_placeholder(&mut self, number: usize) {
        const EXACTING: [&[u8]; 9] = [
            b"script", b"style", b"link", b"meta", b"base", b"iframe", b"object", b"embed",
            b"param",
        ];
        let behind = self.before(number + 1).first();
        let stands_alone = self.before(number).last().is_some_and(u8::is_ascii_whitespace)
            && behind.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        let is_exacting = EXACTING.contains(&&*self.tag.name);
        let place = if self.tag.is_end {
            Err(HtmlFault::EndTag)
        } else if stands_alone && !is_exacting {
            Ok(Place::new(HtmlContext::Attributes, Frame::Raw))
        } else {
            Err(HtmlFault::InTag)
        };
        self.attribute.is_placeholder = Some(number);
        self.settle(number, place);
    }

    /// Ends the attribute that is being read, if there is one.
    #[inline]
    pub(super) fn end_attribute(&mut self) {
        if !std::mem::take(&mut self.has_attribute) {
            return;
        }
        if self.attribute.has_placeholder() {
            self.end_filled_attribute();
        }
        self.tag.end_attribute(&self.attribute.name, &self.attribute.value);
    }

    /// Refuses a tag with so many attributes that html5gum, which calls itself for each, would run out of stack.
    pub(super) fn count_attribute(&mut self) {
        const MOST: usize = 100;
        self.tag.attributes += 1;
        if self.tag.attributes > MOST {
            self.end = Some(HtmlFault::Unclear { why: "a tag has more than 100 attributes" });
            let unread = self.places.iter_mut().skip(self.progress.placeholders());
            let why = "a tag before it has more than 100 attributes";
            unread.for_each(|place| *place = Err(HtmlFault::Unclear { why }));
            self.progress.stop();
        }
    }

    fn end_filled_attribute(&mut self) {
        if let Some(number) = self.attribute.is_placeholder.filter(|_| self.attribute.has_value) {
            self.tell(number, Err(HtmlFault::InTag));
        }
        match self.attribute.end() {
            Ended::Nothing => {}
            Ended::LinkUrl(numbers) => self.tag.link_urls.extend(numbers),
            Ended::MetaContent(contents) => self.tag.meta_contents.extend(contents),
            Ended::Whole(number, context) => {
                refine(&mut self.places, number, Ok(Place::new(context, Frame::Quoted)));
            }
            Ended::Page(page) => {
                let places = &mut self.places;
                page.places(self.depth + 1, Place::within_attribute, |number, place| {
                    refine(places, number, place);
                });
            }
        }
    }

    /// What a start tag says of its own placeholders, and of the text behind it.
    pub(super) fn start_tag(&mut self) -> Option<State> {
        for number in std::mem::take(&mut self.tag.link_urls) {
            if let Some(Ok(Place { context: HtmlContext::Url(part), .. })) = self.places.get(number)
            {
                if !self.tag.only_links() {
                    let context = HtmlContext::ResourceUrl(*part);
                    self.tell(number, Ok(Place::new(context, Frame::Quoted)));
                }
            }
        }
        for (number, refreshed) in std::mem::take(&mut self.tag.meta_contents) {
            let place = self.tag.meta_content(refreshed);
            refine(&mut self.places, number, place);
        }
        self.last_start_tag.clone_from(&self.tag.name);
        let name = &*self.tag.name;
        if matches!(name, b"svg" | b"math") && (self.in_select || self.has_frameset) {
            self.unclear = Some("`svg` or `math` stands in `select`, or behind `frameset`");
        }
        let reading = self.foreign.reading();
        if self.foreign.may_start(name) {
            let has_font = self.tag.has_font_attribute();
            let holds_html = self.tag.holds_html();
            self.foreign.start(name, self.tag.is_self_closing, has_font, holds_html);
        }
        match name {
            b"select" => self.in_select = true,
            b"frameset" => self.has_frameset = true,
            b"noscript" => self.noscript.begin(self.progress.position()),
            _ => {}
        }
        let state = text_state(name)?;
        if reading == Reading::Foreign {
            return None;
        }
        if reading == Reading::Unclear {
            self.unclear = Some("an element whose text is no HTML stands in HTML in SVG or MathML");
        } else if self.in_select && name != b"script" {
            self.unclear = Some("an element whose text is no HTML stands in `select`");
        } else if self.has_frameset && name != b"noframes" {
            self.unclear = Some("an element whose text is no HTML stands behind `frameset`");
        }
        self.text = ElementText::of(&self.tag, self.progress.position());
        Some(state)
    }

    pub(super) fn end_tag(&mut self) {
        let name = &*self.tag.name;
        if let ElementText::Html = self.text {
            self.foreign.end(name);
            match name {
                b"select" => self.in_select = false,
                b"noscript" => self.noscript.end(self.pieces, self.progress.position()),
                _ => {}
            }
            return;
        }
        let text = std::mem::replace(&mut self.text, ElementText::Html);
        let places = &mut self.places;
        text.end(self.depth, |number, place| refine(places, number, place));
    }
}

/// Takes in what is known of a place now, unless it is refused already.
pub(super) fn refine(
    places: &mut [Result<Place, HtmlFault>],
    number: usize,
    place: Result<Place, HtmlFault>,
) {
    if let Some(told @ Ok(_)) = places.get_mut(number) {
        *told = place;
    }
}
