//! The promises as laws over generated templates and data.

use std::sync::Mutex;

use lacuna::{
    Context, Datum, Error, Layout, Miss, OnGap, Path, Scratch, Segment, Source, Syntax, Template,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::naive::{self, Expression, Filter, Operand, Options, Part};

/// A few keys, so that paths of the template and of the data meet.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("data"),
        Just("metadata"),
        Just("defaultData"),
        Just("translations"),
        Just("value"),
        Just("a"),
        Just("b"),
        Just("0")
    ]
    .prop_map(str::to_owned)
}

/// A path that reads as one: its head is no number.
fn path() -> impl Strategy<Value = Vec<String>> {
    let free = (key(), prop::collection::vec(key(), 0..4));
    let free = free.prop_filter_map("a head", |(head, rest)| {
        (head != "0").then(|| [vec![head], rest].concat())
    });
    let field = prop_oneof![Just("a"), Just("b"), Just("c")];
    let below = |before: &'static [&'static str], after: &'static [&'static str]| {
        move |field: &str| {
            let keys = before.iter().copied().chain([field]).chain(after.iter().copied());
            keys.map(str::to_owned).collect::<Vec<_>>()
        }
    };
    prop_oneof![
        2 => free,
        4 => field.clone().prop_map(below(&["data"], &["value"])),
        2 => field.clone().prop_map(below(&["metadata", "defaultData"], &[])),
        1 => field.prop_map(below(&["metadata", "translations"], &[])),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!("")),
        Just(json!(" \n")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(false)),
        Just(json!(0)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_filter_map("a number of JSON", |number| {
            number.is_finite().then(|| json!(number))
        }),
        "[a-zäß日<>&\"'\\[\\] \\\\!|\n]{0,8}".prop_map(|text| json!(text)),
        Just(json!("[[ data.a.value ]]")),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    let free = scalar().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(key(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    let page = prop::collection::vec((any::<[bool; 3]>(), scalar(), scalar(), scalar()), 3);
    let page = page.prop_map(|fields| {
        let (mut data, mut defaults, mut texts) = (Map::new(), Map::new(), Map::new());
        for (name, (present, value, default, text)) in ["a", "b", "c"].into_iter().zip(fields) {
            for (is_there, map, entry) in [
                (present[0], &mut data, json!({"value": value})),
                (present[1], &mut defaults, default),
                (present[2], &mut texts, text),
            ] {
                if is_there {
                    map.insert(name.to_owned(), entry);
                }
            }
        }
        json!({"data": data, "metadata": {"defaultData": defaults, "translations": texts}})
    });
    prop_oneof![1 => free, 3 => page]
}

fn expression() -> impl Strategy<Value = Expression> {
    let operand = prop_oneof![
        6 => path().prop_map(Operand::Path),
        1 => prop_oneof![Just(""), Just("x"), Just("<&")].prop_map(|text| Operand::Literal(text.to_owned())),
        1 => key().prop_map(Operand::Translation),
    ];
    let filter = prop_oneof![
        Just(Filter::Upper),
        Just(Filter::Trim),
        Just(Filter::Json),
        Just(Filter::Prefix("<".to_owned())),
        (1_usize..5).prop_map(Filter::Truncate),
    ];
    let operands = prop::collection::vec(operand, 1..4);
    let filters = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(filter, 0..3)];
    let space = prop_oneof![Just(""), Just(" "), Just("\n "), Just("\r\n\t")];
    (operands, any::<bool>(), filters, any::<bool>(), space)
        .prop_filter("something to look up", |(operands, ..)| {
            operands.iter().any(|operand| !matches!(operand, Operand::Literal(_)))
        })
        .prop_map(|(operands, coalesce, mut filters, is_safe, space)| {
            if is_safe {
                filters.push(Filter::Safe);
            }
            // A single operand is no chain of `??`.
            let coalesce = coalesce && operands.len() > 1;
            Expression { operands, coalesce, filters, space: space.to_owned() }
        })
}

/// Parts of a template; texts hold no opening delimiter and end in nothing that makes one.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let text = "[a-zäß日<>&\"'|, .·\n\r-]{0,6}|\n|, \n|\r\n|- ";
    let part = prop_oneof![
        3 => text.prop_map(Part::Text),
        1 => Just(Part::Comment(" no\n ".to_owned())),
        4 => expression().prop_map(Part::Placeholder),
    ];
    prop::collection::vec(part, 0..9)
}

