//! What is known of the value at the end of a path.

use super::Schema;
use super::cases::{Case, Effort};
use super::kinds::Kinds;
use super::node::Node;
use super::told::{Absence, WIDTH};
use super::walk::Location;
use crate::value::{Kind, State, state};
use crate::visible::shown;

/// What every document that passes has at a path.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The schema allows too much at once: all else is what anything may be.
    pub(crate) is_unknown: bool,
    /// No document has it.
    pub(crate) impossible: Option<Absence>,
    /// Some documents may not have it.
    pub(crate) absent: Option<Absence>,
    /// The schema does not name it, and names other keys.
    pub(crate) undeclared: Option<Absence>,
    /// What it may be.
    pub(crate) kinds: Kinds,
    /// What it may be and not be empty.
    pub(crate) filled: Kinds,
    /// The same, without what it may be only where the schema does not name it.
    pub(crate) named: Kinds,
    /// What it may be and be empty or blank.
    pub(crate) blank: Kinds,
    /// What may be done in the schema about null, and about empty or blank texts, arrays and objects.
    pub(crate) no_null: String,
    pub(crate) no_blank: String,
}

impl Facts {
    /// Whether some documents have nothing there, or null.
    pub(crate) fn may_be_missing(&self) -> bool {
        self.impossible.is_some() || self.absent.is_some() || self.kinds.has(Kind::Null)
    }

    /// Whether every document has a text there that is not blank, a number or a boolean.
    pub(crate) fn is_default(&self) -> bool {
        !self.may_be_missing()
            && self.kinds.without(Kinds::SCALARS).is_empty()
            && self.blank.is_empty()
    }
}

impl Location<'_> {
    pub(super) fn facts(&self, schema: &Schema, effort: &Effort) -> Facts {
        let (mut kinds, mut filled, mut blank) = (Kinds::NONE, Kinds::NONE, Kinds::NONE);
        let mut named = Kinds::NONE;
        for case in &self.cases {
            let is_named = self.undeclared.is_none() || !schema.is_any(case);
            kinds = kinds.or(case.kinds);
            for kind in case.kinds.iter() {
                let (may_be_filled, may_be_blank) = match &case.values {
                    Some(values) => {
                        let own = || values.iter().filter(|value| Kind::of(value) == kind);
                        let is_value = |value: &&&_| state(value) == State::Value;
                        (own().any(|it| is_value(&it)), own().any(|it| !is_value(&it)))
                    }
                    None => schema.fillings(case, kind, effort),
                };
                let kind = Kinds::of(kind);
                filled = if may_be_filled { filled.or(kind) } else { filled };
                named = if may_be_filled && is_named { named.or(kind) } else { named };
                blank = if may_be_blank { blank.or(kind) } else { blank };
            }
        }
        if self.is_unknown {
            (kinds, filled, blank) = (Kinds::ANY, Kinds::ANY, Kinds::ANY);
            named = Kinds::ANY;
        }
        let blank = blank.without(Kinds::of(Kind::Null));
        // The schema of what may be null, or else the first.
        let nullable = self.cases.iter().find(|case| case.kinds.has(Kind::Null));
        let no_null = nullable.and_then(|case| schema.no_null(case));
        let case = nullable.or_else(|| self.cases.first());
        let id = case.and_then(|case| case.nodes.first());
        let at = id.map_or_else(String::new, |id| {
            format!(" at `{}`", shown(&schema.node(*id).spot.to_string(), WIDTH))
        });
        let keyword = match blank.iter().next() {
            Some(Kind::Array) => "`\"minItems\": 1`",
            Some(Kind::Object) => "`\"minProperties\": 1`",
            _ => "`\"pattern\": \"\\\\S\"`",
        };
        Facts {
            is_unknown: self.is_unknown,
            impossible: self.impossible.clone(),
            absent: self.absent.clone(),
            undeclared: self.undeclared.clone(),
            kinds,
            filled,
            named,
            blank,
            no_null: match kinds {
                Kinds::ANY => format!("let the schema say its `type`{at}"),
                _ => no_null.unwrap_or_else(|| format!("take `null` out of `type`{at}")),
            },
            no_blank: format!("let the schema rule it out ({keyword}{at})"),
        }
    }
}

impl Schema {
    /// Whether nothing is said of a case.
    fn is_any(&self, case: &Case<'_>) -> bool {
        case.values.is_none() && case.nodes.iter().all(|id| self.node(*id).is_any())
    }

    /// What keeps a case from being null, where its schemas say what it may be.
    fn no_null(&self, case: &Case<'_>) -> Option<String> {
        let mut nodes = case.nodes.iter().map(|id| self.node(*id));
        let says = |node: &&Node| node.values.is_some() || node.kinds != Kinds::ANY;
        let node = nodes.find(says)?;
        let keyword = match node.values.as_deref() {
            Some([_]) => "const",
            Some(_) => "enum",
            None => "type",
        };
        let spot = shown(&node.spot.to_string(), WIDTH);
        Some(format!("take `null` out of `{keyword}` at `{spot}`"))
    }

    /// Whether a value of that kind may be filled, and whether it may be empty or blank.
    fn fillings(&self, case: &Case<'_>, kind: Kind, effort: &Effort) -> (bool, bool) {
        let nodes = || case.nodes.iter().map(|id| self.node(*id));
        let least = |least: Option<u64>| least.unwrap_or(0);
        match kind {
            Kind::Array => {
                let is_empty = nodes().any(|node| node.array.max == Some(0));
                (!is_empty, least(nodes().map(|node| node.array.min).max()) == 0)
            }
            Kind::Object => {
                let is_empty = nodes().any(|node| node.object.max == Some(0));
                let is_filled =
                    nodes().any(|node| node.object.min > 0 || !node.object.required.is_empty());
                (!is_empty, !is_filled)
            }
            Kind::Text => {
                let is_empty = nodes().any(|node| node.max_length == Some(0));
                let least = least(nodes().map(|node| node.min_length).max());
                let rules_out = |id| !effort.may_be_blank(self.patterns(), id, least);
                let is_filled = nodes().filter_map(|node| node.pattern).any(rules_out);
                (!is_empty, !is_filled)
            }
            Kind::Null => (false, false),
            Kind::Bool | Kind::Number => (true, false),
        }
    }
}
