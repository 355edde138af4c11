//! From JSON documents to schemas that know each other: references are looked up, and nothing is fetched.

use std::collections::{HashMap, HashSet};
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};

use referencing::{Draft, Registry, Resolver, ResourceRef, Retrieve, Uri};
use serde_json::Value;

use super::circle::circles;
use super::node::{Node, NodeId, Spot};
use super::pattern::Patterns;
use super::read::Reader;
use crate::error::{Error, ErrorKind, Problem, Problems, SchemaFault};
use crate::path::{JSON_DEPTH, Place, Segment};
use crate::value::depth;
use crate::visible::visible;

/// A document with the name by which others refer to it.
pub(super) type Named<'v> = (&'v str, &'v Value);

/// Stands in for every document that was not given, and remembers which.
#[derive(Clone, Debug, Default)]
struct Absent(Arc<Mutex<HashSet<String>>>);

impl Retrieve for Absent {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn StdError + Send + Sync>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(uri.as_str().to_owned());
        Ok(Value::Bool(true))
    }
}

/// The schemas of all documents, the first document's own before all others.
pub(super) fn load(schema: &Value, others: &[Named<'_>]) -> Result<Loaded, Error> {
    let documents: Vec<_> = [("", schema)].into_iter().chain(others.iter().copied()).collect();
    for (name, document) in &documents {
        if depth(document) > JSON_DEPTH {
            let error = Error::nowhere(ErrorKind::TreeTooDeep { limit: JSON_DEPTH });
            return Err(if name.is_empty() { error } else { error.named(*name) });
        }
    }
    let absent = Absent::default();
    let (base, registry) = match registry(&documents, &absent) {
        Ok(registry) => registry,
        Err(error) => {
            // Mostly the place is known.
            let mut reader = Reader::default();
            read(&documents, &mut reader);
            let fault = SchemaFault::Reference {
                reference: "$id".to_owned(),
                reason: format!("cannot be used: {error}"),
            };
            let nowhere = Error::nowhere(ErrorKind::Schema(fault.into()));
            return Err(refusal(reader).unwrap_or(nowhere));
        }
    };
    let mut reader = Reader::default();
    let roots = read(&documents, &mut reader);
    let resolvers = documents.iter().map(|(name, document)| {
        let uri = place(&base, name).unwrap_or_else(|_| base.clone());
        below_id(&registry.resolver(uri), document)
    });
    let resolvers = roots.into_iter().zip(resolvers).collect();
    Lookup { reader: &mut reader, absent: &absent, documents: &documents, resolvers, spots: None }
        .look_up_all();
    for (id, way) in circles(&reader.nodes) {
        let fault = SchemaFault::Circle { way };
        let place = reader.nodes[id.index()].spot.place.clone();
        let help = "a circle has to lead through a key or an element: `properties`, `items`";
        reader.complain(id, place, fault, help);
    }
    if !reader.problems.is_empty() {
        if let Some(error) = refusal(reader) {
            return Err(error);
        }
        unreachable!("a problem makes an error");
    }
    let Reader { nodes, patterns, notes, .. } = reader;
    Ok(Loaded { nodes, patterns, notes })
}

/// Schemas, the root of the first document before all others.
pub(super) struct Loaded {
    pub(super) nodes: Vec<Node>,
    pub(super) patterns: Patterns,
    /// Patterns that are not read, by document.
    pub(super) notes: Vec<(Option<Arc<str>>, Problem)>,
}

/// The root of each document, when all that they hold has been read.
fn read<'v>(documents: &[Named<'v>], reader: &mut Reader<'v>) -> Vec<NodeId> {
    let root = |(name, document): &Named<'v>| {
        let document_name = (!name.is_empty()).then(|| Arc::from(*name));
        reader.schema(document, None, || Spot { document: document_name, place: None })
    };
    let roots = documents.iter().map(root).collect();
    reader.read_all();
    roots
}

/// Where a document is: the first at the root, the others by their names, relative to its `$id`.
fn place(base: &Uri<String>, name: &str) -> Result<Uri<String>, referencing::Error> {
    match name {
        "" => referencing::uri::from_str(""),
        name => referencing::uri::resolve_against(&base.borrow(), name),
    }
}

