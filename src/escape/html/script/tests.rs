//! Sources with `[[]]` for each placeholder, and what stands there.

use proptest::prelude::*;

use super::{Goal, HtmlContext, ScriptLexer};
use crate::error::HtmlFault;
use crate::escape::html::tests_tables;

fn places(goal: Goal, source: &str, chunk: usize) -> (Vec<HtmlContext>, Option<String>) {
    let (feed, placeholder) = (ScriptLexer::feed, ScriptLexer::placeholder);
    let (contexts, fault) =
        tests_tables::places(ScriptLexer::new(goal), feed, placeholder, source, chunk);
    let why = fault.map(|fault| match fault {
        HtmlFault::Script { why } => why.to_owned(),
        fault => panic!("{source}: {fault}"),
    });
    (contexts, why)
}

fn check(goal: Goal, table: &str) {
    tests_tables::check(table, |source, chunk| places(goal, source, chunk));
}

#[test]
fn values() {
    let table = include_str!("tests/values.txt");
    check(Goal::Script, table);
    check(Goal::Module, table);
    check(Goal::Handler, table);
}

#[test]
fn texts() {
    let table = include_str!("tests/texts.txt");
    check(Goal::Script, table);
    check(Goal::Module, table);
    check(Goal::Handler, table);
}

#[test]
fn regular_expressions() {
    check(Goal::Script, include_str!("tests/regexps.txt"));
}

#[test]
fn json() {
    check(Goal::Json, include_str!("tests/json.txt"));
}

#[test]
fn comments_like_those_of_html() {
    let classic = "--> [[]] => ! `-->`\na = 1 ¶ /* b */ --> [[]] => ! `-->`\na = 1 /*¶*/ --> [[]] => ! `-->`
a --> [[]] => ScriptValue\n'-->' + [[]] => ScriptValue\n'[[]]' ¶ ---> [[]] => ScriptString ScriptValue";
    check(Goal::Script, classic);
    check(Goal::Handler, classic);
    check(Goal::Module, "a ¶ --> [[]] => ScriptValue");
}

#[test]
fn every_character_is_read_from_its_bytes() {
    for char in '\0'..=char::MAX {
        let mut decoder = super::character::Decoder::new();
        let mut bytes = [0; 4];
        let read: Vec<_> = char.encode_utf8(&mut bytes).bytes().collect();
        let (last, first) = read.split_last().unwrap();
        assert!(first.iter().all(|byte| decoder.read(*byte).is_none()), "{char:?}");
        assert_eq!(decoder.read(*last), Some(char));
    }
}

proptest! {
    #[test]
    fn chunks_do_not_matter(
        parts in prop::collection::vec(prop_oneof![
            Just("[[]]"), Just("\""), Just("'"), Just("`"), Just("${"), Just("}"), Just("{"), Just("/"),
            Just("("), Just(")"), Just("["), Just("]"), Just("\\"), Just("\n"), Just(" "), Just("return"),
            Just("if"), Just("a"), Just("."), Just("1"), Just("++"), Just("--"), Just(">"), Just("<!--"),
            Just("*"), Just("u"), Just("x4"), Just("é"), Just("\u{2028}"), Just("\u{A0}"), Just("="),
            Just(","), Just(":"), Just("^"), Just("?"), Just("<"), Just("#!"), Just("-"),
        ], 0..24),
        goal in prop_oneof![Just(Goal::Script), Just(Goal::Module), Just(Goal::Json)],
        chunk in 1_usize..5,
    ) {
        let source = parts.concat();
        prop_assert_eq!(places(goal, &source, chunk), places(goal, &source, usize::MAX));
    }
}
