//! Texts that hold placeholders themselves: filled where they are found.
//!
//! Only messages of catalogs are, and defaults and translations of the page if the layout says so. Data
//! is never read like that.

use std::borrow::Cow;
use std::ops::Range;

use super::Resolution;
use super::answer::{Answer, Origin, Verdict};
use super::arguments::Argument;
use super::expansion::Text;
use super::held::Held;
use super::lookup::Lookup;
use super::parts::Parts;
use super::resolved::Resolved;
use super::trail::{Trail, Why};
use crate::catalog::Message;
use crate::error::Reason;
use crate::escape::{At, Escape, Quoted};
use crate::path::Path;
use crate::template::{Expression, Piece, Template};
use crate::value::{Datum, Kind};
use crate::visible::{cut, one_line, shown};

/// The texts of a long way that a message lists at its beginning, and at its end.
const ENDS: usize = 4;
/// How much is kept of the expression of a gap within a text, and of the name of that text.
const WIDTH: usize = 240;

/// Why a text cannot be filled.
pub(super) enum Unfilled {
    /// A placeholder in it is a gap; the row of the reasons.
    Gap(usize),
    /// The same, since a source could not look.
    Broken(usize),
    /// It cannot be read, or a limit is reached, or a placeholder in it has failed.
    Failed(String),
}

impl Unfilled {
    /// The text is passed over, or is an answer that has failed.
    pub(super) fn settle<'a>(
        self,
        operand: usize,
        origin: Origin,
        trail: &mut Trail,
    ) -> Option<Answer<'a>> {
        match self {
            Self::Gap(reason) => {
                trail.reject(operand, origin, Why::Told(reason));
                trail.is_unfilled = true;
                None
            }
            Self::Broken(reason) => Some(trail.broken(operand, origin, Why::Told(reason))),
            Self::Failed(message) => Some(Answer::failed(message, true, operand, origin)),
        }
    }
}

/// A text, and what it was made of if it was filled.
pub(super) type Filled<'a> = (Held<'a>, Option<Parts>);

impl<'a> Lookup<'a> {
    /// Whether what was found is a text that may hold placeholders of its own.
    pub(super) fn is_message(&mut self, held: &Held<'_>) -> Result<bool, String> {
        if !self.expansion.expands() || held.kind() != Kind::Text {
            return Ok(false);
        }
        self.look(held)?;
        let datum = held.datum();
        Ok(self.template.has_opener(datum.text().unwrap_or_default()))
    }

