//! Hands over what became of records, strictly in their order: an output only once everything before it, rejects
//! included, is in its sink. So it is exact how many are done, whichever sink fails.

use std::io;
use std::ops::{ControlFlow, Range};

use super::batch::{Batch, Fate};
use super::fault::{MergeError, MergeFault};
use super::merged::{Merged, add};
use super::notes::Notes;
use super::output::{MergedRecord, Next, Sink};
use super::read::InputFault;
use super::records::Feed;
use super::reject::{RejectReason, RejectSinks, Rejection};
use super::sink::{flush, push_source, without_breaks};
use super::stream::{StreamFault, Streamed};
use super::work::Work;
use crate::error::ErrorKind;
use crate::render::write;
use crate::resolve::{JsonBytes, Source};

/// Why a merge ends before its records do.
#[derive(Debug)]
pub(super) enum Halt {
    /// A callback wants no more.
    Stopped,
    Failed(MergeError),
}

pub(super) type Observer<'s> = &'s mut dyn FnMut(&Merged) -> ControlFlow<()>;

/// Hands over, and counts.
pub(super) struct Settler<'s, 'o> {
    work: Work<'s>,
    sink: Sink<'o>,
    rejects: RejectSinks<'o>,
    observer: Observer<'s>,
    pub(super) merged: Merged,
    /// Whether no separator belongs before the next output.
    is_first: bool,
    /// Whether line breaks in a rejected record become spaces.
    may_break: bool,
    notes: Notes,
    /// A rejected record as it is written.
    line: Vec<u8>,
}

/// Where the results of the record begin that is handed over next, within those of its batch.
#[derive(Clone, Copy, Default)]
struct Cursor {
    out: usize,
    name: usize,
    notes: usize,
}

impl<'s, 'o> Settler<'s, 'o> {
    pub(super) fn new(
        work: Work<'s>,
        sink: Sink<'o>,
        rejects: RejectSinks<'o>,
        observer: Observer<'s>,
        may_break: bool,
    ) -> Self {
        let (done, outputs_before) = (work.merge.skip, work.merge.outputs_already());
        let merged = Merged { done, outputs_before, ..Merged::default() };
        let is_first = outputs_before == 0;
        let (notes, line) = (Notes::new(work.merge.all_templates()), Vec::new());
        Self { work, sink, rejects, observer, merged, is_first, may_break, notes, line }
    }

    /// Hands over what was worked on.
    pub(super) fn settle(&mut self, batch: &mut Batch<'_>) -> Result<(), Halt> {
        let mut cursor = Cursor::default();
        let mut from = 0;
        for at in 0..batch.fates.len() {
            if let Fate::Rejected(_) = batch.fates[at] {
                self.hand_over(batch, from..at, &mut cursor)?;
                let Fate::Rejected(reason) = &batch.fates[at] else { continue };
                self.reject(batch, batch.from + at, reason)?;
                from = at + 1;
            }
        }
        self.hand_over(batch, from..batch.fates.len(), &mut cursor)
    }

    /// Tells how far it is.
    pub(super) fn observe(&mut self) -> Result<(), Halt> {
        self.tell_notes();
        match (self.observer)(&self.merged) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }

    /// Hands over outputs that stand behind each other.
    fn hand_over(
        &mut self,
        batch: &Batch<'_>,
        fates: Range<usize>,
        cursor: &mut Cursor,
    ) -> Result<(), Halt> {
        if fates.is_empty() {
            return Ok(());
        }
        let out_end = |fate: &Fate| match fate {
            Fate::Rendered { out_end, .. } => *out_end,
            Fate::Rejected(_) => 0,
        };
        let (writer, is_separated) = match &mut self.sink {
            Sink::Text(writer) => (writer, true),
            Sink::Ndjson(writer) => (writer, false),
            Sink::Each(_) => return self.hand_over_each(batch, fates, cursor),
        };
        if is_separated && self.is_first {
            cursor.out += self.work.merge.separator.len();
        }
        let mut start = cursor.out;
        let end = out_end(&batch.fates[fates.end - 1]);
        let mut taken = start;
        let written = write(writer, &batch.out.as_bytes()[start..end], &mut taken);
        for at in fates {
            let end = out_end(&batch.fates[at]);
            if end > taken {
                break;
            }
            self.is_first = false;
            self.merged.output_bytes += (end - start) as u64;
            start = end;
            self.count_written(batch, at, cursor);
        }
        written.map_err(|cause| {
            self.failed(MergeFault::Output, (taken.saturating_sub(start)) as u64, cause)
        })
    }

