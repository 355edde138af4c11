//! What must not stand right before or behind a placeholder, since the value would be read as one with it.

use crate::error::HtmlFault;

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is left of `text` in front of the last bytes that are such.
fn before_last(text: &[u8], is_such: impl Fn(u8) -> bool) -> &[u8] {
    let len = text.iter().rev().take_while(|byte| is_such(**byte)).count();
    &text[..text.len() - len]
}

/// Text that ends like a tag that has just begun.
pub(super) fn tag_open(before: &[u8]) -> Option<HtmlFault> {
    const OPEN: [&[u8]; 4] = [b"<!-", b"</", b"<!", b"<"];
    let open = OPEN.iter().find(|open| before.ends_with(open))?;
    Some(HtmlFault::TagOpen { before: shown(open) })
}

/// Text that ends in a comment `begun` right behind `<!` with what may become a doctype or a CDATA section.
pub(super) fn declaration_open(before: &[u8], begun: &[u8]) -> Option<HtmlFault> {
    const WORDS: [&[u8]; 2] = [b"doctype", b"[cdata["];
    let starts = |word: &&[u8]| {
        word.get(..begun.len()).is_some_and(|start| start.eq_ignore_ascii_case(begun))
    };
    let is_open = WORDS.iter().any(starts)
        && before.strip_suffix(begun).is_some_and(|front| front.ends_with(b"<!"));
    is_open.then(|| HtmlFault::TagOpen { before: format!("<!{}", shown(begun)) })
}

/// Text that ends within a character reference.
pub(super) fn cut_reference(before: &[u8]) -> Option<HtmlFault> {
    let front = before_last(before, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let reference = &before[front.len().checked_sub(1)?..];
    reference.starts_with(b"&").then(|| HtmlFault::CutReference { before: shown(reference) })
}

/// Text that ends like an end tag that has just begun, or a comment in a script.
pub(super) fn cut_end_tag(before: &[u8]) -> Option<HtmlFault> {
    let front = before_last(before, |byte| byte.is_ascii_alphabetic());
    let is_name = front.ends_with(b"</");
    let is_open = [&b"<"[..], b"<!", b"<!-"].iter().any(|open| before.ends_with(open));
    let start = match is_open {
        true => memchr::memrchr(b'<', before)?,
        false if is_name => front.len() - 2,
        false => return None,
    };
    Some(HtmlFault::CutEndTag { before: shown(&before[start..]) })
}

/// Text that ends a comment, if nothing or a hyphen stands before it.
pub(super) fn comment_end(behind: &[u8]) -> Option<HtmlFault> {
    const ENDS: [&[u8]; 5] = [b">", b"->", b"!>", b"-!>", b"--!>"];
    let end = ENDS.iter().find(|end| behind.starts_with(end))?;
    Some(HtmlFault::CommentEnd { behind: shown(end) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_would_complete() {
        for open in ["a <", "</", "x<!", "<!-"] {
            assert!(tag_open(open.as_bytes()).is_some(), "{open}");
        }
        for plain in ["", "<b>", "a < ", "<!--", "-", "/"] {
            assert!(tag_open(plain.as_bytes()).is_none(), "{plain}");
        }
        for open in ["d", "Doc", "[CDATA", "["] {
            let before = format!("x<!{open}");
            assert!(declaration_open(before.as_bytes(), open.as_bytes()).is_some(), "{open}");
        }
        for (before, begun) in [("<!-- d", " d"), ("<!--d", "d"), ("<!dx", "dx"), ("<!-x", "-x")] {
            assert!(declaration_open(before.as_bytes(), begun.as_bytes()).is_none(), "{before}");
        }
        for cut in ["&", "a &am", "&#", "&#x1f", "&amp;&l"] {
            assert!(cut_reference(cut.as_bytes()).is_some(), "{cut}");
        }
        for whole in ["", "am", "&amp;", "a & b", "&b=", "&a-b"] {
            assert!(cut_reference(whole.as_bytes()).is_none(), "{whole}");
        }
        for cut in ["<", "a</", "</scr", "</script", "<!", "<!-"] {
            assert!(cut_end_tag(cut.as_bytes()).is_some(), "{cut}");
        }
        for whole in ["", "a", "<script", "</script ", "a / b", "<!--"] {
            assert!(cut_end_tag(whole.as_bytes()).is_none(), "{whole}");
        }
    }
}
