//! Plural forms of the page's own texts: suffixes of a key, or members of an object at it, as catalogs
//! have them.

use std::borrow::Cow;

use serde_json::Value;

use super::lookup::Lookup;
use super::source::{guard, walk};
use super::spot::{Place, Spot};
use crate::catalog::{Exact, is_zero};
use crate::locale::{Counting, PluralCategory};
use crate::path::{Path, Segment};
use crate::template::Operand;
use crate::value::{Kind, State};

/// What a text is to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It stands at the key itself.
    Whole,
    /// `key_one`, or `key_ordinal_one`.
    Suffix { is_ordinal: bool, category: PluralCategory },
    /// `key.one`, or `key.ordinal.one`.
    Member { is_ordinal: bool, category: PluralCategory },
    /// `key['=1']`, or `key.ordinal['=1']`; the row of the number's digits among [`Lookup::keys`].
    Exact { is_ordinal: bool, digits: usize },
    /// Which one it is depends on the category of the number, and nobody knows that.
    Unknown,
}

impl Form {
    /// The two ways to write a category.
    fn both(is_ordinal: bool, category: PluralCategory) -> [Self; 2] {
        [Self::Suffix { is_ordinal, category }, Self::Member { is_ordinal, category }]
    }

    /// What is written behind the key.
    pub(super) fn suffix(self) -> Option<String> {
        let Self::Suffix { is_ordinal, category } = self else { return None };
        let ordinal = if is_ordinal { "_ordinal" } else { "" };
        Some(format!("{ordinal}_{}", category.name()))
    }
}

impl Lookup<'_> {
    /// The forms of a key to try at a place of the page before the key itself, the first that has a text
    /// wins; none without a number.
    pub(super) fn forms(
        &mut self,
        operand: &Operand,
        (place, key): (Place, Option<usize>),
        forms_of_key: usize,
        number: Option<&(Counting, String)>,
    ) -> Vec<Form> {
        let mut forms = Vec::new();
        if let Some((counting, digits)) = number {
            let at = |form| Spot { place, key, form, plural: Form::Whole };
            let spots: Vec<_> = (0..forms_of_key).map(at).collect();
            let is_ordinal = *counting == Counting::Ordinal;
            let row = self.remember_key(digits.clone());
            for of_ordinals in [true, false].into_iter().filter(|it| is_ordinal || !it) {
                forms.push(Form::Exact { is_ordinal: of_ordinals, digits: row });
                if is_zero(digits) {
                    forms.extend(Form::both(of_ordinals, PluralCategory::Zero));
                }
                match self.context.category(place.locale(), *counting, digits) {
                    Some(category) => forms.extend(Form::both(of_ordinals, category)),
                    None if self.has_forms(operand, &spots, of_ordinals) => {
                        forms.push(Form::Unknown);
                    }
                    None => {}
                }
                forms.extend(Form::both(of_ordinals, PluralCategory::Other));
            }
        }
        forms
    }

    /// Why the category of a number is not known.
    pub(super) fn nobody_knows(&self) -> String {
        match self.context.chain().filter(|chain| chain.tags().len() > 0) {
            None => "plural forms need a language: see `Context::locales`",
            Some(_) => "plural forms need the feature `icu` of the crate lacuna",
        }
        .to_owned()
    }

    /// The member of the object at `parent` that is for one number alone, however a layer writes that.
    pub(super) fn exact(
        &self,
        layer: usize,
        parent: &[Segment<'_>],
        digits: usize,
    ) -> Option<Segment<'static>> {
        let number = Exact::of(&self.keys[digits]);
        let is_it = |key: &str| key.strip_prefix('=').is_some_and(|it| Exact::is(&number, it));
        let source = self.context.layer(layer);
        let key = if let Some(tree) = guard::tree(source) {
            let object = walk(tree, parent.iter()).ok().and_then(Value::as_object)?;
            object.keys().find(|key| is_it(key)).cloned()
        } else {
            let mut keys = guard::keys(source, &Path::borrowed(parent)).into_iter();
            keys.find(|key| is_it(key)).map(Cow::into_owned)
        };
        key.map(|key| Segment::Key(Cow::Owned(key)))
    }

    /// Whether there is a text for a category other than `other`.
    fn has_forms(&mut self, operand: &Operand, spots: &[Spot], is_ordinal: bool) -> bool {
        let categories = PluralCategory::ALL.into_iter();
        let mut others = categories.filter(|category| *category != PluralCategory::Other);
        others.any(|category| {
            Form::both(is_ordinal, category).into_iter().any(|plural| {
                spots.iter().any(|spot| self.has_text(operand, Spot { plural, ..*spot }))
            })
        })
    }

    fn has_text(&mut self, operand: &Operand, spot: Spot) -> bool {
        (0..self.context.layers()).any(|layer| {
            let path = self.spot_path(operand, spot, layer);
            let held = path.and_then(|path| self.find_path(layer, &path).ok());
            held.is_some_and(|held| held.kind() == Kind::Text && held.state() == State::Value)
        })
    }
}
