//! From resolution to inspection: a page of HTML that shows an output, and where each of its words comes from.
//!
//! `told.rs` says in words what a report knows of every placeholder, `text.rs` marks what they printed in a text,
//! `frame.rs` in a page of HTML. The page itself is a template of our own, `page.html`, with `page.css` and
//! `page.js`; what comes to it is escaped by its place, as in any other page.

mod frame;
mod text;
mod told;

use std::{fmt, io};

use serde_json::{Value, json};

use self::frame::Framed;
use self::told::Told;
use crate::error::Error;
use crate::escape::Trust;
use crate::render::{OnGap, Rendering};
use crate::resolve::{Context, Resolution};
use crate::template::{Layout, Limits, Syntax};
use crate::visible::visible;

/// A page of HTML that shows a finished output, with what every placeholder printed marked by its origin;
/// `Display` writes it.
///
/// It is one file that asks nobody for anything. A text stands in it as it is, a page of HTML
/// ([`Syntax::html`](crate::Syntax::html), [`html_text`](crate::Syntax::html_text)) in a frame in which nothing runs.
/// Nothing of data or template can become a part of it: whatever comes to it is escaped by its place, invisible characters
/// are told as `\u{202e}`, and a content security policy allows no script but its own.
///
/// ```
/// use lacuna::{Context, Inspection, Template};
/// use serde_json::json;
///
/// let template = Template::text("Dear [[ data.name.value ]], [[ data.nmae ]]")?.named("letter.txt");
/// let data = json!({"data": {"name": {"value": "Ada </script>"}}});
/// let context = Context::new(&data);
/// let inspection: Inspection = template.resolve(&context).inspect()?.titled("A letter");
///
/// let page = inspection.to_string();
/// assert!(page.contains("<title>A letter</title>"));
/// assert!(page.contains(r#"<mark data-origin="data" data-n="0">Ada &lt;/script&gt;</mark>"#));
/// assert!(page.contains(r#"<mark data-origin="gap" data-n="1">[[ data.nmae ]]</mark>"#));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inspection {
    /// What the page is filled with.
    data: Value,
}

impl Resolution<'_> {
    /// The page that shows the output and where its words come from, in time and memory in proportion to both.
    ///
    /// Gaps are shown, not refused: they stand there as written, and so does what failed.
    ///
    /// # Errors
    ///
    /// If the output would be longer than [`Limits::output`](crate::Limits::output).
    ///
    /// ```
    /// use lacuna::{Context, Template};
    ///
    /// let template = Template::text("[[ name | upper ]] [[ nick || 'none' ]]")?;
    /// let data = serde_json::json!({"name": ["no", "text"]});
    /// let context = Context::new(&data);
    /// let page = template.resolve(&context).inspect()?.to_string();
    /// assert!(page.contains(r#"<mark data-origin="failed" data-n="0">[[ name | upper ]]</mark>"#));
    /// assert!(page.contains(r#"<mark data-origin="literal" data-n="1">none</mark>"#));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn inspect(self) -> Result<Inspection, Error> {
        let findings = self.findings();
        let is_html = self.template().escape().is_for_html();
        let title = self.template().name().unwrap_or("A finished page").to_owned();
        let rendering = self.shown()?;
        let (output, report) = (rendering.to_string(), rendering.report());
        let told = Told::new(&report, &output, &findings);
        let (text, framed) = if is_html {
            (String::new(), Some(Framed::new(&output, &report)))
        } else {
            (text::marked(&output, &report), None)
        };
        let data = json!({
            "title": visible(&title),
            "kind": if is_html { "html" } else { "text" },
            "summary": told.summary(),
            "counts": told.counts(),
            "text": text,
            "inspection": {"framed": framed, "placeholders": told.rows},
            "style": include_str!("page.css"),
            "script": include_str!("page.js"),
        });
        Ok(Inspection { data })
    }
}

impl Inspection {
    /// The same with another title than the name of the template.
    ///
    /// ```
    /// # use lacuna::{Context, Template};
    /// let template = Template::text("[[ name ]]")?.named("letter.txt");
    /// let data = serde_json::json!({"name": "Ada"});
    /// let context = Context::new(&data);
    /// let page = template.resolve(&context).inspect()?.titled("Letters <3").to_string();
    /// assert!(page.contains("<title>Letters &lt;3</title>"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.data["title"] = visible(title).into();
        self
    }

    /// Writes the page part by part. The writer is not flushed, so do that yourself, or its errors are lost.
    ///
    /// # Errors
    ///
    /// If the writer does not take all of it, as [`Rendering::write_to`](crate::Rendering::write_to).
    ///
    /// ```
    /// # use lacuna::{Context, Template};
    /// let template = Template::text("[[ name ]]")?;
    /// let data = serde_json::json!({"name": "Ada"});
    /// let context = Context::new(&data);
    /// let inspection = template.resolve(&context).inspect()?;
    /// let mut file = Vec::new();
    /// inspection.write_to(&mut file)?;
    /// assert_eq!(file, inspection.to_string().as_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_to(&self, mut out: impl io::Write) -> io::Result<()> {
        self.filled(|page| page.write_to(&mut out)).map_err(io::Error::other)?
    }

    /// What becomes of the page when it is filled.
    fn filled<T>(&self, use_it: impl FnOnce(&Rendering<'_>) -> T) -> Result<T, Error> {
        let (page, context) = (page()?, Context::new(&self.data));
        Ok(use_it(&page.resolve(&context).finish(OnGap::Fail)?))
    }
}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.filled(|page| page.fmt(f)).map_err(|_| fmt::Error)?
    }
}

/// The template of the page. It can be read, and nothing is missing in what it is filled with: the tests see to that.
fn page() -> Result<crate::template::Template<'static>, Error> {
    let limits = Limits::new().output(usize::MAX);
    let syntax = Syntax::new().layout(Layout::plain()).limits(limits);
    // The marked text is the only one of these that holds anything of the data; `text.rs` says why it may.
    let syntax = syntax.trust("text", Trust::Html)?;
    let syntax = syntax.trust("style", Trust::Style)?.trust("script", Trust::Script)?;
    syntax.html(include_str!("page.html"))
}
