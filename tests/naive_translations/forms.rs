//! Which form of a key a number wants, and the plural categories of English, Polish and Russian.

use serde_json::Value;

/// The categories of CLDR that have to be known; `other` is for what no rule knows.
pub(super) const CATEGORIES: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// A number and what it says: how many, or which of them.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) is_ordinal: bool,
    pub(super) digits: String,
}

/// What a text is to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A member `=N` of the object at the key.
    Exact { is_ordinal: bool },
    /// `key_one`.
    Suffix { is_ordinal: bool, category: &'static str },
    /// The member `one` of the object at the key.
    Member { is_ordinal: bool, category: &'static str },
    /// The one for a category that nobody knows.
    Unknown { is_ordinal: bool },
    /// The text at the key itself.
    Whole,
}

impl Form {
    pub(super) const fn both(is_ordinal: bool, category: &'static str) -> [Self; 2] {
        [Self::Suffix { is_ordinal, category }, Self::Member { is_ordinal, category }]
    }
}

/// The digits of what may be a number of JSON.
pub(super) fn digits(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => {
            let is_number = serde_json::from_str::<serde_json::Number>(text).is_ok();
            (is_number && text.trim() == text).then(|| text.clone())
        }
        _ => None,
    }
}

/// A number in thousandths; none for what is no number.
fn thousandths(digits: &str) -> Option<i64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    format!("{whole}{fraction:0<3}").parse().ok()
}

impl Number {
    /// Whether a member of an object is for this number alone, however that is written.
    pub(super) fn is_exactly(&self, member: &str) -> bool {
        let other = member.strip_prefix('=').and_then(thousandths);
        other.is_some_and(|other| other == self.value())
    }

    fn value(&self) -> i64 {
        thousandths(&self.digits).unwrap()
    }

    /// The category in a language that has one of the tags below.
    pub(super) fn category(&self, tag: &str) -> &'static str {
        let value = self.value().abs();
        let (one, ten, hundred) = (value == 1_000, value % 10_000, value % 100_000);
        let is_whole = !self.digits.contains('.');
        let language = tag.split(['-', '_']).next().unwrap().to_lowercase();
        match (&*language, self.is_ordinal) {
            // Ordinals look at the value, cardinals at the digits too.
            ("en", true) if ten == 1_000 && hundred != 11_000 => "one",
            ("en", true) if ten == 2_000 && hundred != 12_000 => "two",
            ("en", true) if ten == 3_000 && hundred != 13_000 => "few",
            ("en" | "pl", false) if is_whole && one => "one",
            ("ru", false) if is_whole && ten == 1_000 && hundred != 11_000 => "one",
            ("pl" | "ru", false) if is_whole => match (ten, hundred) {
                (_, 12_000..=14_000) => "many",
                (2_000..=4_000, _) => "few",
                _ => "many",
            },
            ("en" | "pl" | "ru", _) => "other",
            _ => unreachable!("no rules for {tag}"),
        }
    }
}

/// The forms of a key in the order in which they are tried.
pub(super) fn forms(number: Option<&Number>, category: Option<&'static str>) -> Vec<Form> {
    let mut forms = Vec::new();
    if let Some(number) = number {
        // Those of ordinals come before those of cardinals.
        for is_ordinal in [true, false].into_iter().filter(|it| number.is_ordinal || !it) {
            forms.push(Form::Exact { is_ordinal });
            if number.value() == 0 {
                forms.extend(Form::both(is_ordinal, "zero"));
            }
            match category {
                Some(category) => forms.extend(Form::both(is_ordinal, category)),
                None => forms.push(Form::Unknown { is_ordinal }),
            }
            forms.extend(Form::both(is_ordinal, "other"));
        }
    }
    forms.push(Form::Whole);
    forms
}
