//! What to tell the person who wrote a placeholder that cannot be printed: the place under which
//! the caret stands, and the way out.

use std::borrow::Cow;

use super::Resolution;
use super::answer::Verdict;
use super::resolved::Resolved;
use super::source::Keys;
use crate::error::{Collector, Error};
use crate::nearest::nearest;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::template::{Operand, OperandKind};

/// The keys of an object that a message lists.
const LISTED: usize = 5;
/// The keys of an object among which `value` is looked for.
const KEYS: usize = 100;

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
            Verdict::Missing => Some(self.suggestion(operand).unwrap_or_else(|| {
                "if it may be missing, write what to print instead: `|| 'text'`".to_owned()
            })),
            Verdict::NotText(_) => Some(self.way_into(operand)),
            Verdict::Blank { .. } => {
                Some("if it may be left blank, write `|| ''` behind it".to_owned())
            }
            _ => None,
        }
    }

    /// What the operand was probably meant to be.
    fn suggestion(&self, operand: &Operand) -> Option<String> {
        let template = self.template();
        match operand.kind {
            OperandKind::Path(node) | OperandKind::PageText(node) => {
                let meant = self.near_path(&template.path(node))?;
                Some(format!("did you mean `{meant}`?"))
            }
            OperandKind::Translation(id) => {
                let translation = &template.tables().translations[id as usize];
                let root = template.layout().translations_root()?;
                let layers = 0..self.lookup.context.layers();
                let near = layers
                    .flat_map(|layer| nearest(&translation.key, self.keys(layer, root)))
                    .next()?;
                Some(format!("did you mean the key `{near}`?"))
            }
            OperandKind::Literal(_) => None,
        }
    }

    /// In the first layer that has one: the path with the failing segment as the nearest key,
    /// preferably one behind which the path goes on.
    fn near_path(&self, path: &Path<'_>) -> Option<Path<'static>> {
        let context = self.lookup.context;
        (0..context.layers()).find_map(|layer| {
            let number = self.lookup.miss(layer, path)?.segment()?;
            let Some(Segment::Key(wrong)) = path.segments().get(number) else { return None };
            let near = nearest(wrong, self.keys(layer, &path.first(number)));
            let mut meant = near.into_iter().map(|key| {
                let mut segments = path.segments().to_vec();
                segments[number] = Segment::Key(key);
                Path::new(segments).into_owned()
            });
            let first = meant.next()?;
            let leads_on = |path: &Path<'_>| context.layer(layer).find(path).is_ok();
            Some(if leads_on(&first) { first } else { meant.find(leads_on).unwrap_or(first) })
        })
    }

    /// What to write for an array or object.
    fn way_into(&self, operand: &Operand) -> String {
        let path = match operand.kind {
            OperandKind::Path(node) => self.template().path(node),
            _ => Path::default(),
        };
        let layers = 0..self.lookup.context.layers();
        let mut keys = layers.map(|layer| self.keys(layer, &path).take(KEYS).collect::<Vec<_>>());
        let Some(keys) = keys.find(|keys| !keys.is_empty() && !path.segments().is_empty()) else {
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

    fn keys(&self, layer: usize, at: &Path<'_>) -> Keys<'_> {
        self.lookup.context.layer(layer).keys(at)
    }
}
