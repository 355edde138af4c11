//! What to tell the person who wrote a placeholder that cannot be printed: the place under which
//! the caret stands, and the way out.

use std::borrow::Cow;

use super::Resolution;
use super::answer::Verdict;
use super::lookup::Lookup;
use super::outcome::Resolved;
use crate::error::{Collector, Error};
use crate::nearest::nearest;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::template::{Operand, OperandKind};

/// The keys of an object that a message lists.
const LISTED: usize = 5;

impl Resolution<'_> {
    /// The error that lists every gap, unless `gaps` are accepted, and every failure.
    pub(crate) fn error(&self, accept_gaps: bool) -> Option<Error> {
        let template = self.template();
        let mut problems = Collector::new(template.source(), template.limits().problem_count());
        for resolved in self.outcomes() {
            if accept_gaps && !resolved.is_failed() {
                continue;
            }
            let Some(kind) = resolved.error_kind() else { continue };
            let help = if problems.will_draw() { self.help(&resolved) } else { None };
            problems.push(kind, self.place(&resolved), help);
        }
        let error = problems.into_error()?;
        Some(match template.name() {
            Some(name) => error.named(name),
            None => error,
        })
    }

    /// The segment that failed, the operand that answered, or the whole expression.
    fn place(&self, resolved: &Resolved<'_>) -> Span {
        let placeholder = resolved.placeholder();
        let operand = resolved.operand();
        match resolved.answer().verdict {
            Verdict::Missing => match self.failing_segment(operand) {
                Some((_, number)) => placeholder.segment_span(operand, number),
                None => placeholder.operand_span(operand),
            },
            Verdict::NotText(_) | Verdict::Blank { .. } => placeholder.operand_span(operand),
            _ => {
                let expression = placeholder.expression();
                let start = nom::Offset::offset(self.template().source(), expression);
                Span::new(start, start + expression.len())
            }
        }
    }

    /// The path of the operand, and the number of the segment at which the first layer gave up.
    fn failing_segment(&self, operand: &Operand) -> Option<(Path<'_>, usize)> {
        let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
            return None;
        };
        let path = self.template().path(node);
        let number = self.lookup.miss(0, &path)?.segment()?;
        Some((path, number))
    }

    fn help(&self, resolved: &Resolved<'_>) -> Option<String> {
        let operand = resolved.operand();
        match resolved.answer().verdict {
            Verdict::Missing => Some(match self.suggestion(operand) {
                Some(path) => format!("did you mean `{path}`?"),
                None => "if it may be missing, write what to print instead: `|| 'text'`".to_owned(),
            }),
            Verdict::NotText(_) => Some(self.way_into(operand)),
            Verdict::Blank { .. } => {
                Some("if it may be left blank, write `|| ''` behind it".to_owned())
            }
            _ => None,
        }
    }

    /// The path that the operand was probably meant to be: in the first layer that has one, the
    /// failing segment as the nearest key, preferably one behind which the path goes on.
    fn suggestion(&self, operand: &Operand) -> Option<Path<'_>> {
        let (OperandKind::Path(node) | OperandKind::PageText(node)) = operand.kind else {
            return None;
        };
        let path = self.template().path(node);
        let context = self.lookup.context;
        (0..context.layers()).find_map(|layer| {
            let number = self.lookup.miss(layer, &path)?.segment()?;
            let Some(Segment::Key(wrong)) = path.segments().get(number) else { return None };
            let parent = path.first(number);
            let keys = self.lookup.keys(layer, &parent);
            let meant = |key: &str| {
                let mut segments = path.segments().to_vec();
                segments[number] = Segment::Key(Cow::Owned(key.to_owned()));
                Path::new(segments)
            };
            let leads_on = |key: &&str| context.layer(layer).find(&meant(key)).is_ok();
            let near = nearest(wrong, keys.iter().map(|key| &**key).filter(leads_on))
                .or_else(|| nearest(wrong, keys.iter().map(|key| &**key)))?;
            Some(meant(near))
        })
    }

    /// What to write for an array or object.
    fn way_into(&self, operand: &Operand) -> String {
        let keys = match operand.kind {
            OperandKind::Path(node) => {
                let path = self.template().path(node);
                let context = self.lookup.context;
                let keys = (0..context.layers()).map(|layer| self.lookup.keys(layer, &path));
                keys.into_iter().find(|keys| !keys.is_empty()).map(|keys| (path, keys))
            }
            _ => None,
        };
        let Some((path, keys)) = keys else {
            return "write a path to one element, or a filter: `| join: ', '` or `| json`"
                .to_owned();
        };
        let into = |key: &str| {
            let mut segments = path.segments().to_vec();
            segments.push(Segment::Key(Cow::Owned(key.to_owned())));
            Path::new(segments).to_string()
        };
        if keys.iter().any(|key| key == "value") {
            return format!("did you mean `{}`?", into("value"));
        }
        let listed: Vec<_> =
            keys.iter().take(LISTED).map(|key| format!("`{}`", into(key))).collect();
        let more = if keys.len() > LISTED { ", …" } else { "" };
        format!("write a path to one of its values: {}{more}", listed.join(", "))
    }
}

impl Lookup<'_> {
    fn keys(&self, layer: usize, at: &Path<'_>) -> Vec<Cow<'_, str>> {
        self.context.layer(layer).keys(at)
    }
}
