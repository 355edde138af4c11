//! Three layers, declared roots, a handler for gaps, and the report written beside the page.
//!
//! `cargo run --example layers`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, FnSource, Gap, Miss, OnGap, Syntax};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let own = json!({"data": {"name": "Brandt & Töchter", "mail": ""}});
    let organisation = json!({"data": {"mail": "office@hillside.example"}});
    let site = FnSource::new(|path| match &*path.to_string() {
        "site.host" => Ok("hillside.example".into()),
        _ => Err(Miss::Absent),
    });
    let context = Context::new(&own).or(&organisation).or(&site);

    // What has no declared root is text.
    let text = "[[ data.name ]] <[[ data.mail ]]>, [[ site.host ]], fax [[ data.fax ]] [[1, 2]]\n";
    let card = Syntax::new().roots(["data", "site"])?.html_text(text)?.named("card");
    for warning in card.warnings() {
        writeln!(io::stderr(), "{warning:#}\n")?;
    }

    // What a handler says is escaped like any value.
    let mark = |gap: &Gap<'_>| format!("⟨{}⟩", gap.expression());
    let rendering = card.resolve(&context).finish(OnGap::With(&mark))?;
    rendering.write_to(io::stdout().lock())?;
    serde_json::to_writer(io::stderr().lock(), &rendering.report())?;
    Ok(())
}
