//! Projections: a template finds in the part that it can read what it finds in the whole.

use std::borrow::Cow;
use std::collections::BTreeMap;

use allocation_counter::measure;
use lacuna::{
    Catalogs, Context, LocaleChain, OnGap, Projection, Report, Scratch, Syntax, Template, Tree,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeSeed, IntoDeserializer};
use serde_json::{Value, json};

use crate::generators::{config, options, page_parts, parse, parts, read, syntax, tree};
use crate::{generators, languages, naive};

/// What the projection reads out of JSON.
fn projected(projection: &Projection, json: &str) -> Tree {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let tree = projection.read(&mut deserializer).unwrap();
    deserializer.end().unwrap();
    tree
}

/// The output, the account of every placeholder, and why it would be refused.
fn told<'t>(
    template: &'t Template<'_>,
    context: &Context<'_>,
) -> (String, Report<'t>, Vec<String>) {
    let resolution = template.resolve(context);
    let why = resolution.outcomes().map(|resolved| format!("{:?}", resolved.error_kind()));
    let why = why.collect();
    match resolution.finish(OnGap::Text("<gap>")) {
        Ok(rendering) => (rendering.to_string(), rendering.report().into_owned(), why),
        Err(_) => (String::new(), template.resolve(context).report().into_owned(), why),
    }
}

proptest! {
    #![proptest_config(config())]

    /// Of any data, for any template, in any layer.
    #[test]
    fn it_finds_what_the_whole_has(parts in parts(), trees in [tree(), tree()], options in options()) {
        let source = naive::source(&parts);
        let template = parse(&source, options).unwrap();
        let projection = Projection::of(&template);
        let texts = trees.map(|tree| tree.to_string());
        let [first, second] = texts.each_ref().map(|text| projected(&projection, text));
        // Read from the same text: not every number is the same again.
        let trees = texts.map(|text| serde_json::from_str::<Value>(&text).unwrap());
        let own = Context::new(&first).or(&second);
        let whole = Context::new(&trees[0]).or(&trees[1]);
        prop_assert_eq!(told(&template, &own), told(&template, &whole), "{}", source);
        let (mut one, mut other, mut scratch) = (String::new(), String::new(), Scratch::new());
        let is_done = template.render_into(&own, &mut scratch, &mut one).is_ok();
        prop_assert_eq!(is_done, template.render_into(&whole, &mut scratch, &mut other).is_ok());
        prop_assert_eq!(one, other);
        // Another parser of the same data, without a text between.
        prop_assert_eq!(projection.read(&trees[0]).unwrap(), first);
    }

    /// Where texts of the page hold placeholders, too.
    #[test]
    fn texts_within_texts_are_the_same(text in page_parts(), page in generators::page(), options in options(), expands in any::<bool>()) {
        let template = read(&text, &syntax(options, false, expands), options).unwrap();
        let own = projected(&Projection::of(&template), &page.to_string());
        prop_assert_eq!(told(&template, &Context::new(&own)), told(&template, &Context::new(&page)), "{}", text);
    }

    /// Translations, in each way in which a page may have them.
    #[test]
    fn translations_are_the_same(
        text in languages::template(),
        page in languages::page(),
        catalogs in prop_oneof![Just(Catalogs::new()), languages::catalogs()],
        default in any::<bool>(),
    ) {
        let template = Template::html_text(&*text).unwrap();
        let own = projected(&Projection::of(&template).catalogs(&catalogs), &page.to_string());
        let chain = LocaleChain::lookup(["de-CH"]).unwrap();
        let chain = if default { chain.then("en").unwrap() } else { chain };
        let context = |page| Context::new(page).locales(&chain).catalogs(&catalogs);
        prop_assert_eq!(told(&template, &context(&own)), told(&template, &context(&page)), "{}", text);
        prop_assert_eq!(told(&template, &Context::new(&own)), told(&template, &Context::new(&page)), "{}", text);
    }
}

