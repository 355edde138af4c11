//! Whether a place is worth a look: most brackets of a finished page are not, and a few bytes tell.
//!
//! Only says no where judging would find nothing; the law below holds it to that.

use super::scan::{BACK, Scan};
use crate::template::Syntax;

impl Scan {
    /// Whether there may be something at `at`, where one of the first bytes stands.
    pub(super) fn is_worth_a_look(&self, text: &[u8], at: usize) -> bool {
        if !self.glances {
            return true;
        }
        let open = self.syntax.open().as_bytes();
        let is_foreign = text[at] == b'{'
            && (matches!(text.get(at + 1), Some(b'{' | b'%'))
                || at.checked_sub(1).is_some_and(|before| text[before] == b'$'));
        match text[at] {
            _ if is_foreign => true,
            first if first == open[0] => self.may_open(text, at, open),
            b'{' => false,
            // Of the references few are those of brackets.
            b'&' if open[0] == b'[' => {
                matches!(text.get(at + 1..at + 3), None | Some([b'#', _] | b"lb" | b"ls"))
            }
            _ => true,
        }
    }

    /// Whether a glance can tell anything: not if delimiters look like paths, or roots like none.
    pub(super) fn can_glance(syntax: &Syntax, known: &[String]) -> bool {
        let mut delimiters = syntax.open().bytes().chain(syntax.close().bytes());
        let is_name = |root: &String| {
            !root.is_empty() && root.bytes().all(|byte| is_name_byte(byte) || !byte.is_ascii())
        };
        !delimiters.any(|byte| is_name_byte(byte) || byte == b'.') && known.iter().all(is_name)
    }

    /// Whether the first byte of an opening delimiter may begin something.
    fn may_open(&self, text: &[u8], at: usize, open: &[u8]) -> bool {
        let behind = skip_space(text, at + 1);
        let Some(&next) = text.get(behind) else { return true };
        let inside = match open {
            [_] => behind,
            [first, second] if first == second => {
                if next != *first {
                    return self.may_be_content(text, behind, false);
                }
                let inside = skip_space(text, behind + 1);
                // Judging decides which of several it begins with.
                if behind > at + 1 || text.get(inside) == Some(first) {
                    return true;
                }
                inside
            }
            _ => {
                // Only what tears a delimiter apart may stand between its characters.
                return Some(&next) == open.get(1) || may_be_disguise(next);
            }
        };
        self.is_template || self.may_be_content(text, inside, true) || self.may_be_swapped(text, at)
    }

    /// Whether a whole delimiter or half of one may stand before something, white space aside.
    fn may_be_content(&self, text: &[u8], from: usize, is_whole: bool) -> bool {
        let len = text[from..].iter().take_while(|byte| is_name_byte(**byte)).count();
        let (name, behind) = (&text[from..from + len], from + len);
        let Some(&next) = text.get(behind) else { return true };
        if may_be_disguise(next) || name.contains(&b'$') {
            return true;
        }
        if name.is_empty() {
            // No path begins like that; a string may stand before one.
            return is_whole && matches!(next, b'\'' | b'"');
        }
        let is_known = self.known.iter().any(|root| root.as_bytes().starts_with(name));
        if is_known || (name == b"t" && next == b'(') {
            return true;
        }
        if !is_whole {
            return false;
        }
        // A path under a known root may be the second operand.
        let end = skip_space(text, behind);
        text.get(end).is_none_or(|other| {
            // The exponent of a number has a sign.
            matches!(other, b'.' | b'[' | b'|' | b'?' | b'+') || may_be_disguise(*other)
        })
    }

    /// Whether a closing delimiter and a path may stand before the opening one at `at`, on its line.
    fn may_be_swapped(&self, text: &[u8], at: usize) -> bool {
        let close = self.syntax.close().as_bytes();
        let before = &text[at.saturating_sub(BACK)..at];
        let is_path = |byte: &&u8| {
            is_name_byte(**byte) || **byte == b'.' || (is_space(**byte) && **byte != b'\n')
        };
        let (before, path) =
            before.split_at(before.len() - before.iter().rev().take_while(is_path).count());
        // Between the two stands a path with a dot.
        let is_simple = before.ends_with(close) && !path.contains(&b'.');
        !is_simple
            && before.last().is_some_and(|end| {
                Some(end) == close.last() || may_be_disguise(*end) || b"]'\"".contains(end)
            })
    }
}

