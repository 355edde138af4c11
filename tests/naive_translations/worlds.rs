//! Pages, catalogs and chains of locales for the laws: few keys, so that many candidates meet, and no text
//! twice, so that each tells where it stood.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::chains::{chain, knot, number, text};
use super::{PageForm, Piece, Text, World, source};

/// What callers ask for; the page and the catalogs may write it in other ways.
const TAGS: [&str; 5] = ["en", "en-GB", "pl_PL", "pl", "ru"];
const PAGE_TAGS: [&str; 9] = ["en", "EN", "en-GB", "en_gb", "pl-PL", "pl_PL", "pl", "ru", "fr"];
/// No two of them are one locale.
const CATALOG_TAGS: [&str; 5] = ["en", "EN-gb", "pl", "pl_PL", "ru"];

/// Of these most messages are, with `k` before them.
const SUFFIXES: [&str; 21] = [
    "",
    "",
    "",
    "_zero",
    "_one",
    "_few",
    "_many",
    "_other",
    "_ordinal_one",
    "_ordinal_two",
    "_ordinal_other",
    "_ordinal_zero",
    "_c",
    "_c",
    "_c_zero",
    "_c_one",
    "_c_many",
    "_c_other",
    "_c.d",
    "_",
    "_ ",
];
const MEMBERS: [&str; 11] =
    ["=0", "=1", "=1.0", "=5", "=0.0", "zero", "one", "two", "few", "many", "other"];

/// Stands for the text with that number until it is known where that stands.
const TEXTS: [&str; 5] = ["#0", "#1", "#2", "#3", "#4"];
/// Stands for one that cannot be read as a template.
const UNREADABLE: &str = "#";

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        16 => select(&TEXTS[..]).prop_map(|text| json!(text)),
        1 => Just(json!("")),
        1 => Just(json!(" \n")),
        1 => Just(json!(null)),
        1 => Just(json!(7)),
        1 => Just(json!(["x"])),
        1 => Just(json!(UNREADABLE)),
    ]
}

