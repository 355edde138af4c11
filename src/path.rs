//! Paths into a JSON tree: `data.name.value`, `items[0]`, `$['a b']`.
//!
//! A path knows nothing of templates or data. Its grammar stands in `template/steps.rs`.

mod within;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Serialize, Serializer};

pub use self::within::Within;
pub(crate) use self::within::{JSON_DEPTH, Place};
use crate::visible::{is_format, is_invisible};

/// A way into a JSON tree, from its root.
///
/// `Display` writes the path as a template would, and [`Path::parse`] reads it back.
///
/// ```
/// use lacuna::{Path, Segment};
///
/// let path = Path::parse("$['contact info'].mail[0]")?;
/// assert_eq!(path.segments()[0], Segment::Key("contact info".into()));
/// assert_eq!(path.segments()[2], Segment::Index(0));
/// assert_eq!(path.to_string(), "$['contact info'].mail[0]");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Path<'p>(Segments<'p>);

/// A `Cow` that is covariant, so that a path of longer life can stand for one of shorter.
#[derive(Clone)]
enum Segments<'p> {
    Borrowed(&'p [Segment<'p>]),
    Owned(Vec<Segment<'p>>),
    /// For a path that many are told of.
    Shared(Arc<[Segment<'p>]>),
}

/// One step of a [`Path`]. `Display` writes it as a path does, the dot or the brackets included.
///
/// ```
/// use lacuna::{Path, Segment};
///
/// let path = Path::parse("site.hosts[0]")?;
/// let texts: Vec<_> = path.segments().iter().map(Segment::text).collect();
/// assert_eq!(texts.join("_").to_uppercase(), "SITE_HOSTS_0");
/// assert_eq!(path.segments()[1].to_string(), ".hosts");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment<'p> {
    /// `.name` or `['name']`: a key of an object.
    Key(Cow<'p, str>),
    /// `[0]`: an element of an array, 0-based.
    Index(usize),
    /// `.0`: an element of an array, or the key `"0"` of an object.
    KeyOrIndex(usize),
}

impl<'p> Path<'p> {
    /// The path of these segments; without any it is the root, `$`.
    ///
    /// ```
    /// use lacuna::{Path, Segment};
    ///
    /// let path = Path::new(vec![Segment::Key("data".into()), Segment::KeyOrIndex(0)]);
    /// assert_eq!(path.to_string(), "data.0");
    /// assert_eq!(Path::default().to_string(), "$");
    /// ```
    pub const fn new(segments: Vec<Segment<'p>>) -> Self {
        Self(Segments::Owned(segments))
    }

    pub(crate) const fn borrowed(segments: &'p [Segment<'p>]) -> Self {
        Self(Segments::Borrowed(segments))
    }

    /// The steps from the root; none for the root itself.
    pub fn segments(&self) -> &[Segment<'p>] {
        match &self.0 {
            Segments::Borrowed(segments) => segments,
            Segments::Owned(segments) => segments,
            Segments::Shared(segments) => segments,
        }
    }

    /// The same path, which is now cheap to clone.
    pub(crate) fn shared(self) -> Self {
        match self.0 {
            Segments::Owned(segments) => Self(Segments::Shared(segments.into())),
            Segments::Borrowed(_) | Segments::Shared(_) => self,
        }
    }

    /// The key, if the path is that one key and nothing else: for sources that are flat.
    ///
    /// ```
    /// # use lacuna::Path;
    /// assert_eq!(Path::parse("name")?.key(), Some("name"));
    /// assert_eq!(Path::parse("name.first")?.key(), None);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn key(&self) -> Option<&str> {
        match self.segments() {
            [Segment::Key(key)] => Some(key),
            _ => None,
        }
    }

    /// The path that owns its keys.
    ///
    /// ```
    /// # use lacuna::Path;
    /// let path: Path<'static> = Path::parse(&String::from("data.name"))?.into_owned();
    /// assert_eq!(path.to_string(), "data.name");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn into_owned(self) -> Path<'static> {
        match self.0 {
            Segments::Borrowed(segments) => {
                Path::new(segments.iter().map(Segment::to_static).collect())
            }
            Segments::Shared(segments) => {
                Path::new(segments.iter().map(Segment::to_static).collect())
            }
            Segments::Owned(segments) => {
                Path::new(segments.into_iter().map(Segment::into_static).collect())
            }
        }
    }

    /// The first `count` segments, or all if there are fewer.
    pub(crate) fn prefix(&self, count: usize) -> Path<'_> {
        Path::borrowed(&self.segments()[..count.min(self.segments().len())])
    }
}

