//! The short way to what most translations are: a message of a catalog, where the page has nothing for
//! its key, and the arguments are texts of the page; and what the long way need not look at then.

use serde_json::{Map, Value};

use super::arguments::is_choice;
use super::lookup::Lookup;
use super::slots::Slot;
use super::source::{guard, step, walk};
use crate::catalog::{Body, Glance, Locale};
use crate::locale::LocaleChain;
use crate::template::{Expression, Operand, OperandKind, Piece, Template, Translation};
use crate::value::{State, text_state};

/// Where messages are looked for, found out once.
#[derive(Debug, Default)]
pub(super) struct Ahead<'a> {
    /// What the catalogs have for each locale of the chain.
    locales: Vec<Option<Locale<'a>>>,
    /// What the page has in one language and below the locales of the chain, in all layers; nobody knows it
    /// if a layer is no tree.
    pages: Option<Vec<&'a Map<String, Value>>>,
}

/// The names and texts of at most so many arguments; those that are not given have empty ones.
type Given<'g> = [(&'g str, &'g str); 4];

/// A message that needs no second look.
pub(crate) enum Message<'a> {
    Text(&'a str),
    /// It was filled, and is what was made from there on.
    Made {
        start: usize,
    },
}

impl<'a> Lookup<'a> {
    /// The message that an expression prints, at the end of `made` if it has to be filled. Only what needs no
    /// second look is found like that, and it is what [`Lookup::answer`] finds.
    #[inline]
    pub(crate) fn message_ahead(
        &mut self,
        expression: &Expression,
        made: &mut String,
    ) -> Option<Message<'a>> {
        let template = self.template;
        let first = template.operands(expression.chain).first()?;
        if !expression.calls.is_empty() || self.context.messages().is_none() {
            return None;
        }
        let translation = match first.kind {
            OperandKind::Translation(id) => &template.tables().translations[id as usize],
            OperandKind::PageText(_) => return self.page_text_ahead(first),
            OperandKind::Path(_) | OperandKind::Literal(_) => return None,
        };
        if !self.page_has_nothing(first, &translation.key) {
            return None;
        }
        match self.body_ahead(&translation.key)? {
            Body::Text(text) if translation.arguments.is_empty() => Some(Message::Text(text)),
            // Under `safe` what is filled in is escaped on its own.
            Body::Filled(_) if expression.at.is_vouched => None,
            body => self.given_ahead(translation, body, made),
        }
    }

    /// The same of a message that may be given arguments.
    #[inline(never)]
    fn given_ahead(
        &mut self,
        translation: &Translation,
        body: &'a Body,
        made: &mut String,
    ) -> Option<Message<'a>> {
        let arguments = self.arguments_ahead(translation)?;
        let filled = match body {
            Body::Text(text) => return Some(Message::Text(text)),
            Body::Filled(filled) => filled,
            Body::Untranslated | Body::Unusable(_) => return None,
        };
        let (message, start) = (filled.template().ok()?, made.len());
        // What is filled into markup is escaped on its own.
        if message.escape().is_html() {
            return None;
        }
        if self.fill_ahead(&arguments, message, made) {
            return Some(Message::Made { start });
        }
        made.truncate(start);
        None
    }

    /// The message of the first locale that has one for a key.
    fn body_ahead(&self, key: &str) -> Option<&'a Body> {
        let id = self.context.messages()?.key(key)?;
        for locale in self.ahead.as_ref()?.locales.iter().flatten() {
            match locale.at_a_look(id) {
                Glance::Body(body) => return Some(body),
                Glance::Nothing => {}
                Glance::Unclear => return None,
            }
        }
        None
    }

    /// The message for a path below the layout's translations, if that is a text without placeholders.
    fn page_text_ahead(&mut self, operand: &Operand) -> Option<Message<'a>> {
        let key = self.key(operand);
        match self.page_has_nothing(operand, &key).then(|| self.body_ahead(&key))?? {
            Body::Text(text) => Some(Message::Text(text)),
            _ => None,
        }
    }

    /// Whether a short look shows that no layer has anything for the key of an operand, in any form but
    /// those of contexts and numbers.
    #[inline]
    pub(super) fn page_has_nothing(&mut self, operand: &Operand, key: &str) -> bool {
        self.look_ahead();
        match self.ahead.as_ref().and_then(|ahead| ahead.pages.as_deref()) {
            None => false,
            Some([]) => true,
            Some(pages) => self.have_nothing(pages, operand, key),
        }
    }

    fn have_nothing(&self, pages: &[&Map<String, Value>], operand: &Operand, key: &str) -> bool {
        let have = |key: &str| pages.iter().any(|page| page.contains_key(key));
        match operand.kind {
            // The first key below the root may have dots itself.
            OperandKind::PageText(node) => {
                let path = self.template.path(node);
                let root = self.template.layout().translations_root();
                let way = path.segments().get(root.map_or(0, |root| root.segments().len()));
                way.is_some_and(|way| !have(&way.text()))
            }
            _ => !have(key) && key.split_once('.').is_none_or(|(way, _)| !have(way)),
        }
    }

    /// What the catalogs have for a locale of the chain.
    pub(super) fn catalog(&mut self, locale: usize) -> Option<Locale<'a>> {
        self.look_ahead();
        *self.ahead.as_ref()?.locales.get(locale)?
    }

    /// Finds out where messages are looked for, unless that is known.
    #[inline]
    fn look_ahead(&mut self) {
        if self.ahead.is_none() {
            self.ahead = Some(self.looked_ahead());
        }
    }

    #[cold]
    fn looked_ahead(&mut self) -> Ahead<'a> {
        let tags = self.context.chain().map_or(&[][..], LocaleChain::all_tags).iter();
        let catalogs = self.context.messages();
        let locales = catalogs.map(|all| tags.map(|tag| all.locale(tag)).collect());
        Ahead { locales: locales.unwrap_or_default(), pages: self.pages() }
    }

    fn pages(&mut self) -> Option<Vec<&'a Map<String, Value>>> {
        let mut pages = Vec::new();
        let Some(root) = self.template.layout().translations_root() else { return Some(pages) };
        for layer in 0..self.context.layers() {
            let slot = self.filled(layer);
            let tree = match self.slots.all[slot] {
                Slot::Value(tree) => tree,
                Slot::Str(_) | Slot::Json(_) => {
                    let json = guard::json(self.context.layer(layer))?;
                    if json.at(root.segments().iter()).is_some() {
                        return None;
                    }
                    continue;
                }
                _ => return None,
            };
            let Ok(translations) = walk(tree, root.segments().iter()) else { continue };
            let keys = self.locale_keys(layer).iter().flatten();
            let below = keys.filter_map(|key| step(translations, key)?.as_object());
            let all = translations.as_object().into_iter().chain(below);
            pages.extend(all.filter(|page| !page.is_empty()));
        }
        Some(pages)
    }

    /// The arguments with their names, if all of them are texts that their chains find first, and none says
    /// which message is meant.
    #[inline]
    fn arguments_ahead(&self, translation: &Translation) -> Option<Given<'a>> {
        let mut given = Given::default();
        let template = self.template;
        let written = translation.arguments.of(&template.tables().arguments);
        if !written.is_empty() && template.layout().expands() || written.len() > given.len() {
            return None;
        }
        for (argument, place) in written.iter().zip(&mut given) {
            let name = &template.source()[argument.name.range()];
            let first = template.operands(argument.chain).first()?;
            let OperandKind::Path(node) = first.kind else { return None };
            let text = self.slots.plain_text(self.root_of(0), node)?;
            if is_choice(name) {
                return None;
            }
            *place = (name, text);
        }
        Some(given)
    }

    /// Fills a message that reads nothing but such arguments.
    fn fill_ahead(
        &mut self,
        arguments: &Given<'_>,
        message: &Template<'_>,
        made: &mut String,
    ) -> bool {
        let (tables, start) = (message.tables(), made.len());
        if !tables.pairs.is_empty() {
            return false;
        }
        let mut given = 0;
        for piece in &tables.pieces {
            match *piece {
                Piece::Literal(span) => made.push_str(&message.source()[span.range()]),
                Piece::Comment => {}
                Piece::Placeholder(number) => {
                    let expression = &tables.expressions[number as usize];
                    let Some(text) = given_to(message, expression, arguments) else {
                        return false;
                    };
                    given += text.len();
                    if !self.expansion.has(given) {
                        return false;
                    }
                    made.push_str(text);
                }
            }
        }
        let is_value = text_state(&made[start..]) == State::Value;
        is_value && self.expansion.spend(message.source().len() + given)
    }
}

/// The text that a placeholder of a message prints, if it names an argument and nothing else.
fn given_to<'g>(
    message: &Template<'_>,
    expression: &Expression,
    arguments: &Given<'g>,
) -> Option<&'g str> {
    let first = message.operands(expression.chain).first()?;
    let OperandKind::Path(node) = first.kind else { return None };
    let name = message.tables().paths.name(message.source(), node)?;
    // A key of the page may be empty.
    let is_it = |(other, _): &&(&str, &str)| *other == name && !name.is_empty();
    let (_, text) = arguments.iter().find(is_it)?;
    expression.calls.is_empty().then_some(text)
}
