//! What a path, or the key of a translation, was probably meant to be.

use std::borrow::Cow;

use super::Resolution;
use super::source::{Miss, guard};
use crate::locale::LocaleChain;
use crate::nearest::{Budget, nearest_within};
use crate::path::{Path, Segment};
use crate::template::{Operand, OperandKind};
use crate::value::{Datum, Kind, State};

/// The most suggestions for one place.
const SUGGESTIONS: usize = 3;
/// The segments of a path that a suggestion corrects.
const CORRECTIONS: usize = 4;
/// The longest suggestion, in bytes: nobody compares more.
const LONGEST: usize = 1_000;
/// The first keys that are tried before a path that lacks one.
const ROOTS: usize = 32;

impl Resolution<'_> {
    /// What the operand was probably meant to be, the nearest first.
    pub(super) fn suggestions(&self, operand: &Operand, budget: &Budget) -> Vec<String> {
        let template = self.template();
        let mut meant: Vec<String> = match operand.kind {
            OperandKind::Path(node) | OperandKind::PageText(node) => {
                let near = self.near_paths(&template.path(node), budget).into_iter();
                let allowed = near.filter(|path| template.allows(path));
                allowed.map(|path| path.to_string()).collect()
            }
            OperandKind::Translation(id) => {
                self.near_keys(&template.tables().translations[id as usize].key, budget)
            }
            OperandKind::Literal(_) => Vec::new(),
        };
        // A name that holds the closing delimiter could not be written like that.
        meant.retain(|meant| meant.len() <= LONGEST && !meant.contains(template.close()));
        meant.truncate(SUGGESTIONS);
        meant
    }

    /// The nearest keys that the page or the catalogs have translations of.
    fn near_keys(&self, key: &str, budget: &Budget) -> Vec<String> {
        let context = self.lookup.context;
        let mut found = Vec::new();
        if let Some(root) = self.template().layout().translations_root() {
            for layer in 0..context.layers() {
                let near = nearest_within(budget, key, self.keys(layer, root)).into_iter();
                let texts = near.filter(|key| {
                    let found = guard::find(context.layer(layer), &below(root, key));
                    found.is_ok_and(|it| it.kind() == Kind::Text && it.state() == State::Value)
                });
                push_new(&mut found, texts.map(Cow::into_owned));
            }
        }
        let tags = context.chain().map_or(&[][..], LocaleChain::all_tags);
        let catalogs = context.messages().into_iter();
        for locale in catalogs.flat_map(|all| tags.iter().filter_map(|tag| all.locale(tag))) {
            let keys = locale.messages().map(|message| Cow::Borrowed(message.key));
            let near = nearest_within(budget, key, keys).into_iter();
            push_new(&mut found, near.map(Cow::into_owned));
        }
        found
    }

    /// The nearest paths that there are; those that can be printed before arrays and objects.
    fn near_paths(&self, path: &Path<'_>, budget: &Budget) -> Vec<Path<'static>> {
        let layers = 0..self.lookup.context.layers();
        let mut found = Vec::new();
        // A flat source may have the whole path as one key.
        let flat = Path::new(vec![Segment::Key(Cow::Owned(path.to_string()))]);
        let has_it = |layer| self.prints(layer, &flat);
        if path.segments().len() > 1 && layers.clone().any(has_it) {
            found.push(flat);
        }
        let near: Vec<_> = layers
            .clone()
            .flat_map(|layer| self.corrected(layer, path, CORRECTIONS, budget))
            .collect();
        let (printed, others): (Vec<_>, Vec<_>) =
            near.into_iter().filter(|(meant, _)| meant != path).partition(|(_, prints)| *prints);
        push_new(&mut found, printed.into_iter().map(|(path, _)| path));
        push_new(&mut found, layers.flat_map(|layer| self.rooted(layer, path)));
        push_new(&mut found, others.into_iter().map(|(path, _)| path));
        found
    }

    /// What can be printed at the same path below another root: its first key is too many, or one is
    /// missing before it; perhaps with `.value` behind it.
    fn rooted(&self, layer: usize, path: &Path<'_>) -> Vec<Path<'static>> {
        let segments = path.segments();
        let with_value = |path: Path<'static>| {
            let value = below(&path, "value").into_owned();
            [path, value].into_iter().find(|path| self.prints(layer, path))
        };
        let bare = segments.get(1..).filter(|rest| !rest.is_empty());
        let bare = bare.map(|rest| Path::new(rest.iter().map(Segment::to_static).collect()));
        let root = Path::default();
        let keys = self.keys(layer, &root).take(ROOTS);
        let rooted = keys.map(|root| {
            let root = Segment::Key(Cow::Owned(root.into_owned()));
            Path::new([root].into_iter().chain(segments.iter().map(Segment::to_static)).collect())
        });
        bare.into_iter().chain(rooted).filter_map(with_value).take(SUGGESTIONS).collect()
    }

    /// `path` with its failing segment replaced by near keys, and again for the next segment that
    /// fails, at most `times` times. Only paths that exist, the nearest first, each with whether
    /// its value can be printed.
    fn corrected(
        &self,
        layer: usize,
        path: &Path<'_>,
        times: usize,
        budget: &Budget,
    ) -> Vec<(Path<'static>, bool)> {
        let source = self.lookup.context.layer(layer);
        let miss = match guard::find(source, path) {
            Ok(Datum::Tree(_)) => {
                let value = below(path, "value").into_owned();
                let prints = self.prints(layer, &value);
                return vec![if prints {
                    (value, true)
                } else {
                    (path.clone().into_owned(), false)
                }];
            }
            Ok(datum) if datum.state() == State::Value => {
                return vec![(path.clone().into_owned(), true)];
            }
            // Blank, but there.
            Ok(_) => return vec![(path.clone().into_owned(), false)],
            Err(miss) => miss,
        };
        // One step too far: `data.name.value` where `data.name` is the text.
        match miss {
            Miss::WrongKind { segment, found: Kind::Text | Kind::Number | Kind::Bool }
                if segment < path.segments().len() =>
            {
                // A source that counts wrong could go on like that.
                let Some(times) = times.checked_sub(1) else { return Vec::new() };
                return self.corrected(layer, &path.prefix(segment), times, budget);
            }
            _ => {}
        }
        let number = miss.segment().or_else(|| self.unlisted(layer, path));
        let number = number.filter(|_| times > 0);
        let wrong = number.and_then(|number| Some((number, path.segments().get(number)?)));
        let Some((number, wrong)) = wrong else { return Vec::new() };
        let replaced = |segment: Segment<'static>| {
            let mut segments = path.segments().to_vec();
            segments[number] = segment;
            self.corrected(layer, &Path::new(segments), times - 1, budget)
        };
        let wrong = match (wrong, miss) {
            (Segment::Key(key), _) => key,
            // Of an array that is too short the last element is the nearest.
            (Segment::Index(_), Miss::NoIndex { len: len @ 1.., .. }) => {
                return replaced(Segment::Index(len - 1));
            }
            (Segment::KeyOrIndex(_), Miss::NoIndex { len: len @ 1.., .. }) => {
                return replaced(Segment::KeyOrIndex(len - 1));
            }
            _ => return Vec::new(),
        };
        let near = nearest_within(budget, wrong, self.keys(layer, &path.prefix(number)));
        // More than a few of them are no help, and each can branch again.
        let few = if times == CORRECTIONS { SUGGESTIONS } else { 1 };
        let near = near.into_iter().take(few).map(Cow::into_owned);
        near.flat_map(|key| replaced(Segment::Key(Cow::Owned(key)))).collect()
    }

    /// The first segment that a source does not list where it lists keys.
    fn unlisted(&self, layer: usize, path: &Path<'_>) -> Option<usize> {
        (0..path.segments().len().min(CORRECTIONS)).find(|&number| {
            let parent = path.prefix(number);
            let mut keys = self.keys(layer, &parent).peekable();
            keys.peek().is_some() && !keys.any(|key| key == path.segments()[number].text())
        })
    }

    /// Whether there is something to print at `path`.
    pub(super) fn prints(&self, layer: usize, path: &Path<'_>) -> bool {
        let found = guard::find(self.lookup.context.layer(layer), path);
        found.is_ok_and(|it| !matches!(it, Datum::Tree(_)) && it.state() == State::Value)
    }

    pub(super) fn keys(&self, layer: usize, at: &Path<'_>) -> impl Iterator<Item = Cow<'_, str>> {
        guard::keys(self.lookup.context.layer(layer), at).into_iter()
    }
}

/// Appends what is not there yet.
fn push_new<T: PartialEq>(found: &mut Vec<T>, more: impl Iterator<Item = T>) {
    for one in more {
        if !found.contains(&one) {
            found.push(one);
        }
    }
}

pub(super) fn below<'p>(path: &'p Path<'_>, key: &'p str) -> Path<'p> {
    let segments = path.segments().iter().map(Segment::borrowed);
    Path::new(segments.chain([Segment::Key(Cow::Borrowed(key))]).collect())
}
