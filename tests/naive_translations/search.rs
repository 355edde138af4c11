//! Where a translation is looked for, and in which order.

use serde_json::{Map, Value};

use super::forms::{CATEGORIES, Form, Number, digits, forms};
use super::{Argument, Failed, PageForm, World, find, is_blank, of_layer, scalar};

/// What is asked for.
pub(super) enum Key {
    /// By `t('a.b')`: one key, or one below the other.
    Dotted(&'static str),
    /// By a path: what stands below the page's translations.
    Segments(Vec<&'static str>),
}

pub(super) struct Wanted<'a> {
    key: Key,
    arguments: &'a [Argument],
    context: Option<String>,
    number: Option<Number>,
}

impl<'a> Wanted<'a> {
    pub(super) const fn new(key: Key) -> Self {
        Self { key, arguments: &[], context: None, number: None }
    }

    pub(super) fn with(key: Key, arguments: &'a [Argument]) -> Self {
        let value =
            |name: &str| arguments.iter().find(|argument| argument.name == name)?.value.as_ref();
        let context = value("context").filter(|value| !is_blank(value)).and_then(scalar);
        let number = |name: &str| {
            let digits = digits(value(name)?)?;
            Some(Number { is_ordinal: name == "ordinal", digits })
        };
        let number = number("count").or_else(|| number("ordinal"));
        Self { key, arguments, context, number }
    }

    /// The key with its context, then the key alone.
    fn keys(&self) -> Vec<String> {
        let key = match &self.key {
            Key::Dotted(key) => (*key).to_owned(),
            Key::Segments(segments) => segments.join("."),
        };
        let with_context = self.context.as_ref().map(|context| format!("{key}_{context}"));
        with_context.into_iter().chain([key]).collect()
    }

    /// The ways to a key in the page. What a context adds belongs to the last segment.
    fn ways(&self, has_context: bool) -> Vec<Vec<String>> {
        let ways: Vec<Vec<&str>> = match &self.key {
            Key::Dotted(key) if key.contains('.') => vec![vec![key], key.split('.').collect()],
            Key::Dotted(key) => vec![vec![key]],
            Key::Segments(segments) => vec![segments.clone()],
        };
        let added = match &self.context {
            Some(context) if has_context => format!("_{context}"),
            _ => String::new(),
        };
        let own = |way: Vec<&str>| {
            let mut way: Vec<_> = way.into_iter().map(str::to_owned).collect();
            *way.last_mut().unwrap() += &added;
            way
        };
        ways.into_iter().map(own).collect()
    }
}

/// A place where a translation may stand.
#[derive(Clone, Debug)]
enum Place {
    /// `<locale>.<key>` of the page.
    Under(String),
    /// `<key>.<locale>` of the page.
    Behind(String),
    Catalog(String),
    Flat,
}

/// A tag as it is compared.
pub(super) fn folded(tag: &str) -> String {
    tag.to_lowercase().replace('_', "-")
}

/// How an object writes a tag: exactly so, or else in the first way that is the same.
fn as_written<'d>(fields: &'d Map<String, Value>, tag: &str) -> Option<&'d String> {
    let same = || fields.keys().find(|key| folded(key) == folded(tag));
    fields.keys().find(|key| *key == tag).or_else(same)
}

impl World {
    /// All tags, and how many of them are the caller's.
    fn chain(&self) -> (Vec<String>, usize) {
        let mut tags: Vec<String> = Vec::new();
        let add = |tags: &mut Vec<String>, tag: &str| {
            if !tags.iter().any(|other| folded(other) == folded(tag)) {
                tags.push(tag.to_owned());
            }
        };
        for tag in &self.requested {
            add(&mut tags, tag);
            if let Some((parent, _)) = tag.split_once(['-', '_']) {
                add(&mut tags, parent);
            }
        }
        let requested = tags.len();
        if let Some(tag) = self.default {
            add(&mut tags, tag);
        }
        (tags, requested)
    }

    fn places(&self) -> Vec<Place> {
        let (tags, requested) = self.chain();
        let allows = |form| self.page_form.is_none_or(|only| only == form);
        let of_locale = |tag: &String| {
            let mut places = Vec::new();
            if allows(PageForm::LocaleThenKey) {
                places.push(Place::Under(tag.clone()));
            }
            if allows(PageForm::KeyThenLocale) {
                places.push(Place::Behind(tag.clone()));
            }
            if self.catalogs.is_some() {
                places.push(Place::Catalog(tag.clone()));
            }
            places
        };
        let mut places: Vec<_> = tags[..requested].iter().flat_map(of_locale).collect();
        if allows(PageForm::OneLanguage) {
            places.push(Place::Flat);
        }
        places.extend(tags[requested..].iter().flat_map(of_locale));
        places
    }

    /// The translation, and where it came from.
    pub(super) fn translation(
        &self,
        wanted: &Wanted<'_>,
        texts: &[String],
        is_unfilled: &mut bool,
    ) -> Result<Option<(Value, String)>, Failed> {
        for place in self.places() {
            let found = match &place {
                Place::Catalog(tag) => self.message(wanted, tag, texts, is_unfilled)?,
                _ => self.page_text(wanted, &place, texts, is_unfilled)?,
            };
            if let Some((text, told)) = found {
                return Ok(Some((Value::String(text), format!("translation {told}"))));
            }
        }
        Ok(None)
    }