/// The resolver of what stands below the `$id` of a schema, if it has one.
fn below_id<'r>(resolver: &Resolver<'r>, schema: &Value) -> Resolver<'r> {
    let resource = ResourceRef::new(schema, Draft::Draft202012);
    resolver.in_subresource(resource).unwrap_or_else(|_| resolver.clone())
}

/// All documents, and what their names are relative to.
fn registry<'v>(
    documents: &[Named<'v>],
    absent: &Absent,
) -> Result<(Uri<String>, Registry<'v>), referencing::Error> {
    let id = documents.first().and_then(|(_, schema)| schema.get("$id")?.as_str());
    let id = id.and_then(|id| id.split('#').next()).unwrap_or_default();
    let base = referencing::uri::from_str(id)?;
    let mut builder = Registry::new()
        .draft(Draft::Draft202012)
        .retrieve_known_draft_meta_schemas(false)
        .retriever(absent.clone());
    for (name, document) in documents {
        let uri = place(&base, name)?;
        builder = builder.add(uri.as_str(), ResourceRef::new(document, Draft::Draft202012))?;
    }
    Ok((base, builder.prepare()?))
}

/// The problems of the first document that has any.
fn refusal(reader: Reader<'_>) -> Option<Error> {
    let mut problems = reader.problems.into_iter().peekable();
    let document = problems.peek()?.0.clone();
    let own = problems.filter(|(of, _)| *of == document).map(|(_, problem)| problem);
    let error = Problems { kept: own.collect(), ..Problems::default() }.into_error()?;
    Some(match document {
        Some(name) => error.named(&*name),
        None => error,
    })
}

/// Looks up the references of schemas, and reads what only a reference leads to.
struct Lookup<'l, 'r> {
    reader: &'l mut Reader<'r>,
    absent: &'l Absent,
    documents: &'l [Named<'l>],
    /// Where each schema looks up its references.
    resolvers: HashMap<NodeId, Resolver<'r>>,
    /// Where every value of the documents stands, once somebody has asked.
    spots: Option<HashMap<*const Value, Spot>>,
}

impl<'r> Lookup<'_, 'r> {
    fn look_up_all(&mut self) {
        let mut next = 0;
        while next < self.reader.nodes.len() {
            let id = NodeId::new(next);
            next += 1;
            let Some(here) = self.resolver(id) else { continue };
            let raw = &self.reader.raw[id.index()];
            let (reference, dynamic) = (raw.reference, raw.dynamic);
            if let Some(target) = reference.and_then(|it| self.look_up(id, &here, "$ref", it)) {
                let node = &mut self.reader.nodes[id.index()];
                node.all.push(target);
                node.evaluating.push(target);
            }
            let target = dynamic.and_then(|it| self.look_up(id, &here, "$dynamicRef", it));
            if let Some(target) = target {
                self.settle_dynamic(id, target);
            }
            self.resolvers.insert(id, here);
        }
    }

    /// Where a schema looks up its references: below its `$id`, or where its parent does.
    fn resolver(&self, id: NodeId) -> Option<Resolver<'r>> {
        let raw = &self.reader.raw[id.index()];
        if let Some(known) = self.resolvers.get(&id) {
            return Some(known.clone());
        }
        let above = self.resolvers.get(&raw.parent?)?;
        Some(below_id(above, raw.value))
    }

    /// The schema that a reference means.
    fn look_up(
        &mut self,
        id: NodeId,
        here: &Resolver<'r>,
        keyword: &'static str,
        reference: &'r str,
    ) -> Option<NodeId> {
        let (fault, help) = match self.absent(here, reference) {
            Some(document) => remote(reference, document),
            None => match here.lookup(reference) {
                Ok(found) => {
                    let (value, there, _) = found.into_inner();
                    return Some(self.target(value, there));
                }
                Err(referencing::Error::Unretrievable { uri, .. }) => remote(reference, uri),
                Err(error) => nowhere(reference, &error),
            },
        };
        let above = self.reader.nodes[id.index()].spot.place.clone();
        let place = Place::below(above, Segment::Key(keyword.into()));
        self.reader.complain(id, Some(place), fault, &help);
        None
    }

    /// The document that a reference means, if it was not given.
    fn absent(&self, resolver: &Resolver<'r>, reference: &str) -> Option<String> {
        let document = reference.split('#').next().filter(|document| !document.is_empty())?;
        let uri = resolver.resolve_uri(&resolver.base_uri().borrow(), document).ok()?;
        let absent = self.absent.0.lock().unwrap_or_else(PoisonError::into_inner);
        absent.contains(uri.as_str()).then(|| uri.as_str().to_owned())
    }

    fn target(&mut self, value: &'r Value, resolver: Resolver<'r>) -> NodeId {
        if self.reader.knows(value) {
            return self.reader.schema(value, None, || unreachable!("it is known"));
        }
        let spots = self.spots.get_or_insert_with(|| spots(self.documents));
        let address = std::ptr::from_ref(value);
        // What was not given and is there anyway is the schema of schemas.
        let elsewhere = || {
            let document = Some(resolver.base_uri().as_str().into());
            Spot { document, place: None }
        };
        let spot = spots.get(&address).cloned().unwrap_or_else(elsewhere);
        let id = self.reader.schema(value, None, || spot);
        self.resolvers.insert(id, resolver);
        self.reader.read_all();
        id
    }

    /// Which schema a `$dynamicRef` means depends on the way that led there: it is one of those with its
    /// anchor.
    fn settle_dynamic(&mut self, id: NodeId, target: NodeId) {
        let raw = &self.reader.raw[id.index()];
        let anchor = raw.dynamic.and_then(|reference| reference.rsplit('#').next());
        let all = anchor.and_then(|anchor| self.reader.dynamic_anchors.get(anchor));
        let others = all.filter(|all| all.contains(&target)).cloned().unwrap_or_default();
        let node = &mut self.reader.nodes[id.index()];
        if others.len() < 2 {
            node.all.push(target);
            node.evaluating.push(target);
            return;
        }
        node.evaluating.extend(&others);
        node.dynamic.clone_from(&others);
        node.choices.push(others.into_iter().map(|other| vec![other]).collect());
    }
}

