//! From the JSON of a catalog to the messages of a locale, in one walk: no tree is built of it.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::form::Member;
use super::keys::Keys;
use super::locale::{Origin, Placed, Row, Table};
use super::manner::Manner;
use super::message::Body;
use super::unread::Remark;
use crate::error::{CatalogFault, ErrorKind, Problem};
use crate::finding::Findings;
use crate::locale::{Counting, PluralCategory};
use crate::nearest::nearest;
use crate::path::{JSON_DEPTH, Place, Segment, Within};
use crate::span::Locator;
use crate::value::Kind;

/// The longest key, in bytes: all keys of an object begin with its own.
pub(super) const LONGEST_KEY: usize = 1024;
/// How a number looks where `serde_json` keeps its digits (its feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// Where the walk is, and what it found.
pub(super) struct Reader<'r> {
    keys: &'r mut Keys,
    table: &'r mut Table,
    manner: &'r Manner,
    catalog: usize,
    /// The key of what is being read, with its namespace.
    key: String,
    /// Where its segments begin.
    starts: Vec<usize>,
    pub(super) findings: Findings,
    pub(super) is_too_deep: bool,
}

/// What a value turned out to be.
pub(super) enum Child {
    Message(Row),
    /// An object all of whose members are plural forms.
    Plural(Vec<(Member, Row)>),
    /// Any other object.
    Object,
    /// What cannot be a catalog.
    Bare(Kind),
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        (keys, table): (&'r mut Keys, &'r mut Table),
        manner: &'r Manner,
        catalog: usize,
        namespace: Option<&str>,
    ) -> Self {
        let key = namespace.map_or_else(String::new, |namespace| format!("{namespace}:"));
        let findings = Findings::default();
        Self { keys, table, manner, catalog, key, starts: Vec::new(), findings, is_too_deep: false }
    }

    pub(super) fn read<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<Child, D::Error> {
        Node(self).deserialize(value)
    }

    fn push(&mut self, segment: &str) {
        if !self.starts.is_empty() {
            self.key.push('.');
        }
        self.starts.push(self.key.len());
        self.key.push_str(segment);
    }

    fn segment(&self) -> &str {
        self.starts.last().map_or("", |start| &self.key[*start..])
    }

    fn within(&self) -> Within {
        let ends = self.starts[1..].iter().map(|start| start - 1).chain([self.key.len()]);
        let place = self.starts.iter().zip(ends).fold(None, |parent, (start, end)| {
            let segment = Segment::Key(self.key[*start..end].to_owned().into());
            Some(Place::below(parent, segment))
        });
        Within::new(place, false)
    }

    fn report(&mut self, fault: CatalogFault) {
        let within = self.within();
        let problem = Problem::with_value(ErrorKind::Catalog(fault), &within);
        self.findings.push_with(self.manner.limit(), |_| problem);
    }

    fn text(&mut self, text: &str) -> Child {
        if self.starts.is_empty() {
            return Child::Bare(Kind::Text);
        }
        let mut remarks = Vec::new();
        let body = self.manner.body(text, &mut remarks);
        let why = if remarks.is_empty() { None } else { self.remark(text, remarks) };
        self.message(body.or(why).unwrap_or(Body::Untranslated))
    }

    /// Reports what there is to tell of a text; the text as what it is if it cannot be used.
    fn remark(&mut self, text: &str, remarks: Vec<Remark>) -> Option<Body> {
        let (mut locator, within) = (Locator::new(text), self.within());
        let mut unusable = None;
        for Remark { what, span, help, is_note } in remarks {
            let kind = if is_note {
                what
            } else {
                let kind = ErrorKind::Catalog(CatalogFault::Unreadable { why: Box::new(what) });
                unusable.get_or_insert_with(|| Body::Unusable(Box::new(kind.clone())));
                kind
            };
            self.findings.push_with(self.manner.limit(), |is_drawn| {
                let problem = Problem::at(&mut locator, kind, span, help, is_drawn);
                problem.within_string(Some(&within))
            });
        }
        unusable
    }

    fn no_text(&mut self, kind: Kind) -> Child {
        if self.starts.is_empty() {
            return Child::Bare(kind);
        }
        let fault = CatalogFault::NotText { found: kind };
        self.report(fault.clone());
        let body = match kind {
            Kind::Null => Body::Untranslated,
            _ => Body::Unusable(Box::new(ErrorKind::Catalog(fault))),
        };
        self.message(body)
    }

    fn message(&mut self, body: Body) -> Child {
        let origin = Origin { catalog: self.catalog, depth: self.starts.len() };
        let (row, placed) = self.table.insert(self.keys, &self.key, body, origin);
        let counts = match placed {
            Placed::Alone => return Child::Message(row),
            Placed::Instead => "the second",
            Placed::Flatter => "the one in fewer objects",
        };
        self.report(CatalogFault::DuplicateMessage { key: self.key.clone(), counts });
        Child::Message(row)
    }

    /// What an object is of which this is known.
    fn object(&mut self, object: Object) -> Child {
        let Object { members, mut forms, others, ordinal } = object;
        if self.starts.is_empty() || (forms.is_empty() && ordinal.is_empty()) {
            return Child::Object;
        }
        if forms.len() + usize::from(!ordinal.is_empty()) < members {
            // With a slip of the hand among them, or as long as it looks like one.
            let mut names = PluralCategory::ALL.iter().map(|category| category.name());
            let is_near = |other: &&String| {
                forms.len() > 1 || !nearest(other, names.by_ref().map(Into::into)).is_empty()
            };
            if let Some(other) = others.as_ref().filter(is_near) {
                self.report(CatalogFault::NoCategory { key: other.clone() });
            }
            return Child::Object;
        }
        let is_other = |member: &Member| *member == Member::Category(PluralCategory::Other);
        if !forms.is_empty() && !forms.iter().any(|(member, _)| is_other(member)) {
            self.report(CatalogFault::NoOther { key: self.key.clone() });
        }
        let key = self.keys.insert(&self.key);
        self.table.insert_forms(key, Counting::Ordinal, ordinal);
        self.table.insert_forms(key, Counting::Cardinal, forms.iter().cloned());
        forms.retain(|(member, _)| *member != Member::Ordinal);
        Child::Plural(forms)
    }
}