    /// Calls the callback with each of the outputs.
    fn hand_over_each(
        &mut self,
        batch: &Batch<'_>,
        fates: Range<usize>,
        cursor: &mut Cursor,
    ) -> Result<(), Halt> {
        for at in fates {
            let Fate::Rendered { template, out_end, name_end, .. } = batch.fates[at] else {
                continue;
            };
            let record = batch.from + at;
            let json = batch.raw(record).map(JsonBytes::unvalidated);
            let source: &dyn Source = match (&json, batch.sources.get(record)) {
                (Some(json), _) => json,
                (None, Some(source)) => &**source,
                (None, None) => continue,
            };
            let name = &batch.names[cursor.name..name_end];
            let told = MergedRecord {
                number: batch.first + record as u64,
                text: &batch.out[cursor.out..out_end],
                name: self.work.merge.name.is_some().then_some(name),
                template: self.work.merge.template_name(template),
                source,
            };
            let Sink::Each(receiver) = &mut self.sink else { return Ok(()) };
            let next =
                receiver(&told).map_err(|cause| self.failed(MergeFault::Output, 0, cause))?;
            if let Next::Reject(message) = next {
                if let Fate::Rendered { out_end, name_end, notes_end, .. } = batch.fates[at] {
                    *cursor = Cursor { out: out_end, name: name_end, notes: notes_end };
                }
                self.reject(batch, record, &RejectReason::Declined { message })?;
                continue;
            }
            self.merged.output_bytes += told.text.len() as u64;
            self.count_written(batch, at, cursor);
            if next == Next::Stop {
                return Err(Halt::Stopped);
            }
        }
        Ok(())
    }

    /// Counts a record whose output was handed over.
    fn count_written(&mut self, batch: &Batch<'_>, at: usize, cursor: &mut Cursor) {
        let Fate::Rendered { template, out_end, name_end, notes_end } = batch.fates[at] else {
            return;
        };
        for note in &batch.notes[cursor.notes..notes_end] {
            self.notes.count(template, *note);
        }
        *cursor = Cursor { out: out_end, name: name_end, notes: notes_end };
        self.merged.written += 1;
        self.count_done(batch, batch.from + at);
    }

    fn count_done(&mut self, batch: &Batch<'_>, record: usize) {
        self.merged.done = batch.first + record as u64;
        if let Some(raw) = batch.raws.get(record) {
            self.merged.input_bytes = batch.offset + raw.end as u64;
        }
    }

    /// Hands over a rejected record.
    fn reject(
        &mut self,
        batch: &Batch<'_>,
        record: usize,
        reason: &RejectReason,
    ) -> Result<(), Halt> {
        self.line.clear();
        let raw = batch.raw(record);
        let has_line = match (raw, batch.sources.get(record)) {
            _ if self.rejects.writer.is_none() => false,
            (Some(raw), _) => {
                self.line.extend_from_slice(raw);
                true
            }
            (None, Some(source)) => push_source(&mut self.line, &**source),
            (None, None) => false,
        };
        if let Some(writer) = self.rejects.writer.as_mut().filter(|_| has_line) {
            if self.may_break {
                without_breaks(&mut self.line);
            }
            self.line.push(b'\n');
            let mut taken = 0;
            if let Err(cause) = write(writer, &self.line, &mut taken) {
                return Err(self.failed(MergeFault::Rejects, taken as u64, cause));
            }
            self.merged.reject_bytes += self.line.len() as u64;
        }
        self.count_done(batch, record);
        let place = batch.raws.get(record);
        let rejection = Rejection {
            number: batch.first + record as u64,
            line: place.and_then(|place| place.line),
            reason,
            // Whether it was held by chance is nobody's concern.
            record: raw.filter(|_| !place.is_some_and(|place| place.is_long)),
        };
        self.tell(&rejection)
    }

