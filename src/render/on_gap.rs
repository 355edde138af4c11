//! What to print for a gap: the only place where a policy applies.

use std::fmt;

use crate::resolve::{Outcome, Rejected, Resolved};
use crate::template::Placeholder;

/// What [`Resolution::finish`](crate::Resolution::finish) does about gaps.
///
/// A placeholder that *failed* (a filter's error, a circle of texts, a limit) is no gap: no policy
/// prints it. What a source could not answer ([`Miss::Failed`](crate::Miss::Failed)) is a gap, told
/// by its reason ([`Reason::Source`](crate::Reason::Source)). A value that is empty or blank is
/// none, unless [`Layout::blank_is_gap`](crate::Layout::blank_is_gap) says so.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub enum OnGap<'f> {
    /// An error that lists every gap.
    #[default]
    Fail,
    /// The placeholder as written; the output is final, not a template to be parsed again.
    Keep,
    /// Nothing.
    Empty,
    /// This text, escaped like any value. Even an empty one keeps a hollow line.
    Text(&'f str),
    /// What the handler says, escaped like any value. It is called once for each gap, in the
    /// order of the text. A closure that is not written in place names the type of its argument:
    /// `|gap: &Gap<'_>| …`.
    With(&'f (dyn Fn(&Gap<'_>) -> String + Sync)),
}

impl fmt::Debug for OnGap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fail => f.write_str("Fail"),
            Self::Keep => f.write_str("Keep"),
            Self::Empty => f.write_str("Empty"),
            Self::Text(text) => f.debug_tuple("Text").field(text).finish(),
            Self::With(_) => f.write_str("With(…)"),
        }
    }
}

/// A placeholder for which there is nothing to print.
///
/// ```
/// use lacuna::{Context, OnGap, Template};
/// use serde_json::json;
///
/// let template = Template::text("Dear [[ data.name ]],")?;
/// let data = json!({});
/// let context = Context::new(&data);
/// let marked = template.resolve(&context).finish(OnGap::With(&|gap| format!("⟨{}⟩", gap.expression())))?;
/// assert_eq!(marked.to_string(), "Dear ⟨data.name⟩,");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gap<'r>(Resolved<'r>);

impl<'r> Gap<'r> {
    pub(super) const fn new(resolved: Resolved<'r>) -> Self {
        Self(resolved)
    }

    /// The placeholder.
    pub const fn placeholder(&self) -> Placeholder<'r> {
        self.0.placeholder()
    }

    /// What stands between the delimiters, without the white space around it.
    pub fn expression(&self) -> &'r str {
        self.placeholder().expression()
    }

    /// What became of the placeholder, with the reason.
    pub fn outcome(&self) -> Outcome<'r> {
        self.0.outcome()
    }

    /// The candidates that were passed over, in the order in which they were tried.
    pub fn rejected(&self) -> impl Iterator<Item = Rejected<'r>> {
        self.0.rejected()
    }
}
