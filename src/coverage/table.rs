//! Coverage as a table: a row for each locale.

use std::fmt;

use indexmap::IndexMap;

use super::{Coverage, LocaleCoverage};
use crate::finding::columns;
use crate::visible::visible;

const HEAD: [&str; 7] =
    ["locale", "translated", "fallen back", "missing", "plural forms", "placeholders", "unused"];
/// Stands where nobody knows.
const UNKNOWN: &str = "-";

impl Coverage {
    fn row(&self, locale: &LocaleCoverage) -> [String; 7] {
        let missing_forms = match locale.missing_forms.len() {
            count if self.knows_plurals => count.to_string(),
            _ => UNKNOWN.to_owned(),
        };
        [
            visible(&locale.locale),
            format!("{}/{}", locale.translated, locale.messages()),
            fallen_back(locale),
            locale.missing.len().to_string(),
            missing_forms,
            locale.differences.len().to_string(),
            locale.unused.len().to_string(),
        ]
    }
}

/// How many have fallen back, and to whom: `3 (de 2, en 1)`.
fn fallen_back(locale: &LocaleCoverage) -> String {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for fallen in &locale.fallen_back {
        *counts.entry(&fallen.to).or_default() += 1;
    }
    let count = locale.fallen_back.len();
    let to: Vec<_> = counts.iter().map(|(tag, count)| format!("{tag} {count}")).collect();
    match &*to {
        [] => count.to_string(),
        [_] => format!("{count} ({})", locale.fallen_back[0].to),
        all => format!("{count} ({})", all.join(", ")),
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.locales.iter().map(|locale| self.row(locale)).collect();
        let rows = [HEAD.map(str::to_owned)].into_iter().chain(rows).collect::<Vec<_>>();
        let widths =
            columns(rows.iter().map(|row| row.each_ref().map(|cell| cell.chars().count())));
        for row in &rows {
            for (number, (cell, width)) in row.iter().zip(widths).enumerate() {
                match number {
                    0 => write!(f, "{cell:width$}")?,
                    _ => write!(f, "  {cell:>width$}")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
