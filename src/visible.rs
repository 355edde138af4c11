//! How text is shown to people: nothing invisible, one line, not too long.

use std::fmt::{self, Write};

/// The longest message of a source or filter that is kept, in code points: it may be told of many
/// placeholders.
pub(crate) const MESSAGE: usize = 500;

/// What a piece of text is, where that is told by its colour.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    Error,
    Note,
    Place,
    /// The frame of an excerpt.
    Gutter,
}

/// Whether text is coloured.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Paint {
    None,
    /// By the escape codes of ECMA-48, which terminals obey.
    Ansi,
}

impl Paint {
    pub(crate) fn on(self, role: Role, text: &str) -> String {
        let code = match (self, role) {
            (Self::None, _) => return text.to_owned(),
            (Self::Ansi, Role::Error) => "1;31",
            (Self::Ansi, Role::Note) => "1;36",
            (Self::Ansi, Role::Place) => "1",
            (Self::Ansi, Role::Gutter) => "34",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// What ASCII has for a character that cannot be read; shown as Unicode's.
pub(crate) const SUBSTITUTE: char = '\u{1A}';

/// Control and format characters, and the line ends of Unicode that are neither.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || is_format(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The code points that [`push_visible`] appends for `c`.
pub(crate) fn visible_width(c: char) -> usize {
    if is_invisible(c) && c != SUBSTITUTE { c.escape_default().len() } else { 1 }
}

/// Appends `text` with everything invisible written out.
pub(crate) fn push_visible(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == SUBSTITUTE {
            out.push(char::REPLACEMENT_CHARACTER);
        } else if is_invisible(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
}

/// `text` with control and format characters written out, for messages that quote it.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_visible(&mut out, text);
    out
}

/// A piece of a template on one line: runs of white space as one space, the rest [`shown`].
pub(crate) fn one_line(text: &str, most: usize) -> String {
    // Long texts are not looked at as a whole.
    let end = text.char_indices().nth(4 * most).map_or(text.len(), |(end, _)| end);
    let mut line = text[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    if end < text.len() {
        line.push('…');
    }
    shown(&line, most)
}

/// The beginning of what `value` displays, which may be long, on one line.
pub(crate) fn one_line_of(value: &impl fmt::Display, most: usize) -> String {
    /// Takes so many bytes, and then refuses.
    struct Beginning {
        text: String,
        bytes: usize,
    }

    impl Write for Beginning {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let left = self.bytes.saturating_sub(self.text.len());
            let end = text.char_indices().map(|(at, c)| at + c.len_utf8());
            let end = end.take_while(|end| *end <= left).last().unwrap_or(0);
            self.text.push_str(&text[..end]);
            if end < text.len() { Err(fmt::Error) } else { Ok(()) }
        }
    }

    let mut beginning = Beginning { text: String::new(), bytes: 8 * most };
    match write!(beginning, "{value}") {
        Ok(()) => one_line(&beginning.text, most),
        Err(fmt::Error) => one_line(&(beginning.text + "…"), most),
    }
}

/// `text` with everything invisible written out, cut to `most` code points.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most + 1).map_or(text.len(), |(end, _)| end);
    cut(&visible(&text[..end]), most)
}

/// `text`, or as much of it as makes `most` code points with an ellipsis; at least that.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// Whether `c` is an invisible format character (Unicode general category Cf).
///
/// The ranges are those of Unicode 16; a test compares them with a crate that has the whole table.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}'
        | '\u{890}'..='\u{891}' | '\u{8E2}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_characters_are_those_of_unicode() {
        use unicode_general_category::{GeneralCategory, get_general_category};
        for c in '\0'..=char::MAX {
            let category = get_general_category(c);
            assert_eq!(
                is_format(c),
                category == GeneralCategory::Format,
                "{:?}",
                c.escape_unicode()
            );
        }
    }
}
