//! Parents and normal forms as CLDR has them, from ICU4X (feature `icu`).

use std::iter;

use icu_locale_core::{DataLocale, Locale};
use icu_locale_fallback::{LocaleFallbackConfig, LocaleFallbackIterator, LocaleFallbacker};

use super::tag::Tag;

/// The tag and its parents: first as it was written, then as CLDR would write it.
pub(super) fn chain(tag: Tag) -> Vec<Tag> {
    let mut step = tag.without_extensions();
    let mut chain = vec![tag];
    while let Some(tag) = step {
        if let Some(mut parents) = parents(&tag) {
            chain.push(normalized(tag));
            while !parents.get().language.is_unknown() {
                chain.push(normalized(Tag::trusted(&parents.get().to_string())));
                parents.step();
            }
            break;
        }
        // Tags that CLDR has no place for are truncated until it has: `en-GB-oed`, `zh-yue`, and
        // those of several variants, of which ICU4X keeps one.
        step = tag.truncated();
        chain.push(normalized(tag));
    }
    chain
}

/// The tag with its normal form beside it, if it has one: without a script that goes without
/// saying.
pub(super) fn normalized(tag: Tag) -> Tag {
    let normal = parents(&tag).map(|parents| parents.get().to_string());
    tag.with_normal_form(normal.as_deref())
}

/// The tag as ICU4X reads it, or the nearest part of it that it can.
pub(super) fn nearest_locale(tag: &Tag) -> Option<Locale> {
    let mut steps = iter::successors(Some(tag.clone()), Tag::truncated);
    steps.find_map(|step| Locale::try_from_str(step.folded()).ok())
}

/// The steps of ICU4X, of which the first is the normal form; none if it cannot hold the tag.
fn parents(tag: &Tag) -> Option<LocaleFallbackIterator<'static>> {
    let locale = DataLocale::try_from_str(tag.folded()).ok()?;
    let fallbacker = LocaleFallbacker::new().for_config(LocaleFallbackConfig::default());
    (!locale.language.is_unknown()).then(|| fallbacker.fallback_for(locale))
}
