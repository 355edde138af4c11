//! JSON bytes as a source: what is looked up is read where it stands, and no tree is built.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::members::Members;
use super::{Keys, Miss, Source};
use crate::error::{Error, ErrorKind};
use crate::json::{self, Fault};
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::value::{Datum, Kind};

/// A JSON document as a source, straight from its bytes: the values that a template reads are found in one pass and borrowed, all
/// else is passed over without being built.
///
/// It answers as a `serde_json::Value` of the same bytes does: what `serde_json` refuses is refused, of a key that
/// comes twice the last counts. Only numbers differ: they keep the digits that stand there (in arrays and
/// objects, for the filter `json`, they are `serde_json`'s). Of a malformed document no value is given, not even one
/// before the fault: every placeholder that reads it *fails*, with the place.
///
/// ```
/// use lacuna::{Context, JsonBytes, Template};
///
/// let record = JsonBytes::new(br#"{"name": "Ada", "due": 12.50, "notes": [{"long": "never read"}]}"#);
/// let template = Template::text("Dear [[ name ]], [[ due ]]")?;
/// assert_eq!(template.render(&Context::new(&record))?, "Dear Ada, 12.50");
///
/// let record = JsonBytes::new(br#"{"name": "Ada", "due": }"#);
/// let error = template.render(&Context::new(&record)).unwrap_err();
/// assert_eq!(
///     error.all()[0].to_string(),
///     "1:9: `name` failed: the JSON is malformed at line 1, column 24 (byte 23, from 0): expected value"
/// );
/// # Ok::<(), lacuna::Error>(())
/// ```
///
/// A pass is made for a template, and perhaps another one for its rule defaults; what errors, reports, translations and
/// messages look up costs a pass for each path.
pub struct JsonBytes<'j> {
    bytes: &'j [u8],
    /// What is wrong with what is passed over is nobody's concern.
    is_unvalidated: bool,
    /// Whether somebody has looked, and it is JSON.
    is_checked: AtomicBool,
    /// What keeps it from being JSON, once somebody has asked for that.
    fault: OnceLock<Option<Box<Fault>>>,
    members: Members,
}

/// What is said of a value that nobody has validated.
pub(in crate::resolve) const MALFORMED: &str = "the JSON is malformed there";

impl<'j> JsonBytes<'j> {
    /// The document that these bytes are. It is looked at when it is first asked for a value, as a whole.
    pub fn new(json: &'j (impl AsRef<[u8]> + ?Sized)) -> Self {
        let (is_checked, fault, members) =
            (AtomicBool::new(false), OnceLock::new(), Members::default());
        Self { bytes: json.as_ref(), is_unvalidated: false, is_checked, fault, members }
    }

    /// The same without validation: for documents that may be malformed where nobody reads.
    ///
    /// Given up is that a malformed document is noticed: an error in what is passed over goes unseen, and values may be found at
    /// places where no parser would have found them. What is printed is a JSON string or number nevertheless, nothing panics,
    /// and no memory but the document's is read.
    ///
    /// It is hardly faster: the pass holds what it passes over to the grammar at no cost that could be measured.
    ///
    /// ```
    /// use lacuna::{Context, JsonBytes, Template};
    ///
    /// let (template, broken) = (Template::text("[[ name ]]")?, r#"{"name": "Ada", "tags": [1, 2,,]}"#);
    /// assert_eq!(template.render(&Context::new(&JsonBytes::unvalidated(broken)))?, "Ada");
    /// assert!(template.render(&Context::new(&JsonBytes::new(broken))).is_err());
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn unvalidated(json: &'j (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self { is_unvalidated: true, ..Self::new(json) }
    }

