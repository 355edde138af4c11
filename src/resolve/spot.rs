//! Where a translation may stand, and in which order people expect it to be looked for there.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::lookup::Lookup;
use super::plural::Form;
use super::source::{guard, walk};
use crate::locale::{LocaleChain, Tag};
use crate::path::{Path, Segment};
use crate::template::{Operand, OperandKind, PageForm};

/// A place where a translation may stand. Locales count from the first of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) place: Place,
    /// The key, a row of [`Lookup::keys`]; the operand's own is none of them.
    pub(super) key: Option<usize>,
    /// The form of the key: as one key of the page, or split at its dots.
    pub(super) form: usize,
    /// What the text is to the key.
    pub(super) plural: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Below the locale, which stands at the root of the page's translations.
    Under(usize),
    /// The locale stands below the key.
    Behind(usize),
    /// In the catalogs.
    Catalog(usize),
    /// In the page, which has it in one language.
    Flat,
}

impl Spot {
    /// The operand's own key in one of its forms, in a page of one language.
    pub(super) const fn flat(form: usize) -> Self {
        Self { place: Place::Flat, key: None, form, plural: Form::Whole }
    }
}

impl Place {
    pub(super) const fn locale(self) -> Option<usize> {
        match self {
            Self::Under(locale) | Self::Behind(locale) | Self::Catalog(locale) => Some(locale),
            Self::Flat => None,
        }
    }
}

