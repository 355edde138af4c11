//! A finished output: what a policy made of a resolution. After it only writing can fail.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::on_gap::{Gap, OnGap};
use super::printed::{Printed, Printout};
use super::sink::{WriteError, write};
use crate::error::Error;
use crate::escape::At;
use crate::resolve::{Resolution, Resolved};

/// An output, made of the template's literals and what its placeholders print.
///
/// ```
/// use lacuna::{Context, OnGap, Template};
/// use serde_json::json;
///
/// let template = Template::text("Dear [[ name ]],\n")?;
/// let data = json!({"name": "Ada"});
/// let context = Context::new(&data);
/// let rendering = template.resolve(&context).finish(OnGap::Fail)?;
///
/// assert_eq!(rendering.to_string(), "Dear Ada,\n");
/// let mut page = String::from("> ");
/// rendering.push_to(&mut page);
/// assert_eq!(page, "> Dear Ada,\n");
/// let mut file = Vec::new();
/// rendering.write_to(&mut file)?;
/// assert_eq!(file.len(), rendering.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Rendering<'a> {
    pub(super) resolution: Resolution<'a>,
    pub(super) printed: Printed<'a>,
    pub(super) len: usize,
    /// How many expressions are gaps.
    pub(super) gaps: usize,
    /// A filter or handler panicked in an update: what it prints is whole, its resolution is not.
    pub(super) is_torn: bool,
}

impl<'a> Resolution<'a> {
    /// The output, with `on_gap` deciding about gaps.
    ///
    /// # Errors
    ///
    /// Under [`OnGap::Fail`] with every gap, and under every policy with every placeholder that
    /// failed; and if the output would be longer than [`Limits::output`](crate::Limits::output).
    ///
    /// ```
    /// use lacuna::{Context, OnGap, Template};
    /// use serde_json::json;
    ///
    /// let template = Template::html_text("<b>[[ name ]]</b>")?;
    /// let data = json!({});
    /// let context = Context::new(&data);
    /// let finish = |on_gap| template.resolve(&context).finish(on_gap).map(|page| page.to_string());
    /// assert!(finish(OnGap::Fail).is_err());
    /// assert_eq!(finish(OnGap::Keep)?, "<b>[[ name ]]</b>");
    /// assert_eq!(finish(OnGap::Empty)?, "<b></b>");
    /// assert_eq!(finish(OnGap::Text("<?>"))?, "<b>&lt;?&gt;</b>");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn finish(self, on_gap: OnGap<'_>) -> Result<Rendering<'a>, Error> {
        if let Some(error) = self.error(!matches!(on_gap, OnGap::Fail)) {
            return Err(error);
        }
        let mut left = self.template().limits().output_bytes();
        self.fill(on_gap, &mut left)
    }

    /// The output with everything that cannot be printed as it is written: gaps, and what failed too.
    #[cfg(feature = "html")]
    pub(crate) fn shown(self) -> Result<Rendering<'a>, Error> {
        let mut left = self.template().limits().output_bytes();
        self.fill(OnGap::Keep, &mut left)
    }

    /// The output of what no policy refuses, with so many bytes left for what fills gaps.
    pub(super) fn fill(self, on_gap: OnGap<'_>, left: &mut usize) -> Result<Rendering<'a>, Error> {
        let fills = self.fills(on_gap, left)?;
        let printed = Printed::new(&self, fills, !matches!(on_gap, OnGap::Empty))?;
        let len = printed.printout(self.template()).checked_len()?;
        let gaps = self.answers().filter(|answer| answer.verdict.is_gap()).count();
        Ok(Rendering { printed, len, gaps, is_torn: false, resolution: self })
    }

    /// What stands in the place of each gap, if all of it together may be an output.
    pub(super) fn fills(&self, on_gap: OnGap<'_>, left: &mut usize) -> Result<Vec<Fill>, Error> {
        if matches!(on_gap, OnGap::Fail) {
            return Ok(Vec::new());
        }
        let escape = self.template().escape();
        let written = |place, text: &str| -> Arc<str> {
            let mut out = String::with_capacity(text.len());
            escape.push(At { is_vouched: false, place }, text, &mut out);
            out.into()
        };
        let filled = |resolved: &Resolved<'_>, text: &str| written(resolved.at().place, text);
        // Outside of pages it is the same wherever it stands.
        let mut same: Option<Arc<str>> = None;
        let nothing: Arc<str> = Arc::default();
        // What failed comes as far as this only where it is to be shown.
        let is_filled = |resolved: &Resolved<'_>| resolved.is_gap() || resolved.is_failed();
        let gaps = self.outcomes().enumerate().filter(|(_, resolved)| is_filled(resolved));
        let fills = gaps.map(|(number, resolved)| {
            let gap = Gap::new(resolved);
            let fill: Arc<str> = match on_gap {
                OnGap::Fail => Arc::clone(&nothing),
                OnGap::Empty => match resolved.at().place {
                    place if !escape.is_html() || place.may_be_empty() => Arc::clone(&nothing),
                    place if place.takes_json() => "null".into(),
                    _ => filled(&resolved, ""),
                },
                OnGap::Text(text) if escape.is_html() => filled(&resolved, text),
                OnGap::Text(text) => {
                    Arc::clone(same.get_or_insert_with(|| filled(&resolved, text)))
                }
                // Its quotes would end what it stands in.
                OnGap::Keep if escape.is_html() => {
                    written(resolved.at().place.for_people(), gap.placeholder().text())
                }
                OnGap::Keep => gap.placeholder().text().into(),
                OnGap::With(handler) => filled(&resolved, &handler(&gap)),
            };
            *left =
                left.checked_sub(fill.len()).ok_or_else(|| self.template().output_too_long())?;
            Ok((number, fill))
        });
        fills.collect()
    }
}

