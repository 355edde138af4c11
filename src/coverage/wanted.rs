//! Every message that is wanted: what templates ask for, with each context that there is, and what those
//! messages ask for in turn.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;

use indexmap::{IndexMap, IndexSet};

use super::uses::{MessageUses, Site, Use};
use crate::catalog::{self, Catalogs, Cover, context_of};
use crate::locale::Counting;
use crate::template::{Asked, AskedContext, CONTEXT, COUNT, ORDINAL};

/// All of them: those that templates ask for in their order, then those that only messages ask for.
pub(super) struct Wanted<'a> {
    pub(super) all: Vec<Message<'a>>,
    /// Those with the same key and the same counting.
    by_key: HashMap<(Cow<'a, str>, Option<Counting>), Vec<usize>>,
}

/// One of them, with what each locale of the catalogs has.
pub(super) struct Message<'a> {
    pub(super) key: Cow<'a, str>,
    /// The key with its context.
    pub(super) label: String,
    pub(super) context: Option<&'a str>,
    pub(super) counting: Option<Counting>,
    /// Where templates ask for it; nowhere if only messages do.
    pub(super) sites: Vec<&'a Site<'a>>,
    /// The first message that asks for it, if no template does: its locale and its key.
    pub(super) asked_by: Option<(usize, &'a str)>,
    /// By the number of the locale.
    pub(super) covers: Vec<Cover<'a>>,
    /// What those ask for in turn, by their numbers; by locale too.
    pub(super) asks: Vec<BTreeSet<usize>>,
    /// Those of them, in any locale, that are given the arguments of this one.
    handed: BTreeSet<usize>,
}

impl Message<'_> {
    /// Whether a locale has it, but cannot use it.
    pub(super) fn is_unusable(&self) -> bool {
        self.covers.iter().any(|cover| cover.is_unusable)
    }

    /// Whether a locale has it.
    pub(super) fn is_in(&self, locale: usize) -> bool {
        !self.covers[locale].is_empty()
    }

    pub(super) fn is_anywhere(&self) -> bool {
        self.covers.iter().any(|cover| !cover.is_empty())
    }

    fn answers(&self) -> impl Iterator<Item = catalog::Message<'_>> {
        self.covers.iter().flat_map(|cover| cover.messages.iter().copied())
    }

    /// Whether the number chooses between messages somewhere.
    fn has_forms(&self) -> bool {
        self.answers().any(|answer| answer.key != self.label && *answer.key != *self.key)
    }

    /// Whether the context chooses a message somewhere.
    fn has_context(&self) -> bool {
        self.label != *self.key && self.answers().any(|answer| answer.key.starts_with(&self.label))
    }

    /// Whether a placeholder of a message names something of that name.
    fn reads(&self, name: &str) -> bool {
        let heads = |message: catalog::Message<'_>| {
            let paths = message.reads();
            paths.iter().any(|path| path.segments().first().is_some_and(|head| head.text() == name))
        };
        self.answers().any(heads)
    }
}

impl<'a> Wanted<'a> {
    /// Whether a message has a use for an argument, or one that it hands its arguments on to.
    pub(super) fn uses(&self, message: &Message<'a>, name: &str) -> bool {
        let mut numbers: IndexSet<usize> = self.same(message).iter().copied().collect();
        let mut next = 0;
        while let Some(number) = numbers.get_index(next) {
            let message = &self.all[*number];
            let chooses = match name {
                COUNT | ORDINAL => message.has_forms(),
                CONTEXT => message.has_context(),
                _ => false,
            };
            // The number of an ordinal is `count` too.
            let is_read = message.reads(name) || name == ORDINAL && message.reads(COUNT);
            if chooses || is_read {
                return true;
            }
            numbers.extend(&message.handed);
            next += 1;
        }
        false
    }

    /// The names that a message needs in each locale which one of its uses does not give it, also of those
    /// that it hands its arguments on to.
    pub(super) fn lacks(
        &self,
        message: &Message<'a>,
        given: &[&str],
    ) -> IndexMap<&'a str, BTreeSet<usize>> {
        let is_given =
            |name: &str| given.contains(&name) || name == COUNT && given.contains(&ORDINAL);
        let mut lacks: IndexMap<&str, BTreeSet<usize>> = IndexMap::new();
        let mut numbers: IndexSet<usize> = self.same(message).iter().copied().collect();
        numbers.retain(|number| self.all[*number].label == message.label);
        let mut next = 0;
        while let Some(number) = numbers.get_index(next) {
            let message = &self.all[*number];
            for (locale, cover) in message.covers.iter().enumerate() {
                let names = cover.messages.iter().flat_map(|message| message.needs());
                for name in names.filter(|name| !is_given(name)) {
                    lacks.entry(name).or_default().insert(locale);
                }
            }
            numbers.extend(&message.handed);
            next += 1;
        }
        lacks
    }

    /// Whether any locale has a message, in whichever context.
    pub(super) fn has(&self, message: &Message<'a>) -> bool {
        self.same(message).iter().any(|number| self.all[*number].is_anywhere())
    }

    /// The message in all of its contexts.
    fn same(&self, message: &Message<'a>) -> &[usize] {
        let same = self.by_key.get(&(message.key.clone(), message.counting));
        same.map_or(&[], Vec::as_slice)
    }
}

