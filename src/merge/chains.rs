//! The chains of locales that records ask for, each made once.

use std::collections::HashMap;

use crate::error::Error;
use crate::locale::LocaleChain;

/// The most chains that are remembered; a new one then takes the place of all.
const CHAINS: usize = 256;

/// Chains by the tag in front.
#[derive(Debug, Default)]
pub(super) struct Chains(HashMap<String, LocaleChain>);

impl Chains {
    /// The chain of a record that asks for `tag`, before those that all records ask for.
    pub(super) fn of(
        &mut self,
        tag: &str,
        locales: Option<&LocaleChain>,
    ) -> Result<&LocaleChain, Error> {
        if !self.0.contains_key(tag) {
            let chain = match locales {
                Some(locales) => locales.behind(tag)?,
                None => LocaleChain::lookup([tag])?,
            };
            if self.0.len() >= CHAINS {
                self.0.clear();
            }
            self.0.insert(tag.to_owned(), chain);
        }
        Ok(&self.0[tag])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_so_many_are_remembered() {
        let mut chains = Chains::default();
        for number in 0..3 * CHAINS {
            let tag = format!("de-x-a{number}");
            assert_eq!(chains.of(&tag, None).unwrap().tags().next(), Some(&*tag));
        }
        assert!(chains.0.len() <= CHAINS);
    }

    #[test]
    fn what_a_record_asks_for_stands_before_what_all_ask_for() {
        let locales = LocaleChain::lookup(["fr-CA"]).unwrap().then("en").unwrap();
        let mut chains = Chains::default();
        let mut told = |tag| {
            let chain = chains.of(tag, Some(&locales)).unwrap();
            (chain.to_string(), chain.defaults().count())
        };
        assert_eq!(told("de-CH"), ("de-CH → de → fr-CA → fr → en".to_owned(), 1));
        assert_eq!(told("fr"), ("fr → fr-CA → en".to_owned(), 1));
        assert_eq!(told("en-GB"), ("en-GB → en → fr-CA → fr".to_owned(), 0));
        assert!(chains.of("no tag", Some(&locales)).is_err());
    }
}
