//! What was found, told: findings on standard output, what could not be looked at on standard error.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use lacuna::{Error, ErrorKind, Findings, Problem, Severity, Survey};
use serde_json::{Value, json};

use crate::matrix::Matrix;
use crate::options::{Fault, visible};

/// The lines of what is not about a finding that Markdown has room for, and their code points.
const SAID: usize = 20;
const SAID_WIDTH: usize = 200;

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Form {
    /// Each drawn with its place, and the counts
    Text,
    /// Each on one line, in columns, and the counts
    Lines,
    /// One JSON document
    Json,
    /// Tables for a comment on a pull request
    Markdown,
    /// One document of SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// One page, of `--matrix` only
    #[cfg(feature = "html")]
    Html,
}

impl Form {
    /// Whether a matrix is told so, or findings are.
    pub(crate) const fn suits(self, is_matrix: bool) -> bool {
        match self {
            Self::Text | Self::Json => true,
            Self::Lines | Self::Markdown | Self::Sarif => !is_matrix,
            #[cfg(feature = "html")]
            Self::Html => is_matrix,
        }
    }
}

/// What was found, and what could not be looked at.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) findings: Findings,
    pub(crate) survey: Option<Survey>,
    pub(crate) matrix: Option<Matrix>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) checked: usize,
    /// Files of folders that are no texts.
    pub(crate) skipped: Vec<String>,
    /// Templates that cannot be read, so that no data was tried with them.
    pub(crate) untried: usize,
}

impl Told {
    /// Whether something keeps the pages from being published.
    pub(crate) fn is_refused(&self) -> bool {
        self.findings.errors() + self.survey.as_ref().map_or(0, Survey::refused) > 0
            || self.matrix.as_ref().is_some_and(Matrix::is_refused)
    }

    pub(crate) fn write(&self, form: Form) -> io::Result<()> {
        // What was found is told even where nobody hears what was not.
        let _ = self.write_faults();
        // `NO_COLOR`, `CLICOLOR_FORCE`, and whether it is a terminal that can show colours.
        let is_coloured = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if let Some(matrix) = &self.matrix {
            match form {
                Form::Json => writeln!(out, "{:#}", self.matrix_json(matrix))?,
                #[cfg(feature = "html")]
                Form::Html => matrix.write_page(&self.said(), &mut out)?,
                _ => matrix.write_text(is_coloured, &mut out)?,
            }
            return out.flush();
        }
        let findings = &self.findings;
        match (form, is_coloured) {
            (Form::Json, _) => writeln!(out, "{:#}", self.to_json())?,
            (Form::Markdown, _) => self.write_markdown(&mut out)?,
            (Form::Sarif, _) => self.write_sarif(&mut out)?,
            // There is none if what was asked for goes not together.
            #[cfg(feature = "html")]
            (Form::Html, _) => {}
            _ if self.checked == 0 || (findings.is_empty() && self.survey.is_some()) => {}
            (Form::Text, false) => write!(out, "{findings:#}")?,
            (Form::Text, true) => write!(out, "{:#}", findings.coloured())?,
            (Form::Lines, false) => write!(out, "{findings}")?,
            (Form::Lines, true) => write!(out, "{}", findings.coloured())?,
        }
        if let (Some(survey), Form::Text | Form::Lines) = (&self.survey, form) {
            write!(out, "{survey}")?;
        }
        out.flush()
    }

    fn write_faults(&self) -> io::Result<()> {
        let mut err = io::stderr().lock();
        for fault in &self.faults {
            writeln!(err, "{fault}")?;
        }
        self.remarks().try_for_each(|remark| writeln!(err, "{remark}"))
    }

    /// What was passed over, if anything was.
    fn remarks(&self) -> impl Iterator<Item = String> {
        let s = |count| if count == 1 { "" } else { "s" };
        let skipped = self.skipped.first().map(|first| {
            let (count, more) =
                (self.skipped.len(), if self.skipped.len() > 1 { ", …" } else { "" });
            format!("{count} file{} skipped: no text ({}{more})", s(count), visible(first))
        });
        let count = self.untried;
        let untried = || format!("{count} template{} cannot be read: no data was tried", s(count));
        let codes = self.schema_codes();
        let explained = || {
            let codes: Vec<_> = codes.iter().copied().collect();
            format!("`--explain CODE` says more: {}", codes.join(", "))
        };
        let explained = (!codes.is_empty()).then(explained);
        skipped.into_iter().chain((count > 0).then(untried)).chain(explained)
    }

