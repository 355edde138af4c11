//! From JSON tree to a tree of templates: each of its strings is a text.

use std::borrow::Cow;
use std::mem;

use serde_json::{Map, Value};

use super::Template;
use super::expression::Piece;
use super::parse::Found;
use super::syntax::Syntax;
use crate::error::{Error, ErrorKind, Problem, Problems};
use crate::escape::Escape;
use crate::path::{Path, Segment, Within};
use crate::value::{JSON_DEPTH, is_deeper};

/// A JSON tree whose strings are templates: a configuration, a message for another program.
///
/// A string that is one placeholder and nothing else takes over the value as it is, with its type;
/// in every other string values are texts. Nothing is escaped: quoting is left to whoever writes
/// the tree out. Every string is a text of its own, also for [`Layout::paired_defaults`] and
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
}

/// A value of the tree. What holds no template is kept as it is.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Plain(Value),
    /// A row of the strings.
    Text(usize),
    Array(Vec<Node>),
    Object(Vec<(Key, Node)>),
}

#[derive(Clone, Debug)]
pub(crate) enum Key {
    Plain(String),
    /// A row of the strings.
    Text(usize),
}

impl Syntax {
    /// A tree whose strings are templates; its keys stay as they are.
    ///
    /// # Errors
    ///
    /// With every syntax error of every string, as many as
    /// [`Limits::problems`](super::Limits::problems) keeps, each with the path of its string; if
    /// the tree is nested more than 127 levels deep; or if a string is longer than 4 GiB less one
    /// byte.
    ///
    /// ```
    /// use lacuna::Syntax;
    /// use serde_json::json;
    ///
    /// let tree = json!({"servers": [{"host": "[[ env.HOST | uper ]]"}]});
    /// let error = Syntax::new().tree(tree).unwrap_err();
    /// assert_eq!(error.to_string(), "servers[0].host:1:15: there is no filter `uper`");
    /// ```
    pub fn tree(&self, tree: Value) -> Result<TreeTemplate, Error> {
        TreeParser::new(self, false).tree(tree)
    }

    /// A tree whose strings and keys are templates. What a key prints is always a text.
    ///
    /// # Errors
    ///
    /// As [`Syntax::tree`].
    ///
    /// ```
    /// use lacuna::{Context, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree_with_keys(json!({"[[ name ]]": "[[ age ]]"}))?;
    /// let tree = template.render(&Context::new(&json!({"name": "Ada", "age": 36})))?;
    /// assert_eq!(tree, json!({"Ada": 36}));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn tree_with_keys(&self, tree: Value) -> Result<TreeTemplate, Error> {
        TreeParser::new(self, true).tree(tree)
    }
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

    /// The strings that hold placeholders, escapes or comments, in the order of the tree, a key
    /// before what stands under it.
    ///
    /// ```
    /// let template = lacuna::Syntax::new().tree(serde_json::json!(["plain", "[[ a ]]"]))?;
    /// let string = template.strings().next().unwrap();
    /// assert_eq!(string.source(), "[[ a ]]");
    /// let within: &lacuna::Within = string.within().unwrap();
    /// assert_eq!((within.path().to_string(), within.is_key()), ("$[1]".into(), false));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn strings(&self) -> impl ExactSizeIterator<Item = &Template<'static>> {
        self.strings.iter()
    }

    /// Every path that rendering can look up, sorted, each once: see [`Template::paths`].
    pub fn paths(&self) -> Vec<Path<'_>> {
        let mut paths: Vec<_> = self.strings.iter().flat_map(Template::paths).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// What looks like a placeholder and stays text: see [`Template::warnings`].
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings.kept
    }

    /// How many warnings there are, those that were not kept included.
    pub fn warning_count(&self) -> usize {
        self.warnings.count()
    }

    pub(crate) const fn root(&self) -> &Node {
        &self.root
    }

    pub(crate) const fn limits(&self) -> super::Limits {
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

/// Walks over a tree and reads its strings.
struct TreeParser<'g> {
    syntax: &'g Syntax,
    with_keys: bool,
    path: Vec<Segment<'static>>,
    strings: Vec<Template<'static>>,
    found: Found,
}

