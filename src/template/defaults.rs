//! Where the defaults of a template's paths are, so that many are found as quickly as the paths.

use super::expression::{Operand, OperandKind};
use super::layout::Rule;
use super::paths::{NodeId, Paths};

/// The paths of rule defaults. Only templates with many operands have them, since most defaults are
/// never asked for.
#[derive(Clone, Debug)]
pub(crate) struct Defaults {
    pub(crate) paths: Paths,
    /// Of each node of the template's paths that of its first rule default, if it has one.
    nodes: Vec<Option<NodeId>>,
}

impl Defaults {
    /// What the first of the `rules` that fits gives as default of each operand.
    pub(super) fn of(
        text: &str,
        paths: &Paths,
        operands: &[Operand],
        rules: &[Rule],
    ) -> Option<Box<Self>> {
        const MANY: usize = 32;
        if rules.is_empty() || operands.len() < MANY {
            return None;
        }
        let mut defaults = Self { paths: Paths::default(), nodes: vec![None; paths.len()] };
        let mut segments = Vec::new();
        for operand in operands {
            let OperandKind::Path(node) = operand.kind else { continue };
            paths.segments(text, node, &mut segments);
            let default = rules.iter().find_map(|rule| rule.apply(&segments));
            let to = &mut defaults.paths;
            defaults.nodes[node.index()] = default.map(|default| {
                default.segments().fold(NodeId::ROOT, |parent, key| to.intern(text, parent, key))
            });
        }
        defaults.paths.gather_families(text);
        Some(Box::new(defaults))
    }

    /// The node of the default of `node`, which is one of the template's paths.
    pub(crate) fn node(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.index()]
    }
}
