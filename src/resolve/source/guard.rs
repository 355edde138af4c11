//! Asking a user's source so that its panic harms nothing but its own answer.

use std::any::Any;
use std::borrow::Cow;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use super::{JsonBytes, Miss, Source};
use crate::path::Path;
use crate::value::Datum;
use crate::visible::{MESSAGE, cut};

/// The keys of an object that are looked at, for suggestions.
const KEYS: usize = 2_000;

/// What `source` has at `path`; a panic is a [`Miss::Failed`].
pub(in crate::resolve) fn find<'d>(
    source: &'d dyn Source,
    path: &Path<'_>,
) -> Result<Datum<'d>, Miss> {
    // Whatever a panic left half-done lies within the source, which answers for itself.
    let found = catch_unwind(AssertUnwindSafe(|| source.find(path))).unwrap_or_else(|panic| {
        Err(Miss::Failed(match told(panic) {
            Some(message) => format!("it panicked: {message}"),
            None => "it panicked".to_owned(),
        }))
    });
    found.map_err(|miss| match miss {
        Miss::Failed(message) => Miss::Failed(cut(&message, MESSAGE)),
        miss => miss,
    })
}

/// The first keys of the object at `at`; none if listing them panics.
pub(in crate::resolve) fn keys<'d>(source: &'d dyn Source, at: &Path<'_>) -> Vec<Cow<'d, str>> {
    let keys = catch_unwind(AssertUnwindSafe(|| source.keys(at).take(KEYS).collect()));
    keys.map_err(discard).unwrap_or_default()
}

/// The tree of `source`, if it is one; a panic is taken for a source that is none.
pub(crate) fn tree(source: &dyn Source) -> Option<&Value> {
    catch_unwind(AssertUnwindSafe(|| source.tree())).map_err(discard).unwrap_or_default()
}

/// The JSON bytes of `source`, if it is such; a panic is taken for a source that is none.
pub(crate) fn json(source: &dyn Source) -> Option<&JsonBytes<'_>> {
    catch_unwind(AssertUnwindSafe(|| source.json())).map_err(discard).unwrap_or_default()
}

/// Drops what a source threw, which could panic again.
fn discard(panic: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(again);
    }
}

/// What a panic says, if it says anything. What was thrown is dropped, whatever that does.
pub(crate) fn told(panic: Box<dyn Any + Send>) -> Option<String> {
    let message = panic.downcast_ref::<String>().cloned();
    let message = message.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
    discard(panic);
    message
}