    /// The text that was found at `path` of a layer with its placeholders filled; `name` is what
    /// people know it by.
    pub(super) fn expanded(
        &mut self,
        held: &Held<'a>,
        (layer, path): (usize, Path<'static>),
        (name, locale): (&str, Option<usize>),
        arguments: &[Argument<'a>],
        trail: &mut Trail,
    ) -> Result<Filled<'a>, Unfilled> {
        self.within(Text::Page(layer, path), name, arguments, |lookup| {
            let datum = held.datum();
            let text = datum.text().unwrap_or_default();
            lookup.spend_expansion(text.len())?;
            let is_markup = lookup.is_safe;
            let template = lookup.template.message(text, is_markup).map_err(|error| {
                let shown = shown(name, 60);
                Unfilled::Failed(format!("the text of `{shown}` cannot be read: {error}"))
            })?;
            lookup.fill((name, &template), locale, arguments, trail)
        })
    }

    /// The message of a catalog with its placeholders filled.
    pub(super) fn message(
        &mut self,
        message: Message<'a>,
        locale: usize,
        arguments: &[Argument<'a>],
        trail: &mut Trail,
    ) -> Result<Filled<'a>, Unfilled> {
        let Some(template) = message.template() else {
            return Ok((Held::text(message.text().unwrap_or_default()), None));
        };
        #[cfg(feature = "html")]
        let template = if self.is_safe && self.template.escape().is_html() {
            let page = message.page().unwrap_or(Ok(template));
            page.map_err(|why| {
                let shown = shown(message.key, 60);
                Unfilled::Failed(format!("the text of `{shown}` cannot be markup: {why}"))
            })?
        } else {
            template
        };
        let id = (locale, message.key.to_owned());
        let is_plain = arguments.is_empty();
        let listens = trail.listens();
        let known = if is_plain { self.expansion.known_gap(&id, listens) } else { None };
        if let Some(gap) = known {
            trail.is_open |= listens;
            return Err(Unfilled::Gap(self.tell(gap.why)));
        }
        let text = Text::Message { locale, key: id.1.clone() };
        let before = self.expansion.begin_reach();
        let filled = self.within(text, message.key, arguments, |lookup| {
            lookup.spend_expansion(template.source().len())?;
            lookup.fill((message.key, template), Some(locale), arguments, trail)
        });
        let reach = self.expansion.end_reach(before);
        if let (Err(Unfilled::Gap(row)), true) = (&filled, is_plain) {
            let why = self.reasons.get(*row).filter(|_| listens).cloned();
            self.expansion.remember_gap(id, why, reach);
        }
        filled
    }

    /// What `fill` makes of a text, unless that stands within itself or too deep.
    fn within(
        &mut self,
        text: Text,
        name: &str,
        arguments: &[Argument<'a>],
        fill: impl FnOnce(&mut Self) -> Result<(String, Option<Parts>), Unfilled>,
    ) -> Result<Filled<'a>, Unfilled> {
        self.expansion.begin().map_err(Unfilled::Failed)?;
        let depth = self.expansion.levels;
        let texts = &mut self.expansion.texts;
        let first = texts.iter().position(|(other, _)| *other == text);
        texts.push((text, name.to_owned()));
        let fault = if first.is_some() {
            Some("texts lead in a circle".to_owned())
        } else if texts.len() > depth {
            Some(format!("texts stand within texts more than {depth} deep"))
        } else {
            None
        };
        let known = self.expansion.reach_text(!arguments.is_empty());
        let filled = if let Some(fault) = fault {
            let way = self.expansion.texts[first.unwrap_or(0)..].iter();
            let mut way: Vec<_> = way.map(|(_, name)| format!("`{}`", shown(name, 60))).collect();
            if way.len() > 2 * ENDS {
                way.splice(ENDS..way.len() - ENDS, ["…".to_owned()]);
            }
            Err(Unfilled::Failed(format!("{fault}: {}", way.join(" → "))))
        } else {
            fill(self)
        };
        self.expansion.leave_text(known);
        self.expansion.end();
        filled.map(|(text, parts)| (Held::new(Datum::Text(text.into())), parts))
    }

    /// The text that is this template with its placeholders filled.
    fn fill(
        &mut self,
        (name, template): (&str, &Template<'_>),
        locale: Option<usize>,
        arguments: &[Argument<'a>],
        trail: &mut Trail,
    ) -> Result<(String, Option<Parts>), Unfilled> {
        let mut inner = Lookup::new(template, self.context);
        (inner.arguments, inner.locale) = (arguments, locale);
        inner.go_on(self);
        self.share_slots();
        inner.share_answers(self);
        inner.share_locale_keys(self);
        let mut resolution = inner.resolved(trail.tells_parts());
        self.go_on(&mut resolution.lookup);

        let mut expressions = 0..resolution.answers.len();
        trail.is_open |= trail.listens() && expressions.any(|number| resolution.is_open(number));
        if let Some(unfilled) = self.unfilled((name, locale), &resolution, trail.listens()) {
            return Err(unfilled);
        }
        let (out, ranges) = self.assembled(template, &resolution)?;
        let parts =
            if trail.tells_parts() { self.parts(template, &resolution, ranges) } else { None };
        Ok((out, parts))
    }

    /// What keeps a text from being filled: first what has failed, then the gaps.
    fn unfilled(
        &mut self,
        (name, locale): (&str, Option<usize>),
        resolution: &Resolution<'_>,
        listens: bool,
    ) -> Option<Unfilled> {
        let failed = resolution.outcomes().find_map(|resolved| match &resolved.answer().verdict {
            Verdict::Failed { message, is_within: true } => Some(message.to_string()),
            Verdict::Failed { .. } => {
                let kind = resolved.error_kind()?;
                Some(format!("in the text of `{}`, {kind}", shown(name, 60)))
            }
            _ => None,
        });
        if let Some(message) = failed {
            return Some(Unfilled::Failed(message));
        }
        let is_broken = |gap: &Resolved<'_>| {
            matches!(gap.answer().verdict, Verdict::Missing { is_broken: true })
        };
        let broken = resolution.gaps().find(is_broken);
        let row = if broken.is_some() { Unfilled::Broken } else { Unfilled::Gap };
        let gap = broken.or_else(|| resolution.gaps().next())?;
        let reason = listens.then(|| Reason::Within {
            text: cut(name, WIDTH),
            locale: locale.and_then(|it| self.locale(it)).map(|tag| tag.as_str().to_owned()),
            expression: one_line(gap.placeholder().expression(), WIDTH),
            why: Box::new(gap.gap_reason()),
        });
        Some(row(self.tell(reason)))
    }

    /// The row of a reason, which nobody reads if nobody listens.
    pub(super) fn tell(&mut self, reason: Option<Reason>) -> usize {
        self.reasons.extend(reason);
        self.reasons.len().saturating_sub(1)
    }

    /// The text with its placeholders filled, and the range of each.
    ///
    /// `safe` vouches for the text, never for what is filled in: that is escaped here.
    fn assembled(
        &mut self,
        template: &Template<'_>,
        resolution: &Resolution<'_>,
    ) -> Result<(String, Vec<Range<usize>>), Unfilled> {
        let (mut out, mut ranges) = (String::new(), Vec::new());
        let mut outcomes = resolution.outcomes();
        for piece in &template.tables().pieces {
            let start = out.len();
            match *piece {
                Piece::Literal(span) => out.push_str(&template.source()[span.range()]),
                Piece::Comment => {}
                Piece::Placeholder(number) => {
                    let answer = outcomes.next().map(|resolved| resolved.answer());
                    let prints = answer.filter(|it| !matches!(it.verdict, Verdict::Paired { .. }));
                    let expression = &template.tables().expressions[number as usize];
                    let written = prints.map(|answer| self.filled_in(template, expression, answer));
                    let written = written.unwrap_or_default();
                    // Before it is copied, since it may stand here often.
                    self.spend_expansion(written.len())?;
                    out.push_str(&written);
                    ranges.push(start..out.len());
                }
            }
        }
        Ok((out, ranges))
    }

    /// What is filled into a text.
    fn filled_in<'t>(
        &self,
        template: &Template<'_>,
        expression: &Expression,
        answer: &'t Answer<'_>,
    ) -> Cow<'t, str> {
        let Some(escape) = self.escape_within(template) else {
            return match answer.held.datum() {
                Cow::Borrowed(datum) => Cow::Borrowed(datum.text().unwrap_or_default()),
                Cow::Owned(Datum::Text(Cow::Borrowed(text))) => Cow::Borrowed(text),
                Cow::Owned(datum) => Cow::Owned(datum.text().unwrap_or_default().to_owned()),
            };
        };
        let at = At { is_vouched: answer.is_vouched, ..expression.at };
        let mut quoted = Quoted::default();
        match answer.verdict {
            Verdict::Refused(_) => Escape::push_inert(at, &mut quoted),
            // What it refuses has that verdict.
            _ => answer.held.push_to(escape, at, &mut quoted).unwrap_or_default(),
        }
        Cow::Owned(quoted.into_string())
    }

    /// How what is filled into a text is escaped there; not at all if the text as a whole will be.
    pub(super) fn escape_within<'t>(&'t self, template: &'t Template<'_>) -> Option<&'t Escape> {
        let (outer, inner) = (self.template.escape(), template.escape());
        if inner.is_html() && (self.is_safe || outer.is_html()) {
            return Some(inner);
        }
        self.is_safe.then_some(outer)
    }

    fn spend_expansion(&mut self, bytes: usize) -> Result<(), Unfilled> {
        let left = self.expansion.left.checked_sub(bytes);
        self.expansion.left = left.ok_or_else(|| {
            let limit = self.template.limits().expansion_bytes();
            Unfilled::Failed(format!(
                "texts that are filled into texts are together longer than {limit} bytes"
            ))
        })?;
        Ok(())
    }
}