fn options() -> impl Strategy<Value = Options> {
    any::<[bool; 4]>().prop_map(|[html, paired, hollow, blank_is_gap]| Options {
        html,
        paired,
        hollow,
        blank_is_gap,
    })
}

fn parse(source: &str, options: Options) -> Result<Template<'_>, Error> {
    let layout = Layout::metadata()
        .paired_defaults(options.paired)
        .drop_hollow_lines(options.hollow)
        .blank_is_gap(options.blank_is_gap);
    let syntax = Syntax::new().layout(layout);
    if options.html { syntax.html_text(source) } else { syntax.text(source) }
}

fn on_gap(name: Option<&'static str>) -> OnGap<'static> {
    match name {
        None => OnGap::Fail,
        Some("keep") => OnGap::Keep,
        Some("empty") => OnGap::Empty,
        Some(text) => OnGap::Text(text),
    }
}

/// A text of fragments that mean something to the grammar, most of it malformed.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        Just("[["),
        Just("]]"),
        Just("["),
        Just("]"),
        Just("[[!"),
        Just("\\"),
        Just("'"),
        Just("\""),
        Just(" "),
        Just("\n"),
        Just("\r\n"),
        Just("a"),
        Just("."),
        Just("$"),
        Just("0"),
        Just("-1.5e3"),
        Just("||"),
        Just("|"),
        Just("??"),
        Just("?."),
        Just("t("),
        Just(")"),
        Just(","),
        Just(":"),
        Just("upper"),
        Just("default"),
        Just("safe"),
        Just("日"),
        Just("\u{a0}"),
        Just("“"),
        Just("\\u0041"),
        Just("name"),
        Just("truncate: 3"),
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

/// A source over a tree that is none, and writes down what it is asked for.
struct Recorder {
    data: Value,
    asked: Mutex<Vec<String>>,
}

impl Source for Recorder {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        let found = self.data.find(path);
        self.asked.lock().unwrap().push(path.to_string());
        found
    }
}

/// More cases than usual, still more if `PROPTEST_CASES` says so. What fails becomes a golden case
/// by hand, so nothing is written down here.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: default.cases.max(1024), failure_persistence: None, ..default }
}

