//! Styles with `[[]]` for each placeholder, and what stands there.

use proptest::prelude::*;

use super::{HtmlContext, Sheet, StyleLexer};
use crate::escape::html::tests_tables;

fn places(sheet: Sheet, source: &str, chunk: usize) -> (Vec<HtmlContext>, Option<String>) {
    let (feed, placeholder) = (StyleLexer::feed, StyleLexer::placeholder);
    let (contexts, fault) =
        tests_tables::places(StyleLexer::new(sheet), feed, placeholder, source, chunk);
    (contexts, fault.map(|fault| fault.to_string()))
}

fn check(sheet: Sheet, table: &str) {
    tests_tables::check(table, |source, chunk| places(sheet, source, chunk));
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