impl<'g> TreeParser<'g> {
    fn new(syntax: &'g Syntax, with_keys: bool) -> Self {
        let (path, strings, found) = (Vec::new(), Vec::new(), Found::default());
        Self { syntax, with_keys, path, strings, found }
    }

    fn tree(mut self, tree: Value) -> Result<TreeTemplate, Error> {
        if is_deeper(&tree, JSON_DEPTH) {
            dismantle(tree);
            return Err(Error::nowhere(ErrorKind::TreeTooDeep { limit: JSON_DEPTH }));
        }
        let root = self.node(tree)?;
        if let Some(error) = self.found.problems.into_error() {
            return Err(error);
        }
        let (strings, warnings) = (self.strings, self.found.warnings);
        Ok(TreeTemplate { root, strings, warnings, name: None, syntax: self.syntax.clone() })
    }

    fn node(&mut self, value: Value) -> Result<Node, Error> {
        Ok(match value {
            Value::String(text) => match self.string(text, false)? {
                Ok(text) => Node::Plain(Value::String(text)),
                Err(row) => Node::Text(row),
            },
            Value::Array(items) => {
                let nodes = items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| self.below(Segment::Index(index), item));
                array(nodes.collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => {
                let nodes = fields.into_iter().map(|(key, value)| {
                    let segment = Segment::Key(Cow::Owned(key.clone()));
                    let key =
                        if self.with_keys { self.key(&segment, key)? } else { Key::Plain(key) };
                    Ok((key, self.below(segment, value)?))
                });
                object(nodes.collect::<Result<_, Error>>()?)
            }
            scalar => Node::Plain(scalar),
        })
    }

    fn below(&mut self, segment: Segment<'static>, value: Value) -> Result<Node, Error> {
        self.path.push(segment);
        let node = self.node(value);
        self.path.pop();
        node
    }

    fn key(&mut self, segment: &Segment<'static>, key: String) -> Result<Key, Error> {
        self.path.push(segment.clone());
        let read = self.string(key, true);
        self.path.pop();
        Ok(match read? {
            Ok(key) => Key::Plain(key),
            Err(row) => Key::Text(row),
        })
    }

    /// The string itself if it is nothing but text, or else the row of its template.
    fn string(&mut self, text: String, is_key: bool) -> Result<Result<String, usize>, Error> {
        let open = self.syntax.open().as_bytes();
        if memchr::memmem::find(text.as_bytes(), open).is_none() {
            return Ok(Ok(text));
        }
        let within = Within::new(Path::new(self.path.clone()), is_key);
        let mut tables = self.syntax.read(&text, Some(&within), &mut self.found)?;
        match &*tables.pieces {
            [Piece::Literal(whole)] if whole.len() == text.len() => return Ok(Ok(text)),
            [Piece::Placeholder] if !is_key => tables.expressions[0].takes_json = true,
            _ => {}
        }
        let syntax = self.syntax.clone();
        let template = Template::new(text.into(), syntax, Escape::none(), tables);
        self.strings.push(template.within_tree(within));
        Ok(Err(self.strings.len() - 1))
    }
}

fn array(nodes: Vec<Node>) -> Node {
    if !nodes.iter().all(|node| matches!(node, Node::Plain(_))) {
        return Node::Array(nodes);
    }
    let values = nodes.into_iter().filter_map(|node| match node {
        Node::Plain(value) => Some(value),
        _ => None,
    });
    Node::Plain(Value::Array(values.collect()))
}

fn object(fields: Vec<(Key, Node)>) -> Node {
    if !fields.iter().all(|field| matches!(field, (Key::Plain(_), Node::Plain(_)))) {
        return Node::Object(fields);
    }
    let values = fields.into_iter().filter_map(|field| match field {
        (Key::Plain(key), Node::Plain(value)) => Some((key, value)),
        _ => None,
    });
    Node::Plain(Value::Object(values.collect::<Map<_, _>>()))
}

/// Drops a tree of any depth, which `Value` does recursively.
fn dismantle(tree: Value) {
    let mut left = vec![tree];
    while let Some(mut value) = left.pop() {
        match &mut value {
            Value::Array(items) => left.append(items),
            Value::Object(fields) => left.extend(mem::take(fields).into_iter().map(|(_, v)| v)),
            _ => {}
        }
    }
}
