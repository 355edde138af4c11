//! The chain of locales of each language tag, made once.

use std::sync::Arc;

use lacuna::{Error, LocaleChain};
use quick_cache::sync::Cache;

/// The most chains that are remembered: there are fewer languages in a table than that, as a rule.
const CHAINS: usize = 256;

/// A chain, or what keeps a tag from having one.
pub(crate) type Chain = Result<LocaleChain, Error>;

/// How chains are made, and those that were made.
pub(crate) struct Locales {
    /// The language behind all others.
    pub(crate) default: Option<String>,
    /// Whether tags are followed by their parents in CLDR.
    pub(crate) follow_cldr: bool,
    chains: Cache<Box<str>, Arc<Chain>>,
}

impl Locales {
    pub(crate) fn new(default: Option<String>, follow_cldr: bool) -> Self {
        Self { default, follow_cldr, chains: Cache::new(CHAINS) }
    }

    /// The chain of rows without a locale of their own, if they have one.
    pub(crate) fn default_chain(&self) -> Option<Arc<Chain>> {
        self.default.as_deref().map(|tag| self.of(tag))
    }

    /// The chain of rows that ask for `tag`.
    pub(crate) fn of(&self, tag: &str) -> Arc<Chain> {
        if let Some(chain) = self.chains.get(tag) {
            return chain;
        }
        let chain = Arc::new(self.made(tag));
        // A text of any length may stand there by mistake, and would be held.
        if chain.is_ok() {
            self.chains.insert(tag.into(), Arc::clone(&chain));
        }
        chain
    }

    fn made(&self, tag: &str) -> Chain {
        let chain =
            if self.follow_cldr { LocaleChain::cldr([tag])? } else { LocaleChain::lookup([tag])? };
        match &self.default {
            Some(default) => chain.then(default),
            None => Ok(chain),
        }
    }
}