/// What is known of an object while its members are read.
#[derive(Default)]
struct Object {
    members: usize,
    forms: Vec<(Member, Row)>,
    /// Those of the object `ordinal` in it.
    ordinal: Vec<(Member, Row)>,
    /// The first key of a message that is no form.
    others: Option<String>,
}

impl Object {
    fn push(&mut self, segment: &str, child: Child) {
        self.members += 1;
        match (Member::named(segment), child) {
            (Some(Member::Ordinal), Child::Plural(forms)) => self.ordinal = forms,
            (Some(member @ (Member::Category(_) | Member::Exact(_))), Child::Message(row)) => {
                self.forms.push((member, row));
            }
            (_, Child::Message(_)) if self.others.is_none() => {
                self.others = Some(segment.to_owned());
            }
            _ => {}
        }
    }
}

/// A value of the JSON.
struct Node<'n, 'r>(&'n mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Child;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Child, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Child;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message, or an object of messages")
    }

    fn visit_str<E>(self, text: &str) -> Result<Child, E> {
        Ok(self.0.text(text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Child, E> {
        Ok(self.0.no_text(Kind::Bool))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Child, E> {
        Ok(self.0.no_text(Kind::Number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Child, E> {
        Ok(self.0.no_text(Kind::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Child, E> {
        Ok(self.0.no_text(Kind::Number))
    }

    fn visit_unit<E>(self) -> Result<Child, E> {
        Ok(self.0.no_text(Kind::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Child, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.0.no_text(Kind::Array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Child, A::Error> {
        let reader = self.0;
        if reader.starts.len() >= JSON_DEPTH {
            reader.is_too_deep = true;
            return Err(A::Error::custom("too deep"));
        }
        let length = reader.key.len();
        let mut object = Object::default();
        while map.next_key_seed(Key(reader))?.is_some() {
            if reader.key.len() > LONGEST_KEY {
                map.next_value::<IgnoredAny>()?;
                reader.report(CatalogFault::KeyTooLong { limit: LONGEST_KEY });
                object.members += 1;
            } else if object.members == 0 && reader.segment() == NUMBER {
                map.next_value::<IgnoredAny>()?;
                reader.pop(length);
                return Ok(reader.no_text(Kind::Number));
            } else {
                let child = map.next_value_seed(Node(reader))?;
                object.push(reader.segment(), child);
            }
            reader.pop(length);
        }
        Ok(reader.object(object))
    }
}

impl Reader<'_> {
    /// Goes back to the object whose key has that length.
    fn pop(&mut self, length: usize) {
        self.key.truncate(length);
        self.starts.pop();
    }
}

/// The key of a member, which becomes a part of the reader's.
struct Key<'n, 'r>(&'n mut Reader<'r>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<(), D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        self.0.push(key);
        Ok(())
    }
}
