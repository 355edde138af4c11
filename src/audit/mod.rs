//! From a finished text to findings: what was never filled in, and what was damaged on its way.
//!
//! `scan.rs` finds the places where something may begin, at the speed of `memchr`, and judges those that
//! `glance.rs` thinks worth a look; `disguise.rs` (with `html.rs`) reads a placeholder
//! of ours in whatever disguise editors gave it, `foreign.rs` those of other languages; `reader.rs` does
//! that for texts that are not held as a whole.

mod disguise;
mod foreign;
mod glance;
mod html;
mod reader;
mod scan;

use std::io;

pub(crate) use self::scan::Scan;
use crate::finding::Findings;
use crate::span::Locator;
use crate::template::Syntax;

/// Looks through a finished text for placeholders that nobody filled in, and for what editors and mail
/// programs did to some: with the default [`Syntax`], see [`Syntax::audit`].
///
/// ```
/// let page = "<h1>[[data.name.value]]</h1> <p>[ [ metadata.translations.hello ] ]</p> [[1,2],[3,4]]";
/// let findings = lacuna::audit(page);
/// let codes: Vec<_> = findings.list().iter().map(|finding| finding.kind().code()).collect();
/// assert_eq!(codes, ["leftover", "spaced-delimiter"]);
/// assert_eq!(
///     findings.list()[1].problem().help(),
///     Some("in the template, leave nothing between the two brackets: `[[ metadata.translations.hello ]]`")
/// );
/// ```
pub fn audit(text: &str) -> Findings {
    Syntax::new().audit(text)
}

/// The same for a text that is read piece by piece: holds less than 512 KiB of it at a time, and the
/// findings. With the default [`Syntax`], see [`Syntax::audit_reader`].
///
/// # Errors
///
/// If the reader fails. Bytes that are not UTF-8 are a finding.
///
/// ```
/// let page: &[u8] = b"<p>[[ data.name.value ]]</p>";
/// assert_eq!(lacuna::audit_reader(page)?, lacuna::audit("<p>[[ data.name.value ]]</p>"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn audit_reader(reader: impl io::Read) -> io::Result<Findings> {
    Syntax::new().audit_reader(reader)
}

impl Syntax {
    /// Looks through a finished text for leftovers of templates like these.
    ///
    /// A *leftover* is a placeholder that can be read and holds a `t('…')` or a path under a known
    /// root: a declared one ([`Syntax::roots`]), else the first key of the paths of the [`Layout`]. (A
    /// plain layout without declared roots knows none.) What begins with such a path and cannot be
    /// read is a malformed leftover. [`Damage`] counts around such paths only. Placeholders of other
    /// languages (`{{x}}`, `{% x %}`, `*|X|*`, `%%x%%`, `${x}`) are notes.
    ///
    /// Runs at the speed of `memchr` where there is nothing to find. Never fails, whatever the text.
    ///
    /// [`Damage`]: crate::Damage
    /// [`Layout`]: crate::Layout
    ///
    /// ```
    /// use lacuna::Syntax;
    ///
    /// let syntax = Syntax::new().delimiters("<%", "%>")?.roots(["user"])?;
    /// assert_eq!(syntax.audit("Dear <% user.name %>, <% other %>").errors(), 1);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn audit(&self, text: &str) -> Findings {
        let mut findings = Findings::default();
        let limit = self.limits_set().problem_count();
        let mut locator = Locator::new(text);
        Scan::new(self).run(text, 0, text.len(), &mut |found| {
            findings.push_with(limit, |is_drawn| found.problem(&mut locator, is_drawn));
        });
        findings
    }
}
