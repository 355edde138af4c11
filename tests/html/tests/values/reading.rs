//! What a page holds, as html5ever decodes it.

use lacuna_html::outline::{Part, Reading, outline};

/// The text of the first element of this name.
pub(crate) fn text_of(page: &str, wanted: &str) -> String {
    let parts = outline(page, Reading::Scripting);
    let texts = parts.into_iter().filter_map(|part| match part {
        Part::Text { element, text, .. } if element == wanted => Some(text),
        _ => None,
    });
    texts.collect::<Vec<_>>().concat()
}

/// The value of the first attribute of this name.
pub(crate) fn attribute_of(page: &str, wanted: &str) -> String {
    let parts = outline(page, Reading::Scripting);
    let value = parts.into_iter().find_map(|part| match part {
        Part::Attribute { name, value, .. } if name == wanted => Some(value),
        _ => None,
    });
    value.unwrap_or_else(|| panic!("there is no {wanted} in {page}"))
}
