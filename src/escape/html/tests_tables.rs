//! Tables of sources with `[[]]` for each placeholder, and what stands there.

use super::context::HtmlContext;
use crate::error::HtmlFault;

/// The contexts up to the first fault, and that one, of a source that a lexer is fed in chunks.
pub(super) fn places<L>(
    mut lexer: L,
    feed: fn(&mut L, &[u8]) -> Option<HtmlFault>,
    placeholder: fn(&mut L) -> Result<HtmlContext, HtmlFault>,
    source: &str,
    chunk: usize,
) -> (Vec<HtmlContext>, Option<HtmlFault>) {
    let mut contexts = Vec::new();
    let mut run = || {
        for (number, literal) in source.split("[[]]").enumerate() {
            if number > 0 {
                contexts.push(placeholder(&mut lexer)?);
            }
            for chunk in literal.as_bytes().chunks(chunk) {
                if let Some(fault) = feed(&mut lexer, chunk) {
                    return Err(fault);
                }
            }
        }
        Ok(())
    };
    let fault = run().err();
    (contexts, fault)
}

/// Each line is a source, ` => `, and the names of the contexts or `!` and a part of the fault; in the source
/// `¶` is a line end. `places` tells them of a source that comes in chunks.
pub(super) fn check(
    table: &str,
    places: impl Fn(&str, usize) -> (Vec<HtmlContext>, Option<String>),
) {
    for line in table.lines().filter(|line| !line.is_empty()) {
        let Some((source, expected)) = line.rsplit_once(" => ") else {
            panic!("no ` => `: {line}")
        };
        let source = source.replace('¶', "\n");
        for chunk in [1, 2, 1 << 10] {
            let (contexts, why) = places(&source, chunk);
            let (names, part) = match expected.split_once('!') {
                Some((names, part)) => (names, Some(part)),
                None => (expected, None),
            };
            let names: Vec<_> = names.split_whitespace().collect();
            let contexts: Vec<_> = contexts.iter().map(|context| format!("{context:?}")).collect();
            assert_eq!(contexts, names, "{source}: {why:?}");
            match (why, part) {
                (None, None) => {}
                (Some(why), Some(part)) => assert!(why.contains(part.trim()), "{source}: {why}"),
                (why, _) => panic!("{source}: {why:?}"),
            }
        }
    }
}
