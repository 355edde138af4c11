//! What is done with each record: its template and its locales are found, and it is rendered.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Merge;
use super::batch::{Batch, Fate};
use super::chains::Chains;
use super::reject::RejectReason;
use crate::error::{Error, ErrorKind};
use crate::locale::LocaleChain;
use crate::path::Path;
use crate::render::{Note, Scratch};
use crate::resolve::{Context, JsonBytes, Miss, Source, guard};
use crate::value::{Datum, State};
use crate::visible::{MESSAGE, cut};

/// A batch is settled before it is done once its outputs have so many bytes ...
const OUT: usize = 1 << 20;
/// ... or its rejects so many problems.
const PROBLEMS: usize = 1 << 12;

/// How outputs stand behind each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Each behind a separator, also the first.
    Separated,
    /// Each as a line of JSON.
    Lines,
    /// Nothing between them.
    Each,
}

/// What one record leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// One for each template: it remembers the keys of records for one.
    scratches: Vec<Scratch>,
    name_scratch: Scratch,
    chains: Chains,
    text: String,
    name: String,
}

impl Memory {
    pub(super) fn forget_locales(&mut self) {
        self.chains = Chains::default();
    }
}

/// Works on batches, on any thread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work<'w> {
    pub(super) merge: &'w Merge<'w>,
    pub(super) form: Form,
}

/// Where the outputs of a batch go.
struct Outs<'b> {
    out: &'b mut String,
    names: &'b mut String,
    notes: &'b mut Vec<Note>,
}

