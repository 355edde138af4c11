//! The letter: its text for each engine, written by hand, and the record as a type.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

/// The letter in lacuna's spelling. Two line breaks stand at its start, since some engines drop those at the end.
pub(crate) const TEXT: &str = include_str!("../../texts/records.txt").trim_ascii_end();

/// What the letter reads, in its order.
pub(crate) const PATHS: [&[Step]; 8] = [
    &[Step::Key("salutation")],
    &[Step::Key("name")],
    &[Step::Key("company")],
    &[Step::Key("orders"), Step::First, Step::Key("title")],
    &[Step::Key("address"), Step::Key("city")],
    &[Step::Key("account"), Step::Key("points")],
    &[Step::Key("account"), Step::Key("manager"), Step::Key("name")],
    &[Step::Key("next_visit")],
];

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(&'static str),
    /// Into the first element of an array.
    First,
}

/// The letter in the spelling of most engines.
pub(crate) fn braces() -> String {
    TEXT.replace("[[ ", "{{ ").replace(" ]]", " }}")
}

/// What the letter says.
#[derive(askama::Template)]
#[template(
    source = "\n\nDear {{ salutation }} {{ name }},\n\nthank you for ordering once more for {{ company }}: {{ title }} \
              leaves for {{ city }} this week.\nYou now have {{ points }} points. {{ manager }} will see you on {{ next_visit }}.",
    ext = "txt"
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter<'r> {
    pub(crate) salutation: &'r str,
    pub(crate) name: &'r str,
    pub(crate) company: &'r str,
    pub(crate) title: &'r str,
    pub(crate) city: &'r str,
    pub(crate) points: u64,
    pub(crate) manager: &'r str,
    pub(crate) next_visit: &'r str,
}

impl Letter<'_> {
    /// By hand: what a program would do that knows the letter beforehand.
    pub(crate) fn write(&self, out: &mut String) {
        out.push_str("\n\nDear ");
        out.push_str(self.salutation);
        out.push(' ');
        out.push_str(self.name);
        out.push_str(",\n\nthank you for ordering once more for ");
        out.push_str(self.company);
        out.push_str(": ");
        out.push_str(self.title);
        out.push_str(" leaves for ");
        out.push_str(self.city);
        out.push_str(" this week.\nYou now have ");
        out.push_str(itoa::Buffer::new().format(self.points));
        out.push_str(" points. ");
        out.push_str(self.manager);
        out.push_str(" will see you on ");
        out.push_str(self.next_visit);
        out.push('.');
    }
}

/// The part of a record that the letter reads, as a type: texts are borrowed unless they hold escapes.
#[derive(Debug, Deserialize)]
pub(crate) struct Record<'r> {
    #[serde(borrow)]
    salutation: Cow<'r, str>,
    #[serde(borrow)]
    name: Cow<'r, str>,
    #[serde(borrow)]
    company: Cow<'r, str>,
    #[serde(borrow)]
    address: Address<'r>,
    #[serde(borrow)]
    account: Account<'r>,
    #[serde(borrow)]
    orders: First<Order<'r>>,
    #[serde(borrow)]
    next_visit: Cow<'r, str>,
}

#[derive(Debug, Deserialize)]
struct Address<'r> {
    #[serde(borrow)]
    city: Cow<'r, str>,
}

#[derive(Debug, Deserialize)]
struct Account<'r> {
    #[serde(borrow)]
    manager: Manager<'r>,
    points: u64,
}

#[derive(Debug, Deserialize)]
struct Manager<'r> {
    #[serde(borrow)]
    name: Cow<'r, str>,
}

#[derive(Debug, Deserialize)]
struct Order<'r> {
    #[serde(borrow)]
    title: Cow<'r, str>,
}

impl Record<'_> {
    pub(crate) fn letter(&self) -> Letter<'_> {
        Letter {
            salutation: &self.salutation,
            name: &self.name,
            company: &self.company,
            title: &self.orders.0.title,
            city: &self.address.city,
            points: self.account.points,
            manager: &self.account.manager.name,
            next_visit: &self.next_visit,
        }
    }
}

/// The first element of an array; the others are passed over, where a `Vec` would build them.
#[derive(Debug)]
struct First<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for First<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FirstVisitor(PhantomData))
    }
}

struct FirstVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FirstVisitor<T> {
    type Value = First<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array that is not empty")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<First<T>, A::Error> {
        let first = elements.next_element()?;
        let first = first.ok_or_else(|| serde::de::Error::invalid_length(0, &self))?;
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(First(first))
    }
}

/// Defines a function that makes the letter of a record which is asked by keys.
macro_rules! letter_by_keys {
    ($name:ident, $tree:ty) => {
        fn $name<'r>(record: &'r $tree) -> Letter<'r> {
            let text = |value: &'r $tree| value.as_str().expect("a text");
            Letter {
                salutation: text(&record["salutation"]),
                name: text(&record["name"]),
                company: text(&record["company"]),
                title: text(&record["orders"][0]["title"]),
                city: text(&record["address"]["city"]),
                points: record["account"]["points"].as_u64().expect("a number"),
                manager: text(&record["account"]["manager"]["name"]),
                next_visit: text(&record["next_visit"]),
            }
        }
    };
}

pub(crate) use letter_by_keys;
