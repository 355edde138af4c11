//! `lacuna_gaps`: what keeps the rows of a batch from being rendered.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, ListArray, StringViewBuilder, StructArray};
use arrow::buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Fields};
use datafusion_common::{DataFusionError, Result};
use lacuna::{Placeholder, Problem, Span, Template};

use crate::error::Cause;
use crate::functions::Engine;
use crate::rows::{Outcome, Refused, Rows};

/// The most problems that are listed of a row; what is more is one entry, with their number.
const LISTED: usize = 100;

fn fields() -> Fields {
    let text = |name, may_be_null| Field::new(name, DataType::Utf8View, may_be_null);
    let number = |name| Field::new(name, DataType::Int64, true);
    [
        text("code", false),
        text("expression", true),
        number("line"),
        number("column"),
        text("message", false),
        text("help", true),
    ]
    .into_iter()
    .collect()
}

fn item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Struct(fields()), false))
}

/// The type of the lists: for each problem its code, the expression of its placeholder, line and column (of the
/// record if that is no JSON, else of the template), message, and help.
pub(crate) fn list_type() -> DataType {
    DataType::List(item())
}

/// The lists of all rows: empty where the row can be rendered, null where an argument is null.
pub(crate) fn listed(rows: &Rows, engine: &Engine) -> Result<ArrayRef> {
    let mut lists = Lists::default();
    rows.each(engine, |_, outcome| {
        match outcome {
            Outcome::Null => return lists.end(true),
            Outcome::Text(_) => {}
            Outcome::Refused(refused) => lists.push_all(&refused)?,
        }
        lists.end(false)
    })?;
    lists.finish()
}

/// Lists in the making, column by column.
#[derive(Default)]
struct Lists {
    codes: StringViewBuilder,
    expressions: StringViewBuilder,
    lines: Vec<Option<i64>>,
    columns: Vec<Option<i64>>,
    messages: StringViewBuilder,
    helps: StringViewBuilder,
    ends: Vec<i32>,
    are_null: Vec<bool>,
}

impl Lists {
    fn push_all(&mut self, refused: &Refused<'_>) -> Result<()> {
        let Refused { error, template, cause } = refused;
        // Both stand in the order of the text, so that one walk meets them.
        let template = template.filter(|_| *cause == Cause::Gaps);
        let placeholders = template.into_iter().flat_map(Template::placeholders);
        let mut placeholders = placeholders.peekable();
        for problem in error.all().iter().take(LISTED) {
            let start = problem.span().map(Span::start);
            let around = start.and_then(|start| {
                while placeholders.next_if(|it| it.span().end() <= start).is_some() {}
                placeholders.peek().filter(|it| it.span().start() <= start)
            });
            self.push(problem, around.map(Placeholder::expression))?;
        }
        let more = error.count() - error.all().len().min(LISTED);
        if more > 0 {
            self.push_texts("more", None, &format!("and {more} more"), None)?;
            self.lines.push(None);
            self.columns.push(None);
        }
        Ok(())
    }

    fn push(&mut self, problem: &Problem, expression: Option<&str>) -> Result<()> {
        let (code, message) = (problem.kind().code(), problem.kind().to_string());
        self.push_texts(code, expression, &message, problem.help())?;
        let number = |number| i64::try_from(number).ok();
        self.lines.push(problem.position().and_then(|position| number(position.line)));
        self.columns.push(problem.position().and_then(|position| number(position.column)));
        Ok(())
    }

    fn push_texts(
        &mut self,
        code: &str,
        expression: Option<&str>,
        message: &str,
        help: Option<&str>,
    ) -> Result<()> {
        self.codes.try_append_value(code)?;
        self.expressions.append_option(expression);
        self.messages.try_append_value(message)?;
        self.helps.append_option(help);
        Ok(())
    }

    /// The list of a row is whole.
    fn end(&mut self, is_null: bool) -> Result<()> {
        let end = i32::try_from(self.lines.len()).map_err(|_| {
            DataFusionError::ResourcesExhausted(
                "lacuna_gaps: a batch has more than 2,147,483,647 problems: let batches be smaller"
                    .to_owned(),
            )
        })?;
        self.ends.push(end);
        self.are_null.push(is_null);
        Ok(())
    }

    fn finish(mut self) -> Result<ArrayRef> {
        let problems = StructArray::try_new(
            fields(),
            vec![
                Arc::new(self.codes.finish()),
                Arc::new(self.expressions.finish()),
                Arc::new(Int64Array::from(self.lines)),
                Arc::new(Int64Array::from(self.columns)),
                Arc::new(self.messages.finish()),
                Arc::new(self.helps.finish()),
            ],
            None,
        )?;
        let ends: ScalarBuffer<i32> = [0].into_iter().chain(self.ends).collect();
        let nulls: NullBuffer = self.are_null.into_iter().map(|is_null| !is_null).collect();
        Ok(Arc::new(ListArray::try_new(
            item(),
            OffsetBuffer::new(ends),
            Arc::new(problems),
            Some(nulls),
        )?))
    }
}
