//! Reads schemas out of JSON, keyword by keyword: what each says, and which other schemas it holds.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cases::has;
use super::keywords::{At, key_below, way_to_2020_12, whole};
use super::kinds::Kinds;
use super::node::{Node, NodeId, PatternId, Spot};
use super::pattern::Patterns;
use crate::error::{ErrorKind, Problem, SchemaFault};
use crate::nearest::nearest;
use crate::path::{Place, Segment};
use crate::value::Kind;

/// A schema of which only the place is known, until it is read.
pub(super) struct Raw<'v> {
    pub(super) value: &'v Value,
    /// The schema that it stands in, if a keyword of that holds it.
    pub(super) parent: Option<NodeId>,
    pub(super) reference: Option<&'v str>,
    pub(super) dynamic: Option<&'v str>,
}

/// Reads each schema once.
#[derive(Default)]
pub(super) struct Reader<'v> {
    pub(super) nodes: Vec<Node>,
    pub(super) raw: Vec<Raw<'v>>,
    pub(super) patterns: Patterns,
    /// By the address of the JSON that it is.
    known: HashMap<*const Value, NodeId>,
    /// By the name of a dynamic anchor.
    pub(super) dynamic_anchors: HashMap<&'v str, Vec<NodeId>>,
    /// So many have been read.
    read: usize,
    pub(super) problems: Vec<(Option<Arc<str>>, Problem)>,
    /// Patterns that are not read.
    pub(super) notes: Vec<(Option<Arc<str>>, Problem)>,
}

/// What a schema of `$schema` is read as.
const DIALECTS: [&str; 4] = [
    "https://json-schema.org/draft/2020-12/schema",
    "http://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/schema",
    "http://json-schema.org/schema",
];

const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];

impl<'v> Reader<'v> {
    /// The number of the schema that is this JSON, which is read later if it is met for the first time.
    pub(super) fn schema(
        &mut self,
        value: &'v Value,
        parent: Option<NodeId>,
        spot: impl FnOnce() -> Spot,
    ) -> NodeId {
        *self.known.entry(std::ptr::from_ref(value)).or_insert_with(|| {
            self.nodes.push(Node::any(spot()));
            self.raw.push(Raw { value, parent, reference: None, dynamic: None });
            NodeId::new(self.nodes.len() - 1)
        })
    }

    /// Whether that JSON has been met as a schema.
    pub(super) fn knows(&self, value: &Value) -> bool {
        self.known.contains_key(&std::ptr::from_ref(value))
    }

    /// Reads what was met, and what it holds.
    pub(super) fn read_all(&mut self) {
        while self.read < self.nodes.len() {
            let id = NodeId::new(self.read);
            self.read += 1;
            match self.raw[id.index()].value {
                Value::Bool(passes) => self.nodes[id.index()].is_false = !passes,
                Value::Object(keywords) => self.keywords(id, keywords),
                other => {
                    let fault = SchemaFault::NotASchema { found: Kind::of(other) };
                    let place = self.nodes[id.index()].spot.place.clone();
                    let help = "`true` lets every value pass, `false` none";
                    self.complain(id, place, fault, help);
                }
            }
        }
    }

    fn keywords(&mut self, id: NodeId, keywords: &'v Map<String, Value>) {
        for (keyword, value) in keywords {
            let above = self.nodes[id.index()].spot.place.as_ref();
            let at = At::new(id, keywords, (keyword, value), above);
            self.keyword(&at);
        }
        let node = &mut self.nodes[id.index()];
        // Elements that are asked for are there.
        if node.array.has_contains {
            let least = keywords.get("minContains").map_or(Some(1), whole);
            node.array.min = node.array.min.max(least.unwrap_or(0));
        }
    }

    fn keyword(&mut self, at: &At<'v, '_>) {
        if self.reference(at) || self.combination(at) || self.object(at) || self.array(at) {
            return;
        }
        let node = at.id.index();
        match at.keyword {
            "type" => self.kinds(at),
            "const" => self.values(at, std::slice::from_ref(at.value)),
            "enum" => match at.value {
                Value::Array(values) => self.values(at, values),
                _ => self.refuse(at, "an array of values", ""),
            },
            "minLength" => {
                let least = self.count(at).unwrap_or(0);
                self.nodes[node].min_length = self.nodes[node].min_length.max(least);
            }
            "maxLength" => self.nodes[node].max_length = self.count(at),
            "minContains" | "maxContains" => {
                self.count(at);
            }
            "pattern" => match at.value {
                Value::String(pattern) => {
                    self.nodes[node].pattern =
                        Some(self.pattern(at.id, Arc::clone(&at.place), pattern));
                }
                _ => self.refuse(at, "a regular expression", ""),
            },
            _ => {}
        }
    }

    /// `$ref` and what names schemas.
    fn reference(&mut self, at: &At<'v, '_>) -> bool {
        let id = at.id;
        let is_known = matches!(
            at.keyword,
            "$ref" | "$dynamicRef" | "$schema" | "$id" | "$anchor" | "$dynamicAnchor"
        );
        let Value::String(text) = at.value else {
            if is_known {
                self.refuse(at, "a text", "");
            }
            return is_known;
        };
        match at.keyword {
            "$ref" => self.raw[id.index()].reference = Some(text),
            "$dynamicRef" => self.raw[id.index()].dynamic = Some(text),
            "$id" => {}
            "$dynamicAnchor" => {
                self.dynamic_anchors.entry(text).or_default().push(id);
                return true;
            }
            "$schema" if !DIALECTS.contains(&text.trim_end_matches('#')) => {
                let fault = SchemaFault::Draft { dialect: text.clone() };
                self.complain(id, Some(Arc::clone(&at.place)), fault, way_to_2020_12(text));
                return true;
            }
            _ => return is_known,
        }
        if referencing::uri::from_str(text).is_err() {
            let reason = "is no URI".to_owned();
            let fault = SchemaFault::Reference { reference: text.clone(), reason };
            self.complain(
                id,
                Some(Arc::clone(&at.place)),
                fault,
                "write spaces and other characters as `%20`",
            );
        }
        true
    }

