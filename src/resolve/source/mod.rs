//! Where values come from: the seam between a template and any data, and the sources there are.

mod closure;
pub(crate) mod guard;
mod json;
mod maps;
mod members;
mod projection;
mod tree;
mod value;

use std::borrow::Cow;

use serde_json::Value;

pub use self::closure::FnSource;
pub use self::json::JsonBytes;
pub(super) use self::json::MALFORMED;
pub use self::projection::Projection;
pub use self::tree::Tree;
pub(super) use self::value::{step, walk};

use crate::error::Reason;
use crate::path::{Path, Segment};
use crate::value::{Datum, Kind};

/// Something that holds values at paths. The one seam between a template and data.
///
/// ```
/// use lacuna::{Context, Datum, Keys, Miss, Path, Segment, Source, Template};
///
/// /// Settings under `env`, from two lists of one length.
/// struct Env { names: Vec<String>, values: Vec<String> }
///
/// impl Source for Env {
///     fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
///         let [Segment::Key(root), Segment::Key(name)] = path.segments() else { return Err(Miss::Absent) };
///         if root != "env" {
///             return Err(Miss::NoKey { segment: 0 });
///         }
///         let at = self.names.iter().position(|other| other == name);
///         Ok(Datum::Text(self.values[at.ok_or(Miss::NoKey { segment: 1 })?].as_str().into()))
///     }
///
///     fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
///         match at.segments() {
///             [] => Box::new(["env".into()].into_iter()),
///             _ => Box::new(self.names.iter().map(|name| name.as_str().into())),
///         }
///     }
/// }
///
/// let env = Env { names: vec!["HOME".into()], values: vec!["/root".into()] };
/// let template = Template::text("[[ env.HOME ]] [[ env.HOEM ]]")?;
/// let error = template.render(&Context::new(&env)).unwrap_err();
/// assert_eq!(error.all()[0].help(), Some("did you mean `env.HOME`?"));
/// # Ok::<(), lacuna::Error>(())
/// ```
pub trait Source: Sync {
    /// The value at `path`, the whole of it: the answer for `a` is not asked about `a.b` or `a[0]`.
    ///
    /// Called at most once for a path while a template or a tree is resolved, and again by a text
    /// within a text that is the first to want it, and by its report. For other paths too where an
    /// error suggests one; and a strict rendering that is refused resolves anew.
    ///
    /// # Errors
    ///
    /// If there is none, with the reason; [`Miss::Failed`] if the source could not look. That is a
    /// gap which shows the message; nothing answers in its place, neither the next layer nor the
    /// next operand nor a default, since a fallback would hide what is broken. A panic is taken
    /// for the same (the panic hook still prints it), and harms no other placeholder.
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss>;

    /// The keys of the object at `path`, for suggestions; none if they cannot be listed.
    ///
    /// At most 2,000 are taken.
    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        let _ = at;
        Box::new(std::iter::empty())
    }

    /// The tree, if the source is one and nothing else: what paths share is then looked up once,
    /// and [`find`](Source::find) is called for messages only, so both must agree.
    fn tree(&self) -> Option<&Value> {
        None
    }

    /// The JSON bytes, if the source is such and nothing else: what a template reads is then found in one pass,
    /// and a document that is malformed lets every placeholder fail that reads it, where the failure of any other
    /// source is a gap.
    ///
    /// ```
    /// use lacuna::{JsonBytes, Source};
    ///
    /// let record = JsonBytes::new("{}");
    /// assert_eq!(record.json().map(JsonBytes::as_bytes), Some(&b"{}"[..]));
    /// assert!(serde_json::json!({}).json().is_none());
    /// ```
    fn json(&self) -> Option<&JsonBytes<'_>> {
        None
    }
}

/// Keys of an object, as [`Source::keys`] lists them.
pub type Keys<'d> = Box<dyn Iterator<Item = Cow<'d, str>> + Send + Sync + 'd>;

/// Why a [`Source`] has no value at a path. Segments count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Miss {
    /// There is none, and no more is known.
    Absent,
    /// The object before this segment does not have the key.
    NoKey {
        /// The segment that failed.
        segment: usize,
    },
    /// The array before this segment is too short.
    NoIndex {
        /// The segment that failed.
        segment: usize,
        /// How many elements the array has.
        len: usize,
    },
    /// The value before this segment cannot be stepped into that way.
    WrongKind {
        /// The segment that failed.
        segment: usize,
        /// What the value is.
        found: Kind,
    },
    /// The source could not look; the message is shown, and nothing answers instead.
    Failed(String),
}

impl Miss {
    /// The number of the segment that failed, if it is known.
    pub const fn segment(&self) -> Option<usize> {
        match self {
            Self::NoKey { segment }
            | Self::NoIndex { segment, .. }
            | Self::WrongKind { segment, .. } => Some(*segment),
            Self::Absent | Self::Failed(_) => None,
        }
    }

    /// The same of a path that has so many more segments in front.
    pub(super) fn behind(self, count: usize) -> Self {
        match self {
            Self::NoKey { segment } => Self::NoKey { segment: segment + count },
            Self::NoIndex { segment, len } => Self::NoIndex { segment: segment + count, len },
            Self::WrongKind { segment, found } => {
                Self::WrongKind { segment: segment + count, found }
            }
            Self::Absent | Self::Failed(_) => self,
        }
    }

    pub(super) fn reason(&self, path: &Path<'_>) -> Reason {
        let parent = |segment| path.prefix(segment).to_string();
        match (self, self.segment().and_then(|segment| path.segments().get(segment))) {
            (Self::NoKey { segment }, Some(step)) => {
                Reason::NoKey { parent: parent(*segment), key: step.text().into_owned() }
            }
            (
                Self::NoIndex { segment, len },
                Some(Segment::Index(index) | Segment::KeyOrIndex(index)),
            ) => Reason::NoIndex { parent: parent(*segment), index: *index, len: *len },
            (Self::WrongKind { segment, found }, Some(step)) => Reason::WrongKind {
                parent: parent(*segment),
                found: *found,
                segment: step.to_string(),
            },
            (Self::Failed(message), _) => Reason::Source { message: message.clone() },
            _ => Reason::Absent,
        }
    }
}
