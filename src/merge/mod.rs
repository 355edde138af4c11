//! One template, many records: to one output, to lines of JSON, or to a callback.
//!
//! `records.rs` is where records come from (`read.rs` reads bytes, `split.rs` knows where a record ends, `stream.rs` lets one
//! pass that is too long), a `batch.rs` holds
//! some of them, `work.rs` renders them (`chains.rs` knows their locales), `settle.rs` hands over what became of them, in order (`sink.rs` writes);
//! `drive.rs` is the loop, on one thread or several, and `run.rs` starts it. `output.rs` and `reject.rs` are the sinks, `merged.rs` and `fault.rs`
//! say how far it came.

mod batch;
mod chains;
mod drive;
mod fault;
mod merged;
mod notes;
mod output;
mod read;
mod records;
mod reject;
mod run;
mod settle;
mod sink;
mod split;
mod stream;
mod work;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;

pub use self::fault::{MergeError, MergeFault};
pub use self::merged::Merged;
pub use self::output::{MergedRecord, Next, Output};
pub use self::records::Records;
pub use self::reject::{RejectReason, Rejection, Rejects};

use self::batch::Spares;
use crate::catalog::Catalogs;
use crate::error::Error;
use crate::locale::LocaleChain;
use crate::path::Path;
use crate::resolve::Source;
use crate::template::Template;

/// The most bytes of a record, if nobody says otherwise: 4 MiB.
const RECORD: usize = 4 << 20;

/// One template, or several of which each record chooses one, and many records.
///
/// Records are independent of each other: one that is malformed, that the template refuses or that makes a filter panic is
/// [rejected](Rejects), and the others come out in their order. Memory is bounded: a few batches of some 256 KiB of
/// records, or of a record if that is longer, and their outputs.
///
/// ```
/// use lacuna::{Merge, Output, Records, Rejects, Template};
///
/// let template = Template::text("Dear [[ name || 'friend' ]],\n")?;
/// let (mut letters, mut rejected) = (Vec::new(), Vec::new());
/// let merged = Merge::new(&template).run(
///     Records::ndjson("{\"name\": \"Ada\"}\n{\"name\": \n{}\n".as_bytes()),
///     Output::text(&mut letters),
///     Rejects::new().write_to(&mut rejected),
/// )?;
/// assert_eq!(letters, b"Dear Ada,\nDear friend,\n");
/// assert_eq!(rejected, b"{\"name\": \n");
/// assert_eq!(merged.to_string(), "3 records: 2 written, 1 rejected\nrejected:\n  1 × json\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Merge<'m> {
    /// With the names by which records ask for them.
    templates: IndexMap<String, &'m Template<'m>>,
    /// Where records say which template they want.
    choice: Option<Path<'static>>,
    name: Option<&'m Template<'m>>,
    layers: Vec<&'m dyn Source>,
    locales: Option<&'m LocaleChain>,
    catalogs: Option<&'m Catalogs>,
    locale_from: Option<Path<'static>>,
    separator: String,
    skip: u64,
    outputs_before: Option<u64>,
    record_limit: usize,
    /// What its runs leave to the next ones.
    spares: Arc<Spares>,
    #[cfg(feature = "parallel")]
    threads: usize,
    #[cfg(feature = "parallel")]
    pool: Arc<std::sync::OnceLock<rayon::ThreadPool>>,
}

impl<'m> Merge<'m> {
    /// Every record fills this template.
    pub fn new(template: &'m Template<'m>) -> Self {
        let name = template.name().unwrap_or_default().to_owned();
        Self::of(IndexMap::from([(name, template)]), None)
    }

    fn of(templates: IndexMap<String, &'m Template<'m>>, choice: Option<Path<'static>>) -> Self {
        Self {
            templates,
            choice,
            name: None,
            layers: Vec::new(),
            locales: None,
            catalogs: None,
            locale_from: None,
            separator: String::new(),
            skip: 0,
            outputs_before: None,
            record_limit: RECORD,
            spares: Arc::default(),
            #[cfg(feature = "parallel")]
            threads: 1,
            #[cfg(feature = "parallel")]
            pool: Arc::default(),
        }
    }