fn skip_space(text: &[u8], from: usize) -> usize {
    from + text[from..].iter().take_while(|byte| is_space(**byte)).count()
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// What names consist of within ASCII.
const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b'@')
}

/// What a disguise begins with: markup, a character reference, a backslash, something invisible or
/// beyond ASCII.
const fn may_be_disguise(byte: u8) -> bool {
    !byte.is_ascii()
        || matches!(byte, b'<' | b'&' | b'\\')
        || (byte.is_ascii_control() && !is_space(byte))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

    use proptest::prelude::*;

    use super::*;

    /// What texts are made of that come near to a finding.
    const PIECES: &str = "[¦[¦[[¦]¦]¦]]¦[ [¦] ]¦{¦{{¦}}¦{%¦%}¦$¦${¦}¦&¦&#91;¦&lbrack;¦&#93;¦&nbsp;¦<%¦%>¦<b>¦</b>¦<¦\
        data¦data.x¦data.name.value¦metadata.a¦d¦da¦ta¦t¦t('k')¦t(¦x¦foo¦foo.bar¦7¦0¦-1¦.¦.x¦'¦\"¦'a'¦||¦??¦|¦| upper¦,¦:¦(¦)¦!¦\\¦\
        \u{20}¦\u{20}¦\u{20}¦\t¦\n¦\r\n¦\u{b}¦\u{1b}¦\u{a0}¦\u{200b}¦é¦größe.x¦a key¦［¦【¦］¦】¦‘¦”¦*|A|*¦%%a%%¦@¦@@¦_¦\
        Main Page¦$['data'].x¦$.data.x¦[[x ||¦[[ 7 ??¦data.x ]]¦t('k')]]¦]] data.x ¦]]foo.bar¦{{x ||¦data.x}}¦\
        [[foo.bar ||¦))data.x((¦))data['a'] ((¦< % data.x %>¦@@data--¦--¦<&#37; data.x %>¦[[ 1e+5 ||¦..data.x ((¦[[#x.y]]¦\\[\\[ ¦\\]\\]¦\\]¦[\\[ data.x¦[[ x <b>||";

    fn syntaxes() -> impl Strategy<Value = Syntax> {
        const DELIMITERS: &[(&str, &str)] = &[
            ("[[", "]]"),
            ("{{", "}}"),
            ("<%", "%>"),
            ("@@", "--"),
            ("((", "))"),
            ("[", "]"),
            ("((", ".."),
        ];
        let roots: &[&[&str]] = &[&[], &["foo"], &["größe", "$['a key']"], &["d"], &["$['#x']"]];
        (prop::sample::select(DELIMITERS), prop::sample::select(roots)).prop_map(
            |((open, close), roots)| {
                let syntax = Syntax::new().delimiters(open, close).unwrap();
                if roots.is_empty() { syntax } else { syntax.roots(roots.iter().copied()).unwrap() }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_glance_passes_over_nothing_that_judging_finds(
            syntax in syntaxes(),
            pieces in prop::collection::vec(prop::sample::select(PIECES.split('¦').collect::<Vec<_>>()), 0..14),
            is_template in any::<bool>(),
        ) {
            let text = pieces.concat();
            let found = |glances: bool| {
                let mut scan = if is_template { Scan::of_templates(&syntax) } else { Scan::new(&syntax) };
                scan.glances = glances;
                let mut found = Vec::new();
                scan.run(&text, 0, text.len(), &mut |one| found.push(format!("{one:?}")));
                found
            };
            prop_assert_eq!(found(Scan::can_glance(&syntax, &syntax.known_roots())), found(false), "{}", text);
        }
    }
}