    /// The bytes of the document.
    ///
    /// ```
    /// assert_eq!(lacuna::JsonBytes::new("[1]").as_bytes(), b"[1]");
    /// ```
    pub const fn as_bytes(&self) -> &'j [u8] {
        self.bytes
    }

    /// Whether the document is JSON, also if it is used [`unvalidated`](Self::unvalidated). The answer is remembered.
    ///
    /// # Errors
    ///
    /// If `serde_json` would make no value of it, with the place.
    ///
    /// ```
    /// let error = lacuna::JsonBytes::new("[1,]").check().unwrap_err();
    /// assert_eq!(error.to_string(), "1:4: the data is no JSON: trailing comma");
    /// assert_eq!((error.kind().code(), error.span().unwrap().start()), ("json", 3));
    /// ```
    pub fn check(&self) -> Result<(), Error> {
        let Some(fault) = self.fault() else { return Ok(()) };
        // What is no text stands at its end.
        let text = String::from_utf8_lossy(self.bytes);
        let kind = ErrorKind::Json(fault.reason.as_str().into());
        let help = fault.way_out.map(str::to_owned);
        Err(Error::at(&text, None, kind, Span::new(fault.byte, fault.byte), help))
    }

    /// What keeps the document from being JSON.
    pub(in crate::resolve) fn fault(&self) -> Option<&Fault> {
        if self.is_checked.load(Ordering::Relaxed) {
            return None;
        }
        let fault = self.fault.get_or_init(|| json::check(self.bytes).err().map(Box::new));
        if fault.is_none() {
            self.set_checked();
        }
        fault.as_deref()
    }

    pub(in crate::resolve) const fn is_unvalidated(&self) -> bool {
        self.is_unvalidated
    }

    /// Whether somebody has found out already that it is malformed.
    pub(in crate::resolve) fn is_malformed(&self) -> bool {
        matches!(self.fault.get(), Some(Some(_)))
    }

    /// Remembers that it is JSON.
    pub(in crate::resolve) fn set_checked(&self) {
        // Nothing else is to be seen by whoever sees that.
        self.is_checked.store(true, Ordering::Relaxed);
    }

    /// The value at the end of `segments` as it is written, if there is one.
    pub(in crate::resolve) fn at<'s>(
        &self,
        segments: impl Iterator<Item = &'s Segment<'s>>,
    ) -> Option<&'j [u8]> {
        self.walk(segments).ok()
    }

    /// What stands at `path`, whether or not the document is JSON: for whoever looks at all of it afterwards.
    pub(crate) fn peek(&self, path: &Path<'_>) -> Result<Datum<'_>, Miss> {
        value(self.step_down(path.segments().iter())?)
    }

    /// Whether the document is JSON, unless that was given up.
    pub(crate) fn check_if_wanted(&self) -> Result<(), Error> {
        if self.is_unvalidated { Ok(()) } else { self.check() }
    }

    /// The same, or why there is none.
    fn walk<'s>(&self, segments: impl Iterator<Item = &'s Segment<'s>>) -> Result<&'j [u8], Miss> {
        if let Some(fault) = (!self.is_unvalidated).then(|| self.fault()).flatten() {
            return Err(Miss::Failed(fault.to_string()));
        }
        self.step_down(segments)
    }

    fn step_down<'s>(
        &self,
        segments: impl Iterator<Item = &'s Segment<'s>>,
    ) -> Result<&'j [u8], Miss> {
        let whole = if self.is_checked.load(Ordering::Relaxed) {
            Some(json::without_space(self.bytes))
        } else {
            json::whole(self.bytes)
        };
        let mut raw = whole.ok_or_else(|| Miss::Failed("the JSON has no value".to_owned()))?;
        let remembers = self.members.look();
        for (number, segment) in segments.enumerate() {
            raw = self.step(raw, segment, number, remembers)?;
        }
        Ok(raw)
    }

    /// The value one segment further, which has this number.
    fn step(
        &self,
        raw: &'j [u8],
        segment: &Segment<'_>,
        number: usize,
        remembers: bool,
    ) -> Result<&'j [u8], Miss> {
        match (json::kind(raw), segment) {
            (Kind::Object, Segment::Key(_) | Segment::KeyOrIndex(_)) => {
                let key = segment.text();
                let found = if remembers {
                    self.members.fields(self.bytes, raw).get(&key)
                } else {
                    let is_it =
                        |written: &[u8]| json::text(written).is_some_and(|text| text == key);
                    let all = json::members(raw).filter(|(written, _)| is_it(written));
                    all.last().map(|(_, value)| value)
                };
                found.ok_or(Miss::NoKey { segment: number })
            }
            (Kind::Array, Segment::Index(index) | Segment::KeyOrIndex(index)) => {
                if remembers {
                    let elements = self.members.elements(self.bytes, raw);
                    let missing = Miss::NoIndex { segment: number, len: elements.len() };
                    return elements.get(*index).ok_or(missing);
                }
                let len = || json::elements(raw).count();
                let missing = || Miss::NoIndex { segment: number, len: len() };
                json::elements(raw).nth(*index).ok_or_else(missing)
            }
            (found, _) => Err(Miss::WrongKind { segment: number, found }),
        }
    }
}

/// What is written there. Only of what is not validated it can be malformed.
fn value(raw: &[u8]) -> Result<Datum<'_>, Miss> {
    json::value(raw).ok_or_else(|| Miss::Failed(MALFORMED.to_owned()))
}

impl Source for JsonBytes<'_> {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        value(self.walk(path.segments().iter())?)
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        let object = self.walk(at.segments().iter()).ok();
        let Some(object) = object.filter(|raw| json::kind(raw) == Kind::Object) else {
            return Box::new(std::iter::empty());
        };
        Box::new(self.members.fields(self.bytes, object).keys())
    }

    fn json(&self) -> Option<&JsonBytes<'_>> {
        Some(self)
    }
}

impl Clone for JsonBytes<'_> {
    fn clone(&self) -> Self {
        let is_checked = AtomicBool::new(self.is_checked.load(Ordering::Relaxed));
        Self { is_checked, fault: self.fault.clone(), members: Members::default(), ..*self }
    }
}

impl fmt::Debug for JsonBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonBytes").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