impl<'a> Lookup<'a> {
    /// Every place for a key, in order: all of a locale that the caller asked for before
    /// the next, then what the page has in one language, then the default locales.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let form = self.template.layout().translation_form();
        let has_catalogs = self.context.messages().is_some();
        let (requested, all) = self
            .context
            .chain()
            .map_or((0, 0), |chain| (chain.requested_tags().len(), chain.tags().len()));
        (0..=all).flat_map(move |locale| {
            let is_locale = locale < all;
            [
                (locale == requested && form.allows(PageForm::OneLanguage), Place::Flat),
                (is_locale && form.allows(PageForm::LocaleThenKey), Place::Under(locale)),
                (is_locale && form.allows(PageForm::KeyThenLocale), Place::Behind(locale)),
                (is_locale && has_catalogs, Place::Catalog(locale)),
            ]
            .into_iter()
            .filter_map(|(is_asked, place)| is_asked.then_some(place))
        })
    }

    /// The locale of the chain with this number.
    pub(super) fn locale(&self, number: usize) -> Option<&'a Tag> {
        self.context.chain()?.all_tags().get(number)
    }

    /// What stands below the root of the translations for a key.
    fn below_root(&self, operand: &Operand, spot: Spot) -> Vec<Segment<'static>> {
        let template = self.template;
        let own = || match operand.kind {
            OperandKind::PageText(node) => {
                let root = template.layout().translations_root();
                let root = root.map_or(0, |root| root.segments().len());
                let path = template.path(node);
                let below = path.segments().iter().skip(root);
                Err(below.map(Segment::to_static).collect())
            }
            _ => Ok(self.key(operand)),
        };
        let key = match spot.key {
            Some(row) => Ok(Cow::Borrowed(&*self.keys[row])),
            None => own(),
        };
        let key = match (key, spot.plural.suffix()) {
            (Ok(key), Some(suffix)) => Ok(Cow::Owned(key.into_owned() + &suffix)),
            (key, _) => key,
        };
        let segment = |key: &str| Segment::Key(Cow::Owned(key.to_owned()));
        match key {
            Err(segments) => segments,
            Ok(key) if spot.form == 0 => vec![segment(&key)],
            Ok(key) => {
                // What a context adds is no part of the way.
                let own = self.key(operand).len();
                let (way, added) = key.split_at(own.min(key.len()));
                let (parents, last) = way.rsplit_once('.').unwrap_or(("", way));
                let parents = parents.split('.').filter(|_| way.contains('.')).map(segment);
                parents.chain([segment(&(last.to_owned() + added))]).collect()
            }
        }
    }

    /// Goes on to the text below its object, if it is a member of one; none if a layer has no such
    /// member.
    fn push_member(
        &self,
        segments: &mut Vec<Segment<'static>>,
        form: Form,
        layer: usize,
    ) -> Option<()> {
        let segment = |key: &str| Segment::Key(Cow::Owned(key.to_owned()));
        if let Form::Member { is_ordinal: true, .. } | Form::Exact { is_ordinal: true, .. } = form {
            segments.push(segment("ordinal"));
        }
        match form {
            Form::Whole | Form::Suffix { .. } | Form::Unknown => {}
            Form::Member { category, .. } => segments.push(segment(category.name())),
            Form::Exact { digits, .. } => segments.push(self.exact(layer, segments, digits)?),
        }
        Some(())
    }

    /// The key of a spot, as a layer writes it.
    pub(super) fn spot_key(&self, operand: &Operand, spot: Spot, layer: usize) -> Cow<'a, str> {
        let key = match spot.key {
            Some(row) => Cow::Owned(self.keys[row].clone()),
            None => self.key(operand),
        };
        match spot.plural {
            Form::Whole | Form::Unknown => key,
            Form::Suffix { .. } => {
                Cow::Owned(key.into_owned() + &spot.plural.suffix().unwrap_or_default())
            }
            Form::Member { is_ordinal, category } => {
                let ordinal = if is_ordinal { ".ordinal" } else { "" };
                Cow::Owned(format!("{key}{ordinal}.{}", category.name()))
            }
            Form::Exact { is_ordinal, .. } => {
                let ordinal = if is_ordinal { ".ordinal" } else { "" };
                let path = self.spot_path(operand, spot, layer).unwrap_or_default();
                let member = path.segments().last().map(Segment::text).unwrap_or_default();
                Cow::Owned(format!("{key}{ordinal}.{member}"))
            }
        }
    }

    /// The path of a spot in a layer, the locale written as it is there; none if the page has no
    /// translations at all, or none for that locale.
    pub(super) fn spot_path(
        &self,
        operand: &Operand,
        spot: Spot,
        layer: usize,
    ) -> Option<Path<'static>> {
        let root = self.template.layout().translations_root()?;
        let mut segments: Vec<_> = root.segments().iter().map(Segment::to_static).collect();
        match spot.place {
            Place::Under(locale) => {
                segments.push(self.locale_keys(layer).get(locale)?.clone()?);
                segments.extend(self.below_root(operand, spot));
            }
            Place::Behind(locale) => {
                segments.extend(self.below_root(operand, spot));
                let tag = std::slice::from_ref(self.locale(locale)?);
                segments.push(self.written(layer, &segments, tag).pop()??);
            }
            Place::Flat => segments.extend(self.below_root(operand, spot)),
            Place::Catalog(_) => return None,
        }
        self.push_member(&mut segments, spot.plural, layer)?;
        Some(Path::new(segments))
    }

    /// The key at the root of the page's translations of a layer for each locale of the chain.
    pub(super) fn locale_keys(&self, layer: usize) -> &[Option<Segment<'static>>] {
        let all = self.locale_keys.get_or_init(|| {
            let Some(root) = self.template.layout().translations_root() else {
                return Arc::default();
            };
            let tags = self.context.chain().map_or(&[][..], LocaleChain::all_tags);
            let layers = 0..self.context.layers();
            Arc::new(layers.map(|layer| self.written(layer, root.segments(), tags)).collect())
        });
        all.get(layer).map_or(&[], Vec::as_slice)
    }

    /// The keys below `parent` that name locales: written like a tag, or else but for case and `_`.
    fn written(
        &self,
        layer: usize,
        parent: &[Segment<'_>],
        tags: &[Tag],
    ) -> Vec<Option<Segment<'static>>> {
        let source = self.context.layer(layer);
        let segment = |key: &str| Segment::Key(Cow::Owned(key.to_owned()));
        if let Some(tree) = guard::tree(source) {
            let object = walk(tree, parent.iter()).ok().and_then(Value::as_object);
            let Some(object) = object else { return vec![None; tags.len()] };
            let folded = folded(object.keys().map(String::as_str), tags);
            let key = |tag: &Tag| match object.get_key_value(tag.as_str()) {
                Some((key, _)) => Some(segment(key)),
                None => folded.get(tag.folded()).map(|key| segment(key)),
            };
            return tags.iter().map(key).collect();
        }
        let keys = guard::keys(source, &Path::borrowed(parent));
        let folded = folded(keys.iter().map(|key| &**key), tags);
        let key = |tag: &Tag| {
            let is_listed = keys.iter().any(|key| **key == *tag.as_str());
            let other = folded.get(tag.folded()).filter(|_| !is_listed);
            // A source need not list its keys.
            Some(segment(other.map_or(tag.as_str(), |key| key)))
        };
        tags.iter().map(key).collect()
    }

    /// Whether the page writes the locale of a spot in another way than the chain.
    pub(super) fn is_folded(&self, operand: &Operand, spot: Spot, layer: usize) -> bool {
        let tag = spot.place.locale().and_then(|locale| self.locale(locale));
        let path = self.spot_path(operand, spot, layer);
        let is_exact = |tag: &Tag| {
            let mut segments = path.iter().flat_map(Path::segments);
            segments.any(|segment| segment.text() == tag.as_str())
        };
        tag.is_some_and(|tag| !is_exact(tag))
    }

    /// Knows how the page of another look-up of the same context writes the locales.
    pub(super) fn share_locale_keys(&mut self, other: &Self) {
        let root = |lookup: &Self| lookup.template.layout().translations_root().cloned();
        if let Some(known) = other.locale_keys.get().filter(|_| root(self) == root(other)) {
            self.locale_keys = OnceLock::from(Arc::clone(known));
        }
    }
}

/// How a layer writes the locales of the chain, for all layers.
pub(super) type LocaleKeys = Vec<Vec<Option<Segment<'static>>>>;

/// The first of the keys that is written like each tag, but for case and `_`.
fn folded<'k>(keys: impl Iterator<Item = &'k str>, tags: &[Tag]) -> HashMap<String, &'k str> {
    let wanted: HashSet<&str> = tags.iter().map(Tag::folded).collect();
    let longest = wanted.iter().map(|tag| tag.len()).max().unwrap_or(0);
    let mut folded = HashMap::new();
    for key in keys.filter(|key| key.len() <= longest) {
        let tag = key.to_ascii_lowercase().replace('_', "-");
        if wanted.contains(&*tag) {
            folded.entry(tag).or_insert(key);
        }
    }
    folded
}
