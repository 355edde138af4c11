//! A configuration whose strings are templates, filled from the environment and from defaults.
//!
//! `cargo run --example config`

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Syntax};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    // As `std::env::vars` gives it: names, and texts.
    let environment = BTreeMap::from([("HOST", "0.0.0.0"), ("LOG", "")]);
    let defaults = json!({"HOST": "127.0.0.1", "PORT": 8080, "LOG": "info", "TAGS": ["a", "b"]});
    let context = Context::new(&environment).or(&defaults);

    let config = Syntax::new()
        .tree(json!({
            "listen": "[[ HOST ]]:[[ PORT ]]",
            "port": "[[ PORT ]]",
            "log": {"level": "[[ LOG ]]", "file": "[[ LOG_FILE || '/dev/stderr' ]]"},
            "tags": "[[ TAGS ]]",
        }))?
        .named("config.json");
    writeln!(io::stdout(), "{:#}", config.render(&context)?)?;

    // Every gap of the tree, with the path of the string in which it stands.
    let broken = Syntax::new().tree(json!({
        "listen": "[[ HOST ]]:[[ PROT ]]",
        "hooks": [{"run": "echo [[ USER ]]"}],
    }))?;
    if let Err(refused) = broken.named("broken.json").render(&context) {
        writeln!(io::stderr(), "{refused:#}")?;
    }
    Ok(())
}