    /// Counts a rejected record, and tells of it.
    fn tell(&mut self, rejection: &Rejection<'_>) -> Result<(), Halt> {
        *self.merged.rejected.entry(rejection.reason.code()).or_default() += 1;
        if let RejectReason::Refused(error) = rejection.reason {
            for problem in error.all() {
                let (ErrorKind::Gap { expression, .. }
                | ErrorKind::NotText { expression, .. }
                | ErrorKind::Blank { expression }) = problem.kind()
                else {
                    continue;
                };
                add(&mut self.merged.gaps, expression, 1);
            }
        }
        match self.rejects.teller.as_mut().map(|teller| teller(rejection)) {
            None | Some(ControlFlow::Continue(())) => Ok(()),
            Some(ControlFlow::Break(())) => Err(Halt::Stopped),
        }
    }

    /// Rejects the record that is too long to be held: its bytes go past. All before it must be settled.
    pub(super) fn settle_long(&mut self, feed: &mut Feed<'_>) -> Result<(), Halt> {
        let (may_break, mut taken) = (self.may_break, 0);
        let (line, writer) = (&mut self.line, &mut self.rejects.writer);
        let mut hand_on = |piece: &[u8], is_end: bool| {
            let Some(writer) = writer else { return Ok(()) };
            line.clear();
            line.extend_from_slice(piece);
            if may_break && !is_end {
                without_breaks(line);
            }
            let mut more = 0;
            let written = write(writer, line, &mut more);
            taken += more as u64;
            written
        };
        let streamed = feed.stream(&mut |piece| hand_on(piece, false)).and_then(|streamed| {
            if let Streamed::Record { .. } = streamed {
                hand_on(b"\n", true).map_err(StreamFault::Sink)?;
            }
            Ok(streamed)
        });
        let (line, end) = match streamed {
            Ok(Streamed::Passed) => return Ok(()),
            Ok(Streamed::Record { line, end }) => (line, end),
            Err(StreamFault::Sink(cause)) => {
                return Err(self.failed(MergeFault::Rejects, taken, cause));
            }
            Err(StreamFault::Input(fault)) => return Err(self.input_failed(fault, taken)),
        };
        self.merged.reject_bytes += taken;
        self.merged.done = feed.number();
        self.merged.input_bytes = end;
        let reason = RejectReason::TooLong { limit: self.work.merge.record_limit };
        self.tell(&Rejection { number: feed.number(), line, reason: &reason, record: None })
    }

    /// The end, if the input fails; the writer of rejects has perhaps taken a part of the next record.
    pub(super) fn input_failed(&mut self, fault: InputFault, partial: u64) -> Halt {
        let (fault, cause) = fault.told();
        let Halt::Failed(error) = self.failed(fault, 0, cause) else { return Halt::Stopped };
        Halt::Failed(error.with_rejects_partial(partial))
    }

    fn failed(&mut self, fault: MergeFault, partial: u64, cause: io::Error) -> Halt {
        self.tell_notes();
        Halt::Failed(MergeError::new(fault, self.merged.clone(), partial, cause))
    }

    /// Flushes both writers.
    pub(super) fn flush(&mut self) -> Result<(), Halt> {
        let output = match &mut self.sink {
            Sink::Text(writer) | Sink::Ndjson(writer) => flush(&mut **writer),
            Sink::Each(_) => Ok(()),
        };
        let rejects = self.rejects.writer.as_mut().map_or(Ok(()), |writer| flush(&mut **writer));
        output.map_err(|cause| self.failed(MergeFault::Output, 0, cause))?;
        rejects.map_err(|cause| self.failed(MergeFault::Rejects, 0, cause))
    }

    /// Puts what was noted where everybody sees it.
    pub(super) fn tell_notes(&mut self) {
        self.notes.tell(self.work.merge.all_templates(), &mut self.merged);
    }
}
