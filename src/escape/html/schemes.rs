//! The schemes that a value may bring to a URL.

use std::sync::Arc;

/// What a page may link to without running it.
const USUAL: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What browsers run, or show as a page that the linking one seems to vouch for.
const NEVER: [&str; 3] = ["javascript", "vbscript", "data"];

/// Schemes in which what follows is a host, with or without `//`; `file` has rules of its own.
const SPECIAL: [&str; 5] = ["http", "https", "ftp", "ws", "wss"];

/// Whether browsers look for a host behind this scheme, whatever slashes there are.
pub(super) fn is_special(scheme: &[u8]) -> bool {
    SPECIAL.iter().any(|special| scheme.eq_ignore_ascii_case(special.as_bytes()))
}

/// The schemes that a value may bring: `http`, `https`, `mailto`, `tel`, and those that were added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemes {
    /// In lower case; shared, since every template has them.
    added: Option<Arc<[Box<str>]>>,
    allows_all: bool,
}

impl Schemes {
    /// Those that are always allowed.
    pub(crate) const fn new() -> Self {
        Self { added: None, allows_all: false }
    }

    /// These schemes, or all there are for a URL that somebody vouches for.
    pub(crate) fn or_all(&self, is_vouched: bool) -> &Self {
        static ALL: Schemes = Schemes { added: None, allows_all: true };
        if is_vouched { &ALL } else { self }
    }

    /// Allows one more.
    ///
    /// # Errors
    ///
    /// What is wrong with it, if it is none or a script.
    pub(crate) fn add(&mut self, scheme: &str) -> Result<(), &'static str> {
        // RFC 3986, 3.1.
        let is_begun = scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        if !is_begun || !scheme.bytes().all(goes_on) {
            return Err(
                "a scheme is a letter, and then letters, digits, `+`, `-` and `.`, without the `:`",
            );
        }
        if NEVER.iter().any(|never| never.eq_ignore_ascii_case(scheme)) {
            return Err(
                "a URL with this scheme is a script or a page of its own, not the address of one",
            );
        }
        if !self.allows(scheme) {
            let added = self.added.iter().flat_map(|added| added.iter().cloned());
            let scheme = scheme.to_ascii_lowercase().into_boxed_str();
            self.added = Some(added.chain([scheme]).collect());
        }
        Ok(())
    }

    /// Whether a value may bring this scheme, in upper or lower case.
    pub(crate) fn allows(&self, scheme: &str) -> bool {
        let is_same = |allowed: &str| allowed.eq_ignore_ascii_case(scheme);
        let is_added = || self.added.iter().flat_map(|added| added.iter()).any(|own| is_same(own));
        self.allows_all || USUAL.iter().any(|usual| is_same(usual)) || is_added()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_added_once_and_in_any_case() {
        let mut schemes = Schemes::new();
        assert!(schemes.allows("HTTPS") && schemes.allows("tel") && !schemes.allows("sms"));
        let before = schemes.clone();
        for scheme in ["SMS", "sms", "https", "web+shop", "x-1.2"] {
            assert_eq!(schemes.add(scheme), Ok(()), "{scheme}");
            assert!(schemes.allows(scheme) && schemes.allows(&scheme.to_uppercase()), "{scheme}");
        }
        assert_eq!(schemes.added.as_ref().map(|added| added.len()), Some(3));
        assert!(!before.allows("sms"));
    }

    #[test]
    fn what_is_no_scheme_or_a_script_is_refused() {
        let mut schemes = Schemes::new();
        for scheme in
            ["", ":", "1a", "a b", "a:", "é", "aé", "-a", "JavaScript", "vbscript", "DATA"]
        {
            assert!(schemes.add(scheme).is_err(), "{scheme}");
            assert!(!schemes.allows(scheme), "{scheme}");
        }
    }
}
