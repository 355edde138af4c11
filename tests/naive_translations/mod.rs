//! The oracle of translations: what `t('key')` and `metadata.translations.key` mean along a chain of
//! locales, in pages and in catalogs, written down without any care for speed.
//!
//! It shares no code with the library. Texts are lists of pieces; whoever writes one into a page or a
//! catalog remembers which pieces it is of, so nothing is parsed here. `search.rs` says where a text is
//! looked for, `catalogs.rs` what a catalog has, `forms.rs` which form of a key a number wants;
//! `chains.rs` and `worlds.rs` make all of it up, and `laws.rs` holds the library to it.

mod catalogs;
mod chains;
mod forms;
mod laws;
mod search;
mod worlds;

use std::collections::BTreeMap;

use serde_json::Value;

use self::search::{Key, Wanted};

/// A text with its placeholders.
type Text = Vec<Piece>;

#[derive(Clone, Debug)]
enum Piece {
    Written(String),
    Placeholder(Chain),
}

#[derive(Clone, Debug)]
struct Chain {
    operands: Vec<Operand>,
    coalesce: bool,
}

#[derive(Clone, Debug)]
enum Operand {
    Path(&'static str),
    /// A string or a number.
    Literal(Value),
    Translation(&'static str, Vec<(&'static str, Chain)>),
}

/// In which forms the page is said to hold its translations; any of them, unless said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageForm {
    LocaleThenKey,
    KeyThenLocale,
    OneLanguage,
}

/// All that a template is rendered with.
#[allow(clippy::struct_excessive_bools, reason = "they are as independent as they look")]
#[derive(Clone, Debug)]
struct World {
    layers: Vec<Value>,
    /// In the order in which they are added.
    catalogs: Option<Vec<(&'static str, Value)>>,
    /// The tags of the caller, and the default locale.
    requested: Vec<&'static str>,
    default: Option<&'static str>,
    /// The texts that hold placeholders if they are read as templates; none for what cannot be read.
    texts: BTreeMap<String, Option<Text>>,
    page_form: Option<PageForm>,
    expands: bool,
    blank_is_gap: bool,
    /// How deep texts may stand within texts.
    depth: usize,
    /// Whether anybody knows the plural categories of numbers.
    knows_categories: bool,
    /// Whether the catalogs are given as JSON, from the last member to the first, which means the same.
    is_backwards: bool,
}

/// What a placeholder comes to.
#[derive(Clone, Debug, PartialEq)]
enum Printed {
    Text(String),
    Gap,
    Failed,
}

/// Something has failed, and with it whatever wanted it.
#[derive(Debug)]
struct Failed;

/// What a chain comes to.
struct Answer {
    /// None if nothing answers.
    value: Option<Value>,
    /// It is the first that was passed over as blank.
    is_blank: bool,
    told: String,
    /// A text was passed over since it has a gap.
    is_unfilled: bool,
}

/// An argument as a message sees it: without a value it hides the page all the same.
struct Argument {
    name: &'static str,
    value: Option<Value>,
    is_unfilled: bool,
}

/// Where an expression stands: in which texts, the outermost first, and what the innermost was given.
#[derive(Clone, Copy)]
struct Scope<'s> {
    arguments: &'s [Argument],
    texts: &'s [String],
}

/// The template as it would be written.
fn source(text: &Text) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Written(text) => text.clone(),
        Piece::Placeholder(chain) => format!("[[ {} ]]", written(chain)),
    };
    text.iter().map(piece).collect()
}

fn written(chain: &Chain) -> String {
    let operand = |operand: &Operand| match operand {
        Operand::Path(path) => (*path).to_owned(),
        Operand::Literal(Value::String(text)) => format!("'{text}'"),
        Operand::Literal(number) => number.to_string(),
        Operand::Translation(key, arguments) => {
            let argument = |(name, chain): &(&str, Chain)| format!(", {name}: {}", written(chain));
            format!("t('{key}'{})", arguments.iter().map(argument).collect::<String>())
        }
    };
    let operands: Vec<_> = chain.operands.iter().map(operand).collect();
    operands.join(if chain.coalesce { " ?? " } else { " || " })
}

/// The segments of a path; `$` is no part of it.
fn segments(path: &'static str) -> Vec<&'static str> {
    path.strip_prefix("$.").unwrap_or(path).split('.').collect()
}

fn find<'d>(data: &'d Value, path: &[impl AsRef<str>]) -> Option<&'d Value> {
    path.iter().try_fold(data, |value, key| value.as_object()?.get(key.as_ref()))
}

fn is_container(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// Empty, or nothing but white space.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn of_layer(layer: usize) -> String {
    if layer == 0 { String::new() } else { format!(" of layer {layer}") }
}

impl World {
    /// What each placeholder of a template comes to, and where that came from.
    fn outcomes(&self, template: &Text) -> Vec<(Printed, String)> {
        let scope = Scope { arguments: &[], texts: &[] };
        let placeholders = template.iter().filter_map(|piece| match piece {
            Piece::Placeholder(chain) => Some(chain),
            Piece::Written(_) => None,
        });
        placeholders.map(|chain| self.printed(chain, scope)).collect()
    }

