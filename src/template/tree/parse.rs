//! From JSON tree to a tree of templates.

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Node, Text, TreeTemplate};
use crate::error::{Error, ErrorKind};
use crate::escape::Escape;
use crate::path::{JSON_DEPTH, Place, Segment, Within};
use crate::template::expression::Piece;
use crate::template::parse::Found;
use crate::template::{Syntax, Template};
use crate::value::depth;

impl Syntax {
    /// A tree whose strings are templates; its keys stay as they are.
    ///
    /// # Errors
    ///
    /// With every syntax error of every string, as many as
    /// [`Limits::problems`](crate::Limits::problems) keeps, each with the path of its string; if
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

/// Walks over a tree and reads its strings.
pub(super) struct TreeParser<'g> {
    syntax: &'g Syntax,
    with_keys: bool,
    /// Where the value stands that is read.
    place: Option<Arc<Place>>,
    strings: Vec<Template<'static>>,
    found: Found,
}

impl<'g> TreeParser<'g> {
    pub(super) fn new(syntax: &'g Syntax, with_keys: bool) -> Self {
        let (strings, found) = (Vec::new(), Found::default());
        Self { syntax, with_keys, place: None, strings, found }
    }

    pub(super) fn tree(mut self, tree: Value) -> Result<TreeTemplate, Error> {
        if depth(&tree) > JSON_DEPTH {
            dismantle(tree);
            return Err(Error::nowhere(ErrorKind::TreeTooDeep { limit: JSON_DEPTH }));
        }
        let root = self.node(tree)?;
        if let Some(error) = self.found.problems.into_error() {
            return Err(error);
        }
        let (strings, warnings) = (self.strings, self.found.warnings);
        let (syntax, with_keys) = (self.syntax.clone(), self.with_keys);
        Ok(TreeTemplate { root, strings, warnings, name: None, syntax, with_keys })
    }

    fn node(&mut self, value: Value) -> Result<Node, Error> {
        Ok(match value {
            Value::String(text) => match self.string(text, false)? {
                Text::Plain(text) => Node::Plain(Value::String(text)),
                Text::Template(row) => Node::Template(row),
            },
            Value::Array(items) => {
                let nodes = items.into_iter().enumerate().map(|(index, item)| {
                    let parent = self.place.clone();
                    self.place = Some(Place::below(parent.clone(), Segment::Index(index)));
                    let node = self.node(item)?;
                    self.place = parent;
                    Ok(node)
                });
                array(nodes.collect::<Result<_, Error>>()?)
            }
            Value::Object(fields) => {
                let nodes = fields.into_iter().map(|(key, value)| {
                    let parent = self.place.clone();
                    let segment = Segment::Key(Cow::Owned(key.clone()));
                    self.place = Some(Place::below(parent.clone(), segment));
                    let key =
                        if self.with_keys { self.string(key, true)? } else { Text::Plain(key) };
                    let node = self.node(value)?;
                    self.place = parent;
                    Ok((key, node))
                });
                object(nodes.collect::<Result<_, Error>>()?)
            }
            scalar => Node::Plain(scalar),
        })
    }

    /// Reads a string, which may be a key.
    fn string(&mut self, text: String, is_key: bool) -> Result<Text, Error> {
        if self.syntax.opener().find(text.as_bytes()).is_none() {
            return Ok(Text::Plain(text));
        }
        let within = Within::new(self.place.clone(), is_key);
        let mut tables = self.syntax.read(&text, Some(&within), false, &mut self.found)?;
        match &*tables.pieces {
            [Piece::Literal(whole)] if whole.len() == text.len() => return Ok(Text::Plain(text)),
            [Piece::Placeholder(_)] if !is_key => tables.expressions[0].takes_json = true,
            _ => {}
        }
        let syntax = self.syntax.clone();
        let template = Template::new(text.into(), syntax, Escape::none(), tables);
        self.strings.push(template.within_tree(within));
        Ok(Text::Template(self.strings.len() - 1))
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

fn object(fields: Vec<(Text, Node)>) -> Node {
    if !fields.iter().all(|field| matches!(field, (Text::Plain(_), Node::Plain(_)))) {
        return Node::Object(fields);
    }
    let values = fields.into_iter().filter_map(|field| match field {
        (Text::Plain(key), Node::Plain(value)) => Some((key, value)),
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
