//! Which keys of the data no template reads.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::error::{ErrorKind, Problem, Problems};
use crate::finding::Findings;
use crate::nearest::nearest;
use crate::path::{JSON_DEPTH, Path, Segment, index};

/// The most keys that are told.
const KEYS: usize = 10_000;

/// Keys of the data that none of some templates reads: misspelt, forgotten, or no longer needed.
///
/// Of an object that nothing reads only its own key is told. Elements of arrays are no keys, and what is
/// read is what [`Template::paths`](crate::Template::paths) lists: not what texts in the data read under
/// [`Layout::expand`](crate::Layout::expand).
///
/// ```
/// use lacuna::{Template, UnreadKeys};
/// use serde_json::json;
///
/// let letter = Template::text("Dear [[ data.name.value ]],")?;
/// let mut unread = UnreadKeys::new();
/// unread.read(letter.paths());
/// unread.add(&json!({"data": {"name": {"value": "Ada", "note": "?"}, "nmae": "Ada"}}));
/// assert_eq!(unread.findings().to_string(), "\
/// note   unread-key  no template reads `data.name.note`
/// note   unread-key  no template reads `data.nmae`
/// 0 errors, 2 notes: 2 unread-key
/// ");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct UnreadKeys {
    read: Read,
    /// How many records have it.
    unread: IndexMap<Vec<Segment<'static>>, usize>,
    /// Those beyond, of the record that has most of them.
    more: usize,
}

/// What is read at a path and below it.
#[derive(Clone, Debug, Default)]
struct Read {
    is_whole: bool,
    /// By key, or by the digits of an index.
    below: BTreeMap<String, Read>,
}

impl UnreadKeys {
    /// Without templates nothing is read.
    pub fn new() -> Self {
        Self::default()
    }

    /// These paths are read, and all that is below them.
    pub fn read<'p>(&mut self, paths: impl IntoIterator<Item = Path<'p>>) {
        for path in paths {
            let mut read = &mut self.read;
            // No data is deeper.
            for segment in path.segments().iter().take(JSON_DEPTH) {
                read = read.below.entry(segment.text().into_owned()).or_default();
            }
            read.is_whole = true;
        }
    }

    /// Looks through data, a record or a layer, with the paths that it knows by then. Costs a look at
    /// each key of what is read in part.
    pub fn add(&mut self, data: &Value) {
        let Self { read, unread, more } = self;
        let mut beyond = 0;
        walk(data, read, &mut Vec::new(), &mut |path| {
            if let Some(records) = unread.get_mut(path) {
                *records += 1;
            } else if unread.len() < KEYS {
                unread.insert(path.to_vec(), 1);
            } else {
                beyond += 1;
            }
        });
        // Most records have the same keys.
        *more = (*more).max(beyond);
    }

    /// A note for each key, in the order in which they were met.
    pub fn findings(&self) -> Findings {
        let notes = self.unread.iter().map(|(path, records)| {
            let meant = self.read.meant(path);
            let path = Path::borrowed(path).to_string();
            let problem = Problem::nowhere(ErrorKind::UnreadKey { path, records: *records });
            let Some(meant) = meant else {
                return problem.with_help("print it, or leave it out of the data");
            };
            let mut problem = problem.with_help(format!("did you mean `{meant}`, which is read?"));
            problem.suggest(vec![meant]);
            problem
        });
        let kept: Vec<_> = notes.collect();
        let dropped = BTreeMap::from([("unread-key", self.more)]);
        // Of notes half as many are kept as there may be findings.
        Findings::of(Problems { kept, dropped }, 2 * KEYS)
    }
}

impl Read {
    /// The path that is read and differs from this one by a slip of the hand in the last key.
    fn meant(&self, path: &[Segment<'static>]) -> Option<String> {
        let (last, parent) = path.split_last()?;
        let read =
            parent.iter().try_fold(self, |read, segment| read.below.get(&*segment.text()))?;
        let keys = read.below.keys().map(|key| Cow::Borrowed(key.as_str()));
        let key = nearest(&last.text(), keys).into_iter().next()?.into_owned();
        let segments = parent.iter().cloned().chain([Segment::Key(key.into())]);
        Some(Path::new(segments.collect()).to_string())
    }
}

/// Tells the keys that are not read of the value at `path` and below it.
fn walk(
    value: &Value,
    read: &Read,
    path: &mut Vec<Segment<'static>>,
    unread: &mut impl FnMut(&[Segment<'static>]),
) {
    if read.is_whole {
        return;
    }
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                path.push(Segment::Key(key.clone().into()));
                match read.below.get(key) {
                    Some(below) => walk(value, below, path, unread),
                    None => unread(path),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (digits, below) in &read.below {
                let Some(at) = index(digits) else { continue };
                let Some(item) = items.get(at) else { continue };
                path.push(Segment::Index(at));
                walk(item, below, path, unread);
                path.pop();
            }
        }
        _ => {}
    }
}
