//! Which expressions a changed value can change.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::expression::{Chain, OperandKind, Tables};
use super::paths::NodeId;
use super::{Placeholder, Template};
use crate::path::{Path, Segment};

/// What the expressions of a template look up.
#[derive(Clone, Debug)]
pub(crate) struct Dependencies {
    /// The paths by the texts of their segments, sorted, each with one of the expressions that look it up.
    looked_up: Vec<(Box<[Box<str>]>, u32)>,
    /// Bit n: some of them have n segments; the last stands for all that are longer.
    lengths: u64,
    /// Those that print messages: whoever wrote the messages decides what those look up.
    messages: Vec<u32>,
}

impl Template<'_> {
    /// The placeholders that may come out otherwise if what stands at `path` in the data changes, or
    /// anything below it: those that look up that, or something below or above it, for themselves, in a rule default or in an
    /// argument; and those that are paired with one of these. In the order of the text.
    ///
    /// A translation is among them whatever has changed, since messages of catalogs can look up anything; so
    /// is every placeholder if texts of the page may hold placeholders ([`Layout::expand`](crate::Layout::expand)).
    ///
    /// What is looked up is sorted when the first change is asked for, once for a template; then it costs a
    /// look at every placeholder.
    ///
    /// ```
    /// use lacuna::{Path, Template};
    ///
    /// let template = Template::text("[[ data.name.value ]], [[ data.city.value ]], [[ data | json ]]")?;
    /// let affected = |path| -> Result<Vec<_>, lacuna::Error> {
    ///     Ok(template.affected(&Path::parse(path)?).map(|it| it.expression()).collect())
    /// };
    /// assert_eq!(affected("data.name.value")?, ["data.name.value", "data | json"]);
    /// assert_eq!(affected("data.city")?, ["data.city.value", "data | json"]);
    /// assert_eq!(affected("metadata.defaultData.city")?, ["data.city.value"]);
    /// # Ok::<(), lacuna::Error>(())
    /// ```
    pub fn affected(&self, path: &Path<'_>) -> impl Iterator<Item = Placeholder<'_>> {
        let affected = self.affected_expressions(std::slice::from_ref(path), true);
        let rows = self.tables.placeholders.iter();
        let rows = rows.filter(move |row| affected.binary_search(&row.expression).is_ok());
        rows.map(|row| Placeholder::new(self, *row))
    }

    /// The expressions that may come out otherwise if what stands at these paths changes, ascending; and if
    /// they ask `catalogs`, or texts of the page hold placeholders, also those that print messages.
    pub(crate) fn affected_expressions(&self, changed: &[Path<'_>], catalogs: bool) -> Vec<u32> {
        let dependencies = self.dependencies();
        let mut affected = Vec::new();
        for path in changed {
            dependencies.add_affected(path, &mut affected);
        }
        if !changed.is_empty() && self.layout().expands() {
            affected = (0..).take(self.tables.expressions.len()).collect();
        } else if !changed.is_empty() && catalogs {
            affected.extend_from_slice(&dependencies.messages);
        }
        affected.sort_unstable();
        affected.dedup();
        self.tables.add_paired(&mut affected);
        affected
    }

    fn dependencies(&self) -> &Dependencies {
        self.tables.dependencies.get_or_init(|| Dependencies::of(self).into())
    }

    /// The nodes that an expression looks up itself, with those of its arguments.
    pub(crate) fn for_each_node(&self, chain: Chain, tell: &mut impl FnMut(NodeId)) {
        self.for_each_operand(chain, &mut |operand| match operand.kind {
            OperandKind::Path(node) | OperandKind::PageText(node) => tell(node),
            OperandKind::Translation(id) => {
                let nodes = self.tables.translations[id as usize].nodes;
                nodes.into_iter().flatten().for_each(&mut *tell);
            }
            OperandKind::Literal(_) => {}
        });
    }

    fn prints_messages(&self, chain: Chain) -> bool {
        self.operands(chain).iter().any(|operand| operand.kind.is_message())
    }
}

impl Tables {
    /// Adds the expressions that are paired with others among these, which are ascending and stay so.
    fn add_paired(&self, affected: &mut Vec<u32>) {
        if self.pairs.is_empty() || affected.is_empty() {
            return;
        }
        let mut all: BTreeSet<u32> = affected.iter().copied().collect();
        // A default may itself print for others: as often as there is something new.
        while self.pairs.iter().any(|pair| all.contains(&pair.value) && all.insert(pair.default)) {}
        *affected = all.into_iter().collect();
    }
}

impl Dependencies {
    fn of(template: &Template<'_>) -> Self {
        let (layout, tables) = (template.layout(), template.tables());
        let (mut looked_up, mut messages) = (Vec::new(), Vec::new());
        for (number, expression) in (0..).zip(&tables.expressions) {
            let mut add = |path: &[Segment<'_>]| looked_up.push((texts(path), number));
            template.for_each_node(expression.chain, &mut |node| {
                let path = template.path(node);
                layout.defaults(path.segments()).for_each(|it| add(it.path().segments()));
                add(path.segments());
            });
            if template.prints_messages(expression.chain) {
                // Below it they stand under a locale, or a locale stands under them.
                let root = layout.translations_root();
                if let Some(root) = root {
                    add(root.segments());
                }
                messages.push(number);
            }
        }
        looked_up.sort_unstable();
        looked_up.dedup();
        let lengths = looked_up.iter().fold(0, |lengths, (path, _)| lengths | bit(path.len()));
        Self { looked_up, lengths, messages }
    }

    /// Adds the expressions that look up what stands at the path, below it or above it.
    fn add_affected(&self, changed: &Path<'_>, affected: &mut Vec<u32>) {
        let changed: Vec<_> = changed.segments().iter().map(Segment::text).collect();
        // What begins with a path follows it at once; that is little, mostly, so it is not searched for an end.
        let mut add = |start: &[Cow<'_, str>], is_whole: bool| {
            let first = self.looked_up.partition_point(|(path, _)| compare(path, start).is_lt());
            let is_wanted = |(path, _): &&(Box<[Box<str>]>, u32)| {
                let begins =
                    path.get(..start.len()).is_some_and(|path| compare(path, start).is_eq());
                begins && (!is_whole || path.len() == start.len())
            };
            let wanted = self.looked_up[first..].iter().take_while(is_wanted);
            affected.extend(wanted.map(|(_, expression)| *expression));
        };
        for above in (0..changed.len()).filter(|length| self.lengths & bit(*length) != 0) {
            add(&changed[..above], true);
        }
        add(&changed, false);
    }
}

fn compare(path: &[Box<str>], other: &[Cow<'_, str>]) -> Ordering {
    path.iter().map(|text| &**text).cmp(other.iter().map(|text| &**text))
}

/// The texts of the segments: what is an index in one path may be a key in another.
fn texts(path: &[Segment<'_>]) -> Box<[Box<str>]> {
    path.iter().map(|segment| segment.text().into()).collect()
}

fn bit(length: usize) -> u64 {
    1 << length.min(63)
}
