//! A filter of one's own, with an argument and with an error.
//!
//! `cargo run --example own_filter`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Datum, Literal, Syntax};
use serde_json::json;

/// `stars: 5` turns a rating into stars, five at the most.
fn stars(value: &Datum<'_>, arguments: &[Literal]) -> Result<String, String> {
    let [Literal::Number(most)] = arguments else {
        return Err("takes the most stars there can be".into());
    };
    let most: usize = most.parse().map_err(|_| "takes a whole number")?;
    let rating = value.text().and_then(|text| text.parse::<usize>().ok());
    let rating = rating.filter(|rating| *rating <= most);
    let rating = rating.ok_or_else(|| {
        format!("counts up to {most}, this is {}", value.text().unwrap_or("no text"))
    })?;
    Ok("★".repeat(rating) + &"☆".repeat(most - rating))
}

fn main() -> Result<(), Box<dyn Error>> {
    let syntax = Syntax::new().filter("stars", stars)?;
    let template =
        syntax.text("Tea [[ tea | stars: 5 ]]  Cake [[ cake | stars: 5 ]]\n")?.named("menu");

    let text = template.render(&Context::new(&json!({"tea": 4, "cake": 5})))?;
    io::stdout().write_all(text.as_bytes())?;

    // What a filter refuses is never printed, whatever the policy about gaps.
    if let Err(refused) = template.render(&Context::new(&json!({"tea": 4, "cake": 6}))) {
        writeln!(io::stderr(), "{refused:#}")?;
    }
    Ok(())
}