impl Work<'_> {
    /// Works on the records of the batch, until all are done, or its results are large, or nobody wants them any
    /// more.
    pub(super) fn run(&self, batch: &mut Batch<'_>, is_cancelled: &AtomicBool) {
        let count = batch.len();
        let Batch { bytes, raws, sources, first, from, fates, out, names, notes, memory, .. } =
            batch;
        let mut problems = 0;
        let mut outs = Outs { out, names, notes };
        for record in *from + fates.len()..count {
            if is_cancelled.load(Ordering::Relaxed) {
                return;
            }
            if raws.get(record).is_some_and(|raw| raw.is_long) {
                let limit = self.merge.record_limit;
                fates.push(Fate::Rejected(RejectReason::TooLong { limit }));
                continue;
            }
            let json;
            let source: &dyn Source = if let Some(source) = sources.get(record) {
                &**source
            } else {
                json = JsonBytes::new(&bytes[raws[record].start..raws[record].end]);
                &json
            };
            let marks = (outs.out.len(), outs.names.len(), outs.notes.len());
            let number = *first + record as u64;
            // What a panic leaves half-done is thrown away: the memory, and what follows the marks.
            let rendered =
                catch_unwind(AssertUnwindSafe(|| self.render(source, number, memory, &mut outs)));
            let reason = match rendered {
                Ok(Ok(template)) => {
                    let (out_end, name_end) = (outs.out.len(), outs.names.len());
                    let notes_end = outs.notes.len();
                    fates.push(Fate::Rendered { template, out_end, name_end, notes_end });
                    if out_end.max(name_end).max(notes_end) > OUT {
                        return;
                    }
                    continue;
                }
                Ok(Err(reason)) => reason,
                Err(panic) => {
                    *memory = Memory::default();
                    let message = guard::told(panic);
                    let message = message.as_deref().unwrap_or("it does not say why");
                    RejectReason::Panicked { message: cut(message, MESSAGE) }
                }
            };
            outs.out.truncate(marks.0);
            outs.names.truncate(marks.1);
            outs.notes.truncate(marks.2);
            problems += reason.error().map_or(1, Error::count);
            fates.push(Fate::Rejected(reason));
            if problems > PROBLEMS {
                return;
            }
        }
    }

    /// Renders a record; with which template.
    fn render(
        &self,
        source: &dyn Source,
        number: u64,
        memory: &mut Memory,
        outs: &mut Outs<'_>,
    ) -> Result<usize, RejectReason> {
        let Merge { layers, catalogs, name, separator, .. } = self.merge;
        let Memory { scratches, name_scratch, chains, text, name: name_text } = memory;
        let malformed_or = |reason| checked(source).err().unwrap_or(reason);
        let chosen = self.choose(source).map_err(malformed_or)?;
        scratches.resize_with(self.merge.templates.len(), Scratch::new);
        let scratch = &mut scratches[chosen];
        let template = self.merge.templates[chosen];
        let mut context = Context::with_layers(source, layers);
        if let Some(chain) = self.chain(source, chains).map_err(malformed_or)? {
            context = context.locales(chain);
        }
        if let Some(catalogs) = catalogs {
            context = context.catalogs(catalogs);
        }
        let out = match self.form {
            Form::Lines => {
                text.clear();
                &mut *text
            }
            Form::Separated | Form::Each => &mut *outs.out,
        };
        if self.form == Form::Separated {
            out.push_str(separator);
        }
        let refused = |error| malformed_or(RejectReason::Refused(error));
        template.render_into(&context, scratch, out).map_err(refused)?;
        outs.notes.extend_from_slice(scratch.notes());
        checked(source)?;
        if let Some(name) = name {
            let names = match self.form {
                Form::Lines => {
                    name_text.clear();
                    &mut *name_text
                }
                Form::Separated | Form::Each => &mut *outs.names,
            };
            name.render_into(&context, name_scratch, names).map_err(RejectReason::Unnamed)?;
        }
        if self.form == Form::Lines {
            push_line(outs.out, number, text, name.is_some().then_some(&**name_text));
        }
        Ok(chosen)
    }

    /// The number of the template that the record asks for.
    fn choose(&self, source: &dyn Source) -> Result<usize, RejectReason> {
        let Some(path) = &self.merge.choice else { return Ok(0) };
        let asked = match look(source, path) {
            Ok(datum) => datum.text().map(|text| {
                self.merge.templates.get_index_of(text).ok_or_else(|| cut(text, MESSAGE))
            }),
            Err(_) => None,
        };
        match asked {
            Some(Ok(number)) => Ok(number),
            asked => {
                let (path, asked) = (path.to_string(), asked.and_then(Result::err));
                Err(RejectReason::NoTemplate { path, asked })
            }
        }
    }

    /// The locales of the record.
    fn chain<'c>(
        &'c self,
        source: &dyn Source,
        chains: &'c mut Chains,
    ) -> Result<Option<&'c LocaleChain>, RejectReason> {
        let locales = self.merge.locales;
        let Some(path) = &self.merge.locale_from else { return Ok(locales) };
        let datum = match look(source, path) {
            Ok(datum) => datum,
            Err(Miss::Failed(message)) => {
                let reason = cut(&message, MESSAGE);
                return Err(RejectReason::NoLocale(failed(path, reason)));
            }
            Err(_) => return Ok(locales),
        };
        match (&datum, datum.text()) {
            (_, Some(_)) if datum.state() != State::Value => Ok(locales),
            (_, Some(tag)) => chains.of(tag, locales).map(Some).map_err(RejectReason::NoLocale),
            (Datum::Null, None) => Ok(locales),
            (_, None) => {
                let reason = format!("it is {}, and no language tag", datum.kind());
                Err(RejectReason::NoLocale(failed(path, reason)))
            }
        }
    }
}

fn failed(path: &Path<'_>, reason: String) -> Error {
    Error::nowhere(ErrorKind::Failed { expression: path.to_string(), reason })
}

/// What a record has at `path`. If it is JSON as bytes, nobody has asked yet whether it is [`checked`].
fn look<'s>(source: &'s dyn Source, path: &Path<'_>) -> Result<Datum<'s>, Miss> {
    match source.json() {
        Some(json) => json.peek(path),
        None => source.find(path),
    }
}

/// Whether a record that is JSON as bytes is JSON: that it is none says more than anything else.
fn checked(source: &dyn Source) -> Result<(), RejectReason> {
    source.json().map_or(Ok(()), JsonBytes::check_if_wanted).map_err(RejectReason::Malformed)
}

fn push_line(out: &mut String, number: u64, text: &str, name: Option<&str>) {
    out.push_str("{\"record\":");
    out.push_str(itoa::Buffer::new().format(number));
    out.push_str(",\"text\":");
    push_json(out, text);
    if let Some(name) = name {
        out.push_str(",\"name\":");
        push_json(out, name);
    }
    out.push_str("}\n");
}

/// Appends the text as a JSON string.
fn push_json(out: &mut String, text: &str) {
    /// `serde_json` writes whole characters.
    struct Appended<'o>(&'o mut String);

    impl io::Write for Appended<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
            self.0.push_str(text);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    // Writing to memory does not fail.
    let _ = serde_json::to_writer(Appended(out), text);
}
