//! One locale: which of the wanted messages it has, and how they compare.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use super::wanted::{Message, Wanted};
use super::{Difference, FallenBack, LocaleCoverage, MissingForms};
use crate::catalog::{Catalogs, Cover};
use crate::locale::{Counting, LocaleChain};
use crate::template::Limits;

/// What becomes of a message; the greater is the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State<'c> {
    Translated,
    FallenBack(&'c str),
    Missing,
}

/// The coverage of a chain; none if that is empty.
pub(super) fn judge(
    chain: &LocaleChain,
    catalogs: &Catalogs,
    wanted: &Wanted<'_>,
    standard: Option<usize>,
) -> Option<LocaleCoverage> {
    let tag = chain.all_tags().first()?;
    let mut coverage = LocaleCoverage {
        locale: tag.as_str().to_owned(),
        chain: chain.tags().map(str::to_owned).collect(),
        translated: 0,
        fallen_back: Vec::new(),
        missing: Vec::new(),
        missing_forms: Vec::new(),
        differences: Vec::new(),
        endless: None,
        unused: Vec::new(),
    };
    let locales: Vec<_> = chain.all_tags().iter().map(|tag| catalogs.position(tag)).collect();
    let own = locales[0];
    // A key may be used in several ways: the worst of them counts.
    let mut states = IndexMap::new();
    // Those that templates ask for; then what the messages that answer ask for.
    let mut numbers: IndexSet<usize> = wanted.roots().collect();
    // The locale of the catalogs that answers, for each of those.
    let mut answers = HashMap::new();
    let mut next = 0;
    while let Some(number) = numbers.get_index(next).copied() {
        next += 1;
        let message = &wanted.all[number];
        let (state, answering) = state(chain, &locales, message);
        answers.extend(answering.map(|locale| (number, locale)));
        let worst = states.entry(&*message.label).or_insert(state);
        *worst = state.max(*worst);
        numbers.extend(answering.iter().flat_map(|locale| message.asks[*locale].iter().copied()));
        let Some(own) = own.filter(|own| answering == Some(*own)) else { continue };
        let lacks = &message.covers[own].lacks;
        if !lacks.is_empty() {
            coverage.missing_forms.push(MissingForms {
                key: message.label.clone(),
                is_ordinal: message.counting == Some(Counting::Ordinal),
                categories: lacks.iter().map(|category| category.name()).collect(),
            });
        }
        let difference = difference(catalogs, message, own, standard);
        let is_told = |it: &Difference| coverage.differences.last() == Some(it);
        coverage.differences.extend(difference.filter(|it| !is_told(it)));
    }
    for (label, state) in states {
        let key = label.to_owned();
        match state {
            State::Translated => coverage.translated += 1,
            State::FallenBack(to) => {
                let is_default = chain.defaults().any(|tag| tag == to);
                coverage.fallen_back.push(FallenBack { key, to: to.to_owned(), is_default });
            }
            State::Missing => coverage.missing.push(key),
        }
    }
    coverage.endless = endless(wanted, &answers);
    coverage.unused = own.map(|own| unused(own, catalogs, wanted)).unwrap_or_default();
    Some(coverage)
}

/// What becomes of a message, and the locale of the catalogs that answers; `locales` are those of the chain.
fn state<'c>(
    chain: &'c LocaleChain,
    locales: &[Option<usize>],
    message: &Message<'_>,
) -> (State<'c>, Option<usize>) {
    for (number, (tag, locale)) in chain.all_tags().iter().zip(locales).enumerate() {
        let answering = locale.filter(|locale| message.is_in(*locale));
        if answering.is_some() {
            let is_own = number == 0;
            let state = if is_own { State::Translated } else { State::FallenBack(tag.as_str()) };
            return (state, answering);
        }
    }
    (State::Missing, None)
}

/// How the placeholders of a message differ from those of the locale that sets the standard, or else of the
/// first that has it.
fn difference(
    catalogs: &Catalogs,
    message: &Message<'_>,
    own: usize,
    standard: Option<usize>,
) -> Option<Difference> {
    let standard = standard.filter(|locale| message.is_in(*locale));
    let standard =
        standard.or_else(|| (0..message.covers.len()).find(|locale| message.is_in(*locale)))?;
    // What is for a context may say more than what is for all.
    if message.is_own(own) != message.is_own(standard) {
        return None;
    }
    let [own, other] = [own, standard].map(|locale| reads(&message.covers[locale]));
    let without = |some: &BTreeSet<String>, others: &BTreeSet<String>| {
        some.difference(others).cloned().collect::<Vec<_>>()
    };
    let (lacks, adds) = (without(&other, &own), without(&own, &other));
    (!lacks.is_empty() || !adds.is_empty()).then(|| Difference {
        key: message.label.clone(),
        other: catalogs.number(standard).tag().as_str().to_owned(),
        lacks,
        adds,
    })
}

/// The paths that any of the messages reads.
fn reads(cover: &Cover<'_>) -> BTreeSet<String> {
    let messages = cover.messages.iter();
    messages.flat_map(|message| message.reads()).map(|path| path.to_string()).collect()
}

/// The keys of messages that never answer. What nobody can use anyway is told when it is loaded.
fn unused(own: usize, catalogs: &Catalogs, wanted: &Wanted<'_>) -> Vec<String> {
    let covers = wanted.all.iter().map(|message| &message.covers[own]);
    let used: HashSet<&str> =
        covers.flat_map(|cover| cover.messages.iter().map(|message| message.key)).collect();
    let messages = catalogs.number(own).messages().filter(|message| message.text().is_some());
    let keys = messages.map(|message| message.key).filter(|key| !used.contains(key));
    keys.map(str::to_owned).collect()
}

/// The first way on which messages stand deeper within each other than they may; a circle never ends.
/// `answers` has the locale of each that answers.
fn endless(wanted: &Wanted<'_>, answers: &HashMap<usize, usize>) -> Option<Vec<String>> {
    let levels = Limits::new().expansion_levels();
    // The messages that stand so deep, each with the first that asks for it.
    let mut above: Vec<BTreeMap<usize, usize>> =
        vec![wanted.roots().map(|number| (number, number)).collect()];
    for _ in 0..levels {
        let mut below = BTreeMap::new();
        for number in above.last()?.keys() {
            let Some(locale) = answers.get(number) else { continue };
            for asked in &wanted.all[*number].asks[*locale] {
                below.entry(*asked).or_insert(*number);
            }
        }
        above.push(below);
    }
    // A text without placeholders has an end.
    let is_filled = |number: &&usize| {
        let cover = answers.get(number).map(|locale| &wanted.all[**number].covers[*locale]);
        cover.is_some_and(|cover| cover.messages.iter().any(|it| it.template().is_some()))
    };
    let mut number = *above.last()?.keys().find(is_filled)?;
    let mut way = Vec::new();
    for level in above.iter().rev() {
        way.push(wanted.all[number].label.clone());
        number = level[&number];
    }
    way.reverse();
    // Of a circle one round is enough.
    let is_again = |end: &usize| way[..*end].contains(&way[*end]);
    let end = (0..way.len()).find(is_again).unwrap_or(way.len() - 1);
    way.truncate(end + 1);
    Some(way)
}
