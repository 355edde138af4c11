//! What elements do to the text behind their start tags, and which of them stand in SVG and `MathML`.

use html5gum::State;

/// How the text of an element is read, if not as HTML.
/// See [WHATWG HTML, parsing HTML fragments](https://html.spec.whatwg.org/#parsing-html-fragments).
pub(crate) fn text_state(element: &[u8]) -> Option<State> {
    Some(match element {
        b"title" | b"textarea" => State::RcData,
        // `noscript` is left out: it is HTML where there are no scripts, which is the stricter reading.
        b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => State::RawText,
        b"script" => State::ScriptData,
        b"plaintext" => State::PlainText,
        _ => return None,
    })
}

/// Elements that have no end tag.
fn is_void(element: &[u8]) -> bool {
    const VOID: [&[u8]; 18] = [
        b"area",
        b"base",
        b"basefont",
        b"bgsound",
        b"br",
        b"col",
        b"embed",
        b"frame",
        b"hr",
        b"img",
        b"image",
        b"input",
        b"link",
        b"meta",
        b"param",
        b"source",
        b"track",
        b"wbr",
    ];
    VOID.contains(&element)
}

/// The start tags that leave SVG and `MathML`.
/// See [WHATWG HTML, the rules for parsing tokens in foreign content](https://html.spec.whatwg.org/#parsing-main-inforeign).
fn breaks_out(element: &[u8]) -> bool {
    const OUT: [&[u8]; 44] = [
        b"b",
        b"big",
        b"blockquote",
        b"body",
        b"br",
        b"center",
        b"code",
        b"dd",
        b"div",
        b"dl",
        b"dt",
        b"em",
        b"embed",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"h5",
        b"h6",
        b"head",
        b"hr",
        b"i",
        b"img",
        b"li",
        b"listing",
        b"menu",
        b"meta",
        b"nobr",
        b"ol",
        b"p",
        b"pre",
        b"ruby",
        b"s",
        b"small",
        b"span",
        b"strong",
        b"strike",
        b"sub",
        b"sup",
        b"table",
        b"tt",
        b"u",
        b"ul",
        b"var",
    ];
    OUT.contains(&element)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Svg,
    Math,
    /// Of SVG or `MathML`, with HTML inside.
    Integration,
    Html,
}

/// The elements that are open since the outermost `svg` or `math`.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    open: Vec<(Kind, Box<[u8]>)>,
    /// Browsers may have other elements open: which ones depends on more than is known here.
    has_drifted: bool,
}

/// The most elements that are remembered; what is nested deeper is unclear.
const DEEPEST: usize = 512;

/// How certain it is what an element in SVG or `MathML` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Html,
    Foreign,
    /// It depends on more than is known here.
    Unclear,
}

impl Foreign {
    /// How the content at this point is read.
    pub(super) fn reading(&self) -> Reading {
        match self.open.last() {
            None => Reading::Html,
            Some((Kind::Svg | Kind::Math, _)) => {
                let is_simple =
                    self.open.iter().all(|(kind, _)| matches!(kind, Kind::Svg | Kind::Math));
                if is_simple { Reading::Foreign } else { Reading::Unclear }
            }
            Some((Kind::Integration | Kind::Html, _)) => Reading::Unclear,
        }
    }

    /// Whether the innermost element is one of SVG or `MathML`, so that `<![CDATA[` is read there.
    pub(super) fn is_innermost(&self) -> bool {
        let last = self.open.last().map(|(kind, _)| *kind);
        matches!(last, Some(Kind::Svg | Kind::Math))
    }

    /// Whether a script or style is open that stands in SVG or `MathML`.
    pub(super) fn holds_code(&self) -> bool {
        self.open.iter().any(|(_, name)| matches!(&**name, b"script" | b"style"))
    }

    pub(super) fn is_svg(&self) -> bool {
        matches!(self.open.last(), Some((Kind::Svg, _)))
    }

    /// Whether nothing is certain any more.
    pub(super) fn has_drifted(&self) -> bool {
        self.has_drifted
    }

    /// Whether SVG or `MathML` is open.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a start tag is worth to be heard of.
    #[inline]
    pub(super) fn may_start(&self, element: &[u8]) -> bool {
        !self.open.is_empty() || matches!(element, b"svg" | b"math")
    }

    /// Hears of a start tag; `has_font_attribute` if it has one of `color`, `face`, `size`, `holds_html`
    /// if its `encoding` is HTML.
    pub(super) fn start(
        &mut self,
        element: &[u8],
        is_closed: bool,
        has_font_attribute: bool,
        holds_html: bool,
    ) {
        let top = self.open.last().map(|(kind, _)| *kind);
        let is_foreign = matches!(top, Some(Kind::Svg | Kind::Math));
        if is_foreign && (breaks_out(element) || element == b"font" && has_font_attribute) {
            self.leave();
            return self.start(element, is_closed, false, false);
        }
        let is_mathml_text = |name: &[u8]| matches!(name, b"mi" | b"mo" | b"mn" | b"ms" | b"mtext");
        let kind = match (element, top) {
            (b"svg", None | Some(Kind::Html | Kind::Integration)) => Kind::Svg,
            (b"math", None | Some(Kind::Html | Kind::Integration)) => Kind::Math,
            (_, None) => return,
            (b"foreignobject" | b"desc" | b"title", Some(Kind::Svg)) => Kind::Integration,
            (b"annotation-xml", Some(Kind::Math)) if holds_html => Kind::Integration,
            (name, Some(Kind::Math)) if is_mathml_text(name) => Kind::Integration,
            // It depends on the elements around it.
            (b"svg", Some(Kind::Math)) | (b"mglyph" | b"malignmark", Some(Kind::Integration)) => {
                return self.drift();
            }
            (_, Some(kind @ (Kind::Svg | Kind::Math))) => kind,
            (_, Some(Kind::Integration | Kind::Html)) => Kind::Html,
        };
        // In HTML `/>` closes nothing.
        let is_closed = if kind == Kind::Html { is_void(element) } else { is_closed };
        if self.open.len() >= DEEPEST {
            return self.drift();
        }
        if !is_closed {
            self.open.push((kind, element.into()));
        }
    }

    /// Hears of an end tag. One that does not end the innermost element may end others outside, or none.
    pub(super) fn end(&mut self, element: &[u8]) {
        match self.open.last() {
            None => {}
            Some((_, name)) if **name == *element => {
                self.open.pop();
            }
            Some(_) => self.drift(),
        }
    }

    fn drift(&mut self) {
        self.has_drifted = true;
        self.open.clear();
    }

    /// Leaves what is foreign, up to where HTML stands.
    fn leave(&mut self) {
        while matches!(self.open.last(), Some((Kind::Svg | Kind::Math, _))) {
            self.open.pop();
        }
    }
}
