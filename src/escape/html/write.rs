//! How a value is written at its place.

pub(super) mod script;
pub(super) mod srcset;
pub(super) mod style;
pub(super) mod url;

use super::context::HtmlContext;
use super::place::{Frame, Place};
use super::schemes::Schemes;
use crate::escape::html_text;
use crate::escape::quoted::Quoted;

/// Why a place cannot take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Refusal {
    /// A URL with a scheme that is not allowed.
    Scheme,
    /// What stands where a host does is none, or would change it.
    Host,
    /// No list of images.
    Srcset,
    /// No number.
    Number,
    /// More than a plain value of a style.
    Style,
    /// Nobody vouches for it.
    Untrusted,
    /// It was vouched for, and would end the element that it stands in.
    Ends,
    /// A message that is markup, elsewhere than in the text of an element.
    Markup,
}

impl Refusal {
    /// What speaks against the value.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::Scheme => "its scheme is not allowed in a URL",
            Self::Host => "it would change the host of the URL",
            Self::Srcset => "it is no list of images and widths",
            Self::Number => "it is no number",
            Self::Style => "it is no plain value of a style",
            Self::Untrusted => "nobody vouches for it",
            Self::Ends => "it would end the element that it stands in",
            Self::Markup => "it is markup, which only the text of an element can hold",
        }
    }

    /// What to do about it.
    pub(crate) const fn way_out(self) -> &'static str {
        match self {
            Self::Scheme => {
                "mend the value, or let the program allow the scheme (`Syntax::url_scheme`) or declare the path trusted (`Trust::Url`)"
            }
            Self::Host => "give a host alone, or nothing that changes it",
            Self::Srcset => "write `URL width, URL width`, with white space behind each comma",
            Self::Number => "give a number",
            Self::Style => {
                "give words, numbers or `#` colours; write functions such as `rgb(…)` in the template, or let the program declare the path trusted (`Trust::Style`)"
            }
            Self::Untrusted => "let the program declare the path trusted (`Syntax::trust`)",
            Self::Ends => {
                "it is trusted, but holds `</`, `<!--`, `-->`, or a quote or bracket too many: write it otherwise"
            }
            Self::Markup => "use a message that is no markup here",
        }
    }
}

