//! A tree of templates: each string of a JSON tree is a text. `parse.rs` reads it.

mod parse;

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::parse::TreeParser;
use super::{Limits, Placeholder, Syntax, Template};
use crate::error::{Error, ErrorKind, Problem, Problems};
use crate::path::Path;
use crate::span::Span;

/// A JSON tree whose strings are templates: a configuration, a message for another program.
///
/// A string that is one placeholder and nothing else takes over the value as it is, with its type;
/// in every other string values are texts. A source of strings gives strings, whatever they say: read
/// them as JSON before, if a number is wanted. Nothing is escaped: quoting is left to whoever writes
/// the tree out. Keys stand in the order in which `serde_json` keeps them: sorted, unless somebody
/// turns on its feature `preserve_order`. Every string is a text of its own, also for [`Layout::paired_defaults`] and
/// [`Layout::drop_hollow_lines`].
///
/// [`Layout::paired_defaults`]: crate::Layout::paired_defaults
/// [`Layout::drop_hollow_lines`]: crate::Layout::drop_hollow_lines
///
/// ```
/// use lacuna::{Context, Syntax, TreeTemplate};
/// use serde_json::json;
///
/// let template: TreeTemplate = Syntax::new().tree(json!({
///     "listen": "[[ host || '127.0.0.1' ]]:[[ port ]]",
///     "port": "[[ port ]]",
///     "tags": "[[ tags ]]",
///     "workers": 4,
/// }))?;
/// let data = json!({"port": 8080, "tags": ["a", "b"]});
/// assert_eq!(template.render(&Context::new(&data))?, json!({
///     "listen": "127.0.0.1:8080",
///     "port": 8080,
///     "tags": ["a", "b"],
///     "workers": 4,
/// }));
/// # Ok::<(), lacuna::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TreeTemplate {
    root: Node,
    strings: Vec<Template<'static>>,
    warnings: Problems,
    name: Option<Box<str>>,
    syntax: Syntax,
    with_keys: bool,
}

/// A value of the tree. What holds no template is kept as it is.
#[derive(Clone, Debug)]
enum Node {
    Plain(Value),
    /// A row of the strings.
    Template(usize),
    Array(Vec<Node>),
    Object(Vec<(Text, Node)>),
}

/// A key or a string.
#[derive(Clone, Debug)]
enum Text {
    Plain(String),
    /// A row of the strings.
    Template(usize),
}

impl TreeTemplate {
    /// The tree with a name that stands before every place in errors.
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree(json!({"port": "[[ prot ]]"}))?.named("app.json");
    /// let error = template.render(&Context::new(&json!({"port": 80}))).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "app.json:port:1:4: nothing found for `prot`: there is no key `prot`"
    /// );
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.strings = self.strings.into_iter().map(|string| string.named(&*name)).collect();
        self.name = Some(name.into());
        self
    }

    /// The name, if it was given one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The placeholders in the order of the tree, those of a key before those of what stands under
    /// it.
    ///
    /// ```
    /// let template = lacuna::Syntax::new().tree(serde_json::json!(["plain", "<[[ a ]]>"]))?;
    /// let placeholder = template.placeholders().next().unwrap();
    /// assert_eq!(placeholder.within().unwrap().to_string(), "$[1]");
    /// assert_eq!((placeholder.span().range(), placeholder.expression()), (1..8, "a"));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder<'_>> {
        self.strings.iter().flat_map(Template::placeholders)
    }

    /// The strings that hold more than text, in the order of the tree.
    pub(crate) fn strings(&self) -> &[Template<'static>] {
        &self.strings
    }

    /// Every path that rendering can look up, sorted, each once: see [`Template::paths`].
    pub fn paths(&self) -> Vec<Path<'_>> {
        let mut paths: Vec<_> = self.strings.iter().flat_map(Template::paths).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Whether that is so of any of its strings: see [`Template::depends_on_locale`].
    pub fn depends_on_locale(&self) -> bool {
        self.strings.iter().any(Template::depends_on_locale)
    }

    /// What looks like a placeholder and stays text: see [`Template::warnings`].
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings.kept
    }

    /// How many warnings there are, those that were not kept included.
    pub fn warning_count(&self) -> usize {
        self.warnings.count()
    }

    /// The tree as it was given: the same, parsed again, is the same template.
    ///
    /// ```
    /// # use serde_json::json;
    /// let tree = json!({"a": ["[[ x ]]", 1], "b": "plain"});
    /// assert_eq!(lacuna::Syntax::new().tree(tree.clone())?.source(), tree);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn source(&self) -> Value {
        let source = self.filled(&mut |row| Ok(Value::from(self.strings[row].source())));
        // Keys that differed as they were given still do.
        source.unwrap_or_default()
    }

    /// The tree with each string as `string` has it, by its row.
    pub(crate) fn filled(
        &self,
        string: &mut dyn FnMut(usize) -> Result<Value, Error>,
    ) -> Result<Value, Error> {
        self.filled_node(&self.root, string)
    }

    fn filled_node(
        &self,
        node: &Node,
        string: &mut dyn FnMut(usize) -> Result<Value, Error>,
    ) -> Result<Value, Error> {
        Ok(match node {
            Node::Plain(value) => value.clone(),
            Node::Template(row) => string(*row)?,
            Node::Array(items) => {
                let items = items.iter().map(|item| self.filled_node(item, string));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            Node::Object(fields) => {
                let (mut object, mut made) = (Map::new(), HashMap::new());
                for (key, node) in fields {
                    let name = match key {
                        Text::Plain(name) => name.clone(),
                        Text::Template(row) => {
                            // What a key prints is always a text.
                            let name = string(*row)?.as_str().unwrap_or_default().to_owned();
                            made.insert(name.clone(), *row);
                            name
                        }
                    };
                    let value = self.filled_node(node, string)?;
                    // As they were given keys differ, so that of two one is made.
                    if let (Some(row), true) = (made.get(&name), object.contains_key(&name)) {
                        return Err(self.duplicate(*row, name));
                    }
                    object.insert(name, value);
                }
                Value::Object(object)
            }
        })
    }

    /// The error for a `key` that an object would have twice, one of them made by this `row`.
    fn duplicate(&self, row: usize, key: String) -> Error {
        let (string, kind) = (&self.strings[row], ErrorKind::DuplicateKey { key });
        let span = Span::new(0, string.source().len());
        self.name_error(Error::at(string.source(), string.within(), kind, span, None))
    }

    /// Another tree, read and named like this one.
    pub(crate) fn again(&self, tree: Value) -> Result<Self, Error> {
        let template = TreeParser::new(&self.syntax, self.with_keys).tree(tree);
        let template = template.map_err(|error| self.name_error(error))?;
        Ok(match self.name() {
            Some(name) => template.named(name),
            None => template,
        })
    }

    pub(crate) const fn limits(&self) -> Limits {
        self.syntax.limits
    }

    /// The error with the name of this tree, if it has one.
    pub(crate) fn name_error(&self, error: Error) -> Error {
        match self.name() {
            Some(name) => error.named(name),
            None => error,
        }
    }
}
