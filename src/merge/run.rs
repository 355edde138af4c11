//! A merge is run.

use std::fmt;
use std::ops::ControlFlow;

use super::drive::Drive;
use super::fault::MergeFault;
use super::output::Sink;
use super::settle::{Halt, Observer, Settler};
use super::work::{Form, Work};
use super::{Merge, MergeError, Merged, Output, Records, Rejects};
use crate::template::Template;

/// More threads than any machine has use for cost more than they do.
#[cfg(feature = "parallel")]
const MOST_THREADS: usize = 256;

impl Merge<'_> {
    /// So many threads work on records, 256 at the most; none stands for as many as the machine has. One, the
    /// default, is the thread that calls [`run`](Self::run): it reads and writes, and works when the others have enough
    /// to do. Needs the feature `parallel`.
    ///
    /// Whatever their number, outputs and rejects are the same and come in the same order. While the input keeps the
    /// calling thread waiting, outputs that are done wait with it. At most twice as many batches as threads, and one, are in
    /// flight. The threads are started by the first run, and serve all others of this merge and of
    /// its clones, as does the memory of the batches.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (template, mut out) = (Template::text("[[ n ]],")?, Vec::new());
    /// let records = Records::sources((0..1000).map(|n| json!({"n": n})));
    /// Merge::new(&template).threads(2).run(records, Output::text(&mut out), Rejects::new())?;
    /// assert!(out.starts_with(b"0,1,2,3,") && out.ends_with(b",998,999,"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "parallel")]
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self.pool = std::sync::Arc::default();
        self
    }

    /// Merges the records, until there are no more or a callback wants no more.
    ///
    /// Outputs and rejects are handed over in the order of the records, each only when those before it are. The writers
    /// are flushed at the end.
    ///
    /// # Errors
    ///
    /// If the input or one of the sinks fails. It says how far the merge came, and nothing is lost: all that is done is
    /// in its sink.
    pub fn run(
        &self,
        records: Records<'_>,
        output: Output<'_>,
        rejects: Rejects<'_>,
    ) -> Result<Merged, MergeError> {
        self.run_observed(records, output, rejects, |_| ControlFlow::Continue(()))
    }

    /// The same, and tells now and then, after each batch, what is done. After a
    /// [`ControlFlow::Break`] the merge is stopped.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (template, mut out) = (Template::text("[[ n ]]\n")?, Vec::new());
    /// let endless = Records::sources((0..).map(|n| json!({"n": n})));
    /// let merged = Merge::new(&template).run_observed(endless, Output::text(&mut out), Rejects::new(), |merged| {
    ///     if merged.done() < 1000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    /// })?;
    /// assert!(merged.was_stopped() && merged.done() >= 1000);
    /// assert_eq!(out.iter().filter(|byte| **byte == b'\n').count() as u64, merged.written());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run_observed(
        &self,
        records: Records<'_>,
        output: Output<'_>,
        rejects: Rejects<'_>,
        mut observer: impl FnMut(&Merged) -> ControlFlow<()>,
    ) -> Result<Merged, MergeError> {
        #[cfg(feature = "parallel")]
        let pool = self.pool()?;
        let sink = output.into_sink();
        let form = match sink {
            Sink::Text(_) => Form::Separated,
            Sink::Ndjson(_) => Form::Lines,
            Sink::Each(_) => Form::Each,
        };
        let work = Work { merge: self, form };
        let feed = records.into_feed(self.record_limit, self.skip);
        let observer: Observer<'_> = &mut observer;
        let settler = Settler::new(work, sink, rejects.into_sinks(), observer, feed.may_break());
        let mut drive = Drive::new(work, feed, settler);
        #[cfg(feature = "parallel")]
        let result = match pool {
            Some(pool) => drive.run_in(pool),
            None => drive.run(),
        };
        #[cfg(not(feature = "parallel"))]
        let result = drive.run();
        drive.finish(result)
    }

    /// The threads besides this one, if there are any.
    #[cfg(feature = "parallel")]
    fn pool(&self) -> Result<Option<&rayon::ThreadPool>, MergeError> {
        let threads = match self.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads.min(MOST_THREADS),
        };
        if threads == 1 {
            return Ok(None);
        }
        if self.pool.get().is_none() {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(threads - 1);
            let pool = builder.thread_name(|number| format!("merge {number}")).build();
            let pool = pool.map_err(|cause| {
                let merged = Merged { done: self.skip, ..Merged::default() };
                let cause = std::io::Error::other(cause);
                MergeError::new(MergeFault::Threads, merged, 0, cause)
            })?;
            // If another run was faster, its threads serve this one too.
            let _ = self.pool.set(pool);
        }
        Ok(self.pool.get())
    }

    /// The outputs that stand before the first.
    pub(super) fn outputs_already(&self) -> u64 {
        self.outputs_before.unwrap_or(u64::from(self.skip > 0))
    }

    /// The templates.
    pub(super) fn all_templates(&self) -> impl Iterator<Item = &Template<'_>> {
        self.templates.values().copied()
    }

    /// The name of a template.
    pub(super) fn template_name(&self, number: usize) -> &str {
        self.templates.get_index(number).map_or("", |(name, _)| name)
    }
}

impl Drive<'_, '_, '_, '_> {
    /// What a merge that has ended tells.
    fn finish(mut self, result: Result<(), Halt>) -> Result<Merged, MergeError> {
        let settler = &mut self.settler;
        match &result {
            Ok(()) => settler.merged.input_bytes = self.feed.passed(),
            Err(Halt::Stopped) => settler.merged.was_stopped = true,
            Err(Halt::Failed(_)) => {}
        }
        // What is done is to be in its sink, whatever failed.
        let flushed = settler.flush();
        settler.tell_notes();
        match (result, flushed) {
            (Ok(()) | Err(Halt::Stopped), Ok(()) | Err(Halt::Stopped)) => Ok(self.settler.merged),
            // A writer that has failed may fail again.
            (Err(Halt::Failed(error)), flushed) => match (error.fault(), flushed) {
                (MergeFault::Input | MergeFault::Frame, Err(Halt::Failed(again))) => Err(again),
                _ => Err(error),
            },
            (_, Err(Halt::Failed(error))) => Err(error),
        }
    }
}

impl fmt::Debug for Merge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merge")
            .field("templates", &self.templates.keys().collect::<Vec<_>>())
            .field("choice", &self.choice)
            .field("locale_from", &self.locale_from)
            .field("separator", &self.separator)
            .field("skip", &self.skip)
            .finish_non_exhaustive()
    }
}
