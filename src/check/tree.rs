//! What is wrong with the strings of a JSON tree before there is data.

use std::sync::Arc;

use serde_json::Value;

use super::template::Judge;
use crate::error::{ErrorKind, Problem, Problems};
use crate::finding::Findings;
use crate::path::{JSON_DEPTH, Place, Segment, Within};
use crate::template::Syntax;
use crate::value::depth;

impl Syntax {
    /// Everything that is wrong with the strings of a JSON tree, each of which is a template: see
    /// [`check`](Self::check) and [`tree`](Self::tree).
    ///
    /// ```
    /// use lacuna::Syntax;
    ///
    /// let tree = serde_json::json!({"url": "https://[[ host | uper ]]/", "name": "[ [ data.name ] ]"});
    /// let told: Vec<_> = Syntax::new().check_tree(&tree).list().iter().map(ToString::to_string).collect();
    /// assert_eq!(told, [
    ///     "name:1:1: error[spaced-delimiter]: a delimiter is torn apart: `[ [`",
    ///     "url:1:19: error[unknown-filter]: there is no filter `uper`",
    /// ]);
    /// ```
    pub fn check_tree(&self, tree: &Value) -> Findings {
        self.check_strings(tree, false)
    }

    /// The same if the keys are templates too: see [`tree_with_keys`](Self::tree_with_keys).
    ///
    /// ```
    /// let tree = serde_json::json!({"[[ data.name ] ]": 1});
    /// assert_eq!(lacuna::Syntax::new().check_tree(&tree).errors(), 0);
    /// assert_eq!(lacuna::Syntax::new().check_tree_with_keys(&tree).errors(), 1);
    /// ```
    pub fn check_tree_with_keys(&self, tree: &Value) -> Findings {
        self.check_strings(tree, true)
    }

    fn check_strings(&self, tree: &Value, with_keys: bool) -> Findings {
        let limit = self.limits_set().problem_count();
        if depth(tree) > JSON_DEPTH {
            let problem = Problem::nowhere(ErrorKind::TreeTooDeep { limit: JSON_DEPTH });
            return Findings::of(Problems::one(problem), limit);
        }
        let mut judge = Judge::new(self);
        walk(tree, with_keys, None, &mut |text, within| judge.judge(text, Some(within)));
        Findings::of(judge.found, limit)
    }
}

/// Every string of a tree, in its order.
fn walk(
    value: &Value,
    with_keys: bool,
    place: Option<&Arc<Place>>,
    string: &mut impl FnMut(&str, &Within),
) {
    let below = |segment| Place::below(place.cloned(), segment);
    match value {
        Value::String(text) => string(text, &Within::new(place.cloned(), false)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, with_keys, Some(&below(Segment::Index(index))), string);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let place = below(Segment::Key(key.clone().into()));
                if with_keys {
                    string(key, &Within::new(Some(Arc::clone(&place)), true));
                }
                walk(value, with_keys, Some(&place), string);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
