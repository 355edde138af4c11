//! Which template is ready in which language: counts over all records, a line for each template.
//!
//! `text.rs` tells them on a terminal, `page.rs` as a page of HTML.

#[cfg(feature = "html")]
mod page;
mod text;

use std::ops::AddAssign;

use lacuna::{Context, Findings, LocaleChain, Severity, Tally};
use serde::Serialize;
use serde::ser::Serializer;
use serde_json::{Value, json};

use crate::options::Filled;

/// The counts of each template in each language; nothing of the records is kept.
pub(crate) struct Matrix {
    columns: Vec<Column>,
    rows: Vec<Row>,
    records: usize,
}

/// A language, or what comes out without any.
struct Column {
    name: String,
    /// None: whatever the context says.
    chain: Option<LocaleChain>,
}

struct Row {
    name: String,
    template: Template,
    /// One for each column.
    cells: Vec<Cell>,
}

enum Template {
    Filled(Box<Filled>),
    /// It is refused in every language, whatever the data.
    Faulty {
        why: String,
        errors: usize,
    },
}

/// How many records came out how.
#[derive(Clone, Copy, Default, Serialize)]
struct Cell {
    /// Nothing to say.
    ready: usize,
    /// With defaults, blanks, or texts in the default language.
    provisional: usize,
    /// With gaps, or with what failed or was refused.
    refused: usize,
    /// The placeholders of all records that are gaps, or failed or were refused.
    errors: usize,
    /// Those that are only worth a look.
    notes: usize,
}

/// What a cell is, by the worst of its records.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Ready,
    Provisional,
    Refused,
    /// There was no record.
    None,
}

impl State {
    const ALL: [Self; 4] = [Self::Ready, Self::Provisional, Self::Refused, Self::None];

    /// What tells it from the others without any colour.
    const fn mark(self) -> &'static str {
        match self {
            Self::Ready => "✓",
            Self::Provisional => "~",
            Self::Refused => "✗",
            Self::None => "–",
        }
    }

    #[cfg(feature = "html")]
    const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Provisional => "provisional",
            Self::Refused => "refused",
            Self::None => "none",
        }
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Provisional => "ready, with defaults, blanks or another language",
            Self::Refused => "refused",
            Self::None => "no record",
        }
    }
}

impl Cell {
    /// Takes in a record with so many errors and notes.
    fn add(&mut self, errors: usize, notes: usize) {
        match (errors, notes) {
            (0, 0) => self.ready += 1,
            (0, _) => self.provisional += 1,
            _ => self.refused += 1,
        }
        self.errors += errors;
        self.notes += notes;
    }

    const fn records(&self) -> usize {
        self.ready + self.provisional + self.refused
    }

    const fn state(&self) -> State {
        match self {
            Self { refused: 1.., .. } => State::Refused,
            Self { provisional: 1.., .. } => State::Provisional,
            Self { ready: 1.., .. } => State::Ready,
            _ => State::None,
        }
    }

    /// How many records are in that state, of how many if those are not all: `12`, `3/12`.
    fn count(&self) -> String {
        let (concerned, all) = match self.state() {
            State::Refused => (self.refused, self.records()),
            State::Provisional => (self.provisional, self.records()),
            State::Ready | State::None => (self.ready, self.records()),
        };
        if concerned == all { all.to_string() } else { format!("{concerned}/{all}") }
    }
}

impl AddAssign for Cell {
    fn add_assign(&mut self, other: Self) {
        self.ready += other.ready;
        self.provisional += other.provisional;
        self.refused += other.refused;
        self.errors += other.errors;
        self.notes += other.notes;
    }
}

impl Matrix {
    /// A matrix with a column for each chain; with one column without any.
    pub(crate) fn new(chains: Vec<LocaleChain>) -> Self {
        let column = |chain: LocaleChain| {
            let name = chain.tags().next().unwrap_or_default().to_owned();
            Column { name, chain: Some(chain) }
        };
        let mut columns: Vec<_> = chains.into_iter().map(column).collect();
        if columns.is_empty() {
            columns.push(Column { name: "records".to_owned(), chain: None });
        }
        Self { columns, rows: Vec::new(), records: 0 }
    }

