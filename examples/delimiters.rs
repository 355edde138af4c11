//! Other delimiters, and defaults that live somewhere else.
//!
//! `cargo run --example delimiters`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Layout, Syntax};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let layout =
        Layout::plain().default_rule("user.*", "site.defaults.*")?.translations("site.texts")?;
    let syntax = Syntax::new().delimiters("{{", "}}")?.layout(layout);
    let template =
        syntax.text("{{ t('hello') }}, {{ user.name }}! Your plan is {{ user.plan }}.\n")?;

    let data = json!({
        "user": {"name": "Ada", "plan": ""},
        "site": {"defaults": {"plan": "free"}, "texts": {"hello": "Welcome"}},
    });
    io::stdout().write_all(template.render(&Context::new(&data))?.as_bytes())?;

    // Brackets mean nothing to this syntax, and braces can be escaped.
    let as_text = syntax.text("[[ x ]] and \\{{ x }}\n")?;
    io::stdout().write_all(as_text.render(&Context::new(&data))?.as_bytes())?;
    Ok(())
}
