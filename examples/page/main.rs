//! The main job: a portfolio page with its record, printed finished on standard output; on
//! standard error where every value came from.
//!
//! `cargo run --example page`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Layout, OnGap, Syntax};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let record: Value = serde_json::from_str(include_str!("record.json"))?;
    // The page prints each value and its default as a pair; one of the two goes, with its line.
    let layout = Layout::metadata().paired_defaults(true).drop_hollow_lines(true);
    let page =
        Syntax::new().layout(layout).text(include_str!("portfolio.txt"))?.named("portfolio.txt");

    let context = Context::new(&record);
    let rendering = page.resolve(&context).finish(OnGap::Fail)?;
    rendering.write_to(io::stdout().lock())?;
    write!(io::stderr(), "{}", rendering.report())?;
    Ok(())
}
