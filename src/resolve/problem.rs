//! What to tell the person who wrote a placeholder that cannot be printed: the place under which
//! the caret stands, and the way out.

use std::borrow::Cow;

use super::Resolution;
use super::answer::Verdict;
use super::resolved::Resolved;
use super::source::{Miss, guard};
use super::trail::{Reject, Why};
use crate::error::{Collector, Error, Reason};
use crate::nearest::nearest;
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::template::{Operand, OperandKind};
use crate::value::{Datum, Kind, State};
use crate::visible::shown;

/// The keys of an object that a message lists.
const LISTED: usize = 5;
/// The segments of a path that a suggestion corrects.
const CORRECTIONS: usize = 4;
/// The first keys that are tried before a path that lacks one.
const ROOTS: usize = 32;
/// The widest that a path gets in a suggestion.
const WIDTH: usize = 240;

impl Resolution<'_> {
    /// The error that lists every gap, unless gaps are accepted, and every failure.
    pub(crate) fn error(&self, accept_gaps: bool) -> Option<Error> {
        let template = self.template();
        let mut problems = Collector::new(template.source(), template.limits().problem_count());
        self.complain(accept_gaps, &mut problems);
        let error = problems.into_problems().into_error();
        error.map(|error| template.name_error(error))
    }

    /// Adds every gap, unless gaps are accepted, and every failure.
    pub(super) fn complain(&self, accept_gaps: bool, problems: &mut Collector<'_>) {
        for resolved in self.outcomes() {
            if !resolved.is_failed() && (accept_gaps || !resolved.is_gap()) {
                continue;
            }
            let is_missing = matches!(resolved.answer().verdict, Verdict::Missing { .. });
            let telling = if is_missing { resolved.telling() } else { None };
            let why = resolved.reason(telling);
            let place = place(&resolved, telling, &why);
            let will_draw = problems.will_draw();
            let help = if will_draw { self.help(&resolved, telling, &why) } else { None };
            let Some(kind) = resolved.error_kind_since(|| why) else { continue };
            problems.push(kind, place, help);
        }
    }

    fn help(
        &self,
        resolved: &Resolved<'_>,
        telling: Option<&Reject>,
        why: &Reason,
    ) -> Option<String> {
        Some(match resolved.answer().verdict {
            Verdict::Missing { .. }
                if matches!(why, Reason::NotTranslation { found: Kind::Number | Kind::Bool, .. }) =>
            {
                "a translation is a text: put it in quotes in the data".to_owned()
            }
            Verdict::Missing { is_broken: true } => {
                "the template cannot help that: mend the source, or decide about gaps when you finish"
                    .to_owned()
            }
            Verdict::Missing { .. } => {
                // Nothing is misspelt if a text was found, or an argument is what is missing.
                let is_told = matches!(telling, Some(Reject { why: Why::Argument(_) | Why::Told(_) | Why::Given(_), .. }));
                let meant = if is_told { None } else { self.suggestion(resolved.operand()) };
                // A name that holds the closing delimiter could not be written like that.
                let close = self.template().close();
                let meant = meant.filter(|meant| !meant.contains(close));
                let meant = self.no_literal(resolved).or(meant);
                meant.unwrap_or_else(|| fallback(resolved, "may be missing", "'text'"))
            }
            Verdict::NotText(found) => self.way_into(resolved, found),
            Verdict::Blank { .. } => fallback(resolved, "may be left blank", "''"),
            _ => return None,
        })
    }

    /// What to say of a path that is a literal in other languages.
    fn no_literal(&self, resolved: &Resolved<'_>) -> Option<String> {
        let paths = resolved.operands().iter().filter_map(|operand| match operand.kind {
            OperandKind::Path(node) => Some(self.template().path(node)),
            _ => None,
        });
        let mut words = paths.filter_map(|path| match path.segments() {
            [Segment::Key(key)] => Some(key.to_string()),
            _ => None,
        });
        let word = words.find(|word| matches!(&**word, "true" | "false" | "null"))?;
        let text = if word == "null" { "" } else { &word };
        Some(format!("`{word}` is a path, as any name is; a text is written `'{text}'`"))
    }

    /// What the operand was probably meant to be.
    fn suggestion(&self, operand: &Operand) -> Option<String> {
        let template = self.template();
        match operand.kind {
            OperandKind::Path(node) | OperandKind::PageText(node) => {
                let meant = self.near_path(&template.path(node))?;
                Some(format!("did you mean `{}`?", shown(&meant.to_string(), WIDTH)))
            }
            OperandKind::Translation(id) => {
                let translation = &template.tables().translations[id as usize];
                let root = template.layout().translations_root()?;
                let layers = 0..self.lookup.context.layers();
                let mut near = layers.flat_map(|layer| {
                    let near = nearest(&translation.key, self.keys(layer, root)).into_iter();
                    near.map(move |key| (layer, key))
                });
                let is_text = |(layer, key): &(usize, Cow<'_, str>)| {
                    let found = guard::find(self.lookup.context.layer(*layer), &below(root, key));
                    found.is_ok_and(|it| it.kind() == Kind::Text && it.state() == State::Value)
                };
                let (_, key) = near.find(is_text)?;
                Some(format!("did you mean the key `{}`?", shown(&key, 60)))
            }
            OperandKind::Literal(_) => None,
        }
    }

    /// The nearest path that there is; one that can be printed before an array or object.
    fn near_path(&self, path: &Path<'_>) -> Option<Path<'static>> {
        let layers = 0..self.lookup.context.layers();
        // A flat source may have the whole path as one key.
        let flat = Path::new(vec![Segment::Key(Cow::Owned(path.to_string()))]);
        let has_it = |layer| self.prints(layer, &flat);
        if path.segments().len() > 1 && layers.clone().any(has_it) {
            return Some(flat);
        }
        let near: Vec<_> =
            layers.clone().flat_map(|layer| self.corrected(layer, path, CORRECTIONS)).collect();
        let mut near = near.into_iter().filter(|(meant, _)| meant != path).peekable();
        let first = near.peek().map(|(path, _)| path.clone());
        let near = near.find(|(_, prints)| *prints).map(|(path, _)| path).or(first);
        near.or_else(|| layers.clone().find_map(|layer| self.rooted(layer, path)))
    }

    /// What can be printed at the same path below another root: its first key is too many, or one is
    /// missing before it; perhaps with `.value` behind it.
    fn rooted(&self, layer: usize, path: &Path<'_>) -> Option<Path<'static>> {
        let segments = path.segments();
        let with_value = |path: Path<'static>| {
            let value = below(&path, "value").into_owned();
            [path, value].into_iter().find(|path| self.prints(layer, path))
        };
        let bare = segments
            .get(1..)
            .filter(|rest| !rest.is_empty())
            .and_then(|rest| with_value(Path::new(rest.iter().map(Segment::to_static).collect())));
        bare.or_else(|| {
            let root = Path::default();
            let keys = self.keys(layer, &root).take(ROOTS);
            let mut rooted = keys.map(|root| {
                let root = Segment::Key(Cow::Owned(root.into_owned()));
                Path::new(
                    [root].into_iter().chain(segments.iter().map(Segment::to_static)).collect(),
                )
            });
            rooted.find_map(with_value)
        })
    }

    /// `path` with its failing segment replaced by near keys, and again for the next segment that
    /// fails, at most `times` times. Only paths that exist, the nearest first, each with whether
    /// its value can be printed.
    fn corrected(&self, layer: usize, path: &Path<'_>, times: usize) -> Vec<(Path<'static>, bool)> {
        let source = self.lookup.context.layer(layer);
        let miss = match guard::find(source, path) {
            Ok(Datum::Tree(_)) => return vec![(path.clone().into_owned(), false)],
            Ok(datum) if datum.state() == State::Value => {
                return vec![(path.clone().into_owned(), true)];
            }
            Ok(_) => return Vec::new(),
            Err(miss) => miss,
        };
        // One step too far: `data.name.value` where `data.name` is the text.
        match miss {
            Miss::WrongKind { segment, found: Kind::Text | Kind::Number | Kind::Bool }
                if segment < path.segments().len() =>
            {
                // A source that counts wrong could go on like that.
                let Some(times) = times.checked_sub(1) else { return Vec::new() };
                return self.corrected(layer, &path.prefix(segment), times);
            }
            _ => {}
        }
        let number = miss.segment().or_else(|| self.unlisted(layer, path));
        let number = number.filter(|_| times > 0);
        let wrong = number.and_then(|number| Some((number, path.segments().get(number)?)));
        let Some((number, Segment::Key(wrong))) = wrong else { return Vec::new() };
        let near = nearest(wrong, self.keys(layer, &path.prefix(number)));
        // More than a few of them are no help, and each can branch again.
        let few = if times == CORRECTIONS { 3 } else { 1 };
        near.into_iter()
            .take(few)
            .flat_map(|key| {
                let mut segments = path.segments().to_vec();
                segments[number] = Segment::Key(key);
                self.corrected(layer, &Path::new(segments), times - 1)
            })
            .collect()
    }

    /// The first segment that a source does not list where it lists keys.
    fn unlisted(&self, layer: usize, path: &Path<'_>) -> Option<usize> {
        (0..path.segments().len().min(CORRECTIONS)).find(|&number| {
            let parent = path.prefix(number);
            let mut keys = self.keys(layer, &parent).peekable();
            keys.peek().is_some() && !keys.any(|key| key == path.segments()[number].text())
        })
    }

    /// What to write for an array or object.
    fn way_into(&self, resolved: &Resolved<'_>, found: Kind) -> String {
        let path = resolved.path().unwrap_or_default();
        let keys: Vec<_> = match path.segments() {
            [] => Vec::new(),
            _ => self.keys(resolved.layer(), &path).take(LISTED + 1).collect(),
        };
        if keys.is_empty() {
            return match found {
                Kind::Array => {
                    "write a path to one element, or a filter: `| join: ', '` or `| json`"
                }
                _ => "write a path to one of its values, or the filter `| json`",
            }
            .to_owned();
        }
        let into = |key: &str| shown(&below(&path, key).to_string(), WIDTH);
        if self.prints(resolved.layer(), &below(&path, "value")) {
            return format!("did you mean `{}`?", into("value"));
        }
        let listed: Vec<_> =
            keys.iter().take(LISTED).map(|key| format!("`{}`", into(key))).collect();
        let more = if keys.len() > LISTED { ", …" } else { "" };
        format!("write a path to one of its values: {}{more}", listed.join(", "))
    }

    /// Whether there is something to print at `path`.
    fn prints(&self, layer: usize, path: &Path<'_>) -> bool {
        let found = guard::find(self.lookup.context.layer(layer), path);
        found.is_ok_and(|it| !matches!(it, Datum::Tree(_)) && it.state() == State::Value)
    }

    fn keys(&self, layer: usize, at: &Path<'_>) -> impl Iterator<Item = Cow<'_, str>> {
        guard::keys(self.lookup.context.layer(layer), at).into_iter()
    }
}

fn below<'p>(path: &'p Path<'_>, key: &'p str) -> Path<'p> {
    let segments = path.segments().iter().map(Segment::borrowed);
    Path::new(segments.chain([Segment::Key(Cow::Borrowed(key))]).collect())
}

/// The segment that failed, the operand that answered, or the whole expression.
fn place(resolved: &Resolved<'_>, telling: Option<&Reject>, why: &Reason) -> Span {
    let placeholder = resolved.placeholder();
    let operand = resolved.operand();
    match resolved.answer().verdict {
        Verdict::NotText(_) | Verdict::Blank { .. } => placeholder.operand_span(operand),
        Verdict::Missing { .. } => match telling {
            // The text was found, and the gap is in it.
            Some(reject) if matches!(why, Reason::Within { .. }) => {
                placeholder.operand_span(resolved.operand_of(reject))
            }
            reject => match reject.and_then(|reject| resolved.failing_segment(reject)) {
                Some(number) => placeholder.segment_span(operand, number),
                None => placeholder.operand_span(operand),
            },
        },
        _ => placeholder.expression_span(),
    }
}

/// How to write what is printed instead, behind the operands that are there.
fn fallback(resolved: &Resolved<'_>, may_be: &str, literal: &str) -> String {
    let expression = resolved.parsed();
    let operator = expression.chain.join.symbol();
    let place =
        if expression.calls.is_empty() && !expression.safe { "" } else { " before the filters" };
    format!("if it {may_be}, write what to print instead{place}: `{operator} {literal}`")
}
