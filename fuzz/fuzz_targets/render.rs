//! Any template over any JSON: the short way is the long way, all sinks agree, ranges lie in the output.

#![no_main]

use lacuna::{Context, Layout, OnGap, Syntax};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// A source that is no tree, behind or before the data.
const LAYER: [(&str, &str); 2] = [("a", "layer"), ("x", "[[ a ]]")];

fuzz_target!(|input: (u8, &str, &str)| {
    let (options, text, data) = input;
    let data: Value = serde_json::from_str(data).unwrap_or_else(|_| {
        json!({
            "a": "x", "b": [1, "", {"c": null}], "t": " ", "data": {"a": {"value": "[[ a ]]"}, "b": {"value": ""}},
            "metadata": {"defaultData": {"b": "[[ a ]]"}, "translations": {"a": "A[[ x || t('a.c') ]]", "a.b": "", "a.c": "<[[ t('a') ]]"}},
        })
    });
    let layout = Layout::metadata()
        .paired_defaults(options & 1 != 0)
        .drop_hollow_lines(options & 2 != 0)
        .blank_is_gap(options & 4 != 0)
        .expand(options & 16 != 0);
    let syntax = Syntax::new().layout(layout);
    let template = if options & 8 == 0 { syntax.text(text) } else { syntax.html_text(text) };
    let Ok(template) = template else { return };
    let context = match options & 32 {
        0 => Context::new(&data).or(&LAYER),
        _ => Context::new(&LAYER).or(&data),
    };
    let long = template.resolve(&context).finish(OnGap::Fail);
    let short = template.render(&context);
    match (&long, &short) {
        (Ok(long), Ok(short)) => assert_eq!(&long.to_string(), short),
        (Err(long), Err(short)) => assert_eq!(long, short),
        _ => panic!("{long:?} but {short:?}"),
    }
    // The same text as a string of a tree; one that is a placeholder alone may differ.
    if options & 8 == 0
        && template.source().len() != template.placeholders().next().map_or(0, |p| p.span().len())
    {
        let tree = syntax.tree(json!([text])).expect("it is a template").render(&context);
        match (tree, &short) {
            (Ok(tree), Ok(short)) => assert_eq!(&tree[0], short),
            (Err(tree), Err(short)) => assert_eq!(tree.count(), short.count()),
            (tree, short) => panic!("{tree:?} but {short:?}"),
        }
    }
    let Ok(rendering) = template.resolve(&context).finish(OnGap::Text("⟨gap⟩")) else { return };
    let output = rendering.to_string();
    assert_eq!(output.len(), rendering.len());
    let report = rendering.report();
    let mut end = 0;
    for range in report.placeholders.iter().filter_map(|entry| entry.output.clone()) {
        assert!(end <= range.start && range.end <= output.len());
        assert!(output.is_char_boundary(range.start) && output.is_char_boundary(range.end));
        end = range.end;
    }
    assert_eq!(
        serde_json::from_value::<lacuna::Report>(json!(report)).expect("it reads back"),
        report
    );
});
