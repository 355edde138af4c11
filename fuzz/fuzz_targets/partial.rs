//! Any template, lenient or not, over any JSON of which a part is known first: two passes give what
//! one gives.

#![no_main]

use lacuna::{Context, Layout, OnGap, Syntax, Template};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

const DELIMITERS: [(&str, &str); 4] = [("[[", "]]"), ("<-<", ">"), ("((", "))"), ("$", "@")];

/// The tree without the keys that a bit of `mask` hides.
fn pruned(tree: &Value, mask: &mut u32) -> Value {
    match tree {
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (key, value) in fields {
                *mask = mask.rotate_left(1);
                if *mask & 3 != 3 {
                    kept.insert(key.clone(), pruned(value, mask));
                }
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

fn finish(template: &Template<'_>, data: &Value, on_gap: OnGap<'_>) -> Result<String, usize> {
    let context = Context::new(data);
    let finished = template.resolve(&context).finish(on_gap);
    finished.map(|rendering| rendering.to_string()).map_err(|error| error.count())
}

fuzz_target!(|input: (u8, u32, &str, &str)| {
    let (options, mut mask, text, data) = input;
    let data: Value = serde_json::from_str(data).unwrap_or_else(|_| {
        json!({
            "a": "[[", "b": "\\", "c": "[[ a ]]\n", "d": ["<"], "data": {"a": {"value": "<-<"}, "b": {"value": ""}},
            "metadata": {"defaultData": {"a": "x", "b": "[[ a ]]"}, "translations": {"a": "[[ b ]]$", "b": " "}},
        })
    });
    let layout = Layout::metadata()
        .paired_defaults(options & 1 != 0)
        .drop_hollow_lines(options & 2 != 0)
        .blank_is_gap(options & 4 != 0)
        .expand(options & 8 != 0);
    let (open, close) = DELIMITERS[usize::from(options >> 6)];
    let syntax = Syntax::new().layout(layout).lenient(options & 16 != 0);
    let syntax = syntax.delimiters(open, close).expect("they are delimiters");
    let template = if options & 32 == 0 { syntax.text(text) } else { syntax.html_text(text) };
    let Ok(template) = template else { return };
    let first = pruned(&data, &mut mask);
    let context = Context::new(&first);
    let partial = template.resolve(&context).partial().expect("it is not too long");
    assert!(partial.warnings().is_empty());
    for on_gap in [OnGap::Fail, OnGap::Keep, OnGap::Empty, OnGap::Text("[[")] {
        let (once, twice) = (finish(&template, &data, on_gap), finish(&partial, &data, on_gap));
        assert_eq!(once, twice, "{text:?} {:?}", partial.source());
    }
});
