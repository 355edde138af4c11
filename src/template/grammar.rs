//! The grammar of a placeholder, from behind its opening delimiter to behind its closing one.
//!
//! ```text
//! text        = { literal | escape | comment | placeholder }              (parse.rs)
//! placeholder = OPEN ws expression ws CLOSE
//! comment     = OPEN "!" ... first CLOSE                                  (parse.rs)
//! expression  = chain { "|" filter }
//! chain       = operand { "||" operand } | operand { "??" operand }
//! operand     = path | string | number | translation
//! translation = "t(" string { "," name ":" chain } ")"
//! path        = ( name | "$" ) { "." name | "[" ( index | string ) "]" }
//! filter      = name [ ":" literal { "," literal } ]
//! literal     = string | number
//! string      = "'" ... "'" | '"' ... '"'                                 (token.rs)
//! ```
//!
//! CLOSE counts wherever the grammar can end, and is tried there before every other token, also
//! inside a name. Recognised parts go straight into the tables of the template.

use nom::branch::alt;
use nom::combinator::{map, value};
use nom::{Offset, Parser};

use serde::{Deserialize, Deserializer};

use super::expression::{
    Argument, Call, Chain, Expression, Join, Operand, OperandKind, Rows, Tables, Translation, row,
};
use super::foreign::{Place, unexpected};
use super::paths::NodeId;
use super::syntax::Syntax;
use super::token::{
    Failure, Parsed, bracketed, exactly, name, named, number, require, space, string,
};
use crate::error::{Collector, Error, ErrorKind};
use crate::filter::{Builtin, Filter};
use crate::path::{Path, Segment};
use crate::span::Span;
use crate::value::Literal;

/// How deep `t(…)` may stand in `t(…)`.
const DEPTH: usize = 8;

/// Reads placeholders of one text into tables.
#[derive(Debug)]
pub(super) struct Grammar<'t, 'g> {
    pub(super) text: &'t str,
    pub(super) syntax: &'g Syntax,
    pub(super) tables: Tables,
    /// Operands of chains that are not finished: those of `t(…)` stand between those around it.
    operands: Vec<Operand>,
    arguments: Vec<Argument>,
    /// How many `t(…)` are open. Inside one the placeholder cannot end.
    depth: usize,
}

impl<'t, 'g> Grammar<'t, 'g> {
    pub(super) fn new(text: &'t str, syntax: &'g Syntax) -> Self {
        let tables = Tables::new();
        Self { text, syntax, tables, operands: Vec::new(), arguments: Vec::new(), depth: 0 }
    }

