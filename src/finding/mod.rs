//! Findings: what is wrong with texts, gathered, counted and told.

pub mod codes;
mod json;
mod markdown;
mod sarif;
mod text;
mod uri;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use self::markdown::Markdown;
pub use self::sarif::Sarif;
pub use self::text::Coloured;
pub(crate) use self::text::columns;
use crate::error::{DRAWN, ErrorKind, Problem, Problems};

/// Whether a finding keeps a page from being published. The greater is the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It is only worth a look.
    Note,
    /// It does.
    Error,
}

impl Severity {
    /// `error` or `note`, as in the serialised form.
    ///
    /// ```
    /// assert_eq!(lacuna::Severity::Note.name(), "note");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
        }
    }

    /// That of what has this code.
    pub(crate) fn of(code: &str) -> Self {
        if NOTES.contains(&code) { Self::Note } else { Self::Error }
    }
}

/// The codes of what is only worth a look.
const NOTES: [&str; 21] = [
    "default-locale",
    "default-used",
    "duplicate-message",
    "foreign-placeholder",
    "language-range",
    "left-as-text",
    "left-blank",
    "may-stay-blank",
    "message-null",
    "optional-message",
    "other-root",
    "plural-category",
    "plural-without-other",
    "schema-pattern",
    "undeclared-path",
    "unjudged-path",
    "unreachable-operand",
    "unread-key",
    "untyped-path",
    "unused-argument",
    "unused-message",
];

/// What a code means, with an example and the way out, as Markdown; nothing if no kind of error has it.
///
/// The whole page is [`codes`].
///
/// ```
/// let section = lacuna::explain("single-bracket").unwrap();
/// assert!(section.starts_with("*error*: One of two brackets is missing"));
/// assert!(section.contains("*way out*: Write every bracket twice."));
/// assert_eq!(lacuna::explain("double-bracket"), None);
/// ```
pub fn explain(code: &str) -> Option<&'static str> {
    codes::sections().find(|(name, _)| *name == code).map(|(_, section)| section)
}

/// One thing that was found, in one file. `{}` is one line; `{:#}` draws the place with a caret.
///
/// As JSON it is the [`Problem`] with `file` and `severity`.
///
/// ```
/// use lacuna::{Finding, Severity};
///
/// let findings = lacuna::audit("Dear [[ data.name.value ]],").named("letter.html");
/// let finding: &Finding = &findings.list()[0];
/// assert_eq!((finding.file(), finding.severity()), (Some("letter.html"), Severity::Error));
/// assert_eq!(finding.kind().code(), "leftover");
/// assert_eq!(finding.problem().position().unwrap().column, 6);
/// assert_eq!(
///     finding.to_string(),
///     "letter.html:1:6: error[leftover]: `[[ data.name.value ]]` was never filled in"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    file: Option<Arc<str>>,
    problem: Problem,
}

impl Finding {
    /// The file in which it stands, if that has a name.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Whether it is an error or a note: that follows from its code.
    pub fn severity(&self) -> Severity {
        Severity::of(self.kind().code())
    }

    /// What was found.
    pub fn kind(&self) -> &ErrorKind {
        self.problem.kind()
    }

    /// What was found, with its place and the way out.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// Everything that was found, in the order of the texts: as many findings as
/// [`Limits::problems`](crate::Limits::problems) keeps (of notes half as many), and the count of all.
///
/// `{}` lists the first 100, errors before notes if there are more, one on a line and in columns; `{:#}`
/// draws them with carets; both count the rest. [`coloured`](Self::coloured) does so in colour. As JSON: `findings`, and `errors`, `notes` and
/// `counts` (by code) of all.
///
/// ```
/// use lacuna::Findings;
///
/// let findings: Findings = lacuna::audit("Dear [[data.name.value]],\nyour {{ code }}");
/// assert_eq!((findings.errors(), findings.notes()), (1, 1));
/// assert_eq!(findings.counts()["leftover"], 1);
/// assert_eq!(findings.to_string(), "\
/// 1:6  error  leftover             `[[data.name.value]]` was never filled in
/// 2:6  note   foreign-placeholder  `{{ code }}` looks like a placeholder of another language
/// 1 error, 1 note: 1 foreign-placeholder, 1 leftover
/// ");
/// assert_eq!(format!("{findings:#}"), "\
/// 1:6: error[leftover]: `[[data.name.value]]` was never filled in
///   |
/// 1 | Dear [[data.name.value]],
///   |      ^^^^^^^^^^^^^^^^^^^
///   = fill in the template again, and look at what the rendering says
///
/// 2:6: note[foreign-placeholder]: `{{ code }}` looks like a placeholder of another language
///   |
/// 2 | your {{ code }}
///   |      ^^^^^^^^^^
///   = if somebody should fill it in, nobody did
///
/// 1 error, 1 note: 1 foreign-placeholder, 1 leftover
/// ");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    list: Vec<Finding>,
    counts: BTreeMap<&'static str, usize>,
    errors: usize,
    notes: usize,
    /// How many of those that were kept are notes.
    kept_notes: usize,
}

