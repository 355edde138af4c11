//! What the catalogs of a locale have.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::World;
use super::forms::{CATEGORIES, Form, Number, forms};
use super::search::folded;
use super::{Failed, is_blank};

/// The messages of a locale, and the members of its plural objects by key: those for
/// cardinals, and those for ordinals.
#[derive(Default)]
struct Messages<'w> {
    /// Each with the number of its catalog, and in how many objects it stands.
    by_key: BTreeMap<String, (usize, usize, &'w Value)>,
    members: BTreeMap<(String, bool), Vec<&'w str>>,
}

impl<'w> Messages<'w> {
    fn add(&mut self, catalog: usize, key: &str, depth: usize, value: &'w Value) {
        let Value::Object(fields) = value else {
            // What nobody has translated is as if it were not there.
            if value.is_null() || (value.is_string() && is_blank(value)) {
                return;
            }
            // The later catalog counts, and within one what stands in fewer objects.
            let is_better =
                |(other, deep, _): &(usize, usize, &Value)| *other < catalog || *deep >= depth;
            if self.by_key.get(key).is_none_or(is_better) {
                self.by_key.insert(key.to_owned(), (catalog, depth, value));
            }
            return;
        };
        if depth > 0 && is_plural(fields) {
            let of_ordinals = fields.get("ordinal").and_then(Value::as_object);
            for (is_ordinal, fields) in [(false, Some(fields)), (true, of_ordinals)] {
                let members = self.members.entry((key.to_owned(), is_ordinal)).or_default();
                members.extend(fields.into_iter().flat_map(Map::keys).map(String::as_str));
            }
        }
        for (name, value) in fields {
            let key = if depth == 0 { name.clone() } else { format!("{key}.{name}") };
            self.add(catalog, &key, depth + 1, value);
        }
    }
}

/// Whether all members of an object are forms of a message.
fn is_plural(fields: &Map<String, Value>) -> bool {
    let is_form = |(name, value): (&String, &Value)| match &**name {
        "ordinal" => value.as_object().is_some_and(is_plural),
        "other" => !value.is_object(),
        name => (name.starts_with('=') || CATEGORIES.contains(&name)) && !value.is_object(),
    };
    !fields.is_empty() && fields.iter().all(is_form)
}

impl World {
    /// The first message of these keys and their forms that is translated and can be used, and its key.
    pub(super) fn in_catalogs(
        &self,
        tag: &str,
        keys: &[String],
        number: Option<&Number>,
    ) -> Result<Option<(String, &str)>, Failed> {
        let mut messages = Messages::default();
        let all = self.catalogs.iter().flatten().enumerate();
        for (catalog, (_, value)) in all.filter(|(_, (other, _))| folded(other) == folded(tag)) {
            messages.add(catalog, "", 0, value);
        }
        let category = number.filter(|_| self.knows_categories).map(|number| number.category(tag));
        for key in keys {
            for form in forms(number, category) {
                let found = self.of_form(&messages, key, form, number)?;
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        Ok(None)
    }

    fn of_form<'w>(
        &'w self,
        messages: &Messages<'w>,
        key: &str,
        form: Form,
        number: Option<&Number>,
    ) -> Result<Option<(String, &'w str)>, Failed> {
        let suffix = |is_ordinal| if is_ordinal { "_ordinal" } else { "" };
        let object = |is_ordinal| format!("{key}{}", if is_ordinal { ".ordinal" } else { "" });
        let members = |is_ordinal| {
            let all = messages.members.get(&(key.to_owned(), is_ordinal));
            all.map_or(&[][..], Vec::as_slice)
        };
        let key = match form {
            Form::Whole => key.to_owned(),
            Form::Suffix { is_ordinal, category } => {
                format!("{key}{}_{category}", suffix(is_ordinal))
            }
            Form::Member { is_ordinal, category } => {
                if !members(is_ordinal).contains(&category) {
                    return Ok(None);
                }
                format!("{}.{category}", object(is_ordinal))
            }
            Form::Exact { is_ordinal } => {
                let is_it = |name: &&&str| number.is_some_and(|it| it.is_exactly(name));
                // A later one takes the place of the one before.
                match members(is_ordinal).iter().rev().find(is_it) {
                    Some(name) => format!("{}.{name}", object(is_ordinal)),
                    None => return Ok(None),
                }
            }
            Form::Unknown { is_ordinal } => {
                // What cannot be used may be what is meant.
                let has = |key: String| messages.by_key.contains_key(&key);
                let is_there = |category: &&str| {
                    has(format!("{key}{}_{category}", suffix(is_ordinal)))
                        || (members(is_ordinal).contains(category)
                            && has(format!("{}.{category}", object(is_ordinal))))
                };
                return if CATEGORIES.iter().any(is_there) { Err(Failed) } else { Ok(None) };
            }
        };
        let text = messages.by_key.get(&key).and_then(|(_, _, value)| value.as_str());
        let is_readable = |text: &&str| !matches!(self.texts.get(*text), Some(None));
        Ok(text.filter(is_readable).map(|text| (key, text)))
    }
}
