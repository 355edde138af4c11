//! A configuration whose strings are templates, filled from the environment and from defaults.
//!
//! `cargo run --example config`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Syntax};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    // As `std::env::vars` gives it: names and texts. A text that is JSON is taken as what it says,
    // since a placeholder that is the whole of its string takes over the type.
    let variables = [("HOST", "0.0.0.0"), ("PORT", "9000"), ("LOG", "")];
    let typed = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| text.into());
    let environment = variables.into_iter().map(|(name, text)| (name.to_owned(), typed(text)));
    let environment: Map<String, Value> = environment.collect();
    let defaults = json!({"HOST": "127.0.0.1", "PORT": 8080, "LOG": "info", "TAGS": ["a", "b"]});
    let context = Context::new(&environment).or(&defaults);

    let config = Syntax::new()
        .tree(json!({
            "listen": "[[ HOST ]]:[[ PORT ]]",
            "port": "[[ PORT ]]",
            "log": {"level": "[[ LOG ]]", "file": "[[ LOG_FILE || '/dev/stderr' ]]"}, "tags": "[[ TAGS ]]",
        }))?
        .named("config.json");
    writeln!(io::stdout(), "{:#}", config.render(&context)?)?;

    // Every gap of the tree, with the path of the string in which it stands.
    let broken = json!({"listen": "[[ HOST ]]:[[ PROT ]]", "hooks": [{"run": "echo [[ USER ]]"}]});
    let broken = Syntax::new().tree(broken)?;
    if let Err(refused) = broken.named("broken.json").render(&context) {
        writeln!(io::stderr(), "{refused:#}")?;
    }
    Ok(())
}