impl Findings {
    /// The findings that were kept.
    pub fn list(&self) -> &[Finding] {
        &self.list
    }

    /// Those findings, one after the other; so does `for finding in &findings`.
    ///
    /// ```
    /// let findings = lacuna::audit("[[data.a]] {{ b }}");
    /// assert_eq!(findings.iter().max_by_key(|finding| finding.severity()), findings.list().first());
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// How many findings there are of each code, those that were not kept included.
    pub const fn counts(&self) -> &BTreeMap<&'static str, usize> {
        &self.counts
    }

    /// How many errors there are, those that were not kept included.
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// How many notes there are, those that were not kept included.
    pub const fn notes(&self) -> usize {
        self.notes
    }

    /// Whether nothing was found at all.
    ///
    /// ```
    /// assert!(lacuna::audit("Dear Ada,").is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.errors + self.notes == 0
    }

    /// The findings with the name of the file before every place.
    #[must_use]
    pub fn named(mut self, file: impl Into<String>) -> Self {
        let file: Arc<str> = file.into().into();
        self.list.iter_mut().for_each(|finding| finding.file = Some(Arc::clone(&file)));
        self
    }

    /// The same if there is a name.
    pub(crate) fn named_if(self, file: Option<&str>) -> Self {
        match file {
            Some(file) => self.named(file),
            None => self,
        }
    }

    /// Takes those of another text behind its own, or of the same in the order of the text; keeps as many
    /// as it has room for.
    ///
    /// ```
    /// let mut all = lacuna::audit("[[data.a]]").named("a.html");
    /// all.append(lacuna::audit("[[data.b]]").named("b.html"));
    /// assert_eq!(all.errors(), 2);
    /// assert_eq!(all.list()[1].file(), Some("b.html"));
    /// ```
    pub fn append(&mut self, other: Self) {
        let room = crate::template::Limits::new().problem_count().saturating_sub(self.list.len());
        let end = self.list.len();
        self.list.extend(other.list.into_iter().take(room));
        self.kept_notes +=
            self.list[end..].iter().filter(|it| it.severity() == Severity::Note).count();
        if let Some(first) = self.list.get(end).filter(|first| first.file.is_some()) {
            let same = self.list[..end].iter().rev().take_while(|it| it.file == first.file).count();
            let next = self.list[end..].iter().take_while(|it| it.file == first.file).count();
            let of_file = &mut self.list[end - same..end + next];
            // Those of a tree stand in several texts.
            if same > 0 && of_file.iter().all(|finding| finding.problem.within().is_none()) {
                of_file.sort_by_key(|finding| finding.problem.start());
            }
        }
        for (code, count) in other.counts {
            *self.counts.entry(code).or_default() += count;
        }
        self.errors += other.errors;
        self.notes += other.notes;
    }

    /// Counts and keeps what `problem` makes, which hears whether it may be drawn, so that an excerpt is
    /// worth its cost.
    pub(crate) fn push_with(&mut self, limit: usize, problem: impl FnOnce(bool) -> Problem) {
        let kept_errors = self.list.len() - self.kept_notes;
        self.push(problem(kept_errors.min(self.kept_notes) < DRAWN), limit);
    }

    /// These problems, as many as `limit` keeps.
    pub(crate) fn of(problems: Problems, limit: usize) -> Self {
        let mut findings = Self::default();
        for problem in problems.kept {
            findings.push(problem, limit);
        }
        for (code, count) in problems.dropped {
            findings.count(code, count);
        }
        findings
    }

    /// The same as problems, without files.
    pub(crate) fn into_problems(self) -> Problems {
        let dropped = self.dropped();
        let kept = self.list.into_iter().map(|finding| finding.problem).collect();
        Problems { kept, dropped }
    }

    /// How many of each code were not kept.
    fn dropped(&self) -> BTreeMap<&'static str, usize> {
        let mut dropped = self.counts.clone();
        for finding in self {
            if let Some(count) = dropped.get_mut(finding.kind().code()) {
                *count -= 1;
            }
        }
        dropped
    }

    fn count(&mut self, code: &'static str, count: usize) {
        *self.counts.entry(code).or_default() += count;
        match Severity::of(code) {
            Severity::Error => self.errors += count,
            Severity::Note => self.notes += count,
        }
    }

    /// Counts a finding, and keeps it if there are not more than `limit`. Half of that is for errors alone.
    fn push(&mut self, problem: Problem, limit: usize) {
        let finding = Finding { file: None, problem };
        self.count(finding.kind().code(), 1);
        let is_note = finding.severity() == Severity::Note;
        let has_room = self.list.len() < limit.max(1) && (!is_note || self.kept_notes < limit / 2);
        if has_room {
            self.kept_notes += usize::from(is_note);
            self.list.push(finding);
        }
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;

    /// Those that were kept.
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
