//! Which message answers for a key, a context and a number.

use super::form::{Exact, SEPARATOR, is_zero};
use super::locale::{Entry, Forms, Locale, Row};
use super::message::{Body, Message};
use super::read::LONGEST_KEY;
use crate::error::ErrorKind;
use crate::locale::{Counting, PluralCategory};

/// What somebody asks a locale for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'w> {
    /// With its namespace before it: `shop:cart.items`.
    pub(crate) key: &'w str,
    pub(crate) context: Option<&'w str>,
    /// The digits as they were written, a number of JSON.
    pub(crate) number: Option<(Counting, &'w str)>,
}

/// What a locale says to that.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'c> {
    Message(Message<'c>),
    /// It has nothing, or nothing that is translated.
    Nothing,
    /// It has plural forms, and no number was given.
    NeedsNumber,
    /// The message with this key would answer, but it cannot be used.
    Unusable {
        key: &'c str,
        why: &'c ErrorKind,
    },
    /// Which form answers depends on the category of the number, which only the feature `icu`
    /// knows.
    NeedsIcu,
}

impl<'c> Locale<'c> {
    /// The first of these that is translated and can be used: `k_c_zero` (if the number is 0),
    /// `k_c_<category>`, `k_c_other`, `k_c`, `k_zero` (if it is 0), `k_<category>`, `k_other`, `k`.
    ///
    /// A form in a plural object stands right behind the one with the suffix, and `=N` before all
    /// forms of its key. For an ordinal the same forms with `_ordinal` before their suffix come
    /// first, then those. Without a number no form is tried.
    ///
    /// Costs a hash, and another one if there is a context.
    pub(crate) fn find(self, wanted: &Wanted<'_>) -> Found<'c> {
        self.find_by(wanted, &|counting, digits| self.rules().category(counting, digits))
    }

    /// The same by other rules.
    pub(super) fn find_by(self, wanted: &Wanted<'_>, rules: &Rules<'_>) -> Found<'c> {
        let Wanted { key, context, number } = *wanted;
        let mut search = Search { locale: self, number, rules, unusable: None, has_forms: false };
        let found = context.and_then(|context| {
            // Longer than any key.
            let is_long = key.len() + context.len() >= LONGEST_KEY;
            (!is_long).then(|| search.key(&format!("{key}{SEPARATOR}{context}"))).flatten()
        });
        found.or_else(|| search.key(key)).unwrap_or_else(|| search.without())
    }
}

/// The category of a number.
type Rules<'r> = dyn Fn(Counting, &str) -> Option<PluralCategory> + 'r;

/// One look-up.
struct Search<'c, 'w> {
    locale: Locale<'c>,
    number: Option<(Counting, &'w str)>,
    rules: &'w Rules<'w>,
    /// The first that would have answered.
    unusable: Option<(&'c str, &'c ErrorKind)>,
    /// A key has forms that were not tried.
    has_forms: bool,
}

impl<'c> Search<'c, '_> {
    fn key(&mut self, key: &str) -> Option<Found<'c>> {
        let locale = self.locale;
        let (row, Entry { forms, .. }) = locale.entry(key)?;
        let form = match (forms.as_deref(), self.number) {
            (Some([cardinal, ordinal]), Some((counting, digits))) => {
                let is_ordinal = counting == Counting::Ordinal;
                let of_ordinals = is_ordinal.then(|| self.form(ordinal, counting, digits));
                of_ordinals.flatten().or_else(|| self.form(cardinal, counting, digits))
            }
            (Some(_), None) => {
                self.has_forms = true;
                None
            }
            (None, _) => None,
        };
        form.or_else(|| self.usable(row))
    }

    fn form(&mut self, forms: &Forms, counting: Counting, digits: &str) -> Option<Found<'c>> {
        if !forms.exact.is_empty() {
            let exact = Exact::of(digits);
            let same = forms.exact.iter().find(|(other, _)| *other == exact);
            if let Some(found) = same.and_then(|(_, row)| self.usable(*row)) {
                return Some(found);
            }
        }
        let zero = is_zero(digits).then(|| self.first(forms, PluralCategory::Zero)).flatten();
        if zero.is_some() {
            return zero;
        }
        // Where `other` is all there is the category does not matter, and what answers with the
        // feature `icu` answers without.
        let mut categories = PluralCategory::ALL.into_iter();
        if categories.any(|it| it != PluralCategory::Other && self.is_translated(forms, it)) {
            let Some(category) = (self.rules)(counting, digits) else {
                return Some(Found::NeedsIcu);
            };
            let found = self.first(forms, category);
            if found.is_some() {
                return found;
            }
        }
        self.first(forms, PluralCategory::Other)
    }

    fn is_translated(&self, forms: &Forms, category: PluralCategory) -> bool {
        let mut messages = forms.of(category).filter_map(|row| self.locale.message(row));
        messages.any(|message| !matches!(message.body, Body::Untranslated))
    }

    fn first(&mut self, forms: &Forms, category: PluralCategory) -> Option<Found<'c>> {
        forms.of(category).find_map(|row| self.usable(row))
    }

    fn usable(&mut self, row: Row) -> Option<Found<'c>> {
        let message = self.locale.message(row)?;
        let why = match message.body {
            Body::Text(_) => return Some(Found::Message(message)),
            Body::Untranslated => return None,
            Body::Filled(filled) => match filled.template() {
                Ok(_) => return Some(Found::Message(message)),
                Err(why) => why,
            },
            Body::Unusable(why) => why,
        };
        self.unusable.get_or_insert((message.key, why));
        None
    }

    /// What to say if nothing answers.
    const fn without(&self) -> Found<'c> {
        match self.unusable {
            Some((key, why)) => Found::Unusable { key, why },
            None if self.has_forms => Found::NeedsNumber,
            None => Found::Nothing,
        }
    }
}
