//! What was found, told: findings on standard output, what could not be looked at on standard error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use lacuna::{Findings, Survey};
use serde_json::{Value, json};

use crate::options::{Fault, visible};

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Form {
    /// Each drawn with its place, and the counts
    Text,
    /// Each on one line, in columns, and the counts
    Lines,
    /// One JSON document
    Json,
}

/// What was found, and what could not be looked at.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) findings: Findings,
    pub(crate) survey: Option<Survey>,
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
    }

    pub(crate) fn write(&self, form: Form) -> io::Result<()> {
        // What was found is told even where nobody hears what was not.
        let _ = self.write_faults();
        // `NO_COLOR`, `CLICOLOR_FORCE`, and whether it is a terminal that can show colours.
        let is_coloured = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let findings = &self.findings;
        match (form, is_coloured) {
            (Form::Json, _) => writeln!(out, "{:#}", self.to_json())?,
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
        let s = |count| if count == 1 { "" } else { "s" };
        if let Some(first) = self.skipped.first() {
            let (count, more) =
                (self.skipped.len(), if self.skipped.len() > 1 { ", …" } else { "" });
            writeln!(err, "{count} file{} skipped: no text ({}{more})", s(count), visible(first))?;
        }
        if self.untried > 0 {
            let count = self.untried;
            writeln!(err, "{count} template{} cannot be read: no data was tried", s(count))?;
        }
        Ok(())
    }

    fn to_json(&self) -> Value {
        let mut document = json!(self.findings);
        document["checked"] = json!(self.checked);
        document["skipped"] = json!(self.skipped);
        document["untried"] = json!(self.untried);
        document["refused"] = json!(self.is_refused());
        let faults = self.faults.iter().map(Fault::to_json);
        let faults = faults.flat_map(|fault| fault.as_array().cloned().unwrap_or_default());
        document["faults"] = faults.collect();
        if let Some(survey) = &self.survey {
            document["survey"] = json!(survey);
        }
        document
    }
}
