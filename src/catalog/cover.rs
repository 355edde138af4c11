//! What a locale has for a key whatever the number: for coverage.

use super::find::{Found, Wanted};
use super::form::{Member, SEPARATOR, suffixed};
use super::locale::{Forms, Locale};
use super::message::{Body, Message};
use crate::locale::{Counting, PluralCategory};

/// A number that no message has a form of its own for; its category is chosen for it.
const ANY: &str = "7e-307";
/// Numbers by which a category is known whose forms are written one by one: the rules of CLDR look at
/// the last two digits, and some at whole millions.
const SAMPLES: [u32; 2] = [200, 1_000_000];

/// All that may answer for a key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover<'c> {
    /// Each message once; none if the locale has nothing.
    pub(crate) messages: Vec<Message<'c>>,
    /// The categories of the language for which another form has to stand in, though some have their
    /// own. Empty if the rules of the language are not known.
    pub(crate) lacks: Vec<PluralCategory>,
    /// A message would answer that cannot be used.
    pub(crate) is_unusable: bool,
}

impl Cover<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }
}

impl<'c> Locale<'c> {
    /// What [`find`](Self::find) gives for all numbers together; or without one, if none is counted.
    ///
    /// Costs some look-ups; a few hundred if a plural object lacks a category and has numbers.
    pub(crate) fn cover(
        self,
        key: &str,
        context: Option<&str>,
        counting: Option<Counting>,
    ) -> Cover<'c> {
        let mut cover = Cover::default();
        let Some(counting) = counting else {
            cover.add(self.find(&Wanted { key, context, number: None }));
            return cover;
        };
        let wanted = |digits| Wanted { key, context, number: Some((counting, digits)) };
        let of_language = self.rules().categories(counting);
        let mut answers = Vec::new();
        for category in of_language.as_deref().unwrap_or(&PluralCategory::ALL) {
            let found = self.find_by(&wanted(ANY), &|_, _| Some(*category));
            let answer = if let Found::Message(message) = found { Some(message.key) } else { None };
            answers.push((*category, answer));
            cover.add(found);
        }
        // What is for 0 alone, and for other numbers alone.
        cover.add(self.find_by(&wanted("0"), &|_, _| Some(PluralCategory::Zero)));
        let with_context = context.map(|context| format!("{key}{SEPARATOR}{context}"));
        let keys: Vec<_> = with_context.iter().map(String::as_str).chain([key]).collect();
        let forms = self.forms(&keys, counting);
        let exact = forms.flat_map(|forms| forms.exact.iter().map(|(_, row)| *row));
        let exact: Vec<_> = exact.filter_map(|row| self.message(row)).collect();
        let has_exact = !exact.is_empty();
        for message in exact {
            // A form of a context, or of ordinals, may come before it.
            let digits = message.key.rsplit(".=").next().unwrap_or_default();
            let number = Some((counting, digits));
            let found =
                self.find_by(&Wanted { key, context, number }, &|_, _| Some(PluralCategory::Other));
            cover.messages.extend(match found {
                Found::Message(found) if found.key == message.key => Some(found),
                _ => None,
            });
        }
        let is_whole = |answer: &str| answer == key || with_context.as_deref() == Some(answer);
        let has_forms = answers.iter().any(|(_, answer)| answer.is_some_and(|it| !is_whole(it)));
        if of_language.is_some() && has_forms {
            let lacks = answers.iter().filter(|(category, answer)| match answer {
                Some(answer) if is_whole(answer) => *category != PluralCategory::Other,
                Some(answer) => !is_form(answer, *category),
                None => true,
            });
            let lacks = lacks.map(|(category, _)| *category);
            // What cannot be read is told when it is loaded.
            let lacks = lacks.filter(|category| !self.is_unusable(&keys, counting, *category));
            let is_counted_out =
                |category| has_exact && self.is_counted_out(&wanted, counting, category);
            cover.lacks = lacks.filter(|category| !is_counted_out(*category)).collect();
        }
        // In the order of the catalogs.
        let row = |message: &Message<'_>| self.entry(message.key).map(|(row, _)| row);
        cover.messages.sort_by_key(row);
        cover.messages.dedup_by_key(|message| message.key);
        cover
    }

    /// The forms of some keys that a number may choose from: an ordinal is looked for among the cardinal
    /// forms too.
    fn forms<'k>(
        self,
        keys: &'k [&str],
        counting: Counting,
    ) -> impl Iterator<Item = &'c Forms> + use<'c, 'k> {
        let forms = keys.iter().filter_map(move |key| self.entry(key)?.1.forms.as_deref());
        forms.flat_map(move |forms| &forms[..=counting as usize])
    }

    /// Whether there is a form of a category that cannot be used.
    fn is_unusable(self, keys: &[&str], counting: Counting, category: PluralCategory) -> bool {
        let rows = self.forms(keys, counting).flat_map(|forms| forms.of(category));
        let mut messages = rows.filter_map(|row| self.message(row));
        messages
            .any(|message| message.text().is_none() && !matches!(message.body, Body::Untranslated))
    }

    /// Whether every whole number of a category has a form of its own: `=1` is all that English has
    /// of `one`.
    fn is_counted_out<'w>(
        self,
        wanted: &impl Fn(&'static str) -> Wanted<'w>,
        counting: Counting,
        category: PluralCategory,
    ) -> bool {
        let [most, million] = SAMPLES;
        let mut numbers = (0..=most).chain([million]).map(|number| number.to_string());
        let mut has_any = false;
        let all = numbers.all(|digits| {
            if self.rules().category(counting, &digits) != Some(category) {
                return true;
            }
            has_any = true;
            let wanted = Wanted { number: Some((counting, &digits)), ..wanted(ANY) };
            matches!(self.find(&wanted), Found::Message(message) if is_exact(message.key))
        });
        has_any && all
    }
}

