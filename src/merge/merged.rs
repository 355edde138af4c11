//! What a merge has done so far.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What a merge did, or has done until now. `Display` is a summary in lines; it is `Serialize` too.
///
/// ```
/// use lacuna::{Merge, Merged, Output, Records, Rejects, Template};
///
/// let template = Template::text("Dear [[ data.name.value ]], [[ data.city.value ]];")?;
/// let input = r#"{"data": {"name": {"value": "Ada"}}, "metadata": {"defaultData": {"city": "London"}}}
/// {"data": {"name": {"value": "Ida"}}}
/// {"data": {
/// "#;
/// let mut out = Vec::new();
/// let records = Records::ndjson(input.as_bytes());
/// let merged: Merged = Merge::new(&template).run(records, Output::text(&mut out), Rejects::new())?;
/// assert_eq!((merged.done(), merged.written(), merged.rejected()), (3, 1, 2));
/// assert_eq!(merged.rejected_by_code()["gap"], 1);
/// assert_eq!(merged.gaps()["data.city.value"], 1);
/// assert_eq!(merged.defaults()["data.city.value"], 1);
/// assert_eq!((merged.input_bytes(), merged.output_bytes()), (input.len() as u64, out.len() as u64));
/// assert_eq!(merged.to_string(), "\
/// 3 records: 1 written, 2 rejected
/// rejected:
///   1 × gap
///   1 × json
/// gaps:
///   1 × data.city.value
/// defaults:
///   1 × data.city.value
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    pub(super) done: u64,
    pub(super) skipped: u64,
    pub(super) written: u64,
    /// Outputs that a merge before this one wrote.
    #[serde(skip)]
    pub(super) outputs_before: u64,
    pub(super) rejected: BTreeMap<&'static str, u64>,
    pub(super) gaps: BTreeMap<String, u64>,
    pub(super) defaults: BTreeMap<String, u64>,
    pub(super) refused: BTreeMap<String, u64>,
    pub(super) input_bytes: u64,
    pub(super) output_bytes: u64,
    pub(super) reject_bytes: u64,
    pub(super) was_stopped: bool,
}

impl Merged {
    /// How many records of the input are done: written, rejected or skipped. A merge of the same records
    /// that skips so many goes on where this one ended; see [`Merge::after`](crate::Merge::after).
    pub const fn done(&self) -> u64 {
        self.done
    }

    /// How many of them were skipped: fewer than [`Merge::skip`](crate::Merge::skip) asked for, if the input
    /// has no more.
    ///
    /// ```
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let (template, mut out) = (Template::text("-")?, Vec::new());
    /// let merge = Merge::new(&template).skip(5);
    /// let merged = merge.run(Records::ndjson(&b"1\n2\n"[..]), Output::text(&mut out), Rejects::new())?;
    /// assert_eq!((merged.skipped(), merged.done()), (2, 5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many outputs were handed over.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// How many records were rejected.
    pub fn rejected(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// The same by the code of their reason: [`RejectReason::code`](crate::RejectReason::code).
    pub const fn rejected_by_code(&self) -> &BTreeMap<&'static str, u64> {
        &self.rejected
    }

    /// How many placeholders of rejected records were gaps, by their expression.
    pub const fn gaps(&self) -> &BTreeMap<String, u64> {
        &self.gaps
    }

    /// In how many outputs a placeholder printed the default of a rule, by its expression. Those within
    /// texts within texts do not count, nor those in names.
    pub const fn defaults(&self) -> &BTreeMap<String, u64> {
        &self.defaults
    }

    /// In how many outputs the value of a placeholder was refused at its place in a page of HTML, by its expression:
    /// something inert stands there.
    ///
    /// ```
    /// # #[cfg(feature = "html")] {
    /// use lacuna::{Merge, Output, Records, Rejects, Template};
    ///
    /// let template = Template::html(r#"<a href="[[ site ]]">site</a>"#)?;
    /// let (records, mut out) = (&br#"{"site": "javascript:steal()"}"#[..], Vec::new());
    /// let merged = Merge::new(&template).run(Records::ndjson(records), Output::text(&mut out), Rejects::new())?;
    /// assert_eq!(out, br#"<a href="about:invalid#lacuna-refused">site</a>"#);
    /// assert_eq!((merged.written(), merged.refused()["site"]), (1, 1));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn refused(&self) -> &BTreeMap<String, u64> {
        &self.refused
    }

    /// How many bytes of the input lie behind: up to the end of the last record that is done. None, if
    /// records are sources.
    pub const fn input_bytes(&self) -> u64 {
        self.input_bytes
    }

    /// How many bytes of whole outputs the writer took, separators included.
    pub const fn output_bytes(&self) -> u64 {
        self.output_bytes
    }

    /// How many bytes of whole records the writer of rejects took, line feeds included.
    ///
    /// ```
    /// assert_eq!(lacuna::Merged::default().reject_bytes(), 0);
    /// ```
    pub const fn reject_bytes(&self) -> u64 {
        self.reject_bytes
    }

    /// Whether a callback stopped it, so that there may be more records.
    pub const fn was_stopped(&self) -> bool {
        self.was_stopped
    }
}

impl fmt::Display for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, skipped, written, .. } = self;
        let plural = if *done == 1 { "" } else { "s" };
        write!(f, "{done} record{plural}: ")?;
        if *skipped > 0 {
            write!(f, "{skipped} skipped, ")?;
        }
        let stopped = if self.was_stopped { "; stopped" } else { "" };
        writeln!(f, "{written} written, {} rejected{stopped}", self.rejected())?;
        let rejected = self.rejected.iter().map(|(code, count)| (*code, *count)).collect();
        let told = |counts: &BTreeMap<String, u64>| -> Vec<(String, u64)> {
            let counts =
                counts.iter().map(|(text, count)| (crate::visible::one_line(text, 60), *count));
            counts.collect()
        };
        list("rejected", rejected, f)?;
        let all = [("gaps", &self.gaps), ("defaults", &self.defaults), ("refused", &self.refused)];
        all.into_iter().try_for_each(|(title, counts)| {
            let told = told(counts);
            list(title, told.iter().map(|(text, count)| (&**text, *count)).collect(), f)
        })
    }
}

/// Lists what was counted, the most frequent first.
fn list(title: &str, mut counts: Vec<(&str, u64)>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if counts.is_empty() {
        return Ok(());
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    writeln!(f, "{title}:")?;
    let width = counts.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    counts.iter().try_for_each(|(text, count)| writeln!(f, "  {count:width$} × {text}"))
}

pub(super) fn add(counts: &mut BTreeMap<String, u64>, key: &str, more: u64) {
    match counts.get_mut(key) {
        Some(count) => *count += more,
        None => _ = counts.insert(key.to_owned(), more),
    }
}
