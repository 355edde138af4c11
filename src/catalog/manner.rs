//! How the messages of a catalog are read.

use std::sync::Arc;

use super::message::{Body, Filled};
use super::reference;
use super::unread::{Remark, foreign, icu_choice, unescaped, way_out};
use crate::error::Error;
use crate::template::{Syntax, Template};

/// What a catalog declares about its messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Manner {
    syntax: Arc<Syntax>,
    /// Whether there is neither `{` nor `[` in the opening delimiter.
    opens_otherwise: bool,
    /// Whether `$t(key)` refers to a message.
    references: bool,
    /// Whether messages are markup.
    #[cfg(feature = "html")]
    is_markup: bool,
}

impl Manner {
    /// With the roots and the lenient mode forgotten: nothing of a message stays text because it
    /// cannot be read.
    pub(super) fn set_syntax(&mut self, syntax: &Syntax) {
        self.opens_otherwise = count_brackets(syntax.open()) == 0;
        self.syntax = Arc::new(syntax.strict());
    }

    pub(super) const fn set_references(&mut self, yes: bool) {
        self.references = yes;
    }

    #[cfg(feature = "html")]
    pub(super) const fn set_markup(&mut self, yes: bool) {
        self.is_markup = yes;
    }

    /// How many problems are kept.
    pub(super) fn limit(&self) -> usize {
        self.syntax.limits_set().problem_count()
    }

    /// A text as a message, none if it cannot be used; `tell` hears what there is to tell of it.
    pub(super) fn body(&self, text: &str, tell: &mut Vec<Remark>) -> Option<Body> {
        if text.trim().is_empty() {
            return Some(Body::Untranslated);
        }
        // Most messages have nothing of what could matter, and most others only placeholders that
        // are read at a look: those are done with that.
        let brackets = count_brackets(text);
        let has_opener = (brackets > 0 || self.opens_otherwise) && self.syntax.has_opener(text);
        let refers = self.references
            && memchr::memmem::find(text.as_bytes(), reference::OPEN.as_bytes()).is_some();
        let at_a_look =
            if has_opener && !refers { self.syntax.placeholders_at_a_look(text) } else { None };
        let own = at_a_look.map_or(0, |count| count * count_brackets(self.syntax.open()));
        if brackets > own {
            if let Some(remark) = icu_choice(text) {
                tell.push(remark);
                return None;
            }
            tell.extend(foreign(text, &self.syntax));
        }
        if has_opener && at_a_look.is_none() {
            if let Some(remark) = unescaped(text, &self.syntax) {
                tell.push(remark);
                return None;
            }
        }
        if !self.references {
            tell.extend(reference::unread(text));
        }
        #[cfg(feature = "html")]
        if self.is_markup {
            return self.template(text, refers, tell);
        }
        if !has_opener && !refers {
            return Some(Body::Text(text.into()));
        }
        if at_a_look.is_some() {
            return Some(Body::Filled(Box::new(Filled::later(text, &self.syntax))));
        }
        self.template(text, refers, tell)
    }

    fn read(&self, source: &str) -> Result<Template<'static>, Error> {
        #[cfg(feature = "html")]
        if self.is_markup {
            return self.syntax.html(source.to_owned());
        }
        self.syntax.text(source.to_owned())
    }

    fn template(&self, text: &str, refers: bool, tell: &mut Vec<Remark>) -> Option<Body> {
        let rewritten = match refers.then(|| reference::rewrite(text, &self.syntax)).transpose() {
            Ok(rewritten) => rewritten.flatten(),
            Err(remark) => {
                tell.push(*remark);
                return None;
            }
        };
        let source = rewritten.as_ref().map_or(text, |rewritten| &rewritten.text);
        let error = match self.read(source) {
            Ok(template) => {
                let template = match &rewritten {
                    Some(rewritten) => template.handing_on(&rewritten.references(&self.syntax)),
                    None => template,
                };
                return Some(Body::Filled(Box::new(Filled::now(template, &self.syntax))));
            }
            Err(error) => error,
        };
        tell.extend(error.all().iter().map(|problem| {
            let span = problem.span().unwrap_or_default();
            let span = rewritten.as_ref().map_or(span, |rewritten| rewritten.written(span));
            let help = way_out(problem, source);
            Remark { what: problem.kind().clone(), span, help, is_note: false }
        }));
        None
    }
}

/// How many brackets there are that a placeholder of some kind may begin with.
fn count_brackets(text: &str) -> usize {
    text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count()
}
