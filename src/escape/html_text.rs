//! The five characters that mean something in HTML's element text and quoted attributes.

/// What stands for `byte`, if it may not stand for itself.
const fn reference(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

/// One load instead of five comparisons for each byte.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = reference(byte).is_some();
        byte += 1;
    }
    table
};

fn first_special(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| SPECIAL[byte as usize])
}

pub(super) fn is_clean(text: &str) -> bool {
    first_special(text.as_bytes()).is_none()
}

pub(super) fn push(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(reference(rest.as_bytes()[at]).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
