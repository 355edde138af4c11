//! What messages of other libraries hold that is not read: how it is known, and the way out.

use crate::error::{ErrorKind, Problem};
use crate::span::Span;
use crate::template::Syntax;

/// Something about a text that is worth telling.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) what: ErrorKind,
    pub(super) span: Span,
    pub(super) help: Option<String>,
    /// The text can be used all the same.
    pub(super) is_note: bool,
}

/// The longest name in a placeholder of another library, in bytes.
const LONGEST: usize = 64;

/// What to say of a choice of ICU's `MessageFormat`: `{n, plural, …}`.
pub(super) fn icu_choice(text: &str) -> Option<Remark> {
    const HELP: &str = "write its texts as messages of their own: `key_one`, `key_other`, or an object \
                        `{\"one\": …, \"other\": …}`";
    let what = ErrorKind::Foreign("a choice of ICU's MessageFormat is not read");
    let remark = |span| Remark { what, span, help: Some(HELP.to_owned()), is_note: false };
    find_icu_choice(text).map(remark)
}

/// What to say of `{{- x}}`, which i18next does not escape; here `-` could begin a name.
pub(super) fn unescaped(text: &str, syntax: &Syntax) -> Option<Remark> {
    const UNESCAPED: &str = "{{-";
    const HELP: &str =
        "leave the `-` out: whether a text is escaped is decided where it is printed";
    let start = (syntax.open() == "{{").then(|| text.find(UNESCAPED)).flatten()?;
    let what = ErrorKind::Foreign("i18next's way to leave a text unescaped is not read");
    let span = Span::new(start, start + UNESCAPED.len());
    Some(Remark { what, span, help: Some(HELP.to_owned()), is_note: false })
}

/// What to say of a placeholder of another library.
pub(super) fn foreign(text: &str, syntax: &Syntax) -> Option<Remark> {
    let span = find_foreign(text, syntax.open())?;
    let placeholder = text[span.range()].to_owned();
    let (open, close) = (syntax.open(), syntax.close());
    let help = format!("what is filled in stands between `{open}` and `{close}` in this catalog");
    let what = ErrorKind::ForeignPlaceholder { placeholder };
    Some(Remark { what, span, help: Some(help), is_note: true })
}

/// The first argument that chooses between texts, up to its first text.
fn find_icu_choice(text: &str) -> Option<Span> {
    let openers = memchr::memchr_iter(b'{', text.as_bytes());
    openers.into_iter().find_map(|start| {
        let mut parts = Parts { rest: text.get(start + 1..)? };
        let is_choice = parts.name().is_some()
            && parts.comma()
            && matches!(parts.name(), Some("plural" | "select" | "selectordinal"))
            && parts.comma();
        is_choice.then(|| Span::new(start, text.len() - parts.rest.len()))
    })
}

/// A placeholder of another library than the catalog's: `{{x}}`, `[[ x ]]`, `%{x}`, `${x}`, if none
/// of that is what begins with `open`.
fn find_foreign(text: &str, open: &str) -> Option<Span> {
    const KNOWN: [(&str, &str); 4] = [("{{", "}}"), ("[[", "]]"), ("%{", "}"), ("${", "}")];
    let brackets = memchr::memchr2_iter(b'{', b'[', text.as_bytes());
    brackets.into_iter().find_map(|at| {
        KNOWN.iter().find_map(|(other, close)| {
            // `$` before `{x}` may be a price.
            let is_own =
                open == *other || (open.len() == 1 && other.ends_with(open) && *other != "{{");
            let start = (at + 1).checked_sub(other.len()).filter(|_| !is_own)?;
            let inner = text.get(start..)?.strip_prefix(other)?;
            let mut parts = Parts { rest: inner };
            parts.name()?;
            let behind = parts.rest.strip_prefix(close)?;
            Some(Span::new(start, text.len() - behind.len()))
        })
    })
}

/// The way out of what the grammar of placeholders refuses; of habits of i18next one that fits.
pub(super) fn way_out(problem: &Problem, text: &str) -> Option<String> {
    let at = problem.span().map_or(0, Span::start);
    let is_comma = text.get(at..).is_some_and(|rest| rest.starts_with(','));
    if is_comma && matches!(problem.kind(), ErrorKind::Expected { .. }) {
        let help = "formats are not read: write only the path, or a filter behind `|`";
        return Some(help.to_owned());
    }
    problem.help().map(str::to_owned)
}

/// What is left of a text to be looked at.
struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Parts<'t> {
    /// A name or a path of names, and the spaces around it.
    fn name(&mut self) -> Option<&'t str> {
        let start = self.rest.trim_start_matches(' ');
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        let length = start.find(|c| !is_name(c)).filter(|length| (1..=LONGEST).contains(length))?;
        self.rest = start[length..].trim_start_matches(' ');
        Some(&start[..length])
    }

    fn comma(&mut self) -> bool {
        let behind = self.rest.strip_prefix(',');
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_icu_are_known() {
        let choice = |text: &'static str| find_icu_choice(text).map(|span| &text[span.range()]);
        assert_eq!(choice("a {n, plural, one {# b}}"), Some("{n, plural,"));
        assert_eq!(choice("{ who , select,other{x}}"), Some("{ who , select,"));
        assert_eq!(choice("{{n}} {n,selectordinal,}"), Some("{n,selectordinal,"));
        for text in ["{n}", "{n, number}", "{n, plural}", "{, plural, }", "{plural, a, b}", "{", ""]
        {
            assert_eq!(choice(text), None, "{text}");
        }
    }

    #[test]
    fn placeholders_of_others_are_known() {
        let found =
            |text: &'static str, open| find_foreign(text, open).map(|span| &text[span.range()]);
        assert_eq!(found("a {{ name }}, [[b]]", "[["), Some("{{ name }}"));
        assert_eq!(found("a {{ name }}, [[b.c]]", "{{"), Some("[[b.c]]"));
        assert_eq!(found("%{a} {{b}}", "{{"), Some("%{a}"));
        assert_eq!(found("a ${b}", "{{"), Some("${b}"));
        assert_eq!(found("{{b}}", "{"), Some("{{b}}"));
        for (text, open) in [
            ("{{a}}", "{{"),
            ("[[ a ]]", "[["),
            ("${a}", "${"),
            ("%{a} ${b}", "{"),
            ("{a} [b] {{ a b }} {{}} {{a} %{a", "[["),
            ("ä{{é", "[["),
        ] {
            assert_eq!(found(text, open), None, "{text}");
        }
    }
}
