//! The matrix as a page of HTML that needs nothing else.

use std::io::{self, Write};

use lacuna::{Context, Error, Syntax, Template, Trust};
use serde_json::{Value, json};

use super::{Cell, Matrix, State, Template as Page, counted};
use crate::options::visible;

/// What is said beside the matrix, in lines, and their code points: a page is no log.
const SAID: usize = 20;
const SAID_WIDTH: usize = 500;

/// The parts of the page as templates. What one made goes into the next, as markup that this program vouches for; all else
/// is escaped by its place.
struct Parts {
    page: Template<'static>,
    head: Template<'static>,
    row: Template<'static>,
    cell: Template<'static>,
    fault: Template<'static>,
    key: Template<'static>,
    said: Template<'static>,
}

impl Parts {
    fn new() -> Result<Self, Error> {
        let inner = ["legend", "heads", "rows", "totals", "cells", "said"];
        let syntax = inner
            .into_iter()
            .try_fold(Syntax::new(), |syntax, path| syntax.trust(path, Trust::Html))?;
        Ok(Self {
            page: syntax.html(include_str!("page.html"))?,
            head: syntax.html("<th scope=\"col\">[[ name ]]</th>")?,
            row: syntax.html("<tr><th scope=\"row\">[[ name ]]</th>[[ cells ]]</tr>\n")?,
            cell: syntax.html(
                "<td class=\"[[ state ]] [[ total || '' ]]\" title=\"[[ detail ]]\">\
                 <span class=\"mark\" aria-hidden=\"true\">[[ mark ]]</span>\
                 <span class=\"hidden\">[[ state ]] </span>[[ count ]]</td>",
            )?,
            fault: syntax.html(
                "<td class=\"refused fault\" colspan=\"[[ columns ]]\">\
                 <span class=\"mark\" aria-hidden=\"true\">[[ mark ]]</span>[[ why ]]</td>",
            )?,
            key: syntax.html(
                "<li><span class=\"key [[ state ]]\">[[ mark ]]</span>[[ meaning ]]</li>\n",
            )?,
            said: syntax.html("<p class=\"said\">[[ line ]]</p>\n")?,
        })
    }

    fn cell(&self, whose: &str, cell: &Cell, is_total: bool) -> Result<String, Error> {
        let Cell { ready, provisional, refused, errors, notes } = cell;
        let (errors, notes) = (counted(*errors, "error"), counted(*notes, "note"));
        let detail = format!(
            "{}: {ready} ready, {provisional} provisional, {refused} refused; {errors}, {notes}",
            visible(whose)
        );
        let state = cell.state();
        let mut data = json!({"state": state.name(), "mark": state.mark(), "detail": detail, "count": cell.count()});
        if is_total {
            data["total"] = json!("total");
        }
        render(&self.cell, &data)
    }
}

fn render(template: &Template<'_>, data: &Value) -> Result<String, Error> {
    template.render(&Context::new(data))
}

impl Matrix {
    /// The page, with what is `said` beside it.
    pub(crate) fn write_page(&self, said: &[String], out: &mut impl Write) -> io::Result<()> {
        let page = self.page(said).map_err(io::Error::other)?;
        out.write_all(page.as_bytes())
    }

    fn page(&self, said: &[String]) -> Result<String, Error> {
        let parts = Parts::new()?;
        let names = self.columns.iter().map(|column| &*column.name);
        let names: Vec<&str> = names.chain(self.has_totals().then_some("all")).collect();
        let heads = names.iter().map(|name| render(&parts.head, &json!({"name": visible(name)})));
        let rows = self.rows.iter().map(|row| {
            let cells = match &row.template {
                Page::Filled(_) => self.cells(&parts, &row.name, &row.cells, row.total())?,
                Page::Faulty { why, errors } => {
                    let more = errors.saturating_sub(1);
                    let why =
                        if more > 0 { format!("{why} (and {more} more)") } else { why.clone() };
                    let mark = State::Refused.mark();
                    render(
                        &parts.fault,
                        &json!({"columns": names.len(), "mark": mark, "why": why}),
                    )?
                }
            };
            render(&parts.row, &json!({"name": visible(&row.name), "cells": cells}))
        });
        let totals: Vec<_> = (0..self.columns.len()).map(|it| self.column_total(it)).collect();
        let totals = self.cells(&parts, "all", &totals, self.total())?;
        let legend = State::ALL.into_iter().map(|state| {
            let (name, mark, meaning) = (state.name(), state.mark(), state.meaning());
            render(&parts.key, &json!({"state": name, "mark": mark, "meaning": meaning}))
        });
        let lines: Vec<_> = said.iter().flat_map(|it| it.lines()).collect();
        let more = lines.len().saturating_sub(SAID);
        let more = (more > 0).then(|| format!("… and {more} more lines"));
        let lines =
            lines.into_iter().take(SAID).map(|line| line.chars().take(SAID_WIDTH).collect());
        let said =
            lines.chain(more).map(|line: String| render(&parts.said, &json!({"line": line})));
        let data = json!({
            "summary": self.summary(),
            "legend": legend.collect::<Result<String, _>>()?,
            "heads": heads.collect::<Result<String, _>>()?,
            "rows": rows.collect::<Result<String, _>>()?,
            "totals": render(&parts.row, &json!({"name": "all", "cells": totals}))?,
            "said": said.collect::<Result<String, _>>()?,
        });
        render(&parts.page, &data)
    }

    /// The cells of a line, that of all languages behind them.
    fn cells(
        &self,
        parts: &Parts,
        name: &str,
        cells: &[Cell],
        total: Cell,
    ) -> Result<String, Error> {
        let columns = self.columns.iter().zip(cells);
        let mut told = columns
            .map(|(column, cell)| parts.cell(&format!("{name}, {}", column.name), cell, false))
            .collect::<Result<String, _>>()?;
        if self.has_totals() {
            told += &parts.cell(&format!("{name}, all"), &total, true)?;
        }
        Ok(told)
    }
}
