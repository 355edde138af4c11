//! How many findings a resolution has, without making any of them.

use serde::Serialize;

use crate::finding::Severity;
use crate::resolve::{Resolution, Resolved, TreeResolution};

/// How many errors and notes there are among the [findings](Resolution::findings) of a resolution.
///
/// ```
/// use lacuna::{Context, Tally, Template};
/// use serde_json::json;
///
/// let template = Template::text("[[ name ]] [[ data.role.value ]] [[ code ]]")?;
/// let data = json!({"name": "Ada", "metadata": {"defaultData": {"role": "Author"}}});
/// let tally: Tally = template.resolve(&Context::new(&data)).tally();
/// assert_eq!((tally.errors, tally.notes), (1, 1));
/// assert!(tally.is_refused() && !tally.is_ready());
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Placeholders that keep the page from being published: gaps, and what failed or was refused.
    pub errors: usize,
    /// Placeholders that are only worth a look: left blank, or answered by a default, of the page or a default locale.
    pub notes: usize,
}

impl Tally {
    fn of<'r>(outcomes: impl Iterator<Item = Resolved<'r>>) -> Self {
        let mut tally = Self::default();
        for resolved in outcomes {
            match resolved.severity() {
                Some(Severity::Error) => tally.errors += 1,
                Some(Severity::Note) => tally.notes += 1,
                None => {}
            }
        }
        tally
    }

    /// Whether something keeps the page from being published.
    pub const fn is_refused(&self) -> bool {
        self.errors > 0
    }

    /// Whether there is nothing to say at all.
    ///
    /// ```
    /// let (template, data) = (lacuna::Template::text("plain")?, serde_json::json!({}));
    /// assert!(template.resolve(&lacuna::Context::new(&data)).tally().is_ready());
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub const fn is_ready(&self) -> bool {
        self.errors + self.notes == 0
    }
}

impl Resolution<'_> {
    /// How many errors and notes the [findings](Self::findings) have. Looks at every placeholder, and neither
    /// writes a message nor keeps anything: for many records.
    pub fn tally(&self) -> Tally {
        Tally::of(self.outcomes())
    }
}

impl TreeResolution<'_> {
    /// The same for a JSON tree.
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let (template, data) = (Syntax::new().tree(json!({"host": "[[ a ]]", "port": "[[ b ]]"}))?, json!({"b": 80}));
    /// assert_eq!(template.resolve(&Context::new(&data)).tally().errors, 1);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn tally(&self) -> Tally {
        Tally::of(self.outcomes())
    }
}
