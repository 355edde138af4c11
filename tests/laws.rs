//! The promises as laws over generated templates and data.

use std::borrow::Cow;
use std::sync::Mutex;

use lacuna::{Context, Datum, Miss, OnGap, Path, Scratch, Segment, Source, Syntax, Template};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generators::{
    config, fragments, key, layered, on_gap, options, parse, parts, path, tree,
};
use crate::naive::{self, Operand, Options, Part};

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

/// A source over a tree that is none, and gives scalars as its own: borrowed where it can.
struct Teller<'v> {
    data: &'v Value,
    asked: Mutex<Vec<String>>,
}

impl Source for Teller<'_> {
    fn find<'d>(&'d self, path: &Path<'_>) -> Result<Datum<'d>, Miss> {
        self.asked.lock().unwrap().push(path.to_string());
        Ok(match self.data.find(path)? {
            Datum::Tree(tree) => match tree {
                Cow::Borrowed(Value::String(text)) => Datum::from(&**text),
                Cow::Borrowed(Value::Number(number)) if *number == 0.into() => {
                    Datum::Number("0".into())
                }
                Cow::Borrowed(Value::Bool(value)) => Datum::Bool(*value),
                Cow::Borrowed(Value::Null) => Datum::Null,
                Cow::Borrowed(Value::Number(number)) => Datum::Number(number.to_string().into()),
                tree => Datum::Tree(tree),
            },
            datum => datum,
        })
    }
}

/// A value as it stands in a page, mostly a text; if it `is_simple`, that or nothing.
fn field(is_simple: bool) -> impl Strategy<Value = Value> {
    let others = u32::from(!is_simple);
    prop_oneof![
        20 => "[a-z]{1,34}".prop_map(Value::from),
        2 => "[<>&\"'a-z]{1,80}".prop_map(Value::from),
        2 => Just(json!("absent")),
        others => "é[a-z]{0,3}|[ é\n][a-zé]{60,70}".prop_map(Value::from),
        others => prop_oneof![
            Just(json!("")), Just(json!(" ")), Just(json!(null)), Just(json!(7)), Just(json!(true)),
            Just(json!([1])),
        ],
    ]
}

