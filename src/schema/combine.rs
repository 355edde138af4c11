//! The keywords that combine schemas of one value: all of them, one of several, none.

use serde_json::Value;

use super::keywords::{At, names};
use super::kinds::Kinds;
use super::read::Reader;

impl<'v> Reader<'v> {
    /// What a keyword asks other schemas about the same value; whether it is one of those.
    pub(super) fn combination(&mut self, at: &At<'v, '_>) -> bool {
        let node = at.id.index();
        match at.keyword {
            "allOf" => {
                let all = self.list(at);
                self.nodes[node].evaluating.extend(&all);
                self.nodes[node].all.extend(all);
            }
            "anyOf" | "oneOf" => {
                let branches = self.list(at);
                self.nodes[node].evaluating.extend(&branches);
                if !branches.is_empty() {
                    let branches = branches.into_iter().map(|branch| vec![branch]).collect();
                    self.nodes[node].choices.push(branches);
                }
            }
            "if" => {
                let condition = self.one(at);
                let mut branch = |keyword| {
                    let value = at.keywords.get(keyword)?;
                    let above = self.nodes[node].spot.place.as_ref();
                    let at = At::new(at.id, at.keywords, (keyword, value), above);
                    Some(self.one(&at))
                };
                let (then, other) = (branch("then"), branch("else"));
                self.nodes[node].evaluating.push(condition);
                self.nodes[node].evaluating.extend(then.into_iter().chain(other));
                // What fails the condition is not said any closer.
                let passed = [condition].into_iter().chain(then).collect();
                self.nodes[node].choices.push(vec![passed, Vec::from_iter(other)]);
            }
            // Without a condition they say nothing, and still have to be schemas.
            "then" | "else" | "contentSchema" => {
                self.one(at);
            }
            "not" => {
                self.nodes[node].negated = Some(self.one(at));
                self.refusal(at);
            }
            "dependentSchemas" => {
                let schemas = self.map(at);
                self.nodes[node].evaluating.extend(schemas.into_iter().map(|(_, schema)| schema));
            }
            "$defs" | "definitions" => {
                self.map(at);
            }
            _ => return false,
        }
        true
    }

    /// What `not` takes away for sure: everything, whole kinds, or the empty text. All else only narrows
    /// what passes, and is passed over.
    fn refusal(&mut self, at: &At<'v, '_>) {
        let node = &mut self.nodes[at.id.index()];
        match at.value {
            Value::Bool(passes) => node.is_false |= passes,
            Value::Object(keywords) => match keywords.iter().next() {
                None => node.is_false = true,
                Some(_) if keywords.len() > 1 => {}
                // All integers are numbers, and not all numbers integers.
                Some((key, value)) if key == "type" => {
                    let names = names(value).filter(|name| *name != "integer");
                    let kinds = names.filter_map(Kinds::named);
                    node.kinds = kinds.fold(node.kinds, Kinds::without);
                }
                Some((key, value)) if key == "const" && value == "" => {
                    node.min_length = node.min_length.max(1);
                }
                Some((key, Value::Array(values)))
                    if key == "enum" && values.contains(&"".into()) =>
                {
                    node.min_length = node.min_length.max(1);
                }
                _ => {}
            },
            _ => {}
        }
    }
}