#[test]
fn only_what_is_wanted_is_read() {
    let json = r#"{
        "a": 1, "b": {"c": [1, 2], "d": "no"}, "e": [{"x": 1, "y": 2}, {"x": 3}, [4]],
        "f": ["no", "no"], "g": "no", "h": 7, "i": {"0": {"j": 1}, "k": 2}, "a": [5]
    }"#;
    let text =
        "[[ a ]][[ b.c ]][[ e[1].x ]][[ e.2[0] ]][[ f.key ]][[ g.key ]][[ h.key ]][[ i.0 ]][[ z ]]";
    let template = Template::text(text).unwrap();
    let read = projected(&Projection::of(&template), json);
    let expected = json!({
        "a": [5], "b": {"c": [1, 2]}, "e": [null, {"x": 3}, [4]],
        "f": [], "g": "", "h": 0, "i": {"0": {"j": 1}},
    });
    assert_eq!(read.value(), &expected);
}

#[test]
fn of_a_key_that_comes_twice_nothing_is_left_of_the_first() {
    let template = Template::text("[[ a.b || '-' ]][[ a.c || '-' ]]").unwrap();
    let json = r#"{"a": {"b": 1}, "a": {"c": 2}}"#;
    let read = projected(&Projection::of(&template), json);
    assert_eq!(template.render(&Context::new(&read)).unwrap(), "-2");
}

