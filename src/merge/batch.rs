//! Records that are worked on together, and what became of them. Its memory serves the next ones.

use std::sync::Mutex;

use super::reject::RejectReason;
use super::work::Memory;
use crate::render::Note;
use crate::resolve::Source;

/// A record that stands in the bytes of a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its line in the input, from 1, if records are lines.
    pub(super) line: Option<u64>,
    /// Whether it is over the limit: it is rejected unread.
    pub(super) is_long: bool,
}

/// What became of a record.
#[derive(Debug)]
pub(super) enum Fate {
    Rendered {
        /// The number of the template.
        template: usize,
        /// Where its output ends among those of the batch.
        out_end: usize,
        /// Where its name ends among those of the batch.
        name_end: usize,
        /// Where what is to be said of it ends among that of the batch.
        notes_end: usize,
    },
    Rejected(RejectReason),
}

/// Whole records in the order of the input.
#[derive(Default)]
pub(super) struct Batch<'r> {
    /// The bytes of records that are read, and more than those.
    pub(super) bytes: Vec<u8>,
    pub(super) raws: Vec<Raw>,
    /// Records that are given as sources; there are either these or bytes.
    pub(super) sources: Vec<Box<dyn Source + Send + 'r>>,
    /// The number of the first record, from 1.
    pub(super) first: u64,
    /// Where the bytes begin in the input.
    pub(super) offset: u64,
    /// The first record that is not settled, from 0.
    pub(super) from: usize,
    /// What became of the records from there on, as far as they were worked on.
    pub(super) fates: Vec<Fate>,
    /// Their outputs, each behind a separator.
    pub(super) out: String,
    /// The names of their outputs.
    pub(super) names: String,
    /// What there is to say of them.
    pub(super) notes: Vec<Note>,
    /// The memory of whoever works on it.
    pub(super) memory: Memory,
}

/// Memory of batches that runs leave to the next ones.
#[derive(Default)]
pub(super) struct Spares(Mutex<Vec<Batch<'static>>>);

impl Spares {
    /// An empty batch.
    pub(super) fn take(&self) -> Batch<'static> {
        super::locked(&self.0).pop().unwrap_or_default()
    }

    /// Keeps the memory of a batch that nobody needs any more.
    pub(super) fn keep(&self, batch: Batch<'_>) {
        let Batch { bytes, raws, fates, out, names, notes, mut memory, .. } = batch;
        // The next run may have other locales.
        memory.forget_locales();
        let spare = Batch { bytes, raws, fates, out, names, notes, memory, ..Batch::default() };
        super::locked(&self.0).push(spare);
    }
}

impl Batch<'_> {
    pub(super) fn len(&self) -> usize {
        self.raws.len() + self.sources.len()
    }

    /// Forgets all records.
    pub(super) fn clear(&mut self) {
        self.raws.clear();
        self.sources.clear();
        self.clear_fates();
        self.from = 0;
    }

    /// Goes on behind what is settled; whether anything is left.
    pub(super) fn go_on(&mut self) -> bool {
        self.from += self.fates.len();
        self.clear_fates();
        self.from < self.len()
    }

    fn clear_fates(&mut self) {
        self.fates.clear();
        self.out.clear();
        self.names.clear();
        self.notes.clear();
    }

    /// The bytes of a record, if it has some.
    pub(super) fn raw(&self, record: usize) -> Option<&[u8]> {
        let Raw { start, end, .. } = *self.raws.get(record)?;
        self.bytes.get(start..end)
    }
}