fn object(
    keys: &'static [&'static str],
    value: impl Strategy<Value = Value>,
    most: usize,
) -> impl Strategy<Value = Map<String, Value>> {
    let pairs = prop::collection::vec((select(keys), value), 1..=most);
    pairs.prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// An object of plural forms; now and then with a member that is none.
fn plural() -> impl Strategy<Value = Value> {
    let ordinal = prop::option::weighted(0.3, object(&MEMBERS, leaf(), 3));
    let plural = (object(&MEMBERS, leaf(), 4), ordinal, prop::bool::weighted(0.1));
    plural.prop_map(|(mut members, ordinal, has_other)| {
        members.extend(ordinal.map(|ordinal| ("ordinal".to_owned(), Value::Object(ordinal))));
        if has_other {
            members.insert("x".to_owned(), json!("#0"));
        }
        Value::Object(members)
    })
}

fn node() -> impl Strategy<Value = Value> {
    prop_oneof![3 => leaf(), 1 => plural()]
}

/// Messages by key: flat, below `a`, and with a dot in the key.
fn messages() -> impl Strategy<Value = Map<String, Value>> {
    let keys = (select(&SUFFIXES[..]), select(vec!["", "", "", "a.", "a/"]), node());
    // Forms of one key meet, in both ways to write them.
    let forms = prop::option::weighted(0.3, plural());
    let rest = prop::option::weighted(0.5, leaf());
    (prop::collection::vec(keys, 0..7), forms, rest).prop_map(|(all, forms, rest)| {
        let mut messages: Map<_, _> =
            forms.map(|forms| ("k".to_owned(), forms)).into_iter().collect();
        for (suffix, before, node) in all {
            put(&mut messages, &format!("{before}k{suffix}"), node);
        }
        messages.extend(rest.map(|node| ("m".to_owned(), node)));
        messages
    })
}

/// Puts a value at a way of keys, `a/k`; objects that meet there become one.
fn put(fields: &mut Map<String, Value>, way: &str, value: Value) {
    if let Some((head, rest)) = way.split_once('/') {
        let parent = fields.entry(head).or_insert_with(|| json!({}));
        if !parent.is_object() {
            *parent = json!({});
        }
        return put(parent.as_object_mut().unwrap(), rest, value);
    }
    match (fields.get_mut(way).and_then(Value::as_object_mut), value) {
        (Some(there), Value::Object(more)) => there.extend(more),
        (_, value) => {
            fields.insert(way.to_owned(), value);
        }
    }
}

fn page() -> impl Strategy<Value = Value> {
    let by_locale = prop::collection::vec((select(&PAGE_TAGS[..]), messages()), 0..3);
    let by_key =
        (select(&SUFFIXES[..]), select(vec!["", "", "a.", "a/"]), select(&PAGE_TAGS[..]), node());
    let by_key = prop::collection::vec(by_key, 0..5);
    let flat = prop_oneof![Just(Map::new()), messages()];
    let fields = (any::<[bool; 3]>(), number());
    (by_locale, by_key, flat, fields).prop_map(|(by_locale, by_key, flat, (there, number))| {
        let mut texts = flat;
        for (suffix, before, tag, node) in by_key {
            put(&mut texts, &format!("{before}k{suffix}/{tag}"), node);
        }
        for (tag, messages) in by_locale {
            put(&mut texts, tag, Value::Object(messages));
        }
        let mut page = json!({"metadata": {"translations": texts}, "blank": " ", "empty": {}});
        let own = [("name", json!("<Ada> [[ name ]]")), ("n", number), ("obj", json!({"x": "y"}))];
        for ((key, value), is_there) in own.into_iter().zip(there) {
            if is_there {
                page[key] = value;
            }
        }
        page
    })
}

impl World {
    /// Exchanges every text for one that begins with the place where it stands.
    fn settle(&mut self, pool: &[Text]) {
        let (texts, mut layers) = (&mut self.texts, std::mem::take(&mut self.layers));
        for (layer, page) in layers.iter_mut().enumerate() {
            settle(&mut page["metadata"]["translations"], &format!("{layer}"), pool, texts);
        }
        for (number, (tag, messages)) in self.catalogs.iter_mut().flatten().enumerate() {
            settle(messages, &format!("c{number}.{tag}"), pool, texts);
        }
        self.layers = layers;
    }
}

fn settle(
    value: &mut Value,
    place: &str,
    pool: &[Text],
    texts: &mut BTreeMap<String, Option<Text>>,
) {
    match value {
        Value::Object(fields) => {
            // Nobody writes a number twice into one object.
            for (name, again) in [("=0", "=0.0"), ("=1", "=1.0")] {
                if fields.contains_key(name) {
                    fields.remove(again);
                }
            }
            for (key, value) in fields {
                settle(value, &format!("{place}.{key}"), pool, texts);
            }
        }
        Value::String(text) if text == UNREADABLE => {
            *text = format!("<{place}>[[ a b ]]");
            texts.insert(text.clone(), None);
        }
        Value::String(text) if text.starts_with('#') => {
            let mut pieces = vec![Piece::Written(format!("<{place}>"))];
            let own = text[1..].parse::<usize>().ok().and_then(|number| pool.get(number));
            pieces.extend(own.into_iter().flatten().cloned());
            // One that is only its placeholders may turn out blank.
            if text == "#4" && pieces.len() > 1 {
                pieces.remove(0);
            }
            let has_placeholder = pieces.iter().any(|piece| matches!(piece, Piece::Placeholder(_)));
            *text = source(&pieces);
            if has_placeholder {
                texts.insert(text.clone(), Some(pieces));
            }
        }
        _ => {}
    }
}

/// A template, and all that it is rendered with.
pub(super) fn world() -> impl Strategy<Value = (Text, World)> {
    let template = prop::collection::vec(chain(2).prop_map(Piece::Placeholder), 1..4);
    // The first two are without placeholders.
    let pool = prop::collection::vec(text(1, 3), 3);
    let pool = pool.prop_map(|pool| [vec![Text::new(); 2], pool].concat());
    let layers = prop_oneof![
        3 => prop::collection::vec(page(), 1),
        2 => prop::collection::vec(page(), 2),
    ];
    let catalogs = prop::collection::vec((select(&CATALOG_TAGS[..]), messages()), 0..5);
    let catalogs = prop::option::weighted(0.8, catalogs);
    let requested = prop::collection::vec(select(&TAGS[..]), 0..3);
    let default = prop::option::of(select(&TAGS[..]));
    let page_form = prop_oneof![
        6 => Just(None),
        1 => Just(Some(PageForm::LocaleThenKey)),
        1 => Just(Some(PageForm::KeyThenLocale)),
        1 => Just(Some(PageForm::OneLanguage)),
    ];
    let flags = (any::<[bool; 2]>(), prop::bool::weighted(0.2), select(vec![1, 2, 3, 8, 8]));
    (template, pool, layers, catalogs, (requested, default), page_form, flags).prop_map(
        |(template, pool, layers, catalogs, (requested, default), page_form, flags)| {
            let catalogs = catalogs.map(|all| {
                all.into_iter().map(|(tag, messages)| (tag, Value::Object(messages))).collect()
            });
            let ([expands, is_backwards], blank_is_gap, depth) = flags;
            let mut world = World {
                layers,
                catalogs,
                requested,
                default,
                texts: BTreeMap::new(),
                page_form,
                expands,
                blank_is_gap,
                depth,
                knows_categories: cfg!(feature = "icu"),
                is_backwards,
            };
            world.settle(&pool);
            (template, world)
        },
    )
}

/// A template and messages that lead from one to the next, often in a circle or too deep.
pub(super) fn knots() -> impl Strategy<Value = (Text, World)> {
    let template = prop::collection::vec(knot().prop_map(Piece::Placeholder), 2..4);
    let text = prop::collection::vec(knot().prop_map(Piece::Placeholder), 1..3);
    let messages = || {
        let there = prop::collection::vec(prop::bool::weighted(0.8), 4);
        there.prop_map(|there| {
            let all = ["k", "m", "k_c", "a.k"].into_iter().zip(TEXTS).zip(there);
            let all = all.filter(|(_, is_there)| *is_there);
            all.map(|((key, text), _)| (key.to_owned(), json!(text))).collect::<Map<_, _>>()
        })
    };
    let catalogs = (messages(), prop::option::weighted(0.3, messages()));
    let page = (any::<bool>(), prop::option::weighted(0.3, messages()), any::<bool>());
    let pool = prop::collection::vec(text, 4);
    (template, pool, catalogs, page, select(vec![1, 2, 2, 3, 8])).prop_map(
        |(template, pool, (messages, of_parent), (has_name, texts, expands), depth)| {
            let mut page = json!({"metadata": {"translations": texts.unwrap_or_default()}});
            if has_name {
                page["name"] = json!("Ada");
            }
            let own = [("pl_PL", Value::Object(messages))];
            let of_parent = of_parent.map(|messages| ("pl", Value::Object(messages)));
            let mut world = World {
                layers: vec![page],
                catalogs: Some(own.into_iter().chain(of_parent).collect()),
                requested: vec!["pl_PL"],
                default: None,
                texts: BTreeMap::new(),
                page_form: None,
                expands,
                blank_is_gap: false,
                depth,
                knows_categories: cfg!(feature = "icu"),
                is_backwards: false,
            };
            world.settle(&pool);
            (template, world)
        },
    )
}