/// A value as it comes to its place.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'v> {
    Text(&'v str),
    /// Where JSON can stand: anything else than a text, as compact JSON.
    Json(&'v str),
}

impl Place {
    /// Whether anything of JSON can stand here, not only a text.
    pub(crate) const fn takes_json(self) -> bool {
        matches!(self.context, HtmlContext::ScriptValue | HtmlContext::JsonValue)
    }

    /// Whether [`Place::push`] writes `text` as it is. It may say no when in doubt.
    #[inline]
    pub(crate) fn leaves_alone(self, text: &str, is_vouched: bool, schemes: &Schemes) -> bool {
        use HtmlContext::{
            Attribute, Comment, ElementText, JsonString, Rcdata, ScriptString, SrcsetUrl,
            StyleString, StyleUrl, StyleValue, TemplateLiteral, Url,
        };
        match self.context {
            ElementText if is_vouched && self.takes_markup => self.frame == Frame::Quoted,
            ElementText | Rcdata | Comment | Attribute => html_text::is_clean::<true>(text),
            Url(part) | StyleUrl(part) if !is_vouched => url::is_plain(text, part, false, schemes),
            SrcsetUrl(part) if !is_vouched => url::is_plain(text, part, true, schemes),
            ScriptString | TemplateLiteral | JsonString => script::is_plain_string(text),
            StyleString => style::is_plain_string(text),
            StyleValue => style::is_value(text),
            _ => false,
        }
    }

    /// Writes a value, or what stands for one that cannot stand here.
    pub(crate) fn push(
        self,
        value: Value<'_>,
        is_vouched: bool,
        schemes: &Schemes,
        out: &mut Quoted,
    ) -> Result<(), Refusal> {
        let start = out.len();
        let is_markup = is_vouched && self.takes_markup;
        let times = match self.frame {
            Frame::Raw => 0,
            Frame::Quoted => 1 - usize::from(is_markup),
            Frame::Twice => 2 - usize::from(is_markup),
        };
        match value {
            // What most values are.
            Value::Text(text) if times == 1 && self.is_by_character() => {
                html_text::push::<true>(text, out);
                return Ok(());
            }
            _ => {}
        }
        let written = self.push_code(value, is_vouched, schemes, out);
        if written.is_err() {
            out.truncate(start);
            self.push_inert(out);
            return written;
        }
        for _ in 0..times {
            out.replace_since(start, html_text::reference::<true>);
        }
        Ok(())
    }

    /// Writes what stands for a value that was refused: it does nothing, and can be searched for.
    pub(crate) fn push_inert(self, out: &mut Quoted) {
        out.push_str(inert(self.context));
    }

    /// Writes a value as the language that is read here has it, without regard to HTML around it.
    fn push_code(
        self,
        value: Value<'_>,
        is_vouched: bool,
        schemes: &Schemes,
        out: &mut Quoted,
    ) -> Result<(), Refusal> {
        let (Value::Text(text) | Value::Json(text)) = value;
        match self.context {
            HtmlContext::ElementText
            | HtmlContext::Rcdata
            | HtmlContext::Comment
            | HtmlContext::Attribute => {
                out.push_str(text);
                Ok(())
            }
            HtmlContext::ScriptValue | HtmlContext::StyleValue | HtmlContext::StyleSheet
                if is_vouched =>
            {
                out.push_str(text);
                self.may_stand(text)
            }
            HtmlContext::Attributes if is_vouched => {
                out.push_str(text);
                if are_whole(text) { Ok(()) } else { Err(Refusal::Ends) }
            }
            HtmlContext::Attributes | HtmlContext::StyleSheet => Err(Refusal::Untrusted),
            HtmlContext::ResourceUrl(_) if !is_vouched => Err(Refusal::Untrusted),
            HtmlContext::Url(part)
            | HtmlContext::ResourceUrl(part)
            | HtmlContext::StyleUrl(part) => {
                url::push(text, part, false, schemes.or_all(is_vouched), out)
            }
            HtmlContext::SrcsetUrl(part) => {
                url::push(text, part, true, schemes.or_all(is_vouched), out)
            }
            HtmlContext::Srcset if is_vouched => {
                // The commas of a list that is vouched for are where they belong.
                out.push_str(text);
                Ok(())
            }
            HtmlContext::Srcset => srcset::push_srcset(text, schemes, out),
            HtmlContext::SrcsetDescriptor => {
                plain(text, srcset::is_descriptor(text), Refusal::Srcset, out)
            }
            HtmlContext::RefreshTime => plain(text, srcset::is_number(text), Refusal::Number, out),
            HtmlContext::StyleValue => plain(text, style::is_value(text), Refusal::Style, out),
            HtmlContext::StyleString => {
                style::push_string(text, out);
                Ok(())
            }
            HtmlContext::ScriptString | HtmlContext::TemplateLiteral | HtmlContext::JsonString => {
                script::push_string(text, out);
                Ok(())
            }
            HtmlContext::Regexp | HtmlContext::RegexpClass => {
                script::push_regexp(text, self.context == HtmlContext::RegexpClass, out);
                Ok(())
            }
            HtmlContext::ScriptValue | HtmlContext::JsonValue => {
                let is_json = self.context == HtmlContext::JsonValue;
                match value {
                    Value::Text(text) => script::push_text_value(text, out),
                    Value::Json(json) => script::push_value(json, is_json, out),
                }
                Ok(())
            }
        }
    }

    /// Whether code that is vouched for stays within its element: nothing can be escaped there.
    fn may_stand(self, code: &str) -> Result<(), Refusal> {
        let ends = |end: &str| memchr::memmem::find(code.as_bytes(), end.as_bytes()).is_some();
        if self.frame == Frame::Raw && (ends("</") || ends("<!--") || ends("-->")) {
            return Err(Refusal::Ends);
        }
        Ok(())
    }
}

/// Whether attributes end neither their tag nor leave a quote open.
fn are_whole(attributes: &str) -> bool {
    let mut quote = None;
    for byte in attributes.bytes() {
        match (byte, quote) {
            (b'<' | b'>', _) => return false,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    quote.is_none()
}

fn plain(text: &str, is_plain: bool, refusal: Refusal, out: &mut Quoted) -> Result<(), Refusal> {
    out.push_str(text);
    if is_plain { Ok(()) } else { Err(refusal) }
}

/// None of these holds anything that HTML quotes.
const fn inert(context: HtmlContext) -> &'static str {
    match context {
        // A URL of nothing: https://drafts.csswg.org/css-values/#about-invalid
        HtmlContext::Url(_)
        | HtmlContext::ResourceUrl(_)
        | HtmlContext::Srcset
        | HtmlContext::SrcsetUrl(_)
        | HtmlContext::StyleUrl(_) => "about:invalid#lacuna-refused",
        HtmlContext::StyleSheet => "/* lacuna-refused */",
        HtmlContext::Attributes => "data-lacuna-refused",
        // No word would be an expression.
        HtmlContext::ScriptValue => "null/* lacuna-refused */",
        _ => "lacuna-refused",
    }
}
