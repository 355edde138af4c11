//! The languages that are wanted, and the catalogs that have them.

use std::path::Path;

use clap::{Args, ValueEnum};
use lacuna::{Catalog, Catalogs, LanguageRanges, LocaleChain, Syntax};

use super::{Fault, read, visible};

#[derive(Args, Debug)]
pub(crate) struct Languages {
    /// Language in which translations are wanted; may be given several times: the first named wins, and
    /// for coverage each is looked at
    #[arg(long, value_name = "TAG")]
    locale: Vec<String>,
    /// Language that answers for those
    #[arg(long, value_name = "TAG")]
    default_locale: Option<String>,
    /// The languages as a browser sends them: `de-CH, de;q=0.9, *;q=0.1`
    #[arg(long, value_name = "S", conflicts_with = "locale")]
    accept_language: Option<String>,
    /// What answers for a language that has no text
    #[arg(long, value_enum, default_value_t = ChainName::Lookup)]
    chain: ChainName,
    /// JSON file with the messages of a language, with TAG/NAMESPACE those of a namespace; may be given
    /// several times
    #[arg(long, value_name = "TAG=FILE")]
    catalog: Vec<String>,
    /// What placeholders of messages stand between [default: `[[` `]]`]
    #[arg(long, num_args = 2, value_names = ["OPEN", "CLOSE"], allow_hyphen_values = true)]
    message_delims: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum ChainName {
    /// What is left of its tag when subtags are taken away from the end (RFC 4647)
    Lookup,
    /// Its parents in CLDR (needs the feature `icu`)
    Cldr,
}

impl Languages {
    pub(super) fn has_catalogs(&self) -> bool {
        !self.catalog.is_empty()
    }

    pub(super) fn catalog_files(&self) -> impl Iterator<Item = &Path> {
        self.catalog
            .iter()
            .filter_map(|named| named.split_once('='))
            .map(|(_, file)| Path::new(file))
    }

    /// The messages of all catalogs that are named, in which `$t(key)` refers to another one.
    pub(crate) fn catalogs(&self, mut syntax: Syntax) -> Result<Option<Catalogs>, Fault> {
        if self.catalog.is_empty() {
            return Ok(None);
        }
        if let [open, close] = &*self.message_delims {
            syntax = syntax.delimiters(open, close)?;
        }
        let mut catalogs = Catalogs::new().syntax(&syntax).references(true);
        for named in &self.catalog {
            let Some((tag, file)) = named.split_once('=') else {
                let message = format!("`--catalog {}` has no `=`: write TAG=FILE", visible(named));
                return Err(Fault::Usage(message));
            };
            let text = read(Path::new(file))?;
            let catalog = Catalog::json(&text).named(file);
            catalogs = match tag.split_once('/') {
                Some((tag, namespace)) => catalogs.add(tag, catalog.namespace(namespace))?,
                None => catalogs.add(tag, catalog)?,
            };
        }
        Ok(Some(catalogs))
    }

    /// A chain for each language that is wanted, or else for each that the catalogs have; the default stands
    /// behind it.
    pub(crate) fn chains(&self, catalogs: Option<&Catalogs>) -> Result<Vec<LocaleChain>, Fault> {
        self.is_possible()?;
        if self.accept_language.is_some() {
            let chain = self.chain(catalogs)?.filter(|chain| chain.tags().len() > 0);
            let message = "the header asks for no language: give `--default-locale`";
            return Ok(vec![chain.ok_or_else(|| Fault::Usage(message.to_owned()))?]);
        }
        let wanted: Vec<&str> = match &*self.locale {
            [] => catalogs.into_iter().flat_map(Catalogs::locales).collect(),
            wanted => wanted.iter().map(String::as_str).collect(),
        };
        wanted.into_iter().map(|tag| self.behind([tag])).collect()
    }

    /// The locales in which translations are looked for, if any are named: of those that a browser names
    /// the ones that the catalogs have, if there are some and a default.
    pub(crate) fn chain(&self, catalogs: Option<&Catalogs>) -> Result<Option<LocaleChain>, Fault> {
        self.is_possible()?;
        let header = self.accept_language.as_deref().map(LanguageRanges::from_header);
        if let (Some(ranges), Some(catalogs), Some(tag)) = (&header, catalogs, &self.default_locale)
        {
            return Ok(Some(match self.chain {
                #[cfg(feature = "icu")]
                ChainName::Cldr => ranges.negotiate_cldr(catalogs.locales(), tag)?,
                _ => ranges.negotiate(catalogs.locales(), tag)?,
            }));
        }
        let wanted: Vec<&str> = match &header {
            Some(ranges) => ranges.tags().collect(),
            None => self.locale.iter().map(String::as_str).collect(),
        };
        if wanted.is_empty() && self.default_locale.is_none() {
            return Ok(None);
        }
        self.behind(wanted).map(Some)
    }

    /// Whether there are parents of that kind.
    fn is_possible(&self) -> Result<(), Fault> {
        if self.chain == ChainName::Cldr && !cfg!(feature = "icu") {
            let message = "`--chain cldr` needs the feature `icu`: `cargo run --features icu …`";
            return Err(Fault::Usage(message.to_owned()));
        }
        Ok(())
    }

    /// The chain of these tags, and the default.
    fn behind<'t>(&self, tags: impl IntoIterator<Item = &'t str>) -> Result<LocaleChain, Fault> {
        let chain = match self.chain {
            #[cfg(feature = "icu")]
            ChainName::Cldr => LocaleChain::cldr(tags)?,
            _ => LocaleChain::lookup(tags)?,
        };
        Ok(match &self.default_locale {
            Some(tag) => chain.then(tag)?,
            None => chain,
        })
    }
}
