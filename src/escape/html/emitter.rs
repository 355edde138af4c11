//! What html5gum tells of a page, part by part.
//!
//! The marks of placeholders come in bytes of their own, right after they were read.

use html5gum::{Emitter, State};

use super::analysis::{Page, refine};
use super::context::HtmlContext;
use super::elements::Reading;
use super::joints::{comment_end, declaration_open, tag_open};
use super::place::{Frame, Place};
use super::text::ElementText;
use crate::error::HtmlFault;

impl Emitter for &mut Page<'_> {
    type Token = ();

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start_tag.clear();
        self.last_start_tag.extend_from_slice(last_start_tag.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        if self.end.is_some() {
            return;
        }
        let open = match &self.text {
            ElementText::Html if self.tag.is_open => Some("a tag".to_owned()),
            ElementText::Html if self.is_cdata => Some("a CDATA section".to_owned()),
            ElementText::Html => None,
            _ => {
                let element = String::from_utf8_lossy(&self.last_start_tag);
                Some(format!("the element `{element}`"))
            }
        };
        if let Some(place) = open {
            self.end = Some(HtmlFault::EndsInside { place });
        }
    }

    fn emit_error(&mut self, _: html5gum::Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<()> {
        None
    }

    fn init_string(&mut self) {
        // Only what is read as HTML begins strings.
        self.is_cdata = false;
    }

    #[inline]
    fn emit_string(&mut self, bytes: &[u8]) {
        self.tag.is_open = false;
        if let Some(number) = self.placeholder(bytes) {
            return self.text_placeholder(number);
        }
        let spoilt = self.text.push(bytes);
        self.spoil(spoilt);
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(false);
        self.has_attribute = false;
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
        self.has_attribute = false;
    }

    fn init_comment(&mut self) {
        self.tag.is_open = false;
        self.comment.clear();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        self.tag.is_open = false;
        if self.tag.is_end {
            self.end_tag();
            return None;
        }
        self.start_tag()
    }

    fn emit_current_comment(&mut self) {
        if self.progress.has_ended() {
            self.end = Some(HtmlFault::EndsInside { place: "a comment".to_owned() });
        }
        if self.comment.is_conditional() {
            let places = &mut self.places;
            self.comment.conditional_places(self.depth + 1, |number, place| {
                refine(places, number, place);
            });
        }
    }

    fn emit_current_doctype(&mut self) {
        if self.progress.has_ended() {
            self.end = Some(HtmlFault::EndsInside { place: "a doctype".to_owned() });
        }
    }

    fn set_self_closing(&mut self) {
        self.tag.is_self_closing = true;
    }

    fn set_force_quirks(&mut self) {}

    #[inline]
    fn push_tag_name(&mut self, bytes: &[u8]) {
        if let Some(number) = self.placeholder(bytes) {
            let fault = if self.tag.is_end { HtmlFault::EndTag } else { HtmlFault::InTag };
            self.settle(number, Err(fault));
        }
        self.tag.name.extend_from_slice(bytes);
    }

    fn push_comment(&mut self, bytes: &[u8]) {
        let Some(number) = self.placeholder(bytes) else { return self.comment.push(bytes) };
        let before = self.before(number);
        let begins = match self.comment.bytes() {
            b"" | b"-" => tag_open(before),
            // `<!d[[ x ]]octype>` is one only if the value is empty.
            begun => declaration_open(before, begun),
        };
        let fault = begins.or_else(|| comment_end(self.before(number + 1)));
        let place = Place::new(HtmlContext::Comment, Frame::Quoted);
        self.comment.placeholder(number);
        self.settle(number, fault.map_or(Ok(place), Err));
    }

    // All that can be in a doctype is refused from the start.
    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn init_doctype(&mut self) {
        self.tag.is_open = false;
    }

    #[inline]
    fn init_attribute(&mut self) {
        self.end_attribute();
        self.count_attribute();
        self.attribute.begin();
        self.has_attribute = true;
    }

    #[inline]
    fn init_attribute_value(&mut self) {
        self.attribute.has_value = true;
        self.attribute.quote = self.progress.last(self.pieces);
    }

    #[inline]
    fn push_attribute_name(&mut self, bytes: &[u8]) {
        match self.placeholder(bytes) {
            Some(number) if self.attribute.name.is_empty() => self.name_placeholder(number),
            Some(number) => self.settle(number, Err(HtmlFault::InTag)),
            None => {}
        }
        self.attribute.name.extend_from_slice(bytes);
    }

    #[inline]
    fn push_attribute_value(&mut self, bytes: &[u8]) {
        if let Some(number) = self.placeholder(bytes) {
            return self.attribute_placeholder(number);
        }
        let spoilt = self.attribute.push(bytes);
        self.spoil(spoilt);
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.is_end && self.tag.name == self.last_start_tag
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        if self.foreign.reading() == Reading::Unclear {
            self.unclear = Some("`<![CDATA[` stands in HTML in SVG or MathML");
        }
        let is_foreign = self.foreign.is_innermost();
        self.is_cdata |= is_foreign;
        is_foreign
    }
}
