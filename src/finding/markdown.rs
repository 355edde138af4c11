//! Findings as Markdown, for a comment on a pull request.

use std::fmt::{self, Write};

use indexmap::IndexMap;

use super::text::counted;
use super::{Finding, Findings, Severity};
use crate::visible::visible;

/// No more, in bytes: a comment on GitHub may have 65,536 characters, and whoever sends it adds some of their own.
const ROOM: usize = 60_000;
/// Longer runs of backticks are written out: some readers do not take them for the ends of code.
const BACKTICKS: usize = 8;

/// [`Findings`] as Markdown: see [`Findings::markdown`].
#[derive(Clone, Copy, Debug)]
pub struct Markdown<'f>(&'f Findings);

impl Findings {
    /// The same for a comment on a pull request, in Markdown with tables (GFM): the counts, and a table for each file, whose
    /// rows are findings with their places and ways out.
    ///
    /// At most 100 are shown, errors before notes, and at most 60,000 bytes, so that it fits a comment on GitHub; how many are
    /// left out is told. What comes from templates and data stands as code: no value can end a cell, or make a
    /// link, an image, a mention or HTML.
    ///
    /// ```
    /// let findings = lacuna::audit("Dear [[ data.name || '@ada' ]],").named("letter.html");
    /// let told: lacuna::Markdown = findings.markdown();
    /// assert_eq!(told.to_string(), "### lacuna: 1 error, 0 notes
    ///
    /// `letter.html`: 1 error, 0 notes
    ///
    /// | severity | place | code | what is wrong | way out |
    /// | --- | --- | --- | --- | --- |
    /// | **error** | `letter.html:1:6` | `leftover` | `[[ data.name \\|\\| '@ada' ]]` was never filled in \
    /// | fill in the template again, and look at what the rendering says |
    ///
    /// In all: 1 `leftover`
    /// ");
    /// ```
    pub const fn markdown(&self) -> Markdown<'_> {
        Markdown(self)
    }
}

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = self.0;
        let mut text = format!("### lacuna: {}\n", counted(findings.errors(), findings.notes()));
        let mut files: IndexMap<_, Vec<&Finding>> = IndexMap::new();
        for finding in findings.drawn() {
            files.entry(finding.file()).or_default().push(finding);
        }
        let mut shown = 0;
        for (file, findings) in files {
            let is_error = |finding: &&&Finding| finding.severity() == Severity::Error;
            let errors = findings.iter().filter(is_error).count();
            let (counts, rows) = (counted(errors, findings.len() - errors), findings.iter());
            let mut table =
                file.map_or_else(String::new, |file| format!("\n{}: {counts}\n", code(file)));
            table += "\n| severity | place | code | what is wrong | way out |\n";
            table += "| --- | --- | --- | --- | --- |\n";
            for row in rows.map(|finding| row(finding)) {
                if text.len() + table.len() + row.len() > ROOM {
                    break;
                }
                text += &table;
                table.clear();
                text += &row;
                shown += 1;
            }
        }
        match (findings.errors() + findings.notes()).saturating_sub(shown) {
            0 => {}
            1 => text += "\n… and 1 more finding, which is not shown\n",
            more => writeln!(text, "\n… and {more} more findings, which are not shown")?,
        }
        let counts = findings.counts().iter().map(|(name, count)| format!("{count} `{name}`"));
        let counts: Vec<_> = counts.collect();
        if !counts.is_empty() {
            writeln!(text, "\nIn all: {}", counts.join(", "))?;
        }
        f.write_str(&text)
    }
}

fn row(finding: &Finding) -> String {
    let severity = match finding.severity() {
        Severity::Error => "**error**",
        Severity::Note => "note",
    };
    let (place, message) = (code(&finding.place()), inline(&finding.kind().to_string()));
    let help = inline(finding.problem().help().unwrap_or_default());
    format!("| {severity} | {place} | `{}` | {message} | {help} |\n", finding.kind().code())
}

/// A message: what stands between backticks as code and the words around it as they are. If there is anything else
/// in those, or a value has backticks itself, all of it is code.
fn inline(message: &str) -> String {
    let pieces: Vec<&str> = message.split('`').collect();
    let is_word = |number: usize| number % 2 == 0;
    let is_told = |(number, piece): (usize, &&str)| {
        if is_word(number) { are_words(piece) } else { !piece.is_empty() }
    };
    if pieces.len() % 2 == 0 || !pieces.iter().enumerate().all(is_told) {
        return code(message);
    }
    let pieces = pieces.iter().enumerate();
    pieces
        .map(|(number, piece)| if is_word(number) { (*piece).into() } else { code(piece) })
        .collect()
}

/// Whether these are words and numbers, of which no reader of Markdown makes more than that: `@name`, `#12`,
/// `GH-12`, `:smile:`, `www.x` and numbers of commits are none.
fn are_words(text: &str) -> bool {
    text.split(' ').all(|word| {
        let word =
            word.trim_start_matches('(').trim_end_matches([',', ':', ';', '?', '.', ')', '…']);
        let is_number = word.len() < 7 && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = |c: char| c.is_ascii_alphabetic();
        is_number
            || word.split(['-', '\'']).all(|part| !part.is_empty() && part.chars().all(is_letter))
    })
}

/// The text as code, within the cell of a table.
fn code(text: &str) -> String {
    let mut text = visible(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = |text: &str| text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest(&text) > BACKTICKS {
        text = text.replace('`', "\\u{60}");
    }
    let fence = "`".repeat(longest(&text) + 1);
    // Some readers take the second of two backslashes for what it stands before.
    let text = text.replace("\\|", "\\\\u{7c}").replace('|', "\\|");
    let is_open = |c: char| c == '`' || c == ' ';
    let pad = if text.starts_with(is_open) || text.ends_with(is_open) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
