//! Goes from row to row of a batch, and renders each.

use std::borrow::Cow;
use std::sync::Arc;

use datafusion_common::Result;
use datafusion_expr::ColumnarValue;
use lacuna::{Context, Error, Scratch, Template};

use crate::arguments::{Column, Texts};
use crate::error::Cause;
use crate::functions::Engine;
use crate::locales::Chain;
use crate::records::Records;

/// The arguments of a call, for the rows of a batch.
pub(crate) struct Rows {
    templates: Texts,
    pub(crate) records: Records,
    locales: Option<Texts>,
    pub(crate) count: usize,
}

/// What became of a row.
pub(crate) enum Outcome<'o> {
    /// An argument is null.
    Null,
    Text(&'o str),
    Refused(Refused<'o>),
}

/// Why a row could not be rendered.
pub(crate) struct Refused<'o> {
    pub(crate) cause: Cause,
    pub(crate) error: &'o Error,
    /// The template, if it could be read.
    pub(crate) template: Option<&'o Template<'static>>,
}

impl Rows {
    pub(crate) fn of(arguments: &[ColumnarValue], count: usize) -> Result<Self> {
        let columns = arguments.iter().map(Column::of).collect::<Result<Vec<_>>>()?;
        let [template, record, locale @ ..] = &*columns else {
            return Err(datafusion_common::internal_datafusion_err!("two arguments were expected"));
        };
        Ok(Self {
            templates: Texts::of(template)?,
            records: Records::of(record)?,
            locales: locale.first().map(Texts::of).transpose()?,
            count,
        })
    }

    /// Hears what became of each row, in their order.
    pub(crate) fn each(
        &self,
        engine: &Engine,
        mut hear: impl FnMut(usize, Outcome<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut templates = Remembered::default();
        let mut chains = Remembered::default();
        let default_chain = engine.locales.default_chain();
        let (mut scratch, mut text) = (Scratch::new(), String::new());
        for row in 0..self.count {
            let Some(template) =
                templates.of(&self.templates, row, |text| engine.templates.of(text))
            else {
                hear(row, Outcome::Null)?;
                continue;
            };
            let chain = match &self.locales {
                Some(locales) => {
                    let Some(chain) = chains.of(locales, row, |tag| engine.locales.of(tag)) else {
                        hear(row, Outcome::Null)?;
                        continue;
                    };
                    Some(chain)
                }
                None => default_chain.as_ref(),
            };
            if self.records.is_null(row) {
                hear(row, Outcome::Null)?;
                continue;
            }
            text.clear();
            let refused = match &**template {
                Ok(template) => {
                    let chain = chain.map(|chain| &**chain);
                    self.write(row, template, chain, engine, &mut scratch, &mut text).err()
                }
                Err(error) => Some((Cause::Template, Cow::Borrowed(error))),
            };
            hear(
                row,
                match &refused {
                    None => Outcome::Text(&text),
                    Some((cause, error)) => Outcome::Refused(Refused {
                        cause: *cause,
                        error,
                        template: (**template).as_ref().ok(),
                    }),
                },
            )?;
        }
        Ok(())
    }

    /// Appends a row that has no null to `text`.
    fn write<'c>(
        &self,
        row: usize,
        template: &Template<'_>,
        chain: Option<&'c Chain>,
        engine: &Engine,
        scratch: &mut Scratch,
        text: &mut String,
    ) -> std::result::Result<(), (Cause, Cow<'c, Error>)> {
        let bad_locale = |error| (Cause::Locale, Cow::Borrowed(error));
        let chain = chain.map(|chain| chain.as_ref().map_err(bad_locale));
        let chain = chain.transpose()?;
        self.records.with(row, |source| {
            let mut context = Context::new(source);
            if let Some(chain) = chain {
                context = context.locales(chain);
            }
            if let Some(catalogs) = &engine.catalogs {
                context = context.catalogs(catalogs);
            }
            let rendered = template.render_into(&context, scratch, text);
            // A record that is no JSON is no JSON for every template, also one that reads nothing of it; and that is
            // said instead of what each of the placeholders then says.
            match source.json().map_or(Ok(()), lacuna::JsonBytes::check) {
                Err(error) => Err((Cause::Record, Cow::Owned(error))),
                Ok(()) => rendered.map_err(|error| (Cause::Gaps, Cow::Owned(error))),
            }
        })
    }
}

/// What was made of the texts of a column, within a batch: rows that share a text do not ask for it again.
struct Remembered<'t, T> {
    by_key: Vec<Option<Arc<T>>>,
    last: Option<(&'t str, Arc<T>)>,
}

impl<T> Default for Remembered<'_, T> {
    fn default() -> Self {
        Self { by_key: Vec::new(), last: None }
    }
}

impl<'t, T> Remembered<'t, T> {
    /// What was made of the text of a row; none if that is null.
    fn of(
        &mut self,
        texts: &'t Texts,
        row: usize,
        make: impl FnOnce(&str) -> Arc<T>,
    ) -> Option<&Arc<T>> {
        let text = texts.get(row)?;
        if let Some((key, keys)) = texts.shared(row) {
            self.by_key.resize(keys, None);
            return Some(self.by_key[key].get_or_insert_with(|| make(text)));
        }
        if self.last.as_ref().is_none_or(|(last, _)| *last != text) {
            self.last = Some((text, make(text)));
        }
        self.last.as_ref().map(|(_, made)| made)
    }
}
