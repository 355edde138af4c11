//! How a list of images is written, and which numbers may stand behind URLs or before them.

use super::{Refusal, url};
use crate::escape::Quoted;
use crate::escape::html::context::UrlPart;
use crate::escape::html::schemes::Schemes;

/// Writes a value that is the whole of `srcset`: URLs with their descriptors, split as browsers
/// split them. Nothing was written if it is refused.
pub(in crate::escape::html) fn push_srcset(
    text: &str,
    schemes: &Schemes,
    out: &mut Quoted,
) -> Result<(), Refusal> {
    let begin = out.len();
    let written = push_candidates(text, schemes, out);
    if written.is_err() {
        out.truncate(begin);
    }
    written
}

fn push_candidates(text: &str, schemes: &Schemes, out: &mut Quoted) -> Result<(), Refusal> {
    let is_space = |char: char| char.is_ascii_whitespace();
    let mut rest = text;
    let mut separator = "";
    loop {
        rest = rest.trim_start_matches(|char| is_space(char) || char == ',');
        if rest.is_empty() {
            return Ok(());
        }
        let (candidate, mut behind) = rest.split_once(is_space).unwrap_or((rest, ""));
        let image = candidate.trim_end_matches(',');
        let mut descriptors = "";
        if image.len() == candidate.len() {
            // Commas between parentheses separate nothing, but no descriptor may hold any.
            (descriptors, behind) = behind.split_once(',').unwrap_or((behind, ""));
        }
        out.push_str(separator);
        let begin = out.len();
        url::push(image, UrlPart::Start, true, schemes, out)?;
        if out.len() == begin {
            // Nothing but what browsers strip: the descriptor would be the URL.
            return Err(Refusal::Srcset);
        }
        for descriptor in descriptors.split_ascii_whitespace() {
            if !is_descriptor(descriptor) || !descriptor.ends_with(['w', 'x', 'h']) {
                return Err(Refusal::Srcset);
            }
            out.push_str(" ");
            out.push_str(descriptor);
        }
        (rest, separator) = (behind, ", ");
    }
}

/// Whether a value can be the descriptor of an image, or the number in it.
pub(in crate::escape::html) fn is_descriptor(text: &str) -> bool {
    let number = text.strip_suffix(['w', 'x', 'h']).unwrap_or(text);
    number.bytes().any(|byte| byte.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether a value can be the seconds before a refresh.
pub(in crate::escape::html) fn is_number(text: &str) -> bool {
    is_descriptor(text)
        && !text.ends_with(['w', 'x', 'h'])
        && text.bytes().filter(|byte| *byte == b'.').count() <= 1
}
