//! Explicit limits, so that no input can make the work unbounded.

/// The stack has to hold them all, each with its `t(…)` in `t(…)`; and a report that has them within
/// each other must read back.
const DEEPEST: usize = 32;

/// The bytes of values that filters and texts within texts look at, whatever they make of them.
pub(crate) const READ: usize = 1 << 30;

/// How much is read and kept; every limit has a name and a default.
///
/// Six more are fixed: filters and texts within texts look at 1 GiB of values, `t(…)` is nested 8 deep at most and has 64 arguments, texts and arguments
/// that need each other are at most 64, and the filter `json` and a
/// [`TreeTemplate`](crate::TreeTemplate) have 127 levels.
///
/// ```
/// use lacuna::{Limits, Syntax};
///
/// let syntax = Syntax::new().limits(Limits::new().expression(16));
/// let error = syntax.text("[[ a.rather.long.path ]]").unwrap_err();
/// assert_eq!(error.to_string(), "1:1: expression is longer than 16 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    expression: usize,
    problems: usize,
    output: usize,
    expansion: usize,
    expansion_depth: usize,
}

impl Limits {
    /// The defaults: expressions of 4 KiB, 100,000 problems, outputs of 1 GiB, texts within texts
    /// of 1 MiB and 8 deep.
    pub const fn new() -> Self {
        Self {
            expression: 4096,
            problems: 100_000,
            output: 1 << 30,
            expansion: 1 << 20,
            expansion_depth: 8,
        }
    }

    /// The longest expression, in bytes between the delimiters.
    #[must_use]
    pub const fn expression(mut self, bytes: usize) -> Self {
        self.expression = bytes;
        self
    }

    /// The most problems that an [`Error`](crate::Error) keeps, at least one; the rest is counted.
    /// The same bounds [`Template::warnings`](crate::Template::warnings), and what a report tells of
    /// texts within texts ([`Entry::parts`](crate::Entry::parts)).
    #[must_use]
    pub const fn problems(mut self, count: usize) -> Self {
        self.problems = count;
        self
    }

    /// The longest output, in bytes, and the most that filters may make for it, all texts together.
    ///
    /// What a tree takes over from the data counts as long as it is as JSON; in memory a
    /// `serde_json::Value` can be many times that.
    ///
    /// ```
    /// use lacuna::{Context, Limits, Syntax};
    ///
    /// let syntax = Syntax::new().limits(Limits::new().output(10));
    /// let template = syntax.text("[[ a ]] [[ a ]]")?;
    /// let error = template.render(&Context::new(&serde_json::json!({"a": "12345"}))).unwrap_err();
    /// assert_eq!(error.to_string(), "the output would be longer than 10 bytes");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn output(mut self, bytes: usize) -> Self {
        self.output = bytes;
        self
    }

    /// The most bytes of texts that hold placeholders themselves ([`Layout::expand`]) and of what is
    /// filled into them, all of a rendering together.
    ///
    /// [`Layout::expand`]: crate::Layout::expand
    ///
    /// ```
    /// use lacuna::{Context, Layout, Limits, Syntax};
    ///
    /// let layout = Layout::metadata().expand(true);
    /// let syntax = Syntax::new().layout(layout).limits(Limits::new().expansion(20));
    /// let data = serde_json::json!({
    ///     "name": "Augusta Ada", "metadata": {"translations": {"hi": "Dear [[ name ]]"}},
    /// });
    /// let error = syntax.text("[[ t('hi') ]]")?.render(&Context::new(&data)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "1:4: `t('hi')` failed: texts that are filled into texts are together longer than 20 bytes"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn expansion(mut self, bytes: usize) -> Self {
        self.expansion = bytes;
        self
    }

    /// How deep such texts may stand within each other; more than 32 levels are taken for 32.
    ///
    /// ```
    /// use lacuna::{Context, Layout, Limits, Syntax};
    ///
    /// let layout = Layout::metadata().expand(true);
    /// let syntax = Syntax::new().layout(layout).limits(Limits::new().expansion_depth(1));
    /// let texts = serde_json::json!({"outer": "<[[ t('inner') ]]>", "inner": "[[ t('core') ]]", "core": "x"});
    /// let data = serde_json::json!({"metadata": {"translations": texts}});
    /// let error = syntax.text("[[ t('outer') ]]")?.render(&Context::new(&data)).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "1:4: `t('outer')` failed: texts stand within texts more than 1 deep: `outer` → `inner`"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub const fn expansion_depth(mut self, levels: usize) -> Self {
        self.expansion_depth = if levels < DEEPEST { levels } else { DEEPEST };
        self
    }

    pub(crate) const fn expansion_bytes(self) -> usize {
        self.expansion
    }

    pub(crate) const fn expansion_levels(self) -> usize {
        self.expansion_depth
    }

    pub(crate) const fn output_bytes(self) -> usize {
        self.output
    }

    pub(super) const fn expression_bytes(self) -> usize {
        self.expression
    }

    pub(crate) const fn problem_count(self) -> usize {
        self.problems
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}
