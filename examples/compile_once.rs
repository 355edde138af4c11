//! One template, many records: parsed once, and each rendering reuses the memory of the one before.
//!
//! `cargo run --example compile_once`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Scratch, Template};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let letter =
        Template::text("Dear [[ name || 'reader' ]], you owe us [[ sum ]] €.\n")?.named("letter");
    let records = [
        json!({"name": "Ada", "sum": 12}),
        json!({"name": "", "sum": 0}),
        json!({"name": "Grace", "smu": 7}),
    ];

    let (mut scratch, mut letters) = (Scratch::new(), String::new());
    for record in &records {
        let context = Context::new(record);
        if let Err(error) = letter.render_into(&context, &mut scratch, &mut letters) {
            // The letters before this one are still there; this one added nothing.
            writeln!(io::stderr(), "{error:#}")?;
        }
    }
    io::stdout().write_all(letters.as_bytes())?;
    Ok(())
}