proptest! {
    #![proptest_config(config())]

    /// Fast and naive agree on every template, data, number of layers, option and policy.
    #[test]
    fn the_oracle_agrees(
        parts in parts(),
        layers in prop::collection::vec(tree(), 1..4),
        options in options(),
        policy in prop_oneof![
            Just(None), Just(Some("keep")), Just(Some("empty")), Just(Some("<gap>")),
        ],
    ) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let context = layered(&layers);
        let expected = naive::render(&parts, &layers, options, policy);
        let finished = template.resolve(&context).finish(on_gap(policy));
        match (&finished, &expected) {
            (Ok(rendering), Ok(expected)) => prop_assert_eq!(&rendering.to_string(), expected, "{}", source),
            (Err(error), Err(count)) => prop_assert_eq!(error.count(), *count, "{}\n{:?}", source, error),
            (Ok(rendering), Err(count)) => prop_assert!(false, "{} refused by the oracle: {} {}", source, count, rendering),
            (Err(error), Ok(output)) => prop_assert!(false, "{}: {:?}\nbut the oracle has {:?}", source, error, output),
        }
    }

    /// Every outcome is what the oracle says became of the placeholder, layer and path included.
    #[test]
    fn outcomes_are_those_of_the_oracle(
        parts in parts(),
        layers in prop::collection::vec(tree(), 1..4),
        blank_is_gap in any::<bool>(),
    ) {
        let source = naive::source(&parts);
        let options = Options { blank_is_gap, ..Options::default() };
        let template = parse(&source, options).unwrap();
        let context = layered(&layers);
        let resolution = template.resolve(&context);
        let expressions = parts.iter().filter_map(|part| match part {
            Part::Placeholder(expression) => Some(expression),
            _ => None,
        });
        for (resolved, expression) in resolution.outcomes().zip(expressions) {
            let (_, expected) = naive::evaluate(expression, &layers, options);
            let told = resolved.outcome().to_string();
            // What a filter says, and translations, are told in other words.
            if expected == "failed" || expected.contains("translation") {
                continue;
            }
            prop_assert_eq!(told, expected, "{}", source);
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

    /// The same with sources that are no trees, each of which is asked once for a path.
    #[test]
    fn the_short_way_is_the_long_way_where_sources_are_asked(
        parts in parts(),
        data in prop::collection::vec(tree(), 1..4),
        first_is_asked in any::<bool>(),
        options in options(),
    ) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let tellers: Vec<_> =
            data.iter().map(|data| Teller { data, asked: Mutex::default() }).collect();
        let layer = |number: usize| -> &dyn Source {
            if (number % 2 == 0) == first_is_asked { &tellers[number] } else { &data[number] }
        };
        let context = (1..data.len()).fold(Context::new(layer(0)), |context, number| context.or(layer(number)));
        let long = template.resolve(&context).finish(OnGap::Fail).map(|rendering| rendering.to_string());
        // Of keys such a source knows nothing, and so there are fewer suggestions.
        let of_trees = template.render(&layered(&data));
        prop_assert_eq!(long.as_ref().ok(), of_trees.as_ref().ok(), "{}", source);
        for teller in &tellers {
            teller.asked.lock().unwrap().clear();
        }
        prop_assert_eq!(&template.render(&context), &long, "{}", source);
        for teller in tellers.iter().filter(|_| long.is_ok()) {
            let mut asked = std::mem::take(&mut *teller.asked.lock().unwrap());
            let count = asked.len();
            asked.sort();
            asked.dedup();
            prop_assert_eq!(asked.len(), count, "{} asks for {:?}", source, asked);
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
    fn html_text_is_text(value in prop_oneof![any::<String>(), "[a<>&\"'é]{0,100}", "[a-z]{14,18}[<é]?[a-z]{0,40}[&é]?"]) {
        let out = Template::html_text("[[ v ?? '' ]]").unwrap().render(&Context::new(&json!({"v": value}))).unwrap();
        prop_assert!(!out.contains(['<', '>', '"', '\'']));
        let plain = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        prop_assert_eq!(plain, value);
    }

    /// Layers merged by hand for one path, and for its default, give the same as the layers.
    #[test]
    fn layers_are_as_if_merged(path in path(), layers in prop::collection::vec(tree(), 1..4), html in any::<bool>()) {
        let text = format!("<[[ {} ]]>", path.join("."));
        let template = parse(&text, Options { html, ..Options::default() }).unwrap();
        // The first value that is not skipped, or else the first that is blank, or else null.
        let merged = |path: &[String]| {
            let found = || layers.iter().filter_map(|layer| layer.pointer(&format!("/{}", path.join("/"))));
            let is_blank = |value: &&Value| match value {
                Value::String(text) => text.trim().is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            let value = found().find(|value| !value.is_null() && !is_blank(value));
            value.or_else(|| found().find(is_blank)).cloned()
        };
        let mut tree = json!({});
        let mut put = |path: &[String]| {
            let Some(value) = merged(path) else { return };
            let place = path.iter().fold(&mut tree, |place, key| {
                if !place.is_object() {
                    *place = json!({});
                }
                &mut place[key]
            });
            *place = value;
        };
        let is_default = path.len() > 2 && path[0] == "data" && path[path.len() - 1] == "value";
        if is_default {
            put(&[&["metadata".to_owned(), "defaultData".to_owned()], &path[1..path.len() - 1]].concat());
        }
        put(&path);
        let is_translation = path.len() > 2 && path[..2] == ["metadata", "translations"];
        if is_translation {
            return Ok(()); // what is no text is passed over as well
        }
        let outcome = |context: &Context<'_>| template.resolve(context).finish(OnGap::Text("gap")).map(|out| out.to_string());
        prop_assert_eq!(outcome(&layered(&layers)), outcome(&Context::new(&tree)));
    }

    /// The ways that only large templates take give what the long way gives: many paths that share
    /// a parent, many rule defaults, many short parts.
    #[test]
    fn many_placeholders_are_like_few(
        (is_simple, fields, defaults) in any::<bool>().prop_flat_map(|is_simple| (
            Just(is_simple),
            prop::collection::btree_map("[a-h]{2,4}|[a-h]é[a-h]{0,2}", field(is_simple), 40..70),
            prop::collection::btree_map("[a-h]{2,4}|[a-h]é[a-h]{0,2}", field(is_simple), 0..70),
        )),
        literals in prop::collection::vec("[a-z ]{0,12}|[a-z]{14,50}|é[a-z]|a\\[\\[! ]]b", 1..5),
        (html, is_ascii, is_layered, is_chained) in any::<(bool, bool, bool, bool)>(),
        width in 0_usize..400,
    ) {
        let mut object: serde_json::Map<_, _> =
            fields.iter().map(|(key, value)| (key.clone(), json!({"value": value}))).collect();
        object.retain(|_, field| field["value"] != "absent");
        // Wider than the template needs.
        object.extend((0..width).map(|n| (format!("w{n}"), Value::Null)));
        let data = json!({"data": object, "metadata": {"defaultData": defaults}});
        let keys = fields.keys().filter(|key| !is_ascii || key.is_ascii());
        let keys: Vec<_> = keys.chain(fields.keys().next()).collect();
        let literal = |n: usize| &literals[n % literals.len()];
        let literal = |n: usize| if is_ascii && !literal(n).is_ascii() { "" } else { literal(n) };
        let many = (0..3 * keys.len().max(30)).map(|n| (literal(n), keys[n * 7 % keys.len()]));
        let many: Vec<_> = many.collect();
        let placeholder = |key: &String| match keys.iter().position(|other| *other == key) {
            Some(at) if is_chained && at % 2 == 1 => {
                format!("[[ data.{key}.value || data.{}.value ]]", keys[at - 1])
            }
            Some(at) if at % 7 == 3 => format!("[[ $.data['{key}'].value ]]"),
            _ => format!("[[ data.{key}.value ]]"),
        };
        let text = many.iter().flat_map(|(literal, key)| [(*literal).to_owned(), placeholder(key)]);
        let text: String = text.collect();
        let template = parse(&text, Options { html, ..Options::default() }).unwrap();
        let own = json!({"metadata": data["metadata"]});
        let context =
            if is_layered { Context::new(&own).or(&data) } else { Context::new(&data) };

        let short = template.render(&context);
        let long = template.resolve(&context).finish(OnGap::Fail).map(|page| {
            // Part by part, not as `render` puts them together.
            let mut out = Vec::new();
            page.write_to(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        prop_assert_eq!(&short, &long);
        // And what a look at the data itself gives, where that is simple.
        if is_simple && !html && !is_chained {
            let printed = |key: &String| match data.pointer(&format!("/data/{key}/value")) {
                Some(own) => own.as_str(),
                None => defaults.get(key).and_then(Value::as_str),
            };
            let printed: Option<String> = many
                .iter()
                .map(|(literal, key)| Some(literal.replace("[[! ]]", "") + printed(key)?))
                .collect();
            prop_assert_eq!(short.ok(), printed);
        }
    }

    /// A first key is refused as a slip of a declared root if its optimal string alignment
    /// distance is 1, wherever the path stands; whatever is further away stays text.
    #[test]
    fn a_root_is_misspelt_if_it_is_one_edit_away(
        root in "[abé]{3,5}",
        key in "[abé]{1,6}",
        (before, behind) in prop::sample::select(vec![
            ("[[ ", " ]]"), ("[[", ".x ]]"), ("[[ x || ", " ]]"), ("[[ 1 ?? $.", " ]]"),
            ("[[ ", ".x and y ]]"), ("[[ $.", "['x'] ]]"), ("[[ $['", "'].x ]]"),
        ]),
    ) {
        let text = format!("{before}{key}{behind}");
        let read = Syntax::new().roots([&root]).unwrap().text(&*text);
        match (strsim::osa_distance(&key, &root), read) {
            (0, Ok(template)) => prop_assert!(template.warnings().is_empty()),
            // The other path is under no root, or it is malformed.
            (0, Err(error)) => prop_assert!(text.contains('x'), "{}", error),
            (1, read) => prop_assert!(read.is_err(), "{} is nearly {}", key, root),
            (_, read) => prop_assert!(read.is_ok(), "{} is far from {}", key, root),
        }
    }
}
