//! `$t(other.key)`, as i18next refers from one message to another: read by writing it as we do.

use super::unread::Remark;
use crate::error::ErrorKind;
use crate::span::Span;
use crate::template::Syntax;

/// How a reference begins.
pub(super) const OPEN: &str = "$t(";

/// A text whose references are written as `t('other.key')` between delimiters.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// Where each reference ends, in the new text and in the old one.
    ends: Vec<(usize, usize)>,
}

impl Rewritten {
    /// Where the references end that stand between delimiters now.
    pub(super) fn references(&self, syntax: &Syntax) -> Vec<usize> {
        let behind = 1 + syntax.close().len();
        self.ends.iter().map(|(new, _)| new - behind).collect()
    }

    /// Where something of the new text stands in the old one.
    pub(super) fn written(&self, span: Span) -> Span {
        let place = |offset: usize| {
            let before = self.ends.partition_point(|(new, _)| *new <= offset);
            let (new, old) = before.checked_sub(1).map_or((0, 0), |number| self.ends[number]);
            let place = old + (offset - new);
            // Within a reference, which is longer now: no further than it went.
            self.ends.get(before).map_or(place, |(_, end)| place.min(*end))
        };
        Span::new(place(span.start()), place(span.end()))
    }
}

/// What to say of a reference where none is read.
pub(super) fn unread(text: &str) -> Option<Remark> {
    let start = memchr::memmem::find(text.as_bytes(), OPEN.as_bytes())?;
    let end = start + text[start..].find(')')? + 1;
    let what = ErrorKind::ForeignPlaceholder { placeholder: text[start..end].to_owned() };
    let help = "it is printed as it stands; references are read if `Catalogs::references` says so";
    Some(Remark { what, span: Span::new(start, end), help: Some(help.to_owned()), is_note: true })
}

/// Writes the references of `text` as placeholders; none if there is none.
pub(super) fn rewrite(text: &str, syntax: &Syntax) -> Result<Option<Rewritten>, Box<Remark>> {
    let mut rewritten: Option<Rewritten> = None;
    let (mut done, mut from) = (0, 0);
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[from..], OPEN.as_bytes()) {
        let start = from + found;
        let inside = start + OPEN.len();
        // In a placeholder or a comment it is what it looks like there.
        let before = &text[done..start];
        if before.rfind(syntax.open()) > before.rfind(syntax.close()) {
            from = inside;
            continue;
        }
        let unread = |end: usize, habit, help: &str| {
            let (what, span) = (ErrorKind::Foreign(habit), Span::new(start, end));
            Box::new(Remark { what, span, help: Some(help.to_owned()), is_note: false })
        };
        let Some(length) = text[inside..].find([')', '\n']) else {
            return Err(unread(inside, NEVER_CLOSED, PLAIN));
        };
        let end = inside + length;
        if text[end..].starts_with('\n') {
            return Err(unread(inside, NEVER_CLOSED, PLAIN));
        }
        let key = text[inside..end].trim();
        if key.contains(',') {
            return Err(unread(end + 1, "a reference with options is not read", OPTIONS));
        }
        if key.is_empty() || syntax.has_opener(key) || key.contains(OPEN) {
            return Err(unread(end + 1, "a reference names the key of a message", PLAIN));
        }
        let rewritten =
            rewritten.get_or_insert_with(|| Rewritten { text: String::new(), ends: Vec::new() });
        let out = &mut rewritten.text;
        out.push_str(&text[done..start]);
        // Here backslashes mean nothing, before a delimiter each two of them would be one.
        let slashes = text[done..start].len() - text[done..start].trim_end_matches('\\').len();
        out.extend(std::iter::repeat_n('\\', slashes));
        push_reference(key, syntax, out);
        done = end + 1;
        from = done;
        rewritten.ends.push((rewritten.text.len(), done));
    }
    if let Some(rewritten) = &mut rewritten {
        rewritten.text.push_str(&text[done..]);
    }
    Ok(rewritten)
}

const NEVER_CLOSED: &str = "a reference is never closed, expected `)` on the same line";
const PLAIN: &str = "write `$t(other.key)`";
const OPTIONS: &str =
    "what it names can be a message of its own for each case, or stand here itself";

fn push_reference(key: &str, syntax: &Syntax, out: &mut String) {
    out.push_str(syntax.open());
    out.push_str(" t('");
    for c in key.chars() {
        if matches!(c, '\'' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push_str("') ");
    out.push_str(syntax.close());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn i18next() -> Syntax {
        Syntax::new().delimiters("{{", "}}").unwrap()
    }

    #[test]
    fn references_become_placeholders() {
        let rewritten = |text| rewrite(text, &i18next()).unwrap().map(|rewritten| rewritten.text);
        let text = rewritten("$t(a.b) and $t( it's\\ ), {{x}}").unwrap();
        assert_eq!(text, "{{ t('a.b') }} and {{ t('it\\'s\\\\') }}, {{x}}");
        assert_eq!(rewritten("$t, t(a), $ t(a)"), None);
        assert_eq!(rewritten("\\$t(a)").unwrap(), "\\\\{{ t('a') }}");
        // What follows the delimiters does not become one of them.
        assert_eq!(rewritten("{$t(a)}").unwrap(), "{{{ t('a') }}}");
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was_written() {
        let text = "ä $t(a) {{ x y }} $t(b) {{ z w }}";
        let rewritten = rewrite(text, &i18next()).unwrap().unwrap();
        let problem = i18next().text(&*rewritten.text).unwrap_err();
        let places = problem.all().iter().map(|problem| {
            let span = rewritten.written(problem.span().unwrap());
            &text[span.range()]
        });
        assert_eq!(places.collect::<Vec<_>>(), ["y", "w"]);
        for offset in 0..=rewritten.text.len() {
            let span = rewritten.written(Span::new(offset, offset));
            assert!(span.end() <= text.len());
        }
    }

    #[test]
    fn what_is_not_read_says_so() {
        let unread = |text| {
            let unread = rewrite(text, &i18next()).unwrap_err();
            format!("{}: {}", &text[unread.span.range()], unread.what)
        };
        assert_eq!(
            unread("a $t(k, {\"count\": 3}) b"),
            "$t(k, {\"count\": 3}): a reference with options is not read"
        );
        let no_key = "a reference names the key of a message";
        assert_eq!(unread("$t( )"), format!("$t( ): {no_key}"));
        assert_eq!(unread("$t({{x}})"), format!("$t({{{{x}}}}): {no_key}"));
        assert_eq!(unread("$t($t(a))"), format!("$t($t(a): {no_key}"));
        assert_eq!(unread("$t(a\n)"), format!("$t(: {NEVER_CLOSED}"));
        assert_eq!(unread("$t(a"), format!("$t(: {NEVER_CLOSED}"));
    }
}
