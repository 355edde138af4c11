//! Sets of kinds of value.

use serde_json::Value;

use crate::value::Kind;

/// Some of the six kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kinds(u8);

/// In the order in which messages name them.
const ALL: [Kind; 6] =
    [Kind::Text, Kind::Number, Kind::Bool, Kind::Array, Kind::Object, Kind::Null];

impl Kinds {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ANY: Self = Self(0b11_1111);
    /// What has a text without a filter.
    pub(crate) const SCALARS: Self = Self(0b00_0111);
    pub(crate) const CONTAINERS: Self = Self(0b01_1000);

    pub(crate) const fn of(kind: Kind) -> Self {
        Self(match kind {
            Kind::Text => 1,
            Kind::Number => 1 << 1,
            Kind::Bool => 1 << 2,
            Kind::Array => 1 << 3,
            Kind::Object => 1 << 4,
            Kind::Null => 1 << 5,
        })
    }

    pub(crate) fn of_all<'v>(values: impl IntoIterator<Item = &'v Value>) -> Self {
        values.into_iter().fold(Self::NONE, |kinds, value| kinds.or(Self::of(Kind::of(value))))
    }

    /// What the keyword `type` calls so.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(Self::of(match name {
            "string" => Kind::Text,
            "number" | "integer" => Kind::Number,
            "boolean" => Kind::Bool,
            "array" => Kind::Array,
            "object" => Kind::Object,
            "null" => Kind::Null,
            _ => return None,
        }))
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) const fn has(self, kind: Kind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Kind> {
        ALL.into_iter().filter(move |kind| self.has(*kind))
    }

    /// `a text`, `a text or null`, `a text, a number or null`.
    pub(crate) fn listed(self) -> String {
        let names: Vec<_> = self.iter().map(|kind| kind.to_string()).collect();
        match names.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{} or {last}", others.join(", "))
            }
            Some((only, _)) => only.clone(),
            None => "nothing".to_owned(),
        }
    }
}
