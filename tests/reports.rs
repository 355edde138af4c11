//! Where every byte of an output came from, told as data.

use lacuna::{Context, Entry, OnGap, Report, Template};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generators::{
    config, layered, on_gap, options, page, page_parts, parse, parts, read, syntax, tree,
};
use crate::naive::{self, Part};

/// Whether the parts lie one behind the other within the range of their whole.
fn nest(whole: &Entry) -> bool {
    let Some(range) = &whole.output else {
        return whole.parts.iter().all(|part| part.output.is_none());
    };
    let mut at = range.start;
    whole.parts.iter().all(|part| {
        let Some(own) = &part.output else { return false };
        let lies = at <= own.start && own.start <= own.end && own.end <= range.end;
        at = own.end;
        lies && nest(part)
    })
}

fn read_back(report: &Report<'_>) -> Report<'static> {
    serde_json::from_str(&serde_json::to_string(report).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(config())]

    /// Promise 2: the ranges of the report tile the output with the template's own text between
    /// them, byte for byte; whoever has no range stands on a line that went.
    #[test]
    fn every_range_has_one_origin(
        parts in parts(),
        layers in prop::collection::vec(tree(), 1..4),
        options in options(),
        policy in prop_oneof![Just("keep"), Just("empty"), Just("<gap>")],
    ) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let context = layered(&layers);
        let Ok(rendering) = template.resolve(&context).finish(on_gap(Some(policy))) else { return Ok(()) };
        let (output, report) = (rendering.to_string(), rendering.report());
        prop_assert_eq!(&report.clone().into_owned(), &report);
        prop_assert_eq!(report.placeholders.len(), template.placeholders().len());
        let (mut text, mut at) = (String::new(), 0);
        for (entry, placeholder) in report.placeholders.iter().zip(template.placeholders()) {
            prop_assert_eq!(entry.span, placeholder.span());
            prop_assert_eq!(&entry.expression, placeholder.expression());
            let Some(range) = entry.output.clone() else {
                prop_assert!(options.hollow);
                continue;
            };
            prop_assert!(at <= range.start && range.start <= range.end);
            text += &output[at..range.start];
            at = range.end;
        }
        text += &output[at..];
        let own: String = parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        }).collect();
        if report.placeholders.iter().all(|entry| entry.output.is_some()) && !options.hollow {
            prop_assert_eq!(&text, &own);
        }
        // With dropped lines: what is left of the template's own text, in its order.
        let mut rest = own.chars();
        prop_assert!(text.chars().all(|c| rest.any(|other| other == c)));
    }

    /// Nothing of a report is lost in a round trip, and parts lie within their whole.
    #[test]
    fn reports_read_back(
        text in page_parts(),
        layers in prop::collection::vec(page(), 1..4),
        options in options(),
        expand in any::<bool>(),
    ) {
        let syntax = syntax(options, false, expand);
        let template = read(&text, &syntax, options).unwrap().named("page");
        let context = layered(&layers);
        let resolution = template.resolve(&context);
        let report = resolution.report();
        prop_assert_eq!(&read_back(&report), &report);
        let Ok(rendering) = resolution.finish(OnGap::Text("?")) else { return Ok(()) };
        let report = rendering.report();
        prop_assert_eq!(&read_back(&report), &report);
        prop_assert!(report.placeholders.iter().all(nest), "{:#?}", report);
    }

    /// A part prints what its expression prints where it stands alone.
    #[test]
    fn parts_print_what_they_say(value in "[a-z<&é]{0,4}", html in any::<bool>(), safe in any::<bool>()) {
        let data = json!({
            "v": value, "metadata": {"translations": {"k": "<é[[ v || 'x' ]]&[[ t('l', a: v) ]]", "l": "([[ a ]])[[ v | upper ]]"}},
        });
        let options = naive::Options { html, ..naive::Options::default() };
        let syntax = syntax(options, false, true);
        let text = if safe { "é[[ t('k') | safe ]]" } else { "é[[ t('k') ]]" };
        let context = Context::new(&data);
        let template = read(text, &syntax, options).unwrap();
        let Ok(rendering) = template.resolve(&context).finish(OnGap::Fail) else { return Ok(()) };
        let (output, report) = (rendering.to_string(), rendering.report());
        let alone = |text: &str| read(text, &syntax, options).unwrap().render(&context).unwrap();
        let parts = &report.placeholders[0].parts;
        let printed = |entry: &Entry| output[entry.output.clone().unwrap()].to_owned();
        prop_assert_eq!(printed(&parts[0]), alone("[[ v || 'x' ]]"));
        prop_assert_eq!(printed(&parts[1]), alone("[[ t('l', a: v) ]]"));
        prop_assert_eq!(printed(&parts[1].parts[0]), alone("[[ v || '' ]]"));
        prop_assert_eq!(printed(&parts[1].parts[1]), alone("[[ v | upper ]]"));
    }
}

#[test]
fn a_report_of_fifty_thousand_gaps() {
    let lines: Vec<_> = (0..50_000).map(|number| format!("[[ a.b{number} || c ]]\n")).collect();
    let template = Template::text(lines.concat()).unwrap();
    let wide: Value = (0..5_000).map(|number| (format!("k{number}"), json!(number))).collect();
    let data = json!({"a": wide});
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Text("gap")).unwrap();
    let report = rendering.report();
    assert_eq!(report.counts()["missing"], 50_000);
    let last = &report.placeholders[49_999];
    assert_eq!((last.position.line, last.rejected.len()), (50_000, 2));
    assert_eq!(last.output, Some(4 * 49_999..4 * 49_999 + 3));
    assert_eq!(read_back(&report), report);
    assert_eq!(report.to_string().lines().count(), 50_001);
    let error = template.render(&context).unwrap_err();
    assert_eq!(error.count(), 50_000);
}

#[test]
fn a_report_has_the_name_of_its_template() {
    let data = json!({});
    let context = Context::new(&data);
    let named = Template::text("[[ a ]]").unwrap().named("letter.txt");
    assert_eq!(named.resolve(&context).report().template.as_deref(), Some("letter.txt"));
    assert_eq!(json!(named.resolve(&context).report())["template"], "letter.txt");
    let finished = named.resolve(&context).finish(OnGap::Keep).unwrap();
    assert_eq!(finished.report().template.as_deref(), Some("letter.txt"));
    let nameless = Template::text("[[ a ]]").unwrap();
    assert_eq!(nameless.resolve(&context).report().template, None);
}

#[test]
fn ranges_are_the_same_for_every_sink() {
    let template = Template::html_text("é[[ a ]]&[[ b ]]\n[[ a ]]").unwrap();
    let data = json!({"a": "<ü>"});
    let context = Context::new(&data);
    let rendering = template.resolve(&context).finish(OnGap::Keep).unwrap();
    let mut written = Vec::new();
    rendering.write_to(&mut written).unwrap();
    assert_eq!(written, rendering.to_string().into_bytes());
    let printed: Vec<_> = rendering
        .report()
        .placeholders
        .into_iter()
        .map(|entry| String::from_utf8(written[entry.output.unwrap()].to_vec()).unwrap())
        .collect();
    assert_eq!(printed, ["&lt;ü&gt;", "[[ b ]]", "&lt;ü&gt;"]);
}
