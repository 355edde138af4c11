//! A closure as a source.

use std::borrow::Cow;
use std::fmt;

use super::{Keys, Miss, Source};
use crate::path::{Path, Segment};
use crate::value::Datum;

/// A source that is a function from paths to values: a row of a database, the environment.
///
/// The closure is `Sync`, as every source: over a connection that is not, put the values of the row
/// into a map first. A closure that is not written in place names the type of its argument: `|path: &Path<'_>| …`.
///
/// ```
/// use lacuna::{Context, Datum, FnSource, Miss, Template};
///
/// /// A row as a database gives it: columns by number, and perhaps `NULL`.
/// struct Row { id: i64, name: String, motto: Option<String> }
/// let row = Row { id: 7, name: "Ada".into(), motto: None };
///
/// let columns = FnSource::new(|path| match path.key() {
///     Some("id") => Ok(Datum::from(row.id)),
///     Some("name") => Ok(Datum::from(&*row.name)),
///     Some("motto") => Ok(Datum::from(row.motto.as_deref())),
///     _ => Err(Miss::Absent),
/// })
/// .with_keys(["id", "name", "motto"]);
///
/// let template = Template::text("[[ id ]]: [[ name ]], [[ motto || 'no motto' ]]")?;
/// assert_eq!(template.render(&Context::new(&columns))?, "7: Ada, no motto");
///
/// let error = lacuna::render("[[ nmae ]]", &columns).unwrap_err();
/// assert_eq!(error.all()[0].help(), Some("did you mean `name`?"));
/// # Ok::<(), lacuna::Error>(())
/// ```
pub struct FnSource<'f, F> {
    find: F,
    /// The keys of the root; none if they are not known.
    keys: Option<Vec<Cow<'f, str>>>,
}

impl<'f, F: Fn(&Path<'_>) -> Result<Datum<'f>, Miss> + Sync> FnSource<'f, F> {
    /// The source that answers with what `find` says; see [`Source::find`] for when it is asked.
    pub const fn new(find: F) -> Self {
        Self { find, keys: None }
    }

    /// Lists the keys of the root, for suggestions: a path whose first key is none of them is
    /// told to be missing there when `find` says [`Miss::Absent`].
    #[must_use]
    pub fn with_keys<K: Into<Cow<'f, str>>>(mut self, keys: impl IntoIterator<Item = K>) -> Self {
        self.keys = Some(keys.into_iter().map(Into::into).collect());
        self
    }
}

impl<'f, F: Fn(&Path<'_>) -> Result<Datum<'f>, Miss> + Sync> Source for FnSource<'f, F> {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        (self.find)(path).map_err(|miss| match (miss, path.segments().first(), &self.keys) {
            (Miss::Absent, Some(Segment::Key(first)), Some(keys)) if !keys.contains(first) => {
                Miss::NoKey { segment: 0 }
            }
            (miss, ..) => miss,
        })
    }

    fn keys<'d>(&'d self, at: &Path<'_>) -> Keys<'d> {
        let keys = self.keys.iter().flatten().filter(|_| at.segments().is_empty());
        let keys: Vec<Cow<'d, str>> = keys.map(|key| Cow::Borrowed(&**key)).collect();
        Box::new(keys.into_iter())
    }
}

impl<F> fmt::Debug for FnSource<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FnSource").field("keys", &self.keys).finish_non_exhaustive()
    }
}
