//! Why a path cannot exist, or may not, in words.

use super::Schema;
use super::kinds::Kinds;
use super::node::{Node, Spot};
use super::walk::Location;
use crate::nearest::{Budget, nearest_within};
use crate::path::{Path, Segment};
use crate::visible::shown;

/// The widest that a path or a spot gets.
pub(super) const WIDTH: usize = 120;

/// Why there is, or may be, nothing at a path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Absence {
    /// The segment that is to blame.
    pub(crate) segment: usize,
    pub(crate) why: String,
    /// Paths that were probably meant, the nearest first.
    pub(crate) meant: Vec<String>,
    /// It is so in some branches of the schema, and not in others.
    pub(crate) is_partial: bool,
    /// What may be done about it in the schema.
    pub(crate) help: Option<String>,
}

/// Words about the segment of a path with this number, and the place before it.
pub(super) struct Told<'t, 's> {
    pub(super) schema: &'s Schema,
    pub(super) from: &'t Location<'s>,
    pub(super) path: &'t [Segment<'t>],
    pub(super) number: usize,
}

impl<'t, 's> Told<'t, 's> {
    /// This keyword allows nothing there; without one no value passes.
    pub(super) fn closed(&self, keyword: &str, spot: &Spot, budget: &Budget) -> Absence {
        let spot = shown(&spot.to_string(), WIDTH);
        let why = match keyword {
            "" => format!("no value passes all that is said of it, at `{spot}` and elsewhere"),
            "enum" => format!("no value that `{spot}` allows has {}", self.a()),
            _ => format!("`{keyword}` at `{spot}` allows no {}", self.what()),
        };
        Absence { segment: self.number, why, meant: self.meant(budget), ..Absence::default() }
    }

    /// What stands before it has nothing below it.
    pub(super) fn no_holder(&self, kinds: Kinds) -> Absence {
        let why = format!("{} is {}, and has no {}", self.holder(), kinds.listed(), self.what());
        Absence { segment: self.number, why, ..Absence::default() }
    }

    /// What stands before it may be of kinds that have nothing below them, or need not have it.
    pub(super) fn absence(&self, others: Kinds, is_sure: bool) -> Option<Absence> {
        if others.is_empty() && is_sure {
            return None;
        }
        let (holder, what) = (self.holder(), self.what());
        let may_be = || format!("{holder} may be {}", others.listed());
        let need_not = match self.path[self.number] {
            Segment::Index(_) | Segment::KeyOrIndex(_) => format!("need not have {}", self.a()),
            Segment::Key(_) => format!("need not have the {what}"),
        };
        let why = match (others.is_empty(), is_sure) {
            (false, true) => may_be(),
            (false, false) => format!("{}, and {need_not}", may_be()),
            (true, _) => format!("{holder} {need_not}"),
        };
        let shown = |spot: &Spot| shown(&spot.to_string(), WIDTH);
        let (segment, help) = if others.is_empty() {
            let (keyword, spot) = (self.keyword(), shown(self.holder_spot()));
            (self.number, format!("let the schema ask for it (`{keyword}` at `{spot}`)"))
        } else {
            let spot = shown(self.spot_of_others(others));
            (self.number.saturating_sub(1), format!("narrow `type` at `{spot}`"))
        };
        Some(Absence { segment, why, help: Some(help), ..Absence::default() })
    }

    /// The schema names keys there, and not this one.
    pub(super) fn undeclared(&self, budget: &Budget) -> Option<Absence> {
        let Segment::Key(_) = self.path[self.number] else { return None };
        let spot = self.nodes().find(|node| !node.object.properties.is_empty())?.spot.to_string();
        let why = format!("{} has other keys at `{}`", self.holder(), shown(&spot, WIDTH));
        Some(Absence { segment: self.number, why, meant: self.meant(budget), ..Absence::default() })
    }

    /// One of the schemas that may hold there, which stands at this spot, has other keys.
    pub(super) fn open(&self, spot: &Spot) -> Option<Absence> {
        let Segment::Key(_) = self.path[self.number] else { return None };
        let spot = shown(&spot.to_string(), WIDTH);
        let why = format!("{} may be as `{spot}` says, and has other keys there", self.holder());
        let help = format!(
            "let that schema exclude it (`\"additionalProperties\": false` at `{spot}`), or name it there too"
        );
        Some(Absence {
            segment: self.number,
            why,
            is_partial: true,
            help: Some(help),
            ..Absence::default()
        })
    }

    /// The paths with a declared key that is near to it.
    fn meant(&self, budget: &Budget) -> Vec<String> {
        let Segment::Key(key) = &self.path[self.number] else { return Vec::new() };
        let mut keys: Vec<&str> = self
            .nodes()
            .flat_map(|node| node.object.properties.keys())
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let near = nearest_within(budget, key, keys.into_iter().map(Into::into));
        let path = |key| {
            let before = self.path[..self.number].iter().map(Segment::borrowed);
            let behind = self.path[self.number + 1..].iter().map(Segment::borrowed);
            let segments = before.chain([Segment::Key(key)]).chain(behind);
            Path::new(segments.collect()).to_string()
        };
        near.into_iter().take(3).map(path).collect()
    }

    fn nodes(&self) -> impl Iterator<Item = &'s Node> + use<'t, 's> {
        let schema = self.schema;
        self.from.cases.iter().flat_map(|case| &case.nodes).map(move |id| schema.node(*id))
    }

    /// The schema of what stands before it: one that names keys, rather than one that does not.
    fn holder_spot(&self) -> &'s Spot {
        let names = |node: &&Node| match &self.path[self.number] {
            Segment::Index(_) => !node.array.prefix.is_empty() || node.array.items.is_some(),
            other => node.object.properties.contains_key(&*other.text()),
        };
        let node = self.nodes().find(names).or_else(|| self.nodes().next());
        &node.unwrap_or_else(|| self.schema.node(Schema::root())).spot
    }

    /// The first schema of what may be of one of these kinds.
    fn spot_of_others(&self, others: Kinds) -> &'s Spot {
        let case = self.from.cases.iter().find(|case| !case.kinds.and(others).is_empty());
        let id = case.and_then(|case| case.nodes.first());
        &self.schema.node(id.copied().unwrap_or(Schema::root())).spot
    }

    fn holder(&self) -> String {
        match self.number {
            0 => "the document".to_owned(),
            number => {
                let path = Path::borrowed(&self.path[..number]).to_string();
                format!("`{}`", shown(&path, WIDTH))
            }
        }
    }

    fn what(&self) -> String {
        match &self.path[self.number] {
            Segment::Key(key) => format!("key `{}`", shown(key, WIDTH)),
            Segment::Index(index) => format!("element [{index}]"),
            Segment::KeyOrIndex(index) => format!("element or key {index}"),
        }
    }

    /// The same with an article.
    fn a(&self) -> String {
        let article = if matches!(self.path[self.number], Segment::Key(_)) { "a" } else { "an" };
        format!("{article} {}", self.what())
    }

    /// The keyword that would ask for it.
    const fn keyword(&self) -> &'static str {
        match self.path[self.number] {
            Segment::Key(_) => "required",
            Segment::Index(_) | Segment::KeyOrIndex(_) => "minItems",
        }
    }
}