/// What fills a gap, by the number of the placeholder.
pub(super) type Fill = (usize, Arc<str>);

impl<'a> Rendering<'a> {
    /// The length of the output in bytes.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether the output has no byte.
    ///
    /// ```
    /// # use lacuna::{Context, OnGap, Template};
    /// let template = Template::text("[[! nothing but a comment ]]")?;
    /// let data = serde_json::json!({});
    /// let context = Context::new(&data);
    /// assert!(template.resolve(&context).finish(OnGap::Fail)?.is_empty());
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends the output to a string, growing it at most once.
    pub fn push_to(&self, out: &mut String) {
        self.printout().push_to(out, self.len);
    }

    /// Writes the output part by part. Many small parts want a writer that buffers; it is not
    /// flushed, so do that yourself, or its errors are lost.
    ///
    /// # Errors
    ///
    /// If the writer does not take all of it: of the writer's own kind, with a [`WriteError`]
    /// within that says how many bytes it took. What a writer that buffers took may still be in
    /// its buffer.
    ///
    /// ```
    /// use lacuna::{Context, OnGap, Template, WriteError};
    ///
    /// let template = Template::text("Dear [[ name ]],")?;
    /// let data = serde_json::json!({"name": "Ada"});
    /// let context = Context::new(&data);
    /// let rendering = template.resolve(&context).finish(OnGap::Fail)?;
    ///
    /// let mut full = [0; 7];
    /// let error = rendering.write_to(&mut full[..]).unwrap_err();
    /// assert_eq!(error.to_string(), "7 of 9 bytes were written: the writer takes no more");
    /// let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<WriteError>());
    /// assert_eq!(cause.map(WriteError::written), Some(7));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn write_to(&self, mut out: impl io::Write) -> io::Result<()> {
        let mut written = 0;
        let result =
            self.printout().for_each(|part, _| write(&mut out, part.as_bytes(), &mut written));
        result.map_err(|cause| WriteError::after(written, self.len, cause))
    }

    /// The outcomes behind the output.
    pub const fn resolution(&self) -> &Resolution<'a> {
        &self.resolution
    }

    /// Calls `tell` with the number of each placeholder and the range of the output that it printed,
    /// but for those whose line went.
    pub(crate) fn for_each_range(&self, mut tell: impl FnMut(usize, Range<usize>)) {
        let mut at = 0;
        let Ok(()) = self.printout().for_each(|part, number| -> Result<(), Infallible> {
            if let Some(number) = number {
                tell(number, at..at + part.len());
            }
            at += part.len();
            Ok(())
        });
    }

    fn printout(&self) -> Printout<'_> {
        self.printed.printout(self.resolution.template())
    }
}

impl fmt::Display for Rendering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A formatter is slow to take many short parts, and what is not large may be there twice.
        const SMALL: usize = 1 << 16;
        if self.len <= SMALL {
            let mut whole = String::new();
            self.push_to(&mut whole);
            return f.write_str(&whole);
        }
        self.printout().for_each(|part, _| f.write_str(part))
    }
}