impl Default for Path<'_> {
    /// The root, `$`.
    fn default() -> Self {
        Self::borrowed(&[])
    }
}

impl PartialEq for Path<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.segments() == other.segments()
    }
}

impl Eq for Path<'_> {}

impl PartialOrd for Path<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Path<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.segments().cmp(other.segments())
    }
}

impl Hash for Path<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.segments().hash(state);
    }
}

impl Serialize for Path<'_> {
    /// As the text that `Display` writes.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl Segment<'_> {
    /// The key, or the digits of the index, and nothing else.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Key(key) => Cow::Borrowed(key),
            Self::Index(index) | Self::KeyOrIndex(index) => Cow::Owned(index.to_string()),
        }
    }

    pub(crate) fn borrowed(&self) -> Segment<'_> {
        match self {
            Self::Key(key) => Segment::Key(Cow::Borrowed(key)),
            Self::Index(index) => Segment::Index(*index),
            Self::KeyOrIndex(index) => Segment::KeyOrIndex(*index),
        }
    }

    pub(crate) fn to_static(&self) -> Segment<'static> {
        self.clone().into_static()
    }

    fn into_static(self) -> Segment<'static> {
        match self {
            Self::Key(key) => Segment::Key(Cow::Owned(key.into_owned())),
            Self::Index(index) => Segment::Index(index),
            Self::KeyOrIndex(index) => Segment::KeyOrIndex(index),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut segments = self.segments().iter();
        match self.segments().first() {
            Some(Segment::Key(key)) if is_head(key) => {
                f.write_str(key)?;
                segments.next();
            }
            _ => f.write_str("$")?,
        }
        segments.try_for_each(|segment| segment.fmt(f))
    }
}

impl fmt::Display for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) if is_name(key) && index(key).is_none() => write!(f, ".{key}"),
            Self::Key(key) => {
                f.write_str("['")?;
                for c in key.chars() {
                    match c {
                        '\'' | '\\' => write!(f, "\\{c}")?,
                        c if is_invisible(c) => {
                            let mut units = [0; 2];
                            for unit in c.encode_utf16(&mut units) {
                                write!(f, "\\u{unit:04x}")?;
                            }
                        }
                        c => write!(f, "{c}")?,
                    }
                }
                f.write_str("']")
            }
            Self::Index(index) => write!(f, "[{index}]"),
            Self::KeyOrIndex(index) => write!(f, ".{index}"),
        }
    }
}

/// Whether `key` can stand at the head of a path as it is: not read as a number or as the root.
fn is_head(key: &str) -> bool {
    let digits = key.strip_prefix('-').unwrap_or(key);
    is_name(key) && key != "$" && !digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `key` is written as a name; a long one is not looked at, and stands in quotes.
fn is_name(key: &str) -> bool {
    const LONG: usize = 256;
    (1..=LONG).contains(&key.len()) && key.chars().all(is_name_char)
}

/// Whether `c` may stand in a name without quotes.
pub(crate) fn is_name_char(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@')
    } else {
        !(c.is_whitespace() || c.is_control() || is_format(c) || is_curly_quote(c))
    }
}

/// The quotation marks that editors put in the place of `'` and `"`.
pub(crate) const fn is_curly_quote(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201F}')
}

/// The array index that `digits` writes: ASCII digits only, no leading zero.
pub(crate) fn index(digits: &str) -> Option<usize> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    digits.parse().ok()
}
