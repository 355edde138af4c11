//! Schemas of one value that ask for each other in a circle: no value would ever be judged.

use super::node::{Node, NodeId};

/// The most circles that are told.
const CIRCLES: usize = 100;

/// Where a walk is with a schema.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    /// It stands on the way that is walked.
    Open,
    Done,
}

/// The first schema of each circle, and where all of its schemas stand.
pub(super) fn circles(nodes: &[Node]) -> Vec<(NodeId, Vec<String>)> {
    let mut marks = vec![Mark::New; nodes.len()];
    let mut circles = Vec::new();
    for start in (0..nodes.len()).map(NodeId::new) {
        if marks[start.index()] != Mark::New {
            continue;
        }
        marks[start.index()] = Mark::Open;
        let mut way: Vec<(NodeId, Vec<NodeId>)> = vec![(start, nodes[start.index()].asks_for())];
        while let Some((id, asked)) = way.last_mut() {
            let Some(next) = asked.pop() else {
                marks[id.index()] = Mark::Done;
                way.pop();
                continue;
            };
            match marks[next.index()] {
                Mark::New => {
                    marks[next.index()] = Mark::Open;
                    way.push((next, nodes[next.index()].asks_for()));
                }
                Mark::Open if circles.len() < CIRCLES => {
                    let begins = way.iter().position(|(id, _)| *id == next).unwrap_or(0);
                    let spot = |(id, _): &(NodeId, _)| nodes[id.index()].spot.to_string();
                    circles.push((next, way[begins..].iter().map(spot).collect()));
                }
                Mark::Open | Mark::Done => {}
            }
        }
    }
    circles
}

impl Node {
    /// Every schema that the same value is held to, whatever way led here.
    fn asks_for(&self) -> Vec<NodeId> {
        // Of a dynamic reference with several meanings none is sure.
        let is_sure = |id: &NodeId| !self.dynamic.contains(id);
        self.evaluating.iter().copied().chain(self.negated).filter(is_sure).collect()
    }
}