    /// The codes of what is wrong with schemas, which are told without them.
    fn schema_codes(&self) -> BTreeSet<&'static str> {
        let errors = self.faults.iter().filter_map(|fault| match fault {
            Fault::Lacuna(error) => Some(error),
            _ => None,
        });
        let kinds = errors.flat_map(Error::all).map(Problem::kind);
        kinds.filter(|kind| matches!(kind, ErrorKind::Schema(_))).map(ErrorKind::code).collect()
    }

    /// All that is said beside what was found.
    fn said(&self) -> Vec<String> {
        self.faults.iter().map(Fault::to_string).chain(self.remarks()).collect()
    }

    /// What was found, the groups of the survey behind it.
    fn all_findings(&self) -> Findings {
        let mut findings = self.findings.clone();
        if let Some(survey) = &self.survey {
            findings.append(survey.findings());
        }
        findings
    }

    fn surveyed(&self) -> Option<String> {
        let survey = self.survey.as_ref()?;
        let (records, refused) = (survey.records(), survey.refused());
        let s = if records == 1 { "" } else { "s" };
        Some(format!("{refused} of {records} record{s} would be refused"))
    }

    fn write_markdown(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{}", self.all_findings().markdown())?;
        if let Some(surveyed) = self.surveyed() {
            writeln!(out, "\n{surveyed}")?;
        }
        // What else was said: a block of code, which ends at a longer row of tildes only.
        let said = self.said();
        let lines = said.iter().flat_map(|it| it.lines());
        let (shown, more) = (lines.clone().take(SAID), lines.count().saturating_sub(SAID));
        if !said.is_empty() {
            let shown: Vec<String> =
                shown.map(|line| line.chars().take(SAID_WIDTH).collect()).collect();
            let is_tilde = |c: char| c == '~';
            let runs = shown.iter().flat_map(|line| line.split(|c| !is_tilde(c)));
            let fence = "~".repeat(runs.map(str::len).max().unwrap_or(0).max(2) + 1);
            writeln!(out, "\nNot everything could be looked at:\n\n{fence}text")?;
            shown.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            if more > 0 {
                writeln!(out, "… and {more} more lines")?;
            }
            writeln!(out, "{fence}")?;
        }
        Ok(())
    }

    fn write_sarif(&self, out: &mut impl Write) -> io::Result<()> {
        let findings = self.all_findings();
        let mut sarif = findings.sarif();
        for fault in &self.faults {
            sarif = sarif.notification(Severity::Error, fault.name(), fault.to_string());
        }
        for file in &self.skipped {
            sarif = sarif.notification(Severity::Note, Some(file), "skipped: it is no text");
        }
        let remarks = self.remarks().skip(usize::from(!self.skipped.is_empty()));
        for remark in remarks.chain(self.surveyed()) {
            sarif = sarif.notification(Severity::Note, None, remark);
        }
        serde_json::to_writer_pretty(&mut *out, &sarif)?;
        writeln!(out)
    }

    fn faults_json(&self) -> Value {
        let faults = self.faults.iter().map(Fault::to_json);
        faults.flat_map(|fault| fault.as_array().cloned().unwrap_or_default()).collect()
    }

    fn matrix_json(&self, matrix: &Matrix) -> Value {
        let mut document = json!(matrix);
        document["refused"] = json!(self.is_refused());
        document["skipped"] = json!(self.skipped);
        document["faults"] = self.faults_json();
        document
    }

    fn to_json(&self) -> Value {
        let mut document = json!(self.findings);
        document["checked"] = json!(self.checked);
        document["skipped"] = json!(self.skipped);
        document["untried"] = json!(self.untried);
        document["refused"] = json!(self.is_refused());
        document["faults"] = self.faults_json();
        if let Some(survey) = &self.survey {
            document["survey"] = json!(survey);
        }
        document
    }
}
