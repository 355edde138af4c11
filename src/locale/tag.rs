//! One language tag: whether it is well-formed, how it compares, and what it is cut to.

use crate::error::{Error, ErrorKind};
use crate::visible::visible;

/// The longest tag, in bytes. RFC 5646 §4.4.1 asks for 35 at least; private use may be longer.
const LONGEST: usize = 255;
/// The longest subtag (BCP 47).
const SUBTAG: usize = 8;
/// The tag of an undetermined language (ISO 639-2): the root of every chain, which nobody speaks.
const UNDETERMINED: &str = "und";

/// A language tag as somebody wrote it, `_` for `-` allowed.
///
/// What it looks like is checked (BCP 47), not whether the language exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    written: String,
    /// In small letters, with hyphens; as long as what was written.
    folded: String,
    /// How CLDR would write it, folded: `zh-Hant-TW` is `zh-TW`. Only under CLDR's rules.
    normal: Option<String>,
}

impl Tag {
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        match fault(text) {
            None => Ok(Self::trusted(text)),
            Some(reason) => {
                Err(Error::nowhere(ErrorKind::LanguageTag { tag: text.to_owned(), reason }))
            }
        }
    }

    /// A tag that is known to be well-formed.
    pub(super) fn trusted(text: &str) -> Self {
        let folded = text.to_ascii_lowercase().replace('_', "-");
        Self { written: text.to_owned(), folded, normal: None }
    }

    #[cfg(feature = "icu")]
    pub(super) fn with_normal_form(mut self, normal: Option<&str>) -> Self {
        self.normal = normal.map(str::to_ascii_lowercase);
        self
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn normal(&self) -> Option<&str> {
        self.normal.as_deref()
    }

    /// The tag without its last subtag, and without a single letter or digit before that, which
    /// only introduced it (RFC 4647 §3.4); nothing if no language is left.
    pub(super) fn truncated(&self) -> Option<Self> {
        let mut left = &*self.folded;
        loop {
            left = &left[..left.rfind('-')?];
            let last = left.rsplit('-').next().unwrap_or(left);
            if last.len() > 1 {
                return self.cut_to(left.len());
            }
        }
    }

    /// The tag without its extensions and private subtags; nothing if no language is left.
    #[cfg(feature = "icu")]
    pub(super) fn without_extensions(&self) -> Option<Self> {
        let mut end = 0;
        for subtag in self.folded.split('-').take_while(|subtag| subtag.len() > 1) {
            end += usize::from(end > 0) + subtag.len();
        }
        self.cut_to(end)
    }

    fn cut_to(&self, end: usize) -> Option<Self> {
        let is_language = end > 0 && self.folded[..end] != *UNDETERMINED;
        is_language.then(|| Self::trusted(&self.written[..end]))
    }
}

/// What speaks against a tag.
pub(super) fn fault(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("it is empty".to_owned());
    }
    if text.len() > LONGEST {
        return Some(format!("it is longer than {LONGEST} bytes"));
    }
    foreign(text).or_else(|| ill_formed(text))
}

/// Characters that stand in no tag, and where they come from.
fn foreign(text: &str) -> Option<String> {
    if text.contains('*') {
        return Some("a range is a tag, or `*` alone".to_owned());
    }
    if text.contains('@') {
        let way_out = "a tag says it in subtags, as `sr-Latn` does";
        return Some(format!("`@` begins a modifier of a POSIX locale, {way_out}"));
    }
    if let Some((tag, _)) = text.split_once('.') {
        let posix = "`.` begins the encoding of a POSIX locale";
        let is_tag = fault(tag).is_none();
        let way_out = is_tag.then(|| format!(", the tag is `{}`", tag.replace('_', "-")));
        return Some(posix.to_owned() + &way_out.unwrap_or_default());
    }
    let mut others = text.chars().filter(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
    let other = visible(others.next()?.encode_utf8(&mut [0; 4]));
    Some(format!("`{other}` is neither an ASCII letter or digit nor a hyphen"))
}

/// Subtags that cannot be (BCP 47).
fn ill_formed(text: &str) -> Option<String> {
    let mut subtags = text.split(['-', '_']);
    if subtags.clone().any(str::is_empty) {
        return Some("a hyphen stands beside another, or at an end".to_owned());
    }
    if let Some(long) = subtags.clone().find(|subtag| subtag.len() > SUBTAG) {
        return Some(format!("`{long}` is longer than {SUBTAG} letters and digits"));
    }
    let mut backwards = subtags.clone().rev();
    let (first, last) = (subtags.next()?, backwards.next()?);
    if !first.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some("it begins with a language, which has only letters".to_owned());
    }
    // `x-` is private, and `i-` begins some tags that are older than the rules.
    if first.len() == 1 && !matches!(first, "x" | "X" | "i" | "I") {
        return Some("it begins with a language, which has at least two letters".to_owned());
    }
    if last.len() == 1 && !backwards.any(|subtag| matches!(subtag, "x" | "X")) {
        return Some(format!("nothing follows `{last}`, which only introduces what follows"));
    }
    if text.eq_ignore_ascii_case(UNDETERMINED) {
        return Some("it stands for no language in particular".to_owned());
    }
    None
}
