//! Chains of locales, and the one that fits a request and what there is.
//!
//! `cargo run --example locales`, with the parents of CLDR: `--features icu`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{LanguageRanges, LocaleChain};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());

    // Tags are truncated; the default stands behind them.
    for tag in ["de-CH", "es-AR", "zh-TW", "en_GB"] {
        let chain = LocaleChain::lookup([tag])?.then("en")?;
        writeln!(out, "lookup  {chain}")?;
        #[cfg(feature = "icu")]
        writeln!(out, "cldr    {}", LocaleChain::cldr([tag])?.then("en")?)?;
    }

    // What is no language tag says why.
    if let Err(error) = LocaleChain::lookup(["de_DE.UTF-8"]) {
        writeln!(err, "{error}\n")?;
    }

    // A browser's header, and the locales that a site has.
    let available = ["de", "en", "es", "es-419", "pt-BR"];
    let ranges = LanguageRanges::from_header("es-AR, de;q=0.5, fr;q=high, pt-BR;q=0");
    writeln!(out, "negotiated  {}", ranges.negotiate(available, "en")?)?;
    #[cfg(feature = "icu")]
    writeln!(out, "with cldr   {}", ranges.negotiate_cldr(available, "en")?)?;
    for part in ranges.ignored() {
        writeln!(err, "{part:#}")?;
    }
    Ok(())
}