proptest! {
    #![proptest_config(config())]

    /// Fast and naive agree on every template, data, option and policy.
    #[test]
    fn the_oracle_agrees(
        parts in parts(),
        data in tree(),
        options in options(),
        policy in prop_oneof![
            Just(None), Just(Some("keep")), Just(Some("empty")), Just(Some("<gap>")),
        ],
    ) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let context = Context::new(&data);
        let expected = naive::render(&parts, &data, options, policy);
        let finished = template.resolve(&context).finish(on_gap(policy));
        match (&finished, &expected) {
            (Ok(rendering), Ok(expected)) => prop_assert_eq!(&rendering.to_string(), expected, "{}", source),
            (Err(error), Err(count)) => prop_assert_eq!(error.count(), *count, "{}\n{:?}", source, error),
            (Ok(rendering), Err(count)) => prop_assert!(false, "{} refused by the oracle: {} {}", source, count, rendering),
            (Err(error), Ok(output)) => prop_assert!(false, "{}: {:?}\nbut the oracle has {:?}", source, error, output),
        }
    }

    /// `render` is `resolve` and then `finish`, and a scratch does not matter.
    #[test]
    fn the_short_way_is_the_long_way(templates in prop::collection::vec(parts(), 1..4), data in tree(), options in options()) {
        let mut scratch = Scratch::new();
        for parts in templates {
            let source = naive::source(&parts);
            let template = parse(&source, options).unwrap();
            let context = Context::new(&data);
            let long = template.resolve(&context).finish(OnGap::Fail).map(|rendering| rendering.to_string());
            prop_assert_eq!(&template.render(&context), &long);
            let mut out = String::from("before ");
            let short = template.render_into(&context, &mut scratch, &mut out);
            prop_assert_eq!(&out, &format!("before {}", long.as_deref().unwrap_or_default()));
            prop_assert_eq!(short, long.map(|_| ()));
        }
    }

    /// Every sink gets the same bytes, as many as `len` says.
    #[test]
    fn all_sinks_agree(parts in parts(), data in tree(), options in options()) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let context = Context::new(&data);
        if let Ok(rendering) = template.resolve(&context).finish(OnGap::Text("⟨gap⟩")) {
            let text = rendering.to_string();
            prop_assert_eq!(rendering.len(), text.len());
            let mut pushed = String::from("> ");
            rendering.push_to(&mut pushed);
            prop_assert_eq!(&pushed[2..], &text);
            let mut written = Vec::new();
            rendering.write_to(&mut written).unwrap();
            prop_assert_eq!(written, text.into_bytes());
        }
    }

    /// Promise 2: the ranges of the report tile the output with the template's own text between
    /// them, byte for byte.
    #[test]
    fn every_range_has_one_origin(parts in parts(), data in tree(), html in any::<bool>()) {
        let source = naive::source(&parts);
        let template = parse(&source, Options { html, ..Options::default() }).unwrap();
        let context = Context::new(&data);
        if let Ok(rendering) = template.resolve(&context).finish(OnGap::Keep) {
            let output = rendering.to_string();
            let report = rendering.report();
            prop_assert_eq!(report.placeholders.len(), template.placeholders().len());
            let (mut text, mut at) = (String::new(), 0);
            for entry in &report.placeholders {
                let range = entry.output.clone().unwrap();
                prop_assert!(at <= range.start && range.start <= range.end);
                text += &output[at..range.start];
                at = range.end;
            }
            text += &output[at..];
            let own: String = parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                _ => None,
            }).collect();
            prop_assert_eq!(text, own);
            let json = serde_json::to_string(&report).unwrap();
            prop_assert_eq!(serde_json::from_str::<lacuna::Report>(&json).unwrap(), report);
        }
    }

    /// Promise 1: a strict rendering lists exactly the gaps and failures of the resolution.
    #[test]
    fn no_gap_goes_unnoticed(parts in parts(), data in tree(), options in options()) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let context = Context::new(&data);
        let resolution = template.resolve(&context);
        let refused: Vec<_> = resolution.outcomes().filter(|r| r.is_gap() || r.is_failed()).map(|r| r.placeholder().span()).collect();
        match resolution.finish(OnGap::Fail) {
            Ok(_) => prop_assert!(refused.is_empty()),
            Err(error) => {
                prop_assert_eq!(error.all().len(), refused.len());
                for (problem, span) in error.all().iter().zip(refused) {
                    let place = problem.span().unwrap();
                    prop_assert!(span.start() <= place.start() && place.end() <= span.end());
                    prop_assert!(source.is_char_boundary(place.start()) && source.is_char_boundary(place.end()));
                }
            }
        }
    }

    /// Promise 5: a template asks for nothing that `paths` does not list. (Only the suggestions of an
    /// error look further.)
    #[test]
    fn everything_that_is_read_is_listed(parts in parts(), data in tree(), options in options()) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let listed: Vec<String> = template.paths().iter().map(ToString::to_string).collect();
        let recorder = Recorder { data, asked: Mutex::default() };
        let context = Context::new(&recorder);
        drop(template.resolve(&context));
        drop(context);
        for path in recorder.asked.into_inner().unwrap() {
            prop_assert!(listed.contains(&path), "{} asks for {}, listed: {:?}", source, path, listed);
        }
    }

    /// Text without a delimiter passes byte for byte, whatever else it holds.
    #[test]
    fn text_is_itself(text in "[^\\[]{0,40}", html in any::<bool>()) {
        let template = parse(&text, Options { html, ..Options::default() }).unwrap();
        prop_assert_eq!(template.render(&Context::new(&json!({}))).unwrap(), text);
    }

    /// Keep over data without any of the paths gives the text back.
    #[test]
    fn keep_over_nothing_changes_nothing(parts in parts()) {
        let parts: Vec<_> = parts.into_iter().filter(|part| match part {
            Part::Comment(_) => false,
            Part::Text(_) => true,
            Part::Placeholder(expression) => {
                !expression.operands.iter().any(|operand| matches!(operand, Operand::Literal(_)))
            }
        }).collect();
        let source = naive::source(&parts);
        let template = Template::text(&*source).unwrap();
        let (data, keep) = (json!({}), OnGap::Keep);
        let context = Context::new(&data);
        prop_assert_eq!(template.resolve(&context).finish(keep).unwrap().to_string(), source);
    }

    /// No text panics, every problem has a place in the text, and what parses has tiling pieces.
    #[test]
    fn no_text_panics(text in fragments(), close in prop_oneof![Just("]]"), Just("--"), Just(")"), Just("|"), Just("$$"), Just("·]")]) {
        let syntax = if close == "]]" { Syntax::new() } else { Syntax::new().delimiters("[[", close).unwrap() };
        match syntax.text(&*text) {
            Ok(template) => {
                let mut at = 0;
                for placeholder in template.placeholders() {
                    prop_assert!(at <= placeholder.span().start());
                    prop_assert!(placeholder.text().starts_with("[[") && placeholder.text().ends_with(close));
                    at = placeholder.span().end();
                }
                let data = json!({"a": {"0": "x"}, "name": "y"});
                let context = Context::new(&data);
                let _ = template.render(&context);
                let _ = template.resolve(&context).report().to_string();
            }
            Err(error) => {
                let mut last = 0;
                for problem in error.all() {
                    let span = problem.span().unwrap();
                    prop_assert!(last <= span.start() && span.end() <= text.len());
                    prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
                    let before = &text[..span.start()];
                    let line = before.matches('\n').count() + 1;
                    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
                    let position = problem.position().unwrap();
                    prop_assert_eq!((position.line, position.column), (line, column));
                    last = span.start();
                }
                let _ = format!("{error:?}");
            }
        }
    }

    /// Any text can be written so that it stands for itself: a backslash before each delimiter.
    #[test]
    fn every_text_can_be_escaped(text in "[a\\[\\]\\\\! \n]{0,24}") {
        let (mut escaped, mut rest) = (String::new(), &*text);
        while let Some(first) = rest.find("[[") {
            // Of a run the last opener counts: whole ones are escaped from its end.
            let run = rest[first..].bytes().take_while(|byte| *byte == b'[').count();
            let at = first + run % 2;
            let before = &rest[..at];
            let slashes = before.len() - before.trim_end_matches('\\').len();
            escaped += before;
            escaped += &"\\".repeat(slashes + 1);
            escaped += "[[";
            rest = &rest[at + 2..];
        }
        escaped += rest;
        prop_assert_eq!(lacuna::render(&escaped, &json!({})).unwrap(), text);
    }

    /// A path reads back as it is written.
    #[test]
    fn paths_read_back(segments in prop::collection::vec(prop_oneof![
        any::<String>().prop_map(|key| Segment::Key(key.into())),
        key().prop_map(|key| Segment::Key(key.into())),
        any::<usize>().prop_map(Segment::Index),
        any::<usize>().prop_map(Segment::KeyOrIndex),
    ], 0..5)) {
        let path = Path::new(segments);
        let text = path.to_string();
        prop_assert_eq!(&Path::parse(&text).unwrap(), &path);
        let json = serde_json::to_string(&path).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Path<'_>>(&json).unwrap(), &path);
        let template = format!("[[{text} || 'x' | json]]");
        let template = Template::text(&*template).unwrap();
        let paths = template.paths();
        prop_assert!(paths.contains(&path));
    }

    /// What `html_text` writes holds nothing that HTML would read as markup.
    #[test]
    fn html_text_is_text(value in any::<String>()) {
        let out = Template::html_text("[[ v ?? '' ]]").unwrap().render(&Context::new(&json!({"v": value}))).unwrap();
        prop_assert!(!out.contains(['<', '>', '"', '\'']));
        let plain = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        prop_assert_eq!(plain, value);
    }

    /// Layers that are trees give what the first of them gives that has a value.
    #[test]
    fn a_layer_answers_for_what_is_missing_before(path in path(), first in tree(), second in tree()) {
        let text = format!("[[ {} ]]", path.join("."));
        let layout = Layout::plain();
        let template = Syntax::new().layout(layout).text(text).unwrap();
        let alone = |data: &Value| template.render(&Context::new(data)).ok().filter(|text| !text.trim().is_empty());
        let both = template.render(&Context::new(&first).or(&second)).ok().filter(|text| !text.trim().is_empty());
        let is_container = template.resolve(&Context::new(&first)).outcomes().any(|r| r.outcome().name() == "not-text");
        prop_assume!(!is_container);
        prop_assert_eq!(both, alone(&first).or_else(|| alone(&second)));
    }
}
