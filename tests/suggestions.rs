//! What a gap suggests: `tests/findings/suggestions.json`.

use std::fs;

use lacuna::{Context, Syntax, Template};
use serde::Deserialize;
use serde_json::Value;

/// A placeholder that is a gap, and what it was probably meant to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    template: String,
    /// The layers, the first in front.
    data: Vec<Value>,
    suggestions: Vec<String>,
    #[serde(default)]
    roots: Vec<String>,
    /// The help, if it does not ask for the first of them.
    #[serde(default)]
    help: Option<String>,
}

#[test]
fn cases() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/findings/suggestions.json");
    let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for case in cases {
        let name = &case.name;
        let syntax = match &*case.roots {
            [] => Syntax::new(),
            roots => Syntax::new().roots(roots).unwrap(),
        };
        let template = syntax.text(&*case.template).unwrap();
        let (first, behind) = case.data.split_first().unwrap();
        let context = behind.iter().fold(Context::new(first), |context, layer| context.or(layer));
        let findings = template.resolve(&context).findings();
        let problem = findings.list()[0].problem();
        assert_eq!(problem.suggestions(), case.suggestions, "{name}");
        let first = case.suggestions.first().map(|first| format!("did you mean `{first}`?"));
        let help = case.help.or(first);
        match help {
            Some(help) => assert_eq!(problem.help(), Some(&*help), "{name}"),
            None => assert!(!problem.help().unwrap().contains("did you mean"), "{name}"),
        }
        // What is suggested is there.
        for suggestion in &case.suggestions {
            let written = if problem.help().unwrap().contains("the key") {
                format!("[[ t('{suggestion}') ]]")
            } else {
                format!("[[ {suggestion} | json ]]")
            };
            let mended = Template::text(&*written).unwrap();
            let error = mended.render(&context).err();
            let is_there = error.is_none_or(|error| error.to_string().ends_with("is null"));
            assert!(is_there, "{name}: {written}");
        }
    }
}