    /// Every record fills the template whose name stands at `path` in it; one that names none of them is
    /// rejected. Of two templates of one name the last counts.
    ///
    /// # Errors
    ///
    /// If `path` is none.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (letter, card) = (Template::text("Dear [[ name ]], … ")?, Template::text("Hi [[ name ]]! ")?);
    /// let merge = Merge::choose("kind", [("letter", &letter), ("card", &card)])?;
    /// let records = [
    ///     json!({"kind": "card", "name": "Ada"}),
    ///     json!({"kind": "parcel", "name": "Ida"}),
    ///     json!({"kind": "letter", "name": "Eva"}),
    /// ];
    /// let mut out = Vec::new();
    /// let merged = merge.run(Records::sources(records), Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, "Hi Ada! Dear Eva, … ".as_bytes());
    /// assert_eq!(merged.rejected_by_code()["no-template"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn choose<N: Into<String>>(
        path: &str,
        templates: impl IntoIterator<Item = (N, &'m Template<'m>)>,
    ) -> Result<Self, Error> {
        let path = Path::parse(path)?.into_owned();
        let templates = templates.into_iter().map(|(name, template)| (name.into(), template));
        Ok(Self::of(templates.collect(), Some(path)))
    }

    /// Adds a layer of data behind each record: see [`Context::or`](crate::Context::or).
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let (template, site) = (Template::text("[[ name ]] of [[ city ]]")?, json!({"city": "London"}));
    /// let mut out = Vec::new();
    /// let records = Records::sources([json!({"name": "Ada"})]);
    /// Merge::new(&template).or(&site).run(records, Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, b"Ada of London");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn or(mut self, source: &'m dyn Source) -> Self {
        self.layers.push(source);
        self
    }

    /// The locales of all records: see [`Context::locales`](crate::Context::locales).
    #[must_use]
    pub const fn locales(mut self, chain: &'m LocaleChain) -> Self {
        self.locales = Some(chain);
        self
    }

    /// Catalogs of messages: see [`Context::catalogs`](crate::Context::catalogs).
    #[must_use]
    pub const fn catalogs(mut self, catalogs: &'m Catalogs) -> Self {
        self.catalogs = Some(catalogs);
        self
    }

    /// Each record says at this path which language it wants: its tag and the parents of that stand before the
    /// [`locales`](Self::locales), made in the same way as those (without them as by [`LocaleChain::lookup`]). A record
    /// where it is missing, null or blank has the `locales` only; one where it is no language tag is rejected.
    ///
    /// # Errors
    ///
    /// If `path` is none.
    ///
    /// ```
    /// use lacuna::{Catalogs, LocaleChain, Merge, Output, Records, Rejects, Template};
    /// use serde_json::json;
    ///
    /// let catalogs = Catalogs::new().add("de", &json!({"hi": "Hallo"}))?.add("en", &json!({"hi": "Hi"}))?;
    /// let (template, chain) = (Template::text("[[ t('hi') ]] ")?, LocaleChain::lookup(["en"])?);
    /// let merge = Merge::new(&template).locales(&chain).catalogs(&catalogs).locale_from("user.locale")?;
    /// let records = &br#"{"user": {"locale": "de_AT"}}
    /// {}
    /// {"user": {"locale": "de_DE.UTF-8"}}"#[..];
    /// let mut out = Vec::new();
    /// let merged = merge.run(Records::ndjson(records), Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, b"Hallo Hi ");
    /// assert_eq!(merged.rejected_by_code()["language-tag"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn locale_from(mut self, path: &str) -> Result<Self, Error> {
        self.locale_from = Some(Path::parse(path)?.into_owned());
        Ok(self)
    }

    /// A second template that each record fills, for a name of its output: see
    /// [`MergedRecord::name`]. A record that it refuses is rejected.
    #[must_use]
    pub const fn name(mut self, template: &'m Template<'m>) -> Self {
        self.name = Some(template);
        self
    }

    /// What stands between two outputs of one text; nothing by default.
    #[must_use]
    pub fn separator(mut self, separator: impl Into<String>) -> Self {
        self.separator = separator.into();
        self
    }

    /// Passes over so many records, which a merge before this one has done: written or rejected.
    ///
    /// The first output then has a separator before it, since it follows one; unless
    /// [`outputs_before`](Self::outputs_before) says that there is none.
    #[must_use]
    pub const fn skip(mut self, records: u64) -> Self {
        self.skip = records;
        self
    }

    /// So many outputs stand before the first one: only if there is one it has a separator before it. Without this
    /// there is one if records are [skipped](Self::skip).
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let template = Template::text("[[ a ]]")?;
    /// let merge = Merge::new(&template).separator(", ").skip(1);
    /// let run = |merge: Merge| {
    ///     let mut out = Vec::new();
    ///     let records = Records::ndjson(&b"{}\n{\"a\": 1}\n{\"a\": 2}"[..]);
    ///     merge.run(records, Output::text(&mut out), Rejects::new()).map(|_| out)
    /// };
    /// assert_eq!(run(merge.clone())?, b", 1, 2");
    /// assert_eq!(run(merge.outputs_before(0))?, b"1, 2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn outputs_before(mut self, outputs: u64) -> Self {
        self.outputs_before = Some(outputs);
        self
    }

    /// Goes on where another merge of the same records ended: skips those that it has done, and knows how many
    /// outputs there are.
    ///
    /// ```
    /// use lacuna::{Merge, Next, Output, Records, Rejects, Template};
    ///
    /// let (template, input) = (Template::text("[[ $ ]]")?, "1\n2\n3\n4\n");
    /// let merge = Merge::new(&template);
    /// let mut all = Vec::new();
    /// let mut run = |merge: &Merge, last: &str| {
    ///     let output = Output::each(|record| {
    ///         all.push(record.text().to_owned());
    ///         Ok(if record.text() == last { Next::Stop } else { Next::Record })
    ///     });
    ///     merge.run(Records::ndjson(input.as_bytes()), output, Rejects::new())
    /// };
    /// let merged = run(&merge, "2")?;
    /// assert!(merged.was_stopped() && merged.done() == 2);
    /// let merged = run(&merge.after(&merged), "")?;
    /// assert_eq!((merged.skipped(), merged.done()), (2, 4));
    /// assert_eq!(all.join(""), "1234");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn after(mut self, merged: &Merged) -> Self {
        self.skip = merged.done;
        self.outputs_before = Some(merged.outputs_before.saturating_add(merged.written));
        self
    }

    /// The most bytes of a record; 4 MiB by default. A longer one is rejected without being held: its bytes go on
    /// to the writer of rejects as they are read, without white space before the record.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let (template, mut out, mut rejected) = (Template::text("[[ a ]]")?, Vec::new(), Vec::new());
    /// let records = Records::ndjson(&b"{\"a\": \"long\"}\n{\"a\": 1}\n"[..]);
    /// let rejects = Rejects::new().write_to(&mut rejected);
    /// let merged = Merge::new(&template).record_limit(10).run(records, Output::text(&mut out), rejects)?;
    /// assert_eq!((out, rejected), (b"1".to_vec(), b"{\"a\": \"long\"}\n".to_vec()));
    /// assert_eq!(merged.rejected_by_code()["record-too-long"], 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn record_limit(mut self, bytes: usize) -> Self {
        self.record_limit = bytes;
        self
    }
}

/// What a thread that panicked may have held.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What nobody else can hold any more.
fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
