//! Translations that stand in the page itself, in one language or in several.

use super::answer::{Answer, Origin, Verdict};
use super::arguments::{Argument, Fault};
use super::lookup::Lookup;
use super::message::{Filled, Unfilled};
use super::plural::Form;
use super::spot::{Place, Spot};
use super::trail::{Trail, Why};
use crate::catalog::{self, Found};
use crate::error::{CatalogFault, ErrorKind, Reason};
use crate::locale::Counting;
use crate::template::{NodeId, Operand, OperandKind};
use crate::value::{Kind, State};

impl<'a> Lookup<'a> {
    /// A translation: a text that is not blank, at the first place for its key that has one in any
    /// layer. Skipped if its count is a gap, failed if that is no number.
    pub(super) fn translate(
        &mut self,
        number: usize,
        operand: &Operand,
        trail: &mut Trail,
    ) -> Option<Answer<'a>> {
        let template = self.template;
        let (nodes, arguments) = match operand.kind {
            OperandKind::Translation(id) => {
                let translation = &template.tables().translations[id as usize];
                (translation.nodes, self.arguments(translation, trail))
            }
            OperandKind::PageText(node) => ([Some(node), None], Ok(Vec::new())),
            OperandKind::Path(_) | OperandKind::Literal(_) => return None,
        };
        let start = Origin::Translation { spot: Spot::flat(0), layer: 0 };
        let arguments = match arguments {
            Ok(arguments) => arguments,
            Err(Fault::Gap(why)) => {
                trail.reject(number, start, why);
                return None;
            }
            Err(Fault::Failed { message, is_within }) => {
                return Some(Answer::failed(message, is_within, number, start));
            }
            Err(Fault::Broken(reason)) => {
                return Some(trail.broken(number, start, Why::Told(reason)));
            }
        };
        if nodes == [None, None] {
            trail.reject(number, start, Why::Missing);
        }
        let context = arguments.iter().find_map(Argument::context);
        let count = arguments.iter().find_map(Argument::number);
        let wanted = Wanted { number, operand, nodes, arguments, context, count };
        let with_context = self.key_with_context(&wanted);
        let ways = nodes.iter().flatten().count();
        // Paths are put together only where something may stand.
        let is_plain = wanted.context.is_none() && wanted.count.is_none();
        let is_bare = is_plain && self.context.chain().is_some() && {
            let key = self.key(operand);
            self.page_has_nothing(operand, &key)
        };
        for place in self.places() {
            if is_bare && matches!(place, Place::Under(_) | Place::Behind(_)) {
                // It can still come.
                trail.is_open |= trail.listens();
                continue;
            }
            if let Place::Catalog(locale) = place {
                let answer = self.in_catalog(&wanted, locale, trail);
                if answer.is_some() {
                    return answer;
                }
                continue;
            }
            // That with the context, then the operand's own.
            for key in with_context.map(Some).into_iter().chain([None]) {
                let forms = self.forms(operand, (place, key), ways, wanted.count.as_ref());
                for plural in forms.into_iter().chain([Form::Whole]) {
                    if plural == Form::Unknown {
                        let message = self.nobody_knows();
                        return Some(Answer::failed(message, false, number, start));
                    }
                    for form in 0..ways {
                        let spot = Spot { place, key, form, plural };
                        let answer = self.in_layers(&wanted, spot, trail);
                        if answer.is_some() {
                            return answer;
                        }
                    }
                }
            }
        }
        None
    }

    /// The row of the key with its context, if one is given.
    fn key_with_context(&mut self, wanted: &Wanted<'_, 'a>) -> Option<usize> {
        let context = wanted.context.as_deref()?;
        let key = format!("{}_{context}", self.key(wanted.operand));
        Some(self.remember_key(key))
    }

    /// The row of a key that stands in no template.
    pub(super) fn remember_key(&mut self, key: String) -> usize {
        self.keys.insert_full(key).0
    }

    /// The message of a locale of the chain, its placeholders filled.
    fn in_catalog(
        &mut self,
        wanted: &Wanted<'_, 'a>,
        locale: usize,
        trail: &mut Trail,
    ) -> Option<Answer<'a>> {
        let number = wanted.number;
        let spot = Spot { place: Place::Catalog(locale), ..Spot::flat(0) };
        let origin = Origin::Translation { spot, layer: 0 };
        let messages = self.catalog(locale);
        let key = self.key(wanted.operand);
        let asked = catalog::Wanted {
            key: &key,
            context: wanted.context.as_deref(),
            number: wanted.count.as_ref().map(|(counting, digits)| (*counting, &**digits)),
        };
        let why = match messages.map_or(Found::Nothing, |messages| messages.find(&asked)) {
            Found::Message(message) => {
                match self.message(message, locale, &wanted.arguments, trail) {
                    Ok((held, parts)) if held.state() == State::Value => {
                        // The key that answered, with its suffixes.
                        let key = (message.key != key).then(|| message.key.to_owned());
                        let key = key.map(|key| self.remember_key(key));
                        let origin = Origin::Translation { spot: Spot { key, ..spot }, layer: 0 };
                        let answer = Answer::new(Verdict::Value, number, origin, held);
                        let is_markup = message.is_markup() && self.template.escape().is_html();
                        return Some(Answer { parts, is_markup, ..answer });
                    }
                    Ok(_) => Why::NoText,
                    Err(unfilled) => return unfilled.settle(number, origin, trail),
                }
            }
            Found::Nothing => {
                // It can still come.
                trail.is_open |= trail.listens();
                return None;
            }
            Found::NeedsNumber => {
                let reason = Reason::NeedsNumber { key: key.clone().into_owned() };
                Why::Told(self.tell(trail.listens().then_some(reason)))
            }
            Found::Unusable { key, why } => {
                let why = match why {
                    ErrorKind::Catalog(CatalogFault::Unreadable { why }) => why.to_string(),
                    why => why.to_string(),
                };
                let reason = Reason::Unusable { key: key.to_owned(), why };
                Why::Told(self.tell(trail.listens().then_some(reason)))
            }
            Found::NeedsIcu => {
                return Some(Answer::failed(self.nobody_knows(), false, number, origin));
            }
        };
        trail.reject(number, origin, why);
        None
    }

    /// The text at a spot, in the first layer that has one.
    fn in_layers(
        &mut self,
        wanted: &Wanted<'_, 'a>,
        spot: Spot,
        trail: &mut Trail,
    ) -> Option<Answer<'a>> {
        let number = wanted.number;
        for layer in 0..self.context.layers() {
            let origin = Origin::Translation { spot, layer };
            match self.page_text(wanted, spot, layer, trail) {
                Ok((held, parts)) => {
                    // The tag as it is written may still come, and would be looked at first.
                    trail.is_open |= trail.listens() && self.is_folded(wanted.operand, spot, layer);
                    let answer = Answer::new(Verdict::Value, number, origin, held);
                    return Some(Answer { parts, ..answer });
                }
                Err(Skipped::Why(Why::Broken)) => {
                    return Some(trail.broken(number, origin, Why::Broken));
                }
                // Nobody expects a locale everywhere; it can still come.
                Err(Skipped::Why(Why::Missing)) if spot != Spot::flat(spot.form) => {
                    trail.is_open |= trail.listens();
                }
                Err(Skipped::Why(why)) => trail.reject(number, origin, why),
                Err(Skipped::Unfilled(unfilled)) => {
                    let failed = unfilled.settle(number, origin, trail);
                    if failed.is_some() {
                        return failed;
                    }
                }
            }
        }
        None
    }

    /// The text at a spot of a layer, its placeholders filled, if it is one and not blank.
    fn page_text(
        &mut self,
        wanted: &Wanted<'_, 'a>,
        spot: Spot,
        layer: usize,
        trail: &mut Trail,
    ) -> Result<Filled<'a>, Skipped> {
        let node = wanted.nodes[spot.form].filter(|_| spot == Spot::flat(spot.form));
        let found = match node {
            Some(node) => self.find(layer, node),
            None => match self.spot_path(wanted.operand, spot, layer) {
                Some(path) => self.find_path(layer, &path),
                None => Err(Why::Missing),
            },
        };
        let held = found.map_err(Skipped::Why)?;
        match (held.kind(), self.state(&held)) {
            (Kind::Text, State::Value) => {}
            (Kind::Text | Kind::Null, _) => return Err(Skipped::Why(Why::NoText)),
            // Under other locales, perhaps.
            (Kind::Object, _) if self.context.chain().is_some() => {
                return Err(Skipped::Why(Why::Missing));
            }
            (kind, _) => return Err(Skipped::Why(Why::NotTranslation(kind))),
        }
        let failed = |message| Skipped::Unfilled(Unfilled::Failed(message));
        if !self.is_message(&held).map_err(failed)? {
            return Ok((held, None));
        }
        let path = self.spot_path(wanted.operand, spot, layer).unwrap_or_default();
        let key = self.spot_key(wanted.operand, spot, layer).into_owned();
        let locale = spot.place.locale().or(self.locale);
        let filled = self.expanded(&held, (layer, path), (&key, locale), &wanted.arguments, trail);
        let filled = filled.map_err(Skipped::Unfilled)?;
        match filled.0.state() {
            State::Value => Ok(filled),
            _ => Err(Skipped::Why(Why::NoText)),
        }
    }
}

/// A translation that is looked for.
struct Wanted<'w, 'a> {
    number: usize,
    operand: &'w Operand,
    /// Where the page has it, if that is in one language.
    nodes: [Option<NodeId>; 2],
    arguments: Vec<Argument<'a>>,
    /// Of those the context, and the number with its digits.
    context: Option<String>,
    count: Option<(Counting, String)>,
}

/// Why a place in the page gives no translation.
enum Skipped {
    Why(Why),
    Unfilled(Unfilled),
}
