//! One step down: what a case says of a key, or of an element.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::Schema;
use super::cases::{Case, Effort, TooMany};
use super::kinds::Kinds;
use super::node::{Node, NodeId, Spot};
use crate::value::Kind;

/// What stands one step below a value.
pub(super) enum Child<'s> {
    /// Nothing ever does, since this keyword says so.
    Impossible(&'static str, Spot),
    /// What has to pass these schemas too, if it is there.
    Possible { case: Case<'s>, schemas: Vec<NodeId>, is_sure: bool, is_declared: bool },
}

impl Schema {
    /// What an object has under a key.
    pub(super) fn below_key<'s>(
        &'s self,
        case: &Case<'s>,
        key: &str,
        effort: &Effort,
    ) -> Result<Child<'s>, TooMany> {
        effort.spend(1 + case.nodes.len())?;
        let (mut schemas, mut is_declared) = (Vec::new(), false);
        for node in case.nodes.iter().map(|id| self.node(*id)) {
            let object = &node.object;
            let closed = |keyword| Ok(Child::Impossible(keyword, node.spot.clone()));
            let is_false = |id: NodeId| self.node(id).is_false;
            if object.max == Some(0) {
                return closed("maxProperties");
            }
            let named = object.properties.get(key).copied();
            if named.is_some_and(is_false) {
                return closed("properties");
            }
            schemas.extend(named);
            let (mut is_met, mut may_be_met) = (named.is_some(), false);
            for (pattern, schema) in &object.patterns {
                match self.patterns().fits(*pattern, key) {
                    Some(true) if is_false(*schema) => return closed("patternProperties"),
                    Some(true) => {
                        schemas.push(*schema);
                        is_met = true;
                    }
                    Some(false) => {}
                    None => may_be_met = true,
                }
            }
            effort.spend(object.patterns.len())?;
            is_declared |= is_met || may_be_met || object.required.contains(key);
            if let Some(additional) = object.additional.filter(|_| !is_met && !may_be_met) {
                if is_false(additional) {
                    return closed("additionalProperties");
                }
                is_declared |= !self.node(additional).is_any();
                schemas.push(additional);
            }
            if let Some(names) = object.names {
                if !self.may_be_text(names, key, effort)? {
                    return closed("propertyNames");
                }
            }
        }
        for id in &case.nodes {
            let node = self.node(*id);
            let Some(unevaluated) = node.object.unevaluated else { continue };
            let may_evaluate = |node: &Node, is_own: bool| {
                let Node { object, .. } = node;
                object.properties.contains_key(key)
                    || object.additional.is_some()
                    || (!is_own && object.unevaluated.is_some())
                    || object
                        .patterns
                        .iter()
                        .any(|(pattern, _)| self.patterns().fits(*pattern, key) != Some(false))
            };
            if self.evaluates(*id, may_evaluate, effort)? {
                continue;
            }
            if self.node(unevaluated).is_false {
                return Ok(Child::Impossible("unevaluatedProperties", node.spot.clone()));
            }
            is_declared |= !self.node(unevaluated).is_any();
            schemas.push(unevaluated);
        }
        let required = self.required(case);
        let below = |value: &'s Value| value.as_object().and_then(|fields| fields.get(key));
        let is_sure = required.contains(key);
        Ok(self.possible(case, (Kind::Object, below), schemas, is_sure, is_declared))
    }

    /// What an array has at an index.
    pub(super) fn below_index<'s>(
        &'s self,
        case: &Case<'s>,
        index: usize,
        effort: &Effort,
    ) -> Result<Child<'s>, TooMany> {
        effort.spend(1 + case.nodes.len())?;
        let at = index as u64;
        let (mut schemas, mut is_declared, mut least) = (Vec::new(), false, 0);
        for id in &case.nodes {
            let node = self.node(*id);
            let array = &node.array;
            if array.max.is_some_and(|most| most <= at) {
                return Ok(Child::Impossible("maxItems", node.spot.clone()));
            }
            least = least.max(array.min);
            let (keyword, schema) = match (array.prefix.get(index), array.items) {
                (Some(own), _) => ("prefixItems", Some(*own)),
                (None, Some(items)) => ("items", Some(items)),
                (None, None) => {
                    let may_evaluate = |node: &Node, is_own: bool| {
                        let Node { array, .. } = node;
                        array.prefix.len() > index
                            || array.items.is_some()
                            || array.has_contains
                            || (!is_own && array.unevaluated.is_some())
                    };
                    let schema = match array.unevaluated {
                        Some(_) if self.evaluates(*id, may_evaluate, effort)? => None,
                        unevaluated => unevaluated,
                    };
                    ("unevaluatedItems", schema)
                }
            };
            if schema.is_some_and(|schema| self.node(schema).is_false) {
                return Ok(Child::Impossible(keyword, node.spot.clone()));
            }
            is_declared |= schema.is_some();
            schemas.extend(schema);
        }
        let below = |value: &'s Value| value.as_array().and_then(|items| items.get(index));
        Ok(self.possible(case, (Kind::Array, below), schemas, least > at, is_declared))
    }

    fn possible<'s>(
        &'s self,
        case: &Case<'s>,
        (kind, below): (Kind, impl Fn(&'s Value) -> Option<&'s Value>),
        schemas: Vec<NodeId>,
        is_sure: bool,
        is_declared: bool,
    ) -> Child<'s> {
        let Some(values) = &case.values else {
            return Child::Possible { case: Case::any(), schemas, is_sure, is_declared };
        };
        let holders = values.iter().filter(|value| Kind::of(value) == kind);
        let (mut found, mut is_everywhere) = (Vec::new(), true);
        for holder in holders {
            match below(holder) {
                Some(value) => found.push(value),
                None => is_everywhere = false,
            }
        }
        if found.is_empty() {
            let with_values = |id: &&NodeId| self.node(**id).values.is_some();
            // Those that came from above have no schema of their own.
            let id = case.nodes.iter().find(with_values).or_else(|| case.nodes.first());
            let spot = id.map_or_else(|| self.root_spot(), |id| self.node(*id).spot.clone());
            return Child::Impossible("enum", spot);
        }
        let kinds = Kinds::of_all(found.iter().copied());
        let case = Case { nodes: BTreeSet::new(), kinds, values: Some(found) };
        Child::Possible { case, schemas, is_sure: is_sure || is_everywhere, is_declared: true }
    }

    /// The keys that every object of the case has.
    fn required(&self, case: &Case<'_>) -> HashSet<&str> {
        /// Longer chains of keys that require each other are not followed.
        const ROUNDS: usize = 8;
        let objects = || case.nodes.iter().map(|id| &self.node(*id).object);
        let mut required: HashSet<&str> =
            objects().flat_map(|object| &object.required).map(String::as_str).collect();
        for _ in 0..ROUNDS {
            let before = required.len();
            for (key, others) in objects().flat_map(|object| &object.dependent) {
                if required.contains(&**key) {
                    required.extend(others.iter().map(String::as_str));
                }
            }
            if required.len() == before {
                break;
            }
        }
        required
    }

    /// Whether a schema, or one that the same value may have passed for it, may have evaluated something.
    fn evaluates(
        &self,
        id: NodeId,
        may_evaluate: impl Fn(&Node, bool) -> bool,
        effort: &Effort,
    ) -> Result<bool, TooMany> {
        let (mut met, mut waiting) = (HashSet::from([id]), vec![id]);
        while let Some(next) = waiting.pop() {
            let node = self.node(next);
            effort.spend(1 + node.object.patterns.len())?;
            if may_evaluate(node, next == id) {
                return Ok(true);
            }
            waiting.extend(node.evaluating.iter().filter(|other| met.insert(**other)));
        }
        Ok(false)
    }

    /// Whether a schema lets a text through, as far as that is known.
    fn may_be_text(&self, id: NodeId, text: &str, effort: &Effort) -> Result<bool, TooMany> {
        let cases = self.cases(Case::any(), vec![id], effort)?;
        let may_be = |case: &Case<'_>| {
            case.kinds.has(Kind::Text)
                && case.values.as_ref().is_none_or(|values| values.iter().any(|it| *it == text))
                && case.nodes.iter().all(|id| self.lets_text_through(self.node(*id), text))
        };
        Ok(cases.iter().any(may_be))
    }
}
