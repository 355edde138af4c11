//! Any text, with several delimiters: no panic, every problem in its place, and what is drawn is drawn.

#![no_main]

#[path = "../delimiters.rs"]
mod delimiters;

use lacuna::{Layout, Path, Segment, Syntax};
use libfuzzer_sys::fuzz_target;

use self::delimiters::delimiters;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let (open, close) = delimiters(choice);
    let layout = Layout::metadata().paired_defaults(true).drop_hollow_lines(true);
    let syntax = Syntax::new().layout(layout).delimiters(open, close).expect("they are delimiters");
    let strict = syntax.text(text);
    let roots = syntax.clone().roots(["data", "a"]).expect("they are roots").text(text);
    let lenient = syntax.lenient(true).text(text).expect("nothing is refused");
    // What is strictly a template is the same one leniently, without a warning.
    assert_eq!(strict.is_ok(), lenient.warnings().is_empty());
    for warning in lenient.warnings().iter().chain(roots.iter().flat_map(|roots| roots.warnings()))
    {
        let span = warning.span().expect("it stands in the text");
        assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
        let _ = format!("{warning:#}");
    }
    if let Ok(roots) = &roots {
        let is_under = |path: &Path<'_>| {
            path.segments().first().is_some_and(|first| {
            matches!(first, Segment::Key(key) if ["data", "a", "metadata"].contains(&&**key))
        })
        };
        assert!(roots.paths().iter().all(is_under), "what is no placeholder reads nothing");
    }
    match strict {
        Ok(template) => {
            assert_eq!(template.placeholders().len(), lenient.placeholders().len());
            let mut end = 0;
            for placeholder in template.placeholders() {
                assert!(end <= placeholder.span().start());
                assert!(
                    placeholder.text().starts_with(open) && placeholder.text().ends_with(close)
                );
                end = placeholder.span().end();
            }
            for path in template.paths() {
                assert_eq!(Path::parse(&path.to_string()).expect("a path reads back"), path);
            }
        }
        Err(error) => {
            let mut last = 0;
            for problem in error.all() {
                let span = problem.span().expect("it stands in the text");
                assert!(last <= span.start() && span.end() <= text.len());
                assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
                last = span.start();
            }
            assert!(!error.to_string().contains('\n'), "one line: {error}");
            let _ = format!("{error:#}");
        }
    }
});
