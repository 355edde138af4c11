//! Explicit limits, so that no input can make the work unbounded.

/// How much is read and kept; every limit has a name and a default.
///
/// Three more are fixed: `t(…)` is nested 8 deep at most and has 64 arguments, and the filter
/// `json` writes 127 levels.
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
}

impl Limits {
    /// The defaults: expressions of 4 KiB, 100,000 problems, outputs of 1 GiB.
    pub const fn new() -> Self {
        Self { expression: 4096, problems: 100_000, output: 1 << 30 }
    }

    /// The longest expression, in bytes between the delimiters.
    #[must_use]
    pub const fn expression(mut self, bytes: usize) -> Self {
        self.expression = bytes;
        self
    }

    /// The most problems that an [`Error`](crate::Error) keeps, at least one; the rest is counted.
    #[must_use]
    pub const fn problems(mut self, count: usize) -> Self {
        self.problems = count;
        self
    }

    /// The longest output, in bytes, and the most that filters may make for it, all texts together.
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
