//! Plural categories: which form of a message goes with a number, as CLDR has it.
//!
//! The rules are those of ICU4X (feature `icu`); without them no number has a category.

#[cfg(feature = "icu")]
use std::sync::Arc;

use super::tag::Tag;

/// A category of CLDR (UTS #35, Language Plural Rules); the form for it is written under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PluralCategory {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl PluralCategory {
    pub(crate) const ALL: [Self; 6] =
        [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// What a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Counting {
    /// How many there are.
    Cardinal,
    /// Which one of them it is.
    Ordinal,
}

/// The rules of one language for both kinds of counting. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct PluralRules {
    #[cfg(feature = "icu")]
    rules: Arc<[Option<icu_plurals::PluralRules>; 2]>,
}

#[cfg(not(feature = "icu"))]
impl PluralRules {
    #[allow(clippy::missing_const_for_fn, reason = "the other one cannot be")]
    pub(crate) fn of(_: &Tag) -> Self {
        Self {}
    }

    /// None: only the feature `icu` has the rules.
    #[allow(clippy::unused_self, reason = "the other one has rules")]
    pub(crate) fn category(&self, _: Counting, _: &str) -> Option<PluralCategory> {
        None
    }

    /// None: the same.
    #[allow(clippy::unused_self, reason = "the other one has rules")]
    pub(crate) fn categories(&self, _: Counting) -> Option<Vec<PluralCategory>> {
        None
    }
}

#[cfg(feature = "icu")]
impl PluralRules {
    /// The rules of the language; those of its nearest parent if CLDR has none for it, and at last
    /// those of all languages, which know `other` only.
    pub(crate) fn of(tag: &Tag) -> Self {
        use icu_plurals::{PluralRules, PluralRulesPreferences};

        let locale = super::cldr::nearest_locale(tag);
        let preferences =
            locale.map_or_else(PluralRulesPreferences::default, |locale| (&locale).into());
        let cardinal = PluralRules::try_new_cardinal(preferences).ok();
        let ordinal = PluralRules::try_new_ordinal(preferences).ok();
        Self { rules: Arc::new([cardinal, ordinal]) }
    }

    /// The category of the number that `digits` writes, which is one of JSON; `1.0` may differ from
    /// `1`. Looks at every digit.
    #[allow(clippy::unnecessary_wraps, reason = "without the feature there is none")]
    pub(crate) fn category(&self, counting: Counting, digits: &str) -> Option<PluralCategory> {
        let [cardinal, ordinal] = &*self.rules;
        let rules = match counting {
            Counting::Cardinal => cardinal,
            Counting::Ordinal => ordinal,
        };
        // What has more than 32,767 digits before or behind the point cannot be held; `other` is
        // for all that no rule knows.
        let operands = operands(digits);
        Some(match (rules, operands) {
            (Some(rules), Some(operands)) => rules.category_for(operands).into(),
            _ => PluralCategory::Other,
        })
    }

    /// The categories that numbers have in this language.
    #[allow(clippy::unnecessary_wraps, reason = "without the feature nobody knows")]
    pub(crate) fn categories(&self, counting: Counting) -> Option<Vec<PluralCategory>> {
        let rules = self.rules[counting as usize].as_ref();
        let all = rules.into_iter().flat_map(icu_plurals::PluralRules::categories);
        let mut all: Vec<_> = all.map(PluralCategory::from).collect();
        all.sort_unstable();
        Some(all)
    }
}

/// What the rules look at. The sign does not matter to them.
#[cfg(feature = "icu")]
fn operands(digits: &str) -> Option<icu_plurals::PluralOperands> {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    // JSON writes `1e+3` too, ICU4X does not.
    let plain = unsigned.replacen('+', "", 1);
    let decimal = fixed_decimal::UnsignedDecimal::try_from_str(&plain).ok()?;
    Some((&decimal).into())
}

#[cfg(feature = "icu")]
impl From<icu_plurals::PluralCategory> for PluralCategory {
    fn from(category: icu_plurals::PluralCategory) -> Self {
        match category {
            icu_plurals::PluralCategory::Zero => Self::Zero,
            icu_plurals::PluralCategory::One => Self::One,
            icu_plurals::PluralCategory::Two => Self::Two,
            icu_plurals::PluralCategory::Few => Self::Few,
            icu_plurals::PluralCategory::Many => Self::Many,
            icu_plurals::PluralCategory::Other => Self::Other,
        }
    }
}

#[cfg(all(test, feature = "icu"))]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    /// Numbers by category, for every category of the language.
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Language {
        locale: String,
        cardinal: BTreeMap<String, Vec<String>>,
        ordinal: BTreeMap<String, Vec<String>>,
    }

    #[test]
    fn categories_of_cldr() {
        let table = include_str!("../../tests/catalogs/plurals.json");
        let languages: Vec<Language> = serde_json::from_str(table).unwrap();
        assert_eq!(languages.len(), 12);
        for Language { locale, cardinal, ordinal } in &languages {
            // The language decides, whatever else a tag says.
            for tag in [locale.clone(), format!("{locale}_x-y"), format!("{locale}-ZZ-oed")] {
                let rules = PluralRules::of(&Tag::read(&tag).unwrap());
                for (counting, table) in
                    [(Counting::Cardinal, cardinal), (Counting::Ordinal, ordinal)]
                {
                    let mut named: Vec<_> =
                        table.keys().map(|name| PluralCategory::named(name).unwrap()).collect();
                    named.sort_unstable();
                    assert_eq!(rules.categories(counting).unwrap(), named, "{tag} {counting:?}");
                    for (name, numbers) in table {
                        for number in numbers {
                            let category = rules.category(counting, number).unwrap();
                            assert_eq!(category.name(), name, "{tag} {counting:?} {number}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn languages_that_cldr_has_no_rules_for_have_other_only() {
        for tag in ["xx", "x-private", "i-klingon", "tlh"] {
            let rules = PluralRules::of(&Tag::read(tag).unwrap());
            assert_eq!(rules.category(Counting::Cardinal, "1"), Some(PluralCategory::Other));
            assert_eq!(rules.categories(Counting::Ordinal).unwrap(), [PluralCategory::Other]);
        }
    }

    #[test]
    fn numbers_of_any_size_have_a_category() {
        let rules = PluralRules::of(&Tag::read("cs").unwrap());
        let category = |number: &str| rules.category(Counting::Cardinal, number).unwrap();
        let long = "1".repeat(1 << 20);
        for number in ["1e99999999999999999999", "-1e-99999999999999999999", "1e32768", &long] {
            assert_eq!(category(number), PluralCategory::Other, "{number:.40}");
        }
        assert_eq!(category(&format!("1.{}", "0".repeat(30_000))), PluralCategory::Many);
        assert_eq!(category("1e30000"), PluralCategory::Other);
        assert_eq!(category("1e-30000"), PluralCategory::Many);
    }
}