impl<'c> Cover<'c> {
    fn add(&mut self, found: Found<'c>) {
        match found {
            Found::Message(message) => self.messages.push(message),
            Found::Unusable { .. } => self.is_unusable = true,
            Found::Nothing | Found::NeedsNumber | Found::NeedsIcu => {}
        }
    }
}

/// Whether a message is the form of a category: `key_few` or `few` in the object at `key`.
fn is_form(key: &str, category: PluralCategory) -> bool {
    let before = key.strip_suffix(category.name());
    before.is_some_and(|before| before.ends_with([SEPARATOR, '.']))
}

/// Whether it is the form for one number: `=1` in an object.
fn is_exact(key: &str) -> bool {
    let member = key.rsplit('.').next().and_then(Member::named);
    // `=1.5` has a point itself.
    matches!(member, Some(Member::Exact(_))) || key.contains(".=")
}

/// The context that a key of a catalog has behind `key`, without the name of its form: `male` of
/// `friend_male_one` and of `friend_male.one` behind `friend`. Where nothing is counted there are no forms:
/// `other` may be a context then.
pub(crate) fn context_of<'k>(key: &str, other: &'k str, is_counted: bool) -> Option<&'k str> {
    let context = |other: &'k str| other.strip_prefix(key)?.strip_prefix(SEPARATOR);
    let mut base = other;
    // A member of a plural object, perhaps of one for ordinals.
    while let Some((before, member)) =
        base.rsplit_once('.').filter(|(before, _)| context(before).is_some())
    {
        Member::named(member)?;
        base = before;
    }
    if let Some((shorter, _, _)) = suffixed(base).last().filter(|_| is_counted) {
        base = shorter;
    }
    context(base).filter(|context| !context.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalog::Catalogs;
    use crate::locale::Available;

    fn told(
        messages: &serde_json::Value,
        context: Option<&str>,
        counting: Option<Counting>,
    ) -> String {
        let catalogs = Catalogs::new().add("ru", messages).unwrap();
        let locale = catalogs.locale(&Available::read("ru").unwrap()).unwrap();
        let cover = locale.cover("k", context, counting);
        let mut keys: Vec<_> = cover.messages.iter().map(|message| message.key).collect();
        keys.sort_unstable();
        let lacks: Vec<_> = cover.lacks.iter().map(|category| category.name()).collect();
        format!("{} - {}", keys.join(" "), lacks.join(" ")).trim_end_matches([' ', '-']).to_owned()
    }

    #[test]
    fn what_may_answer_and_what_is_lacking() {
        let cardinal =
            |messages: &serde_json::Value| told(messages, None, Some(Counting::Cardinal));
        let lacks = |lacks| if cfg!(feature = "icu") { lacks } else { "" };
        assert_eq!(cardinal(&json!({"k": "whole"})), "k");
        assert_eq!(cardinal(&json!({"k": ""})), "");
        let all = json!({"k_one": "1", "k_few": "2", "k_many": "5", "k_other": "1.5"});
        assert_eq!(cardinal(&all), "k_few k_many k_one k_other");
        let some = json!({"k_one": "1", "k_zero": "none", "k": "whole"});
        assert_eq!(cardinal(&some), "k k_one k_zero".to_owned() + lacks(" - few many"));
        let nested = json!({"k": {"=1": "1", "one": "21", "few": "2", "other": "5"}});
        assert_eq!(cardinal(&nested), "k.=1 k.few k.one k.other".to_owned() + lacks(" - many"));
        let both =
            json!({"k": {"=2": "two", "other": "n", "ordinal": {"=1": "first", "other": "th"}}});
        assert_eq!(told(&both, None, Some(Counting::Ordinal)), "k.ordinal.=1 k.ordinal.other");
        let cardinal = told(&both, None, Some(Counting::Cardinal));
        assert!(!cardinal.contains("ordinal") && cardinal.contains("k.=2"), "{cardinal}");
        assert_eq!(told(&all, None, None), "");
        assert_eq!(told(&json!({"k": "whole", "k_one": "1"}), None, None), "k");
        // Russian has one category for ordinals.
        assert_eq!(
            told(&json!({"k_ordinal_other": "-e"}), None, Some(Counting::Ordinal)),
            "k_ordinal_other"
        );
    }

    #[test]
    fn a_context_stands_in_for_itself_and_for_its_key() {
        let messages = json!({"k_m": "whole", "k_one": "1", "k_other": "2"});
        assert_eq!(told(&messages, Some("m"), Some(Counting::Cardinal)), "k_m");
        let messages =
            json!({"k_m_one": "a", "k_one": "1", "k_few": "2", "k_many": "5", "k_other": "2"});
        assert_eq!(
            told(&messages, Some("m"), Some(Counting::Cardinal)),
            "k_few k_m_one k_many k_other"
        );
    }

    #[cfg(feature = "icu")]
    #[test]
    fn numbers_one_by_one_may_be_all_that_a_category_has() {
        for (tag, lacks) in [("en", 0), ("ru", 1)] {
            let messages = json!({"k": {"=1": "1", "few": "2", "many": "5", "other": "3"}});
            let catalogs = Catalogs::new().add(tag, &messages).unwrap();
            let locale = catalogs.locale(&Available::read(tag).unwrap()).unwrap();
            assert_eq!(
                locale.cover("k", None, Some(Counting::Cardinal)).lacks.len(),
                lacks,
                "{tag}"
            );
        }
    }

    #[test]
    fn contexts_stand_behind_a_key() {
        let of = |other: &'static str| context_of("friend", other, true);
        assert_eq!(context_of("friend", "friend_other", false), Some("other"));
        for key in ["friend_male", "friend_male_one", "friend_male.one", "friend_male.ordinal.two"]
        {
            assert_eq!(of(key), Some("male"), "{key}");
        }
        assert_eq!(of("friend_male.=1"), Some("male"));
        assert_eq!(of("friend_male_ordinal_few"), Some("male"));
        assert_eq!(of("friend_a_b"), Some("a_b"));
        for key in [
            "friend",
            "friend_one",
            "friend_ordinal_two",
            "friend.one",
            "friend_",
            "friendly",
            "friend_a.b",
        ] {
            assert_eq!(of(key), None, "{key}");
        }
    }
}
