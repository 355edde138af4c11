//! A schema as it was read: what each of its keywords says, other schemas by their numbers.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::kinds::Kinds;
use crate::path::{Place, Within};

/// A row of [`Nodes`](super::Schema).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// The schema itself.
    pub(super) const FIRST: Self = Self(0);

    pub(super) fn new(index: usize) -> Self {
        // A schema takes more than a byte.
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A row of the patterns of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PatternId(pub(super) usize);

/// One schema: an object of keywords, or a boolean.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) spot: Spot,
    /// No value passes.
    pub(super) is_false: bool,
    pub(super) kinds: Kinds,
    /// Those of `const` and `enum`.
    pub(super) values: Option<Arc<[Value]>>,
    /// Schemas of the same value that all have to pass: `$ref`, `allOf`.
    pub(super) all: Vec<NodeId>,
    /// Of each choice one branch has to pass, with all of its schemas: `anyOf`, `oneOf`, `if`.
    pub(super) choices: Vec<Vec<Vec<NodeId>>>,
    /// All schemas of the same value whose keys and elements count as evaluated if they pass.
    pub(super) evaluating: Vec<NodeId>,
    /// What a `$dynamicRef` may mean, if that is not sure.
    pub(super) dynamic: Vec<NodeId>,
    pub(super) negated: Option<NodeId>,
    pub(super) object: Object,
    pub(super) array: Array,
    pub(super) min_length: u64,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<PatternId>,
}

/// What is said of objects.
#[derive(Clone, Debug, Default)]
pub(super) struct Object {
    pub(super) properties: IndexMap<String, NodeId>,
    pub(super) patterns: Vec<(PatternId, NodeId)>,
    pub(super) additional: Option<NodeId>,
    pub(super) unevaluated: Option<NodeId>,
    pub(super) names: Option<NodeId>,
    pub(super) required: BTreeSet<String>,
    /// What each key requires if it is there.
    pub(super) dependent: Vec<(String, Vec<String>)>,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

/// What is said of arrays.
#[derive(Clone, Debug, Default)]
pub(super) struct Array {
    pub(super) prefix: Vec<NodeId>,
    pub(super) items: Option<NodeId>,
    pub(super) unevaluated: Option<NodeId>,
    pub(super) has_contains: bool,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

impl Node {
    /// A schema that every value passes.
    pub(super) fn any(spot: Spot) -> Self {
        Self {
            spot,
            is_false: false,
            kinds: Kinds::ANY,
            values: None,
            all: Vec::new(),
            choices: Vec::new(),
            evaluating: Vec::new(),
            dynamic: Vec::new(),
            negated: None,
            object: Object::default(),
            array: Array::default(),
            min_length: 0,
            max_length: None,
            pattern: None,
        }
    }

    /// Whether it is `true`, or as good as that.
    pub(super) fn is_any(&self) -> bool {
        let Self { object, array, .. } = self;
        let is_plain = self.all.is_empty() && self.choices.is_empty() && self.values.is_none();
        is_plain
            && !self.is_false
            && self.kinds == Kinds::ANY
            && self.pattern.is_none()
            && object.properties.is_empty()
            && object.patterns.is_empty()
            && object.additional.is_none()
            && array.prefix.is_empty()
            && array.items.is_none()
    }
}

/// Where a schema stands. `Display` writes it as `$ref` would, `#/properties/name`, behind the name of the
/// document if that is not the first.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The document, if it is not the first.
    pub(super) document: Option<Arc<str>>,
    pub(super) place: Option<Arc<Place>>,
}

impl Spot {
    pub(super) fn below(&self, place: Option<Arc<Place>>) -> Self {
        Self { document: self.document.clone(), place }
    }

    pub(super) fn within(&self) -> Within {
        Within::new(self.place.clone(), false)
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.document.as_deref().unwrap_or_default())?;
        f.write_str("#")?;
        for segment in self.within().path().segments() {
            // RFC 6901.
            let key = segment.text().replace('~', "~0").replace('/', "~1");
            write!(f, "/{key}")?;
        }
        Ok(())
    }
}
