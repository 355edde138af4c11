//! The part of any data that a template can read, taken straight out of a `serde::Deserializer`.

mod wanted;

use std::collections::BTreeMap;

use serde::Deserializer;
use serde::de::DeserializeSeed;

use self::wanted::Wanted;
use super::Tree;
use crate::catalog::Catalogs;
use crate::path::Segment;
use crate::template::{Template, TreeTemplate};

/// The paths that templates can look up, for reading them and nothing else out of data of any format that has a
/// `serde::Deserializer`.
///
/// What is read is a [`Tree`], in which outcomes, origins and reports are those of the whole data: objects have only those keys
/// that can be asked for, elements of arrays that cannot be asked for are null. All else is passed over
/// without being built. Only suggestions ("did you mean") know less, as the keys that nobody asks for are not there.
///
/// ```
/// use lacuna::{Context, Projection, Template};
///
/// let template = Template::text("[[ name ]], [[ tags[1] ]]")?;
/// let projection = Projection::of(&template);
/// let json = r#"{"name": "Ada", "notes": [{"long": "never read"}], "tags": ["a", "b", "c"]}"#;
/// let record = projection.read(&mut serde_json::Deserializer::from_str(json)).unwrap();
/// assert_eq!(record.value(), &serde_json::json!({"name": "Ada", "tags": [null, "b", null]}));
/// assert_eq!(template.render(&Context::new(&record))?, "Ada, b");
/// # Ok::<(), lacuna::Error>(())
/// ```
///
/// It is a `DeserializeSeed` too (`&Projection`), for data that stand within other data. Kept whole are the translations of the
/// page, if a template asks for any, since they may stand there in many ways; and everything, if texts of the
/// page may hold placeholders ([`Layout::expand`](crate::Layout::expand)).
///
/// A number that JSON does not have, such as infinity, is null, as for [`Tree::new`]; bytes are an array of
/// numbers, and a tagged value is an object of one key. Keys that are numbers or booleans become texts.
#[derive(Clone, Debug)]
pub struct Projection {
    /// A trie, the root in front; flat, since paths are as deep as somebody writes them.
    nodes: Vec<Node>,
}

/// What is wanted of a value.
#[derive(Clone, Debug, Default)]
struct Node {
    is_whole: bool,
    /// The rows of the nodes below, by the kind of their segment.
    keys: BTreeMap<Box<str>, usize>,
    indices: BTreeMap<usize, usize>,
    keys_or_indices: BTreeMap<usize, usize>,
}

impl Projection {
    /// What this template can read.
    pub fn of(template: &Template<'_>) -> Self {
        Self { nodes: vec![Node::default()] }.and(template)
    }

    /// What the strings of this tree can read.
    ///
    /// ```
    /// use lacuna::{Projection, Syntax};
    /// use serde_json::json;
    ///
    /// let template = Syntax::new().tree(json!({"listen": "[[ host ]]:[[ port ]]"}))?;
    /// let settings = json!({"host": "localhost", "port": 8080, "workers": 4});
    /// let read = Projection::of_tree(&template).read(&settings).unwrap();
    /// assert_eq!(read.value(), &json!({"host": "localhost", "port": 8080}));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn of_tree(template: &TreeTemplate) -> Self {
        let nothing = Self { nodes: vec![Node::default()] };
        template.strings().iter().fold(nothing, Self::and)
    }

    /// What another template can read too.
    ///
    /// ```
    /// use lacuna::{Projection, Template};
    /// use serde_json::json;
    ///
    /// let (subject, body) = (Template::text("[[ title ]]")?, Template::text("[[ name ]]")?);
    /// let data = json!({"title": "News", "name": "Ada", "age": 36});
    /// let read = Projection::of(&subject).and(&body).read(&data).unwrap();
    /// assert_eq!(read.value(), &json!({"title": "News", "name": "Ada"}));
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn and(mut self, template: &Template<'_>) -> Self {
        let layout = template.layout();
        if layout.expands() {
            return self.and_everything();
        }
        for path in template.paths() {
            self.keep(path.segments());
        }
        // A locale may stand there above or below a key, in several spellings, and forms behind it.
        if let Some(root) = layout.translations_root().filter(|_| template.asked().next().is_some())
        {
            self.keep(root.segments());
        }
        self
    }

    /// What the messages of catalogs can read too, to which [`Context::catalogs`](crate::Context::catalogs) is given: everything, unless
    /// the catalogs are empty, as a message may hold any path of the page.
    ///
    /// ```
    /// use lacuna::{Catalogs, Context, LocaleChain, Projection, Template};
    /// use serde_json::json;
    ///
    /// let catalogs = Catalogs::new().add("en", &json!({"hi": "Hi [[ user.name ]]"}))?;
    /// let template = Template::text("[[ t('hi') ]]")?;
    /// let projection = Projection::of(&template).catalogs(&catalogs);
    /// let page = projection.read(&json!({"user": {"name": "Ada"}})).unwrap();
    /// let chain = LocaleChain::lookup(["en"])?;
    /// let context = Context::new(&page).locales(&chain).catalogs(&catalogs);
    /// assert_eq!(template.render(&context)?, "Hi Ada");
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    #[must_use]
    pub fn catalogs(self, catalogs: &Catalogs) -> Self {
        if catalogs.is_empty() { self } else { self.and_everything() }
    }

    /// The data without what nobody asks for.
    ///
    /// # Errors
    ///
    /// Those of the deserializer; or if a key or a number cannot be JSON. What is left of a text behind the value
    /// is the caller's to look at (`end` of `serde_json::Deserializer`).
    pub fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<Tree, D::Error> {
        self.deserialize(deserializer)
    }

    fn and_everything(mut self) -> Self {
        self.nodes = vec![Node { is_whole: true, ..Node::default() }];
        self
    }

    fn keep(&mut self, segments: &[Segment<'_>]) {
        let mut at = 0;
        for segment in segments {
            let new = self.nodes.len();
            let node = &mut self.nodes[at];
            if node.is_whole {
                return;
            }
            at = *match segment {
                Segment::Key(key) => node.keys.entry((**key).into()).or_insert(new),
                Segment::Index(index) => node.indices.entry(*index).or_insert(new),
                Segment::KeyOrIndex(index) => node.keys_or_indices.entry(*index).or_insert(new),
            };
            if at == new {
                self.nodes.push(Node::default());
            }
        }
        self.nodes[at].is_whole = true;
    }
}

impl<'de> DeserializeSeed<'de> for &Projection {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        let root = Wanted::of(&self.nodes, [0].into_iter()).unwrap_or(Wanted::WHOLE);
        root.deserialize(deserializer).map(Tree)
    }
}
