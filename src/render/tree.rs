//! From a tree of resolutions to a JSON tree.

use std::io;

use serde_json::Value;

use super::{OnGap, Rendering};
use crate::error::{Error, ErrorKind};
use crate::path::Within;
use crate::resolve::{Context, Held, Resolution, Resolved, TreeResolution, Verdict};
use crate::template::TreeTemplate;
use crate::value::{Kind, Limited};

/// A finished tree, and where its strings came from.
///
/// ```
/// use lacuna::{Context, OnGap, Syntax, TreeRendering};
/// use serde_json::json;
///
/// let template = Syntax::new().tree(json!({"port": "[[ port ]]", "url": "https://[[ host ]]/"}))?;
/// let data = json!({"port": 8080, "host": "localhost"});
/// let context = Context::new(&data);
/// let rendering: TreeRendering = template.resolve(&context).finish(OnGap::Fail)?;
/// assert_eq!(rendering.value(), &json!({"port": 8080, "url": "https://localhost/"}));
///
/// // Ranges are those of the string; a value that is no string has none.
/// let report = rendering.report();
/// assert_eq!(report.placeholders[0].output, None);
/// assert_eq!(report.placeholders[1].output, Some(8..17));
/// assert_eq!(report.placeholders[1].within.as_ref().unwrap().to_string(), "url");
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Debug)]
pub struct TreeRendering<'a> {
    template: &'a TreeTemplate,
    strings: Vec<Rendering<'a>>,
    value: Value,
}

impl TreeTemplate {
    /// The tree, if there is no gap.
    ///
    /// # Errors
    ///
    /// With every placeholder of every string that is a gap or failed, each with the path of its
    /// string; and for the reasons of [`TreeResolution::finish`].
    pub fn render(&self, context: &Context<'_>) -> Result<Value, Error> {
        Ok(self.resolve(context).finish(OnGap::Fail)?.into_value())
    }
}

impl<'a> TreeResolution<'a> {
    /// The tree, with `on_gap` deciding about gaps; what it prints for one is a string.
    ///
    /// # Errors
    ///
    /// Under [`OnGap::Fail`] with every gap, and under every policy with every placeholder that
    /// failed; if two keys of an object come out the same; and if what the placeholders print and
    /// the texts around them are together longer than [`Limits::output`](crate::Limits::output).
    ///
    /// ```
    /// use lacuna::{Context, OnGap, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree_with_keys(json!({"[[ a ]]": 1, "[[ b ]]": 2}))?;
    /// let data = json!({"a": "x", "b": "x"});
    /// let context = Context::new(&data);
    /// let error = template.resolve(&context).finish(OnGap::Fail).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "$['[[ b ]]'] (key):1:1: the key `x` comes out twice in one object"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn finish(self, on_gap: OnGap<'_>) -> Result<TreeRendering<'a>, Error> {
        if let Some(error) = self.error(!matches!(on_gap, OnGap::Fail)) {
            return Err(error);
        }
        let template = self.template();
        let mut left_for_gaps = template.limits().output_bytes();
        let mut budget = Budget { template, left: left_for_gaps };
        let strings = self.into_strings().into_iter().map(|string| {
            let string = string.fill(on_gap, &mut left_for_gaps)?;
            if as_it_is(string.resolution()).is_none() {
                budget.spend(string.len())?;
            }
            Ok(string)
        });
        let strings: Vec<_> = strings.collect::<Result<_, Error>>()?;
        let value = template.filled(&mut |row| {
            let string: &Rendering<'_> = &strings[row];
            match as_it_is(string.resolution()) {
                Some(held) => budget.copied(held),
                None => Ok(Value::String(string.to_string())),
            }
        })?;
        Ok(TreeRendering { template, strings, value })
    }

    /// The tree for a second pass: see [`Resolution::partial`], which this is for every string. A
    /// value that is certain stands in the place of its string with its type.
    ///
    /// # Errors
    ///
    /// If two keys of an object come out the same, or for the reasons of [`Resolution::partial`].
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree(json!({"port": "[[ port ]]", "url": "[[ host ]]:[[ port ]]"}))?;
    /// let first = json!({"port": 8080});
    /// let partial = template.resolve(&Context::new(&first)).partial()?;
    /// assert_eq!(partial.source(), json!({"port": 8080, "url": "[[ host ]]:8080"}));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn partial(&self) -> Result<TreeTemplate, Error> {
        let template = self.template();
        let mut budget = Budget { template, left: template.limits().output_bytes() };
        let tree = template.filled(&mut |row| {
            let string = &self.strings()[row];
            if let Some(held) = as_it_is(string).filter(|_| !string.is_open(0)) {
                return budget.copied(held);
            }
            let (draft, source) =
                (string.draft(string.kept(), &mut budget.left)?, string.template());
            // What was not one placeholder alone must not become it.
            let is_key = source.within().is_some_and(Within::is_key);
            let is_alone = source.placeholders().any(|it| it.text() == draft);
            let is_new = is_alone && !takes_json(string) && !is_key;
            let comment = if is_new { source.comment() } else { String::new() };
            Ok(Value::String(comment + &draft))
        })?;
        template.again(tree)
    }
}

