//! The eight values of the letter through any `serde::Deserializer`, known by their paths and not by a type.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::letter::{Letter, PATHS, Step};

/// The paths as a tree.
#[derive(Debug)]
pub(crate) enum Node {
    /// The value that the letter reads in this place.
    Leaf(usize),
    Inner(Vec<(Step, Node)>),
}

impl Node {
    pub(crate) fn root() -> Self {
        let mut root = Vec::new();
        for (place, path) in PATHS.into_iter().enumerate() {
            let (last, before) = path.split_last().expect("a path has steps");
            let mut at = &mut root;
            for step in before {
                let known = at.iter().position(|(other, _)| other == step);
                let number = known.unwrap_or_else(|| {
                    at.push((*step, Self::Inner(Vec::new())));
                    at.len() - 1
                });
                let Self::Inner(inner) = &mut at[number].1 else {
                    unreachable!("no value within a value")
                };
                at = inner;
            }
            at.push((*last, Self::Leaf(place)));
        }
        Self::Inner(root)
    }
}

/// What was found, in the order of the letter.
#[derive(Debug, Default)]
pub(crate) struct Found<'de>([Cow<'de, str>; 8], u64);

impl Found<'_> {
    pub(crate) fn letter(&self) -> Letter<'_> {
        let [salutation, name, company, title, city, _, manager, next_visit] = &self.0;
        let points = self.1;
        Letter { salutation, name, company, title, city, points, manager, next_visit }
    }
}

/// A node, and where its values go.
pub(crate) struct Seed<'n, 'f, 'de>(pub(crate) &'n Node, pub(crate) &'f mut Found<'de>);

impl<'de> DeserializeSeed<'de> for Seed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        if let Node::Leaf(place) = self.0 {
            self.1.0[*place] = Cow::Borrowed(text);
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if let Node::Leaf(place) = self.0 {
            self.1.0[*place] = Cow::Owned(text.to_owned());
        }
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.1.1 = number;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Node::Inner(inner) = self.0 else { return Err(A::Error::custom("no text")) };
        while let Some(wanted) = members.next_key_seed(KeySeed(inner))? {
            match wanted {
                Some(node) => members.next_value_seed(Seed(node, self.1))?,
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        if let Node::Inner(inner) = self.0
            && let [(Step::First, first)] = &**inner
        {
            let seed = Seed(first, self.1);
            elements.next_element_seed(seed)?.ok_or_else(|| A::Error::custom("no element"))?;
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// Which of the nodes a key leads to, if it leads to any.
struct KeySeed<'n>(&'n [(Step, Node)]);

impl<'de, 'n> DeserializeSeed<'de> for KeySeed<'n> {
    type Value = Option<&'n Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'n> Visitor<'_> for KeySeed<'n> {
    type Value = Option<&'n Node>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        let is_it = |(step, _): &&(Step, Node)| matches!(step, Step::Key(own) if *own == key);
        Ok(self.0.iter().find(is_it).map(|(_, node)| node))
    }
}
