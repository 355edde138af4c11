//! Where a string stands in a JSON tree.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Path, Segment};

/// A string of a JSON tree: the value at a path, or the key under which that value stands. Cheap to
/// clone: strings share the paths of what they stand in.
///
/// `Display` writes the path, and ` (key)` behind it for a key. As JSON: `{"path": "a[0]"}`, with
/// `"is_key": true` for a key.
///
/// ```
/// use lacuna::{Context, Syntax, Within};
/// use serde_json::json;
///
/// let template = Syntax::new().tree(json!({"servers": [{"host": "[[ x ]]"}]}))?;
/// let error = template.render(&Context::new(&json!({}))).unwrap_err();
/// let within: &Within = error.all()[0].within().unwrap();
/// assert_eq!(within.path().to_string(), "servers[0].host");
/// assert_eq!((within.to_string(), within.is_key()), ("servers[0].host".into(), false));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone)]
pub struct Within {
    place: Option<Arc<Place>>,
    is_key: bool,
}

/// How deep a tree may be to be written as JSON: what `serde_json` reads back by default.
pub(crate) const JSON_DEPTH: usize = 127;

/// A value of a tree, below its parent; none is the root.
#[derive(Debug)]
pub(crate) struct Place {
    parent: Option<Arc<Place>>,
    segment: Segment<'static>,
}

impl Place {
    pub(crate) fn below(parent: Option<Arc<Self>>, segment: Segment<'static>) -> Arc<Self> {
        Arc::new(Self { parent, segment })
    }
}

impl Within {
    pub(crate) const fn new(place: Option<Arc<Place>>, is_key: bool) -> Self {
        Self { place, is_key }
    }

    /// The value, and all that it stands in but the root.
    fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::successors(self.place.as_deref(), |place| place.parent.as_deref())
    }

    /// The path of the value, in the tree as it was given.
    pub fn path(&self) -> Path<'_> {
        let mut segments: Vec<_> = self.places().map(|place| place.segment.borrowed()).collect();
        segments.reverse();
        Path::new(segments)
    }

    /// How many arrays and objects it stands in.
    pub(crate) fn depth(&self) -> usize {
        self.places().count()
    }

    /// Whether it is the key under which that value stands.
    pub const fn is_key(&self) -> bool {
        self.is_key
    }
}

impl PartialEq for Within {
    fn eq(&self, other: &Self) -> bool {
        self.is_key == other.is_key && self.path() == other.path()
    }
}

impl Eq for Within {}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path().fmt(f)?;
        if self.is_key { f.write_str(" (key)") } else { Ok(()) }
    }
}

impl fmt::Debug for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Within({self})")
    }
}

/// The serialised form.
#[derive(Serialize, Deserialize)]
struct Told<P> {
    path: P,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_key: bool,
}

impl Serialize for Within {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Told { path: self.path(), is_key: self.is_key }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Within {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Told { path, is_key } = Told::<Path<'static>>::deserialize(deserializer)?;
        if path.segments().len() > JSON_DEPTH {
            // Places are dropped one within the other.
            return Err(serde::de::Error::custom("no tree is that deep"));
        }
        let segments = path.segments().iter().map(Segment::to_static);
        let place = segments.fold(None, |parent, segment| Some(Place::below(parent, segment)));
        Ok(Self { place, is_key })
    }
}