pub(super) fn wanted<'a>(uses: &'a MessageUses<'_>, catalogs: &'a Catalogs) -> Wanted<'a> {
    let mut gathered =
        Gathered { catalogs, keys: OnceCell::new(), all: IndexMap::new(), numbers: HashMap::new() };
    for (of, sites) in &uses.uses {
        for number in gathered.numbers(of) {
            gathered.all[number].sites.extend(sites);
        }
    }
    let mut number = 0;
    while number < gathered.all.len() {
        gathered.follow(number);
        number += 1;
    }
    let all: Vec<_> = gathered.all.into_values().collect();
    let mut by_key: HashMap<_, Vec<_>> = HashMap::new();
    for (number, message) in all.iter().enumerate() {
        by_key.entry((message.key.clone(), message.counting)).or_default().push(number);
    }
    Wanted { all, by_key }
}

/// What tells messages apart: the key, the context, and what is counted.
type Identity<'a> = (Cow<'a, str>, Option<&'a str>, Option<Counting>);

struct Gathered<'a> {
    catalogs: &'a Catalogs,
    /// The keys of all locales, sorted; only if a context is not known.
    keys: OnceCell<BTreeSet<&'a str>>,
    all: IndexMap<Identity<'a>, Message<'a>>,
    /// The messages that each use may mean.
    numbers: HashMap<Use<'a>, Vec<usize>>,
}

impl<'a> Gathered<'a> {
    /// The messages that are meant, which are new or are asked for once more.
    fn numbers(&mut self, of: &Use<'a>) -> Vec<usize> {
        if let Some(numbers) = self.numbers.get(of) {
            return numbers.clone();
        }
        let contexts = self.contexts(of).into_iter();
        let numbers: Vec<_> = contexts.map(|context| self.number(of, context)).collect();
        self.numbers.insert(of.clone(), numbers.clone());
        numbers
    }

    fn number(&mut self, of: &Use<'a>, context: Option<&'a str>) -> usize {
        let entry = self.all.entry((of.key.clone(), context, of.counting));
        let (number, key) = (entry.index(), &of.key);
        entry.or_insert_with(|| {
            let locales = self.catalogs.all();
            let covers = locales.map(|locale| locale.cover(key, context, of.counting));
            Message {
                key: key.clone(),
                label: context
                    .map_or_else(|| key.to_string(), |context| format!("{key}_{context}")),
                context,
                counting: of.counting,
                sites: Vec::new(),
                asked_by: None,
                covers: covers.collect(),
                asks: Vec::new(),
                handed: BTreeSet::new(),
            }
        });
        number
    }

    /// Finds what a message asks for, in each locale.
    fn follow(&mut self, number: usize) {
        let mut asks = Vec::new();
        for locale in 0..self.catalogs.all().len() {
            let mut of_locale = BTreeSet::new();
            for message in self.all[number].covers[locale].messages.clone() {
                let Some(template) = message.template() else { continue };
                for asked in template.asked() {
                    let is_handed = template.hands_on() && asked.arguments.is_empty();
                    let of = if is_handed { self.handed(&asked, number) } else { Use::of(&asked) };
                    for asked in self.numbers(&of) {
                        self.all[asked].asked_by.get_or_insert((locale, message.key));
                        of_locale.insert(asked);
                        if is_handed {
                            self.all[number].handed.insert(asked);
                        }
                    }
                }
            }
            asks.push(of_locale);
        }
        self.all[number].asks = asks;
    }

    /// What is asked for with the context and the number of the message that asks.
    fn handed(&self, asked: &Asked<'a>, by: usize) -> Use<'a> {
        let Message { context, counting, .. } = self.all[by];
        let context = context.map_or(AskedContext::None, AskedContext::Literal);
        Use { key: asked.key.clone(), context, counting }
    }

    /// The contexts with which it may be asked for.
    fn contexts(&self, of: &Use<'a>) -> Vec<Option<&'a str>> {
        let keys = || {
            let locales = self.catalogs.all();
            locales.flat_map(|locale| locale.messages().map(|message| message.key)).collect()
        };
        match of.context {
            AskedContext::None => vec![None],
            AskedContext::Literal(context) => vec![Some(context)],
            AskedContext::Any => {
                let keys = self.keys.get_or_init(keys);
                let from = (Bound::Included(&*of.key), Bound::Unbounded);
                let behind = keys.range::<str, _>(from);
                let behind = behind.take_while(|other| other.starts_with(&*of.key));
                let found: BTreeSet<_> =
                    behind.filter_map(|other| context_of(&of.key, other)).collect();
                // A gap counts as none; but nobody has to have a message for that.
                let without =
                    [None].into_iter().filter(|_| found.is_empty() || self.has_without(of));
                without.chain(found.iter().copied().map(Some)).collect()
            }
        }
    }

    fn has_without(&self, of: &Use<'a>) -> bool {
        let mut locales = self.catalogs.all();
        locales.any(|locale| !locale.cover(&of.key, None, of.counting).is_empty())
    }
}