impl<'a> TreeRendering<'a> {
    /// The tree.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The tree alone.
    ///
    /// ```
    /// # use lacuna::{Context, OnGap, Syntax};
    /// # let template = Syntax::new().tree("[[ a ]]".into())?;
    /// # let data = serde_json::json!({"a": 1});
    /// # let context = Context::new(&data);
    /// let tree = template.resolve(&context).finish(OnGap::Fail)?.into_value();
    /// assert_eq!(serde_json::to_string_pretty(&tree).unwrap(), "1");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The outcomes of all placeholders, in the order of the tree.
    ///
    /// ```
    /// # use lacuna::{Context, OnGap, Syntax};
    /// # let template = Syntax::new().tree(serde_json::json!(["[[ a ]]", "[[ b ]]"]))?;
    /// # let data = serde_json::json!({"a": 1});
    /// # let context = Context::new(&data);
    /// let tree = template.resolve(&context).finish(OnGap::Text("?"))?;
    /// assert_eq!(tree.outcomes().filter(|resolved| resolved.is_gap()).count(), 1);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn outcomes(&self) -> impl Iterator<Item = Resolved<'_>> {
        self.strings.iter().flat_map(|string| string.resolution().outcomes())
    }

    pub(crate) const fn template(&self) -> &'a TreeTemplate {
        self.template
    }

    /// The strings in the order of the tree, each with whether it came out as a string.
    pub(crate) fn strings(&self) -> impl Iterator<Item = (&Rendering<'a>, bool)> {
        self.strings.iter().map(|string| (string, as_it_is(string.resolution()).is_none()))
    }
}

/// The bytes that a tree may still hold.
struct Budget<'a> {
    template: &'a TreeTemplate,
    left: usize,
}

impl Budget<'_> {
    fn spend(&mut self, bytes: usize) -> Result<(), Error> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| self.too_long())?;
        Ok(())
    }

    /// What a placeholder holds, if it may be that long as JSON.
    fn copied(&mut self, held: &Held<'_>) -> Result<Value, Error> {
        let value = held.json();
        let mut counter = Limited { out: io::sink(), left: self.left };
        serde_json::to_writer(&mut counter, &value).map_err(|_| self.too_long())?;
        self.left = counter.left;
        Ok(value.into_owned())
    }

    fn too_long(&self) -> Error {
        let limit = self.template.limits().output_bytes();
        self.template.name_error(Error::nowhere(ErrorKind::OutputTooLong { limit }))
    }
}

/// What a string of one placeholder holds, if it takes that over with a type that is no string.
fn as_it_is<'r>(string: &'r Resolution<'_>) -> Option<&'r Held<'r>> {
    let answer = string.answers().next().filter(|_| takes_json(string))?;
    let prints = matches!(answer.verdict, Verdict::Value | Verdict::Blank { is_gap: false });
    (prints && answer.held.kind() != Kind::Text).then_some(&answer.held)
}

/// Whether it is a string of one placeholder.
fn takes_json(string: &Resolution<'_>) -> bool {
    let expressions = &string.template().tables().expressions;
    expressions.first().is_some_and(|expression| expression.takes_json)
}