#[test]
fn a_path_may_be_of_any_depth() {
    let text = format!("[[ a{} || 'no' ]]", ".0".repeat(2_000));
    let template = Template::text(text).unwrap();
    let json = format!("{}1{}", r#"{"a":"#.to_owned() + &"[".repeat(100), "]".repeat(100) + "}");
    let read = projected(&Projection::of(&template), &json);
    assert_eq!(template.render(&Context::new(&read)).unwrap(), "no");
}

#[test]
fn malformed_data_is_refused_as_by_the_parser() {
    let projection = Projection::of(&Template::text("[[ a ]]").unwrap());
    for json in ["", "{", r#"{"b": 1,}"#, r#"{"b": tru}"#, r#"{"a": "\x"}"#, "[1"] {
        let error = projection.read(&mut serde_json::Deserializer::from_str(json)).unwrap_err();
        let expected = serde_json::from_str::<Value>(json).unwrap_err();
        assert_eq!(error.to_string(), expected.to_string(), "{json}");
    }
}

/// The whole, as [`Tree::new`] makes it.
fn everything() -> Projection {
    Projection::of(&Template::text("[[ $ | json ]]").unwrap())
}

#[test]
fn other_data_become_what_they_are_in_json() {
    #[derive(Serialize)]
    enum Shape {
        Circle { radius: f32 },
    }
    let infinity: serde::de::value::F64Deserializer<Error> = f64::INFINITY.into_deserializer();
    assert_eq!(everything().read(infinity).unwrap().value(), &json!(null));
    let half: serde::de::value::F32Deserializer<Error> = 0.5_f32.into_deserializer();
    assert_eq!(everything().read(half).unwrap().value(), &json!(0.5));
    let bytes = serde::de::value::BytesDeserializer::<Error>::new(b"\x01\xff");
    assert_eq!(everything().read(bytes).unwrap().value(), &json!([1, 255]));
    let unit: serde::de::value::UnitDeserializer<Error> = ().into_deserializer();
    assert_eq!(everything().read(unit).unwrap().value(), &json!(null));
    let letter: serde::de::value::CharDeserializer<Error> = 'é'.into_deserializer();
    assert_eq!(everything().read(letter).unwrap().value(), &json!("é"));
    let text: serde::de::value::CowStrDeserializer<'_, Error> =
        Cow::Borrowed("x").into_deserializer();
    assert_eq!(everything().read(text).unwrap().value(), &json!("x"));

    let keys = BTreeMap::from([(1_i32, "one"), (-2, "minus two")]);
    let map = MapDeserializer::<_, Error>::new(keys.clone().into_iter());
    assert_eq!(everything().read(map).unwrap(), Tree::new(&keys).unwrap());
    let keys = BTreeMap::from([(true, 1_u8), (false, 0)]);
    let map = MapDeserializer::<_, Error>::new(keys.clone().into_iter());
    assert_eq!(everything().read(map).unwrap(), Tree::new(&keys).unwrap());

    let shape = serde_json::to_value(Shape::Circle { radius: 1.5 }).unwrap();
    assert_eq!(everything().read(&shape).unwrap().value(), &shape);
}

#[test]
fn a_key_that_is_a_number_is_found_by_its_digits() {
    let map = || MapDeserializer::<_, Error>::new([(1_u8, "one"), (2, "two")].into_iter());
    let template = Template::text("[[ $.2 ]]").unwrap();
    let read = Projection::of(&template).read(map()).unwrap();
    assert_eq!(read.value(), &json!({"2": "two"}));
}

#[test]
fn data_within_other_data_are_read_by_the_seed() {
    let template = Template::text("[[ name ]]").unwrap();
    let projection = Projection::of(&template);
    let lines = "{\"name\": \"Ada\", \"x\": 1}\n{\"x\": 2, \"name\": \"Grace\"}";
    let mut lines = serde_json::Deserializer::from_str(lines);
    for name in ["Ada", "Grace"] {
        let record = (&projection).deserialize(&mut lines).unwrap();
        assert_eq!(template.render(&Context::new(&record)).unwrap(), name);
    }
}

#[test]
fn several_templates_and_trees_of_them() {
    let tree = Syntax::new().tree(json!({"x": "[[ a ]]", "[[ no ]]": ["[[ b.c ]]"]})).unwrap();
    let data = json!({"a": 1, "b": {"c": 2, "d": 3}, "e": 4, "no": 5});
    let projection = Projection::of_tree(&tree);
    assert_eq!(projection.read(&data).unwrap().value(), &json!({"a": 1, "b": {"c": 2}}));
    let projection = projection.and(&Template::text("[[ e ]]").unwrap());
    assert_eq!(projection.read(&data).unwrap().value(), &json!({"a": 1, "b": {"c": 2}, "e": 4}));
}

#[test]
fn what_nobody_asks_for_is_not_built() {
    let template = Template::text("[[ name ]] [[ address.city ]]").unwrap();
    let projection = Projection::of(&template);
    let record = |others: usize| {
        let other = r#"{"sku": "A", "texts": ["long", "longer"], "price": 1.5}"#;
        let others = vec![other; others].join(",");
        format!(
            r#"{{"orders": [{others}], "name": "Ada", "address": {{"zip": 1, "city": "London", "x": [{others}]}}}}"#
        )
    };
    let counted = |json: &str| {
        let mut read = None;
        let counted = measure(|| read = Some(projected(&projection, json)));
        let read = read.unwrap();
        assert_eq!(template.render(&Context::new(&read)).unwrap(), "Ada London");
        (counted.count_total, counted.bytes_total)
    };
    let (few, many) = (counted(&record(2)), counted(&record(1_000)));
    // The names, the values, and what `serde_json` needs itself.
    assert!(few.0 <= 10, "{} allocations", few.0);
    assert_eq!(many.0, few.0);
    assert!(many.1 <= few.1 + 256, "{} bytes instead of {}", many.1, few.1);
}

/// `MessagePack` has bytes, and keys that are numbers.
#[test]
fn another_format() {
    struct Bytes(Vec<u8>);
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(&self.0)
        }
    }
    #[derive(Serialize)]
    struct Record {
        unread: Vec<Option<f32>>,
        name: &'static str,
        hash: Bytes,
        rows: BTreeMap<i64, BTreeMap<char, f64>>,
    }
    let rows =
        BTreeMap::from([(7, BTreeMap::from([('x', 1.5), ('y', 2.5)])), (-1, BTreeMap::new())]);
    let record = Record { unread: vec![None], name: "Ada", hash: Bytes(vec![1, 2, 3]), rows };
    let pack = rmp_serde::to_vec_named(&record).unwrap();
    let template = Template::text("[[ name ]] [[ hash[1] ]] [[ $.rows.7.x ]]").unwrap();
    let mut pack = rmp_serde::Deserializer::from_read_ref(&pack);
    let read = Projection::of(&template).read(&mut pack).unwrap();
    let expected = json!({"name": "Ada", "hash": [1, 2, 3], "rows": {"7": {"x": 1.5}}});
    assert_eq!(read.value(), &expected);
    assert_eq!(template.render(&Context::new(&read)).unwrap(), "Ada 2 1.5");
}
