//! What to tell the person who wrote a placeholder that cannot be printed: the place under which
//! the caret stands, and the way out.

use super::Resolution;
use super::answer::Verdict;
use super::resolved::Resolved;
use super::suggest::below;
use super::trail::{Reject, Why};
use crate::error::{Collector, Error, Reason};
use crate::nearest::Budget;
use crate::path::Segment;
use crate::span::Span;
use crate::template::{Operand, OperandKind};
use crate::value::Kind;
use crate::visible::shown;

/// The keys of an object that a message lists.
const LISTED: usize = 5;
/// How many keys the suggestions of one error compare, all together.
const COMPARISONS: usize = 50_000;
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
        let budget = Budget::new(COMPARISONS);
        for resolved in self.outcomes() {
            if !resolved.is_failed() && (accept_gaps || !resolved.is_gap()) {
                continue;
            }
            let is_missing = matches!(resolved.answer().verdict, Verdict::Missing { .. });
            let telling = if is_missing { resolved.telling() } else { None };
            let why = resolved.reason(telling);
            let place = place(&resolved, telling, &why);
            let mut meant = Vec::new();
            let will_draw = problems.will_draw();
            let help = if will_draw {
                self.help(&resolved, telling, &why, &budget, &mut meant)
            } else {
                None
            };
            let Some(kind) = resolved.error_kind_since(|| why) else { continue };
            if let Some(problem) = problems.push(kind, place, help) {
                problem.suggest(meant);
            }
        }
    }

    /// The way out; `meant` gets what was probably meant.
    fn help(
        &self,
        resolved: &Resolved<'_>,
        telling: Option<&Reject>,
        why: &Reason,
        budget: &Budget,
        meant: &mut Vec<String>,
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
                if !is_told {
                    *meant = self.suggestions(resolved.operand(), budget);
                }
                let named = self.no_literal(resolved);
                let named = named.or_else(|| did_you_mean(resolved.operand(), meant));
                named.or_else(|| self.mend(why)).unwrap_or_else(|| {
                    fallback(resolved, "may be missing", "'text'")
                })
            }
            Verdict::NotText(found) => self.way_into(resolved, found, meant),
            Verdict::Blank { .. } => fallback(resolved, "may be left blank", "''"),
            _ => return None,
        })
    }

    /// What to do about a text that was found and cannot be filled, or that nobody could look for.
    fn mend(&self, why: &Reason) -> Option<String> {
        let context = self.lookup.context;
        match why {
            Reason::Within { text, .. } => {
                Some(format!("mend the text of `{}`, or give it what it lacks", shown(text, WIDTH)))
            }
            Reason::Unusable { .. } => {
                Some("mend the message: the findings of the catalogs say how".to_owned())
            }
            Reason::Untranslated { locales: None, .. } if context.messages().is_some() => Some(
                "no language was asked for, so no catalog was: see `Context::locales`".to_owned(),
            ),
            _ => None,
        }
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

    /// What to write for an array or object.
    fn way_into(&self, resolved: &Resolved<'_>, found: Kind, meant: &mut Vec<String>) -> String {
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
        let value = below(&path, "value");
        if self.prints(resolved.layer(), &value) {
            meant.push(value.to_string());
            return format!("did you mean `{}`?", shown(&meant[0], WIDTH));
        }
        let into = |key: &str| shown(&below(&path, key).to_string(), WIDTH);
        let listed: Vec<_> =
            keys.iter().take(LISTED).map(|key| format!("`{}`", into(key))).collect();
        let more = if keys.len() > LISTED { ", …" } else { "" };
        format!("write a path to one of its values: {}{more}", listed.join(", "))
    }
}

/// The question whether the first of these was meant, if there is one.
fn did_you_mean(operand: &Operand, meant: &[String]) -> Option<String> {
    let (first, width, key) = match operand.kind {
        OperandKind::Translation(_) => (meant.first()?, 60, "the key "),
        _ => (meant.first()?, WIDTH, ""),
    };
    Some(format!("did you mean {key}`{}`?", shown(first, width)))
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
    let place = if expression.calls.is_empty() && !expression.at.is_vouched {
        ""
    } else {
        " before the filters"
    };
    format!("if it {may_be}, write what to print instead{place}: `{operator} {literal}`")
}