    fn printed(&self, chain: &Chain, scope: Scope<'_>) -> (Printed, String) {
        let Ok(answer) = self.answer(chain, scope) else {
            return (Printed::Failed, "failed".to_owned());
        };
        let gap = (Printed::Gap, "gap".to_owned());
        match answer.value {
            None => gap,
            Some(_) if answer.is_blank && self.blank_is_gap => gap,
            Some(value) if is_container(&value) => {
                let blank = (Printed::Text(String::new()), "blank".to_owned());
                if is_blank(&value) { blank } else { gap }
            }
            Some(value) => (Printed::Text(scalar(&value).unwrap()), answer.told),
        }
    }

    /// The first operand that has a value; or else the first that is blank, unless a text has a gap.
    fn answer(&self, chain: &Chain, scope: Scope<'_>) -> Result<Answer, Failed> {
        let (mut blank, mut is_unfilled) = (None, false);
        for operand in &chain.operands {
            let candidates: Vec<(Value, String)> = match operand {
                Operand::Literal(value) => {
                    let (value, told) = (Some(value.clone()), "literal".to_owned());
                    return Ok(Answer { value, is_blank: false, told, is_unfilled });
                }
                Operand::Path(path) => {
                    let keys = segments(path);
                    let named = |name: &str| scope.arguments.iter().find(|it| it.name == name);
                    // The number of an ordinal is the count of its message.
                    let ordinal = named("ordinal").filter(|_| keys[0] == "count");
                    if let Some(argument) = named(keys[0]).or(ordinal) {
                        is_unfilled |= argument.is_unfilled;
                        let value = argument.value.as_ref();
                        let value = value.and_then(|value| find(value, &keys[1..]).cloned());
                        value.into_iter().map(|value| (value, String::new())).collect()
                    } else if let ["metadata", "translations", key @ ..] = &keys[..] {
                        let wanted = Wanted::new(Key::Segments(key.to_vec()));
                        let found = self.translation(&wanted, scope.texts, &mut is_unfilled)?;
                        found.into_iter().collect()
                    } else {
                        let own = path.strip_prefix("$.").unwrap_or(path);
                        let layers = self.layers.iter().enumerate();
                        let found = layers.filter_map(|(layer, data)| {
                            let told = format!("data {own}{}", of_layer(layer));
                            Some((find(data, &keys)?.clone(), told))
                        });
                        found.collect()
                    }
                }
                Operand::Translation(key, given) => {
                    match self.arguments(given, scope, &mut is_unfilled)? {
                        None => Vec::new(),
                        Some(arguments) => {
                            let wanted = Wanted::with(Key::Dotted(key), &arguments);
                            let found = self.translation(&wanted, scope.texts, &mut is_unfilled)?;
                            found.into_iter().collect()
                        }
                    }
                }
            };
            for (value, told) in candidates.into_iter().filter(|(value, _)| !value.is_null()) {
                if chain.coalesce || !is_blank(&value) {
                    return Ok(Answer { value: Some(value), is_blank: false, told, is_unfilled });
                }
                blank = blank.or(Some(value));
            }
        }
        let value = blank.filter(|_| !is_unfilled);
        Ok(Answer { value, is_blank: true, told: "blank".to_owned(), is_unfilled })
    }

    /// The arguments that a text sees; none if a number among them is a gap. The first that is wrong
    /// decides.
    fn arguments(
        &self,
        given: &[(&'static str, Chain)],
        scope: Scope<'_>,
        is_unfilled: &mut bool,
    ) -> Result<Option<Vec<Argument>>, Failed> {
        let mut arguments = Vec::new();
        for (name, chain) in given {
            let is_number = matches!(*name, "count" | "ordinal");
            let is_seen = self.expands || self.catalogs.is_some();
            if !is_seen && !is_number && *name != "context" {
                continue;
            }
            let answer = self.answer(chain, scope)?;
            let is_gap = |value: &Value| {
                (answer.is_blank && self.blank_is_gap) || (is_number && is_container(value))
            };
            let value = answer.value.filter(|value| !is_gap(value));
            match &value {
                None if is_number => {
                    *is_unfilled |= answer.is_unfilled;
                    return Ok(None);
                }
                Some(value) if is_number && forms::digits(value).is_none() => return Err(Failed),
                _ => {}
            }
            let is_unfilled = value.is_none() && answer.is_unfilled;
            arguments.push(Argument { name, value, is_unfilled });
        }
        Ok(Some(arguments))
    }

    /// A text with its placeholders filled; none if one of them is a gap. `name` is where it stands.
    fn filled(
        &self,
        text: &str,
        name: String,
        arguments: &[Argument],
        texts: &[String],
    ) -> Result<Option<String>, Failed> {
        let Some(pieces) = self.texts.get(text) else { return Ok(Some(text.to_owned())) };
        let pieces = pieces.as_ref().ok_or(Failed)?;
        if texts.contains(&name) || texts.len() == self.depth {
            return Err(Failed);
        }
        let texts = &[texts, &[name]].concat();
        let (mut filled, mut has_gap, mut has_failed) = (String::new(), false, false);
        for piece in pieces {
            match piece {
                Piece::Written(text) => filled += text,
                Piece::Placeholder(chain) => {
                    match self.printed(chain, Scope { arguments, texts }).0 {
                        Printed::Text(text) => filled += &text,
                        Printed::Gap => has_gap = true,
                        Printed::Failed => has_failed = true,
                    }
                }
            }
        }
        if has_failed { Err(Failed) } else { Ok((!has_gap).then_some(filled)) }
    }
}
