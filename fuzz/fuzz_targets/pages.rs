//! Any text as a page: no panic, its own text untouched, and with hostile values a tokenizer sees the page
//! that the template is, with the values put in.

#![no_main]

#[path = "../../tests/page_laws/oracle.rs"]
mod oracle;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// What meets the text of a page badly, at its start or its end.
const VALUES: [&str; 16] = [
    "",
    "-",
    "--!>",
    "->",
    "script>",
    "</script>",
    "<!--<script>",
    "lt;",
    "\"' x=`",
    "</title><b>",
    "]]><![endif]-->",
    "javascript:x",
    "//evil\\@",
    "\r\n\0\u{2028}",
    "\\${`*/",
    "1",
];

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let page = match oracle::Page::new(text) {
        Ok(Some(page)) => page,
        Ok(None) => return,
        Err(wrong) => panic!("{wrong}\n{text:?}"),
    };
    if page.placeholders() == 0 {
        return;
    }
    let value = |shift: usize| VALUES[(usize::from(choice) + shift) % VALUES.len()];
    let mut last = Value::Null;
    for shift in 0..4 {
        let data = json!({
            "a": value(shift * 4), "b": value(shift * 4 + 1), "c": value(shift * 7 + 2),
            "x": [value(shift), {"</script>": "<!--"}],
        });
        if let Err(wrong) = page.check(&data) {
            panic!("{wrong}");
        }
        last = data;
    }
    let first = json!({"b": last["b"]});
    if let Err(wrong) = page.check_passes(&first, &last) {
        panic!("{wrong}");
    }
});