fn remote(reference: &str, document: String) -> (SchemaFault, String) {
    // The base of what has no name of its own.
    let document = document.strip_prefix("json-schema:///").map(str::to_owned).unwrap_or(document);
    let document = visible(&document);
    let help = format!("give that document too, under the name `{document}` or with that `$id`");
    (SchemaFault::Remote { reference: reference.to_owned(), document }, help)
}

fn nowhere(reference: &str, error: &referencing::Error) -> (SchemaFault, String) {
    use referencing::Error;
    let (reason, help) = match error {
        Error::PointerToNowhere { .. } | Error::InvalidArrayIndex { .. } => {
            ("leads nowhere", "a pointer names every key on the way: `#/$defs/name`")
        }
        Error::NoSuchAnchor { .. } | Error::InvalidAnchor { .. } => {
            ("names an anchor that no schema has", "a pointer begins with `#/`: `#/$defs/name`")
        }
        _ => ("is no reference that can be looked up", "write it as a URI: `#/$defs/name`"),
    };
    let fault =
        SchemaFault::Reference { reference: reference.to_owned(), reason: reason.to_owned() };
    (fault, help.to_owned())
}

/// Where every value of the documents stands.
fn spots<'v>(documents: &[Named<'v>]) -> HashMap<*const Value, Spot> {
    let mut spots = HashMap::new();
    let root = |(name, value): &Named<'v>| {
        let document = (!name.is_empty()).then(|| Arc::from(*name));
        (std::ptr::from_ref(*value), *value, Spot { document, place: None })
    };
    let mut waiting: Vec<(*const Value, &Value, Spot)> = documents.iter().map(root).collect();
    while let Some((address, value, spot)) = waiting.pop() {
        let mut below = |segment, value: &'v Value| {
            let place = Place::below(spot.place.clone(), segment);
            waiting.push((std::ptr::from_ref(value), value, spot.below(Some(place))));
        };
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| below(Segment::Index(index), item));
            }
            Value::Object(fields) => {
                let fields = fields.iter();
                fields.for_each(|(key, value)| below(Segment::Key(key.clone().into()), value));
            }
            _ => {}
        }
        spots.insert(address, spot);
    }
    spots
}