    /// Adds a template, which is none if these findings keep it from being read.
    pub(crate) fn push(&mut self, name: String, findings: &Findings, template: Option<Filled>) {
        let first = findings.iter().find(|finding| finding.severity() == Severity::Error);
        let template = match (first, template) {
            (None, Some(template)) => Template::Filled(Box::new(template)),
            (first, _) => {
                let why = first.map_or_else(String::new, |finding| finding.problem().to_string());
                Template::Faulty { why, errors: findings.errors() }
            }
        };
        let cells = vec![Cell::default(); self.columns.len()];
        self.rows.push(Row { name, template, cells });
    }

    /// Takes in what becomes of every template with this record. One that no locale can change is looked at once.
    pub(crate) fn look(&mut self, context: &Context<'_>) {
        self.records += 1;
        let chains = self.columns.iter().map(|column| &column.chain);
        let contexts: Vec<Context<'_>> =
            chains.map(|chain| chain.iter().fold(context.clone(), Context::locales)).collect();
        for Row { template, cells, .. } in &mut self.rows {
            match template {
                Template::Faulty { errors, .. } => {
                    for cell in cells {
                        cell.add(*errors, 0);
                    }
                }
                Template::Filled(filled) if filled.depends_on_locale() => {
                    for (cell, context) in cells.iter_mut().zip(&contexts) {
                        let Tally { errors, notes, .. } = filled.tally(context);
                        cell.add(errors, notes);
                    }
                }
                Template::Filled(filled) => {
                    let Tally { errors, notes, .. } = filled.tally(&contexts[0]);
                    for cell in cells {
                        cell.add(errors, notes);
                    }
                }
            }
        }
    }

    pub(crate) fn is_refused(&self) -> bool {
        let is_faulty = |row: &Row| matches!(row.template, Template::Faulty { .. });
        self.rows.iter().any(is_faulty) || self.total().refused > 0
    }

    /// The sum of a column.
    fn column_total(&self, column: usize) -> Cell {
        sum(self.rows.iter().map(|row| row.cells[column]))
    }

    fn total(&self) -> Cell {
        sum(self.rows.iter().flat_map(|row| row.cells.iter().copied()))
    }

    /// Whether there is more than one language to add up.
    fn has_totals(&self) -> bool {
        self.columns.len() > 1
    }

    /// What it says as a whole.
    fn summary(&self) -> String {
        let mut parts = vec![counted(self.rows.len(), "template")];
        if self.columns.iter().any(|column| column.chain.is_some()) {
            parts.push(counted(self.columns.len(), "locale"));
        }
        parts.push(counted(self.records, "record"));
        let Cell { refused, .. } = self.total();
        let all = self.total().records();
        format!("{}: {refused} of {} would be refused", parts.join(", "), counted(all, "page"))
    }
}

impl Serialize for Matrix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let by_locale = |cells: &[Cell]| -> Vec<Value> {
            let told = self.columns.iter().zip(cells).map(|(column, cell)| {
                let mut told = json!(cell);
                if column.chain.is_some() {
                    told["locale"] = json!(column.name);
                }
                told
            });
            told.collect()
        };
        let rows = self.rows.iter().map(|row| {
            let mut told = json!({"file": row.name, "cells": by_locale(&row.cells)});
            told["total"] = json!(row.total());
            if let Template::Faulty { why, errors } = &row.template {
                told["fault"] = json!({"message": why, "errors": errors});
            }
            told
        });
        let totals: Vec<_> = (0..self.columns.len()).map(|it| self.column_total(it)).collect();
        let told = json!({
            "records": self.records,
            "templates": rows.collect::<Vec<_>>(),
            "totals": by_locale(&totals),
            "total": self.total(),
        });
        told.serialize(serializer)
    }
}

impl Row {
    fn total(&self) -> Cell {
        sum(self.cells.iter().copied())
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn sum(cells: impl Iterator<Item = Cell>) -> Cell {
    cells.fold(Cell::default(), |mut sum, cell| {
        sum += cell;
        sum
    })
}