    fn message(
        &self,
        wanted: &Wanted<'_>,
        tag: &str,
        texts: &[String],
        is_unfilled: &mut bool,
    ) -> Result<Option<(String, String)>, Failed> {
        let found = self.in_catalogs(tag, &wanted.keys(), wanted.number.as_ref())?;
        let Some((key, text)) = found else { return Ok(None) };
        let name = format!("{tag} {key}");
        let filled = self.filled(text, name, wanted.arguments, texts)?;
        *is_unfilled |= filled.is_none();
        // One with a gap is passed over, and with it the catalogs of that locale.
        let filled = filled.filter(|text| !text.trim().is_empty());
        Ok(filled.map(|text| (text, format!("`{key}` in {tag}"))))
    }

    fn page_text(
        &self,
        wanted: &Wanted<'_>,
        place: &Place,
        texts: &[String],
        is_unfilled: &mut bool,
    ) -> Result<Option<(String, String)>, Failed> {
        let tag = match place {
            Place::Under(tag) | Place::Behind(tag) | Place::Catalog(tag) => Some(tag),
            Place::Flat => None,
        };
        // A page in one language is taken to be in the first that is asked for.
        let (tags, _) = self.chain();
        let language = tag.or_else(|| tags.first()).filter(|_| self.knows_categories);
        let number = wanted.number.as_ref();
        let category = number.zip(language).map(|(number, tag)| number.category(tag));
        let keys = wanted.keys();
        for (nth, key) in keys.iter().enumerate() {
            let ways = wanted.ways(nth + 1 < keys.len());
            for form in forms(number, category) {
                if let Form::Unknown { is_ordinal } = form {
                    let mut others =
                        CATEGORIES.into_iter().flat_map(|it| Form::both(is_ordinal, it));
                    if others.any(|form| {
                        !self.of_form_in_page(place, key, &ways, form, number).is_empty()
                    }) {
                        return Err(Failed);
                    }
                }
                for found in self.of_form_in_page(place, key, &ways, form, number) {
                    let InPage { layer, path, key, text } = found;
                    let filled = if self.expands {
                        self.filled(&text, format!("{layer} {path:?}"), wanted.arguments, texts)?
                    } else {
                        Some(text)
                    };
                    *is_unfilled |= filled.is_none();
                    if let Some(text) = filled.filter(|text| !text.trim().is_empty()) {
                        let tag = tag.map_or_else(String::new, |tag| format!(" in {tag}"));
                        return Ok(Some((text, format!("`{key}`{tag}{}", of_layer(layer)))));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The texts of a form at a place: by way, each in all layers.
    fn of_form_in_page(
        &self,
        place: &Place,
        key: &str,
        ways: &[Vec<String>],
        form: Form,
        number: Option<&Number>,
    ) -> Vec<InPage> {
        let mut found = Vec::new();
        for way in ways {
            for (layer, data) in self.layers.iter().enumerate() {
                let (suffix, object, category) = match form {
                    Form::Unknown { .. } => continue,
                    Form::Whole => (String::new(), None, None),
                    Form::Suffix { is_ordinal, category } => (
                        format!("{}_{category}", if is_ordinal { "_ordinal" } else { "" }),
                        None,
                        None,
                    ),
                    Form::Member { is_ordinal, category } => {
                        (String::new(), Some(is_ordinal), Some(category))
                    }
                    Form::Exact { is_ordinal } => (String::new(), Some(is_ordinal), None),
                };
                let mut way = way.clone();
                *way.last_mut().unwrap() += &suffix;
                let Some(mut path) = place.path(data, &way) else { continue };
                let mut key = key.to_owned() + &suffix;
                if object == Some(true) {
                    path.push("ordinal".to_owned());
                    key += ".ordinal";
                }
                let members = match (object, category) {
                    (None, _) => vec![None],
                    (Some(_), Some(category)) => vec![Some(category.to_owned())],
                    (Some(_), None) => {
                        let fields = find(data, &path).and_then(Value::as_object);
                        let names = fields.into_iter().flat_map(Map::keys);
                        let is_it = |name: &&String| number.is_some_and(|it| it.is_exactly(name));
                        names.filter(is_it).cloned().map(Some).collect()
                    }
                };
                for member in members {
                    let path: Vec<_> = path.iter().cloned().chain(member.clone()).collect();
                    let text = find(data, &path).filter(|value| !is_blank(value));
                    let Some(text) = text.and_then(Value::as_str).map(str::to_owned) else {
                        continue;
                    };
                    let key = member.map_or(key.clone(), |member| format!("{key}.{member}"));
                    found.push(InPage { layer, path, key, text });
                }
            }
        }
        found
    }
}

impl Place {
    /// The path of a key in a layer, if that has the locale there.
    fn path(&self, data: &Value, way: &[String]) -> Option<Vec<String>> {
        let root = ["metadata".to_owned(), "translations".to_owned()];
        let tag = |at: &[String], tag: &str| as_written(find(data, at)?.as_object()?, tag).cloned();
        Some(match self {
            Self::Under(locale) => [&root[..], &[tag(&root, locale)?], way].concat(),
            Self::Behind(locale) => {
                let at = [&root[..], way].concat();
                let tag = tag(&at, locale)?;
                [at, vec![tag]].concat()
            }
            Self::Flat | Self::Catalog(_) => [&root[..], way].concat(),
        })
    }
}

/// A text of the page, not filled yet.
struct InPage {
    layer: usize,
    path: Vec<String>,
    /// What it is the text of, with its form.
    key: String,
    text: String,
}
