//! What a code means.

use std::io::{self, Write};
use std::process::ExitCode;

/// The section of the code on standard output; if there is none, the nearest code, or all of them, on
/// standard error.
pub(crate) fn explain(code: &str) -> io::Result<ExitCode> {
    if let Some(section) = lacuna::explain(code) {
        writeln!(io::stdout().lock(), "{section}")?;
        return Ok(ExitCode::SUCCESS);
    }
    let distance = |other: &&str| strsim::osa_distance(&code.to_lowercase(), other);
    let near = lacuna::codes::all().min_by_key(distance);
    let hint = match near.filter(|near| distance(near) <= (near.len() / 3).max(1)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the codes are {}", lacuna::codes::all().collect::<Vec<_>>().join(", ")),
    };
    writeln!(io::stderr().lock(), "there is no code `{}`: {hint}", code.escape_debug())?;
    Ok(ExitCode::from(crate::NOT_LOOKED))
}
