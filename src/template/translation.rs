//! `t('key', name: chain, …)`: the grammar of translations.

use std::borrow::Cow;

use nom::Parser;

use super::expression::{Argument, Operand, OperandKind, Rows, Translation, row};
use super::foreign::Place;
use super::grammar::Grammar;
use super::paths::NodeId;
use super::token::{Failure, Parsed, exactly, name, require, space, string};
use crate::error::ErrorKind;
use crate::path::Segment;

/// The arguments that are numbers: how many, and which of them.
pub(crate) const COUNT: &str = "count";
pub(crate) const ORDINAL: &str = "ordinal";
/// The argument that chooses between the forms of a text.
pub(crate) const CONTEXT: &str = "context";

/// The most arguments of one `t(…)`: each name is compared with those before it.
const ARGUMENTS: usize = 64;
/// How deep `t(…)` may stand in `t(…)`.
const DEPTH: usize = 8;

impl<'t> Grammar<'t, '_> {
    /// `"t(" string { "," name ":" chain } ")"`, from behind the parenthesis.
    pub(super) fn translation(&mut self, start: &'t str, rest: &'t str) -> Parsed<'t, ()> {
        if self.depth == DEPTH {
            return Failure::new(start, 2, ErrorKind::TooDeep { limit: DEPTH }).err();
        }
        self.depth += 1;
        let first = self.arguments.len();
        let (rest, _) = space(rest)?;
        let expected = "the key of a translation in quotes";
        let fail = |rest| self.unexpected(rest, expected, Place::Other);
        let (mut rest, key) = require(string, fail).parse(rest)?;
        loop {
            (rest, _) = space(rest)?;
            if let Ok((behind, _)) = exactly(")").parse(rest) {
                rest = behind;
                break;
            }
            if rest.starts_with('|') {
                let habit = "a filter cannot stand inside `t(…)`";
                return Failure::new(rest, 1, ErrorKind::Foreign(habit))
                    .help("filters see the whole translation: write them behind the `)`")
                    .err();
            }
            let fail = |rest| self.unexpected(rest, "`,` or `)`", Place::Operator);
            (rest, _) = require(exactly(","), fail).parse(rest)?;
            (rest, ()) = self.argument(rest, first)?;
        }
        self.depth -= 1;
        let nodes = self.translation_nodes(key.clone());
        let arguments = self.tables.arguments.len();
        self.tables.arguments.extend(self.arguments.drain(first..));
        let arguments = Rows::since(arguments, &self.tables.arguments);
        let id = row(self.tables.translations.len());
        let key = key.into_owned();
        self.tables.translations.push(Translation { key, nodes, arguments, hands_on: false });
        let kind = OperandKind::Translation(id);
        self.operands.push(Operand { kind, span: self.span(start, rest) });
        Ok((rest, ()))
    }

    /// `name ":" chain`, one argument of `t(…)`; those of the same `t(…)` begin at `first`.
    fn argument(&mut self, rest: &'t str, first: usize) -> Parsed<'t, ()> {
        let (start, _) = space(rest)?;
        let expected = "the name of an argument";
        let fail = |rest| self.unexpected(rest, expected, Place::Other);
        let (rest, name) = require(name(None), fail).parse(start)?;
        let taken = |name: &str| {
            self.arguments[first..].iter().any(|other| &self.text[other.name.range()] == name)
        };
        let reason = match name {
            _ if self.arguments.len() - first == ARGUMENTS => {
                Some("is one too many, there may be 64")
            }
            _ if taken(name) => Some("is given twice"),
            COUNT if taken(ORDINAL) => Some("cannot stand beside `ordinal`"),
            ORDINAL if taken(COUNT) => Some("cannot stand beside `count`"),
            _ => None,
        };
        if let Some(reason) = reason {
            let kind = ErrorKind::TranslationArgument { name: name.to_owned(), reason };
            let failure = Failure::new(start, name.len(), kind);
            return match name {
                COUNT | ORDINAL if !taken(name) => failure
                    .help(
                        "write `ordinal` alone: placeholders of the message see it as `count` too",
                    )
                    .err(),
                _ => failure.err(),
            };
        }
        let span = self.span(start, rest);
        let colon = require(exactly(":"), |rest| self.unexpected(rest, "`:`", Place::Other));
        let (rest, _) = (space, colon, space).parse(rest)?;
        let mark = self.operands.len();
        let (rest, join) = self.operands(rest)?;
        let chain = self.chain(mark, join);
        self.arguments.push(Argument { name: span, chain });
        Ok((rest, ()))
    }

    /// The paths where the page may hold the translation `key`.
    fn translation_nodes(&mut self, key: Cow<'t, str>) -> [Option<NodeId>; 2] {
        let Some(root) = self.syntax.layout.translations_root() else {
            return [None, None];
        };
        let (text, paths) = (self.text, &mut self.tables.paths);
        let mut below = |node, segment: &Segment<'_>| paths.intern(text, node, segment);
        // The keys of the root are no part of the text: `to_static` makes them owned.
        let root = root.segments().iter().map(Segment::to_static);
        let root = root.fold(NodeId::ROOT, |node, segment| below(node, &segment));
        let nested = key.contains('.').then(|| {
            key.split('.').fold(root, |node, part| {
                let part = match &key {
                    Cow::Borrowed(_) => Cow::Borrowed(part),
                    Cow::Owned(_) => Cow::Owned(part.to_owned()),
                };
                below(node, &Segment::Key(part))
            })
        });
        [Some(below(root, &Segment::Key(key))), nested]
    }
}
