//! A source of one's own: a closure over a row of a database, in front of a record.
//!
//! `cargo run --example row`

use std::error::Error;
use std::io::{self, Write};

use lacuna::{Context, Datum, FnSource, Miss, Template};
use serde_json::json;

/// A row as a driver hands it over: a number by column, or `NULL`, or an error.
struct Row(Vec<(&'static str, Result<Option<i64>, &'static str>)>);

fn main() -> Result<(), Box<dyn Error>> {
    let row = Row(vec![("id", Ok(Some(7))), ("orders", Ok(None)), ("debt", Err("it is locked"))]);
    let cells = FnSource::new(|path| {
        let cell = row.0.iter().find(|(column, _)| path.key() == Some(column));
        match cell {
            // NULL is null, so that the next layer answers.
            Some((_, Ok(cell))) => Ok(Datum::from(*cell)),
            // An error of the driver is a gap that shows its text.
            Some((_, Err(error))) => Err(Miss::Failed((*error).to_owned())),
            None => Err(Miss::Absent),
        }
    })
    .with_keys(row.0.iter().map(|(column, _)| *column));
    let record = json!({"name": "Ada", "orders": 3});
    let context = Context::new(&cells).or(&record);

    let letter = Template::text("[[ id ]]: [[ name ]] has [[ orders ]] orders\n")?;
    io::stdout().write_all(letter.render(&context)?.as_bytes())?;

    let bill = Template::text("[[ debt ]] for [[ ordres ]] orders")?.named("bill");
    if let Err(refused) = bill.render(&context) {
        writeln!(io::stderr(), "{refused:#}")?;
    }
    Ok(())
}