    /// `ws expression ws CLOSE`; yields the number of the expression.
    pub(super) fn body(&mut self, rest: &'t str) -> Parsed<'t, u32> {
        self.operands.clear();
        self.arguments.clear();
        self.depth = 0;
        let (start, _) = space(rest)?;
        if self.ends(start) {
            return Failure::new(start, self.syntax.close().len(), ErrorKind::Empty)
                .help("write a path between the delimiters, or `\\` before the opening one")
                .err();
        }
        let (rest, join) = self.operands(start)?;
        let calls = self.tables.calls.len();
        let (rest, safe) = self.filters(rest, join)?;
        let calls = Rows::since(calls, &self.tables.calls);

        if self.operands.iter().all(|operand| matches!(operand.kind, OperandKind::Literal(_))) {
            let len = self.at(rest) - self.at(start);
            return Failure::new(start, len, ErrorKind::LiteralOnly)
                .help("write the text without a placeholder, or `\\` before the opening delimiter")
                .err();
        }
        let (rest, _) = exactly(self.syntax.close()).parse(rest)?;
        Ok((rest, self.expression(join, calls, safe)))
    }

    /// The number of the expression; those that are only the same path share one.
    fn expression(&mut self, join: Join, calls: Rows, safe: bool) -> u32 {
        let bare = match &*self.operands {
            [Operand { kind: OperandKind::Path(node) | OperandKind::PageText(node), .. }]
                if calls.is_empty() && !safe =>
            {
                Some(*node)
            }
            _ => None,
        };
        if let Some(shared) = bare.and_then(|node| self.tables.paths.bare(node)) {
            return shared;
        }
        let id = row(self.tables.expressions.len());
        let chain = self.chain(0, join);
        self.tables.expressions.push(Expression { chain, calls, safe });
        if let Some(node) = bare {
            self.tables.paths.set_bare(node, id);
        }
        id
    }

    /// Moves the operands from `first` on into the tables.
    fn chain(&mut self, first: usize, join: Join) -> Chain {
        let start = self.tables.operands.len();
        self.tables.operands.extend(self.operands.drain(first..));
        Chain { operands: Rows::since(start, &self.tables.operands), join }
    }

    /// `operand { "||" operand } | operand { "??" operand }`, and the white space behind it.
    fn operands(&mut self, rest: &'t str) -> Parsed<'t, Join> {
        let (mut rest, ()) = self.operand(rest)?;
        let mut join = None;
        loop {
            let (here, _) = space(rest)?;
            if self.ends(here) {
                return Ok((here, join.unwrap_or(Join::Or)));
            }
            let Ok((behind, operator)) = operator(here) else {
                return Ok((here, join.unwrap_or(Join::Or)));
            };
            if *join.get_or_insert(operator) != operator {
                return Failure::new(here, 2, ErrorKind::MixedOperators)
                    .help("`||` passes over everything blank, `??` over what is missing or null: choose one")
                    .err();
            }
            let (behind, _) = space(behind)?;
            (rest, ()) = self.operand(behind)?;
        }
    }

    fn operand(&mut self, rest: &'t str) -> Parsed<'t, ()> {
        if let Ok((behind, _)) = exactly("t(").parse(rest) {
            return self.translation(rest, behind);
        }
        let (behind, kind) = match literal(rest) {
            Ok((behind, literal)) => {
                let id = row(self.tables.literals.len());
                self.tables.literals.push(literal);
                (behind, OperandKind::Literal(id))
            }
            Err(nom::Err::Error(_)) => self.path(rest)?,
            Err(error) => return Err(error),
        };
        self.operands.push(Operand { kind, span: self.span(rest, behind) });
        Ok((behind, ()))
    }

    /// `( name | "$" ) { "." name | "[" ( index | string ) "]" }`
    fn path(&mut self, start: &'t str) -> Parsed<'t, OperandKind> {
        let fail = |rest| self.unexpected(rest, "a path, a string or a number", Place::Operand);
        if self.ends(start) {
            return fail(start).err();
        }
        let (mut rest, head) = require(name(self.stop()), fail).parse(start)?;
        let root = self.syntax.settings().translations_root().map_or(&[][..], Path::segments);
        let (mut node, mut depth, mut below_root) = (NodeId::ROOT, 0, 0);
        let mut next = (head != "$").then(|| Segment::Key(head.into()));
        loop {
            if let Some(segment) = &next {
                if below_root == depth && root.get(depth) == Some(segment) {
                    below_root += 1;
                }
                node = self.tables.paths.intern(self.text, node, segment);
                depth += 1;
            }
            if self.ends(rest) {
                break;
            }
            (rest, next) = match step(rest, self.stop(), self.syntax.delimiters_pair()) {
                Ok((behind, segment)) => (behind, Some(segment)),
                Err(nom::Err::Error(_)) => break,
                Err(error) => return Err(error),
            };
        }
        if rest.starts_with("?.") || rest.starts_with('(') {
            return self.unexpected(rest, "", Place::Operator).err();
        }
        let is_page_text = !root.is_empty() && below_root == root.len() && depth > root.len();
        let kind = if is_page_text { OperandKind::PageText } else { OperandKind::Path };
        Ok((rest, kind(node)))
    }

    /// `"t(" string { "," name ":" chain } ")"`, from behind the parenthesis.
    fn translation(&mut self, start: &'t str, rest: &'t str) -> Parsed<'t, ()> {
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
        let nodes = self.translation_nodes(&key);
        let arguments = self.tables.arguments.len();
        self.tables.arguments.extend(self.arguments.drain(first..));
        let arguments = Rows::since(arguments, &self.tables.arguments);
        let id = row(self.tables.translations.len());
        self.tables.translations.push(Translation { key: key.into_owned(), nodes, arguments });
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
            _ if taken(name) => Some("stands there twice"),
            "count" if taken("ordinal") => Some("cannot stand beside `ordinal`"),
            "ordinal" if taken("count") => Some("cannot stand beside `count`"),
            _ => None,
        };
        if let Some(reason) = reason {
            let kind = ErrorKind::TranslationArgument { name: name.to_owned(), reason };
            return Failure::new(start, name.len(), kind).err();
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
    fn translation_nodes(&mut self, key: &str) -> [Option<NodeId>; 2] {
        let Some(root) = self.syntax.settings().translations_root() else {
            return [None, None];
        };
        let paths = &mut self.tables.paths;
        let mut below = |keys: &mut dyn Iterator<Item = &str>| {
            let keys = keys.map(|key| Segment::Key(key.to_owned().into()));
            let segments = root.segments().iter().map(Segment::to_static).chain(keys);
            segments.fold(NodeId::ROOT, |node, segment| paths.intern(self.text, node, &segment))
        };
        let whole = below(&mut [key].into_iter());
        let nested = key.contains('.').then(|| below(&mut key.split('.')));
        [Some(whole), nested]
    }

    /// `{ "|" filter }` and the white space behind it, up to CLOSE; yields whether `safe` was last.
    fn filters(&mut self, mut rest: &'t str, join: Join) -> Parsed<'t, bool> {
        let (mut is_first, mut safe) = (true, false);
        loop {
            if self.ends(rest) {
                return Ok((rest, safe));
            }
            if let (false, Ok(_)) = (is_first, operator(rest)) {
                let operator = if rest.starts_with('|') { "||" } else { "??" };
                return Failure::new(rest, 2, ErrorKind::ChainAfterFilter { operator })
                    .help("filters bind last: write all operands first, then the filters")
                    .err();
            }
            let close = self.syntax.close();
            let expected = if is_first {
                format!("`||`, `??`, `|` or `{close}`")
            } else {
                format!("`|` or `{close}`")
            };
            let fail = |rest| self.unexpected(rest, &*expected, Place::Operator).may_end();
            let (start, _) =
                (require(exactly("|"), fail), space).map(|(bar, _)| bar).parse(rest)?;
            let (start, _) = space(start)?;
            let (behind, (filter, arguments)) = self.filter(start)?;
            let place = |place| {
                let kind = ErrorKind::FilterPlace { filter: filter.name().to_owned(), place };
                Failure::new(start, filter.name().len(), kind)
            };
            if safe {
                let kind =
                    ErrorKind::FilterPlace { filter: "safe".into(), place: "be the last filter" };
                return Failure::new(start, filter.name().len(), kind)
                    .help("move `safe` to the end")
                    .err();
            }
            match filter {
                Filter::Builtin(Builtin::Safe) => safe = true,
                Filter::Builtin(Builtin::Default) if join == Join::Coalesce => {
                    return place("stand behind `||` or a single operand")
                        .help("behind `??` write `?? 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) if !is_first => {
                    return place("be the first filter")
                        .help("write it before the others, or as `|| 'x'`")
                        .err();
                }
                Filter::Builtin(Builtin::Default) => {
                    let kind = OperandKind::Literal(row(arguments.start()));
                    self.operands.push(Operand { kind, span: self.span(start, behind) });
                }
                filter => self.tables.calls.push(Call { filter, arguments }),
            }
            is_first = false;
            (rest, _) = space(behind)?;
        }
    }

    /// `name [ ":" literal { "," literal } ]`; its arguments go into the tables.
    fn filter(&mut self, start: &'t str) -> Parsed<'t, (Filter, Rows)> {
        let fail = |rest| self.unexpected(rest, "the name of a filter", Place::Other);
        if self.ends(start) {
            return fail(start).err();
        }
        let (mut rest, name) = require(name(self.stop()), fail).parse(start)?;
        let Some(filter) = self.syntax.filters().get(name) else {
            let kind = ErrorKind::UnknownFilter { name: name.to_owned() };
            let failure = Failure::new(start, name.len(), kind);
            let nearest = crate::nearest::nearest(name, self.syntax.filters().names());
            return match nearest {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help(format!(
                    "there are {}",
                    self.syntax.filters().names().collect::<Vec<_>>().join(", ")
                )),
            }
            .err();
        };
        if rest.starts_with('(') && !self.ends(rest) {
            let habit = "the arguments of a filter stand behind a colon";
            return Failure::new(rest, 1, ErrorKind::Foreign(habit))
                .help(format!("write `| {name}: 'x'`"))
                .err();
        }
        let first = self.tables.literals.len();
        let mut separator = ":";
        loop {
            let (here, _) = space(rest)?;
            if self.ends(here) {
                break;
            }
            let Ok((behind, _)) = exactly(separator).parse(here) else { break };
            let (behind, _) = space(behind)?;
            let fail = |rest| self.unexpected(rest, "a string or a number", Place::Other);
            let (behind, literal) = require(literal, fail).parse(behind)?;
            self.tables.literals.push(literal);
            rest = behind;
            separator = ",";
        }
        if let Err(reason) = filter.check(&self.tables.literals[first..]) {
            let kind = ErrorKind::FilterArgument { filter: name.to_owned(), reason };
            return Failure::new(start, self.at(rest) - self.at(start), kind).err();
        }
        Ok((rest, (filter, Rows::since(first, &self.tables.literals))))
    }

    /// Whether the placeholder ends here.
    fn ends(&self, rest: &str) -> bool {
        self.depth == 0 && rest.starts_with(self.syntax.close())
    }

    /// What ends a name besides what cannot stand in one.
    fn stop(&self) -> Option<&'g str> {
        (self.depth == 0).then(|| self.syntax.close())
    }

    fn unexpected(&self, rest: &'t str, expected: impl Into<String>, place: Place) -> Failure<'t> {
        unexpected(rest, expected, place, self.syntax.delimiters_pair())
    }

    /// The offset at which `rest` begins.
    pub(super) fn at(&self, rest: &str) -> usize {
        self.text.offset(rest)
    }

    fn span(&self, start: &str, behind: &str) -> Span {
        Span::new(self.at(start), self.at(behind))
    }
}

fn operator(rest: &str) -> Parsed<'_, Join> {
    alt((value(Join::Or, exactly("||")), value(Join::Coalesce, exactly("??")))).parse(rest)
}

fn literal(rest: &str) -> Parsed<'_, Literal> {
    let text = map(string, |text| Literal::Text(text.into_owned()));
    let number = map(number, |number| Literal::Number(number.to_owned()));
    alt((text, number)).parse(rest)
}

/// `"." name | "[" ( index | string ) "]"`, one step of a path.
fn step<'t>(
    rest: &'t str,
    stop: Option<&str>,
    delimiters: (&str, &str),
) -> Parsed<'t, Segment<'t>> {
    if let Ok((behind, _)) = exactly(".").parse(rest) {
        let fail = |rest| unexpected(rest, "a key behind the dot", Place::Name, delimiters);
        if stop.is_some_and(|stop| behind.starts_with(stop)) {
            return fail(behind).err();
        }
        return require(name(stop).map(named), fail).parse(behind);
    }
    let (rest, _) = exactly("[").parse(rest)?;
    let expected = "an index or a key in quotes";
    let inside = require(bracketed, |rest| unexpected(rest, expected, Place::Bracket, delimiters));
    let end = require(exactly("]"), |rest| unexpected(rest, "`]`", Place::Other, delimiters));
    (inside, end).map(|(segment, _)| segment).parse(rest)
}

/// The head of a path that stands alone; none if it is the root, `$`.
pub(super) fn head(rest: &str) -> Parsed<'_, Option<Segment<'_>>> {
    let fail = |rest| unexpected(rest, "a path", Place::Operand, ("", ""));
    if let Ok(_) | Err(nom::Err::Failure(_)) = number(rest) {
        return fail(rest).help("a key that starts with a digit is written `$['0']` here").err();
    }
    let head = name(None).map(|head| (head != "$").then(|| Segment::Key(head.into())));
    require(head, fail).parse(rest)
}

/// One step of a path that stands alone.
pub(super) fn segment(rest: &str) -> Parsed<'_, Segment<'_>> {
    let fail = |rest| unexpected(rest, "`.` or `[`", Place::Operator, ("", ""));
    require(|rest| step(rest, None, ("", "")), fail).parse(rest)
}

/// The spans of the segments of the path that `text` begins with, which is a path.
pub(crate) fn segment_spans(text: &str, stop: &str) -> Vec<Span> {
    let span = |from: &str, to: &str| Span::new(text.offset(from), text.offset(to));
    let mut spans = Vec::new();
    let Ok((mut rest, first)) = name(Some(stop)).parse(text) else { return spans };
    if first != "$" {
        spans.push(span(text, rest));
    }
    while !rest.starts_with(stop) {
        let Ok((behind, _)) = step(rest, Some(stop), ("", "")) else { break };
        let dot = usize::from(rest.starts_with('.'));
        spans.push(span(&rest[dot..], behind));
        rest = behind;
    }
    spans
}

impl<'p> Path<'p> {
    /// Reads a path as a template would: `data.name`, `items[0]`, `$['a b']`.
    ///
    /// # Errors
    ///
    /// If `text` is not one path and nothing else; the place is in `text`.
    ///
    /// ```
    /// let error = lacuna::Path::parse("items[-1]").unwrap_err();
    /// assert_eq!(error.to_string(), "1:7: `-1` is no index: it has a sign");
    /// ```
    pub fn parse(text: &'p str) -> Result<Self, Error> {
        let (mut rest, mut segments) = match head(text) {
            Ok((rest, head)) => (rest, Vec::from_iter(head)),
            Err(error) => return Err(path_error(text, error)),
        };
        while !rest.is_empty() {
            let (behind, segment) = segment(rest).map_err(|error| path_error(text, error))?;
            segments.push(segment);
            rest = behind;
        }
        Ok(Self::new(segments))
    }
}

impl<'de> Deserialize<'de> for Path<'_> {
    /// From the text that `Display` writes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Path::parse(&text).map(Path::into_owned).map_err(serde::de::Error::custom)
    }
}

fn path_error(text: &str, error: nom::Err<Failure<'_>>) -> Error {
    let mut problems = Collector::new(text, 1);
    let (span, kind, help) = match error {
        nom::Err::Error(failure) | nom::Err::Failure(failure) => failure.parts(text),
        nom::Err::Incomplete(_) => (Span::default(), ErrorKind::Empty, None),
    };
    problems.push(kind, span, help);
    problems.into_error().unwrap_or_else(|| Error::nowhere(ErrorKind::Empty, None))
}
