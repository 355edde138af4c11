//! Every message that is wanted: what templates ask for, with each context that there is, and what those
//! messages ask for in turn.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Bound;

use indexmap::{IndexMap, IndexSet};

use super::uses::{MessageUses, Site, Use};
use crate::catalog::{self, Catalogs, Cover, context_of};
use crate::locale::Counting;
use crate::template::{Asked, AskedContext, CONTEXT, COUNT, Limits, ORDINAL};

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
    /// The context that it hands on.
    context: AskedContext<'a>,
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
    /// Whether nothing is missing where it is: each template has something else to print.
    pub(super) fn is_optional(&self) -> bool {
        !self.sites.is_empty() && self.sites.iter().all(|site| site.is_optional)
    }

    /// Whether a locale has it, but cannot use it.
    pub(super) fn is_unusable(&self) -> bool {
        self.covers.iter().any(|cover| cover.is_unusable)
    }

    /// Whether a locale has it.
    pub(super) fn is_in(&self, locale: usize) -> bool {
        !self.covers[locale].is_empty()
    }

    /// Whether what a locale has is for the context alone, if there is one.
    pub(super) fn is_own(&self, locale: usize) -> bool {
        self.covers[locale].messages.iter().any(|message| message.key.starts_with(&self.label))
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

    /// The first keys of the paths that its messages read.
    fn reads(&self) -> impl Iterator<Item = String> {
        let paths = self.answers().flat_map(catalog::Message::reads);
        paths.filter_map(|path| Some(path.segments().first()?.text().into_owned()))
    }
}

impl<'a> Wanted<'a> {
    /// The numbers of those that templates ask for.
    pub(super) fn roots(&self) -> impl Iterator<Item = usize> {
        (0..self.all.len()).filter(|number| !self.all[*number].sites.is_empty())
    }

    /// The names that a message has a use for in any context, or one that it hands its arguments on to.
    pub(super) fn used_names(&self, message: &Message<'a>) -> HashSet<String> {
        let mut names = HashSet::new();
        for number in self.handed_on(self.same(message)) {
            let message = &self.all[number];
            names.extend(message.reads());
            // The number of an ordinal is `count` too.
            if message.has_forms() || names.contains(COUNT) {
                names.extend([COUNT, ORDINAL].map(str::to_owned));
            }
            if message.has_context() {
                names.insert(CONTEXT.to_owned());
            }
        }
        names
    }

    /// The names that a message needs in each locale, also those that it hands its arguments on to.
    pub(super) fn needed_names(&self, number: usize) -> IndexMap<&'a str, BTreeSet<usize>> {
        let mut needed: IndexMap<&str, BTreeSet<usize>> = IndexMap::new();
        for number in self.handed_on(&[number]) {
            for (locale, cover) in self.all[number].covers.iter().enumerate() {
                for name in cover.messages.iter().flat_map(|message| message.needs()) {
                    needed.entry(name).or_default().insert(locale);
                }
            }
        }
        needed
    }

    /// Messages, and those that they hand their arguments on to, as deep as texts may stand within texts.
    fn handed_on(&self, numbers: &[usize]) -> IndexSet<usize> {
        let mut all: IndexSet<usize> = numbers.iter().copied().collect();
        let mut done = 0;
        for _ in 0..Limits::new().expansion_levels() {
            let asking = done..all.len();
            done = all.len();
            let handed: Vec<_> =
                asking.flat_map(|place| self.all[all[place]].handed.iter().copied()).collect();
            all.extend(handed);
        }
        all
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
                context: of.context,
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
                    let is_handed = asked.is_handed;
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
                let found: BTreeSet<_> = behind
                    .filter_map(|other| context_of(&of.key, other, of.counting.is_some()))
                    .collect();
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
