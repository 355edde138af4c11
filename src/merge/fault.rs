//! Why a merge could not go on, and how far it came.

use std::fmt;
use std::io;

use super::merged::Merged;
use crate::visible::visible;

/// What a merge could not go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MergeFault {
    /// The input cannot be read any further.
    Input,
    /// The input is no JSON array.
    Frame,
    /// The output cannot be written, or its callback failed.
    Output,
    /// The rejected records cannot be written.
    Rejects,
    /// The threads cannot be started.
    Threads,
}

/// A merge that could not go on: what failed, how far it came, and why (the [`source`](std::error::Error::source)).
///
/// All records that are done were handed over once, and nothing of those behind them, but for the first part of one
/// record, whose length is told. So whoever cuts that off can go on with [`Merge::after`](crate::Merge::after).
///
/// ```
/// use lacuna::{Merge, MergeError, Output, Records, Rejects, Template};
///
/// let template = Template::text("Dear [[ name ]]")?;
/// let input = "{\"name\": \"Ada\"}\n{\"name\": \"Ida\"}\n{\"name\": \"Eva\"}\n";
/// let run = |merge: &Merge, out: &mut [u8]| merge.run(Records::ndjson(input.as_bytes()), Output::text(out), Rejects::new());
///
/// let merge = Merge::new(&template).separator("; ");
/// let mut full = [b'.'; 14];
/// let error: MergeError = run(&merge, &mut full).unwrap_err();
/// assert_eq!(&full, b"Dear Ada; Dear");
/// assert_eq!((error.merged().output_bytes(), error.output_partial()), (8, 6));
/// assert_eq!(
///     error.to_string(),
///     "the output failed after 1 record (8 bytes of it are whole, 6 more are part of the next): \
///      the writer takes no more; skip 1 to go on"
/// );
/// let mut rest = [b'.'; 20];
/// run(&merge.after(error.merged()), &mut rest)?;
/// assert_eq!(&rest, b"; Dear Ida; Dear Eva");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct MergeError(Box<Body>);

struct Body {
    fault: MergeFault,
    merged: Merged,
    output_partial: u64,
    rejects_partial: u64,
    cause: io::Error,
}

impl MergeError {
    pub(super) fn new(fault: MergeFault, merged: Merged, partial: u64, cause: io::Error) -> Self {
        let of = |other| if fault == other { partial } else { 0 };
        let (output_partial, rejects_partial) = (of(MergeFault::Output), of(MergeFault::Rejects));
        Self(Box::new(Body { fault, merged, output_partial, rejects_partial, cause }))
    }

    /// The same with bytes that the writer of rejects took of a record that is not whole.
    pub(super) fn with_rejects_partial(mut self, partial: u64) -> Self {
        self.0.rejects_partial = partial;
        self
    }

    /// What failed.
    pub fn fault(&self) -> MergeFault {
        self.0.fault
    }

    /// What was done before.
    pub fn merged(&self) -> &Merged {
        &self.0.merged
    }

    /// How many bytes the output took behind those of whole outputs ([`Merged::output_bytes`]).
    pub fn output_partial(&self) -> u64 {
        self.0.output_partial
    }

    /// How many bytes the writer of rejects took behind those of whole records ([`Merged::reject_bytes`]).
    ///
    /// ```
    /// use lacuna::{Merge, MergeFault, Output, Records, Rejects, Template};
    ///
    /// let (template, mut out, mut full) = (Template::text("[[ a ]]")?, Vec::new(), [0; 5]);
    /// let rejects = Rejects::new().write_to(&mut full[..]);
    /// let records = Records::ndjson(&b"{}\n{}\n{\"a\": 1}\n"[..]);
    /// let error = Merge::new(&template).run(records, Output::text(&mut out), rejects).unwrap_err();
    /// assert_eq!(error.fault(), MergeFault::Rejects);
    /// assert_eq!((error.merged().done(), error.merged().reject_bytes(), error.rejects_partial()), (1, 3, 2));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn rejects_partial(&self) -> u64 {
        self.0.rejects_partial
    }
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Body { fault, merged, output_partial, rejects_partial, cause } = &*self.0;
        let done = merged.done;
        let plural = if done == 1 { "" } else { "s" };
        f.write_str(match fault {
            MergeFault::Input => "the input failed",
            MergeFault::Frame => "the array is broken",
            MergeFault::Output => "the output failed",
            MergeFault::Rejects => "the writer of rejected records failed",
            MergeFault::Threads => "the threads cannot be started",
        })?;
        write!(f, " after {done} record{plural}")?;
        let sinks =
            [(merged.output_bytes, *output_partial), (merged.reject_bytes, *rejects_partial)];
        let is_rejects = usize::from(*output_partial == 0 && *rejects_partial > 0);
        if let (whole, partial @ 1..) = sinks[is_rejects] {
            write!(f, " ({whole} bytes of it are whole, {partial} more are part of the next)")?;
        }
        write!(f, ": {}", visible(&cause.to_string()))?;
        match fault {
            // It would break there again.
            MergeFault::Frame => Ok(()),
            _ => write!(f, "; skip {done} to go on"),
        }
    }
}

impl fmt::Debug for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for MergeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0.cause)
    }
}