    fn kinds(&mut self, at: &At<'v, '_>) {
        const WANTS: &str = "the name of a type, or an array of those";
        let names = match at.value {
            Value::Array(names) if !names.is_empty() => names.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut kinds = Kinds::NONE;
        for (index, value) in names.iter().enumerate() {
            let name = value.as_str().unwrap_or_default();
            if let Some(kind) = Kinds::named(name) {
                kinds = kinds.or(kind);
                continue;
            }
            let near = nearest(name, TYPES.into_iter().map(Into::into));
            let help = match near.first() {
                Some(near) => format!("did you mean `{near}`?"),
                None if name == "text" => "did you mean `string`?".to_owned(),
                None => format!("the types are {}", TYPES.join(", ")),
            };
            let below = || Place::below(Some(Arc::clone(&at.place)), Segment::Index(index));
            let is_whole = std::ptr::eq(value, at.value);
            let place = if is_whole { Arc::clone(&at.place) } else { below() };
            return self.refuse(&At { value, place, ..*at }, WANTS, &help);
        }
        let node = &mut self.nodes[at.id.index()];
        node.kinds = node.kinds.and(kinds);
    }

    /// Both `const` and `enum` have to agree.
    fn values(&mut self, at: &At<'v, '_>, values: &[Value]) {
        let node = &mut self.nodes[at.id.index()];
        let values = match &node.values {
            Some(known) => known.iter().filter(|it| has(values, it)).cloned().collect(),
            None => values.into(),
        };
        node.values = Some(values);
    }

    /// A number of characters, elements or keys.
    pub(super) fn count(&mut self, at: &At<'v, '_>) -> Option<u64> {
        let count = whole(at.value);
        if count.is_none() {
            self.refuse(at, "a whole number of at least 0", "");
        }
        count
    }

    pub(super) fn pattern(&mut self, id: NodeId, place: Arc<Place>, pattern: &str) -> PatternId {
        let (row, fault) = self.patterns.add(pattern);
        if let Some(reason) = fault {
            let fault = SchemaFault::Pattern { pattern: pattern.to_owned(), reason };
            let (document, problem) = self.problem(id, Some(place), fault);
            let help = "nothing is claimed of the texts and keys that it is about";
            self.notes.push((document, problem.with_help(help)));
        }
        row
    }

    /// The schema that a keyword has.
    pub(super) fn one(&mut self, at: &At<'v, '_>) -> NodeId {
        self.below(at.id, at.value, Some(Arc::clone(&at.place)))
    }

    fn below(&mut self, id: NodeId, value: &'v Value, place: Option<Arc<Place>>) -> NodeId {
        let spot = self.nodes[id.index()].spot.below(place);
        self.schema(value, Some(id), || spot)
    }

    /// The schemas that a keyword has in an array.
    pub(super) fn list(&mut self, at: &At<'v, '_>) -> Vec<NodeId> {
        let Some(items) = at.value.as_array().filter(|items| !items.is_empty()) else {
            self.refuse(at, "an array of schemas, at least one", "");
            return Vec::new();
        };
        let item = |(index, item)| {
            let place = Place::below(Some(Arc::clone(&at.place)), Segment::Index(index));
            self.below(at.id, item, Some(place))
        };
        items.iter().enumerate().map(item).collect()
    }

    /// The schemas that a keyword has in an object.
    pub(super) fn map(&mut self, at: &At<'v, '_>) -> Vec<(&'v str, NodeId)> {
        let Value::Object(fields) = at.value else {
            self.refuse(at, "an object of schemas", "");
            return Vec::new();
        };
        let field = |(key, schema): (&'v String, &'v Value)| {
            let place = key_below(&at.place, key);
            (&**key, self.below(at.id, schema, Some(place)))
        };
        fields.iter().map(field).collect()
    }

    /// Tells that a keyword has the wrong value.
    pub(super) fn refuse(&mut self, at: &At<'v, '_>, wants: &'static str, help: &str) {
        let found = match at.value {
            Value::String(text) => format!("`{text}`"),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
            other => Kind::of(other).to_string(),
        };
        let fault = SchemaFault::Keyword { keyword: at.keyword.to_owned(), wants, found };
        self.complain(at.id, Some(Arc::clone(&at.place)), fault, help);
    }

    pub(super) fn complain(
        &mut self,
        id: NodeId,
        place: Option<Arc<Place>>,
        fault: SchemaFault,
        help: &str,
    ) {
        let (document, problem) = self.problem(id, place, fault);
        let problem = if help.is_empty() { problem } else { problem.with_help(help) };
        self.problems.push((document, problem));
    }

    fn problem(
        &self,
        id: NodeId,
        place: Option<Arc<Place>>,
        fault: SchemaFault,
    ) -> (Option<Arc<str>>, Problem) {
        let spot = self.nodes[id.index()].spot.below(place);
        let problem = Problem::with_value(ErrorKind::Schema(fault.into()), &spot.within());
        (spot.document, problem)
    }
}
