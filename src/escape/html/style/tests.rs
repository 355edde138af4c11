//! Styles with `[[]]` for each placeholder, and what stands there.

use proptest::prelude::*;

use super::{HtmlContext, Sheet, StyleLexer};
use crate::error::HtmlFault;

/// The contexts up to the first fault, and that one.
fn places(sheet: Sheet, source: &str, chunk: usize) -> (Vec<HtmlContext>, Option<String>) {
    let mut lexer = StyleLexer::new(sheet);
    let mut contexts = Vec::new();
    let mut run = || {
        for (number, literal) in source.split("[[]]").enumerate() {
            if number > 0 {
                contexts.push(lexer.placeholder()?);
            }
            for chunk in literal.as_bytes().chunks(chunk) {
                if let Some(fault) = lexer.feed(chunk) {
                    return Err(fault);
                }
            }
        }
        Ok(())
    };
    let why = run().err().map(|fault: HtmlFault| fault.to_string());
    (contexts, why)
}

/// Each line is a source, ` => `, and the names of the contexts or `!` and a part of the fault; in the source
/// `¶` is a line end.
fn check(sheet: Sheet, table: &str) {
    for line in table.lines().filter(|line| !line.is_empty()) {
        let (source, expected) = line.rsplit_once(" => ").unwrap();
        let source = source.replace('¶', "\n");
        for chunk in [1, 2, 1 << 10] {
            let (contexts, why) = places(sheet, &source, chunk);
            let mut expected = expected.split('!');
            let names: Vec<_> = expected.next().unwrap().split_whitespace().collect();
            let contexts: Vec<_> = contexts.iter().map(|context| format!("{context:?}")).collect();
            assert_eq!(contexts, names, "{source}: {why:?}");
            match (why, expected.next()) {
                (None, None) => {}
                (Some(why), Some(part)) => assert!(why.contains(part.trim()), "{source}: {why}"),
                (why, _) => panic!("{source}: {why:?}"),
            }
        }
    }
}

#[test]
fn declarations() {
    let table = include_str!("tests/declarations.txt");
    check(Sheet::Declarations, table);
    let in_blocks: Vec<_> = table.lines().map(|line| format!("@media a {{b {{ {line}")).collect();
    check(Sheet::Sheet, &in_blocks.join("\n"));
}

#[test]
fn sheets() {
    check(Sheet::Sheet, include_str!("tests/sheets.txt"));
}

#[test]
fn an_attribute_holds_no_blocks() {
    let table = "a { color: [[]] => ! a block
} color: [[]] => ! do not match
--a: {b: c}; color: [[]] => ! a block";
    check(Sheet::Declarations, table);
}

proptest! {
    #[test]
    fn chunks_do_not_matter(
        parts in prop::collection::vec(prop_oneof![
            Just("[[]]"), Just("a:"), Just("a"), Just("\""), Just("'"), Just("{"), Just("}"), Just(";"),
            Just("("), Just(")"), Just("["), Just("]"), Just("\\"), Just("\n"), Just(" "), Just("url("),
            Just("/"), Just("*"), Just("-"), Just("1"), Just("#"), Just("@a"), Just("%"), Just("<!--"),
            Just("\r\n"), Just("é"), Just("src("), Just(","), Just("!"), Just("behavior"), Just("+"),
        ], 0..24),
        sheet in prop_oneof![Just(Sheet::Sheet), Just(Sheet::Declarations)],
        chunk in 1_usize..5,
    ) {
        let source = parts.concat();
        prop_assert_eq!(places(sheet, &source, chunk), places(sheet, &source, usize::MAX));
    }
}
